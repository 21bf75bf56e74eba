"""What tests compute or extract once per machine: a folder that is there whole or not at all."""

from __future__ import annotations

import getpass
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def cache_folder() -> Path:
    """FACEID_TEST_CACHE, or a folder of this user's own below the system's temporary one."""
    named = os.environ.get("FACEID_TEST_CACHE")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"faceid-tests-{getpass.getuser()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """The cached folder `name`; when it is not there, `make` fills an empty folder that is then renamed to it.

    Two processes may make it at once: the first to finish wins. What `make` raises leaves nothing behind.
    """
    target = cache_folder() / name
    if target.is_dir():
        return target
    beside = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        make(beside)
        try:
            beside.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target
