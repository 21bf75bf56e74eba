"""The people page: everybody enrolled, and for the chosen person pictures, health, stranger test and model."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.errors import FaceIdError, NotEnoughCaptures
from faceid_app.files import storage_errors, write_whole
from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import Page
from faceid_app.gui.parts.controls import Note, button, row, set_icon, text
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.gui.parts.scroller import Scroller
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.parts.wrapping_row import WrappingRow
from faceid_app.gui.people.health_card import HealthCard
from faceid_app.gui.people.model_card import ModelCard
from faceid_app.gui.people.people_list import PeopleList
from faceid_app.gui.people.person_menu import PersonMenu
from faceid_app.gui.people.person_words import last_used_words, summary_words
from faceid_app.gui.people.pictures_card import PicturesCard
from faceid_app.gui.people.receipt_card import ReceiptCard
from faceid_app.gui.people.renewal_card import RenewalCard
from faceid_app.gui.people.strangers_card import StrangersCard
from faceid_app.identity.enrolment_check import EnrolmentCheck, check_enrolment, raise_to_minimum
from faceid_app.identity.person_summary import PersonSummary, summarise
from faceid_app.storage.captures import RemovedCapture
from faceid_app.storage.profiles import Profile
from faceid_app.storage.receipt import DeletionReceipt
from faceid_app.workers.enrolling import SavedCapture
from faceid_app.workers.jobs import Job

_WIDEST = 1200
"""Of the cards together: lines that are longer read badly."""
_NARROWEST = 300
"""Of a card beside another."""
_NARROWEST_NAME = 220


class PeoplePage(Page):
    """Reading and comparing is done by jobs; the person chosen here is the window's."""

    person_chosen = Signal(str)
    rename_asked = Signal()
    delete_asked = Signal()
    pictures_asked = Signal()
    """More pictures are wanted: the enrolment page takes them."""
    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""
    checked = Signal(object)
    """The EnrolmentCheck on show."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._profile: Profile | None = None
        self._pictures: dict[str, bytes] = {}
        self._check: EnrolmentCheck | None = None
        self._removed: RemovedCapture | None = None
        theme = context.theme
        self._listing, self._reading = Job(self, in_turn=True), Job(self, in_turn=True)
        self._checking = Job(self)
        self._changing, self._saving = Job(self), Job(self)
        self._jobs = (self._listing, self._reading, self._checking, self._changing, self._saving)
        self.people = PeopleList(theme)
        self.pictures, self.health, self.strangers = PicturesCard(theme), HealthCard(theme), StrangersCard(theme)
        self.model, self.renewal, self.receipt = ModelCard(), RenewalCard(theme), ReceiptCard(theme)
        self.note, self.progress = Note(theme), ProgressLine()
        self.empty = EmptyState(theme, "users")
        self.empty.say(
            self.tr("Nobody is enrolled yet"),
            self.tr("Create a profile, then take some pictures. They stay on this computer."),
            self.tr("Create a profile…"),
        )
        self._name, self._summary = text("", "title", wrap=True), text("", tone="muted", wrap=True)
        self.add_button = button(self.tr("Add pictures"), kind="primary", clicked=self.pictures_asked.emit)
        self.more = PersonMenu(context)
        self.delete_button = button(self.tr("Delete…"), kind="danger", clicked=self.delete_asked.emit)
        set_icon(theme, self.add_button, "camera", "on_accent")
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self.people.chosen.connect(self.person_chosen)
        self.people.new_asked.connect(self.needs_profile)
        self.empty.acted.connect(self.needs_profile)
        self._listing.succeeded.connect(self._on_listed)
        self._reading.succeeded.connect(self._on_read)
        self._checking.succeeded.connect(self._on_checked)
        self._checking.failed.connect(self._on_not_checked)
        self._changing.succeeded.connect(self._on_changed)
        self._saving.succeeded.connect(lambda _none: self.receipt.note.say(self.tr("Saved."), "good"))
        self._saving.failed.connect(lambda error: self.receipt.note.say(sentence(error)))
        for job in (self._listing, self._reading, self._changing):
            job.failed.connect(lambda error: self.note.say(sentence(error)))
        self.progress.cancel_asked.connect(self._checking.cancel)
        self._checking.running_changed.connect(self._on_checking_changed)
        for card in (self.pictures, self.health):
            card.remove_asked.connect(self.remove)
        self.note.acted.connect(self._on_note_acted)
        self.renewal.go_on_asked.connect(self.pictures_asked)
        self.renewal.ended.connect(self._on_renewed)
        self.strangers.minimum_asked.connect(self._on_minimum_asked)
        self.receipt.save_asked.connect(self._on_save_asked)
        self.receipt.closed.connect(self._on_receipt_closed)
        self.more.asked.connect(self.asked)
        self.more.rename_asked.connect(self.rename_asked)
        self.more.renewal_asked.connect(self._ask_renew)
        self.more.told.connect(lambda words, tone: self.note.say(words, tone))
        self.more.dropped.connect(self._on_renewed)

    def _arrange(self) -> None:
        who, buttons = QWidget(), QWidget()
        head = QVBoxLayout(who)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._summary)
        buttons.setLayout(row(self.more, self.delete_button, self.add_button, 1))
        across = WrappingRow(spacing=Space.M, comfortable=_NARROWEST_NAME)
        across.line.addWidget(who, 1)
        across.line.addWidget(buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        cards_side_by_side = WrappingRow(spacing=Space.L, comfortable=_NARROWEST)
        for cards in ((self.health, self.pictures), (self.strangers, self.model)):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Space.L)
            for card in cards:
                column.addWidget(card)
            cards_side_by_side.line.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
        person = QWidget()
        person.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(person)
        column.setContentsMargins(0, 0, Space.S, Space.XL)
        column.setSpacing(Space.L)
        self._about = QWidget()
        about = QVBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(Space.L)
        about.addWidget(across)
        about.addWidget(self.renewal)
        about.addWidget(self.note)
        about.addWidget(self.progress)
        about.addWidget(cards_side_by_side)
        column.addWidget(self.receipt)
        column.addWidget(self._about)
        column.addStretch(1)
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.L, 0)
        layout.setSpacing(Space.XL)
        everybody = QVBoxLayout()
        everybody.setContentsMargins(0, 0, 0, Space.XL)
        everybody.addWidget(self.people)
        layout.addLayout(everybody)
        layout.addWidget(Scroller(person), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(work)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.rest()
        self._profile = profile
        self.more.show_for(profile)
        self._show_parts()
        self._list()
        if profile is None:
            return
        self._name.setText(profile.name)
        self._summary.clear()
        self.renewal.show_for(profile)
        self._read()
        self._look()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        for job in self._jobs:
            job.cancel()
        self.renewal.show_for(None)
        self._profile, self._check, self._removed = None, None, None
        self._pictures = {}
        self.note.clear()
        self.pictures.clear()
        self._show_cards(False)

    def release(self) -> None:
        super().release()
        self.renewal.shutdown()
        self.more.shutdown()
        for job in self._jobs:
            job.shutdown()

    @property
    def check(self) -> EnrolmentCheck | None:
        """The check on show."""
        return self._check

    # --- what the user does ------------------------------------------------------------------------------------------

    def show_receipt(self, receipt: DeletionReceipt) -> None:
        """Show what a deletion removed, until it is closed."""
        self.receipt.show_receipt(receipt)
        self._show_parts()
        self._list()

    def remove(self, capture_id: str) -> None:
        """Take one picture out; it can be put back while the page is on show."""
        if (profile := self._profile) is not None and not self._changing.running:
            self._changing.start(lambda _report, _cancelled: profile.captures.take_out(capture_id))

    def _on_note_acted(self) -> None:
        profile, removed = self._profile, self._removed
        if profile is None:
            return
        if removed is None:
            self.pictures_asked.emit()
            return
        self._removed = None
        self.note.clear()
        self._changing.start(lambda _report, _cancelled: profile.captures.put_back(removed))

    def _ask_renew(self) -> None:
        question = Question(
            title=self.tr("Enrol anew?"),
            words=self.tr("Take new pictures. The earlier ones stay in use until the new ones are complete."),
            accept=self.tr("Take pictures"),
        )
        self.asked.emit(question, lambda _words: self.renewal.begin())

    def _on_renewed(self) -> None:
        self._list()
        self._read()
        self._look()

    def _on_minimum_asked(self) -> None:
        if (profile := self._profile) is not None and (check := self._check) is not None:
            self._changing.start(lambda _report, _cancelled: raise_to_minimum(profile, check))

    def _on_save_asked(self, path: Path, data: bytes) -> None:
        def save(_report: object, _cancelled: object) -> None:
            with storage_errors(path):
                write_whole(path, data)

        self._saving.start(save)

    def _on_receipt_closed(self) -> None:
        self.receipt.hide()
        self._show_parts()

    # --- jobs --------------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        paths, profiles = self.context.paths, self.context.profiles
        self._listing.start(lambda _report, _cancelled: [summarise(paths, profiles, name) for name in profiles.names()])

    def _read(self) -> None:
        if (profile := self._profile) is not None:
            self._reading.start(lambda _report, _cancelled: _read_captures(profile))

    def _look(self) -> None:
        if (profile := self._profile) is not None:
            paths = self.context.paths
            self._checking.start(lambda _report, cancelled: check_enrolment(paths, profile, is_cancelled=cancelled))

    def _on_listed(self, people: list[PersonSummary]) -> None:
        name = None if self._profile is None else self._profile.name
        self.people.show_people(people, name)
        person = next((one for one in people if one.name == name), None)
        if person is not None:
            parts = [summary_words(person)[0], last_used_words(person)]
            self._summary.setText(" · ".join(part for part in parts if part))

    def _on_read(self, captures: list[SavedCapture]) -> None:
        self._pictures = {saved.record.id: saved.picture for saved in captures}
        self.pictures.show_captures(captures)
        self.pictures.setVisible(bool(captures))
        if self._check is not None:
            self.health.show_check(self._check, self._pictures)

    def _on_checking_changed(self, running: bool) -> None:
        if running and self._check is None:
            self.progress.begin(self.tr("Comparing the pictures with each other and with the strangers…"))
        elif not running:
            self.progress.end()

    def _on_checked(self, check: EnrolmentCheck) -> None:
        self._check = check
        self.health.show_check(check, self._pictures)
        self.strangers.show_test(check.strangers)
        self.model.show_check(check)
        self._show_cards(True)
        self.checked.emit(check)

    def _on_not_checked(self, error: Exception) -> None:
        self._check = None
        self._show_cards(False)
        if self._removed is not None:
            return  # the offer to put a picture back is worth more than what its absence means
        if isinstance(error, NotEnoughCaptures):
            self.note.say(sentence(error), "accent", action=self.tr("Add pictures"))
        else:
            self.note.say(sentence(error), "caution" if isinstance(error, FaceIdError) else "bad")

    def _on_changed(self, result: object) -> None:
        if isinstance(result, RemovedCapture):
            self._removed = result
            self.pictures.remove(result.record.id)
            self.note.say(self.tr("Picture removed."), "accent", action=self.tr("Put it back"))
        else:
            self._read()
        self._list()
        self._look()

    # --- parts -------------------------------------------------------------------------------------------------------

    def _show_parts(self) -> None:
        has_receipt = not self.receipt.isHidden()
        self._stack.setCurrentIndex(0 if self._profile is None and not has_receipt else 1)
        self._about.setVisible(self._profile is not None)

    def _show_cards(self, shown: bool) -> None:
        for card in (self.health, self.strangers, self.model):
            card.setVisible(shown)


def _read_captures(profile: Profile) -> list[SavedCapture]:
    found = []
    for record in profile.captures.records():
        try:
            found.append(SavedCapture(record, profile.captures.picture(record.id)))
        except FaceIdError:  # one whose file is gone is listed nowhere and counted by the check
            continue
    return found
