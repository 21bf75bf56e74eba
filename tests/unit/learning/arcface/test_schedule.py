"""Learning rates and frozen blocks at known moments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faceid_app.identity.arcface_options import RESTARTS, ArcfaceOptions
from faceid_app.learning.arcface.schedule import blocks_learning, learning_rate

DOCUMENT = ArcfaceOptions(schedule=RESTARTS)


@pytest.mark.parametrize(
    ("progress", "rate"),
    [(0, 3e-4), (0.75, 2.6045941546e-4), (1.5, 1.65e-4), (3, 3e-4), (4.5, 1.65e-4), (6, 3e-4), (49.5, 1.65e-4)],
)
def test_warm_restarts_of_the_document(progress: float, rate: float):
    assert learning_rate(DOCUMENT, progress) == pytest.approx(rate, rel=1e-9)


def test_the_rate_falls_to_its_lowest_before_each_restart():
    assert learning_rate(DOCUMENT, 3 - 1e-9) == pytest.approx(3e-5, rel=1e-6)


def test_turns_grow_by_their_factor():
    growing = replace(DOCUMENT, restart_factor=2)
    assert [learning_rate(growing, start) for start in (3, 9, 21)] == [3e-4] * 3
    assert learning_rate(growing, 6) == pytest.approx(1.65e-4)
    assert learning_rate(growing, 15) == pytest.approx(1.65e-4)


def test_a_constant_rate_stays():
    assert {learning_rate(ArcfaceOptions(), progress) for progress in (0, 0.3, 17, 50)} == {3e-4}


@pytest.mark.parametrize(
    ("frozen", "every", "expected"),
    [(0, 0, [5, 5, 5, 5]), (2, 0, [0, 0, 5, 5]), (1, 1, [0, 1, 2, 3]), (0, 2, [1, 1, 2, 2])],
)
def test_blocks_learn_when_they_should(frozen: int, every: int, expected: list[int]):
    options = ArcfaceOptions(frozen_epochs=frozen, unfreeze_every=every)
    assert [blocks_learning(options, epoch, 5) for epoch in range(4)] == expected
    assert blocks_learning(options, 100, 5) == 5
