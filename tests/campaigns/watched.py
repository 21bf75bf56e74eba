"""Processes that read what is damaged, and whoever watches them: they may crash, hang, or take all memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection

from faceid_app.errors import FaceIdError

MOST_SECONDS = 30.0
"""For one input. The longest that is meant to take long is one derivation of a key; other work shares the machine."""
MOST_MEMORY = 1536 * 2**20
"""Bytes that resident memory may grow by: a picture of 40 megapixels takes some 500 MB on its way, scrypt up to 1 GiB.
"""
_MOST_ADDRESSES = 16 * 2**30


class Outcome(StrEnum):
    """What became of one input. All but the first two are faults."""

    VALID = "valid"
    REFUSED = "refused"
    MATCH = "match"
    OTHER = "other exception"
    CRASH = "crash"
    HANG = "hang"
    MEMORY = "memory"


Try = Callable[[int], bool]
"""Reads the input of that number; whether that came to a match. Raises FaceIdError where it was refused."""


@dataclass
class Tally:
    """Counts by outcome, and the faults by input number."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    faults: list[tuple[int, Outcome, str]] = field(default_factory=list)
    longest: float = 0.0

    @property
    def inputs(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    def add(self, number: int, outcome: Outcome, words: str, seconds: float = 0.0) -> None:
        """Count one."""
        self.counts[outcome] += 1
        self.longest = max(self.longest, seconds)
        if outcome not in (Outcome.VALID, Outcome.REFUSED):
            self.faults.append((number, outcome, words))


def watch(open_: Callable[[], Try], numbers: range, *, is_over: Callable[[], bool] = lambda: False) -> Tally:
    """Read all inputs in a process of their own, and in another where that one is gone; until `is_over`."""
    context = multiprocessing.get_context("fork")
    tally, next_ = Tally(), numbers.start
    while next_ < numbers.stop and not is_over():
        here, there = context.Pipe()
        worker = context.Process(target=_work, args=(there, open_, range(next_, numbers.stop)), daemon=True)
        worker.start()
        there.close()
        try:
            here.recv()  # it is open, which may take long
            while next_ < numbers.stop and not is_over():
                if not here.poll(MOST_SECONDS):
                    tally.add(next_, Outcome.HANG, f"over {MOST_SECONDS:g} s")
                    next_ += 1
                    break
                outcome, words, seconds = here.recv()
                tally.add(next_, outcome, words, seconds)
                next_ += 1
                if outcome is Outcome.MEMORY:
                    break  # what a process once had counts for ever
        except EOFError:
            worker.join(5)
            tally.add(next_, Outcome.CRASH, _ending(worker.exitcode))
            next_ += 1
        finally:
            worker.kill()
            worker.join()
            here.close()
    return tally


def _work(pipe: Connection, open_: Callable[[], Try], numbers: range) -> None:
    with open(os.devnull, "r+b") as nowhere:  # decoders write to stderr from C
        for descriptor in (0, 1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESSES, _MOST_ADDRESSES))
    try_ = open_()
    pipe.send("open")
    before = _peak()
    for number in numbers:
        pipe.send(_tried(try_, number, before))


def _tried(try_: Try, number: int, before: int) -> tuple[Outcome, str, float]:
    started = time.monotonic()
    try:
        outcome, words = (Outcome.MATCH, "somebody else matches") if try_(number) else (Outcome.VALID, "")
    except FaceIdError as error:
        outcome, words = Outcome.REFUSED, str(error)
        if not words.strip() or "\n" in words.strip() or not words.rstrip().endswith("."):
            outcome, words = Outcome.OTHER, f"no sentence: {words!r}"
    except BaseException as error:  # noqa: BLE001  # to be told is what this is for
        outcome, words = Outcome.OTHER, "".join(traceback.format_exception(error)[-4:])
    if _peak() - before > MOST_MEMORY:
        outcome, words = Outcome.MEMORY, f"{(_peak() - before) / 2**20:.0f} MiB more"
    return outcome, words, time.monotonic() - started


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _ending(code: int | None) -> str:
    return f"ended by {signal.Signals(-code).name}" if code is not None and code < 0 else f"ended with {code}"
