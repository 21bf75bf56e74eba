"""Reads the audit log: its events, and whether every line is still the one that was written."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import Locked
from faceid_app.files import storage_errors
from faceid_app.storage.audit import FIRST, AuditLog, Event, Place, digest, number_of
from faceid_app.words import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `at` is ISO 8601 in UTC; `who` a profile's id, or empty."""

    n: int
    at: str
    event: str
    who: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """Where the log is not as it was written: file, line in it (0: the file as a whole), and one sentence."""

    file: str
    line: int
    words: Words


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the log found. `last`: the newest line; whoever notes it elsewhere can check against it later."""

    lines: int
    files: int
    last: Place | None
    broken: Break | None

    @property
    def words(self) -> Words:
        """The one sentence."""
        if self.broken is not None:
            return self.broken.words
        if not self.lines:
            return Words("The audit log is empty: nothing was told or changed yet.")
        return Words("The history is whole; events in it: {lines}.", lines=self.lines)


def entries(log: AuditLog) -> Iterator[Entry]:
    """Every line that can be read, the oldest first."""
    for path in log.files():
        for line in _lines(path):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                yield _entry(line)


def check_log(log: AuditLog, *, known: Place | None = None, enrolled: Collection[str] = ()) -> Checked:
    """Go through the whole log and stop at the first break.

    Args:
        log: the log.
        known: a line that was noted elsewhere; the log must still have it.
        enrolled: the ids of the people enrolled; a log that is complete knows each of them.

    Raises NotWritable where a file cannot be read.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, Locked):  # on a read-only disk nobody writes meanwhile
            stack.enter_context(log.exclusive())
        files = [(path, _lines(path)) for path in log.files()]
        head = log.last_known()
    walk = _Walk(known)
    for path, lines in files:
        broken = walk.through(path, lines)
        if broken is not None:
            return Checked(walk.count, len(files), walk.last, broken)
    name = files[-1][0].name if files else log.head.name
    broken = walk.at_the_end(name, head, frozenset(enrolled))
    return Checked(walk.count, len(files), walk.last, broken)


_BEGINNINGS = frozenset({Event.PROFILE_CREATED.value, Event.PROFILE_KNOWN.value, Event.CAPSULE_IMPORTED.value})
"""How everybody's part begins: who is in the log without one was enrolled in another."""


class _Walk:
    """Goes from line to line and knows what must come next."""

    def __init__(self, known: Place | None) -> None:
        self._known, self._found = known, known is None
        self.count = 0
        self.last: Place | None = None
        self._before: Place | None = None
        self._number = 0
        self._oldest, self._first_file = 1, 1
        self._who: set[str] = set()

    def through(self, path: Path, lines: list[bytes]) -> Break | None:
        """The first break in one file."""
        number = number_of(path) or 0
        if not lines:  # a process was killed in its first line, or somebody emptied it: then what follows misses it
            return None
        if not self._number:
            self._first_file = number
        elif number != self._number + 1:
            words = Words("The audit log is broken: between {a} and {b} a file is missing.", a=self._number, b=number)
            return Break(path.name, 0, words)
        self._number = number
        for line_number, line in enumerate(lines, 1):
            why = self._fault(line, begins_file=line_number == 1)
            if why is not None:
                words = Words(
                    "The audit log is broken at line {line} of {file}: {why}.",
                    line=line_number, file=path.name, why=why,
                )  # fmt: skip
                return Break(path.name, line_number, words)
        return None

    def at_the_end(self, file: str, head: Place | None, enrolled: frozenset[str]) -> Break | None:
        """What only the whole log shows."""
        last = self.last
        if head is None and last is not None and last.n > 1:
            return Break(file, 0, Words("The audit log has no head record: whether lines are missing cannot be told."))
        if head is not None and (last is None or last.n < head.n):
            missing = head.n - (0 if last is None else last.n)
            words = Words(
                "The audit log is broken after line {n}: the last {missing} events are missing.",
                n=0 if last is None else last.n, missing=missing,
            )  # fmt: skip
            return Break(file, 0, words)
        if head is not None and last is not None and head not in (last, self._before):
            return Break(file, 0, Words("The audit log is broken at its end: it is not the one the head record knows."))
        if self._first_file > self._oldest:
            return Break(file, 0, Words("The audit log is broken: files before {n} are missing.", n=self._first_file))
        if not self._found:
            return Break(file, 0, Words("The audit log is not the one that was noted: that line is not in it."))
        unknown = enrolled - self._who
        if unknown and self._first_file == 1:
            words = Words(
                "The audit log does not know {count} of the people enrolled: it was removed, or came from elsewhere.",
                count=len(unknown),
            )
            return Break(file, 0, words)
        return None

    def _fault(self, line: bytes, *, begins_file: bool) -> Words | None:
        """Why a line cannot follow the one before; None where it does."""
        try:
            entry, before = _entry(line), str(strict_json.loads(line)["before"])
            oldest = int(entry.facts.get("oldest", 1))
        except (ValueError, KeyError, TypeError):
            return Words("it cannot be read")
        last = self.last
        begun = entry.event == Event.LOG_BEGUN.value
        if last is None:
            if not begun and not (begins_file and entry.event == Event.LOG_CONTINUED.value and self._number > 1):
                return Words("everything before event {n} is missing", n=entry.n)
            if begun and (entry.n != 1 or before != FIRST):
                return Words("it claims to be the first and is not")
        elif begun:
            return Words("another log begins here")
        elif before != last.sha256:
            return Words("the line before it is not the one that it was written after")
        elif entry.n != last.n + 1:
            return Words("events {first} to {last} are missing", first=last.n + 1, last=entry.n - 1)
        if entry.facts.get("head") == "missing":
            return Words("the head record was missing when it was written")
        if entry.event == Event.LOG_CONTINUED.value:
            self._oldest = oldest
        self.count += 1
        if entry.event in _BEGINNINGS:
            self._who.add(entry.who)
        self._before, self.last = last, Place(entry.n, digest(line))
        self._found = self._found or self.last == self._known
        return None


def _lines(path: Path) -> list[bytes]:
    with storage_errors(path):
        return path.read_bytes().split(b"\n")[:-1]


def _entry(line: bytes) -> Entry:
    entry = strict_json.loads(line)
    n, facts = entry["n"], entry["facts"]
    if not isinstance(n, int) or not isinstance(facts, dict):
        raise ValueError("not an event")
    return Entry(n, str(entry["at"]), str(entry["event"]), str(entry["who"]), facts)
