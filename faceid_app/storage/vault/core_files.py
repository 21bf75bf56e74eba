"""Keeps keys out of the files that a system writes when a program crashes."""

from __future__ import annotations

import contextlib


def write_none() -> None:
    """From now on a crash of this process or of its children leaves no core file, where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
