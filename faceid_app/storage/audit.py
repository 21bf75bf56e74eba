"""The audit log: what was told and changed, a line an event, each chained to the line before; never rewritten."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import filelock

from faceid_app import strict_json
from faceid_app.errors import Locked, StorageError
from faceid_app.files import (
    FILE_MODE,
    append_whole,
    as_storage_error,
    make_folder,
    storage_errors,
    sync_folder,
    write_whole,
)
from faceid_app.paths import Paths

LARGEST = 512 * 1024
"""Bytes of one file; a longer log goes on in the next."""
KEPT = 20
"""Files kept, about 50,000 events; the oldest goes when another begins, and the log says so."""
FIRST = "0" * 64
"""What stands for the line before the first."""
LONGEST_FACT = 64
"""Characters: an id, a word, a checksum; never a picture, an embedding or a name."""
_LOCK_WAIT = 10.0

log = logging.getLogger(__name__)

Fact = str | int | bool


class Event(StrEnum):
    """What is worth a line."""

    LOG_BEGUN = "log begun"
    LOG_CONTINUED = "log continued"
    PROFILE_CREATED = "profile created"
    PROFILE_KNOWN = "profile known"
    PROFILE_RENAMED = "profile renamed"
    PROFILE_DELETED = "profile deleted"
    CAPTURE_ADDED = "capture added"
    CAPTURE_REMOVED = "capture removed"
    PICTURES_DROPPED = "pictures dropped"
    PICTURES_EXPORTED = "pictures exported"
    MODEL_TRAINED = "model trained"
    THRESHOLDS_CHANGED = "thresholds changed"
    POLICY_CHANGED = "policy changed"
    SETTING_CHANGED = "setting changed"
    VERDICT = "verdict"
    IDENTIFIED = "identified"
    LOCKED_OUT = "locked out"
    LOCKOUT_ENDED = "lock-out ended"
    ATTEMPTS_ERASED = "attempts erased"
    TRIALS_FORGOTTEN = "trials forgotten"
    CAPSULE_EXPORTED = "capsule exported"
    CAPSULE_IMPORTED = "capsule imported"
    VAULT_CHANGED = "vault changed"


@dataclass(frozen=True, slots=True)
class Place:
    """A line by its number and the sha256 of its bytes without newline."""

    n: int
    sha256: str


class AuditLog:
    """The log of one data folder, written to by any number of processes.

    The head record, beside the folder, says which line is the last: so lines missing at the end are noticed. It is
    written after the line; a process killed between leaves the log one line ahead of it, and no more: whoever writes
    next first lets the head record catch up.
    """

    def __init__(self, paths: Paths) -> None:
        self.folder, self.head = paths.audit, paths.root / "audit-head.json"
        self._missed = 0

    def record(self, event: Event, who: str = "", **facts: Fact) -> None:
        """Add an event of the profile with the id `who`; it is on disk when this returns.

        Raises DiskFull, NotWritable, Locked: the event may be in the log, and must not happen. ValueError for a fact
        that may hold a person's data.
        """
        for name, fact in facts.items():
            if not isinstance(fact, str | int) or (isinstance(fact, str) and len(fact) > LONGEST_FACT):
                raise ValueError(f"a fact is a word, a whole number or yes and no. Received: {name}={fact!r}")
        with storage_errors(self.folder):
            make_folder(self.folder)
            with self.exclusive():
                self._append(event, who, facts)

    def note(self, event: Event, who: str = "", **facts: Fact) -> StorageError | None:
        """The same for what happens whether or not it can be added; why it could not. The next line counts it."""
        try:
            self.record(event, who, **facts)
        except StorageError as error:
            self._missed += 1
            log.warning("An event could not be added to the audit log (%s)", type(error).__name__)
            return error
        return None

    def files(self) -> list[Path]:
        """The files there are, the oldest first."""
        with storage_errors(self.folder):
            return sorted(path for path in self.folder.glob("audit-*.jsonl") if number_of(path) is not None)

    def last_known(self) -> Place | None:
        """The last line as the head record has it; None where there is none, or it makes no sense.

        Raises NotWritable where the system does not let it be read: it is not missing then.
        """
        try:
            head = strict_json.loads(self.head.read_bytes())
            return Place(int(head["n"]), str(head["sha256"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        except OSError as error:
            raise as_storage_error(self.head, error) from error

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the log. Raises Locked when another holds it for 10 s; OSError."""
        lock = filelock.FileLock(self.folder / ".lock", timeout=_LOCK_WAIT, mode=FILE_MODE, poll_interval=0.005)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise Locked(f"The audit log {str(self.folder)!r}") from error
        try:
            yield
        finally:
            lock.release()

    def _append(self, event: Event, who: str, facts: Mapping[str, Fact]) -> None:
        files = self.files()
        last, extra = self._continued(files)
        newest = files[-1] if files else self.folder / _name(1)
        number = number_of(newest) or 1
        if files and newest.stat().st_size >= LARGEST:
            number += 1
            newest = self.folder / _name(number)
        # Also one that is there and empty: whoever made it was cut short.
        if newest not in files or not _last_line(newest):
            if number > 1:
                oldest = max(number_of(files[0]) or 1, number - KEPT + 1)
                last = self._write(newest, last, Event.LOG_CONTINUED, "", {**extra, "oldest": oldest})
                extra = {}
                for path in files:
                    if (number_of(path) or 0) < oldest:
                        path.unlink(missing_ok=True)
                sync_folder(self.folder)
            elif last is None:
                last = self._write(newest, None, Event.LOG_BEGUN, "", {})
        missed = self._missed
        if missed:
            extra["missed"] = missed
        self._write(newest, last, event, who, {**facts, **extra})
        self._missed -= missed

    def _continued(self, files: list[Path]) -> tuple[Place | None, dict[str, Fact]]:
        """The line to go on from, which the head record knows.

        Where log and head record differ, that is the head's: what is missing or was changed then stays visible.
        """
        head = self.last_known()
        line = next((line for line in map(_last_line, reversed(files)) if line), None)
        if line is None:
            return head, {}
        seen = place_of(line)
        if head is None and seen.n != 1:
            return seen, {"head": "missing"}
        # Whoever wrote that line was cut short before the head record, or the first one, was written.
        if head is None or (seen.n == head.n + 1 and _before(line) == head.sha256):
            self._write_head(seen)
            return seen, {}
        return head, {}

    def _write(self, path: Path, last: Place | None, event: Event, who: str, facts: Mapping[str, Fact]) -> Place:
        n, before = (1, FIRST) if last is None else (last.n + 1, last.sha256)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {"n": n, "at": at, "event": event.value, "who": who, "facts": dict(facts), "before": before}
        line = json.dumps(entry, separators=(",", ":"), allow_nan=False).encode()
        append_whole(path, line)
        place = Place(n, digest(line))
        try:
            self._write_head(place)
        except BaseException:
            with contextlib.suppress(OSError, StorageError):
                if self.last_known() == last:  # else the head record knows the line already, and it stays
                    os.truncate(path, path.stat().st_size - len(line) - 1)
            raise
        return place

    def _write_head(self, place: Place) -> None:
        write_whole(self.head, json.dumps({"n": place.n, "sha256": place.sha256}).encode())


