"""Keeps libraries that run networks from writing on stderr what no user needs."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_one_at_a_time = threading.Lock()
"""Two threads at once would each keep what the other had put there, and stderr would stay closed."""


@contextmanager
def silent() -> Iterator[None]:
    """Nothing that this process writes on stderr meanwhile is seen. For what has no switch; real faults are raised."""
    with _one_at_a_time:
        try:
            kept = os.dup(2)
        except OSError:  # a program without a console has no stderr
            yield
            return
        try:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
