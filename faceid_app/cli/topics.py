"""Which modules the command line consists of, and which of them a given one needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import typer

_FLAGS = frozenset({"--json", "--verbose"})
_VALUED = ("--data-dir", "--passphrase-fd")


class Topic(Protocol):
    """A module of commands."""

    def register(self, app: typer.Typer) -> None: ...


def topics(arguments: Sequence[str]) -> Iterable[Topic]:
    """All of them, but for `verify` that one alone: who waits before a lock does not wait for what is not used."""
    if _command_of(arguments) == "verify":
        from faceid_app.cli import verification

        return (verification,)
    from faceid_app.cli.all_topics import ALL

    return ALL


def _command_of(arguments: Sequence[str]) -> str | None:
    """The command after the options of all commands; None where there is none, or another option."""
    rest = iter(arguments)
    for argument in rest:
        if argument in _VALUED:
            next(rest, None)
        elif argument not in _FLAGS and not argument.startswith(tuple(f"{one}=" for one in _VALUED)):
            return None if argument.startswith("-") else argument
    return None
