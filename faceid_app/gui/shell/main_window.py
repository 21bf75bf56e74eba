"""The window: the rail of pages, the header with its choosers. It holds no state of its own but which page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import CameraPage, Page
from faceid_app.gui.parts.controls import Note
from faceid_app.gui.parts.rail import Rail, RailEntry
from faceid_app.gui.parts.sheet import Sheet
from faceid_app.gui.parts.turns import in_turns
from faceid_app.gui.shell.camera_bar import CameraBar
from faceid_app.gui.shell.camera_use import CameraUse
from faceid_app.gui.shell.diagnostics_sheet import DiagnosticsSheet
from faceid_app.gui.shell.header import Header
from faceid_app.gui.shell.history_sheet import HistorySheet
from faceid_app.gui.shell.loading_ahead import LoadingAhead
from faceid_app.gui.shell.page_stack import PageStack, SmallRoom
from faceid_app.gui.shell.painting_ahead import paint_ahead
from faceid_app.gui.shell.profile_bar import ProfileBar
from faceid_app.gui.shell.rail_room import RailRoom
from faceid_app.gui.shell.shortcuts_sheet import ShortcutsSheet
from faceid_app.gui.shell.tray import Tray
from faceid_app.gui.shell.window_keys import WindowKeys
from faceid_app.gui.shell.window_state import WindowState, first_page
from faceid_app.gui.vault.passphrase_sheet import PassphraseSheet
from faceid_app.gui.welcome.welcome_page import WelcomePage
from faceid_app.identity.readiness import can_be_verified
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.protecting import take_care

_TOLD_MS = 6000
LEAST = (800, 440)
"""Pixels, width and height: of a screen of 1280 x 720 at 150 %, less its task bar and the title bar."""


class MainWindow(QMainWindow):
    """Pages by name, in their order; the one on show gets person, camera state and keys."""

    page_changed = Signal(int)
    first_frame_painted = Signal()

    def __init__(
        self,
        context: Context,
        pages: Sequence[tuple[RailEntry, Page]],
        *,
        welcome: WelcomePage,
        camera: str | None,
    ) -> None:
        super().__init__()
        self._context = context
        self._started = False
        self._quitting = False
        self.setWindowTitle(self.tr("Face verification"))
        self.resize(1280, 800)
        self.setMinimumSize(*LEAST)
        body = QWidget()
        body.setObjectName("window")
        self.setCentralWidget(body)
        self.sheet = Sheet(context.theme, body)
        self.shortcuts_sheet = ShortcutsSheet(body)
        self.diagnostics_sheet = DiagnosticsSheet(context.theme, context.paths, body)
        self.passphrase_sheet = PassphraseSheet(context.theme, body)
        self.history_sheet = HistorySheet(context.theme, context.paths, context.profiles, body)
        self._covers = (
            self.sheet,
            self.shortcuts_sheet,
            self.diagnostics_sheet,
            self.passphrase_sheet,
            self.history_sheet,
        )
        self.profile_bar = ProfileBar(context, self.sheet)
        self.camera_bar = CameraBar(context, camera)
        self.entries = [entry for entry, _page in pages]
        self.rail = Rail(context.theme, self.entries)
        self.rail.setAccessibleName(self.tr("Pages"))
        self._keys = WindowKeys(self, self.rail, pages, self.shortcuts_sheet)
        self.note = Note(context.theme)
        self._then: Callable[[], object] | None = None
        self.note.acted.connect(self._on_note_acted)
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.timeout.connect(self.note.clear)
        self._caring = Job(self)
        self._caring.failed.connect(lambda error: self.tell(sentence(error), "bad"))
        self.ahead = LoadingAhead(self)
        self.ahead.loaded.connect(self._paint_ahead)
        self.camera_use = CameraUse(context.feed, self)
        self.tray = Tray(context.theme, context.settings, self)
        self.welcome = welcome
        self._stack = PageStack()
        for page in (*(page for _entry, page in pages), welcome):
            self._stack.addWidget(page)
        self._arrange(body)
        self._connect([*(page for _entry, page in pages), welcome])

    def _arrange(self, body: QWidget) -> None:
        self._header = Header(self.profile_bar, self.camera_bar)
        told = QVBoxLayout()
        told.setContentsMargins(Space.XL, 0, Space.XL, 0)
        told.addWidget(self.note)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._header)
        column.addLayout(told)
        column.addWidget(SmallRoom(self._stack), 1)
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._rail_room = RailRoom(self.rail)
        across.addWidget(self._rail_room)
        across.addLayout(column, 1)

    def _connect(self, pages: Sequence[Page]) -> None:
        self.rail.chosen.connect(self._on_page_chosen)
        self.profile_bar.chosen.connect(self._on_profile_chosen)
        self.profile_bar.releasing.connect(lambda: self.page().release())
        self.profile_bar.told.connect(self.tell)
        self.camera_bar.chosen.connect(self._on_camera_chosen)
        self.welcome.created.connect(self._on_created)
        self.welcome.skipped.connect(lambda: self.rail.choose(0))
        self.tray.open_asked.connect(self.bring_forward)
        self.tray.quit_asked.connect(self.quit)
        for cover in self._covers:
            cover.opened_changed.connect(self._on_cover_opened)
        for page in pages:
            if isinstance(page, CameraPage):
                page.live_view.first_frame_painted.connect(self.first_frame_painted)
            page.needs_profile.connect(self.profile_bar.ask_new)
            page.needs_camera.connect(self.camera_bar.showMenu)
            page.camera_again.connect(lambda: self._on_camera_chosen(self.camera_bar.spec))
        self.rail.add_help("keyboard", self.tr("&Keyboard shortcuts"), self._keys.show_all)
        self.rail.add_help("stethoscope", self.tr("&Diagnostics…"), self.show_diagnostics)

    def page(self) -> Page:
        """The page on show."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def start(self, page: str | None, profile: str | None) -> None:
        """Show that page, or the one to go on with, for that person, or whoever was chosen last.

        While nobody is enrolled and no page is asked for, that is the first start's. Raises FaceIdError if `profile`
        cannot be opened.
        """
        context = self._context
        state = WindowState.load(context.paths.root)
        state.apply(self)
        self.profile_bar.choose_first(profile, remembered=context.settings.profile)
        names, chosen = [entry.name for entry in self.entries], self.profile_bar.profile
        self._started = True
        if page is None and chosen is None:
            self._stack.setCurrentWidget(self.welcome)
            self._show_chrome(False)
            self._activate()
        else:
            verifiable = chosen is not None and can_be_verified(context.paths, chosen)
            self.rail.choose(names.index(page or first_page(state.page, names, verifiable=verifiable)))
        self.camera_bar.list_now()
        paths = context.paths
        self._caring.start(lambda report, is_cancelled: take_care(paths, report=report, is_cancelled=is_cancelled))
        self.ahead.start()

    def tell(self, words: str, tone: str, *, action: str = "", then: Callable[[], object] | None = None) -> None:
        """Say a sentence above the page for a while; trouble stays until the next, an action as long as the page."""
        self.note.say(words, tone, action)
        self._then = then
        if tone == "bad" or action:
            self._note_timer.stop()
        else:
            self._note_timer.start(_TOLD_MS)

    def show_diagnostics(self) -> None:
        """Look at this computer and show the log."""
        self.diagnostics_sheet.look()

    def bring_forward(self) -> None:
        """Show the window above others, wherever it is."""
        hidden = self.isHidden()
        self.tray.hide()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if hidden:
            self._activate()

    def quit(self) -> None:
        """Close for good, with or without a tray."""
        self._quitting = True
        was_in_tray = self.isHidden()
        self.close()
        if was_in_tray:  # there is no window left to close, so none ends the program
            QCoreApplication.quit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that nobody nearer took mean something to the page, wherever the focus is."""
        if any(cover.isVisible() for cover in self._covers) or not self.page().handle_key(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        number = self.rail.current()
        WindowState.of(self, "" if number < 0 else self.entries[number].name).save(self._context.paths.root)
        self.profile_bar.remember()
        self.hide()
        self.camera_use.turn_off()
        if not self._quitting and self.tray.takes_the_window():
            self.page().rest()
            self.tray.show()
            event.ignore()
            return
        self.tray.hide()
        for number in range(self._stack.count()):
            page = self._stack.widget(number)
            assert isinstance(page, Page)
            page.shutdown()
        self.profile_bar.shutdown()
        self.camera_bar.shutdown()
        self.diagnostics_sheet.shutdown()
        self.passphrase_sheet.shutdown()
        self.history_sheet.shutdown()
        self._caring.shutdown()
        self.ahead.shutdown()
        self._context.feed.shutdown()
        super().closeEvent(event)

    def _show_chrome(self, shown: bool) -> None:
        """The rail and the header stand around every page but the first start's, which has the camera chooser."""
        if shown:
            self._header.take_camera_chooser()
        else:
            self.welcome.hold_camera_chooser(self.camera_bar)
        self._rail_room.setVisible(shown)
        self._header.setVisible(shown)
        self._keys.allow(pages=shown, help=True)

    def _on_created(self, profile: Profile) -> None:
        self.profile_bar.show_profile(profile)
        self.rail.choose(0)

    def _paint_ahead(self) -> None:
        in_turns(self, paint_ahead(self._stack))

    def _on_page_chosen(self, number: int) -> None:
        self.page().rest()
        if self._then is not None:
            self._then = None
            self.note.clear()
        if self.page() is self.welcome:
            self._show_chrome(True)
        self._stack.setCurrentIndex(number)
        self._activate()
        self.page_changed.emit(number)

    def _on_profile_chosen(self, _profile: Profile | None) -> None:
        self._activate()

    def _on_camera_chosen(self, _spec: str) -> None:
        self.camera_use.start_anew()
        self._activate()

    def _activate(self) -> None:
        if not self._started:
            return
        page, profile = self.page(), self.profile_bar.profile
        self.camera_use.give_to(page, profile, self.camera_bar.spec)
        page.activate(profile)
        page.hold_focus()

    def _on_note_acted(self) -> None:
        if self._then is not None:
            self._then()

    def _on_cover_opened(self, opened: bool) -> None:
        self._keys.allow(pages=not opened and self.page() is not self.welcome, help=not opened)
        if not opened:
            self.page().setFocus(Qt.FocusReason.OtherFocusReason)
