"""The whole way in the window: enrol by keys, train, verify; with the real training process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app.app import Opened, open_window
from faceid_app.camera.source import open_source
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytestmark = pytest.mark.real


@pytest.fixture
def opened(qapp: QApplication, paths: Paths, clip: Callable[[str], Path]) -> Iterator[Opened]:
    """A window on an empty data folder, with what comes with the program, person c at the camera."""
    theme = Theme(Scheme.LIGHT)
    theme.install(qapp)
    opened = open_window(
        paths,
        theme,
        camera=str(clip("c_live")),
        profile=None,
        page="enrol",
        open_camera=lambda spec: open_source(spec, loop=True),
    )
    opened.window.show()
    yield opened
    opened.window.close()


def test_a_person_enrols_trains_and_is_verified_with_the_keyboard(
    qtbot: QtBot, opened: Opened, clip: Callable[[str], Path]
) -> None:
    window, sheet = opened.window, opened.window.sheet
    opened.enrol.empty.button.click()
    QTest.keyClicks(sheet.line, "Clara")
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.profile_bar.profile is not None)
    lists = opened.enrol.lists
    for key, role in ((Qt.Key.Key_A, Role.ANCHOR), (Qt.Key.Key_P, Role.POSITIVE)):
        for count in range(1, 9):
            QTest.keyClick(window, key)
            qtbot.waitUntil(lambda role=role, count=count: lists[role].count >= count, timeout=20_000)  # type: ignore[misc]
    QTest.keyClick(window, Qt.Key.Key_Q)
    assert window.page() is opened.train
    qtbot.waitUntil(opened.train.train_button.isEnabled, timeout=20_000)
    opened.train.train_button.click()
    qtbot.waitUntil(lambda: opened.train.panel.trains == "", timeout=240_000)
    assert opened.train.panel.note.words == ""
    assert opened.train.panel.result.headline.text() == "Fit for verification"
    qtbot.waitUntil(lambda: opened.train.panel.result.heat.shows, timeout=240_000)
    opened.train.panel.result.action.click()
    assert window.page() is opened.verify
    headline = opened.verify.verdict.headline
    qtbot.waitUntil(lambda: headline.text() == "Match", timeout=30_000)
    window.camera_bar.choose(str(clip("d_live")))
    qtbot.waitUntil(lambda: headline.text() == "No match", timeout=30_000)
