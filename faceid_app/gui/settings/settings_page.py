"""The settings: every one that is declared for this page, in its group, and what else concerns the whole program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from faceid_app.camera.catalogue import CameraInfo, list_cameras
from faceid_app.errors import FaceIdError
from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.page import Page
from faceid_app.gui.parts.controls import Card, Note, button, rule, text
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.settings.choice_menu import ChoiceMenu
from faceid_app.gui.settings.data_folder_row import DataFolderRow
from faceid_app.gui.settings.device_row import AskDevice, DeviceRow, ask_device
from faceid_app.gui.settings.history_rows import HistoryRows
from faceid_app.gui.settings.setting_control import control_for, refresh_bounds
from faceid_app.gui.settings.setting_row import SettingRow
from faceid_app.gui.shell.camera_choice import FIRST
from faceid_app.gui.vault.protection_rows import ProtectionRows
from faceid_app.setting import Group, Setting
from faceid_app.settings import Settings
from faceid_app.storage.audit import Event
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job

_WIDTH = 720


class SettingsPage(Page):
    """Each change counts at once and is saved at once."""

    changed = Signal(str)
    """The key of a setting that has another value now."""
    camera_chosen = Signal(str)
    """What to give to the feed from now on."""
    diagnostics_asked = Signal()
    reopen_asked = Signal()
    """The window should open anew, in another language."""
    move_confirmed = Signal(object)
    """Everything should move to this folder (a Path), which closes the window meanwhile."""
    asked = Signal(object, object)
    """A `Question` for the window's sheet, and what to do with the answer."""

    def __init__(self, context: Context, ask: AskDevice = ask_device, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.note, self.language_note = Note(context.theme), Note(context.theme)
        self._saving, self._listing = Job(self), Job(self)
        self._saving.failed.connect(lambda error: self.note.say(sentence(error)))
        self._listing.succeeded.connect(self._show_cameras)
        self.language_note.acted.connect(self.reopen_asked)
        self.controls: dict[str, QWidget] = {}
        self._cameras: Sequence[CameraInfo] = []
        self.data_folder = DataFolderRow(context.paths.root)
        self.data_folder.told.connect(self.note.say)
        self.data_folder.move_asked.connect(self._ask_move)
        self.data_folder.remove_asked.connect(self._ask_remove)
        self.device = DeviceRow(ask)
        self.protection = ProtectionRows(context)
        self.protection.told.connect(self.note.say)
        self.protection.asked.connect(self.asked)
        self.history = HistoryRows(context)
        self.history.told.connect(self.note.say)
        self.history.asked.connect(self.asked)
        self.diagnostics_button = button(self.tr("Show…"), clicked=self.diagnostics_asked.emit)
        self._language_at_start = context.settings.language
        self._arrange()
        self.camera.chosen.connect(self._on_camera_chosen)
        self._warn(context.settings.ignored)

    @property
    def camera(self) -> ChoiceMenu:
        """The chooser of the camera."""
        chooser = self.controls[Settings.camera.key]
        assert isinstance(chooser, ChoiceMenu)
        return chooser

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, Space.S, 0, Space.XL)
        column.setSpacing(Space.S)
        column.addWidget(text(self.tr("Settings"), "title"))
        column.addSpacing(Space.S)
        column.addWidget(self.note)
        groups = {group: self._card(list(self._rows(group))) for group in Group}
        diagnostics = SettingRow(
            self.tr("Diagnostics"),
            self.tr("What helps to find a fault: versions, devices, the log. It names nobody."),
            self.diagnostics_button,
        )
        computer = self._card([self.data_folder, self.device, diagnostics])
        titled = [(said(group.value), card) for group, card in groups.items() if group is not Group.ADVANCED]
        titled.append((self.tr("Protection"), self._card([self.protection, self.history])))
        titled.append((self.tr("This computer"), computer))
        titled.append((said(Group.ADVANCED.value), groups[Group.ADVANCED]))
        for title, card in titled:
            column.addSpacing(Space.M)
            column.addWidget(text(title, "section"))
            column.addWidget(card)
        column.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setLayout(column)
        inner = QWidget()
        across = QHBoxLayout(inner)
        across.setContentsMargins(Space.XL, 0, Space.XL, 0)
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _rows(self, group: Group) -> Iterator[QWidget]:
        for setting in Settings.declared():
            if setting.group is group:
                control = control_for(setting, self.context.settings, self.context.theme, self._put)
                self.controls[setting.key] = control
                yield SettingRow(said(setting.label), said(setting.help), control)
            if setting.group is group and setting is Settings.language:
                yield self.language_note

    @staticmethod
    def _card(rows: Sequence[QWidget]) -> Card:
        card = Card()
        for number, row in enumerate(rows):
            if number and not isinstance(row, Note):
                card.column.addWidget(rule())
            card.column.addWidget(row)
        return card

    def activate(self, profile: Profile | None) -> None:
        """Look what has changed outside."""
        self._show_cameras(self._cameras)
        self._listing.start(lambda _report, _is_cancelled: list_cameras())
        self.protection.look()
        self.data_folder.look()
        self.device.look()

    def rest(self) -> None:
        self._listing.cancel()
        self.protection.rest()
        self.data_folder.rest()
        self.device.rest()

    def shutdown(self) -> None:
        super().shutdown()
        self._listing.shutdown()
        self._saving.shutdown()
        self.protection.shutdown()
        self.history.shutdown()
        self.data_folder.shutdown()
        self.device.shutdown()

    def _put(self, setting: Setting[Any], value: object) -> None:
        settings = self.context.settings
        if settings.value(setting) == value:
            return
        settings.put(setting, value)
        for other in Settings.declared():
            if other.key in self.controls:
                refresh_bounds(self.controls[other.key], other, settings)
        log = self.context.profiles.log

        def save(_report: object, _is_cancelled: object) -> None:
            settings.save(self.context.paths)
            if log is not None and setting.group in (Group.JUDGING, Group.ADVANCED):
                log.note(Event.SETTING_CHANGED, setting=setting.key, value=str(settings.value(setting)))

        self._saving.start(save)
        if setting is Settings.language:
            self._offer_reopening()
        self.changed.emit(setting.key)

    def _offer_reopening(self) -> None:
        if self.context.settings.language == self._language_at_start:
            self.language_note.clear()
        else:
            words = self.tr("The language changes when the window opens the next time.")
            self.language_note.say(words, "accent", self.tr("Open anew"))

    def _show_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        self._cameras = cameras
        current = self.context.settings.camera
        choices = [(FIRST, self.tr("The first one found"))]
        choices += [(camera.stable_id, camera.name) for camera in cameras]
        named = next((c.stable_id for c in cameras if current in (c.stable_id, c.name, str(c.index))), current)
        if named is not None and named not in dict(choices):
            choices.append((named, named))
        self.camera.offer(choices, named or FIRST)

    def _on_camera_chosen(self, spec: str) -> None:
        self._put(Settings.camera, None if spec == FIRST else spec)
        self._show_cameras(self._cameras)
        self.camera_chosen.emit(spec)

    def _ask_move(self, target: Path) -> None:
        question = Question(
            title=self.tr("Move all data?"),
            words=self.tr(
                "The window closes while everything is copied to {folder} and compared, and opens again there. "
                "The copy at the old place stays until you remove it here."
            ).format(folder=target),
            accept=self.tr("Move"),
        )
        self.asked.emit(question, lambda _line: self.move_confirmed.emit(target))

    def _ask_remove(self, old: Path) -> None:
        question = Question(
            title=self.tr("Remove the old copy?"),
            words=self.tr("Everything in {folder} is removed for good. What you use now lies in {current}.").format(
                folder=old, current=self.context.paths.root
            ),
            accept=self.tr("Remove"),
            dangerous=True,
        )
        self.asked.emit(question, lambda _line: self.data_folder.remove_old_copy())

    def _warn(self, ignored: Sequence[FaceIdError]) -> None:
        if ignored:
            told = " ".join(sentence(error) for error in ignored)
            self.note.say(self.tr("{told} The default counts instead.").format(told=told), "caution")
