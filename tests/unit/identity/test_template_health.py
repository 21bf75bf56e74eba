"""Template health: leaving one out by one count is what counting anew gives, and what does harm comes first."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.decision import Thresholds, matching
from faceid_app.identity.template_health import Finding, SpreadFinding, accepted_without, examine
from faceid_app.identity.template_scores import TemplateScores
from faceid_app.storage.captures import CaptureRecord, Role, Round

HALF = Thresholds(0.5, 0.5)
ANY = Thresholds(0.5, 0.05)


def record(number: int, *, yaw: float = 0.0, pitch: float = 0.0, round: Round = Round.FIRST) -> CaptureRecord:
    return CaptureRecord(
        id=f"capture {number}",
        role=Role.ANCHOR,
        taken_at="2026-01-01T00:00:00.000+00:00",
        clock=float(number),
        burst="b",
        camera="",
        measurements={"yaw": yaw, "pitch": pitch},
        aligned=True,
        round=round,
    )


def scores(strangers: np.ndarray, own: np.ndarray | None = None, *, identical: float = 12.0) -> TemplateScores:
    """Strangers' scores (n, t) and, where they matter, the templates' own logits; else all templates are alike."""
    count = strangers.shape[1]
    logits = np.full((count, count), 8.0, np.float32) if own is None else own.astype(np.float32)
    people = np.arange(len(strangers), dtype=np.int32)
    return TemplateScores(strangers.astype(np.float32), people, np.ones(len(people), np.bool_), logits, identical)


@pytest.mark.parametrize("verification", [0.01, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_leaving_one_out_by_one_count_is_what_counting_anew_gives(count: int, verification: float):
    values = np.random.default_rng(count).uniform(size=(500, count)).astype(np.float32)
    limit = Thresholds(0.6, verification)
    anew = [int(matching(np.delete(values, i, axis=1), limit).sum()) for i in range(count)]
    assert accepted_without(values >= np.float32(0.6), verification).tolist() == anew


def test_the_picture_that_lets_strangers_in_comes_first():
    """31 strangers match the seventh picture, four of them another one too: without it, four remain."""
    strangers = np.zeros((200, 10))
    strangers[:31, 6] = 0.9
    strangers[:4, 2] = 0.9
    health = examine(scores(strangers), [record(i) for i in range(10)], thresholds=ANY, calibrated=0.5)
    worst = health.influences[0]
    assert (worst.capture_id, worst.finding) == ("capture 6", Finding.LETS_STRANGERS_IN)
    assert (health.accepted, worst.typical, worst.without, worst.matched) == (31, 31, 4, 31)
    assert health.faulty == (worst,)


def test_half_of_the_templates_must_match_so_one_picture_opens_nothing():
    strangers = np.zeros((200, 10))
    strangers[:31, 6] = 0.9
    health = examine(scores(strangers), [record(i) for i in range(10)], thresholds=HALF, calibrated=0.5)
    assert health.accepted == 0
    assert not health.faulty


def test_one_template_fewer_changes_how_many_must_match_and_blames_no_picture():
    """Strangers match all of five but one: four of four needed accepts fewer of them, whichever picture is missing."""
    strangers = np.full((60, 5), 0.9)
    strangers[np.arange(60), np.arange(60) % 5] = 0.1
    health = examine(scores(strangers), [record(i) for i in range(5)], thresholds=Thresholds(0.5, 0.8), calibrated=0.5)
    assert (health.accepted, health.influences[0].without, health.influences[0].typical) == (60, 12, 12)
    assert not health.faulty


def test_a_face_that_is_another_is_unlike_the_others():
    own = np.full((10, 10), 8.0)
    own[3, :] = own[:, 3] = -4.0
    health = examine(scores(np.zeros((50, 10)), own), [record(i) for i in range(10)], thresholds=HALF, calibrated=0.5)
    worst = health.influences[0]
    assert (worst.capture_id, worst.finding) == ("capture 3", Finding.UNLIKE_THE_OTHERS)
    assert (worst.agrees, worst.others) == (0, 9)
    assert not health.is_good


def test_pictures_with_glasses_are_compared_with_each_other():
    own = np.full((16, 16), 8.0)
    own[10:, :10] = own[:10, 10:] = -4.0
    records = [record(i, round=Round.FIRST if i < 10 else Round.GLASSES) for i in range(16)]
    assert not examine(scores(np.zeros((50, 16)), own), records, thresholds=HALF, calibrated=0.5).faulty
    same_round = [record(i) for i in range(16)]
    assert len(examine(scores(np.zeros((50, 16)), own), same_round, thresholds=HALF, calibrated=0.5).faulty) == 6


@pytest.mark.parametrize(
    ("logit", "value", "finding"),
    [
        (12.0, 0.0, SpreadFinding.ALIKE),
        (6.0, 0.5, SpreadFinding.HEALTHY),
        (-1.2, 1.1, SpreadFinding.MIXED),
    ],
)
def test_spread_is_the_share_of_the_way_to_the_threshold(logit: float, value: float, finding: SpreadFinding):
    own = np.full((4, 4), logit)
    np.fill_diagonal(own, 12.0)
    records = [record(i) for i in range(4)]
    spread = examine(scores(np.zeros((9, 4)), own), records, thresholds=HALF, calibrated=0.5).spread
    assert spread is not None
    assert spread.value == pytest.approx(value)
    assert (spread.pairs, spread.finding) == (6, finding)


def test_coverage_counts_directions_and_the_front():
    records = [record(0), record(1, yaw=25.0), record(2, yaw=-25.0)]
    coverage = examine(scores(np.zeros((9, 3))), records, thresholds=HALF, calibrated=0.5).coverage
    assert coverage.front
    assert 0 < coverage.directions < coverage.of
    assert not coverage.complete


def test_nobody_to_compare_with_leaves_what_the_pictures_say_of_each_other():
    health = examine(scores(np.empty((0, 3))), [record(i) for i in range(3)], thresholds=HALF, calibrated=0.5)
    assert (health.pictures, health.accepted) == (0, 0)
    assert health.spread is not None


def test_one_capture_has_no_peers_and_a_record_each_is_needed():
    alone = examine(scores(np.zeros((9, 1))), [record(0)], thresholds=HALF, calibrated=0.5)
    assert alone.spread is None
    assert alone.influences[0].others == 0
    with pytest.raises(ValueError, match="a record of each"):
        examine(scores(np.zeros((9, 2))), [record(0)], thresholds=HALF, calibrated=0.5)


def test_a_threshold_that_identical_pictures_do_not_reach_measures_no_spread():
    assert (
        examine(
            scores(np.zeros((9, 3)), identical=-1.0), [record(i) for i in range(3)], thresholds=HALF, calibrated=0.5
        ).spread
        is None
    )
