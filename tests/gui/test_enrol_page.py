"""Capturing with keys: every press is answered, held keys are slowed, what was taken can be taken back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.source import open_source
from faceid_app.gui.enrol.enrol_page import EnrolPage
from faceid_app.gui.parts import keys
from faceid_app.identity.guided_capture import GAIN_INTERVAL, TARGETS
from faceid_app.storage.captures import Role, Round
from faceid_app.storage.profiles import Profile
from tests.gui.conftest import OpenWindow
from tests.helpers.fake_camera import FakeClock, FakeSource, frame


def hold(target: QWidget, key: Qt.Key, *, times: int, clock: FakeClock, every: float) -> None:
    """A key that goes down, repeats and comes up, as a keyboard tells it."""
    for number in range(times):
        if number:
            clock.now += every
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", number > 0)
        QCoreApplication.sendEvent(target, event)
    QCoreApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier))


def looping(spec: str) -> FrameSource:
    return open_source(spec, loop=True)


def counts(page: EnrolPage) -> tuple[int, int]:
    return page.lists[Role.ANCHOR].count, page.lists[Role.POSITIVE].count


# --- without a face --------------------------------------------------------------------------------------------------


def test_every_press_is_answered_even_when_all_are_refused(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless, open_camera=looping)
    answers: list[str] = []
    opened.enrol.answered.connect(lambda words, _tone: answers.append(words))
    for _ in range(7):
        QTest.keyClick(opened.window, Qt.Key.Key_A)
        QTest.keyClick(opened.window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(answers) == 14, timeout=20_000)
    assert [words.split()[0] for words in answers] == ["Anchor", "Positive"] * 7
    assert all("No face" in words for words in answers)
    assert counts(opened.enrol) == (0, 0)


def test_guidance_says_what_is_missing(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    opened = window(camera=faceless, open_camera=looping)
    qtbot.waitUntil(lambda: opened.enrol.lines.headline.text() == "Look at the camera.", timeout=20_000)
    assert "No face" in opened.enrol.lines.detail.text()


def test_a_press_without_any_picture_is_answered_too(qtbot: QtBot, window: OpenWindow, anna: Profile) -> None:
    opened = window(camera="0", open_camera=lambda _spec: FakeSource([]))
    QTest.keyClick(opened.window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "No picture came" in opened.enrol.note.words, timeout=10_000)


def test_a_held_key_asks_at_most_four_times_a_second(qtbot: QtBot, window: OpenWindow, anna: Profile) -> None:
    clock = FakeClock()
    opened = window(camera="0", open_camera=lambda _spec: FakeSource([frame(0)]), clock=clock)
    asked: list[Role] = []
    opened.enrol.asked.connect(asked.append)
    hold(opened.window, Qt.Key.Key_P, times=101, clock=clock, every=0.03)
    assert 11 <= len(asked) <= 13  # 3 s
    hold(opened.window, Qt.Key.Key_A, times=1, clock=clock, every=0.0)
    assert asked[-1] is Role.ANCHOR
    QTest.keyClick(opened.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert asked.count(Role.ANCHOR) == 1


def test_buttons_and_keys_work_wherever_the_focus_is(qtbot: QtBot, window: OpenWindow, anna: Profile) -> None:
    opened = window(camera="0", open_camera=lambda _spec: FakeSource([frame(0)]))
    asked: list[Role] = []
    opened.enrol.asked.connect(asked.append)
    for target in (opened.window.camera_bar, opened.enrol.done_button, opened.enrol, opened.window.rail):
        QTest.keyClick(target, Qt.Key.Key_A)
    opened.enrol.buttons[Role.POSITIVE].click()
    assert asked == [Role.ANCHOR] * 4 + [Role.POSITIVE]


def test_keys_are_found_on_a_keyboard_of_other_letters(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_OFFSETS", {sys.platform: 8})
    opened = window(camera=faceless, open_camera=looping)
    asked: list[Role] = []
    done: list[bool] = []
    opened.enrol.asked.connect(asked.append)
    opened.enrol.done.connect(lambda: done.append(True))
    for words, scan_code in (("\u0444", 38), ("\u0437", 33), ("\u0439", 24)):
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, ord(words.upper()), none, scan_code, 0, 0, words)
        QCoreApplication.sendEvent(opened.window, event)
    assert asked == [Role.ANCHOR, Role.POSITIVE]
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)  # when both are answered


def test_return_does_what_has_the_focus_and_takes_no_pictures(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless, open_camera=looping)
    page = opened.enrol
    guided: list[bool] = []
    qtbot.waitUntil(lambda: page._progress is not None, timeout=20_000)
    page._thread.progressed.connect(lambda progress: guided.append(progress.guided))  # type: ignore[union-attr]
    for target in (page, page.undo_button, opened.window):
        QTest.keyClick(target, Qt.Key.Key_Return)
    QTest.keyClick(page.done_button, Qt.Key.Key_Return)
    assert opened.window.page() is opened.train
    assert not any(guided)


def test_q_is_done(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    opened = window(camera=faceless)
    QTest.keyClick(opened.window, Qt.Key.Key_Q)
    assert opened.window.page() is opened.train
    assert opened.window.note.words == ""


# --- with a face -----------------------------------------------------------------------------------------------------


@pytest.fixture
def face(clip: Callable[[str], Path]) -> str:
    """A real person at the camera."""
    return str(clip("c_live"))


def take(qtbot: QtBot, page: EnrolPage, *, anchors: int, positives: int) -> None:
    """Press until that many are there."""
    for role, wanted in ((Role.ANCHOR, anchors), (Role.POSITIVE, positives)):
        for _ in range(wanted - page.lists[role].count):
            page.ask(role)
    qtbot.waitUntil(lambda: counts(page) == (anchors, positives), timeout=30_000)


def test_presses_become_pictures_on_disk(qtbot: QtBot, window: OpenWindow, anna: Profile, face: str) -> None:
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    with qtbot.waitSignal(page.answered, timeout=30_000) as answered:
        QTest.keyClick(opened.window, Qt.Key.Key_A)
    assert answered.args == ["Anchor 1 taken.", "good"]
    take(qtbot, page, anchors=3, positives=2)
    records = anna.captures.records()
    assert [record.role for record in records] == [Role.ANCHOR] * 3 + [Role.POSITIVE] * 2
    assert {record.camera for record in records} == {open_source(face).info.stable_id}
    assert page.lists[Role.ANCHOR].grid.ids() == [record.id for record in records[:3]]


def test_backspace_takes_the_last_one_back_and_it_can_be_put_back(
    qtbot: QtBot, window: OpenWindow, anna: Profile, face: str
) -> None:
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    take(qtbot, page, anchors=2, positives=1)
    before = anna.captures.records()
    QTest.keyClick(opened.window, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: counts(page) == (2, 0))
    assert page.note.words == "Positive removed."
    page.note.acted.emit()
    qtbot.waitUntil(lambda: counts(page) == (2, 1))
    restored = anna.captures.records()[-1]
    assert (restored.burst, restored.taken_at) == (before[-1].burst, before[-1].taken_at)
    assert anna.captures.aligned(restored.id) is not None


def test_a_thumbnail_is_deleted_by_key(qtbot: QtBot, window: OpenWindow, anna: Profile, face: str) -> None:
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    take(qtbot, page, anchors=3, positives=0)
    first, second, third = page.lists[Role.ANCHOR].grid.ids()
    QTest.keyClick(page.lists[Role.ANCHOR].grid.item(second), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.lists[Role.ANCHOR].grid.ids() == [first, third])
    assert [record.id for record in anna.captures.records()] == [first, third]


def test_captures_are_shown_again_and_only_their_owners(
    qtbot: QtBot, window: OpenWindow, anna: Profile, face: str
) -> None:
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    take(qtbot, page, anchors=2, positives=1)
    opened.window.rail.choose(1)
    opened.window.rail.choose(0)
    qtbot.waitUntil(lambda: counts(page) == (2, 1))
    opened.window.profile_bar.ask_new()
    opened.window.sheet.line.setText("berta")
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(lambda: opened.window.profile_bar.choice == "berta")
    assert counts(page) == (0, 0)


def test_presses_before_leaving_the_page_are_not_lost(
    qtbot: QtBot, window: OpenWindow, anna: Profile, face: str
) -> None:
    opened = window(camera=face, open_camera=looping)
    take(qtbot, opened.enrol, anchors=1, positives=0)
    for _ in range(3):
        QTest.keyClick(opened.window, Qt.Key.Key_P)
    opened.window.rail.choose(2)  # the camera goes on there
    qtbot.waitUntil(lambda: len(anna.captures.records(Role.POSITIVE)) == 3, timeout=20_000)


def test_q_waits_for_the_presses_before_it(qtbot: QtBot, window: OpenWindow, anna: Profile, face: str) -> None:
    opened = window(camera=face, open_camera=looping)
    take(qtbot, opened.enrol, anchors=1, positives=0)
    for key in (Qt.Key.Key_P, Qt.Key.Key_P, Qt.Key.Key_P, Qt.Key.Key_Q):
        QTest.keyClick(opened.window, key)
    qtbot.waitUntil(lambda: opened.window.page() is opened.train, timeout=20_000)
    assert len(anna.captures.records(Role.POSITIVE)) == 3
    assert "what they are worth" in opened.window.note.words
    opened.window.note.acted.emit()
    assert opened.window.page() is opened.people
    assert opened.window.note.words == ""


# --- guided ----------------------------------------------------------------------------------------------------------


def test_space_takes_pictures_by_itself_and_pauses(qtbot: QtBot, window: OpenWindow, anna: Profile, face: str) -> None:
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    with qtbot.waitSignal(page.live_view.first_frame_painted, timeout=30_000):
        pass
    assert counts(page) == (0, 0)
    QTest.keyClick(opened.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: counts(page)[0] >= 3, timeout=30_000)
    assert page.controls.guide.accessibleName() == "Pause (Space)"
    page.controls.guide.click()
    qtbot.waitUntil(lambda: page.controls.guide.accessibleName() == "Continue (Space)")
    taken = counts(page)
    records = anna.captures.records()
    assert (len(records), 0) == taken
    clocks = [record.clock for record in records]
    assert all(later - earlier >= GAIN_INTERVAL for earlier, later in pairwise(clocks))
    assert f"{taken[0]} of 20" in page.buttons[Role.ANCHOR].accessibleName()
    take(qtbot, page, anchors=taken[0], positives=1)  # keys go on beside it
    assert page.lines.answer.text() == "Positive 1 taken."


def test_a_second_round_is_offered_when_there_is_enough_and_marks_its_captures(
    qtbot: QtBot, window: OpenWindow, anna: Profile, face: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TARGETS, Round.FIRST, 1)
    opened = window(camera=face, open_camera=looping)
    page = opened.enrol
    assert not page.rounds.isVisible()
    take(qtbot, page, anchors=1, positives=1)
    qtbot.waitUntil(page.rounds.isVisible)
    assert page.done_button.property("kind") == "primary"
    page.rounds.chips[Round.LIGHT].click()
    qtbot.waitUntil(lambda: "light" in page.lines.headline.text(), timeout=5000)
    take(qtbot, page, anchors=2, positives=1)
    assert [record.round for record in anna.captures.records()] == [Round.FIRST, Round.FIRST, Round.LIGHT]
    page.rounds.chips[Round.LIGHT].click()
    qtbot.waitUntil(lambda: page.done_button.property("kind") == "primary")


def test_the_pictures_are_out_of_the_way_until_asked_for(window: OpenWindow, anna: Profile, faceless: str) -> None:
    page = window(camera=faceless).enrol
    assert not page.panel.isVisible()
    page.panel_button.click()
    assert page.panel.isVisible()
    page.panel_button.click()
    assert not page.panel.isVisible()
