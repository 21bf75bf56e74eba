"""Owns calls that may never return: a driver's."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from typing import Any, TypeVar

Result = TypeVar("Result")


class Patient:
    """Runs calls one after the other on a thread of its own and waits for each only so long.

    The thread is a daemon: one that hangs in a driver does not keep the program from ending. (A ThreadPoolExecutor's
    threads would.)
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._given_up: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, function: Callable[[], Result], seconds: float) -> Result:
        """What `function` returns or raises; TimeoutError if that takes longer or `give_up` is called; it goes on."""
        future: Future[Result] = Future()
        self._calls.put((function, future))
        either: tuple[Future[Any], ...] = (future, self._given_up)
        done, _ = wait(either, seconds, FIRST_COMPLETED)
        if future not in done:
            raise TimeoutError
        return future.result()

    def give_up(self) -> None:
        """Have no call waited for any more; for any thread."""
        if not self._given_up.done():
            with contextlib.suppress(InvalidStateError):  # two at once
                self._given_up.set_result(None)

    def finish(self, last: Callable[[], object]) -> None:
        """Run `last` when the call under way has returned, then end the thread. Does not wait."""
        self._calls.put((last, Future()))
        self._calls.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the end after `finish`; False if a call still hangs."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (entry := self._calls.get()) is not None:
            function, future = entry
            try:
                future.set_result(function())
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
                future.set_exception(error)
