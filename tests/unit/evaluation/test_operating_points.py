"""Thresholds and rates of weighted comparisons, on cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.operating_points import TailTooShort, Trials, operating_points, rates


def trials(mated, nonmated, *, pictures, complete: bool = True, left_out=()) -> Trials:
    """`mated`: (score, person), `nonmated`: (score, person, person), each highest first."""
    mated_score, mated_person = zip(*mated, strict=True) if mated else ((), ())
    score, first, second = zip(*nonmated, strict=True) if nonmated else ((), (), ())
    return Trials(
        pictures=np.array(pictures, np.int64),
        mated_score=np.array(mated_score, np.float32),
        mated_person=np.array(mated_person, np.int32),
        tail_score=np.array(score, np.float32),
        tail_first=np.array(first, np.int32),
        tail_second=np.array(second, np.int32),
        complete=complete,
        left_out=np.array(left_out, np.int32).reshape(-1, 2),
    )


def just_above(score: float) -> float:
    return float(np.nextafter(np.float32(score), np.float32(np.inf)))


# Person 0 has three pictures, person 1 two: three mated trials of 0, one of 1, six non-mated ones.
MATED = [(0.9, 0), (0.8, 0), (0.7, 0), (0.6, 1)]
STRANGERS = [(0.5, 0, 1), (0.4, 0, 1), (0.3, 0, 1), (0.2, 0, 1), (0.1, 0, 1), (0.0, 0, 1)]
PICTURES = [3, 2]


def test_all_right():
    for point in operating_points(trials(MATED, STRANGERS, pictures=PICTURES), (0.01,)):
        assert (point.tar, point.tar_per_person, point.false_match_rate, point.false_matches) == (1.0, 1.0, 0.0, 0)
        assert point.threshold == just_above(0.5)
        assert (point.nonmated, point.nonmated_people, point.mated, point.mated_people) == (6, 1, 4, 2)
        assert not point.supported


def test_all_wrong():
    turned = trials([(s - 1, p) for s, p in MATED], STRANGERS, pictures=PICTURES)
    for point in operating_points(turned, (0.5,)):
        assert (point.tar, point.false_non_matches, point.refused_people) == (0.0, 4, 2)


def test_reversed_scores_accept_nobody_but_strangers():
    turned = trials([(-0.6, 1), (-0.7, 0), (-0.8, 0), (-0.9, 0)], STRANGERS, pictures=PICTURES)
    point = operating_points(turned, (0.5,))[0]
    assert (point.tar, point.false_matches, point.false_match_rate) == (0.0, 3, 0.5)


def test_ties_at_the_border_are_all_rejected():
    tied = [(0.5, 0, 1), (0.4, 0, 1), (0.4, 0, 1), (0.4, 0, 1), (0.1, 0, 1), (0.0, 0, 1)]
    point = operating_points(trials(MATED, tied, pictures=PICTURES), (0.5,))[0]
    assert (point.threshold, point.false_matches) == (just_above(0.4), 1)


def test_all_scores_tied_tell_nothing():
    same = trials([(0.5, p) for _, p in MATED], [(0.5, 0, 1)] * 6, pictures=PICTURES)
    for point in operating_points(same, (0.99,)):
        assert (point.tar, point.false_matches) == (0.0, 0)


def test_a_target_that_is_met_exactly_is_used_up():
    point = operating_points(trials(MATED, STRANGERS, pictures=PICTURES), (0.5,))[0]
    assert (point.false_matches, point.threshold) == (3, just_above(0.2))
    # Three sixths of one pair of people, as fractions that floating point cannot hold.
    balanced = operating_points(trials(MATED, STRANGERS, pictures=PICTURES), (0.5,))[1]
    assert (balanced.false_matches, balanced.threshold) == (3, just_above(0.2))


def test_balanced_counts_people_not_pictures():
    # Two, three and one picture: six trials of people 0 and 1, two of 0 and 2, three of 1 and 2.
    first = [(0.75, 1, 2), (0.5, 0, 1), (0.4, 0, 1), (0.3, 0, 2)]
    rest = [(0.1, 0, 1)] * 4 + [(0.0, 0, 2)] + [(-0.1, 1, 2)] * 2
    found = trials([(0.9, 0), (0.2, 1), (0.2, 1), (0.2, 1)], [*first, *rest], pictures=[2, 3, 1])
    pooled, balanced = operating_points(found, (0.17,))
    # 0.17 of eleven is one trial; 0.17 of three pairs of people is 0.51: a third of (1, 2) and a sixth of (0, 1).
    assert (pooled.false_matches, pooled.tar) == (1, 0.25)
    assert pooled.tar_per_person == pytest.approx(0.5)
    assert balanced.false_matches == 2
    assert balanced.false_match_rate == pytest.approx(1 / 6)
    assert (balanced.tar, balanced.tar_per_person) == pytest.approx((0.5, 0.5))
    assert (balanced.false_match_people, balanced.nonmated_people) == (2, 3)


def test_a_person_twice_counts_twice():
    found = trials(MATED, STRANGERS, pictures=PICTURES)
    pooled = rates(found, "pooled", (0.5,), np.array([2, 1]))[0]
    assert (pooled.accepted, pooled.tar_per_person) == (6, 1.0)
    assert found.nonmated("pooled", np.array([2, 1])) == 12
    assert found.nonmated("balanced", np.array([2, 1])) == 2


def test_a_draw_without_a_stranger_or_a_mated_person_has_no_rates():
    found = trials(MATED, STRANGERS, pictures=PICTURES)
    assert np.isnan(rates(found, "pooled", (0.5,), np.array([2, 0]))[0]).all()
    alone = trials(MATED[:3], STRANGERS, pictures=[3, 1])
    assert np.isnan(rates(alone, "balanced", (0.5,), np.array([0, 2]))[0]).all()


def test_pairs_of_people_that_are_left_out_do_not_count():
    found = trials([(0.9, 0)], [(0.5, 0, 1), (0.4, 0, 1)], pictures=[2, 1, 1], left_out=[(0, 2), (1, 2)])
    assert (found.nonmated("pooled"), found.nonmated("balanced")) == (2, 1)


def test_a_tail_that_ends_too_early_says_so():
    short = trials(MATED, STRANGERS[:3], pictures=PICTURES, complete=False)
    assert operating_points(short, (0.3,))[0].false_matches == 1
    with pytest.raises(TailTooShort):
        operating_points(short, (0.5,))


def test_support_follows_from_pairs_of_people():
    # 25 people are 300 pairs of people, and 3 / 300 is 1e-2; that 0 is compared twice as often is no further evidence.
    many = [(0.1, i, j) for i in range(25) for j in range(i + 1, 25)] + [(0.0, 0, j) for j in range(1, 25)]
    found = trials([(0.9, 0)], many, pictures=[2, *[1] * 24])
    assert [point.supported for point in operating_points(found, (0.01, 0.0099))] == [True, False] * 2


@pytest.mark.parametrize(("mated", "nonmated"), [([], STRANGERS), (MATED, [])])
def test_a_kind_of_comparison_that_is_missing_is_told(mated, nonmated):
    pictures = PICTURES if nonmated else [3]
    with pytest.raises(ValueError, match="both kinds of comparison are needed"):
        operating_points(trials(mated, nonmated, pictures=pictures), (0.5,))
