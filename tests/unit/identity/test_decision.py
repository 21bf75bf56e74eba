"""The two thresholds and the window over time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow, decide, deciding_scores

HALF = Thresholds(detection=0.5, verification=0.5)


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_the_share_of_templates_decides():
    assert decide(scores(0.9, 0.6, 0.1, 0.2), HALF).match
    assert not decide(scores(0.9, 0.4, 0.1, 0.2), HALF).match
    assert decide(scores(0.9, 0.4, 0.1, 0.2), HALF).share == pytest.approx(0.25)


def test_a_score_on_the_threshold_counts():
    assert decide(scores(0.5), HALF).match


def test_nothing_to_compare_with_is_never_a_match():
    for bad in (scores(), scores(0.9, float("nan")), scores(float("inf"))):
        decision = decide(bad, Thresholds(detection=0.0, verification=0.01))
        assert (decision.match, decision.share, decision.score) == (False, 0.0, 0.0)


@given(
    values=st.lists(st.integers(0, 100), min_size=1, max_size=60),
    detection=st.integers(0, 100),
    verification=st.sampled_from([0.01, 0.1, 1 / 3, 0.5, 0.6, 0.8, 1.0]),
)
def test_the_deciding_score_reaches_the_threshold_exactly_when_the_share_does(values, detection, verification):
    thresholds = Thresholds(detection / 100, verification)
    decision = decide(scores(*(value / 100 for value in values)), thresholds)
    assert decision.match == (np.float32(decision.score) >= np.float32(thresholds.detection))


def test_deciding_scores_work_on_many_probes_at_once():
    many = np.stack([scores(0.1, 0.9, 0.5), scores(0.3, 0.2, 0.8)])
    np.testing.assert_allclose(deciding_scores(many, 2 / 3), [0.5, 0.3])


@pytest.mark.parametrize(("detection", "verification"), [(-0.1, 0.5), (1.1, 0.5), (0.5, 0.0), (0.5, 1.01)])
def test_thresholds_out_of_range_are_told(detection, verification):
    with pytest.raises(ValueError, match="threshold is"):
        Thresholds(detection, verification)


def test_three_of_five_frames_make_a_match():
    window = VerdictWindow(k=3, n=5, seconds=2.0, spacing=0.1)
    seen = [window.add(match, at / 5) for at, match in enumerate([True, False, True, True])]
    assert seen == [Verdict.CHECKING, Verdict.CHECKING, Verdict.CHECKING, Verdict.MATCH]


def test_three_misses_of_five_make_a_refusal():
    window = VerdictWindow(k=3, n=5, seconds=2.0, spacing=0.1)
    assert [window.add(False, at / 5) for at in range(3)][-1] is Verdict.NO_MATCH


def test_one_look_read_many_times_is_one_look():
    window = VerdictWindow(k=3, n=5, seconds=2.0, spacing=0.1)
    assert {window.add(True, 1.0 + at / 1000) for at in range(30)} == {Verdict.CHECKING}


def test_old_frames_do_not_count():
    window = VerdictWindow(k=2, n=5, seconds=1.0, spacing=0.1)
    window.add(True, 0.0)
    assert window.add(True, 1.5) is Verdict.CHECKING


def test_losing_the_face_forgets_it():
    window = VerdictWindow(k=2, n=5, seconds=10.0, spacing=0.1)
    window.add(True, 0.0)
    assert window.lost() is Verdict.NO_FACE
    assert window.add(True, 0.2) is Verdict.CHECKING


def test_a_clock_that_runs_backwards_starts_anew():
    window = VerdictWindow(k=2, n=5, seconds=10.0, spacing=0.1)
    window.add(True, 5.0)
    assert window.add(True, 1.0) is Verdict.CHECKING


def test_pictures_a_tenth_of_a_second_apart_are_each_a_look():
    window = VerdictWindow(k=3, n=5, seconds=2.0, spacing=0.1)
    assert [window.add(True, number / 10) for number in range(3)][-1] is Verdict.MATCH
