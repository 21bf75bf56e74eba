"""How the answers of a network go together with its teacher's."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.learning.eyes.clips import correlation


def test_correlation_is_that_of_pearson():
    rng = np.random.default_rng(3)
    one = rng.normal(size=200)
    other = one + rng.normal(size=200)
    centred = (one - one.mean()) @ (other - other.mean())
    assert correlation(one, other) == pytest.approx(centred / (200 * one.std() * other.std()))
    assert correlation(one, -one) == pytest.approx(-1.0)


@pytest.mark.parametrize("constant", [0.0, 0.25])
def test_what_does_not_vary_goes_together_with_nothing(constant: float):
    told = correlation(np.full(9, constant), np.linspace(0.0, 1.0, 9))
    assert told == 0.0
