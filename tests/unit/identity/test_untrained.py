"""What is counted for a person for whom nothing was trained, and when that is not enough."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from faceid_app.errors import TrainingFailed
from faceid_app.identity.head import start_head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.untrained import THROUGH_LOOKS, count, hold_out, judge
from tests.helpers.embeddings import bank, people

HEAD = start_head(32, slope=40.0, bias=8.0)
STRANGERS = bank(people(300, each=3, seed=1))
OWN = people(1, each=30, spread=0.4, seed=2).embeddings
BURSTS = [f"burst {index // 5}" for index in range(30)]


def looks_of(embeddings: np.ndarray) -> LookBank:
    numbers = np.zeros(len(embeddings), np.int32)
    return LookBank(embeddings, numbers, numbers, np.zeros((1, 6), np.float32))


LOOKS = looks_of(people(200, each=1, seed=5).embeddings)


def counted(**changes: Any) -> Any:
    settings: dict[str, Any] = {"templates": OWN, "bursts": BURSTS, "strangers": STRANGERS, "looks": LOOKS} | changes
    strangers, looks = settings.pop("strangers"), settings.pop("looks")
    return count(HEAD, strangers, looks, **settings)


def test_thresholds_keep_their_rates_on_all_strangers_and_the_person():
    result = counted()

    for point in result.calibration.points:
        assert point.accepted <= point.far * point.impostors
        assert point.people == 300
    first = result.calibration.points[0]
    assert first.impostors == 900 * 899 // 2 - 300 * 3 + 900 * 30
    assert result.card["strangers"]["pictures"] == 900
    assert result.thresholds.detection == result.calibration.point(1e-4).threshold
    assert judge(result.card).fit


def test_people_the_backbone_has_seen_are_no_witnesses_of_its_rates():
    known = frozenset(STRANGERS.people[:100])

    result = counted(strangers=replace(STRANGERS, seen=known))

    first = result.calibration.points[0]
    assert first.people == 200
    assert first.impostors == 600 * 599 // 2 - 200 * 3 + 600 * 30
    assert result.card["strangers"]["pictures"] == 900, "all of them are tried as the person"


def test_the_card_is_plain_and_says_what_was_not_done():
    card = counted().card

    assert json.loads(json.dumps(card, allow_nan=False)) == card
    assert "Nothing was trained" in card["remark"]
    assert "were not run" in card["remark"]
    assert card["captures"] == {"usable": 30, "held_out": 10, "by_burst": True}
    (probe,) = card["probes"]
    assert (probe["name"], probe["accepted"], probe["n"]) == (THROUGH_LOOKS, 0, 200)
    assert 0.0 == probe["low"] < probe["high"] < 0.02


def test_held_out_are_the_last_bursts_whole():
    held_out, by_burst = hold_out(["a", "a", "b", "b", "b", "c", "c", "c", "c", "d"])
    assert held_out.tolist() == [False] * 5 + [True] * 5
    assert by_burst


def test_one_burst_is_told():
    held_out, by_burst = hold_out(["a"] * 10)
    assert held_out.tolist() == [False] * 7 + [True] * 3
    assert not by_burst
    assert "flatter" in counted(bursts=["a"] * 30).card["captures"]["warning"]


def test_a_burst_that_comes_again_stays_on_one_side():
    held_out, by_burst = hold_out(["a", "b", "a", "b", "c", "a"])
    assert by_burst
    assert held_out.tolist() == [False, True, False, True, True, False]


def test_too_few_strangers_support_nothing():
    with pytest.raises(TrainingFailed, match="support no error rate"):
        counted(strangers=bank(people(8, each=4, seed=1)))


def test_strangers_who_pass_through_a_look_make_it_unfit():
    passing = np.concatenate([LOOKS.embeddings, OWN[:5]])

    fitness = judge(counted(looks=looks_of(passing)).card)

    assert not fitness.fit
    assert "5 of 205 strangers seen through cameras' looks" in fitness.why


def test_strangers_who_pass_plainly_make_it_unfit():
    card = counted().card
    far = card["default_far"]
    for point in card["strangers"]["points"]:
        point["accepted"] = 10 if point["far"] == far else 0

    fitness = judge(card)

    assert not fitness.fit
    assert "10 of 900 pictures of strangers" in fitness.why


def test_captures_of_two_people_know_each_other_not():
    two = np.concatenate([OWN[:20], people(1, each=10, spread=0.4, seed=9).embeddings])

    fitness = judge(counted(templates=two).card)

    assert not fitness.fit
    assert "0 of 10 of your captures" in fitness.why


def test_without_looks_nothing_has_judged_it_enough():
    fitness = judge(counted(looks=None).card)

    assert not fitness.fit
    assert "looks" in fitness.why


def test_the_numbers_are_the_same_again():
    first, second = counted(), counted()
    assert first.calibration == second.calibration
    assert first.card == second.card
