"""Parts and pages with little room: nothing is cut off, in an ordinary window or on a small screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.gui.enrol.enrol_controls import EnrolControls
from faceid_app.gui.guard.setup_card import SetupCard
from faceid_app.gui.look.language import speak
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.parts.controls import text
from faceid_app.gui.parts.scroller import Scroller
from faceid_app.gui.parts.wrapping_row import WrappingRow
from faceid_app.gui.shell import window_state
from faceid_app.gui.verify.timing_bar import TimingBar
from faceid_app.gui.verify.verdict_card import VerdictCard
from faceid_app.gui.verify.verdict_view import VerdictView
from faceid_app.identity.guided_capture import Standing
from faceid_app.storage.captures import Role, Round
from faceid_app.storage.profiles import Profile
from faceid_app.workers.enrolling import EnrolmentProgress
from tests.gui.conftest import OpenWindow
from tests.helpers.geometry import beyond, clipped

LANGUAGES = ("en", "ru")
COLUMN = 420
"""Of the cards beside a picture."""
CARD = COLUMN - 42
"""Inside a card of that column."""


class Screen:
    """One of the sizes given, with nothing else on it."""

    def __init__(self, width: int, height: int) -> None:
        self.place = QRect(0, 0, width, height)

    def availableGeometry(self) -> QRect:  # noqa: N802 - Qt's name
        return self.place


class Screens:
    """What there is to show windows on."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def primaryScreen(self) -> Screen:  # noqa: N802 - Qt's name
        return self.screen

    def screens(self) -> list[Screen]:
        return [self.screen]


@pytest.mark.parametrize("size", [(960, 540), (911, 472), (853, 480)])
def test_the_window_fits_a_small_screen_with_its_title_bar(
    window: OpenWindow, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(window_state, "QGuiApplication", Screens(Screen(*size)))
    opened = window(camera=faceless, page="settings")
    assert opened.window.width() <= size[0]
    assert opened.window.height() <= size[1] - 30


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_on_a_small_screen_every_page_can_be_seen_whole(
    qapp: QApplication, qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, page: str, language: str
) -> None:
    speak(qapp, language)
    opened = window(camera=faceless, page=page)
    opened.window.resize(960, 500)
    shown = opened.window.page()
    qtbot.waitUntil(lambda: shown.width() >= shown.minimumSizeHint().width())
    qtbot.waitUntil(lambda: shown.height() >= shown.minimumSizeHint().height())  # or it scrolls
    qtbot.waitUntil(lambda: beyond(shown) == [])
    qtbot.waitUntil(lambda: clipped(shown) == [])
    rail = opened.window.rail
    chosen = next(part for part in rail.findChildren(QToolButton) if part.isChecked())
    assert not chosen.visibleRegion().isEmpty()
    assert chosen.visibleRegion().boundingRect().height() == chosen.height()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_at_1040_by_640_nothing_reaches_beyond_its_page_and_no_page_scrolls_as_a_whole(
    qapp: QApplication, qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, page: str, language: str
) -> None:
    speak(qapp, language)
    opened = window(camera=faceless, page=page)
    opened.window.resize(1040, 640)
    shown = opened.window.page()
    qtbot.waitUntil(lambda: (shown.width(), shown.height()) == (936, 578))
    assert shown.minimumSizeHint().width() <= 936
    assert shown.minimumSizeHint().height() <= 578
    qtbot.waitUntil(lambda: beyond(shown) == [])
    qtbot.waitUntil(lambda: clipped(shown) == [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_six_stages_of_a_guarded_verdict_have_room(
    qapp: QApplication, qtbot: QtBot, theme: Theme, language: str
) -> None:
    speak(qapp, language)
    bar = TimingBar(theme)
    qtbot.addWidget(bar)
    bar.setFixedWidth(CARD)
    bar.show()
    bar.show_latency(dict.fromkeys(("camera", "detect", "guard", "embed", "match", "total"), 99.9))
    qtbot.waitUntil(lambda: bar.stages[2] == "guard" and clipped(bar) == [] and beyond(bar) == [])
    assert bar.minimumSizeHint().width() <= CARD


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_often_each_is_shown_is_asked_in_whole_words(
    qapp: QApplication, qtbot: QtBot, theme: Theme, language: str
) -> None:
    speak(qapp, language)
    card = SetupCard(theme)
    qtbot.addWidget(card)
    card.setFixedWidth(COLUMN)
    card.show()
    qtbot.waitUntil(lambda: clipped(card) == [])
    assert beyond(card) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [544, 700, 840])
def test_the_enrolment_buttons_keep_their_words_while_those_change(
    qapp: QApplication, qtbot: QtBot, theme: Theme, language: str, width: int
) -> None:
    speak(qapp, language)
    controls = EnrolControls()
    qtbot.addWidget(controls)
    controls.setFixedWidth(width)
    controls.show()
    for guided, done in ((False, 0), (True, 3), (False, 3), (False, 20)):
        standing = Standing(Round.FIRST, counts=dict.fromkeys(Role, done), coverage={}, front={})
        role = None if done == 20 else Role.ANCHOR
        controls.show_progress(EnrolmentProgress(standing=standing, role=role, guided=guided, pausing=False))
        qtbot.waitUntil(lambda: clipped(controls) == [])
        assert beyond(controls) == []


@pytest.mark.parametrize("words", ["Match", "Лицо видно плохо", "With these thresholds"])
def test_a_long_verdict_is_smaller_and_moves_nothing(qtbot: QtBot, theme: Theme, words: str) -> None:
    card = VerdictCard(theme)
    qtbot.addWidget(card)
    card.setFixedWidth(COLUMN)
    card.show()
    below = card.reason.y()
    card.show_view(VerdictView(words, "muted", "scan-face", "", "–", "–"), "anna")
    qtbot.wait(1)
    assert clipped(card) == []
    assert card.reason.y() == below
    assert (card.headline.property("role") == "display") is (words == "Match")


def test_a_row_wraps_where_its_parts_have_no_room_and_no_sooner(qtbot: QtBot) -> None:
    first, second = QPushButton("one"), QPushButton("two")
    for part in (first, second):
        part.setMinimumWidth(100)
    row = WrappingRow(first, second, spacing=10)
    holder = QWidget()  # a window of its own is never narrower than its layout
    qtbot.addWidget(holder)
    row.setParent(holder)
    holder.show()
    turned: list[bool] = []
    row.turned.connect(turned.append)
    row.resize(210, 40)
    assert not row.wrapped
    row.resize(209, 40)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert row.minimumSizeHint().width() == 100
    row.resize(300, 40)
    qtbot.waitUntil(lambda: second.x() > first.x())
    assert turned == [True, False]


def test_what_scrolls_is_never_narrower_than_its_content(qtbot: QtBot) -> None:
    label = text("a word")
    area = Scroller(label)
    qtbot.addWidget(area)
    area.show()
    before = area.minimumSizeHint().width()
    label.setText("a word that is much longer than the one before it was, and does not wrap")
    qtbot.waitUntil(lambda: area.minimumSizeHint().width() > before)
    area.resize(area.minimumSizeHint())
    qtbot.waitUntil(lambda: beyond(area) == [])
