"""Owns the card of an enrolment anew: how far it is, and what becomes of the earlier pictures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Card, Note, button, row, text
from faceid_app.gui.people.person_words import renewal_words
from faceid_app.identity.guided_capture import TARGET
from faceid_app.storage.profiles import Profile
from faceid_app.storage.renewal import Renewal, begin_renewal, find_renewal, keep_earlier, remove_earlier
from faceid_app.workers.jobs import Job, JobFunction


class RenewalCard(Card):
    """Hidden while nothing of the kind is under way."""

    go_on_asked = Signal()
    """The enrolment page takes the new pictures."""
    ended = Signal()
    """Pictures went, or all of them stay."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._profile: Profile | None = None
        self._finding, self._ending = Job(self), Job(self)
        self._words = text("", wrap=True)
        self.note = Note(theme)
        self.go_on_button = button(self.tr("Take pictures"), clicked=self.go_on_asked.emit)
        self.keep_button = button(self.tr("Keep all"), clicked=self._on_keep)
        self.remove_button = button(self.tr("Remove the earlier ones"), kind="danger", clicked=self._on_remove)
        self.column.addWidget(text(self.tr("Enrolling anew"), "section"))
        self.column.addWidget(self._words)
        self.column.addWidget(self.note)
        self.column.addLayout(row(self.go_on_button, self.keep_button, 1, self.remove_button))
        self._finding.succeeded.connect(self._on_found)
        self._ending.succeeded.connect(self._on_ended)
        for job in (self._finding, self._ending):
            job.failed.connect(lambda error: self.note.say(sentence(error)))
        self.hide()

    def show_for(self, profile: Profile | None) -> None:
        """Find out how far it is for this person, and show it."""
        self._profile = profile
        self._finding.cancel()
        self.note.clear()
        self.hide()
        if profile is not None:
            self._finding.start(lambda _report, _cancelled: find_renewal(profile))

    def begin(self) -> None:
        """From now on this person's pictures are earlier ones; the new ones are taken on the enrolment page."""
        if (profile := self._profile) is not None:
            begin_renewal(profile)
            self.go_on_asked.emit()

    def shutdown(self) -> None:
        """Nothing is at work when this returns."""
        for job in (self._finding, self._ending):
            job.shutdown()

    def _on_found(self, renewal: Renewal | None) -> None:
        self.setVisible(renewal is not None)
        if renewal is not None:
            self._words.setText(renewal_words(renewal, TARGET))
            is_complete = renewal.is_complete(TARGET)
            self.remove_button.setVisible(is_complete)
            self.go_on_button.setVisible(not is_complete)

    def _on_keep(self) -> None:
        if (profile := self._profile) is not None:
            self._end(lambda _report, _cancelled: keep_earlier(profile))

    def _on_remove(self) -> None:
        if (profile := self._profile) is not None:
            self._end(lambda _report, _cancelled: remove_earlier(profile, target=TARGET))

    def _end(self, function: JobFunction) -> None:
        if not self._ending.running:
            self._ending.start(function)

    def _on_ended(self, _result: object) -> None:
        self.hide()
        self.ended.emit()
