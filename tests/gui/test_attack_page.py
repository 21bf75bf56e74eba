"""The page "attack yourself": the way through its steps, what it tells after each, and at the end."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from faceid_app.camera.frame import Frame
from faceid_app.guard.trial import Species
from faceid_app.gui.guard import attack_page, attack_session
from faceid_app.gui.guard.attack_page import AttackPage
from faceid_app.gui.guard.attack_words import card_view, result_view
from faceid_app.gui.guard.sittings import Phase
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.shell.main_window import MainWindow
from faceid_app.identity.trials import Conditions, Shown
from faceid_app.identity.verification import FrameVerdict
from faceid_app.storage.profiles import Profile, Profiles
from tests.gui.conftest import OpenWindow
from tests.unit.evaluation.test_trial_rates import shown

OUTCOMES = {Species.LIVE: "L", Species.PRINT: "A", Species.PHONE_PHOTO: "B", Species.PHONE_VIDEO: "-"}


class ScriptedBench:
    """Three frames are a presentation, and its species tells what comes of it; judging is tested elsewhere."""

    def __init__(self, *_paths_profile_settings: object, **_guard: object) -> None:
        self._conditions: Conditions | None = None
        self._frames = 0
        self._number = itertools.count()
        self.elapsed = 0.0

    def begin(self, conditions: Conditions) -> None:
        self._conditions, self._frames = conditions, 0

    def stop(self) -> None:
        self._conditions = None

    def rest(self, _at: float) -> float:
        return 0.0

    def see(self, _frame: Frame) -> tuple[FrameVerdict | None, Shown | None]:
        if self._conditions is None:
            return None, None
        self._frames += 1
        if self._frames < 3:
            return None, None
        conditions, self._conditions = self._conditions, None
        (one,) = shown(conditions.species, OUTCOMES.get(Species(conditions.species), "A"))
        return None, Shown(replace(one, id=f"{next(self._number):06}", light=conditions.light), {})


@pytest.fixture
def page(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, monkeypatch: pytest.MonkeyPatch) -> AttackPage:
    """Ready to begin, with judges who follow a script; nobody waits to take anything up."""
    monkeypatch.setattr(attack_session, "open_bench", ScriptedBench)
    monkeypatch.setattr(attack_session, "guard_of", lambda _policy: None)
    monkeypatch.setattr(attack_page, "COUNTDOWN", 1)
    opened = window(camera=faceless, page="attack", profile="anna")
    opened.attack._second.setInterval(5)
    qtbot.waitUntil(opened.attack.stage.setup.begin_button.isEnabled)
    opened.attack.stage.setup.counts.choose(0)
    return opened.attack


def press(page: AttackPage, key: Qt.Key) -> None:
    QTest.keyClick(page, key)


def do_step(qtbot: QtBot, page: AttackPage) -> None:
    press(page, Qt.Key.Key_Space)
    assert page.phase is Phase.COUNTDOWN
    qtbot.waitUntil(lambda: page.phase is Phase.RESULT, timeout=20_000)


def test_the_keyboard_leads_from_step_to_step_to_the_report(
    qtbot: QtBot, page: AttackPage, anna: Profile, tmp_path: Path
) -> None:
    page.stage.setup.light.setText("lamp")
    press(page, Qt.Key.Key_Space)
    assert page.card.number.text() == "Step 1 of 6"
    do_step(qtbot, page)
    assert page.card.words.text().startswith("0 of 5 refused")
    press(page, Qt.Key.Key_Space)
    do_step(qtbot, page)
    assert page.card.words.text() == "0 of 5 accepted; the true rate may be as high as 45\N{NO-BREAK SPACE}%."
    press(page, Qt.Key.Key_Space)
    do_step(qtbot, page)
    assert page.card.words.text().startswith("All 5 accepted")
    press(page, Qt.Key.Key_Space)
    for _ in range(3):
        assert page.phase is Phase.READY
        press(page, Qt.Key.Key_S)
    assert page.phase is Phase.REPORT
    assert page.report.title.text() == "The weakest point: A photo on a phone"
    assert page.report.figure.text() == "5 of 5 accepted"
    kept = anna.trials.load().presentations
    assert len(kept) == 15
    assert {one.light for one in kept} == {"lamp"}
    page.keeping.save(anna, tmp_path / "report.html")
    qtbot.waitUntil(lambda: page.report.note.words == "Saved as report.html.")
    assert "APCER" in (tmp_path / "report.html").read_text("utf-8")


def test_a_step_is_paused_and_done_anew(qtbot: QtBot, page: AttackPage, anna: Profile) -> None:
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Space)
    assert page.phase is Phase.READY
    do_step(qtbot, page)
    press(page, Qt.Key.Key_R)
    assert page.phase is Phase.READY
    qtbot.waitUntil(lambda: anna.trials.load().presentations == ())
    assert page.plan.presentations == ()


def shown_of_step(page: AttackPage) -> str:
    return page.card.count.text()


def phase_of(page: AttackPage) -> Phase:
    return page.phase


def test_a_trial_goes_on_where_it_was_left(qtbot: QtBot, page: AttackPage, anna: Profile, people: Profiles) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.plan.presentations) >= 2, timeout=20_000)
    there = window.rail.current()
    window.rail.choose(2)
    assert window.page() is not page
    counted = len(page.plan.presentations)
    window.rail.choose(there)
    assert phase_of(page) is Phase.READY
    assert page.card.act_button.accessibleName() == "Loading… (Space)"
    assert not page.card.act_button.isEnabled()
    qtbot.waitUntil(page.card.act_button.isEnabled)
    assert (shown_of_step(page), page.card.act_button.accessibleName()) == (f"{counted} of 5", "Go on (Space)")
    window.profile_bar.show_profile(people.create("berta"))
    assert phase_of(page) is Phase.SETUP
    window.profile_bar.show_profile(anna)
    qtbot.waitUntil(page.card.act_button.isEnabled)
    do_step(qtbot, page)
    assert len(page.plan.presentations) == 5
    window.rail.choose(2)
    window.rail.choose(there)
    assert (page.phase, page.card.act_button.isEnabled()) == (Phase.RESULT, True)


def test_another_model_begins_a_trial_anew_and_says_so(qtbot: QtBot, page: AttackPage, anna: Profile) -> None:
    press(page, Qt.Key.Key_Space)
    do_step(qtbot, page)
    anna.bundles.save({"head.npz": b"another"}, manifest={})
    page.activate(anna)
    assert phase_of(page) is Phase.SETUP
    assert "Another model" in page.note.words
    qtbot.waitUntil(page.stage.setup.begin_button.isEnabled)
    press(page, Qt.Key.Key_Space)
    assert shown_of_step(page) == "0 of 5"


def test_the_first_button_says_why_it_waits_and_can_be_read(
    qtbot: QtBot, page: AttackPage, anna: Profile, theme: Theme
) -> None:
    begin = page.stage.setup.begin_button
    page.activate(anna)
    assert (begin.isEnabled(), begin.accessibleName()) == (False, "Loading… (Space)")
    word = begin.parts[0]
    word.ensurePolished()
    assert word.palette().color(word.foregroundRole()).name() == theme.tokens.muted
    press(page, Qt.Key.Key_Space)
    assert phase_of(page) is Phase.SETUP
    qtbot.waitUntil(begin.isEnabled)
    assert begin.accessibleName() == "Begin (Space)"
    assert word.palette().color(word.foregroundRole()).name() == theme.tokens.on_accent
    QTest.keyClick(page.stage.setup.light, Qt.Key.Key_Return)
    assert phase_of(page) is Phase.READY


def test_everything_is_forgotten_after_a_question(qtbot: QtBot, page: AttackPage, anna: Profile) -> None:
    anna.trials.add(shown("print", "A")[0])
    page.report.forget_asked.emit()
    sheet = page.window().sheet  # type: ignore[attr-defined]
    assert "earlier ones too" in sheet._words.text()
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: anna.trials.load().presentations == ())


def test_a_person_without_a_model_is_sent_to_training(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless, page="attack", profile="anna")
    qtbot.waitUntil(lambda: bool(opened.attack.note.words))
    assert not opened.attack.stage.setup.begin_button.isEnabled()
    assert opened.attack.stage.setup.begin_button.accessibleName() == "Begin (Space)"
    opened.attack.note.acted.emit()
    assert opened.window.page() is opened.train


def test_a_guard_that_never_answers_is_not_praised() -> None:
    view = result_view(shown("print", "---"))
    assert view is not None
    assert (view.tone, view.short) == ("muted", "0 of 3 accepted")
    assert card_view(shown("print", "---")).title == "The guard could not tell"
    assert card_view(shown("live", "LL")).title == "No attack was tried"
    assert card_view(shown("print", "LL", accepted=False)).tone == "caution"
