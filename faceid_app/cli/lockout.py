"""`faceid lockout`: how long nobody is judged, and ending that by the passphrase."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.passphrase import ask_at_terminal, read_passphrase
from faceid_app.errors import UsageError
from faceid_app.identity.lockout import Lockout, remaining_words
from faceid_app.storage.vault.errors import NoPassphrase
from faceid_app.workers.lockout_end import can_end_lockout, end_lockout
from faceid_app.workers.operations import open_profiles

Name = Annotated[str, typer.Argument(help="Name of the profile.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    lockout = typer.Typer(name="lockout", help="What follows too many failed attempts.", no_args_is_help=True)
    lockout.command()(status)
    lockout.command()(end)
    app.add_typer(lockout)


def status(context: typer.Context, name: Name) -> None:
    """Say for how long nobody is judged."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    seconds = Lockout(profile.lockout).remaining()
    told = remaining_words(seconds) if seconds > 0.0 else "Nobody has to wait."
    console.result({"name": profile.name, "locked_for": math.ceil(seconds)}, told)


def end(
    context: typer.Context,
    name: Name,
    lockout_passphrase_fd: Annotated[
        int | None,
        typer.Option("--with-passphrase-fd", help="Read the passphrase from this descriptor, not the terminal."),
    ] = None,
) -> None:
    """End a lock-out with the passphrase of the profiles."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    if not can_end_lockout(console.paths):
        raise NoPassphrase
    given = (
        ask_at_terminal("Passphrase of the profiles")
        if lockout_passphrase_fd is None
        else read_passphrase(lockout_passphrase_fd)
    )
    if given is None:
        raise UsageError("There is no terminal to type a passphrase at; give it with --with-passphrase-fd.")
    end_lockout(console.paths, profile, given)
    console.result({"name": profile.name, "locked_for": 0}, f"{profile.name} may be verified again.")
