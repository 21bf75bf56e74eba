"""The command-line program: global options, commands, and errors turned into exit codes."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

import typer

from faceid_app import __version__, logs
from faceid_app.cli.console import Console, Output
from faceid_app.cli.options import not_empty
from faceid_app.cli.passphrase import unlock_by
from faceid_app.cli.topics import Topic, topics
from faceid_app.cli.wrong_usage import wrong_usage
from faceid_app.errors import Cancelled, FaceIdError, InternalFault
from faceid_app.location import DataFolderGone, check_location
from faceid_app.paths import Paths
from faceid_app.storage.vault.opening import unlock_with

EXIT_INTERNAL = 70
"""EX_SOFTWARE of sysexits.h."""
EXIT_CANCELLED = 130

_log = logging.getLogger(__name__)


def program(arguments: Sequence[str]) -> Callable[..., Any]:
    """What runs the command line, as far as those arguments need it."""
    return _built(tuple(topics(arguments)))


@cache
def _built(chosen: tuple[Topic, ...]) -> Callable[..., Any]:
    """Made once a process: registering a topic again would add its commands to its group a second time."""
    app = typer.Typer(
        name="faceid",
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Face verification that tells, in measured numbers, how sure it is. Without a command the window opens.",
    )
    app.callback(invoke_without_command=True)(_options)
    for topic in chosen:
        topic.register(app)
    return typer.main.get_command(app).main


def _options(
    context: typer.Context,
    data_dir: Annotated[
        str | None, typer.Option(metavar="PATH", callback=not_empty, help="Folder for everything the program keeps.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout and nothing else.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the diagnostic log on stderr.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
    passphrase_fd: Annotated[
        int | None, typer.Option("--passphrase-fd", help="Read the passphrase of the profiles from this descriptor.")
    ] = None,
) -> None:
    paths = Paths.default() if data_dir is None else Paths(Path(data_dir).expanduser().resolve())
    console = Console(paths, json)
    context.obj = console
    unlock_with(unlock_by(passphrase_fd, may_ask=not json))
    if version:
        console.result({"version": __version__}, f"faceid {__version__}")
        raise typer.Exit
    if context.invoked_subcommand in (None, "window"):
        with contextlib.suppress(DataFolderGone):  # the window says so itself
            check_location(paths.root)
            logs.configure(paths, verbose=verbose)
    else:
        check_location(paths.root)
        logs.configure(paths, verbose=verbose)
    if context.invoked_subcommand is None:
        from faceid_app.cli.window import open_window

        raise typer.Exit(open_window(console))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 4 for wrong usage, 130 when cancelled, else the command's own."""
    with contextlib.redirect_stdout(cast(TextIO, Output(sys.stdout))):  # Typer writes there too
        return _run(sys.argv[1:] if arguments is None else arguments)


def _run(arguments: list[str]) -> int:
    console = Console(Paths.default(), "--json" in arguments)
    try:
        code = program(arguments)(arguments, prog_name="faceid", standalone_mode=False)
    except typer.TyperException as error:
        return _failed(console, wrong_usage(error))
    except FaceIdError as error:
        return _failed(console, error)
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_CANCELLED
    except Exception:  # noqa: BLE001
        # A fault of ours. Exit code 1 would say "no match", and a traceback is not a sentence.
        _log.exception("A command failed unexpectedly")
        console.error(InternalFault())
        return EXIT_INTERNAL
    if code == EXIT_CANCELLED:
        console.error(Cancelled())
    return code if isinstance(code, int) else 0


def _failed(console: Console, error: FaceIdError) -> int:
    console.error(error)
    return error.exit_code
