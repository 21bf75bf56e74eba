"""Owns the small window that opens the vault before the main one: by the keyring without a word, or by passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Note, button, row, text
from faceid_app.gui.vault.start_anew import StartAnew
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.vault.os_keyring import Keyring, find_keyring
from faceid_app.storage.vault.vault import Vault
from faceid_app.workers.jobs import Job

_QUIET_MS = 700
"""How long the keyring may take before this window shows; usually it is open with the session."""
_WIDTH = 460


class UnlockWindow(QWidget):
    """Tries the keyring, and shows itself where that does not open the vault. `ended` tells whether it is open."""

    ended = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        vault: Vault,
        find: Callable[[], Keyring | None] = find_keyring,
        *,
        paths: Paths | None = None,
    ) -> None:
        """`paths`: the data folder, where starting anew is offered to who has lost every way in."""
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Face verification"))
        self.setFixedWidth(_WIDTH)
        self._theme, self._vault, self._find = theme, vault, find
        self._over = False
        file = vault.file()
        self._has_passphrase = file is not None and file.passphrase is not None
        self._has_keyring = file is not None and file.in_keyring
        self.note = Note(theme)
        self._asking, self._typing = Job(self), Job(self)
        self._asking.succeeded.connect(self._on_asked)
        self._asking.failed.connect(self._on_failed)
        self._typing.succeeded.connect(lambda _nothing: self._end(True))
        self._typing.failed.connect(self._on_failed)
        self._typing.running_changed.connect(self._on_typing)
        self.picture, self.opening = QLabel(), QWidget()
        self.words = text(wrap=True, tone="muted")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText(self.tr("Passphrase"))
        self.line.setAccessibleName(self.tr("Passphrase"))
        self.line.textEdited.connect(lambda _typed: self._say(""))
        self.anew = None if paths is None else StartAnew(theme, paths, self)
        self.lost_button = button(self.tr("I have lost it…"), kind="quiet", clicked=self._offer_anew)
        self.again_button = button(self.tr("Ask the &keyring again"), kind="quiet", clicked=self._ask)
        self.quit_button = button(self.tr("Quit"), clicked=self.close)
        self.open_button = button(self.tr("Open"), kind="primary", clicked=self._type)
        self._arrange()
        theme.changed.connect(self._tint)
        self._tint()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        whole.setSpacing(Space.M)
        whole.addWidget(self.picture)
        whole.addWidget(self.opening)
        if self.anew is not None:
            whole.addWidget(self.anew)
            self.anew.hide()
            self.anew.backed.connect(lambda: self._show_anew(False))
            self.anew.changed.connect(self._fit)
            self.anew.done.connect(lambda: self._end(True))
        layout = QVBoxLayout(self.opening)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(text(self.tr("Your profiles are sealed"), "title"))
        layout.addWidget(self.words)
        layout.addWidget(self.line)
        layout.addWidget(self.note)
        layout.addLayout(row(self.lost_button, 1))
        layout.addSpacing(Space.S)
        layout.addLayout(row(self.again_button, 1, self.quit_button, self.open_button, spacing=Space.M))
        self.line.setVisible(self._has_passphrase)
        self.open_button.setVisible(self._has_passphrase)
        self.again_button.setVisible(self._has_keyring)
        self.lost_button.hide()
        self._explain()

    def start(self) -> None:
        """Begin; nothing is shown while the keyring may still open it without a word."""
        if self._has_keyring:
            self._ask()
            QTimer.singleShot(_QUIET_MS, self._show_unless_over)
        else:
            self._show_unless_over()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing is giving up; after a deletion there is nothing left to open."""
        self._end(self.anew is not None and self.anew.deleted)
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return opens, Escape gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton) and focused not in (self.open_button, self.quit_button):
                focused.click()
            elif focused in (self.quit_button, self.again_button):
                (self.close if focused is self.quit_button else self._ask)()
            else:
                self._type()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if self._asking.running:
            return
        vault, find = self._vault, self._find
        self._say("")
        self._explain(waiting=True)
        self.again_button.setEnabled(False)

        def ask(_report: Report, _is_cancelled: IsCancelled) -> bool:
            keyring = find()
            return keyring is not None and vault.open_by_keyring(keyring)

        self._asking.start(ask)

    def _type(self) -> None:
        typed = self.line.text()
        if self._typing.running or not self._has_passphrase or not typed or self.opening.isHidden():
            return
        vault, find = self._vault, self._find

        def open_it(_report: Report, _is_cancelled: IsCancelled) -> None:
            vault.open_by_passphrase(typed, find())

        self._say("")
        self._typing.start(open_it)

    def _on_asked(self, opened: bool) -> None:
        self.again_button.setEnabled(True)
        if opened:
            self._end(True)
            return
        self._explain()
        self.lost_button.setVisible(self.anew is not None)
        self._fit()
        self._show_unless_over()

    def _on_failed(self, error: Exception) -> None:
        self.again_button.setEnabled(True)
        self._explain()
        self.lost_button.setVisible(self.anew is not None)
        self._say(sentence(error))
        self._show_unless_over()
        if self._has_passphrase:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()

    def _on_typing(self, running: bool) -> None:
        self.line.setEnabled(not running)
        self.open_button.setEnabled(not running)
        self.open_button.setText(self.tr("Opening…") if running else self.tr("Open"))

    def _offer_anew(self) -> None:
        if self.anew is not None:
            self.anew.ask()
            self._show_anew(True)

    def _show_anew(self, anew: bool) -> None:
        assert self.anew is not None
        self.opening.setVisible(not anew)
        self.anew.setVisible(anew)
        self._fit()

    def _explain(self, *, waiting: bool = False) -> None:
        if waiting:
            words = self.tr("The keyring of your session is asked for the key to them. It may want your password.")
        elif not self._has_keyring:
            words = self.tr("Type the passphrase you chose for them.")
        elif self._has_passphrase:
            words = self.tr("The keyring of your session did not open them. Type the passphrase you chose.")
        else:
            words = self.tr("The keyring of your session did not open them. Unlock it, and ask it again.")
        self.words.setText(words)
        self._fit()

    def _say(self, words: str) -> None:
        if words:
            self.note.say(words)
        else:
            self.note.clear()
        self._fit()

    def _fit(self) -> None:
        """As high as the words need: what wraps does not make a window grow by itself."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))

    def _show_unless_over(self) -> None:
        if self._over or self.isVisible():
            return
        self.show()
        first = self.line if self._has_passphrase else self.again_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, opened: bool) -> None:
        if self._over:
            return
        self._over = True
        self.line.clear()
        # A keyring that waits for its user ends when it pleases; nothing here waits for it.
        self._typing.shutdown(2.0)
        if self.anew is not None:
            self.anew.shutdown()
        self._asking.cancel()
        self.hide()
        self.ended.emit(opened)

    def _tint(self) -> None:
        self.picture.setPixmap(pixmap("lock-keyhole", self._theme.tokens.accent_text, 40))


def open_first(
    theme: Theme, vault: Vault, find: Callable[[], Keyring | None] = find_keyring, *, paths: Paths | None = None
) -> bool:
    """Open the vault before the main window, if there is one, or start anew; whether the program may go on.

    Raises SealBroken, NewerFormat, NotWritable where the key file cannot be used.
    """
    if not vault.exists or vault.is_open:
        return True
    window, loop, opened = UnlockWindow(theme, vault, find, paths=paths), QEventLoop(), [False]

    def ended(is_open: bool) -> None:
        opened[0] = is_open
        loop.quit()

    window.ended.connect(ended)
    window.start()
    loop.exec()
    window.deleteLater()
    return opened[0]
