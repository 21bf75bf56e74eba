import json
from dataclasses import replace

import numpy as np
import pytest

from faceid_app.errors import TrainingFailed
from faceid_app.identity.decision import deciding_scores
from faceid_app.identity.head import L1Head, sigmoid, start_head, tempered
from faceid_app.identity.judging import DEFAULT_SHARE, Judgement, judge_head
from faceid_app.identity.people_pairs import Faces
from tests.helpers.embeddings import people

HEAD = start_head(32, slope=40.0, bias=8.0)
STRANGERS = people(200, each=3, seed=1)
OWN = people(1, each=30, spread=0.4, seed=2).embeddings


def _judge(
    held_out: Faces = STRANGERS, everyone: Faces = STRANGERS, own: np.ndarray = OWN, head: L1Head = HEAD
) -> Judgement:
    return judge_head(
        head,
        held_out=held_out,
        everyone=everyone,
        learned=own[:20],
        unseen=own[20:],
        generator=np.random.default_rng(0),
    )


def test_every_threshold_keeps_its_rate_on_what_was_counted():
    judgement = _judge()

    for point in judgement.calibration.points:
        assert point.accepted <= point.far * point.impostors
    thresholds = [point.threshold for point in judgement.calibration.points]
    assert thresholds == sorted(thresholds)
    first = judgement.calibration.points[0]
    assert first.impostors == sum(judgement.card["impostor_pairs"].values())
    assert first.people == judgement.card["impostor_people"] == 200
    assert first.impostors == 600 * 599 // 2 - 200 * 3 + 600 * 30
    assert first.genuine == judgement.card["genuine_pairs"] == 600


def test_bundle_starts_at_the_strictest_rate_that_was_counted():
    judgement = _judge()

    point = next(point for point in judgement.calibration.points if point.far == judgement.card["default_far"])
    assert point.supported
    assert judgement.thresholds.detection == point.threshold
    assert judgement.thresholds.verification == DEFAULT_SHARE


def test_someone_easily_taken_for_others_gets_a_stricter_threshold():
    own = np.concatenate([STRANGERS.embeddings[:15], STRANGERS.embeddings[:15]])
    lamb = own + 0.3 * STRANGERS.embeddings.mean(axis=0)
    crowd = STRANGERS.embeddings + 0.6 * lamb.mean(axis=0)
    crowd /= np.linalg.norm(crowd, axis=1, keepdims=True)
    near = (lamb.mean(axis=0) / np.linalg.norm(lamb.mean(axis=0)) + np.zeros((30, 1))).astype(np.float32)

    judgement = _judge(Faces(crowd.astype(np.float32), STRANGERS.person), own=near)

    point = judgement.calibration.points[0]
    scores = sigmoid(HEAD.cross_logits(HEAD.project(crowd.astype(np.float32)), HEAD.project(near)))
    assert (scores >= point.threshold).mean() <= point.far


def test_strangers_are_tried_as_frames_are_judged():
    judgement = _judge()

    scores = sigmoid(HEAD.cross_logits(HEAD.project(STRANGERS.embeddings), HEAD.project(OWN)))
    expected = deciding_scores(scores, DEFAULT_SHARE)
    strangers = judgement.card["strangers"]
    assert (strangers["pictures"], strangers["people"]) == (600, 200)
    assert strangers["closest"] == pytest.approx(expected.max(), abs=1e-4)
    for row, point in zip(strangers["points"], judgement.calibration.points, strict=True):
        assert row["accepted"] == (expected >= np.float32(point.threshold)).sum()


def test_own_unseen_captures_are_compared_with_the_learned_ones_only():
    judgement = _judge()

    scores = sigmoid(HEAD.cross_logits(HEAD.project(OWN[20:]), HEAD.project(OWN[:20])))
    refused = (deciding_scores(scores, DEFAULT_SHARE) < judgement.calibration.points[-1].threshold).sum()
    assert judgement.card["own"][-1]["refused"] == refused
    assert judgement.card["own"][-1]["n"] == 10
    assert judgement.card["own"][-1]["high"] >= 0.25  # ten captures prove little, and the card says so


def test_people_seen_once_leave_the_users_own_pairs_to_count_as_genuine():
    once = people(200, each=1, seed=3)

    judgement = _judge(once, once)

    assert judgement.calibration.points[0].genuine == 20 * 10


def test_too_few_strangers_are_told():
    few = people(8, each=50)

    with pytest.raises(TrainingFailed, match="8 held-out strangers support no error rate, at least 25 are needed"):
        _judge(few, few)


def test_a_head_that_accepts_nearly_everybody_supports_nothing():
    with pytest.raises(TrainingFailed, match="cannot tell people apart"):
        _judge(head=replace(HEAD, bias=60.0))


def test_the_same_head_on_a_scale_that_float32_can_show_does():
    judgement = _judge(head=tempered(replace(HEAD, bias=60.0)))

    for point in judgement.calibration.points:
        assert point.threshold < 1.0
        assert point.accepted <= point.far * point.impostors


def test_card_is_plain_json():
    card = _judge().card

    assert json.loads(json.dumps(card, allow_nan=False)) == card
    assert "the same people as the thresholds" in card["remark"]
