import numpy as np
import pytest

from faceid_app.learning.embedding_pairs import training_pairs
from tests.helpers.embeddings import people


def test_training_pairs_are_four_groups_of_one_size():
    strangers = people(60, each=4, seed=1)
    own = people(1, each=9, seed=2).embeddings

    pairs = training_pairs(own[:5], own[5:], strangers, size=200, generator=np.random.default_rng(0))

    assert len(pairs.same) == 800
    assert pairs.same.mean() == 0.5
    mine = {row.tobytes() for row in own}
    user = np.array([a.tobytes() in mine for a in pairs.first])
    # The user's anchors stand on both sides of the label equally often: that a picture is the user's tells nothing.
    assert (user & (pairs.same == 1)).sum() == (user & (pairs.same == 0)).sum() == 200
    both = user & (pairs.same == 1)
    assert all(b.tobytes() in mine for b in pairs.second[both])
    assert not any(b.tobytes() in mine for b in pairs.second[~both])


def test_half_of_the_strangers_pairs_are_hard():
    strangers = people(200, each=2, seed=1)
    own = people(1, each=4, seed=2).embeddings

    pairs = training_pairs(own[:2], own[2:], strangers, size=300, generator=np.random.default_rng(0))

    different = pairs.same == 0
    cosine = np.einsum("ij,ij->i", pairs.first, pairs.second)[different][300:]
    assert np.median(cosine[:150]) > np.quantile(cosine[150:], 0.9)


def test_people_with_one_picture_each_give_no_same_pairs():
    strangers = people(30, each=1)
    own = people(1, each=4, seed=2).embeddings

    pairs = training_pairs(own[:2], own[2:], strangers, size=50, generator=np.random.default_rng(0))

    assert pairs.same.sum() == 50
    assert pairs.first.shape == pairs.second.shape == (150, 32)
    assert pytest.approx(1.0, abs=1e-5) == float(np.linalg.norm(pairs.first[0]))
