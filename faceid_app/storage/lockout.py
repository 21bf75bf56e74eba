"""What is kept of failed attempts until somebody matches: when they were, and the delay in force."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, NewerFormat, NotStored, ProfileGone
from faceid_app.storage.audit import UNRECORDED, Event, History
from faceid_app.storage.names import ABOUT
from faceid_app.storage.store import Store

FORMAT = 1
LOCKOUT_FILE = "lockout.json"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time by the clock that nobody can set.

    boot: seconds since the machine was started. boot_id: which start that was; empty where the system does not tell.
    """

    boot: float
    boot_id: str


@dataclass(frozen=True, slots=True)
class LockoutRecord:
    """What is kept of one person.

    failures: the failed attempts that may still count, in order. delays: how many were set since the last match.
    began: when the newest of them was set, or None. seconds: how long it lasts.
    """

    failures: tuple[Moment, ...] = ()
    delays: int = 0
    began: Moment | None = None
    seconds: float = 0.0


class KeptLockout:
    """The record of one profile, in a file that only the user can read."""

    def __init__(self, store: Store, profile: str, history: History = UNRECORDED) -> None:
        self._store, self._profile, self._history = store, profile, history
        self._key = f"{profile}/{LOCKOUT_FILE}"

    def load(self) -> LockoutRecord:
        """What is kept; an empty record where nothing failed. Raises CorruptData, NewerFormat, NotWritable."""
        try:
            return _decoded(self._store.read(self._key), self._profile)
        except NotStored:
            return LockoutRecord()

    def change(self, change: Callable[[LockoutRecord | CorruptData], LockoutRecord]) -> LockoutRecord:
        """Put `change(what is kept)` in its place, whole or not at all, and return it; on disk when this returns.

        Nobody else changes it meanwhile. A damaged record is given to `change` as its error.

        Raises:
            NewerFormat, ProfileGone, DiskFull, NotWritable: what is kept stays.
        """
        with self._store.exclusive():
            if not self._store.exists(f"{self._profile}/{ABOUT}"):
                raise ProfileGone(self._profile)
            kept: LockoutRecord | CorruptData
            try:
                kept = self.load()
            except CorruptData as error:
                kept = error
            record = change(kept)
            if record == LockoutRecord():
                self._store.delete(self._key)
            elif record != kept:
                self._store.write(self._key, json.dumps({"format": FORMAT, **asdict(record)}).encode())
            if isinstance(kept, CorruptData) or record.delays > kept.delays:
                self._history.note(Event.LOCKED_OUT, seconds=round(record.seconds))
        return record

    def erase(self) -> None:
        """Forget all of it."""
        self.change(lambda _kept: LockoutRecord())


def _decoded(data: bytes, profile: str) -> LockoutRecord:
    try:
        entry = strict_json.loads(data)
        written = int(entry["format"])
        if written > FORMAT:
            raise NewerFormat(f"The record of failed attempts of {profile!r}", written, FORMAT)
        began, seconds = entry["began"], _finite(entry["seconds"])
        return LockoutRecord(
            tuple(_moment(failure) for failure in entry["failures"]),
            int(entry["delays"]),
            None if began is None else _moment(began),
            seconds,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"it cannot be read ({type(error).__name__})"
        raise CorruptData(
            f"The record of failed attempts of {profile!r}", why, "it is made anew at the next attempt"
        ) from error


def _moment(entry: dict[str, Any]) -> Moment:
    return Moment(_finite(entry["boot"]), str(entry["boot_id"]))


def _finite(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise ValueError("not a time")
    return number
