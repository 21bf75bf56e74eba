"""What the command line says of arguments that its parser refuses: which, what was given, what is possible, where to
read on."""

from __future__ import annotations

from typing import Any

import typer

from faceid_app.errors import UsageError


def wrong_usage(error: typer.TyperException) -> UsageError:
    """The sentence for `error`, naming the help of the command that was meant."""
    context: Any = getattr(error, "ctx", None)
    command = "faceid" if context is None else context.command_path
    told = _bad_value(error) or error.format_message().strip().rstrip(".") or f"{command} needs a command after it"
    return UsageError("{told}; see: {command} --help.", told=told, command=command)


def _bad_value(error: typer.TyperException) -> str | None:
    """None where it is about something else, or where the parser's own words are no worse."""
    parameter: Any = getattr(error, "param", None)
    problems: Any = getattr(error.__cause__, "errors", None)
    if parameter is None or problems is None:
        return None
    given = problems()[0]["input"]
    kind = parameter.type_descriptor
    if kind.choices is not None:
        words = [str(getattr(choice, "value", choice)) for choice in kind.choices]
        given = next((one for one in given if one not in words), given) if isinstance(given, list | tuple) else given
        possible = f"one of {', '.join(words)}"
    elif kind.annotation in (int, float):
        possible = "a whole number" if kind.annotation is int else "a number"
        possible += _limits(parameter.min, parameter.max)
    else:
        return None
    return f"{parameter.opts[0]} cannot be {given!r}: it must be {possible}"


def _limits(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:.15g} to {most:.15g}"
    if least is not None:
        return f" of at least {least:.15g}"
    return "" if most is None else f" of at most {most:.15g}"
