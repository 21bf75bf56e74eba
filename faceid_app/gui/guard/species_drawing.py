"""Owns the drawing of what is to be shown: a person, or a sheet, a phone or a monitor with a person on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from faceid_app.guard.trial import Species
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme

_SIDE = 148
_PEN = 2.5
_BADGE = 34
_MARKS = {"good": "check", "bad": "x", "caution": "minus", "muted": "minus"}
_BADGES: dict[str, str] = {
    Species.PRINT: "printer",
    Species.PHONE_VIDEO: "play",
    Species.MONITOR_REPLAY: "play",
    Species.DRAWING: "pencil",
}
_SHEET, _PHONE, _SCREEN = QSize(74, 94), QSize(58, 104), QSize(112, 72)


class SpeciesDrawing(QWidget):
    """A square, drawn with lines like the icons around it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._species: str = Species.LIVE
        self._tone = ""
        self.setFixedSize(_SIDE, _SIDE)
        theme.changed.connect(self.update)

    def show_species(self, species: str, tone: str = "") -> None:
        """Draw another one; a tone puts a mark over it for what came of it."""
        self._species, self._tone = species, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawEllipse(QRectF(self.rect()))
        middle = QRectF(self.rect()).center()
        match self._species:
            case Species.LIVE:
                self._icon(painter, "user-round", middle, 76)
            case Species.PHONE_PHOTO | Species.PHONE_VIDEO:
                self._phone(painter, middle)
            case Species.MONITOR_REPLAY:
                self._monitor(painter, middle)
            case _:
                self._sheet(painter, middle)
        badge = _MARKS[self._tone] if self._tone else _BADGES.get(self._species)
        if badge is not None:
            self._badge(painter, badge)
        painter.end()

    def _sheet(self, painter: QPainter, middle: QPointF) -> None:
        """Paper with a folded corner, held a little askew."""
        painter.save()
        painter.translate(middle)
        painter.rotate(-6)
        wide, tall, fold = _SHEET.width(), _SHEET.height(), 18
        left, top = -wide / 2, -tall / 2
        path = QPainterPath(QPointF(left, top))
        for x, y in ((wide - fold, 0), (wide, fold), (wide, tall), (0, tall)):
            path.lineTo(left + x, top + y)
        path.closeSubpath()
        self._lines(painter)
        painter.drawPath(path)
        painter.drawPolyline(
            [QPointF(left + x, top + y) for x, y in ((wide - fold, 0), (wide - fold, fold), (wide, fold))]
        )
        self._icon(painter, "smile" if self._species == Species.DRAWING else "user-round", QPointF(0, 8), 46)
        painter.restore()

    def _phone(self, painter: QPainter, middle: QPointF) -> None:
        box = _around(middle, _PHONE)
        self._lines(painter)
        painter.drawRoundedRect(box, 11, 11)
        painter.drawLine(QPointF(middle.x() - 8, box.bottom() - 9), QPointF(middle.x() + 8, box.bottom() - 9))
        self._icon(painter, "user-round", QPointF(middle.x(), middle.y() - 5), 40)

    def _monitor(self, painter: QPainter, middle: QPointF) -> None:
        box = _around(QPointF(middle.x(), middle.y() - 9), _SCREEN)
        self._lines(painter)
        painter.drawRoundedRect(box, 7, 7)
        foot = box.bottom() + 15
        painter.drawLine(QPointF(middle.x(), box.bottom()), QPointF(middle.x(), foot))
        painter.drawLine(QPointF(middle.x() - 19, foot), QPointF(middle.x() + 19, foot))
        self._icon(painter, "user-round", box.center(), 46)

    def _badge(self, painter: QPainter, name: str) -> None:
        tokens = self._theme.tokens
        box = QRectF(_SIDE - _BADGE - 8, _SIDE - _BADGE - 8, _BADGE, _BADGE)
        painter.setPen(QPen(QColor(tokens.surface), 4))
        painter.setBrush(QColor(getattr(tokens, self._tone) if self._tone else tokens.accent))
        painter.drawEllipse(box)
        colour = tokens.surface if self._tone else tokens.on_accent
        side = 18
        drawn = pixmap(name, colour, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(box.center().x() - side / 2, box.center().y() - side / 2), drawn)

    def _lines(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        pen = QPen(QColor(tokens.accent_text), _PEN)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))

    def _icon(self, painter: QPainter, name: str, middle: QPointF, side: int) -> None:
        drawn = pixmap(name, self._theme.tokens.accent_text, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(middle.x() - side / 2, middle.y() - side / 2), drawn)


def _around(middle: QPointF, size: QSize) -> QRectF:
    return QRectF(middle.x() - size.width() / 2, middle.y() - size.height() / 2, size.width(), size.height())
