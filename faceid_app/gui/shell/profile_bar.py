"""Owns the profile chooser: who the window is about, and creating, renaming and deleting people."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from faceid_app.errors import FaceIdError, ProfileExists, StorageError
from faceid_app.gui.context import Context
from faceid_app.gui.look.icons import icon
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.parts.chooser_button import ChooserButton
from faceid_app.gui.parts.sheet import Question, Sheet
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.locks import hold
from faceid_app.storage.names import check_name, same_name
from faceid_app.storage.profiles import CONSENT, Profile
from faceid_app.storage.receipt import DeletionReceipt
from faceid_app.workers.jobs import Job


class ProfileBar(ChooserButton):
    """Shows the chosen person; its menu changes that."""

    chosen = Signal(object)
    """The Profile, or None when nobody is left."""
    releasing = Signal()
    """The chosen person's files are about to move or go: whoever uses them lets go now."""
    deleted = Signal(object)
    """The DeletionReceipt of a person."""
    told = Signal(str, str)
    """A sentence and its tone, for the window to show."""

    def __init__(self, context: Context, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._context, self._sheet = context, sheet
        self._profile: Profile | None = None
        self._leaving: Profile | None = None
        """Who is being renamed or deleted: nobody may choose them meanwhile."""
        self._new_name = ""
        # What waits for the store is done beside the window: another process may hold it for seconds.
        self._creating, self._renaming, self._deleting = Job(self), Job(self), Job(self)
        self._creating.succeeded.connect(self._set)
        self._creating.failed.connect(lambda error: self.told.emit(sentence(error), "bad"))
        self._renaming.succeeded.connect(self._on_renamed)
        self._renaming.failed.connect(self._on_left)
        self._deleting.succeeded.connect(self._on_deleted)
        self._deleting.failed.connect(self._on_left)
        self.options.aboutToShow.connect(self._fill)
        self._tell()

    @property
    def profile(self) -> Profile | None:
        """Who is chosen."""
        return self._profile

    def choose_first(self, wanted: str | None = None, *, remembered: str | None = None) -> None:
        """Choose `wanted`, or else whom the settings remember, or whoever comes first, or nobody.

        Raises FaceIdError if `wanted` cannot be opened.
        """
        if wanted is not None:
            self._set(self._context.profiles.get(wanted))
            return
        names = self._names()
        for name in sorted(names, key=lambda one: one != remembered):
            # A damaged profile must not keep the others' window shut; the menu still offers it, to delete.
            with contextlib.suppress(FaceIdError):
                self._set(self._context.profiles.get(name))
                return
        self._set(None)

    def ask_new(self) -> None:
        """Ask for a name and create that person."""
        if self._creating.running:
            return
        question = Question(
            title=self.tr("New profile"),
            words=said(CONSENT),
            accept=self.tr("Create"),
            placeholder=self.tr("Name"),
        )
        self._sheet.ask(question, self._create)

    def ask_rename(self) -> None:
        """Ask for another name."""
        if (profile := self._profile) is None or self._renaming.running or self._deleting.running:
            return
        question = Question(
            title=self.tr("Rename {name}").format(name=profile.name),
            words=self.tr("Pictures and model stay as they are."),
            accept=self.tr("Rename"),
            placeholder=self.tr("Name"),
            initial=profile.name,
        )
        self._sheet.ask(question, lambda name: self._rename(profile, name))

    def ask_delete(self) -> None:
        """Ask whether to delete everything about the person."""
        if (profile := self._profile) is None or self._renaming.running or self._deleting.running:
            return
        question = Question(
            title=self.tr("Delete {name}?").format(name=profile.name),
            words=self.tr("Every picture, template and model of {name} is removed. This cannot be undone.").format(
                name=profile.name
            ),
            accept=self.tr("Delete"),
            dangerous=True,
        )
        self._sheet.ask(question, lambda _words: self._delete(profile))

    def show_profile(self, profile: Profile) -> None:
        """Choose a person who was created elsewhere."""
        self._set(profile)

    def remember(self) -> None:
        """Keep who is chosen for the next start; what cannot be kept must not keep the window from closing."""
        settings = self._context.settings
        settings.profile = None if self._profile is None else self._profile.name
        if self._profile is None and self._renaming.running:
            settings.profile = self._new_name
        with contextlib.suppress(StorageError):
            settings.save(self._context.paths)

    def shutdown(self) -> None:
        """Wait for what is under way."""
        for job in (self._creating, self._renaming, self._deleting):
            job.finish()

    def _create(self, name: str) -> None:
        """Raises at once what is certain, for the sheet; what else may go wrong is told when it does."""
        self._check_free(name)
        profiles = self._context.profiles
        self._creating.start(lambda _report, _is_cancelled: profiles.create(name))

    def _rename(self, profile: Profile, name: str) -> None:
        """As `_create`. Until it is done nobody is chosen, unless the user does."""
        self._check_free(name, besides=profile.name)
        self.releasing.emit()
        self._profile, self._leaving, self._new_name = None, profile, name
        root, profiles = self._context.paths.root, self._context.profiles

        def rename(_report: Report, _is_cancelled: IsCancelled) -> Profile:
            with hold(root, f"profile {profile.name}"):
                return profiles.rename(profile.name, name)

        self._renaming.start(rename)

    def _check_free(self, name: str, *, besides: str = "") -> None:
        name = check_name(name)
        for other in self._context.profiles.names():
            if other != besides and same_name(other, name):
                raise ProfileExists(other)

    def _on_renamed(self, profile: Profile) -> None:
        self._leaving = None
        if self._profile is None:
            self._set(profile)

    def _delete(self, profile: Profile) -> None:
        """Whoever comes next is chosen at once; the files go meanwhile, read once more for the receipt."""
        self.releasing.emit()
        self._leaving = profile
        root, profiles = self._context.paths.root, self._context.profiles

        def delete(_report: Report, _is_cancelled: IsCancelled) -> DeletionReceipt:
            with hold(root, f"profile {profile.name}"):
                return profiles.delete(profile.name)

        self._deleting.start(delete)
        self.choose_first()

    def _on_deleted(self, receipt: DeletionReceipt) -> None:
        self._leaving = None
        self.deleted.emit(receipt)
        self.told.emit(
            self.tr("{name} is deleted: {files} files were removed.").format(name=receipt.name, files=receipt.files),
            "good",
        )

    def _on_left(self, error: Exception) -> None:
        """Who was to be renamed or deleted is there as before."""
        profile, self._leaving = self._leaving, None
        self._set(profile)
        self.told.emit(sentence(error), "bad")

    def _names(self) -> list[str]:
        """Everybody who may be chosen."""
        leaving = None if self._leaving is None else self._leaving.name
        return [name for name in self._context.profiles.names() if name != leaving]

    def _fill(self) -> None:
        self.options.clear()
        group = QActionGroup(self.options)
        try:
            names = self._names()
        except FaceIdError as error:
            self.told.emit(sentence(error), "bad")
            names = []
        for name in names:
            action = QAction(name, self.options, checkable=True)
            action.setChecked(self._profile is not None and name == self._profile.name)
            action.triggered.connect(lambda _checked=False, name=name: self.choose(name))
            group.addAction(action)
            self.options.addAction(action)
        if names:
            self.options.addSeparator()
        self._add("user-plus", self.tr("&New profile…"), self.ask_new)
        if self._profile is not None:
            self._add("pencil", self.tr("&Rename…"), self.ask_rename)
            self._add("trash-2", self.tr("&Delete…"), self.ask_delete)

    def _add(self, name: str, words: str, triggered: object) -> None:
        self.options.addAction(icon(name, self._context.theme.tokens.muted), words, triggered)

    def choose(self, name: str) -> None:
        """Choose somebody enrolled; `told` says so where that cannot be."""
        try:
            self._set(self._context.profiles.get(name))
        except FaceIdError as error:
            self.told.emit(sentence(error), "bad")

    def _set(self, profile: Profile | None) -> None:
        self._profile = profile
        self._tell()
        self.chosen.emit(profile)

    def _tell(self) -> None:
        name = self.tr("No profile") if self._profile is None else self._profile.name
        self.show_choice("user", name)
        self.setAccessibleName(self.tr("Profile: {name}").format(name=name))
