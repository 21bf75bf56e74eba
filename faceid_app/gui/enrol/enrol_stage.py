"""Owns what the enrolment page is made of and where it stands: picture, words, buttons, and the panel beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from faceid_app.gui.enrol.capture_panel import CapturePanel
from faceid_app.gui.enrol.enrol_controls import EnrolControls
from faceid_app.gui.enrol.guidance_lines import GuidanceLines
from faceid_app.gui.enrol.notice_slot import NoticeSlot
from faceid_app.gui.enrol.round_view import RoundView
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import button, set_icon
from faceid_app.storage.captures import CaptureRecord


class EnrolStage(QWidget):
    """One primary button; the pictures stay out of the way until they are asked for."""

    def __init__(self, theme: Theme, view: RoundView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = GuidanceLines()
        self.slot = NoticeSlot(theme)
        self.controls = EnrolControls()
        self.panel = CapturePanel(theme)
        self.panel_button = button("", kind="quiet", clicked=self._toggle_panel)
        set_icon(theme, self.panel_button, "images", "accent_text")
        picture = QGridLayout()
        picture.addWidget(view, 0, 0)
        picture.addWidget(self.panel_button, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(picture, 1)
        column.addWidget(self.lines)
        column.addWidget(self.slot)
        column.addWidget(self.controls)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, 0, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addLayout(column, 1)
        layout.addWidget(self.panel)
        self._tell_count()

    def add(self, record: CaptureRecord, picture: bytes) -> None:
        """One more picture."""
        self.panel.lists[record.role].add(record, picture)
        self._tell_count()

    def remove(self, record: CaptureRecord) -> None:
        """One picture less."""
        self.panel.lists[record.role].remove(record.id)
        self._tell_count()

    def clear(self) -> None:
        """Another person, or none: no picture, no words."""
        self.panel.clear()
        self.slot.clear()
        self.slot.offer_rounds(False)
        self.slot.rounds.forget()
        self.lines.say_nothing()
        self.lines.answer_with("")
        self._tell_count()

    def _toggle_panel(self) -> None:
        self.panel.setVisible(self.panel.isHidden())

    def _tell_count(self) -> None:
        self.panel_button.setText(self.tr(" Pictures ({count})").format(count=self.panel.count))
