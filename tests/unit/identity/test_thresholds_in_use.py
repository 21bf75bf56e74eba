"""Which thresholds judge: the user's own up to the red stop, else the mark that the settings name."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.decision import Thresholds
from faceid_app.identity.dial import Dial
from faceid_app.identity.false_accepts import count_false_accepts
from faceid_app.identity.head import start_head
from faceid_app.identity.personal_scores import score_person
from faceid_app.identity.thresholds_in_use import thresholds_in_use
from tests.helpers.embeddings import people

HEAD = start_head(32, slope=60.0, bias=8.0)


@pytest.fixture(scope="module")
def dial() -> Dial:
    everybody = people(201, each=2, spread=0.6)
    strangers = everybody.rows(np.flatnonzero(everybody.person > 0))
    personal = score_person(HEAD, templates=everybody.embeddings[:2], bursts=["a", "b"], strangers=strangers)
    return Dial(count_false_accepts(HEAD, strangers, resamples=10), personal)


@pytest.mark.parametrize("mark", [0, 1])
def test_what_nobody_moved_is_the_mark_of_the_rate(dial: Dial, mark: int) -> None:
    expected = dial.marks(0.5)[mark]
    assert thresholds_in_use(dial, None, far=expected.far, verification=0.5) == Thresholds(expected.detection, 0.5)


def test_the_users_own_hold_up_to_the_red_stop(dial: Dial) -> None:
    strict, easy = Thresholds(0.99, 0.75), Thresholds(0.0, 0.75)
    assert thresholds_in_use(dial, strict, far=1e-2, verification=0.5) == strict
    assert thresholds_in_use(dial, easy, far=1e-2, verification=0.5) == Thresholds(dial.stop(0.75), 0.75)
