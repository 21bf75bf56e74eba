"""The settings: every one has a control, takes effect at once and is saved; what else the page can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from faceid_app import app as program
from faceid_app.camera.catalogue import CameraInfo
from faceid_app.gui.look.language import language_of, speak
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import DARK, LIGHT
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.parts.segments import Segments
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.settings import settings_page
from faceid_app.gui.settings.device_row import DeviceRow
from faceid_app.gui.settings.settings_page import SettingsPage
from faceid_app.gui.settings.stepper import Stepper
from faceid_app.gui.shell.main_window import MainWindow
from faceid_app.gui.shell.moving_window import MovingWindow
from faceid_app.location import Location, find_location
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from tests.gui.conftest import OpenWindow


@pytest.fixture(autouse=True)
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder of the test is the one the program finds by itself; nobody's cameras are listed."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_args, **_kinds: str(tmp_path / "data"))
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_args, **_kinds: str(tmp_path / "config"))
    cameras = [CameraInfo(0, "Front Camera", "046d:0825@1-6", 200), CameraInfo(1, "Desk & Lamp", "1234:5678@1-2", 200)]
    monkeypatch.setattr(settings_page, "list_cameras", lambda: cameras)


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """Whatever a test chooses, the next one reads English."""
    yield
    speak(qapp, "en")


def switch(page: SettingsPage, key: str) -> Switch:
    control = page.controls[key]
    assert isinstance(control, Switch)
    return control


def segments(page: SettingsPage, key: str) -> Segments:
    control = page.controls[key]
    assert isinstance(control, Segments)
    return control


def stepper(page: SettingsPage, key: str) -> Stepper:
    control = page.controls[key]
    assert isinstance(control, Stepper)
    return control


def test_every_grouped_setting_has_a_control_that_shows_and_sets_it(
    qtbot: QtBot, window: OpenWindow, paths: Paths, anna: Profile, faceless: str, theme: Theme
) -> None:
    opened = window(camera=faceless, page="settings")
    page = opened.settings
    grouped = {setting.key for setting in Settings.declared() if setting.group is not None}
    assert set(page.controls) == grouped
    assert not {"profile", "backbone"} & grouped
    page.device.rest()
    switch(page, "mirror").click()
    switch(page, "reduce_motion").click()
    segments(page, "theme").choose(2)
    segments(page, "second_face").choose(1)
    stepper(page, "verdict_seconds").number.setValue(3.5)
    chosen = page.context.settings
    assert (chosen.mirror, chosen.reduce_motion, chosen.theme, chosen.second_face) == (False, True, "dark", "nearest")
    qtbot.waitUntil(lambda: Settings.load(paths).verdict_seconds == 3.5)
    assert Settings.load(paths).theme == "dark"
    assert theme.tokens is DARK
    segments(page, "theme").choose(1)
    assert theme.tokens is LIGHT
    assert not opened.verify.live_view.mirrored
    switch(page, "mirror").click()
    assert opened.verify.live_view.mirrored


def test_no_verdict_can_be_made_impossible(window: OpenWindow, anna: Profile, faceless: str) -> None:
    page = window(camera=faceless, page="settings").settings
    page.device.rest()
    agree, considered = stepper(page, "verdict_k"), stepper(page, "verdict_n")
    assert agree.number.lineEdit().width() > agree.number.width() / 2
    for _ in range(9):
        agree.more.click()
    assert (agree.number.value(), agree.more.isEnabled()) == (5, False)
    for _ in range(9):
        considered.less.click()
    assert page.context.settings.verdict_n == 5
    considered.number.setValue(8)
    assert agree.more.isEnabled()


def test_cameras_are_chosen_by_name(
    qtbot: QtBot, window: OpenWindow, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless, page="settings")
    page = opened.settings
    assert page.camera.choice == "The first one found"
    qtbot.waitUntil(lambda: len(page.camera.options.actions()) == 3)
    desk = page.camera.options.actions()[2]
    assert desk.text() == "Desk && Lamp"
    desk.trigger()
    assert page.camera.choice == "Desk & Lamp"
    assert opened.window.camera_bar.spec == "1234:5678@1-2"
    qtbot.waitUntil(lambda: Settings.load(paths).camera == "1234:5678@1-2")
    page.camera.options.actions()[0].trigger()
    qtbot.waitUntil(lambda: Settings.load(paths).camera is None)


def test_a_hand_edited_value_that_does_not_count_is_said(
    window: OpenWindow, paths: Paths, anna: Profile, faceless: str
) -> None:
    paths.settings.write_text('{"theme": "green"}')
    page = window(camera=faceless, page="settings").settings
    assert "'Theme' cannot be 'green'" in page.note.words
    assert segments(page, "theme").current() == 0


def test_what_training_runs_on_is_asked_once_and_only_of_who_stays(qtbot: QtBot, theme: Theme) -> None:
    asked: list[int] = []

    def ask(_report: object, _is_cancelled: object) -> dict[str, object]:
        asked.append(1)
        return {"title": "CPU, 2 cores via TensorFlow", "advice": "TensorFlow found no GPU."}

    row = DeviceRow(ask)
    qtbot.addWidget(row)
    row.look()
    row.rest()
    row.look()
    qtbot.waitUntil(lambda: "2 cores" in row.row.help)
    row.look()
    assert row.row.help == "CPU, 2 cores via TensorFlow. TensorFlow found no GPU."
    assert asked == [1]
    row.shutdown()


# --- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "preferred", "language"),
    [("ru", ["en"], "ru"), ("system", ["de-DE", "ru_RU", "en"], "ru"), ("system", ["fr"], "en"), ("en", ["ru"], "en")],
)
def test_the_language_that_is_meant(setting: str, preferred: list[str], language: str) -> None:
    assert language_of(setting, preferred) == language


def test_another_language_is_offered_to_open_anew_in(
    window: OpenWindow, anna: Profile, faceless: str, qtbot: QtBot
) -> None:
    page = window(camera=faceless, page="settings").settings
    segments(page, "language").choose(2)
    assert page.language_note.words
    with qtbot.waitSignal(page.reopen_asked):
        page.language_note.acted.emit()
    segments(page, "language").choose(0)
    assert not page.language_note.words


def test_the_window_opens_anew_in_the_other_language(
    qtbot: QtBot, qapp: QApplication, paths: Paths, anna: Profile, faceless: str
) -> None:
    titles: list[str] = []

    def on_window() -> None:
        (window,) = [
            widget for widget in qapp.topLevelWidgets() if isinstance(widget, MainWindow) and widget.isVisible()
        ]
        page = window.page()
        assert isinstance(page, SettingsPage)
        titles.append(QCoreApplication.translate("SettingsPage", "Settings"))
        if len(titles) == 1:
            segments(page, "language").choose(2)
            qtbot.waitUntil(lambda: Settings.load(paths).language == "ru")
            QTimer.singleShot(300, on_window)
            page.language_note.acted.emit()
        else:
            window.quit()

    QTimer.singleShot(300, on_window)
    assert program.run(data_dir=paths.root, camera=faceless, page="settings") == 0
    assert titles == ["Settings", "Настройки"]


# --- data folder -----------------------------------------------------------------------------------------------------


def test_all_data_move_while_the_window_is_closed_and_the_old_copy_can_be_removed(
    qtbot: QtBot, qapp: QApplication, paths: Paths, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    target = tmp_path / "disk"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(target))
    roots: list[Path] = []

    def on_window() -> None:
        found = [widget for widget in qapp.topLevelWidgets() if isinstance(widget, MainWindow) and widget.isVisible()]
        if not found:
            assert any(isinstance(widget, MovingWindow) for widget in qapp.topLevelWidgets())
            QTimer.singleShot(100, on_window)
            return
        (window,) = found
        page = window.page()
        assert isinstance(page, SettingsPage)
        roots.append(page.context.paths.root)
        if len(roots) == 1:
            assert page.data_folder.old_row.isHidden()
            page.data_folder.ask_move()
            qtbot.waitUntil(window.sheet.isVisible)
            QTimer.singleShot(300, on_window)
            window.sheet.accept_button.click()
        else:
            qtbot.waitUntil(lambda: not page.data_folder.old_row.isHidden())
            assert str(paths.root) in page.data_folder.old_row.findChildren(type(page.data_folder.row))[0].help
            page.data_folder.remove_button.click()
            window.sheet.accept_button.click()
            qtbot.waitUntil(page.data_folder.old_row.isHidden)
            window.quit()

    QTimer.singleShot(300, on_window)
    assert program.run(data_dir=paths.root, camera=faceless, page="settings") == 0
    assert roots == [paths.root, target]
    assert find_location() == Location(target)
    assert (target / "people").is_dir()
    assert not paths.personal.exists()


def test_a_folder_that_will_not_do_is_refused_on_the_page(
    qtbot: QtBot, window: OpenWindow, paths: Paths, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window(camera=faceless, page="settings").settings
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(paths.personal))
    page.data_folder.move_button.click()
    qtbot.waitUntil(lambda: "inside the other" in page.note.words)


def test_a_data_folder_named_at_the_start_cannot_be_moved(
    window: OpenWindow, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_args, **_kinds: str(tmp_path / "elsewhere"))
    assert window(camera=faceless, page="settings").settings.data_folder.move_button.isHidden()


def test_opening_it_shows_no_focus_elsewhere_and_choosing_a_camera_keeps_it(
    window: OpenWindow, faceless: str, anna: Profile
) -> None:
    opened = window(camera=faceless, page="enrol")
    opened.window.rail.choose(PAGES.index("settings"))
    page = opened.settings
    assert opened.window.focusWidget() is page
    control = page.controls["reduce_motion"]
    control.setFocus()
    page.camera_chosen.emit("0")
    assert opened.window.focusWidget() is control
