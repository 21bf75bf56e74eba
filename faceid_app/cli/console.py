"""What the command line prints: human text with progress bars on stderr, or one JSON object on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TextIO

from faceid_app.errors import FaceIdError
from faceid_app.paths import Paths
from faceid_app.progress import Progress, Report, ignore


class OutputRefused(FaceIdError):
    """What a command had to tell could not be written."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "The output cannot be written: {why}; send it where there is room, or to a program that reads all of it.",
            why=why,
        )


class Output:
    """Standard output, whoever writes there; it raises OutputRefused where it cannot."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with self._refusals():
            return self._stream.write(text)

    def flush(self) -> None:
        with self._refusals():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _silence(self._stream)  # or what it still holds would fail once more when the process ends
            raise OutputRefused((error.strerror or str(error)).lower()) from error


@dataclass(frozen=True, slots=True)
class Console:
    """The options that stand before every command, and the only place that prints."""

    paths: Paths
    json: bool

    def result(self, payload: Mapping[str, Any], text: str) -> None:
        """The outcome of a command."""
        self._write(json.dumps(payload, allow_nan=False) if self.json else text)

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None:
        """One line of a stream that the user asked for."""
        self._write(json.dumps(payload, allow_nan=False) if self.json else text())

    def note(self, text: str) -> None:
        """A remark for a person; silent with --json."""
        if not self.json:
            _remark(text)

    def error(self, error: FaceIdError) -> None:
        """The one sentence of an error."""
        if isinstance(error, OutputRefused):
            _remark(f"faceid: {error}")
        else:
            self.failure(type(error).__name__, str(error))

    def failure(self, kind: str, message: str) -> None:
        """The same of an error that another process met."""
        if self.json:
            with suppress(OutputRefused):
                self._write(json.dumps({"error": {"kind": kind, "message": message}}))
                return
        _remark(f"faceid: {message}")

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """Progress bars on stderr while the block runs, one a stage; nothing with --json."""
        if self.json:
            yield ignore
            return
        # Here and not above: who is answered by the service draws no bars.
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
        )  # fmt: skip
        with RichProgress(*columns, console=RichConsole(stderr=True)) as bars:
            tasks: dict[str, Any] = {}

            def report(progress: Progress) -> None:
                if progress.stage not in tasks:
                    tasks[progress.stage] = bars.add_task(progress.stage, total=None, note="")
                bars.update(
                    tasks[progress.stage], completed=progress.step, total=progress.of or None, note=_note(progress)
                )

            yield report

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _remark(text: str) -> None:
    """On stderr; where that cannot be written nobody can be told so, and the exit code says the rest."""
    try:
        sys.stderr.write(text + "\n")
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let what the stream still holds, and all that follows, go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _note(progress: Progress) -> str:
    parts = [progress.message] if progress.message else []
    if progress.epoch is not None:
        parts.append(f"epoch {progress.epoch}/{progress.epochs}")
    for name in ("loss", "precision", "recall"):
        value = getattr(progress, name)
        if value is not None:
            parts.append(f"{name} {value:.3f}")
    return "  ".join(parts)
