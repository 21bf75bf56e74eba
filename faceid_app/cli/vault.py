"""`faceid vault`: how the profiles are protected on disk, sealing them, and the passphrase."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.passphrase import ask_twice, read_passphrase
from faceid_app.errors import UsageError
from faceid_app.progress import never
from faceid_app.storage.vault.opening import open_personal
from faceid_app.workers import protecting, starting_anew
from faceid_app.workers.protecting import Protection, look, make_vault, seal_all

PASSPHRASE_OPTION = "--new-passphrase-fd"
NewPassphrase = Annotated[
    int | None,
    typer.Option(PASSPHRASE_OPTION, help="Read the new passphrase from this file descriptor, not the terminal."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    vault = typer.Typer(name="vault", help="How pictures and models are protected on disk.", no_args_is_help=True)
    vault.command()(status)
    vault.command()(seal)
    vault.command("set-passphrase")(set_passphrase)
    vault.command("remove-passphrase")(remove_passphrase)
    vault.command("start-anew")(start_anew)
    app.add_typer(vault)


def status(context: typer.Context) -> None:
    """Say how the profiles are protected. Exit code 1 where they are not."""
    console: Console = context.obj
    protection = look(console.paths)
    console.result(_payload(protection), _text(protection))
    raise typer.Exit(0 if protection.exists and not protection.plain and not protection.unknown else 1)


def seal(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask about profiles the vault does not know.")
    ] = False,
    new_passphrase_fd: NewPassphrase = None,
) -> None:
    """Seal every plain profile: a sealed copy, compared, takes its place. Without a keyring a passphrase is asked."""
    console: Console = context.obj
    before = look(console.paths)
    if before.unknown and not yes:
        names = ", ".join(before.unknown)
        if console.json:
            raise UsageError("{names} were not sealed here; give --yes if you vouch for them.", names=names)
        typer.confirm(f"Do you vouch for {names}, not sealed although others are?", abort=True, err=True)
    if not before.exists:
        if before.keyring is None or new_passphrase_fd is not None:
            given = ask_twice(PASSPHRASE_OPTION) if new_passphrase_fd is None else read_passphrase(new_passphrase_fd)
            protecting.set_passphrase(console.paths, given)
        else:
            make_vault(console.paths)
    with console.progress() as report:
        sealed = seal_all(console.paths, report=report, is_cancelled=never)
    after = look(console.paths)
    told = f"Sealed: {', '.join(sealed)}." if sealed else "Nothing was left to seal."
    console.result(_payload(after) | {"sealed_now": sealed}, f"{told}\n{_text(after)}")


def set_passphrase(context: typer.Context, new_passphrase_fd: NewPassphrase = None) -> None:
    """Set or change the passphrase that opens the profiles where the keyring does not; see also: faceid vault seal."""
    console: Console = context.obj
    open_personal(console.paths)  # asks for what opens it now, before it asks for another
    given = ask_twice(PASSPHRASE_OPTION) if new_passphrase_fd is None else read_passphrase(new_passphrase_fd)
    protecting.set_passphrase(console.paths, given)
    protection = look(console.paths)
    lines = ["The passphrase is set. Nobody can restore it: without it and the keyring the profiles stay closed."]
    console.result(_payload(protection), "\n".join([*lines, _text(protection)]))


def remove_passphrase(context: typer.Context) -> None:
    """Let the keyring alone open the profiles."""
    console: Console = context.obj
    open_personal(console.paths)
    protecting.remove_passphrase(console.paths)
    protection = look(console.paths)
    console.result(_payload(protection), f"The passphrase is removed.\n{_text(protection)}")


def start_anew(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete what is sealed where keyring and passphrase are lost: without them nobody can read or restore it."""
    console: Console = context.obj
    names = ", ".join(starting_anew.unreadable(console.paths)) or "nobody"
    if not yes and console.json:
        raise UsageError("This deletes for good what is kept of {names}; give --yes if that is meant.", names=names)
    if not yes:
        sys.stderr.write(
            "Without the keyring or the passphrase nobody can read what is sealed, and nobody restores it.\n"
        )
        typer.confirm(f"Delete for good what is kept of {names}, and start anew?", abort=True, err=True)
    receipts = starting_anew.start_anew(console.paths)
    told = [receipt.to_text().rstrip() for receipt in receipts]
    console.result(
        {"deleted": [receipt.to_dict() for receipt in receipts]},
        "\n\n".join([*told, "The vault is gone; the next person who is enrolled gets a new one where a keyring is."]),
    )


def _payload(protection: Protection) -> dict[str, object]:
    return asdict(protection) | {"sentence": str(protection.sentence)}


def _text(protection: Protection) -> str:
    lines = [protection.sentence]
    for word, names in (("sealed", protection.sealed), ("plain", protection.plain), ("unknown", protection.unknown)):
        if names and protection.exists:
            lines.append(f"  {word}: {', '.join(names)}")
    if protection.plain or protection.unknown:
        lines.append("To seal them run: faceid vault seal")
    return "\n".join(lines)
