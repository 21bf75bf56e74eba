"""Owns the menu of a person: renaming and enrolling anew, saving them as a capsule, dropping their pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from faceid_app.gui.context import Context
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import set_property
from faceid_app.gui.parts.sheet import Question
from faceid_app.identity.capsules import export_capsule
from faceid_app.identity.retention import drop_pictures
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.capsule import SUFFIX
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job


class PersonMenu(QPushButton):
    """A button with a menu; what it starts is done on other threads."""

    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""
    passphrase_asked = Signal(str, object, str)
    """A title for the sheet of passphrases, what to do with one, and what it means."""
    told = Signal(str, str)
    """A sentence and its tone."""
    rename_asked = Signal()
    renewal_asked = Signal()
    """Enrol anew, beside the earlier pictures."""
    dropped = Signal()
    """The pictures of the person are gone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths = context.paths
        self._profile: Profile | None = None
        self._dropping = Job(self)
        self._dropping.succeeded.connect(self._on_dropped)
        self._dropping.failed.connect(lambda error: self.told.emit(sentence(error), "caution"))
        set_property(self, "kind", "plain")
        self.setText(self.tr("More"))
        self.setAccessibleName(self.tr("More about this person"))
        self.options = QMenu(self)
        self.options.addAction(self.tr("Rename…"), self.rename_asked.emit)
        self.options.addAction(self.tr("Enrol anew…"), self.renewal_asked.emit)
        self.options.addSeparator()
        self.options.addAction(self.tr("Save as a capsule…"), lambda: self.ask_where(pictures=False))
        self.options.addAction(self.tr("Save as a capsule with pictures…"), lambda: self.ask_where(pictures=True))
        self.options.addSeparator()
        self.options.addAction(self.tr("Drop the pictures…"), self.ask_drop)
        self.setMenu(self.options)

    def show_for(self, profile: Profile | None) -> None:
        """Whom it is about."""
        self._profile = profile

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._dropping.finish()

    def ask_where(self, *, pictures: bool) -> None:
        """Ask for a place and a passphrase, and write the capsule."""
        if (profile := self._profile) is None:
            return
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Save as a capsule"), f"{profile.name}{SUFFIX}", self.tr("Capsules (*.faceid)")
        )
        if chosen:
            self.ask_passphrase(profile, Path(chosen), pictures=pictures)

    def ask_passphrase(self, profile: Profile, target: Path, *, pictures: bool) -> None:
        """Ask for the capsule's passphrase, and write it there."""
        paths = self._paths

        def write(passphrase: str) -> None:
            export_capsule(paths, profile, target, passphrase, pictures=pictures)
            saved = self.tr("{name} is saved in {file}.").format(name=profile.name, file=target.name)
            self.told.emit(saved, "good")

        warning = self.tr(
            "The file holds what {name} is recognised by. Whoever has it and this passphrase can read that; a lost "
            "passphrase cannot be restored."
        )
        self.passphrase_asked.emit(self.tr("Passphrase of the capsule"), write, warning.format(name=profile.name))

    def ask_drop(self) -> None:
        """Ask whether the pictures may go, and say what goes with them."""
        if (profile := self._profile) is None or self._dropping.running:
            return
        question = Question(
            title=self.tr("Drop the pictures of {name}?").format(name=profile.name),
            words=self.tr(
                "Verification goes on as before. Training again, also with another network, and seeing what a model "
                "looks at will need new pictures. This cannot be undone."
            ),
            accept=self.tr("Drop"),
            dangerous=True,
        )
        paths = self._paths

        def drop(_report: Report, _is_cancelled: IsCancelled) -> int:
            with hold(paths.root, f"profile {profile.name}"):
                return drop_pictures(paths, profile)

        self.asked.emit(question, lambda _words: self._dropping.start(drop))

    def _on_dropped(self, _count: int) -> None:
        self.told.emit(self.tr("The pictures are dropped; templates and model stay."), "good")
        self.dropped.emit()
