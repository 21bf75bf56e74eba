"""Owns the card that shows what the pictures of a person are worth, and takes bad ones out with one click."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from faceid_app.gui.look.images import thumbnail
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius, Space
from faceid_app.gui.parts.controls import Card, button, row, rule, set_text, text
from faceid_app.gui.people.charts import PoseRing, SpreadBar
from faceid_app.gui.people.person_words import coverage_words, health_headline, influence_words, spread_words
from faceid_app.identity.enrolment_check import EnrolmentCheck
from faceid_app.identity.template_health import ALIKE, MIXED, Influence

_SHOWN = 3
"""Pictures to look at, at most; the next ones come when these are gone."""
_SIDE = 40


class HealthCard(Card):
    """Poses, spread, and the pictures to look at. The enrolment page may show it too."""

    remove_asked = Signal(str)
    """A capture's id."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._headline = text("", "section")
        self._ring, self._bar = PoseRing(theme), SpreadBar(theme)
        self._poses, self._spread = text("", wrap=True), text("", wrap=True)
        self._worst = QWidget()
        self.column.addLayout(row(text(self.tr("Health"), "section"), 1, self._headline))
        spread = QVBoxLayout()
        spread.setSpacing(Space.XS)
        for part in (self._poses, self._bar, self._spread):
            spread.addWidget(part)
        across = row(self._ring, spacing=Space.L)
        across.setAlignment(self._ring, Qt.AlignmentFlag.AlignTop)
        across.addLayout(spread, 1)
        self.column.addLayout(across)
        self.column.addWidget(self._worst)
        self._worst.hide()

    def show_check(self, check: EnrolmentCheck, pictures: Mapping[str, bytes]) -> None:
        """Show a check; `pictures` are captures as JPEG by id."""
        set_text(self._headline, *health_headline(check))
        health = check.health
        words, tone = coverage_words(health.coverage)
        set_text(self._poses, words, "caution" if tone == "caution" else "")
        self._ring.show_poses(health.coverage.front, health.coverage.segments, health.coverage.of, words)
        words, tone = spread_words(health.spread)
        set_text(self._spread, words, "caution" if tone == "caution" else "")
        self._bar.show_spread(None if health.spread is None else health.spread.value, (ALIKE, MIXED), words)
        self._show_worst(health.faulty[:_SHOWN], pictures)

    @property
    def remove_buttons(self) -> list[QWidget]:
        """One for each picture to look at, the worst first."""
        return [part for part in self._worst.findChildren(QWidget) if part.property("capture")]

    def _show_worst(self, faulty: tuple[Influence, ...], pictures: Mapping[str, bytes]) -> None:
        worst = QWidget()
        column = QVBoxLayout(worst)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(rule())
        for one in faulty:
            picture = QLabel()
            picture.setFixedSize(QSize(_SIDE, _SIDE))
            picture.setScaledContents(True)
            image = thumbnail(pictures.get(one.capture_id, b""), _SIDE * 2)
            if not image.isNull():
                picture.setPixmap(_rounded(image))
            words = text(influence_words(one), wrap=True)
            remove = button(self.tr("Remove"), clicked=partial(self.remove_asked.emit, one.capture_id))
            remove.setProperty("capture", one.capture_id)
            remove.setAccessibleName(self.tr("Remove this picture. {why}").format(why=words.text()))
            line = row(picture, words, remove, spacing=Space.M)
            line.setStretch(1, 1)
            column.addLayout(line)
        self.column.replaceWidget(self._worst, worst)
        self._worst.hide()
        self._worst.deleteLater()
        self._worst = worst
        worst.setVisible(bool(faulty))


def _rounded(image: QImage) -> QPixmap:
    """The picture with the corners that thumbnails have."""
    result = QPixmap(image.size())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    radius = Radius.CONTROL * image.width() / _SIDE
    shape.addRoundedRect(QRectF(result.rect()), radius, radius)
    painter.setClipPath(shape)
    painter.drawImage(0, 0, image)
    painter.end()
    return result
