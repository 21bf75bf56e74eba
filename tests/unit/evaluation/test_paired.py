"""Networks on the same pictures: figures as of each alone, and differences judged on the same people."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import tar_at_far
from faceid_app.evaluation.paired import compare

PEOPLE, EACH, DIMENSION = 40, 3, 16
PERSON = np.repeat(np.arange(PEOPLE), EACH)


def faces(noise: float, *, seed: int = 0) -> NDArray[np.float32]:
    generator = np.random.default_rng(seed)
    centres = np.repeat(np.random.default_rng(99).normal(size=(PEOPLE, DIMENSION)), EACH, axis=0)
    rows = centres + noise * generator.normal(size=centres.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_each_figure_is_that_of_the_network_alone():
    rows, reference = faces(0.8), faces(0.0)
    first, second = np.triu_indices(len(rows), 1)
    scores, same = (rows @ rows.T)[first, second], PERSON[first] == PERSON[second]
    found = compare({"one": rows}, PERSON, reference, far=1e-2, seed=0, resamples=200)["one"]
    assert found.tar.value == pytest.approx(tar_at_far(scores[same], scores[~same], 1e-2).tar)
    assert found.likeness.value == pytest.approx((rows * reference).sum(axis=1).mean())
    for figure in (found.tar, found.likeness):
        assert figure.interval is not None
        assert figure.interval.low < figure.value < figure.interval.high


def test_people_of_different_numbers_of_pictures_count_by_their_pairs():
    keep = np.r_[0, 3:120]  # the first person has one picture
    rows = faces(0.8)[keep]
    first, second = np.triu_indices(len(rows), 1)
    scores, same = (rows @ rows.T)[first, second], PERSON[keep][first] == PERSON[keep][second]
    found = compare({"one": rows}, PERSON[keep], rows, far=1e-2, seed=0, resamples=5)["one"]
    assert found.tar.value == pytest.approx(tar_at_far(scores[same], scores[~same], 1e-2).tar)


def test_worse_is_told_from_chance_and_the_same_is_undecided():
    base = faces(0.8)
    slightly = base + 0.05 * faces(5.0, seed=3)
    slightly /= np.linalg.norm(slightly, axis=1, keepdims=True)
    found = compare(
        {"base": base, "same": base, "other noise": slightly.astype(np.float32), "worse": faces(1.6, seed=2)},
        PERSON, faces(0.0), far=1e-2, seed=0, resamples=200,
    )  # fmt: skip
    assert (found["same"].tar.against_first, found["same"].tar.verdict) == (0.0, "undecided")
    assert found["other noise"].tar.verdict == "undecided"
    assert found["worse"].tar.verdict == found["worse"].likeness.verdict == "worse"
    # On the same people the difference is known better than either figure.
    for figure in (found["other noise"].likeness,):
        assert figure.interval is not None
        assert figure.interval_against_first is not None
        of_difference = figure.interval_against_first.high - figure.interval_against_first.low
        assert of_difference < 0.5 * (figure.interval.high - figure.interval.low)


def test_the_same_seed_gives_the_same_figures():
    networks = {"a": faces(0.8), "b": faces(0.9, seed=1)}
    first, second = (compare(networks, PERSON, faces(0.0), far=1e-2, seed=7, resamples=20) for _ in range(2))
    assert {name: one.to_dict() for name, one in first.items()} == {name: one.to_dict() for name, one in second.items()}


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="at least one network"):
        compare({}, PERSON, faces(0.0), far=1e-2, seed=0)
    with pytest.raises(ValueError, match="too few pairs"):
        compare({"a": faces(0.5)}, PERSON, faces(0.0), far=1e-4, seed=0)
    with pytest.raises(ValueError, match="too few pairs"):
        compare({"a": faces(0.5)}, np.arange(len(PERSON)), faces(0.0), far=1e-2, seed=0)
