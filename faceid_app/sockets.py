"""How many internet sockets this process and its training processes have opened: counted, not promised."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable

_INTERNET = (socket.AF_INET, socket.AF_INET6)

OnOpened = Callable[[], None]
_lock = threading.Lock()
_opened = 0
_watching = False


def watch(on_opened: OnOpened | None = None) -> None:
    """Count from now on; called first thing in every process, for what was opened before is not known.

    Counted is every internet socket (IPv4, IPv6) made through Python's `socket` module, whatever becomes of it. Sockets
    between programs of this computer (AF_UNIX) are none. Not counted is what compiled code opens past Python, which Qt,
    OpenCV and TensorFlow could; for the window a test looks into the system's tables whether they did. Training
    processes count theirs and tell (`add`). A hook cannot be taken away, so a second call changes nothing.
    """
    global _watching
    with _lock:
        if _watching:
            return
        _watching = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.__new__" and arguments[1] in _INTERNET:
            add(1)
            if on_opened is not None:
                on_opened()

    sys.addaudithook(hook)


def add(count: int) -> None:
    """Count what another process of this program has told."""
    global _opened
    with _lock:
        _opened += count


def opened() -> int:
    """How many were opened since `watch`."""
    return _opened


def watching() -> bool:
    """Whether anything is counted: before `watch` a 0 would mean nothing."""
    return _watching
