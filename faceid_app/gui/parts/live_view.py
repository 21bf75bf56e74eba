"""Owns the live picture: the newest frame, mirrored, with the face outline, or a notice in its place."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from faceid_app.camera.frame import Frame
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.images import ArrayImage
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Radius, Space, Type
from faceid_app.gui.parts.controls import button
from faceid_app.gui.parts.name_tags import NameTag, paint_tags
from faceid_app.gui.parts.outline import GlidingOutline, Outline, paint_others

_FLASH_SECONDS = 0.35
_EMPTY_ASPECT = 4 / 3


@dataclass(frozen=True, slots=True)
class Notice:
    """Said in the live view when there is no picture to show: an icon's name, a headline, one sentence, a button.

    restarts: the button starts the same camera anew; else it leads to another one.
    """

    icon: str
    headline: str
    sentence: str = ""
    action: str = ""
    restarts: bool = False


class LiveView(QWidget):
    """Paints what it was last given; it asks nobody for anything."""

    first_frame_painted = Signal()
    notice_acted = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._frame: ArrayImage | None = None
        self._outline = GlidingOutline()
        self._others: tuple[tuple[float, ...], ...] = ()
        self._tags: tuple[NameTag, ...] = ()
        self._notice: Notice | None = None
        self._hint = ""
        self._mirrored = True
        self._painted_at = clock()
        self._flash_from = float("-inf")
        self._has_painted = False
        self.action_button = button("", clicked=self.notice_acted.emit)
        self.action_button.setParent(self)
        self.action_button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Live picture"))
        theme.changed.connect(self.update)

    @property
    def notice(self) -> Notice | None:
        """What is said in place of the picture."""
        return self._notice

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to show, if only the last one."""
        return self._frame is not None

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(800, 600)

    @property
    def mirrored(self) -> bool:
        """Whether the picture is shown as a mirror does."""
        return self._mirrored

    def set_mirrored(self, mirrored: bool) -> None:
        """Show the picture as a mirror does."""
        self._mirrored = mirrored
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """The newest picture. Its array is looked at, not copied, until the next one comes."""
        self._frame = ArrayImage(frame.rgb)
        self.update()

    def show_outline(self, outline: Outline | None) -> None:
        """Frame a face, or none."""
        self._outline.follow(outline)
        self.update()

    def show_others(self, boxes: Sequence[tuple[float, ...]]) -> None:
        """Frame faces that nothing is said of: (x, y, width, height) each, in pixels of the frame."""
        self._others = tuple(boxes)
        self.update()

    def show_hint(self, words: str) -> None:
        """One sentence at the foot of the picture, which stays as it is; an empty one takes it away."""
        if words != self._hint:
            self._hint = words
            self._describe()
            self.update()

    def show_tags(self, tags: Sequence[NameTag]) -> None:
        """Tag faces, all at once."""
        self._tags = tuple(tags)
        self.update()

    def show_notice(self, notice: Notice | None) -> None:
        """Say why there is no picture; None when there is one."""
        self._notice = notice
        self._describe()
        if notice is not None:
            self._outline.follow(None)
            self._tags = ()
            self._others = ()
        self.action_button.setText("" if notice is None else notice.action)
        self.action_button.setVisible(notice is not None and bool(notice.action))
        self.update()

    def _describe(self) -> None:
        notice = self._notice
        self.setAccessibleDescription(self._hint if notice is None else f"{notice.headline}. {notice.sentence}")

    def forget_frame(self) -> None:
        """Another camera: what was seen by the last one must not stay on screen."""
        self._frame = None
        self._outline.follow(None)
        self._tags = ()
        self._others = ()
        self.update()

    def flash(self) -> None:
        """Confirm a capture: the edge lights up for a moment."""
        self._flash_from = self._clock()
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture lies in this widget."""
        image = None if self._frame is None else self._frame.image
        aspect = _EMPTY_ASPECT if image is None or not image.height() else image.width() / image.height()
        width, height = float(self.width()), float(self.height())
        if width / height > aspect:
            width = height * aspect
        else:
            height = width / aspect
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        now = self._clock()
        self._outline.advance(min(now - self._painted_at, 0.2))
        self._painted_at = now
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.picture_rect()
        if self._frame is None:
            self._paint_stage(painter, rect)
        else:
            self._paint_frame(painter, rect, self._frame)
        if self._notice is not None:
            self._paint_notice(painter, rect, self._notice)
        elif self._hint and self._frame is not None:
            self._paint_hint(painter, rect)
        flash = 1.0 - (now - self._flash_from) / _FLASH_SECONDS
        if 0.0 < flash <= 1.0:
            self._paint_flash(painter, rect, flash)
        painter.end()
        if not self._outline.resting or flash > 0.0:
            self.update()
        if self._frame is not None and not self._has_painted:
            self._has_painted = True
            self.first_frame_painted.emit()

    def _paint_stage(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.stage))
        painter.drawRoundedRect(rect, Radius.STAGE, Radius.STAGE)

    def _paint_frame(self, painter: QPainter, rect: QRectF, frame: ArrayImage) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._mirrored:
            painter.translate(2 * rect.left() + rect.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(rect, frame.image)
        painter.restore()
        if self._notice is not None:
            painter.fillRect(rect, QColor(0, 0, 0, 150))
        else:
            painter.save()
            painter.setClipRect(rect)
            paint_others(painter, self._others, rect, frame.image.width(), mirrored=self._mirrored)
            self._outline.paint(painter, rect, frame.image.width(), mirrored=self._mirrored)
            paint_tags(painter, rect, frame.image.width(), self._tags, mirrored=self._mirrored)
            painter.restore()
        # Clipping to a rounded path would leave jagged corners; painting over the corners does not.
        corners = QPainterPath()
        corners.addRect(rect.adjusted(-1, -1, 1, 1))
        rounded = QPainterPath()
        rounded.addRoundedRect(rect, Radius.STAGE, Radius.STAGE)
        painter.fillPath(corners.subtracted(rounded), QColor(self._theme.tokens.window))

    def _paint_hint(self, painter: QPainter, rect: QRectF) -> None:
        font = self.font()
        font.setPixelSize(Type.BODY)
        painter.setFont(font)
        room = QRectF(0, 0, rect.width() - 2 * Space.XL - 2 * Space.L, rect.height())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        said = painter.boundingRect(room, flags, self._hint)
        pill = QRectF(0, 0, said.width() + 2 * Space.L, said.height() + 2 * Space.S)
        pill.moveCenter(rect.center())
        pill.moveBottom(rect.bottom() - Space.L)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(pill, Radius.CARD, Radius.CARD)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(pill.adjusted(Space.L, Space.S, -Space.L, -Space.S), flags, self._hint)

    def _paint_notice(self, painter: QPainter, rect: QRectF, notice: Notice) -> None:
        on_picture = self._frame is not None
        tokens = self._theme.tokens
        colour = "#ffffff" if on_picture else tokens.on_stage
        font = self.font()
        font.setPixelSize(Type.LEAD)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        width = min(rect.width() - 2 * Space.XL, 460.0)
        middle = rect.center()
        image = pixmap(notice.icon, colour, 44, self.devicePixelRatioF())
        painter.drawPixmap(round(middle.x() - 22), round(middle.y() - 84), image)
        painter.setPen(QColor(colour))
        box = QRectF(middle.x() - width / 2, middle.y() - 24, width, 28)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, notice.headline)
        font.setPixelSize(Type.BODY)
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor("#e8e8ec" if on_picture else tokens.muted))
        box = QRectF(middle.x() - width / 2, middle.y() + 10, width, rect.bottom() - middle.y() - 10)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        said = painter.boundingRect(box, flags, notice.sentence)
        painter.drawText(box, flags, notice.sentence)
        size = self.action_button.sizeHint()
        below = said.bottom() if notice.sentence else middle.y() + 10
        self.action_button.setGeometry(
            round(middle.x() - size.width() / 2), round(below + Space.L), size.width(), size.height()
        )

    def _paint_flash(self, painter: QPainter, rect: QRectF, strength: float) -> None:
        colour = QColor("#ffffff")
        colour.setAlphaF(strength)
        painter.setPen(QPen(colour, 6.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), Radius.STAGE - 3, Radius.STAGE - 3)
