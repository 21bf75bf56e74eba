"""Owns the lines of the settings about the history, and about taking in a person from another computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import button, rule
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.settings.setting_row import SettingRow
from faceid_app.identity.capsules import import_capsule
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.network_trial import try_network


class HistoryRows(QWidget):
    """Capsules are opened on another thread."""

    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""
    told = Signal(str, str)
    """A sentence and its tone."""
    history_asked = Signal()
    taken_in = Signal(object)
    """The Profile that a capsule became."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths, self._profiles = context.paths, context.profiles
        self._taking = Job(self)
        self._taking.succeeded.connect(self._on_taken)
        self._taking.failed.connect(self._on_failed)
        self.show_button = button(self.tr("Show…"), clicked=self.history_asked.emit)
        self.take_button = button(self.tr("Take in…"), clicked=self.ask_which)
        history = SettingRow(
            self.tr("History"),
            self.tr(
                "Verdicts and changes on this computer. The file shows whether a line of it was changed or is missing."
            ),
            self.show_button,
        )
        self.capsule_row = SettingRow(
            self.tr("From another computer"),
            self.tr("Take in a person from a capsule that was saved there, under People, More."),
            self.take_button,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (history, rule(), self.capsule_row):
            column.addWidget(part)

    def shutdown(self) -> None:
        """Wait for what is under way: a person is taken in whole or not at all."""
        self._taking.finish()

    def ask_which(self) -> None:
        """Ask for the file, and then for its passphrase."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self, self.tr("Take in a person"), "", self.tr("Capsules (*.faceid)")
        )
        if chosen:
            self.ask_passphrase(Path(chosen))

    def ask_passphrase(self, source: Path) -> None:
        """Ask for the capsule's passphrase, and take in who is in it."""
        question = Question(
            title=self.tr("Take in a person"),
            words=self.tr("The passphrase with which {file} was saved.").format(file=source.name),
            accept=self.tr("Take in"),
            placeholder=self.tr("Passphrase"),
            secret=True,
        )
        self.asked.emit(question, lambda typed: self._take(source, typed))

    def _take(self, source: Path, passphrase: str) -> None:
        paths, profiles = self._paths, self._profiles

        def take(_report: Report, _is_cancelled: IsCancelled) -> Profile:
            return import_capsule(paths, profiles, source, passphrase, try_network=try_network)

        if not self._taking.running:
            self.take_button.setEnabled(False)
            self._taking.start(take)

    def _on_taken(self, profile: Profile) -> None:
        self.take_button.setEnabled(True)
        self.told.emit(self.tr("{name} is enrolled here now.").format(name=profile.name), "good")
        self.taken_in.emit(profile)

    def _on_failed(self, error: Exception) -> None:
        self.take_button.setEnabled(True)
        self.told.emit(sentence(error), "bad")
