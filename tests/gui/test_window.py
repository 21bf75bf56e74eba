"""The window: pages, people, cameras and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.camera.errors import (
    CameraBlack,
    CameraBusy,
    CameraError,
    CameraMissing,
    CameraUnplugged,
    SourceUnreadable,
)
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.errors import UnknownProfile
from faceid_app.gui.page import CameraPage
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.parts.live_view import Notice
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.gui.conftest import OpenWindow
from tests.helpers.clips import write_clip
from tests.helpers.fake_camera import FakeSource, frame


def press(target: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(target, key, modifier)


def entry(menu: QMenu, words: str) -> Callable[[], None]:
    """The action of a filled menu with these words."""
    found = [action for action in menu.actions() if action.text().replace("&", "") == words]
    assert found, [action.text() for action in menu.actions()]
    return found[0].trigger


def said(page: CameraPage) -> Notice:
    """What stands in place of the picture."""
    return page.live_view.notice or Notice("", "")


def says(page: CameraPage, headline: str) -> bool:
    return said(page).headline == headline


# --- pages and keys --------------------------------------------------------------------------------------------------


def test_pages_change_by_digit_and_by_control_digit(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    assert opened.window.page() is opened.enrol
    press(opened.window, Qt.Key.Key_2)
    assert opened.window.page() is opened.train
    press(opened.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.page() is opened.verify
    press(opened.window, Qt.Key.Key_1)
    assert opened.window.page() is opened.enrol


def test_the_camera_is_off_while_nobody_looks(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    sources: list[FakeSource] = []

    def open_camera(_spec: str) -> FakeSource:
        sources.append(FakeSource([frame(0)]))
        return sources[-1]

    opened = window(camera=faceless, open_camera=open_camera)
    qtbot.waitUntil(lambda: opened.enrol.live_view.notice is None)
    opened.window.rail.choose(2)
    assert len(sources) == 1  # the same camera serves both pages
    opened.window.rail.choose(1)
    qtbot.waitUntil(lambda: sources[0].closed)
    opened.window.rail.choose(0)
    qtbot.waitUntil(lambda: len(sources) == 2)


def test_everything_can_be_reached_with_the_tab_key(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    opened.window.activateWindow()
    seen = set()
    for _ in range(30):
        focused = opened.window.focusWidget()
        assert focused is not None
        seen.add(focused)
        press(focused, Qt.Key.Key_Tab)
    wanted = {opened.window.profile_bar, opened.window.camera_bar, opened.enrol.undo_button, opened.enrol.done_button}
    assert wanted | set(opened.enrol.buttons.values()) <= seen
    assert all(widget.accessibleName() for widget in wanted)


# --- people ----------------------------------------------------------------------------------------------------------


def test_without_anybody_each_page_leads_to_creating_a_person(
    qtbot: QtBot, window: OpenWindow, people: Profiles, faceless: str
) -> None:
    opened = window(camera=faceless)
    sheet = opened.window.sheet
    for number in range(3):
        opened.window.rail.choose(number)
        opened.window.page().needs_profile.emit()
        assert sheet.isVisible()
        press(sheet, Qt.Key.Key_Escape)
    opened.window.rail.choose(0)
    opened.enrol.empty.button.click()
    QTest.keyClicks(sheet.line, "berta")
    press(sheet.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.window.profile_bar.choice == "berta")
    assert people.names() == ["berta"]
    assert opened.enrol.live_view.isVisible()


def test_digits_and_capture_keys_belong_to_the_name_while_it_is_typed(
    qtbot: QtBot, window: OpenWindow, people: Profiles, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    opened.window.profile_bar.ask_new()
    QTest.keyClicks(opened.window.sheet.line, "pa 2")
    press(opened.window.sheet.accept_button, Qt.Key.Key_A)
    assert opened.window.page() is opened.enrol
    assert opened.enrol.lines.answer.text() == ""
    press(opened.window.sheet.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: people.names() == ["anna", "pa 2"])


def test_people_are_chosen_renamed_and_deleted(
    qtbot: QtBot, window: OpenWindow, people: Profiles, anna: Profile, faceless: str
) -> None:
    people.create("berta")
    opened = window(camera=faceless, profile="anna")
    bar, sheet = opened.window.profile_bar, opened.window.sheet
    bar.options.aboutToShow.emit()
    entry(bar.options, "berta")()
    assert bar.choice == "berta"
    bar.options.aboutToShow.emit()
    entry(bar.options, "Rename…")()
    sheet.line.setText("clara")
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: (bar.choice, people.names()) == ("clara", ["anna", "clara"]))
    bar.options.aboutToShow.emit()
    entry(bar.options, "Delete…")()
    sheet.cancel_button.click()
    assert people.names() == ["anna", "clara"]
    entry(bar.options, "Delete…")()
    sheet.accept_button.click()
    assert bar.choice == "anna"
    bar.options.aboutToShow.emit()
    assert "clara" not in [action.text() for action in bar.options.actions()]
    qtbot.waitUntil(lambda: "clara is deleted" in opened.window.note.words)
    assert people.names() == ["anna"]


def test_a_person_is_deleted_beside_the_window_and_closing_it_waits(
    window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    with PlainStore(paths.personal).exclusive():
        opened.window.profile_bar.ask_delete()
        opened.window.sheet.accept_button.click()
        assert opened.window.profile_bar.profile is None
        assert people.names() == ["anna"]
    opened.window.close()
    assert people.names() == []


def test_a_person_is_made_beside_the_window_and_closing_it_waits(
    window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    bar, sheet = opened.window.profile_bar, opened.window.sheet
    with PlainStore(paths.personal).exclusive():
        bar.ask_new()
        sheet.line.setText("berta")
        sheet.accept_button.click()
        assert not sheet.isVisible()
        bar.ask_new()  # one after the other
        assert not sheet.isVisible()
        assert (bar.choice, people.names()) == ("anna", ["anna"])
    opened.window.close()
    assert people.names() == ["anna", "berta"]


def test_a_person_is_renamed_beside_the_window_and_used_by_nobody_meanwhile(
    qtbot: QtBot, window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    bar, sheet = opened.window.profile_bar, opened.window.sheet
    with PlainStore(paths.personal).exclusive():
        bar.ask_rename()
        sheet.line.setText("berta")
        sheet.accept_button.click()
        assert not sheet.isVisible()
        assert people.names() == ["anna"]
        bar.ask_rename()
        bar.ask_delete()
        assert not sheet.isVisible()
        opened.window.rail.choose(2)
        assert opened.verify.verdict.isHidden()
        bar.options.aboutToShow.emit()
        assert "anna" not in [action.text() for action in bar.options.actions()]
        assert (bar.choice, bar.profile) == ("anna", None)
    qtbot.waitUntil(lambda: bar.choice == "berta")
    assert people.names() == ["berta"]


def test_closing_the_window_waits_for_a_new_name_and_remembers_it(
    window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    people.create("aaron")
    opened = window(camera=faceless, profile="anna")
    with PlainStore(paths.personal).exclusive():
        opened.window.profile_bar.ask_rename()
        opened.window.sheet.line.setText("berta")
        opened.window.sheet.accept_button.click()
    opened.window.close()
    assert people.names() == ["aaron", "berta"]
    assert Settings.load(paths).profile == "berta"


def test_whoever_is_chosen_while_another_is_renamed_stays_chosen(
    qtbot: QtBot, window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    people.create("clara")
    opened = window(camera=faceless, profile="anna")
    bar = opened.window.profile_bar
    with PlainStore(paths.personal).exclusive():
        bar.ask_rename()
        opened.window.sheet.line.setText("berta")
        opened.window.sheet.accept_button.click()
        bar.choose("clara")
    qtbot.waitUntil(lambda: people.names() == ["berta", "clara"])
    qtbot.wait(50)  # what follows the renaming
    assert bar.choice == "clara"
    bar.options.aboutToShow.emit()
    assert [action.text() for action in bar.options.actions()][:2] == ["berta", "clara"]


def test_a_person_in_use_elsewhere_is_not_renamed(
    qtbot: QtBot, window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    with hold(paths.root, "profile anna"):
        opened.window.profile_bar.ask_rename()
        opened.window.sheet.line.setText("berta")
        opened.window.sheet.accept_button.click()
        qtbot.waitUntil(lambda: "in use" in opened.window.note.words)
    assert people.names() == ["anna"]
    assert opened.window.profile_bar.profile is not None
    assert opened.enrol.live_view.isVisible()


def test_a_bad_or_taken_name_is_refused_in_place(
    qtbot: QtBot, window: OpenWindow, people: Profiles, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    sheet = opened.window.sheet
    opened.window.profile_bar.ask_new()
    for name in ("../x", "ANNA", ""):
        sheet.line.setText(name)
        sheet.accept_button.click()
        assert sheet.isVisible()
        assert sheet.note.words
    assert people.names() == ["anna"]


def test_a_person_in_use_elsewhere_is_not_deleted(
    qtbot: QtBot, window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless)
    with hold(paths.root, "profile anna"):
        opened.window.profile_bar.ask_delete()
        opened.window.sheet.accept_button.click()
        qtbot.waitUntil(lambda: "in use" in opened.window.note.words)
    assert people.names() == ["anna"]
    assert opened.enrol.live_view.isVisible()


def test_an_unknown_person_is_told_to_the_caller(window: OpenWindow, anna: Profile, faceless: str) -> None:
    with pytest.raises(UnknownProfile):
        window(camera=faceless, profile="nobody")


# --- cameras ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "headline"),
    [
        (CameraMissing("0", []), "Camera not found"),
        (CameraBusy("Front Camera"), "Camera in use"),
        (SourceUnreadable("x.mp4", "it is empty"), "The camera cannot be used"),
    ],
)
def test_a_camera_that_does_not_open_is_told_apart(
    qtbot: QtBot, window: OpenWindow, anna: Profile, error: CameraError, headline: str
) -> None:
    def open_camera(_spec: str) -> FrameSource:
        raise error

    opened = window(camera="0", open_camera=open_camera)
    pages: list[tuple[int, CameraPage]] = [(0, opened.enrol), (2, opened.verify)]
    for number, page in pages:
        opened.window.rail.choose(number)
        qtbot.waitUntil(partial(says, page, headline))
        assert str(error) in said(page).sentence


@pytest.mark.parametrize(
    ("script", "headline"),
    [
        ([frame(0), CameraUnplugged("Front Camera")], "Camera unplugged"),
        ([CameraBlack("Front Camera", 1.0, 4.0)], "The picture is black"),
        ([frame(0), None], "The recording has ended"),
    ],
)
def test_a_camera_that_stops_is_told_apart_and_comes_back(
    qtbot: QtBot, window: OpenWindow, anna: Profile, script: list[Frame | CameraError | None], headline: str
) -> None:
    scripts: list[list[Frame | CameraError | None]] = [script, [frame(0), frame(1)]]
    opened = window(camera="0", open_camera=lambda _spec: FakeSource([*scripts.pop(0)]))
    view = opened.enrol.live_view
    qtbot.waitUntil(partial(says, opened.enrol, headline))
    if headline != "Camera unplugged":  # that one is opened again by itself
        opened.enrol.camera_again.emit()
    qtbot.waitUntil(lambda: view.notice is None, timeout=10_000)


def test_an_ended_recording_plays_again(qtbot: QtBot, window: OpenWindow, anna: Profile, tmp_path: Path) -> None:
    opened = window(camera=str(write_clip(tmp_path / "short.mp4", frames=5)))
    view = opened.enrol.live_view
    qtbot.waitUntil(lambda: view.notice is not None and view.notice.restarts)
    view.action_button.click()
    qtbot.waitUntil(lambda: view.notice is None)


def test_a_video_file_and_a_folder_serve_as_camera(
    qtbot: QtBot,
    window: OpenWindow,
    anna: Profile,
    faceless: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = write_clip(tmp_path / "other.mp4", frames=300)
    opened = window(camera=faceless)
    bar = opened.window.camera_bar
    assert bar.choice == "faceless.mp4"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(other), ""))
    bar.options.aboutToShow.emit()
    entry(bar.options, "Open a video file…")()
    assert bar.choice == "other.mp4"
    qtbot.waitUntil(lambda: opened.enrol.live_view.notice is None)
    empty = tmp_path / "pictures"
    empty.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(empty))
    entry(bar.options, "Open a folder of pictures…")()
    qtbot.waitUntil(lambda: "pictures" in said(opened.enrol).sentence)


def test_only_a_camera_is_remembered(
    qtbot: QtBot, window: OpenWindow, anna: Profile, paths: Paths, faceless: str
) -> None:
    opened = window(camera=faceless)
    bar = opened.window.camera_bar
    bar.choose("046d:0825@1-6", keep=True)
    qtbot.waitUntil(lambda: Settings.load(paths).camera == "046d:0825@1-6")
    bar.choose(faceless)
    assert Settings.load(paths).camera == "046d:0825@1-6"


@pytest.mark.parametrize("page", PAGES)
def test_while_nobody_is_enrolled_no_ring_shows_on_a_page_nobody_chose(
    window: OpenWindow, faceless: str, page: str
) -> None:
    opened = window(camera=faceless, page="settings" if page == "enrol" else "enrol")
    opened.window.rail.choose(PAGES.index(page))
    focused = opened.window.focusWidget()
    assert focused is not None
    assert not opened.window.rail.isAncestorOf(focused)
