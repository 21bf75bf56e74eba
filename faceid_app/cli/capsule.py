"""`faceid capsule`: take a person to another computer in one file behind a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.passphrase import ask_at_terminal, ask_twice, read_passphrase
from faceid_app.errors import UsageError
from faceid_app.identity.capsules import export_capsule, import_capsule
from faceid_app.workers.network_trial import try_network
from faceid_app.workers.operations import open_profiles

PASSPHRASE_OPTION = "--capsule-passphrase-fd"
CapsulePassphrase = Annotated[
    int | None,
    typer.Option(PASSPHRASE_OPTION, help="Read the capsule's passphrase from this descriptor, not the terminal."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    capsule = typer.Typer(
        name="capsule", help="Take a person to another computer, in one sealed file.", no_args_is_help=True
    )
    capsule.command("export")(export)
    capsule.command("import")(import_)
    app.add_typer(capsule)


def export(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile.")],
    file: Annotated[Path, typer.Argument(help="The capsule to write; it must not be there.")],
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Let the pictures go along, to train again there.")
    ] = False,
    capsule_passphrase_fd: CapsulePassphrase = None,
) -> None:
    """Write a profile into one file: templates, model, thresholds, policy, consent and history, behind a passphrase."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    given = ask_twice(PASSPHRASE_OPTION) if capsule_passphrase_fd is None else read_passphrase(capsule_passphrase_fd)
    written = export_capsule(console.paths, profile, file, given, pictures=pictures)
    how = "with" if pictures else "without"
    console.result(
        {"name": profile.name, "file": str(file), "bytes": written.size, "pictures": pictures},
        f"{profile.name} is in {file}, {how} pictures, {written.size:,} bytes; nobody opens it without the passphrase.",
    )


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The capsule.")],
    name: Annotated[
        str | None, typer.Option("--as", help="Name of the new profile; that of the capsule if not given.")
    ] = None,
    capsule_passphrase_fd: CapsulePassphrase = None,
) -> None:
    """Make a profile of a capsule. Nobody who is enrolled is ever overwritten."""
    console: Console = context.obj
    given = (
        ask_at_terminal("Passphrase of the capsule")
        if capsule_passphrase_fd is None
        else read_passphrase(capsule_passphrase_fd)
    )
    if given is None:
        raise UsageError(
            "There is no terminal to type a passphrase at; give it with {option}.", option=PASSPHRASE_OPTION
        )
    people = open_profiles(console.paths)
    profile = import_capsule(console.paths, people, file, given, try_network=try_network, name=name)
    counts = {role.value: count for role, count in profile.captures.counts().items()}
    console.result(
        {"name": profile.name, "captures": counts}, f"{profile.name} is enrolled here now, as in the capsule."
    )
