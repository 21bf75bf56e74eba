"""The parts pages are made of: sheet, thumbnails, sliders, needs, curves."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from faceid_app.camera.pixels import encode_jpeg
from faceid_app.errors import Cancelled, DatasetMissing, DownloadFailed, ProfileExists
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.curves import Curves
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.gui.parts.segments import Segments
from faceid_app.gui.parts.sheet import Question, Sheet
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.parts.thumbnails import ThumbnailGrid
from faceid_app.gui.train.need_row import NeedRow
from faceid_app.gui.verify.timing_bar import TimingBar
from faceid_app.progress import IsCancelled, Progress, Report
from tests.helpers.fake_camera import FakeClock

NAME = Question(title="New profile", words="Who?", accept="Create", placeholder="Name")
DELETE = Question(title="Delete?", words="For good.", accept="Delete", dangerous=True)


@pytest.fixture
def sheet(qtbot: QtBot, theme: Theme) -> Iterator[Sheet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    sheet = Sheet(theme, parent)
    parent.show()
    yield sheet
    parent.close()


def test_a_sheet_answers_with_what_was_typed(qtbot: QtBot, sheet: Sheet) -> None:
    answers: list[str] = []
    sheet.ask(NAME, answers.append)
    assert sheet.isVisible()
    QTest.keyClicks(sheet.line, " anna ")
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    assert answers == ["anna"]
    assert not sheet.isVisible()


def test_an_error_of_the_answer_is_said_in_place_and_typing_clears_it(qtbot: QtBot, sheet: Sheet) -> None:
    def answer(name: str) -> None:
        raise ProfileExists(name)

    sheet.ask(NAME, answer)
    QTest.keyClicks(sheet.line, "anna")
    sheet.accept_button.click()
    assert sheet.isVisible()
    assert sheet.note.words == str(ProfileExists("anna"))
    QTest.keyClicks(sheet.line, "b")
    assert sheet.note.words == ""


def test_escape_answers_nothing_and_return_does_not_delete_at_once(qtbot: QtBot, sheet: Sheet) -> None:
    answers: list[str] = []
    sheet.ask(DELETE, answers.append)
    QTest.keyClick(sheet.cancel_button, Qt.Key.Key_Return)
    assert answers == []
    assert not sheet.isVisible()
    sheet.ask(DELETE, answers.append)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert answers == []
    assert not sheet.isVisible()


def test_tab_stays_inside_the_sheet(qtbot: QtBot, sheet: Sheet) -> None:
    sheet.ask(NAME, lambda _name: None)
    window = sheet.window()
    qtbot.waitUntil(lambda: window.focusWidget() is sheet.line)
    seen = []
    for _ in range(4):
        focused = window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen == [sheet.cancel_button, sheet.accept_button, sheet.line, sheet.cancel_button]


def test_thumbnails_are_removed_by_badge_and_by_key(qtbot: QtBot, theme: Theme) -> None:
    grid = ThumbnailGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(320, 200)
    picture = encode_jpeg(np.full((250, 250, 3), 120, np.uint8))
    for name in ("one", "two", "three"):
        grid.add(name, picture, name)
    grid.show()
    assert grid.minimumHeight() > 0
    asked: list[str] = []
    grid.remove_asked.connect(asked.append)
    two = grid.item("two")
    QTest.mouseClick(two, Qt.MouseButton.LeftButton, pos=two.rect().center())
    assert asked == []
    QTest.mouseClick(two, Qt.MouseButton.LeftButton, pos=two.rect().topRight() + QPoint(-12, 12))
    QTest.keyClick(grid.item("three"), Qt.Key.Key_Delete)
    assert asked == ["two", "three"]
    grid.remove("two")
    assert grid.ids() == ["one", "three"]
    grid.clear()
    assert grid.minimumHeight() == 0


def test_segments_have_one_choice_and_tell_only_changes(qtbot: QtBot) -> None:
    segments = Segments(["One", "Two"])
    qtbot.addWidget(segments)
    told: list[int] = []
    segments.chosen.connect(told.append)
    segments.choose(1)
    segments.choose(1)
    segments.choose(0)
    segments.choose(9)
    assert (told, segments.current()) == ([1, 0], 0)


def test_a_switch_turns_by_key(qtbot: QtBot, theme: Theme) -> None:
    switch = Switch(theme, "&Use it anyway")
    qtbot.addWidget(switch)
    switch.show()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    switch.grab()


def test_timings_are_the_medians_of_the_last_second_renewed_twice_a_second(qtbot: QtBot, theme: Theme) -> None:
    clock = FakeClock()
    bar = TimingBar(theme, clock=clock)
    qtbot.addWidget(bar)

    def take(detect: float, **more: float) -> None:
        stages = {"camera": 3.0, "detect": detect, "align": 1.0, **more, "embed": 4.0, "match": 0.1, "total": 9.0}
        bar.show_latency(stages)

    take(10.0)
    assert (bar.figure("detect"), bar.figure("embed"), bar.figure("total")) == ("10.0 ms", "5.0 ms", "9.0 ms")
    assert bar.stages == ("camera", "detect", "embed", "match", "total")
    clock.now += 0.3
    take(30.0)
    assert bar.figure("detect") == "10.0 ms"
    clock.now += 0.3
    take(50.0)
    assert bar.figure("detect") == "30.0 ms"
    clock.now += 1.2  # what came before is older than a second
    take(8.0, guard=2.0)
    assert bar.figure("detect") == "8.0 ms"
    assert list(bar.stages) == ["camera", "detect", "guard", "embed", "match", "total"]
    bar.grab()
    bar.forget()
    assert bar.figure("detect") == "–"


# --- what training needs ---------------------------------------------------------------------------------------------


class Thing:
    """Something that is there or not."""

    def __init__(self) -> None:
        self.there = False

    def check(self) -> str:
        if not self.there:
            raise DatasetMissing("The thing", "get it")
        return "there, whole"


@pytest.fixture
def thing() -> Thing:
    return Thing()


@pytest.fixture
def need(qtbot: QtBot, theme: Theme, thing: Thing) -> NeedRow:
    need = NeedRow(theme, "Thing", "103 MB", thing.check)
    qtbot.addWidget(need)
    need.offer("Fetch", lambda: None)
    with qtbot.waitSignal(need.changed):
        need.check()
    return need


def test_a_missing_need_offers_ways_to_get_it(need: NeedRow) -> None:
    assert not need.there
    assert need.detail == "103 MB"
    assert [way.isVisibleTo(need) for way in need.ways] == [True]


def test_getting_a_need_shows_progress_and_ends_there(qtbot: QtBot, need: NeedRow, thing: Thing) -> None:
    go_on = threading.Event()

    def get(report: Report, _is_cancelled: IsCancelled) -> None:
        report(Progress(stage="download thing", step=1, of=4, eta=9.0))
        go_on.wait(10)
        thing.there = True

    need.get("Downloading", get)
    qtbot.waitUntil(lambda: need.progress.left.text() == "this step: about 10 s left")
    assert need.progress.bar.value() == 250
    assert not need.ways[0].isVisibleTo(need)
    with qtbot.waitSignal(need.changed):
        go_on.set()
    assert need.there
    assert need.detail == "there, whole"
    assert need.progress.isHidden()


def test_what_comes_after_cancel_does_not_hide_that_it_stops(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.begin("Starting")
    line.show_progress(Progress(stage="train", step=1, of=4, eta=9.0))
    line.cancel.click()
    line.show_progress(Progress(stage="train", step=2, of=4, eta=6.0))
    assert (line.words.text(), line.left.text()) == ("Stopping…", "")
    line.begin("Starting")
    line.show_progress(Progress(stage="train", step=1, of=4, eta=9.0))
    assert (line.words.text(), line.left.text()) == ("Training", "this step: about 10 s left")


def test_a_failed_download_is_said_in_place(qtbot: QtBot, need: NeedRow, caplog: pytest.LogCaptureFixture) -> None:
    def get(_report: Report, _is_cancelled: IsCancelled) -> None:
        raise DownloadFailed("Thing", "the server answers 404")

    need.get("Downloading", get)
    qtbot.waitUntil(lambda: "404" in need.note.words)
    assert need.ways[0].isVisibleTo(need)


def test_getting_can_be_cancelled(qtbot: QtBot, need: NeedRow) -> None:
    def get(_report: Report, is_cancelled: IsCancelled) -> None:
        while not is_cancelled():
            threading.Event().wait(0.01)
        raise Cancelled("The download")

    need.get("Downloading", get)
    need.progress.cancel.click()
    qtbot.waitUntil(need.progress.isHidden)
    assert need.note.words == "Stopped. What was downloaded is kept; the next time goes on from there."
    assert need.ways[0].isVisibleTo(need)


def test_curves_collect_before_they_are_drawn_and_then_draw(qtbot: QtBot, theme: Theme) -> None:
    curves = Curves(theme)
    qtbot.addWidget(curves)
    curves.show()
    curves.clear()
    curves.add(Progress(stage="read", step=1, of=9))
    assert not curves.isVisible()  # axes alone would show scales that nobody measured
    for step in range(1, 5):
        curves.add(Progress(stage="train", step=step, of=4, epoch=2, epochs=3, loss=0.5, precision=0.9, recall=0.8))
    assert curves.points["loss"] == [(1.25, 0.5), (1.5, 0.5), (1.75, 0.5), (2.0, 0.5)]
    assert curves.isVisible()
    curves.prepare()
    qtbot.waitUntil(lambda: curves.drawn, timeout=20_000)
    curves.grab()
    curves.clear()
    assert curves.points["recall"] == []
    assert not curves.isVisible()
    curves.shutdown()
