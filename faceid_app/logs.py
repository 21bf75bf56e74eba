"""Diagnostic logs: a rotating file for the owner only, best effort; counts, times, errors, never names or pictures."""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import sys
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from faceid_app.files import FILE_MODE, make_folder
from faceid_app.paths import Paths

FILE_NAME = "faceid.log"
_BYTES = 1_000_000
_OLDER = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure(paths: Paths, *, verbose: bool = False) -> None:
    """Log the program's own messages to `paths.logs`; to stderr too, with debug messages, when verbose. Never raises.

    A second call replaces what the first set up.
    """
    logger = logging.getLogger("faceid_app")
    for earlier in [handler for handler in logger.handlers if isinstance(handler, _PrivateFile | _Console)]:
        logger.removeHandler(earlier)
        earlier.close()
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    handlers: list[logging.Handler] = []
    with contextlib.suppress(OSError):  # without a writable folder there is no log, and nothing else changes
        make_folder(paths.logs)
        handlers.append(_PrivateFile(paths.logs / FILE_NAME))
    if verbose or not handlers:
        handlers.append(_Console(logging.DEBUG if verbose else logging.CRITICAL))
    for handler in handlers:
        handler.setFormatter(_Nameless(_FORMAT) if isinstance(handler, _PrivateFile) else logging.Formatter(_FORMAT))
        logger.addHandler(handler)


class _Nameless(logging.Formatter):
    """Tells where an exception was raised and of what type, not what it says: that may name people, or their files."""

    def format(self, record: logging.LogRecord) -> str:
        nameless = copy.copy(record)
        nameless.exc_text = None  # where another handler's formatter keeps the whole text
        if isinstance(record.args, tuple):
            nameless.args = tuple(_kind(value) if isinstance(value, BaseException) else value for value in record.args)
        return super().format(nameless)

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        lines: list[str] = []
        error, seen = ei[1], set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            lines += [f"{_kind(error)} at", frames] if frames else [_kind(error)]
            cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
            if cause is not None:
                lines.append("after")
            error = cause
        return "\n".join(lines)


def _kind(error: BaseException) -> str:
    number = f" {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""
    return f"{type(error).__name__}{number}"


class _PrivateFile(RotatingFileHandler):
    """A log file of mode 0600 whose failures, a full disk for one, stay its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", errors="backslashreplace")

    def _open(self) -> TextIOWrapper:
        stream = open(  # noqa: SIM115  (closed by the base class)
            self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=_open_private
        )
        assert isinstance(stream, TextIOWrapper)
        return stream

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what was not written yet may not fit any more
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say nothing: a message that cannot be logged must not disturb the program."""


class _Console(logging.StreamHandler):  # type: ignore[type-arg]
    """Messages on stderr."""

    def __init__(self, level: int) -> None:
        super().__init__(sys.stderr)
        self.setLevel(level)


def _open_private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, FILE_MODE)
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, FILE_MODE)
    return descriptor
