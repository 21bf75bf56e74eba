"""Keys by what they type, else by their place; Return on buttons; where Tab leads among joined ones."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts import keys
from faceid_app.gui.parts.controls import button
from faceid_app.gui.parts.key_button import KeyButton
from faceid_app.gui.parts.keys import sign_of
from faceid_app.gui.parts.option import Option
from faceid_app.gui.parts.rail import Rail, RailEntry
from faceid_app.gui.parts.segments import Segments

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def typed(words: str, scan_code: int, *, key: int | None = None, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    """A key as X11 tells it."""
    return QKeyEvent(QEvent.Type.KeyPress, ord(words) if key is None else key, modifiers, scan_code, 0, 0, words)


@pytest.fixture(autouse=True)
def _x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_OFFSETS", {sys.platform: 8})


@pytest.mark.parametrize(
    ("event", "sign"),
    [
        (typed("a", 38, key=Qt.Key.Key_A.value), "A"),
        (typed("\u0444", 38), "A"),
        (typed("\u0437", 33), "P"),
        (typed("\u0439", 24), "Q"),
        (typed("\u044b", 39), "S"),
        (typed("\u043a", 27), "R"),
        (typed("a", 24, key=Qt.Key.Key_A.value), "A"),  # French: where English keyboards have Q
        (typed("&", 10), "1"),
        (typed("\u00e9", 11), "2"),
        (typed("&", 16, modifiers=SHIFT), ""),  # English: Shift and 7
        (typed("1", 10, modifiers=SHIFT), "1"),  # French
        (typed("'", 24), ""),  # Dvorak: where English keyboards have Q
        (typed(" ", 65), ""),
        (typed("\u0444", 0), ""),  # nothing is known of its place
    ],
)
def test_a_key_is_what_it_types_else_what_an_english_keyboard_has_in_its_place(event: QKeyEvent, sign: str) -> None:
    assert sign_of(event) == sign


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_return_presses_a_button_once_and_goes_no_further(qtbot: QtBot, key: Qt.Key) -> None:
    passed_on: list[int] = []

    class Page(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
            passed_on.append(event.key())

    page, pressed = Page(), []
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    parts = (button("Done", clicked=lambda: pressed.append("done")), KeyButton("Go", "G", lambda: pressed.append("go")))
    for part in parts:
        layout.addWidget(part)
        QTest.keyClick(part, key)
    assert pressed == ["done", "go"]
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", True)
    parts[0].keyPressEvent(held)
    assert (pressed, passed_on) == (["done", "go"], [])


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    """A window with a line to type in, and room below."""
    around = QWidget()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(QLineEdit())
    return around


def first_by_tab(qtbot: QtBot, around: QWidget, *parts: QWidget) -> QAbstractButton:
    """Where Tab leads from the line above these."""
    layout, line = around.layout(), around.findChild(QLineEdit)
    assert layout is not None
    assert isinstance(line, QLineEdit)
    for part in parts:
        layout.addWidget(part)
    around.show()
    around.activateWindow()
    qtbot.waitUntil(around.isActiveWindow)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    reached = around.focusWidget()
    assert isinstance(reached, QAbstractButton)
    return reached


def test_tab_leads_to_the_chosen_segment_and_space_there_changes_nothing(qtbot: QtBot, around: QWidget) -> None:
    segments = Segments(["Off", "Watch", "Ask"])
    segments.choose(1)
    segments.choose(2)
    reached = first_by_tab(qtbot, around, segments)
    assert reached.text() == "Ask"
    QTest.keyClick(reached, Qt.Key.Key_Space)
    assert segments.current() == 2
    QTest.keyClick(reached, Qt.Key.Key_Left)
    assert segments.current() == 1


def test_tab_leads_to_the_page_that_is_open(qtbot: QtBot, around: QWidget, theme: Theme) -> None:
    rail = Rail(theme, [RailEntry("cpu", words, words) for words in ("One", "Two", "Three")])
    rail.choose(2)
    assert first_by_tab(qtbot, around, rail).text() == "Three"


def test_tab_leads_to_the_chosen_option(qtbot: QtBot, around: QWidget, theme: Theme) -> None:
    options = [Option(theme, title, "") for title in ("One", "Two")]
    options[1].setChecked(True)
    assert first_by_tab(qtbot, around, *options) is options[1]
