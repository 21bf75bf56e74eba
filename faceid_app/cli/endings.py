"""Knows what ends a command besides Ctrl-C, and lets it take back, or count, what it began."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

ENDING: tuple[signal.Signals, ...] = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
"""Signals that end a command which does not heed them; Windows has but the first."""


@contextlib.contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """What else ends a command cancels it, so that one that was cut short still counts, or takes back what it began.

    SIGTERM, as `timeout` sends it, SIGHUP of a terminal that closes, SIGQUIT of Ctrl-\\. Those that come after the
    first are ignored: a terminal that closes sends two, and the second must not cut short what the first began. What
    whoever started the command had it ignore (`nohup`) it ignores.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ended = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ended
        if not ended:
            ended = True
            signal.default_int_handler(number, frame)

    before = {number: signal.getsignal(number) for number in ENDING}
    heeded = [number for number in ENDING if before[number] not in (signal.SIG_IGN, None)]
    try:
        for number in heeded:
            signal.signal(number, end)
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])
