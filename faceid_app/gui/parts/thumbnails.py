"""Owns the small pictures of captures: shown in rows, each to be deleted by mouse or key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.images import thumbnail
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space

SIDE = 46
_RADIUS = 10
_BADGE = 18


class Thumbnail(QWidget):
    """One capture. The badge in its corner, or the Delete key, asks to remove it."""

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, capture_id: str, picture: bytes, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.capture_id = capture_id
        self._image: QImage = thumbnail(picture, SIDE * 2)
        self._hovered = False
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Press Delete to remove this picture."))
        self.setToolTip(name)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setClipPath(shape)
        if self._image.isNull():
            painter.fillRect(rect, QColor(self._theme.tokens.track))
        else:
            painter.drawImage(rect, self._image)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.tokens.accent_text), 2.5))
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), _RADIUS - 1, _RADIUS - 1)
        if self._hovered or self.hasFocus():
            badge = self._badge()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(20, 20, 22, 210))
            painter.drawEllipse(badge)
            cross = pixmap("x", "#ffffff", 12, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(badge.center().x() - 6, badge.center().y() - 6), cross)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit(self.capture_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and self._badge().contains(event.position()):
            self.remove_asked.emit(self.capture_id)
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._set_hovered(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._set_hovered(False)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self.update()
        super().focusOutEvent(event)

    def _badge(self) -> QRectF:
        return QRectF(self.width() - _BADGE - 3, 3, _BADGE, _BADGE)

    def _set_hovered(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()


class ThumbnailGrid(QWidget):
    """Thumbnails in as many columns as fit, newest last."""

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: dict[str, Thumbnail] = {}
        self.setFixedHeight(0)

    def ids(self) -> list[str]:
        """The captures shown, oldest first."""
        return list(self._shown)

    def item(self, capture_id: str) -> Thumbnail:
        """The picture of one capture. KeyError if it is not shown."""
        return self._shown[capture_id]

    def add(self, capture_id: str, picture: bytes, name: str) -> None:
        """Show one more."""
        item = Thumbnail(self._theme, capture_id, picture, name, self)
        item.remove_asked.connect(self.remove_asked)
        self._shown[capture_id] = item
        item.show()
        self._arrange()

    def remove(self, capture_id: str) -> None:
        """Show one less; no error if it is not shown. The focus goes to its neighbour."""
        ids = self.ids()
        item = self._shown.pop(capture_id, None)
        if item is None:
            return
        if item.hasFocus() and self._shown:
            place = ids.index(capture_id)
            neighbour = ids[place + 1] if place + 1 < len(ids) else ids[place - 1]
            self._shown[neighbour].setFocus(Qt.FocusReason.OtherFocusReason)
        item.hide()
        item.deleteLater()
        self._arrange()

    def clear(self) -> None:
        """Show none."""
        for item in self._shown.values():
            item.hide()
            item.deleteLater()
        self._shown.clear()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(6 * SIDE + 5 * Space.S, SIDE)

    def _arrange(self) -> None:
        step = SIDE + Space.S
        columns = max(1, (self.width() + Space.S) // step)
        for number, item in enumerate(self._shown.values()):
            item.move(number % columns * step, number // columns * step)
        rows = (len(self._shown) + columns - 1) // columns
        height = max(0, rows * step - Space.S)
        if height != self.minimumHeight():
            self.setFixedHeight(height)
