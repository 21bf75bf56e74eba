"""What stands around the pages: the window's memory, its keys, its help, its tray, cameras that come and go."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from faceid_app import logs
from faceid_app.camera.catalogue import CameraInfo
from faceid_app.camera.errors import CameraMissing
from faceid_app.camera.protocol import FrameSource
from faceid_app.gui.parts import keys
from faceid_app.gui.shell import camera_bar, diagnostics_sheet
from faceid_app.gui.shell.single_instance import SingleInstance, bring_forward
from faceid_app.gui.shell.window_state import FILE_NAME, WindowState, first_page, fitted
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.workers.doctor import Finding
from tests.gui.conftest import OpenWindow
from tests.helpers.fake_camera import FakeSource, frame

SCREEN = QRect(0, 0, 1920, 1080)
SECOND = QRect(1920, 0, 1280, 1024)
PAGES = ("enrol", "train", "verify", "people", "settings")


# --- what the window remembers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "screens", "expected"),
    [
        (QRect(100, 50, 1280, 800), [SCREEN], QRect(100, 50, 1280, 800)),
        (QRect(2000, 100, 1100, 800), [SCREEN, SECOND], QRect(2000, 100, 1100, 800)),
        (QRect(2000, 100, 1100, 800), [SCREEN], QRect(410, 140, 1100, 800)),  # its monitor is gone
        (QRect(1800, -40, 1280, 800), [SCREEN], QRect(640, 0, 1280, 800)),
        (QRect(0, 0, 3000, 2000), [SECOND], QRect(1920, 0, 1280, 1024)),
        (QRect(5, 5, 10, 10), [], QRect(5, 5, 10, 10)),
    ],
)
def test_a_window_comes_back_wholly_on_a_screen(place: QRect, screens: list[QRect], expected: QRect) -> None:
    assert fitted(place, screens) == expected


@pytest.mark.parametrize(
    ("remembered", "verifiable", "expected"),
    [
        ("", True, "verify"),
        ("", False, "enrol"),
        ("enrol", True, "verify"),
        ("verify", False, "enrol"),
        ("people", False, "people"),
        ("a page of a later version", True, "verify"),
    ],
)
def test_one_goes_on_where_one_can(remembered: str, verifiable: bool, expected: str) -> None:
    assert first_page(remembered, PAGES, verifiable=verifiable) == expected


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"place": [1, 2]}', b'{"place": [0, 0, -5, 10]}', b"\xff"])
def test_a_damaged_memory_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert WindowState.load(tmp_path) == WindowState()


@pytest.mark.usefixtures("caplog")
def test_a_memory_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    WindowState().save(tmp_path / "file" / "folder")


def test_place_page_and_person_are_remembered(
    qtbot: QtBot, window: OpenWindow, people: Profiles, paths: Paths, anna: Profile, faceless: str
) -> None:
    people.create("berta")
    opened = window(camera=faceless, page="people", profile="berta")
    opened.window.setGeometry(60, 40, 1100, 700)
    opened.window.close()
    assert WindowState.load(paths.root) == WindowState((60, 40, 1100, 700), False, "people")
    again = window(camera=faceless, page=None)
    assert again.window.profile_bar.choice == "berta"
    assert again.window.page() is again.people
    # The screen of the tests is smaller than the window may be, so only the corner can be on it.
    assert QGuiApplication.primaryScreen().availableGeometry().contains(again.window.geometry().topLeft())


# --- help ------------------------------------------------------------------------------------------------------------


def test_every_declared_key_is_listed(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    opened = window(camera=faceless)
    sheet = opened.window.shortcuts_sheet
    for key, modifier in (
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier),
    ):
        opened.window.activateWindow()
        qtbot.waitUntil(opened.window.isActiveWindow)
        QTest.keyClick(opened.window, key, modifier)
        assert sheet.isVisible()
        words = {label.text() for label in sheet.findChildren(QLabel)}
        pages = (opened.enrol, opened.train, opened.verify, opened.people, opened.identify)
        declared = {words for page in pages for _keys, words in page.shortcuts()}
        assert declared | {"Show these shortcuts"} <= words
        QTest.keyClick(opened.window, Qt.Key.Key_2)  # no page beneath a sheet
        assert opened.window.page() is opened.enrol
        QTest.keyClick(sheet.close_button, Qt.Key.Key_Escape)
        assert not sheet.isVisible()
    opened.window.rail.help_menu.actions()[0].trigger()
    assert sheet.isVisible()


def test_digits_that_take_shift_lead_to_pages_without_it(
    window: OpenWindow, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_OFFSETS", {sys.platform: 8})
    opened = window(camera=faceless)
    for modifiers, page in (
        (Qt.KeyboardModifier.NoModifier, opened.train),
        (Qt.KeyboardModifier.ShiftModifier, opened.enrol),  # the & of an English keyboard is none
        (Qt.KeyboardModifier.ControlModifier, opened.train),
    ):
        opened.window.rail.choose(0)
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Eacute, modifiers, 11, 0, 0, "\u00e9")
        QCoreApplication.sendEvent(opened.window, event)
        assert opened.window.page() is page


def test_diagnostics_are_shown_and_copied(
    qtbot: QtBot,
    window: OpenWindow,
    paths: Paths,
    anna: Profile,
    faceless: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_end = threading.Event()
    found = [Finding("python", True, "3.12"), Finding("disk space", False, "1 GB free", "free some space")]

    def diagnose(_paths: Paths, *, told, is_cancelled) -> list[Finding]:
        for finding in found:
            told(finding)
        may_end.wait(10.0)
        return found

    monkeypatch.setattr(diagnostics_sheet, "diagnose", diagnose)
    logs.configure(paths)
    opened = window(camera=faceless)
    sheet = opened.window.diagnostics_sheet
    opened.window.show_diagnostics()
    qtbot.waitUntil(lambda: len(sheet.findings) == 2)  # before the slowest has answered
    assert "2" in sheet.state.text()
    may_end.set()
    qtbot.waitUntil(lambda: sheet.state.text() == "Needing attention: 1 of 2")
    sheet.segments.choose(1)
    assert sheet.log.isVisible()
    sheet.copy_button.click()
    qtbot.waitUntil(lambda: "Copied" in sheet.state.text())
    copied = QGuiApplication.clipboard().text()
    assert "[look] disk space: 1 GB free -> free some space" in copied
    assert "1 profiles" in copied
    assert "anna" not in copied
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    logs.configure(Paths(paths.root.parent))


# --- the window comes and goes ---------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", r"does not support raise\(\)", extend=True)
def test_closing_leaves_an_icon_in_the_tray_and_turns_the_camera_off(
    qtbot: QtBot, window: OpenWindow, paths: Paths, anna: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    settings.tray = True
    settings.save(paths)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    sources: list[FakeSource] = []

    def open_camera(_spec: str) -> FakeSource:
        sources.append(FakeSource([frame(0)]))
        return sources[-1]

    opened = window(camera="0", open_camera=open_camera)
    qtbot.waitUntil(lambda: opened.enrol.live_view.notice is None)
    opened.window.close()
    assert opened.window.isHidden()
    qtbot.waitUntil(lambda: sources[0].closed)
    opened.window.tray.menu.actions()[0].trigger()
    assert opened.window.isVisible()
    qtbot.waitUntil(lambda: len(sources) == 2)
    opened.window.tray.menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: sources[1].closed)
    assert opened.window.isHidden()


@pytest.mark.parametrize(("asked", "there"), [(True, False), (False, True)])
def test_without_a_tray_or_the_wish_for_it_the_window_closes(
    qtbot: QtBot,
    window: OpenWindow,
    paths: Paths,
    faceless: str,
    monkeypatch: pytest.MonkeyPatch,
    asked: bool,
    there: bool,
) -> None:
    settings = Settings()
    settings.tray = asked
    settings.save(paths)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: there))
    assert not window(camera=faceless).window.tray.takes_the_window()


def start_again(folder: Path) -> subprocess.Popen[str]:
    """What a second start asks, in a process of its own; "True" on stdout where it was answered."""
    program = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; "
        "from faceid_app.gui.shell.single_instance import bring_forward; app = QCoreApplication([]); "
        "sys.stdout.write(str(bring_forward(Path(sys.argv[1]))))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT
    )


def test_a_second_start_is_answered_while_the_first_lives(qtbot: QtBot, tmp_path: Path) -> None:
    SingleInstance(tmp_path).close()
    first = SingleInstance(tmp_path)  # the same process may open its window anew
    with qtbot.waitSignal(first.asked, timeout=60_000):
        second = start_again(tmp_path)
    assert second.communicate(timeout=60)[0] == "True"
    assert not bring_forward(tmp_path / "other")
    first.close()
    assert not bring_forward(tmp_path)


# --- cameras that come and go ----------------------------------------------------------------------------------------


def test_a_camera_that_comes_back_is_started_by_itself(
    qtbot: QtBot, window: OpenWindow, anna: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_bar, "_POLL_MS", 30)
    plugged = threading.Event()
    front = CameraInfo(0, "Front Camera", "046d:0825@1-6", 200)
    monkeypatch.setattr(camera_bar, "list_cameras", lambda: [front] if plugged.is_set() else [])
    tries: list[str] = []

    def open_camera(spec: str) -> FrameSource:
        tries.append(spec)
        if not plugged.is_set():
            raise CameraMissing(spec, [])
        return FakeSource([frame(0), frame(1)])

    opened = window(camera=front.stable_id, open_camera=open_camera)
    opened.window.activateWindow()
    view = opened.enrol.live_view
    qtbot.waitUntil(lambda: view.notice is not None and view.notice.headline == "Camera not found")
    qtbot.waitUntil(lambda: len(tries) == 3, timeout=10_000)  # the next try by itself is two seconds away
    assert opened.window.camera_bar.choice == "Camera"
    plugged.set()
    qtbot.waitUntil(lambda: view.notice is None, timeout=1500)
    assert opened.window.camera_bar.choice == "Front Camera"