class History:
    """The part of the log that is about one profile; without a log nothing is kept."""

    def __init__(self, log: AuditLog | None, who: str) -> None:
        self.log, self.who = log, who

    def record(self, event: Event, **facts: Fact) -> None:
        """As `AuditLog.record`: for what must not happen without a line."""
        if self.log is not None:
            self.log.record(event, self.who, **facts)

    def note(self, event: Event, **facts: Fact) -> StorageError | None:
        """As `AuditLog.note`: for what happens all the same."""
        return None if self.log is None else self.log.note(event, self.who, **facts)


UNRECORDED = History(None, "")
"""For measurements and tests, of which nothing is told to anybody."""


def digest(line: bytes) -> str:
    """What chains a line to the next: its sha256."""
    return hashlib.sha256(line).hexdigest()


def place_of(line: bytes) -> Place:
    """The place of a line; number 0 where it cannot be read."""
    return Place(_number(line), digest(line))


def number_of(path: Path) -> int | None:
    """The number of a file of the log."""
    digits = path.stem.removeprefix("audit-")
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _name(number: int) -> str:
    return f"audit-{number:06}.jsonl"


def _number(line: bytes) -> int:
    n = _field(line, "n")
    return n if isinstance(n, int) else 0


def _before(line: bytes) -> str:
    return str(_field(line, "before"))


def _field(line: bytes, name: str) -> Any:
    try:
        return strict_json.loads(line)[name]
    except (ValueError, KeyError, TypeError):
        return None


def _last_line(path: Path) -> bytes:
    """The last complete line; empty where there is none. Raises OSError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65536))
        return file.read().rpartition(b"\n")[0].rpartition(b"\n")[2]
