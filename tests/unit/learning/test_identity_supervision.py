"""Who is known, where their directions begin, and whom the loss leaves out."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from faceid_app.datasets.face_sets import UNKNOWN
from faceid_app.learning.identity_supervision import MARGIN, SCALE, KnownPeople, Naming, with_directions


def test_people_with_several_pictures_get_the_mean_direction_of_theirs():
    person = np.array([7, UNKNOWN, 7, 3, 9, 9, UNKNOWN], np.int32)
    rows = np.eye(7, 4, dtype=np.float32) + np.eye(7, 4, k=-4, dtype=np.float32)
    known = KnownPeople.among(person, rows)
    assert known.person.tolist() == [0, UNKNOWN, 0, UNKNOWN, 1, 1, UNKNOWN]
    half = np.sqrt(0.5)
    np.testing.assert_allclose(known.directions, [[half, 0, half, 0], [half, half, 0, 0]], atol=1e-6)


def test_the_network_tells_the_cosine_with_everybody():
    inputs = keras.Input((4,))
    network = keras.Model(inputs, keras.layers.Dense(4, use_bias=False, kernel_initializer="identity")(inputs))
    known = KnownPeople(np.array([0, 1], np.int32), np.eye(2, 4, dtype=np.float32))
    embedding, cosines = with_directions(network, known)(np.array([[3.0, 0, 4.0, 0]], np.float32))
    np.testing.assert_allclose(embedding, [[3, 0, 4, 0]], atol=1e-6)
    np.testing.assert_allclose(cosines, [[0.6, 0.0]], atol=1e-5)


def test_only_the_known_count():
    cosines = np.array([[0.4, 0.3, 0.2], [0.2, 0.3, 0.1], [0.5, 0.5, 0.5]], np.float32)
    loss = Naming()
    logits = SCALE * cosines[0].astype(np.float64)
    logits[0] = SCALE * np.cos(np.arccos(0.4) + MARGIN)
    expected = (np.log(np.exp(logits).sum()) - logits[0]) / SCALE
    alone = float(loss(np.array([0, UNKNOWN, UNKNOWN]), cosines))
    assert alone == pytest.approx(expected, rel=1e-3)
    both = float(loss(np.array([0, 1, UNKNOWN]), cosines))
    assert both != pytest.approx(alone, rel=1e-3)
    assert float(loss(np.array([UNKNOWN] * 3), cosines)) == 0.0
    wrong = float(loss(np.array([2, 2, UNKNOWN]), cosines))
    assert wrong > both
