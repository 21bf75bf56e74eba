"""Owns what all pages have in common: they are shown for a person, and rest when they are not."""

from __future__ import annotations

from PySide6.QtCore import Qt, QThread, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.parts.live_view import LiveView
from faceid_app.gui.shell.camera_notices import hint_of, notice_of
from faceid_app.storage.profiles import Profile
from faceid_app.workers.capture import CaptureState

_PATIENCE_MS = 6000

Shortcuts = tuple[tuple[str, str], ...]
"""Keys and what they do, for the list of shortcuts: ("A", "Take an anchor"); "+" joins keys, " " separates choices."""


class Page(QWidget):
    """One page of the window."""

    needs_profile = Signal()
    """The user asked for what needs a person first."""
    needs_camera = Signal()
    """The user asked for another camera."""
    camera_again = Signal()
    """The user asked to start the same camera anew."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._retired: set[QThread] = set()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def activate(self, profile: Profile | None) -> None:
        """The page is on show for that person. Comes again when the person or the camera changes."""
        raise NotImplementedError

    def hold_focus(self) -> None:
        """Take the focus unless a part of the page has it: else Qt gives it to the rail's first entry, ring and all."""
        focused = self.window().focusWidget()
        if focused is None or not (focused is self or self.isAncestorOf(focused)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """The page is not on show any more: ask its threads to end."""
        raise NotImplementedError

    def release(self) -> None:
        """The person's files are about to move, or the window to close: nothing is at work when this returns."""
        self.rest()
        for thread in self._retired:
            thread.wait(_PATIENCE_MS)
        self._retired.clear()

    def shutdown(self) -> None:
        """The window closes: end everything, and wait for it."""
        self.release()

    def retire(self, thread: QThread) -> None:
        """Keep a thread that was asked to end until it has; a QThread must outlive its work."""
        self._retired = {earlier for earlier in self._retired if not earlier.isFinished()} | {thread}

    def shortcuts(self) -> Shortcuts:
        """The keys of this page, for the list of shortcuts."""
        return ()

    def settings_changed(self) -> None:
        """A setting has another value: take up what concerns this page."""

    def handle_key(self, event: QKeyEvent) -> bool:
        """Whether this key, pressed anywhere in the window outside text fields, meant something here."""
        return False


class CameraPage(Page):
    """A page with a live picture."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, live_view: LiveView | None = None) -> None:
        super().__init__(context, parent)
        self.live_view = live_view or LiveView(context.theme)
        self.live_view.notice_acted.connect(self._on_notice_acted)
        self.live_view.set_mirrored(context.settings.mirror)

    def settings_changed(self) -> None:
        """Mirror the picture or not. To be called by whoever does more."""
        self.live_view.set_mirrored(self.context.settings.mirror)

    def uses_camera(self, profile: Profile | None) -> bool:
        """Whether the camera is on while the page shows for that person."""
        return profile is not None

    def camera_state(self, state: CaptureState) -> None:
        """Say in the live view how the camera is doing."""
        self.live_view.show_notice(notice_of(state))
        self.live_view.show_hint(hint_of(state))

    def _on_notice_acted(self) -> None:
        again = self.live_view.notice is not None and self.live_view.notice.restarts
        (self.camera_again if again else self.needs_camera).emit()
