"""The figures of a card, counted; and which criterion an unfit model failed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from faceid_app.identity.bundle import Fitness
from faceid_app.identity.probe_results import BACKGROUND, ELSEWHERE, THROUGH_LIKE_LOOKS, THROUGH_LOOK
from faceid_app.identity.report_card import Criterion, Failure, Remedy, report_card
from tests.helpers.bundles import untrained_bundle


def probes(**accepted: tuple[int, int]) -> list[dict[str, Any]]:
    names = {"camera": THROUGH_LOOK, "like": THROUGH_LIKE_LOOKS, "room": BACKGROUND, "elsewhere": ELSEWHERE}
    return [{"name": names[name], "accepted": k, "n": n} for name, (k, n) in accepted.items()]


def failure(recipe: str, shown: list[dict[str, Any]]) -> Failure:
    unfit = replace(untrained_bundle(), recipe=recipe, fitness=Fitness(False, "why"), card={"probes": shown})
    found = report_card(unfit).failure
    assert found is not None
    return found


def test_the_figures_are_those_of_the_thresholds_it_starts_with() -> None:
    card = {
        "default_far": 1e-4,
        "own": [{"far": 1e-3, "refused": 0, "n": 12}, {"far": 1e-4, "refused": 1, "n": 12}],
        "strangers": {"people": 5749, "points": [{"far": 1e-4, "accepted": 0, "n": 13233}]},
        "probes": probes(like=(0, 1200), room=(0, 40), elsewhere=(40, 40)),
    }
    seen = report_card(replace(untrained_bundle(), card=card))
    assert seen.own_refused is not None
    assert (seen.own_refused.count, seen.own_refused.n) == (1, 12)
    assert seen.own_refused.high == pytest.approx(0.385, abs=0.002)
    assert seen.strangers is not None
    assert (seen.strangers.count, seen.strangers.n, seen.stranger_people) == (0, 13233, 5749)
    assert seen.through_camera is not None
    assert seen.through_camera.n == 1200
    assert (seen.failure, seen.leaks) == (None, None)


def test_an_old_card_has_fewer_figures() -> None:
    seen = report_card(untrained_bundle())
    assert (seen.own_refused, seen.strangers, seen.room, seen.leaks) == (None, None, None, None)


@pytest.mark.parametrize(
    ("shown", "criterion", "limit"),
    [
        (probes(camera=(9, 300), room=(0, 40), elsewhere=(40, 40)), Criterion.STRANGERS, 0.01),
        (probes(camera=(3, 300), room=(1, 40), elsewhere=(40, 40)), Criterion.ROOM, 0.01),
        (probes(camera=(0, 300), room=(0, 40), elsewhere=(19, 40)), Criterion.ELSEWHERE, 0.5),
    ],
)
def test_the_first_failing_criterion_is_named(shown: list[dict[str, Any]], criterion: Criterion, limit: float) -> None:
    found = failure("koch", shown)
    assert (found.criterion, found.limit, found.remedy) == (criterion, limit, Remedy.TRAIN_RECOMMENDED)
    assert found.measured is not None
    assert failure("head", shown).remedy is Remedy.ENROL_MORE


def test_what_nothing_tried_asks_for_strangers() -> None:
    found = failure("head", probes(room=(0, 40), elsewhere=(40, 40)))
    assert (found.criterion, found.measured, found.remedy) == (Criterion.UNTRIED, None, Remedy.FETCH_STRANGERS)
