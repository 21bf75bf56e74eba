"""Owns the quiet link that ends a lock-out by the passphrase, shown while nobody is judged."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row
from faceid_app.gui.parts.sheet import Question
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.lockout_end import can_end_lockout, end_lockout


class LockoutLink(QWidget):
    """Shows itself where there is a passphrase that could end it."""

    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths = context.paths
        self._profile: Profile | None = None
        self._locked = False
        self.note = Note(context.theme)
        self._looking, self._ending = Job(self, in_turn=True), Job(self)
        self._looking.succeeded.connect(lambda can: self.setVisible(bool(can) and self._locked))
        self._ending.failed.connect(lambda error: self.note.say(sentence(error)))
        self.link = button(self.tr("Use the passphrase"), kind="quiet", clicked=self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row(self.link, 1))
        column.addWidget(self.note)
        self.hide()

    @property
    def locked(self) -> bool:
        """Whether they have to wait, as told last."""
        return self._locked

    def show_for(self, profile: Profile | None, *, locked: bool) -> None:
        """Whom it is about, and whether they have to wait; cheap where nothing changed."""
        self._profile = profile
        if locked is self._locked:
            return
        self._locked = locked
        self.note.clear()
        if not locked:
            self.hide()
            return
        paths = self._paths
        self._looking.start(lambda _report, _is_cancelled: can_end_lockout(paths))

    def ask(self) -> None:
        """Ask for the passphrase, and end the lock-out if it is the one."""
        if (profile := self._profile) is None:
            return
        question = Question(
            title=self.tr("Use the passphrase"),
            words=self.tr("Enter the passphrase of the profiles to unlock {name}.").format(name=profile.name),
            accept=self.tr("Unlock"),
            placeholder=self.tr("Passphrase"),
            secret=True,
        )
        self.asked.emit(question, lambda typed: self._end(profile, typed))

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._looking.shutdown()
        self._ending.finish()

    def _end(self, profile: Profile, passphrase: str) -> None:
        paths = self._paths

        def end(_report: Report, _is_cancelled: IsCancelled) -> None:
            end_lockout(paths, profile, passphrase)

        if not self._ending.running:
            self._ending.start(end)
