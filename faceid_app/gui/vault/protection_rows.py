"""Owns the lines of the settings about protection: whether the profiles are sealed, sealing them, the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.parts.controls import button, rule
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.settings.setting_row import SettingRow
from faceid_app.gui.vault.passphrase_sheet import SetPassphrase
from faceid_app.progress import IsCancelled, Progress, Report
from faceid_app.storage.vault.os_keyring import Keyring, find_keyring
from faceid_app.workers.jobs import Job
from faceid_app.workers.protecting import Protection, look, make_vault, remove_passphrase, seal_all, set_passphrase


class ProtectionRows(QWidget):
    """Looks on another thread, for a keyring may take its time; so does everything it starts."""

    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""
    passphrase_asked = Signal(str, object)
    """A title for the sheet of passphrases, and what sets one."""
    told = Signal(str, str)
    """A sentence and its tone."""

    def __init__(
        self, context: Context, find: Callable[[], Keyring | None] = find_keyring, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paths, self._find = context.paths, find
        self.seal_button = button(self.tr("Seal…"), clicked=self.ask_seal)
        self.seal_row = SettingRow(self.tr("Pictures and models"), self.tr("Looking…"), self.seal_button)
        self._looking, self._sealing, self._removing = Job(self), Job(self), Job(self)
        self._looking.succeeded.connect(self._show)
        self._looking.failed.connect(lambda error: self.seal_row.explain(sentence(error), "bad"))
        self._sealing.progressed.connect(self._on_progressed)
        self._sealing.succeeded.connect(self._on_sealed)
        self._sealing.failed.connect(self._on_failed)
        self._sealing.cancelled.connect(self._on_cancelled)
        self._removing.succeeded.connect(lambda _nothing: self.look())
        self._removing.failed.connect(self._on_failed)
        self._protection: Protection | None = None
        self.progress = ProgressLine()
        self.progress.cancel_asked.connect(self._sealing.cancel)
        self.set_button = button(self.tr("Set…"), clicked=self.ask_passphrase)
        self.remove_button = button(self.tr("Remove…"), clicked=self.ask_remove)
        self.passphrase_row = SettingRow(self.tr("Passphrase"), "", self.set_button, self.remove_button)
        self.remove_button.setAccessibleName(self.tr("Remove the passphrase"))
        self._line = rule()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (self.seal_row, self.progress, self._line, self.passphrase_row):
            column.addWidget(part)
        self.seal_button.hide()
        self._show_passphrase(False)

    def look(self) -> None:
        """See how it is now."""
        paths, find = self._paths, self._find
        if not self._sealing.running:
            self._looking.start(lambda _report, _is_cancelled: look(paths, find))

    def rest(self) -> None:
        """Nobody looks any more; what is being sealed goes on."""
        self._looking.cancel()

    def shutdown(self) -> None:
        """Cancel, and wait: what is not sealed yet stays as it is."""
        for job in (self._looking, self._sealing, self._removing):
            job.shutdown()

    def ask_seal(self) -> None:
        """Ask, for the passphrase where nothing else could keep the key, and begin."""
        protection = self._protection
        if protection is None:
            return
        if not protection.exists and protection.keyring is None:
            self.passphrase_asked.emit(self.tr("Protect with a passphrase"), self._set_it())
            return
        words = self.tr(
            "A sealed copy of every profile is made, compared with what is there, and takes its place; then the plain "
            "one is erased. Everything works as before, and only you can open it."
        )
        if protection.unknown:
            words = self.tr(
                "These were not sealed although others are, so somebody else may have put them there: {names}. Seal "
                "them only if they are yours."
            ).format(names=", ".join(protection.unknown))
        question = Question(title=self.tr("Seal the profiles?"), words=words, accept=self.tr("Seal"))
        self.asked.emit(question, lambda _line: self.seal())

    def seal(self) -> None:
        """Seal what is plain; the user was asked."""
        paths, find = self._paths, self._find

        def seal(report: Report, is_cancelled: IsCancelled) -> list[str]:
            make_vault(paths, find=find)
            return seal_all(paths, find=find, report=report, is_cancelled=is_cancelled)

        self.seal_button.setEnabled(False)
        self.progress.begin(self.tr("Sealing…"))
        self._sealing.start(seal)

    def ask_passphrase(self) -> None:
        """Let the user choose a passphrase, the first or another."""
        has_one = self._protection is not None and self._protection.passphrase
        title = self.tr("Change the passphrase") if has_one else self.tr("Set a passphrase")
        self.passphrase_asked.emit(title, self._set_it())

    def ask_remove(self) -> None:
        """Ask whether the keyring alone shall open the profiles."""
        question = Question(
            title=self.tr("Remove the passphrase?"),
            words=self.tr(
                "Then only the keyring of your session opens the profiles: on another computer, or after the keyring "
                "is lost, nothing does."
            ),
            accept=self.tr("Remove"),
            dangerous=True,
        )
        paths, find = self._paths, self._find

        def remove(_report: Report, _is_cancelled: IsCancelled) -> None:
            remove_passphrase(paths, find)

        self.asked.emit(question, lambda _line: self._removing.start(remove))

    def passphrase_set(self) -> None:
        """The sheet has set one: the first one opens a new vault, in which everything is yet to be sealed."""
        if self._protection is not None and not self._protection.exists:
            self.seal()
        else:
            self.told.emit(self.tr("The passphrase is set."), "good")
            self.look()

    def _set_it(self) -> SetPassphrase:
        return partial(set_passphrase, self._paths, find=self._find)

    def _show(self, protection: Protection) -> None:
        self._protection = protection
        unsealed = bool(protection.plain or protection.unknown)
        self.seal_row.explain(said(protection.sentence))
        by_passphrase = not protection.exists and protection.keyring is None
        self.seal_button.setText(self.tr("Protect…") if by_passphrase else self.tr("Seal…"))
        self.seal_button.setEnabled(True)
        self.seal_button.setVisible(unsealed or by_passphrase)
        self._show_passphrase(protection.exists)
        self.passphrase_row.explain(self._passphrase_words(protection))
        self.set_button.setText(self.tr("Change…") if protection.passphrase else self.tr("Set…"))
        self.set_button.setAccessibleName(
            self.tr("Change the passphrase") if protection.passphrase else self.tr("Set a passphrase")
        )
        self.remove_button.setVisible(protection.passphrase and protection.in_keyring)

    def _passphrase_words(self, protection: Protection) -> str:
        if not protection.passphrase:
            return self.tr("Not set. It would open the profiles where the keyring does not, as on another computer.")
        if protection.in_keyring:
            return self.tr("Opens the profiles where the keyring does not.")
        return self.tr("Opens the profiles at every start; there is no other way in.")

    def _show_passphrase(self, shown: bool) -> None:
        self._line.setVisible(shown)
        self.passphrase_row.setVisible(shown)

    def _on_progressed(self, progress: Progress) -> None:
        self.progress.show_progress(progress)
        self.progress.words.setText(self.tr("Sealing {name}…").format(name=progress.message))

    def _on_sealed(self, names: list[str]) -> None:
        self.progress.end()
        if names:
            self.told.emit(self.tr("%n profile(s) are sealed now.", "", len(names)), "good")
        self.look()

    def _on_cancelled(self) -> None:
        self.progress.end()
        self.look()

    def _on_failed(self, error: Exception) -> None:
        self.progress.end()
        self.told.emit(sentence(error), "bad")
        self.look()
