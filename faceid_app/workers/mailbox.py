"""Owns how frames pass from the capture thread to their users: the newest wins, nobody waits for a slow reader."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Protocol

from faceid_app.camera.frame import Frame

STALE_SECONDS = 1.0
"""A frame that came longer ago is no evidence of who sits there now: whoever judges throws it away unseen."""


class FrameSink(Protocol):
    """Where a capture thread puts what it has."""

    def put(self, frame: Frame) -> None: ...

    def fail(self, error: Exception) -> None: ...

    def close(self) -> None: ...


class Mailbox:
    """A slot for one frame, written by one thread and read by another."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._came_at = 0.0
        self._waited = 0.0
        self._error: Exception | None = None
        self._closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Frames that nobody took: replaced by a newer one, or too old by the time somebody came."""
        with self._changed:
            return self._dropped

    @property
    def waited(self) -> float:
        """Seconds between the arrival of the frame last taken and its being taken."""
        with self._changed:
            return self._waited

    @property
    def closed(self) -> bool:
        """No frame will be put any more; one that is there can still be taken."""
        with self._changed:
            return self._closed

    def put(self, frame: Frame, came_at: float | None = None) -> None:
        """Replace the frame that waits. Never blocks; after `close` or `fail` it does nothing.

        `came_at`: when it came from the camera, on this mailbox's clock; now, where it is not given.
        """
        with self._changed:
            if self._closed:
                return
            if self._frame is not None:
                self._dropped += 1
            self._frame = frame
            self._came_at = self._clock() if came_at is None else came_at
            self._changed.notify()

    def take(self, timeout: float | None = None, *, fresh: float = math.inf) -> Frame | None:
        """The newest frame not taken yet, waiting for one: for ever, or `timeout` seconds (0: not at all).

        One that came more than `fresh` seconds ago is thrown away. None when time is up or the mailbox is closed (see
        `closed`). Raises, once the frame that waited is taken, the error it failed with.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_there(fresh) or self._closed, timeout)
            if not self._is_there(fresh):
                if self._error is not None:
                    raise self._error
                return None
            frame, self._frame = self._frame, None
            self._waited = self._clock() - self._came_at
            return frame

    def _is_there(self, fresh: float) -> bool:
        if self._frame is not None and self._clock() - self._came_at > fresh:
            self._frame = None
            self._dropped += 1
        return self._frame is not None

    def fail(self, error: Exception) -> None:
        """Close, and have `take` raise `error`."""
        with self._changed:
            if not self._closed:
                self._error = error
                self._closed = True
                self._changed.notify_all()

    def close(self) -> None:
        """The end of the frames; wakes whoever waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Subscribers:
    """Gives every frame to several mailboxes, so that no reader takes frames from another."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._mailboxes: list[Mailbox] = []
        self._newest: Frame | None = None
        self._came_at = -math.inf
        self._ended = False
        self._error: Exception | None = None

    @property
    def newest(self) -> Frame | None:
        """The newest frame of all, whoever took it."""
        with self._lock:
            return self._newest

    @property
    def age(self) -> float:
        """Seconds since the newest frame came; infinite before the first."""
        with self._lock:
            return self._clock() - self._came_at

    def subscribe(self) -> Mailbox:
        """A mailbox of the caller's own: it gets the newest frame and all to come, until one side closes it."""
        mailbox = Mailbox(clock=self._clock)
        with self._lock:
            if self._newest is not None:
                mailbox.put(self._newest, self._came_at)
            if self._ended:
                _end(mailbox, self._error)
            else:
                self._mailboxes.append(mailbox)
        return mailbox

    def put(self, frame: Frame) -> None:
        """To every mailbox still open; one its reader closed is forgotten."""
        with self._lock:
            self._newest, self._came_at = frame, self._clock()
            self._mailboxes = [mailbox for mailbox in self._mailboxes if not mailbox.closed]
            for mailbox in self._mailboxes:
                mailbox.put(frame, self._came_at)

    def fail(self, error: Exception) -> None:
        """Every reader gets `error`."""
        self._end_all(error)

    def close(self) -> None:
        """The end for every reader."""
        self._end_all(None)

    def _end_all(self, error: Exception | None) -> None:
        with self._lock:
            if not self._ended:
                self._ended, self._error = True, error
                for mailbox in self._mailboxes:
                    _end(mailbox, error)


def _end(mailbox: Mailbox, error: Exception | None) -> None:
    if error is None:
        mailbox.close()
    else:
        mailbox.fail(error)
