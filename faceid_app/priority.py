"""Lets what nobody watches give way to what a person watches: the window, the camera."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

_AUTOGROUP = Path("/proc/self/autogroup")
_NICENESS = 5
"""A third of the CPU time of somebody who does not give way, where both want it; all of it where nobody does."""

PROCESS_FLAGS: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""For `creationflags` of a process that shall give way: Windows has it said by the parent."""


def process_gives_way() -> None:
    """Lower the priority of this process, of its threads to come and of the processes it starts."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)
        # Linux shares the processors out among sessions first (sched(7), autogroup): in one of its own a process has as
        # much as all others together, however nice it is to the rest of its session.
        if os.getsid(0) == os.getpid():
            with contextlib.suppress(OSError):
                _AUTOGROUP.write_text(str(_NICENESS))


def thread_gives_way() -> None:
    """Lower the calling thread's priority, where threads have one of their own (Linux).

    Only for threads that compute without the interpreter's lock: one that waits for the CPU while it holds the lock
    makes the window wait with it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
