"""The first start: one screen, wholly by keyboard, straight into enrolment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from faceid_app import sockets
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.welcome.socket_counter import SocketCounter
from faceid_app.storage.profiles import Profile, Profiles
from tests.gui.conftest import OpenWindow


def test_a_name_and_return_lead_into_enrolment(
    qtbot: QtBot, window: OpenWindow, people: Profiles, faceless: str
) -> None:
    opened = window(camera=faceless, page=None)
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    welcome, shell = opened.welcome, opened.window
    assert shell.page() is welcome
    assert not shell.rail.isVisible()
    qtbot.waitUntil(lambda: welcome.live_view.notice is None)
    assert shell.focusWidget() is welcome.name
    QTest.keyClicks(welcome.name, "anna 1")
    QTest.keyClick(welcome.name, Qt.Key.Key_Return)
    assert people.names() == ["anna 1"]
    assert shell.page() is opened.enrol
    assert shell.rail.isVisible()
    assert shell.profile_bar.choice == "anna 1"
    assert shell.camera_bar.isVisible()
    qtbot.waitUntil(lambda: opened.enrol._progress is not None, timeout=20_000)
    assert opened.enrol._progress is not None
    assert not opened.enrol._progress.guided  # Space begins it, not the Return that led here


def test_everything_is_reached_with_the_tab_key(qtbot: QtBot, window: OpenWindow, faceless: str) -> None:
    opened = window(camera=faceless, page=None)
    opened.window.activateWindow()
    welcome, seen = opened.welcome, []
    for _ in range(4):
        focused = opened.window.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == [welcome.name, welcome.start_button, welcome.skip_button, opened.window.camera_bar]
    assert all(widget.accessibleName() or widget.property("text") for widget in seen)


@pytest.mark.parametrize("name", ["", "../x"])
def test_a_name_that_cannot_be_used_is_refused_in_place(
    qtbot: QtBot, window: OpenWindow, people: Profiles, faceless: str, name: str
) -> None:
    welcome = window(camera=faceless, page=None).welcome
    welcome.name.setText(name)
    welcome.start_button.click()
    assert welcome.note.words
    assert people.names() == []
    welcome.name.setText("a")
    assert not welcome.note.words


def test_one_may_look_around_first(qtbot: QtBot, window: OpenWindow, faceless: str) -> None:
    opened = window(camera=faceless, page=None)
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    QTest.keyClick(opened.welcome.skip_button, Qt.Key.Key_2)  # a digit is no way past the welcome
    assert opened.window.page() is opened.welcome
    opened.welcome.skip_button.click()
    assert opened.window.page() is opened.enrol
    QTest.keyClick(opened.window, Qt.Key.Key_2)
    assert opened.window.page() is opened.train


def test_it_is_for_the_first_start_only(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    opened = window(camera=faceless, page=None)
    assert opened.window.page() is opened.enrol
    assert opened.window.rail.isVisible()


def test_a_page_that_is_asked_for_comes_before_it(qtbot: QtBot, window: OpenWindow, faceless: str) -> None:
    opened = window(camera=faceless, page="people")
    assert opened.window.page() is opened.people


def test_sockets_are_counted_while_one_looks(qtbot: QtBot, theme: Theme) -> None:
    before = sockets.opened()
    counter = SocketCounter(theme, count=lambda: sockets.opened() - before)
    qtbot.addWidget(counter)
    counter.show()
    assert counter.words.text().endswith(": 0")
    sockets.add(2)
    qtbot.waitUntil(lambda: counter.words.text().endswith(": 2"))
    assert counter.words.property("tone") == "caution"
