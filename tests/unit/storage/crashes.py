"""Ways in which saving is cut short."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

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
