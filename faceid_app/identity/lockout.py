"""The lock-out: after too many failed attempts nobody is judged for a while, and each while is longer."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from faceid_app.errors import CorruptData
from faceid_app.identity.decision import Verdict
from faceid_app.storage.lockout import KeptLockout, LockoutRecord, Moment
from faceid_app.words import Words

MOST_FAILURES = 5
"""Failed attempts within `WITHIN_SECONDS` that set a delay."""
WITHIN_SECONDS = 60.0
DELAYS = (30.0, 60.0, 300.0, 900.0, 3600.0)
"""Seconds of the first delay, the second, and so on until somebody matches; the last one repeats."""
AGAIN_SECONDS = 12.0
"""Who goes on failing before the camera fails once more after so long: pictures can be changed in the hand."""
_RELOAD_SECONDS = 0.5
"""Another process may have counted a failure meanwhile."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

Clock = Callable[[], Moment]


def now() -> Moment:
    """This moment. The clock of the start counts sleep on Linux and Windows, not on macOS: a delay ends later there."""
    boot = time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()
    return Moment(boot, _boot_id())


@cache
def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def elapsed(then: Moment, now: Moment) -> float:
    """Seconds that have certainly passed between the two, at least 0.

    Only the clock that nobody can set counts: while the machine stays up the whole time, after another start the
    seconds since that. So neither a set clock nor a restart ends a delay early, and a restart may make it longer.
    """
    if then.boot_id == now.boot_id and now.boot >= then.boot:
        return now.boot - then.boot
    return max(now.boot, 0.0)


def remaining(record: LockoutRecord, at: Moment) -> float:
    """Seconds of the delay that are left; 0 where there is none."""
    return 0.0 if record.began is None else max(0.0, record.seconds - elapsed(record.began, at))


def after_failure(record: LockoutRecord, at: Moment) -> LockoutRecord:
    """The record after one more failed attempt. During a delay nobody is judged: nothing can fail."""
    if remaining(record, at) > 0.0:
        return record
    recent = tuple(failure for failure in record.failures if elapsed(failure, at) <= WITHIN_SECONDS)
    failures = (*recent, at)
    if len(failures) < MOST_FAILURES:
        return LockoutRecord(failures, record.delays, record.began, record.seconds)
    return LockoutRecord((), record.delays + 1, at, DELAYS[min(record.delays, len(DELAYS) - 1)])


def remaining_words(seconds: float) -> Words:
    """The one sentence for somebody who has to wait that long."""
    whole = max(1, round(seconds + 0.49))
    if whole < 60:
        return Words("Too many attempts failed; try again in {seconds} s.", seconds=whole)
    return Words(
        "Too many attempts failed; try again in {minutes} min {seconds} s.", minutes=whole // 60, seconds=whole % 60
    )


class Lockout:
    """One person's. What counts is on disk before it is told; what cannot be read locks, and is mended by that."""

    def __init__(self, kept: KeptLockout, *, clock: Clock = now) -> None:
        self._kept, self._clock = kept, clock
        self._lock = threading.Lock()
        self._record: LockoutRecord | None = None
        self._read_at = -float("inf")

    def remaining(self, *, anew: bool = False) -> float:
        """Seconds for which nobody is judged; 0 where anybody may try. `anew`: believe nothing read before."""
        with self._lock:
            at = self._clock()
            if anew or self._record is None or not 0.0 <= at.boot - self._read_at < _RELOAD_SECONDS:
                try:
                    self._remember(self._kept.load(), at)
                except CorruptData:
                    self._remember(self._kept.change(lambda kept: _mended(kept, at)), at)
            assert self._record is not None
            return remaining(self._record, at)

    def failed(self) -> float:
        """Count a failed attempt; the seconds for which nobody is judged from now on."""
        with self._lock:
            at = self._clock()
            self._remember(self._kept.change(lambda kept: after_failure(_mended(kept, at), at)), at)
            assert self._record is not None
            return remaining(self._record, at)

    def matched(self) -> float:
        """Forget what failed before; but where a delay began meanwhile it stays, and its seconds are returned."""

        def forget(kept: LockoutRecord | CorruptData) -> LockoutRecord:
            record = _mended(kept, at)
            return record if remaining(record, at) > 0.0 else LockoutRecord()

        with self._lock:
            at = self._clock()
            try:
                nothing = self._kept.load() == LockoutRecord()
            except CorruptData:
                nothing = False
            self._remember(LockoutRecord() if nothing else self._kept.change(forget), at)
            assert self._record is not None
            return remaining(self._record, at)

    def _remember(self, record: LockoutRecord, at: Moment) -> None:
        self._record, self._read_at = record, at.boot


def _mended(kept: LockoutRecord | CorruptData, at: Moment) -> LockoutRecord:
    return LockoutRecord((), 1, at, DELAYS[0]) if isinstance(kept, CorruptData) else kept


FAILED = (Verdict.NO_MATCH, Verdict.ATTACK)
"""Verdicts that count as a failed attempt when they are told."""


class FailureCount:
    """Finds the failed attempts among the verdicts of a sitting, and counts each before it is told.

    One verdict counts once however often it is told; who goes on failing counts anew every `AGAIN_SECONDS`. The first
    change of verdict after the thresholds were moved comes from that: it neither counts nor forgets.
    """

    def __init__(self, lockout: Lockout) -> None:
        self._lockout = lockout
        self._told: Verdict | None = None
        self._told_at = 0.0
        self._moved = self._counted = False

    def begin_anew(self) -> None:
        """Somebody else may sit there."""
        self._told, self._moved = None, False

    def thresholds_moved(self) -> None:
        """The next change of verdict, unless somebody else may sit there by then, comes from that."""
        self._moved = self._told is not None

    def see(self, verdict: Verdict, at: float) -> float:
        """Take in a verdict of a frame taken at `at` seconds. Over 0: it must not be told, so many seconds are left."""
        if verdict in FAILED:
            changed = self._told not in FAILED
            if changed and self._moved and verdict is not Verdict.ATTACK:
                self._tell(verdict, at)
            elif changed or abs(at - self._told_at) >= AGAIN_SECONDS:
                self._lockout.failed()
                self._tell(verdict, at)
                self._counted = True
        elif verdict is Verdict.MATCH and self._told is not Verdict.MATCH:
            locked = self._lockout.remaining(anew=True) if self._moved else self._lockout.matched()
            if locked > 0.0:
                return locked
            self._tell(verdict, at)
        return 0.0

    def _tell(self, verdict: Verdict, at: float) -> None:
        self._told, self._told_at, self._moved = verdict, at, False

    def end(self, *, failed: bool) -> None:
        """The sitting is over; `failed`: somebody was looked at and did not match, whether that was told or not."""
        if failed and not self._counted:
            self._lockout.failed()
        self._counted = False
        self.begin_anew()
