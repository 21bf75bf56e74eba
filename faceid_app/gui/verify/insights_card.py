"""Owns the panel of insights: what a face before the camera, or on a picture of the user's own, seems to be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from faceid_app.camera.pixels import PICTURE_SUFFIXES
from faceid_app.gui.look.images import ArrayImage
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Card, Note, button, row, set_property, text
from faceid_app.gui.verify.insight_words import faces_words, insight_view
from faceid_app.identity.insights import Insight, PictureInsight
from faceid_app.workers.insights import InsightSession

_FACE = 72


class InsightsCard(Card):
    """Shows what the session tells; a picture can be chosen, or dropped onto the card."""

    def __init__(self, theme: Theme, session: InsightSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self.live = InsightLines()
        self.face = QLabel()
        self.face.setFixedSize(_FACE, _FACE)
        self.of_picture = InsightLines(titled=False)
        self.remark = text("", "caption", wrap=True)
        self.note = Note(theme)
        self.choose_button = button(self.tr("Try a &picture…"), kind="quiet", clicked=self._on_choose)
        self.choose_button.setAccessibleDescription(
            self.tr("Look at a picture of your own. You can also drag one here.")
        )
        self.clear_button = button(self.tr("Clear"), kind="quiet", clicked=self.clear_picture)
        self._picture = QWidget()
        beside = QVBoxLayout(self._picture)
        beside.setContentsMargins(0, Space.S, 0, 0)
        beside.setSpacing(Space.XS)
        across = row(self.face, self.of_picture, 1, spacing=Space.L)
        across.setAlignment(self.face, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(text(self.tr("Your picture"), "caption"))
        beside.addLayout(across)
        beside.addWidget(self.remark)
        head = row(text(self.tr("Insights"), "section"), 1, self.choose_button, self.clear_button)
        self.column.addLayout(head)
        self.column.addWidget(self.live)
        self.column.addWidget(self._picture)
        self.column.addWidget(self.note)
        self.column.addWidget(
            text(
                self.tr(
                    "A guess from how a face looks; the age lies in the range for 8 in 10 people. "
                    "Nothing of it is kept, and no verdict rests on it."
                ),
                "caption",
                wrap=True,
            )
        )
        self.setAcceptDrops(True)
        self.clear_picture()
        self.show_live(None)
        session.told.connect(self.show_live)
        session.picture_told.connect(self._on_picture)
        session.picture_failed.connect(self._on_failed)
        session.failed.connect(self._on_failed)

    def show_live(self, insight: Insight | None) -> None:
        """What is said of who sits before the camera."""
        self.live.show_insight(insight)

    def clear_picture(self) -> None:
        """Show no picture any more."""
        self.face.clear()
        self._picture.hide()
        self.clear_button.hide()
        self.note.clear()

    def judge(self, picture: Path) -> None:
        """Look at a picture of the user's own."""
        self.note.clear()
        self._session.judge(picture)

    def _on_choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
        found, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a picture of a face"), "", kinds)
        if found:
            self.judge(Path(found))

    def _on_picture(self, told: PictureInsight) -> None:
        self.note.clear()
        ratio = self.devicePixelRatioF()
        drawn = QPixmap.fromImage(ArrayImage(told.aligned).image.copy())
        side = round(_FACE * ratio)
        drawn = drawn.scaled(side, side, mode=Qt.TransformationMode.SmoothTransformation)
        drawn.setDevicePixelRatio(ratio)
        self.face.setPixmap(drawn)
        self.of_picture.show_insight(told.insight)
        self.remark.setText(faces_words(told))
        self.remark.setVisible(bool(self.remark.text()))
        self._picture.show()
        self.clear_button.show()

    def _on_failed(self, error: Exception) -> None:
        self._picture.hide()
        self.clear_button.hide()
        self.note.say(sentence(error), "caution")

    # --- drag and drop -----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if _dropped(event) is not None:
            set_property(self, "dropping", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        set_property(self, "dropping", False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        set_property(self, "dropping", False)
        if (picture := _dropped(event)) is not None:
            event.acceptProposedAction()
            self.judge(picture)


class InsightLines(QWidget):
    """Age and gender presentation, each with what it is worth."""

    def __init__(self, *, titled: bool = True) -> None:
        super().__init__()
        self.age, self.age_why = text("", "lead"), text("", "caption", wrap=True)
        self.presentation, self.presentation_why = text("", "lead"), text("", "caption", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.XS)
        titles = (self.tr("Age"), self.tr("Gender presentation"))
        for column, (title, value, why) in enumerate(
            zip(titles, (self.age, self.presentation), (self.age_why, self.presentation_why), strict=True)
        ):
            if titled:
                grid.addWidget(text(title, tone="muted"), 0, column)
            grid.addWidget(value, 1, column)
            grid.addWidget(why, 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self._titles = titles

    def show_insight(self, insight: Insight | None) -> None:
        """Show another one."""
        view = insight_view(insight)
        parts = (
            (self.age, view.age), (self.age_why, view.age_why), (self.presentation, view.presentation),
            (self.presentation_why, view.presentation_why),
        )  # fmt: skip
        for label, words in parts:
            if label.text() != words:
                label.setText(words)
        self.setAccessibleName(f"{self._titles[0]}: {view.age}. {self._titles[1]}: {view.presentation}.")


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file that is dropped."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
