"""Owns the list of everybody enrolled, of whom one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius, Space
from faceid_app.gui.parts.controls import button, set_icon, text
from faceid_app.gui.people.person_words import last_used_words, summary_words
from faceid_app.identity.person_summary import PersonSummary

_WIDTH = 264
_DISC = 36


class PersonRow(QAbstractButton):
    """One person: initial, name, captures and model, last used."""

    def __init__(self, theme: Theme, person: PersonSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = person.name
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        summary, tone = summary_words(person)
        used = last_used_words(person)
        self.setAccessibleName(f"{person.name}, {summary}")
        self.setAccessibleDescription(used)
        self.setToolTip(person.name if person.damage is None else used)
        name = text("", "section")
        name.setText(name.fontMetrics().elidedText(person.name, Qt.TextElideMode.ElideRight, _WIDTH - 100))
        words = QVBoxLayout()
        words.setSpacing(1)
        lines = [name, text(summary, "caption", tone=tone)]
        if person.damage is None and used:
            lines.append(text(used, "caption"))
        for label in lines:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M + _DISC + Space.M, Space.S + 2, Space.S, Space.S + 2)
        layout.addLayout(words)
        theme.changed.connect(self.update)
        self.toggled.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        layout = self.layout()
        return QSize(_WIDTH, 64) if layout is None else layout.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(tokens.accent_text), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.accent_soft))
        else:
            painter.setBrush(QColor(tokens.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, Radius.CONTROL + 3, Radius.CONTROL + 3)
        disc = QRectF(Space.M, (self.height() - _DISC) / 2, _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.track))
        painter.drawEllipse(disc)
        font = painter.font()
        font.setPixelSize(15)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_accent if self.isChecked() else tokens.muted))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self.name[:1].upper())
        painter.end()


class PeopleList(QWidget):
    """Everybody; the arrow keys move between them."""

    chosen = Signal(str)
    new_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[PersonRow] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QWidget()
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.new_button = button(self.tr("New person…"), clicked=self.new_asked.emit)
        set_icon(theme, self.new_button, "user-plus")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.new_button)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Everybody enrolled"))

    def show_people(self, people: Sequence[PersonSummary], chosen: str | None) -> None:
        """Show these, with one chosen; `chosen` is silent about it."""
        had_focus = any(row.hasFocus() for row in self.rows)
        for row in self.rows:
            self._group.removeButton(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for number, person in enumerate(people):
            row = PersonRow(self._theme, person)
            row.setChecked(person.name == chosen)
            row.clicked.connect(lambda _checked=False, name=person.name: self.chosen.emit(name))
            self._group.addButton(row)
            self._column.insertWidget(number, row)
            self.rows.append(row)
            if had_focus and person.name == chosen:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        here = next((number for number, row in enumerate(self.rows) if row.hasFocus()), None)
        if not step or here is None:
            super().keyPressEvent(event)
            return
        self.rows[(here + step) % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)
