"""Ways in which saving is cut short."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any

import pytest

from faceid_app.errors import StorageError
from faceid_app.storage.store import NO_LINES, PlainStore, Put

Start = Callable[..., "subprocess.Popen[str]"]
"""Runs Python code, with arguments, in another process."""


class PowerCut(BaseException):
    """The program is gone; nothing of it runs on."""


class MortalStore(PlainStore):
    """A store that works for `steps` changes; the next and all after it do not happen."""

    def __init__(self, root: Path, *, steps: int) -> None:
        super().__init__(root)
        self.left = steps

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise PowerCut

    def write(self, key: str, data: bytes) -> None:
        self._step()
        super().write(key, data)

    @contextlib.contextmanager
    def staged(
        self, values: Mapping[str, bytes], prefix: str, lines: Mapping[str, Sequence[bytes]] = NO_LINES
    ) -> Iterator[Put]:
        self._step()
        with super().staged(values, prefix, lines) as put:

            def step_and_put() -> None:
                self._step()
                put()

            yield step_and_put

    def append_line(self, key: str, line: bytes) -> None:
        self._step()
        super().append_line(key, line)

    def delete(self, key: str) -> None:
        self._step()
        super().delete(key)

    def delete_tree(self, prefix: str) -> list[str]:
        self._step()
        return super().delete_tree(prefix)


class Fate(Enum):
    """What befalls a system call that changes something on disk."""

    CTRL_C = auto()
    """It is done, then somebody presses Ctrl-C."""
    REFUSED = auto()
    """It is not done, and says so."""
    FAILED = auto()
    """It says that it failed, and was done."""
    FULL = auto()
    """Half of it is written, and from now on nothing any more."""
    KILLED = auto()
    """It is not done, and nothing after it."""
    TORN = auto()
    """Half of it is written, and nothing after it is done."""


# A file is closed whatever befalls: in a process that goes on, its lock would stay.
_CALLS = ("close", "write", "fsync", "replace", "rename", "truncate", "ftruncate", "unlink", "mkdir")
CUT_SHORT = (KeyboardInterrupt, StorageError, PowerCut)
"""How a caller learns of any of them."""


@contextlib.contextmanager
def cut_short(fate: Fate, at: int) -> Iterator[Callable[[], bool]]:
    """Let `fate` befall the system call number `at`, from 0; whether it came to that.

    Nothing is really synchronised meanwhile: no power goes, and there are thousands of runs.
    """
    count = 0

    def fated(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal count
            if (fate is Fate.FULL and name != "write") or (fate is not Fate.CTRL_C and name == "close"):
                return real(*args, **more)
            now, count = count, count + 1
            if now < at or (now > at and fate in (Fate.CTRL_C, Fate.REFUSED, Fate.FAILED)):
                return real(*args, **more)
            if fate in (Fate.CTRL_C, Fate.FAILED):
                real(*args, **more)
            elif fate in (Fate.FULL, Fate.TORN) and name == "write" and now == at:
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if fate is Fate.CTRL_C:
                raise KeyboardInterrupt
            if fate in (Fate.KILLED, Fate.TORN):
                raise PowerCut
            raise OSError(errno.ENOSPC if fate is Fate.FULL else errno.EIO, "the disk is not well")

        return call

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda descriptor: None)
        for name in _CALLS:
            patched.setattr(os, name, fated(name, getattr(os, name)))
        yield lambda: count > at
