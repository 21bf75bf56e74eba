"""The window: the rail of pages, the header with its choosers. It holds no state of its own but which page shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.page import CameraPage, Page
from faceid_app.gui.parts.controls import Note
from faceid_app.gui.parts.rail import Rail, RailEntry
from faceid_app.gui.parts.sheet import Sheet
from faceid_app.gui.shell.camera_bar import CameraBar
from faceid_app.gui.shell.preview import Preview
from faceid_app.gui.shell.profile_bar import ProfileBar
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState, SourceState

_TOLD_MS = 6000


class MainWindow(QMainWindow):
    """Pages by name, in their order; the one on show gets person, camera state and keys."""

    page_changed = Signal(int)
    first_frame_painted = Signal()

    def __init__(self, context: Context, pages: Sequence[tuple[RailEntry, Page]], *, camera: str | None) -> None:
        super().__init__()
        self._context = context
        self._camera_on = False
        self.setWindowTitle(self.tr("Face verification"))
        self.resize(1280, 800)
        self.setMinimumSize(1040, 640)
        body = QWidget()
        body.setObjectName("window")
        self.setCentralWidget(body)
        self.sheet = Sheet(context.theme, body)
        self.profile_bar = ProfileBar(context, self.sheet)
        self.camera_bar = CameraBar(context, camera)
        self.rail = Rail(context.theme, [entry for entry, _page in pages])
        self.rail.setAccessibleName(self.tr("Pages"))
        self.note = Note(context.theme)
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.timeout.connect(self.note.clear)
        self.preview = Preview(context.feed, self)
        self._stack = QStackedWidget()
        for _entry, page in pages:
            self._stack.addWidget(page)
        self._arrange(body)
        self._connect([page for _entry, page in pages])

    def _arrange(self, body: QWidget) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        header.addWidget(self.profile_bar)
        header.addStretch(1)
        header.addWidget(self.camera_bar)
        told = QVBoxLayout()
        told.setContentsMargins(Space.XL, 0, Space.XL, 0)
        told.addWidget(self.note)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(header)
        column.addLayout(told)
        column.addWidget(self._stack, 1)
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(column, 1)

    def _connect(self, pages: Sequence[Page]) -> None:
        self._context.feed.state_changed.connect(self._on_camera_state)
        self.rail.chosen.connect(self._on_page_chosen)
        self.profile_bar.chosen.connect(self._on_profile_chosen)
        self.profile_bar.releasing.connect(lambda: self.page().release())
        self.profile_bar.told.connect(self._on_told)
        self.camera_bar.chosen.connect(self._on_camera_chosen)
        self.sheet.opened_changed.connect(self._on_sheet_opened)
        for page in pages:
            if isinstance(page, CameraPage):
                page.live_view.first_frame_painted.connect(self.first_frame_painted)
            page.needs_profile.connect(self.profile_bar.ask_new)
            page.needs_camera.connect(self.camera_bar.showMenu)
            page.camera_again.connect(lambda: self._on_camera_chosen(self.camera_bar.spec))
        self._shortcuts = []
        for number in range(len(pages)):
            for keys in (f"{number + 1}", f"Ctrl+{number + 1}"):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.activated.connect(lambda number=number: self.rail.choose(number))
                self._shortcuts.append(shortcut)

    def page(self) -> Page:
        """The page on show."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def start(self, number: int, profile: str | None) -> None:
        """Show that page for that person, or the first one. Raises FaceIdError if `profile` cannot be opened."""
        self._stack.setCurrentIndex(number)
        self.rail.choose(number)
        self.profile_bar.choose_first(profile)
        self.camera_bar.list_now()

    def tell(self, words: str, tone: str) -> None:
        """Say a sentence above the page for a while; one about trouble stays until the next."""
        self.note.say(words, tone)
        if tone == "bad":
            self._note_timer.stop()
        else:
            self._note_timer.start(_TOLD_MS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that nobody nearer took mean something to the page, wherever the focus is."""
        if self.sheet.isVisible() or not self.page().handle_key(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.preview.show_on(None)
        self.hide()
        for number in range(self._stack.count()):
            page = self._stack.widget(number)
            assert isinstance(page, Page)
            page.shutdown()
        self.camera_bar.shutdown()
        self._context.feed.shutdown()
        super().closeEvent(event)

    def _on_page_chosen(self, number: int) -> None:
        self.page().rest()
        self._stack.setCurrentIndex(number)
        self._activate()
        self.page_changed.emit(number)

    def _on_profile_chosen(self, _profile: Profile | None) -> None:
        self._activate()

    def _on_camera_chosen(self, _spec: str) -> None:
        self._camera_on = False
        self._activate()

    def _activate(self) -> None:
        page, feed, profile = self.page(), self._context.feed, self.profile_bar.profile
        state = feed.state
        if not isinstance(page, CameraPage) or not page.uses_camera(profile):
            self.preview.show_on(None)
            # Nothing is shown or judged here: no light on the camera either.
            feed.stop()
            self._camera_on = False
        else:
            self.preview.show_on(page.live_view)
            if not self._camera_on:
                page.live_view.forget_frame()
                feed.start(self.camera_bar.spec)
                self._camera_on = True
                state = CaptureState(SourceState.STARTING)
            page.camera_state(state)
        page.activate(profile)

    def _on_camera_state(self, state: CaptureState) -> None:
        page = self.page()
        if self._camera_on and isinstance(page, CameraPage):
            page.camera_state(state)

    def _on_told(self, words: str, tone: str) -> None:
        self.tell(words, tone)

    def _on_sheet_opened(self, opened: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not opened)
        if not opened:
            self.page().setFocus(Qt.FocusReason.OtherFocusReason)
