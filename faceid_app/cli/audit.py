"""`faceid audit`: whether the audit log is whole, and what is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.errors import UnknownProfile, UsageError
from faceid_app.storage.audit import AuditLog, Place
from faceid_app.storage.audit_check import Checked, Entry, check_log, entries
from faceid_app.workers.operations import enrolled_ids, open_profiles

WHOLE, BROKEN = 0, 1
"""Exit codes of `verify`."""

audit = typer.Typer(no_args_is_help=True, help="Look at the log of what was told and changed.")


def register(app: typer.Typer) -> None:
    """Add the topic of this module."""
    for command in (verify, show):
        audit.command()(command)
    app.add_typer(audit, name="audit")


@audit.callback()
def _topic() -> None:
    """Without it a topic of one command would be that command."""


def verify(
    context: typer.Context,
    known: Annotated[
        str | None, typer.Option("--known", help="A line that was noted elsewhere, as NUMBER:SHA256; it must be there.")
    ] = None,
) -> None:
    """Check every line of the audit log. Exit code 0 whole, 1 broken.

    The last line is told with its checksum: note it where this computer cannot change it, and give it to --known later.
    Note a newer one from time to time: after some 50,000 events the oldest go, and what was noted of them with them.
    """
    console: Console = context.obj
    checked = check_log(AuditLog(console.paths), known=_place(known), enrolled=enrolled_ids(console.paths))
    text = str(checked.words)
    if checked.last is not None:
        text += f"\nlast line: {checked.last.n}:{checked.last.sha256}"
    console.result(_checked(checked), text)
    raise typer.Exit(WHOLE if checked.broken is None else BROKEN)


def show(
    context: typer.Context,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Only what concerns this person, or this id.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only from this day or time on, as 2026-11-22.")] = None,
) -> None:
    """Show the events, the oldest first. People are told by their ids, and by name where they are enrolled."""
    console: Console = context.obj
    people = open_profiles(console.paths)
    names = {}
    for name in people.names():
        who = people.id_of(name)
        if who:
            names[who] = name
    wanted = next((one for one, name in names.items() if name == profile), profile)
    begin = _time(since)
    theirs = [entry for entry in entries(AuditLog(console.paths)) if wanted is None or entry.who == wanted]
    if profile is not None and not theirs and wanted not in names:
        raise UnknownProfile(profile, people.names())
    found = [entry for entry in theirs if begin is None or datetime.fromisoformat(entry.at) >= begin]
    payload = {"events": [_payload(entry, names) for entry in found]}
    console.result(payload, "\n".join(_line(entry, names) for entry in found) or "There is no such event.")


def _place(told: str | None) -> Place | None:
    if told is None:
        return None
    n, _, digest = told.partition(":")
    if not (n.isdecimal() and len(digest) == 64):
        raise UsageError(f"{told!r} is no line; give its number and sha256 as verify tells them, as 12:ab34…")
    return Place(int(n), digest)


def _time(told: str | None) -> datetime | None:
    if told is None:
        return None
    try:
        return datetime.fromisoformat(told).astimezone()
    except ValueError:
        raise UsageError(f"{told!r} is no day and no time; write it as 2026-11-22 or 2026-11-22T18:30.") from None


def _checked(checked: Checked) -> dict[str, Any]:
    broken = checked.broken
    return {
        "whole": broken is None,
        "events": checked.lines,
        "files": checked.files,
        "last": None if checked.last is None else {"n": checked.last.n, "sha256": checked.last.sha256},
        "broken": None if broken is None else {"file": broken.file, "line": broken.line},
        "words": str(checked.words),
    }


def _payload(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    return {
        "n": entry.n,
        "at": entry.at,
        "event": entry.event,
        "who": entry.who,
        "name": names.get(entry.who),
        "facts": entry.facts,
    }


def _line(entry: Entry, names: dict[str, str]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in entry.facts.items())
    return "  ".join(part for part in (entry.at, names.get(entry.who, entry.who), entry.event, facts) if part)
