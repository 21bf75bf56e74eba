"""What the command line prints: human text with progress bars on stderr, or one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from faceid_app.errors import FaceIdError
from faceid_app.paths import Paths
from faceid_app.progress import Progress, Report, ignore


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
            sys.stderr.write(text + "\n")

    def error(self, error: FaceIdError) -> None:
        """The one sentence of an error."""
        self.failure(type(error).__name__, str(error))

    def failure(self, kind: str, message: str) -> None:
        """The same of an error that another process met."""
        if self.json:
            self._write(json.dumps({"error": {"kind": kind, "message": message}}))
        else:
            sys.stderr.write(f"faceid: {message}\n")

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


def _note(progress: Progress) -> str:
    parts = [progress.message] if progress.message else []
    if progress.epoch is not None:
        parts.append(f"epoch {progress.epoch}/{progress.epochs}")
    for name in ("loss", "precision", "recall"):
        value = getattr(progress, name)
        if value is not None:
            parts.append(f"{name} {value:.3f}")
    return "  ".join(parts)
