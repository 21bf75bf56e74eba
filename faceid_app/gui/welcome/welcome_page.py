"""The first start in one screen: what the program does, what it does not, the camera, a name, and on to enrolment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from faceid_app.errors import FaceIdError
from faceid_app.gui.context import Context
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.page import CameraPage
from faceid_app.gui.parts.controls import Note, button, row, text
from faceid_app.gui.welcome.round_preview import DIAMETER, RoundPreview
from faceid_app.gui.welcome.socket_counter import SocketCounter
from faceid_app.storage.profiles import CONSENT, Profile

_COLUMN = 460
_ICON = 24


class WelcomePage(CameraPage):
    """Shown while nobody is enrolled; the window shows nothing else meanwhile."""

    created = Signal(object)
    """The first Profile."""
    skipped = Signal()
    """The user wants to look around first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, live_view=RoundPreview(context.theme))
        self._pictures: list[tuple[QLabel, str]] = []
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Your name"))
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.setMaxLength(64)
        self.name.returnPressed.connect(self.begin)
        self.start_button = button(self.tr("&Start"), kind="primary", clicked=self.begin)
        self.skip_button = button(self.tr("&Look around first"), kind="quiet", clicked=self.skipped.emit)
        self.note = Note(context.theme)
        self.name.textChanged.connect(self.note.clear)
        self.counter = SocketCounter(context.theme)
        self._camera = QVBoxLayout()
        self._arrange()
        context.theme.changed.connect(self._tint)
        self._tint()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addStretch(1)
        left.addWidget(self.live_view, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addLayout(self._camera)
        caption = text(self.tr("Only you see this picture. Nothing is saved yet."), "caption", wrap=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        caption.setFixedWidth(DIAMETER)
        left.addWidget(caption)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addStretch(1)
        right.addWidget(text(self.tr("Welcome"), "display"))
        right.addSpacing(Space.S)
        lead = self.tr("Take a few pictures of yourself, and this computer tells whether it is you.")
        right.addWidget(text(lead, "lead", tone="muted", wrap=True))
        right.addSpacing(Space.XL)
        for name, title, words, extra in self._points():
            right.addLayout(self._point(name, title, words, extra))
            right.addSpacing(Space.L + Space.XS)
        right.addSpacing(Space.S)
        right.addLayout(row(self.name, self.start_button, spacing=Space.M))
        right.addSpacing(Space.M)
        right.addWidget(self.note)
        right.addLayout(row(1, self.skip_button, 1))
        right.addStretch(1)
        column = QWidget()
        column.setLayout(right)
        column.setFixedWidth(_COLUMN)
        right.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XL)
        layout.addStretch(3)
        layout.addLayout(left)
        layout.addStretch(2)
        layout.addWidget(column)
        layout.addStretch(3)

    def _points(self) -> list[tuple[str, str, str, QWidget | None]]:
        return [
            (
                "scan-face",
                self.tr("Tells you from strangers"),
                self.tr("Its error rates are counted, never guessed: on your pictures and on thousands of strangers'."),
                None,
            ),
            (
                "lock-open",
                self.tr("Unlocks nothing"),
                self.tr(
                    "It is not the log-in of your computer. A good photograph or screen may still pass: let it open "
                    "nothing that matters."
                ),
                None,
            ),
            (
                "house",
                self.tr("Nothing leaves this computer"),
                said(CONSENT),
                self.counter,
            ),
        ]

    def _point(self, name: str, title: str, words: str, extra: QWidget | None) -> QHBoxLayout:
        picture = QLabel()
        self._pictures.append((picture, name))
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(text(title, "section"))
        column.addWidget(text(words, tone="muted", wrap=True))
        if extra is not None:
            column.addSpacing(Space.XS)
            column.addWidget(extra)
        across = QHBoxLayout()
        across.setSpacing(Space.L)
        across.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(column, 1)
        return across

    def hold_camera_chooser(self, chooser: QWidget) -> None:
        """Have the window's one camera chooser below the picture, until the window takes it back."""
        self._camera.addWidget(chooser, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setTabOrder(self.name, self.start_button)
        self.setTabOrder(self.start_button, self.skip_button)
        self.setTabOrder(self.skip_button, chooser)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        self.note.clear()

    def uses_camera(self, profile: Profile | None) -> bool:
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
            return True
        return False

    # --- what the user does ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Create the profile and go on to enrolment; a name that cannot be used is refused in place."""
        words = self.name.text().strip()
        if not words:
            self.note.say(self.tr("Type your name first, or any other word to know these pictures by."), "accent")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            profile = self.context.profiles.create(words)
        except FaceIdError as error:
            self.note.say(sentence(error))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.name.clear()
        self.created.emit(profile)

    def _tint(self) -> None:
        for label, name in self._pictures:
            label.setPixmap(pixmap(name, self.context.theme.tokens.accent_text, _ICON))
