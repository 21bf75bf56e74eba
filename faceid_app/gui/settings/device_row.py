"""Owns the line that says what training runs on, asked in a process of its own while the settings are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.messages import kept, said, sentence
from faceid_app.gui.settings.setting_row import SettingRow
from faceid_app.progress import IsCancelled, Report
from faceid_app.words import Words
from faceid_app.workers.child import run_child
from faceid_app.workers.jobs import Job

AskDevice = Callable[[Report, IsCancelled], Mapping[str, Any]]
_LINGER_MS = 700
"""Who only passes by does not start a process that loads a training framework."""


def ask_device(report: Report, is_cancelled: IsCancelled) -> Mapping[str, Any]:
    """What `faceid_app.learning.device` finds; takes seconds. Raises FaceIdError."""
    return run_child({"job": "device"}, report=report, is_cancelled=is_cancelled)


class DeviceRow(QWidget):
    """Asks once; the answer stays as long as the window."""

    def __init__(self, ask: AskDevice = ask_device, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._known = False
        self.row = SettingRow(self.tr("Training runs on"), self.tr("Looking…"))
        self._job = Job(self)
        self._job.succeeded.connect(self._on_answered)
        self._job.failed.connect(lambda error: self.row.explain(sentence(error), "bad"))
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER_MS)
        self._linger.timeout.connect(lambda: self._job.start(self._ask))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.row)

    def look(self) -> None:
        """Ask, unless it is known."""
        if not self._known and not self._job.running:
            self._linger.start()

    def rest(self) -> None:
        """Nobody looks any more."""
        self._linger.stop()
        self._job.cancel()

    def shutdown(self) -> None:
        """End the process, and wait for it."""
        self._linger.stop()
        self._job.shutdown()

    def _on_answered(self, device: Mapping[str, Any]) -> None:
        self._known = True
        advice = said(Words(str(device["advice"])))
        self.row.explain(f"{kept(str(device['title']))}. {advice}".rstrip(". ") + ".")
