"""Kept attempts in the window: kept when asked for, tried again as thresholds move, erased and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.source import open_source
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.verify.attempts_card import FEW, AttemptsCard
from faceid_app.gui.verify.attempts_session import AttemptsSession
from faceid_app.gui.verify.attempts_view import attempts_view
from faceid_app.identity.attempts_replay import Flip, Replay
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.head import L1Head
from faceid_app.identity.verification import Verifier
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.attempts import Attempt, Glance
from faceid_app.storage.profiles import Profile
from tests.gui.conftest import OpenWindow
from tests.helpers.enrolled import THRESHOLDS, enrol, give_model, verifier_of

FLIP = Flip("2026-03-01T12:00:00+00:00", Verdict.MATCH, Verdict.NO_MATCH, 0.91234, 0.91234)


@pytest.fixture
def clara(paths: Paths, clip: Callable[[str], Path]) -> Profile:
    """Enrolled, with a model that needs no training."""
    profile = enrol(paths, "clara", clip("c_live"), each=2)
    give_model(paths, profile)
    return profile


@cache
def strangers() -> np.ndarray:
    """(n, d) float32, of people who are nobody here."""
    bank = find_backbone(Paths(Path("nowhere"))).strangers()
    assert bank is not None
    return bank.embeddings[:200].astype(np.float32)


def attempt_by(verifier: Verifier, number: int) -> Attempt:
    """A stranger before the camera."""
    glances = tuple(Glance(index / 10, strangers()[number], {"yaw": 1.0}) for index in range(3))
    return Attempt(
        taken_at=f"2026-01-01T00:00:{number % 60:02}+00:00",
        verdict="no_match",
        network=verifier.bundle.network_id,
        bundle=verifier.bundle_id,
        detection=THRESHOLDS.detection,
        verification=THRESHOLDS.verification,
        needed=3,
        score=0.1,
        glances=glances,
    )


def test_words_count_both_ways_and_what_was_left_out() -> None:
    back = replace(FLIP, before=Verdict.NO_MATCH, after=Verdict.MATCH, score=0.7)
    view = attempts_view(Replay(57, 2, (FLIP, FLIP, back)), keeping=True, damaged=1)
    assert view.summary == ("Of your last 57 attempts 3 would change: 2 matches become no match, 1 the other way.")
    assert "2 attempts were made with another network" in view.remark
    assert "1 attempt is damaged" in view.remark
    assert [(row.before, row.after, row.scores, row.tone) for row in view.rows[1:]] == [
        ("Match", "No match", "0.912", "bad"),
        ("No match", "Match", "0.912 → 0.700", "good"),
    ]
    assert attempts_view(Replay(57, 0, ()), keeping=True).summary == "Your last 57 attempts would come out the same."
    assert attempts_view(Replay(0, 0, ()), keeping=False).summary == ""
    assert "next verdict" in attempts_view(Replay(0, 0, ()), keeping=True).summary


def test_the_card_follows_the_thresholds_and_erasing_can_be_undone(
    qtbot: QtBot, theme: Theme, paths: Paths, clara: Profile
) -> None:
    verifier = verifier_of(paths, "clara")
    clara.attempts.add(*(attempt_by(verifier, number) for number in range(5)))
    session = AttemptsSession(paths, Settings())
    card = AttemptsCard(theme, session)
    qtbot.addWidget(card)
    card.show()
    session.open(clara, verifier)
    card.show_thresholds(THRESHOLDS)
    qtbot.waitUntil(lambda: "would come out the same" in card.summary.text())
    assert not card.more.isVisible()
    card.show_thresholds(Thresholds(0.0, 0.01))
    assert "5 would change: 5 without a match become one" in card.summary.text()
    assert sum(row.isVisible() for row in card.rows) == FEW
    card.more.click()
    assert sum(row.isVisible() for row in card.rows) == 5
    assert card.rows[0].accessibleName().count("Match") == 1
    for number in (5, 6):
        clara.attempts.add(attempt_by(verifier, number))
        session.add(attempt_by(verifier, number))
    qtbot.waitUntil(lambda: "Of your last 7 attempts 7 would change" in card.summary.text())
    card.erase.click()
    qtbot.waitUntil(lambda: card.note.words == "Erased.")
    assert clara.attempts.load().attempts == ()
    assert not card.erase.isVisible()
    card.note.acted.emit()
    qtbot.waitUntil(lambda: "7 would change" in card.summary.text())
    assert len(clara.attempts.load().attempts) == 7
    session.shutdown()


def test_two_hundred_attempts_follow_a_slider_without_comparing_anew(
    qtbot: QtBot, theme: Theme, paths: Paths, clara: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier = verifier_of(paths, "clara")
    clara.attempts.add(*(attempt_by(verifier, number) for number in range(200)))
    session = AttemptsSession(paths, Settings())
    card = AttemptsCard(theme, session)
    qtbot.addWidget(card)
    card.show_thresholds(THRESHOLDS)
    session.open(clara, verifier)
    qtbot.waitUntil(lambda: "200" in card.summary.text(), timeout=10_000)
    compared = 0

    def compare(*_: object) -> None:
        nonlocal compared
        compared += 1

    for comparison in ("scores", "cross_logits"):
        monkeypatch.setattr(L1Head, comparison, compare)
    said = []
    for step in range(40):
        card.show_thresholds(Thresholds(step / 39, 0.5))
        said.append(card.summary.text())
    assert compared == 0  # python -m tests.bench.attempts tells what that saves
    assert "200 would change" in said[0]
    assert "200 would change" not in said[-1]
    session.shutdown()


def test_the_window_keeps_attempts_once_asked_and_shows_what_the_dial_would_change(
    qtbot: QtBot, window: OpenWindow, clara: Profile, clip: Callable[[str], Path], paths: Paths
) -> None:
    def looping(spec: str) -> FrameSource:
        return open_source(spec, loop=True)

    opened = window(camera=str(clip("c_live")), page="verify", open_camera=looping)
    page = opened.verify
    qtbot.waitUntil(page.attempts_card.isVisible, timeout=30_000)
    assert not page.attempts_card.switch.isChecked()
    page.attempts_card.switch.click()
    opened.window.camera_bar.choose(str(clip("d_live")))
    qtbot.waitUntil(lambda: len(clara.attempts.load().attempts) > 0, timeout=30_000)
    qtbot.waitUntil(lambda: "would come out the same" in page.attempts_card.summary.text(), timeout=30_000)
    assert Settings.load(paths).keep_attempts
    (kept,) = {one.verdict for one in clara.attempts.load().attempts}
    assert kept == "no_match"
    opened.window.rail.choose(1)
