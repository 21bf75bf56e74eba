"""Every page by keyboard and for those who hear it: names, reach of the Tab key, visible focus, contrast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.gui.look.tokens import DARK, LIGHT, Tokens
from faceid_app.gui.page import Page
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.shell.main_window import MainWindow
from faceid_app.storage.profiles import Profile
from tests.gui.conftest import OpenWindow
from tests.gui.test_look import contrast

MOST_STOPS = 120
CONTAINERS = (Page, QScrollArea)
"""They take the focus so that keys reach what is in them, and are no controls."""


def controls(window: MainWindow) -> list[QWidget]:
    """What the keyboard should lead to, on the page on show and around it."""
    return [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and (part.focusPolicy() & Qt.FocusPolicy.TabFocus or is_joined(part))
        and part.focusProxy() is None
        and not isinstance(part, CONTAINERS)
        and not part.objectName().startswith("qt_")  # inside Qt's own parts
    ]


def name_of(part: QWidget) -> str:
    """What a screen reader says first."""
    told = QAccessible.queryAccessibleInterface(part)
    return "" if told is None else told.text(QAccessible.Text.Name).strip()


def described(part: QWidget) -> str:
    return f"{type(part).__name__} in {type(part.parentWidget()).__name__}"


def picture(part: QWidget) -> QImage:
    return part.grab().toImage()


def open_page(qtbot: QtBot, window: OpenWindow, faceless: str, page: str) -> MainWindow:
    opened = window(camera=faceless, page=page)
    opened.settings.device.rest()
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    return opened.window


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_and_the_tab_key_leads_to_it_and_shows_where_it_is(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, page: str
) -> None:
    shown = open_page(qtbot, window, faceless, page)
    found = controls(shown)
    assert len(found) > len(PAGES)
    assert [described(part) for part in found if not name_of(part)] == []
    reached: list[QWidget] = []
    unseen: list[str] = []
    for _ in range(MOST_STOPS):
        before = shown.focusWidget() or shown
        QTest.keyClick(before, Qt.Key.Key_Tab)
        focused = shown.focusWidget()
        assert focused is not None
        if focused in reached:
            break
        reached.append(focused)
        if not isinstance(focused, CONTAINERS):
            lit = picture(focused)
            focused.clearFocus()
            if picture(focused) == lit:
                unseen.append(described(focused))
            focused.setFocus(Qt.FocusReason.TabFocusReason)
    assert unseen == []
    missed = [part for part in controls(shown) if part not in reached and not is_one_of_several(part, reached)]
    assert [f"{described(part)}: {name_of(part)}" for part in missed] == []


def is_joined(part: QWidget) -> bool:
    """Whether it is one of several buttons of which one is chosen."""
    if not isinstance(part, QAbstractButton):
        return False
    group = part.group()
    return part.autoExclusive() if group is None else group.exclusive()


def is_one_of_several(part: QWidget, reached: list[QWidget]) -> bool:
    """Of joined buttons Tab reaches one, and the arrow keys the others."""
    if not isinstance(part, QAbstractButton):
        return False
    group = part.group()
    if group is not None and group.exclusive():
        return any(other in reached for other in group.buttons())
    around = part.parentWidget()
    if around is None or not part.autoExclusive():
        return False
    return any(other in reached for other in around.findChildren(type(part)))


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_what_lies_on_other_grounds_can_be_read(tokens: Tokens) -> None:
    pairs = [(tokens.text, ground) for ground in (tokens.hover, tokens.segment, tokens.accent_soft)]
    pairs += [(tokens.muted, tokens.hover), (tokens.on_stage, tokens.stage), (tokens.on_accent, tokens.accent_hover)]
    pairs += [(tokens.text, tokens.bad_soft), (tokens.text, tokens.caution_soft), (tokens.text, tokens.good_soft)]
    # What is no text, the mark of the focus for one, needs 3 : 1.
    marks = [(tokens.accent_text, ground) for ground in (tokens.window, tokens.surface, tokens.track)]
    marks += [(tokens.faint, tokens.surface)]
    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    low |= {pair: round(contrast(*pair), 2) for pair in marks if contrast(*pair) < 3}
    assert low == {}
