"""What enrolment says and shows: one sentence at a time, the ring, and neither faster than it can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from faceid_app.faces.coverage import SEGMENTS
from faceid_app.faces.face import Pose, Reason, Refusal
from faceid_app.faces.quality import Limits, Measurements, judge
from faceid_app.gui.enrol.coverage_ring import DEPTH, CoverageRing, RingState
from faceid_app.gui.enrol.guidance import Guidance, captured_words, guide, refused_words, ring_of
from faceid_app.gui.enrol.guidance_lines import GuidanceLines
from faceid_app.gui.look.tokens import LIGHT
from faceid_app.identity.guided_capture import TARGET, Standing
from faceid_app.storage.captures import CaptureRecord, Role, Round
from faceid_app.workers.enrolling import EnrolmentProgress
from tests.helpers.fake_camera import FakeClock

DARK = Refusal(Reason.TOO_DARK, 10, 15, "percent", "Your face is at 10 %, 15 % are needed.", "Turn on a light.")
OTHER = Refusal(Reason.SOMEBODY_ELSE, 0.31, 0.9, "", "This looks like somebody else.", "Let them come back.")
GOOD = Measurements(faces=1, face_px=200.0, brightness=0.5, sharpness=0.45)
DEFECTS = {
    "no face": Measurements(faces=0, brightness=0.5),
    "no face, dark": Measurements(faces=0, brightness=0.02),
    "several faces": replace(GOOD, faces=2, rival=0.9),
    "small": replace(GOOD, face_px=40.0),
    "cut off": replace(GOOD, cut_off=0.2),
    "turned": replace(GOOD, yaw=35.0),
    "up": replace(GOOD, pitch=25.0),
    "down": replace(GOOD, pitch=-25.0),
    "tilted": replace(GOOD, roll=-30.0),
    "dark": replace(GOOD, brightness=0.05),
    "bright": replace(GOOD, brightness=0.9),
    "white": replace(GOOD, clipped=0.5),
    "blurred": replace(GOOD, sharpness=0.2),
}


def captures(role: Role, *poses: Pose, round: Round = Round.FIRST) -> list[CaptureRecord]:
    return [
        CaptureRecord(
            id=str(number), role=role, taken_at="", clock=0.0, burst="", camera="", aligned=True, round=round,
            measurements={"yaw": pose.yaw, "pitch": pose.pitch, "roll": pose.roll},
        )
        for number, pose in enumerate(poses)
    ]  # fmt: skip


def progress(
    records: list[CaptureRecord], *, guided: bool = False, pausing: bool = False, round: Round = Round.FIRST
) -> EnrolmentProgress:
    standing = Standing.of(records, round)
    return EnrolmentProgress(standing, standing.role, guided, pausing)


AHEAD = Pose(0, 0, 0)
NOTHING = progress([])


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_has_a_sentence_of_its_own_with_value_limit_and_one_action(defect: str) -> None:
    refusal = judge(DEFECTS[defect], Limits.for_enrolment())
    assert refusal is not None
    said = guide(refusal, NOTHING)
    assert (said.headline, said.detail) == (refusal.action, refusal.sentence)
    assert said.headline.count(".") == 1
    others = [judge(other, Limits.for_enrolment()) for name, other in DEFECTS.items() if name != defect]
    if not defect.startswith("no face"):
        assert said.detail not in [other.sentence for other in others if other is not None]
        assert sum(character.isdigit() for character in said.detail) >= 2


def test_a_head_turned_too_far_for_guided_capture_is_not_sent_back_to_the_front() -> None:
    refusal = judge(DEFECTS["turned"], Limits.for_enrolment())
    said = guide(refusal, progress(captures(Role.ANCHOR, AHEAD), guided=True))
    assert said.headline == "That is a little too far."
    assert said.detail == "Your head is turned 35 degrees to the left, the limit is 30."


def test_without_guided_capture_the_next_key_is_named() -> None:
    anchors = captures(Role.ANCHOR, *[AHEAD] * TARGET)
    positives = captures(Role.POSITIVE, *[AHEAD] * TARGET)
    assert "hold A" in guide(None, NOTHING).detail
    assert guide(None, NOTHING).headline.startswith("Start, and turn")
    assert guide(None, progress(captures(Role.ANCHOR, AHEAD))).headline.startswith("Continue, and turn")
    assert "hold P" in guide(None, progress(anchors)).headline
    assert "Q" in guide(None, progress(anchors + positives)).headline


def test_enough_is_not_said_while_pictures_look_like_somebody_else() -> None:
    every = captures(Role.ANCHOR, *[AHEAD] * TARGET) + captures(Role.POSITIVE, *[AHEAD] * TARGET)
    enough, mixed = progress(every), replace(progress(every), suspects=7)
    assert (guide(None, enough).tone, ring_of(enough).done) == ("good", True)
    said = guide(None, mixed)
    assert said.headline == "Pictures that look like somebody else: 7."
    assert (said.tone, ring_of(mixed).done) == ("caution", False)


def test_somebody_else_is_said_with_both_ways_on() -> None:
    said = guide(OTHER, progress(captures(Role.ANCHOR, AHEAD), guided=True))
    assert said.headline == "Let the first person come back, or press A if nobody else came."
    assert said.detail == OTHER.sentence
    assert captured_words(Role.ANCHOR, 3, OTHER) == "Anchor 3 taken. This looks like somebody else."
    assert captured_words(Role.ANCHOR, 3) == "Anchor 3 taken."


def test_guided_capture_asks_for_what_is_missing_and_says_when_half_is_done() -> None:
    seen = captures(Role.ANCHOR, AHEAD, Pose(20, 0, 0))
    assert "straight" in guide(None, progress([], guided=True)).headline
    assert "to the right" in guide(None, progress(seen, guided=True)).headline
    assert "once more" in guide(None, progress(seen, guided=True, pausing=True)).headline


@pytest.mark.parametrize(("round", "word"), [(Round.GLASSES, "glasses"), (Round.LIGHT, "light")])
def test_another_round_says_what_to_change_first(round: Round, word: str) -> None:
    assert word in guide(None, progress(captures(Role.ANCHOR, AHEAD), round=round)).headline


def test_the_ring_shows_the_role_in_progress_and_where_to_look() -> None:
    state = ring_of(progress(captures(Role.ANCHOR, AHEAD, Pose(20, 0, 0)), guided=True))
    assert state == RingState(frozenset({11, 0, 1}), wanted=180, done=False)
    assert ring_of(progress(captures(Role.ANCHOR, AHEAD))).wanted is None


def test_a_refused_press_names_role_value_limit_and_action() -> None:
    words = refused_words(Role.POSITIVE, DARK)
    assert words == "Positive not taken: Your face is at 10 %, 15 % are needed. Turn on a light."


# --- calm ------------------------------------------------------------------------------------------------------------


def test_one_bad_frame_is_no_news_and_numbers_change_no_faster_than_they_are_read(qtbot: QtBot) -> None:
    clock = FakeClock()
    lines = GuidanceLines(clock=clock)
    qtbot.addWidget(lines)
    left, blurred = Guidance("Turn left.", ""), Guidance("Hold still.", "26, 33 are needed.")
    lines.follow(left)
    for _ in range(3):
        clock.now += 0.03
        lines.follow(blurred)
    assert lines.headline.text() == "Turn left."
    clock.now += 0.03
    lines.follow(left)
    for _ in range(12):
        clock.now += 0.03
        lines.follow(blurred)
    assert (lines.headline.text(), lines.detail.text()) == ("Hold still.", "26, 33 are needed.")
    lines.follow(replace(blurred, detail="27, 33 are needed."))
    assert lines.detail.text() == "26, 33 are needed."
    clock.now += 1.0
    lines.follow(replace(blurred, detail="28, 33 are needed."))
    assert lines.detail.text() == "28, 33 are needed."


def test_the_ring_glides_and_with_less_motion_jumps(qtbot: QtBot) -> None:
    ring = CoverageRing()
    ring.show(RingState(frozenset({0})))
    assert ring.shown[0] < 1.0
    qtbot.waitUntil(lambda: ring.shown[0] == 1.0, timeout=2000)
    ring.still = True
    ring.show(RingState(frozenset(range(SEGMENTS))))
    assert set(ring.shown) == {1.0}


@pytest.mark.parametrize("mirrored", [True, False])
def test_the_ring_fills_on_the_side_where_the_person_sees_their_left(mirrored: bool) -> None:
    ring = CoverageRing()
    ring.still = True
    ring.show(RingState(frozenset({0})))
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.window))
    painter = QPainter(image)
    ring.paint(painter, QPointF(150, 150), 150 - DEPTH, LIGHT, mirrored=mirrored)
    painter.end()
    at = 150 - DEPTH + 15
    left, right = (image.pixelColor(round(150 + side * at), 150).name() for side in (-1, 1))
    assert (left == LIGHT.good, right == LIGHT.good) == (mirrored, not mirrored)
