"""Lets what nobody watches give way to what a person watches: the window, the camera."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading

_NICENESS = 5
"""A third of the CPU time of somebody who does not give way, where both want it; all of it where nobody does."""

PROCESS_FLAGS: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""For `creationflags` of a process that shall give way: Windows has it said by the parent."""


def process_gives_way() -> None:
    """Lower the priority of this process, of its threads to come and of the processes it starts."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)


def thread_gives_way() -> None:
    """Lower the calling thread's priority, where threads have one of their own (Linux).

    Only for threads that compute without the interpreter's lock: one that waits for the CPU while it holds the lock
    makes the window wait with it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
