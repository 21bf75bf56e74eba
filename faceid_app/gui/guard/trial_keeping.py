"""Owns what the window does with kept trials beside presenting: saving their report, and forgetting them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from faceid_app.gui.parts.sheet import Question
from faceid_app.identity.trials_report import trials_report
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job


class TrialKeeping(QObject):
    """Reads and writes on threads of its own."""

    saved = Signal(object)
    """The name of the file."""
    not_saved = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving, self._changing = Job(self), Job(self)
        self._saving.succeeded.connect(self.saved)
        self._saving.failed.connect(self.not_saved)
        self._changing.failed.connect(self.failed)

    def ask_where(self, profile: Profile, above: QWidget) -> None:
        """Let the user choose a file for the report, and save it there."""
        proposed = self.tr("Attacks on {name}").format(name=profile.name) + ".html"
        chosen, _filter = QFileDialog.getSaveFileName(above, self.tr("Save the report"), proposed, "*.html")
        if chosen:
            self.save(profile, Path(chosen).with_suffix(".html"))

    def save(self, profile: Profile, path: Path) -> None:
        """Write the report of everything kept of this person as a page."""

        def work(_report: object, _cancelled: object) -> str:
            trials_report(profile.name, profile.trials.load().presentations).save(path)
            return path.name

        self._saving.start(work)

    def remove(self, profile: Profile, *ids: str) -> None:
        """Forget these."""
        if ids:
            self._changing.start(lambda _report, _cancelled: profile.trials.remove(*ids))

    def forget(self, profile: Profile) -> None:
        """Forget everything kept of this person."""
        self._changing.start(lambda _report, _cancelled: profile.trials.erase())

    def question(self) -> Question:
        """What is asked before that."""
        return Question(
            title=self.tr("Forget what was kept?"),
            words=self.tr("All trials of this person are removed, earlier ones too. No later model can judge them."),
            accept=self.tr("Forget"),
            dangerous=True,
        )

    def shutdown(self) -> None:
        """Wait for what is under way."""
        for job in (self._saving, self._changing):
            job.shutdown()
