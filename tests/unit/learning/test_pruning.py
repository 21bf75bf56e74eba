"""Which channels are kept, and how well the narrow network computes what the wide one did."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.learning.chain import Chain, build_network
from faceid_app.learning.pruning import choose_channels, prune, regress
from faceid_app.progress import ignore, never
from tests.helpers.narrow_chain import WIDTHS, random_chain, smooth_faces

FACES = smooth_faces(40)


def narrowed(chain: Chain, widths: tuple[int, ...], rank: int) -> Chain:
    return prune(chain, FACES, widths=widths, rank=rank, seed=0, report=ignore, is_cancelled=never)


def embeddings(chain: Chain) -> np.ndarray:
    found = keras.ops.convert_to_numpy(build_network(chain)(FACES.astype(np.float32)))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


def cosine(chain: Chain, other: Chain) -> float:
    return float((embeddings(chain) * embeddings(other)).sum(axis=1).mean())


def test_nothing_left_out_computes_the_same():
    chain = random_chain()
    whole = narrowed(chain, WIDTHS, WIDTHS[-1])
    assert cosine(whole, chain) == pytest.approx(1.0, abs=1e-4)
    for ours, theirs in zip(whole.convolutions, chain.convolutions, strict=True):
        np.testing.assert_array_equal(ours.kernel, theirs.kernel)


def test_a_channel_that_repeats_another_is_the_one_left_out():
    values = np.random.default_rng(0).standard_normal((500, 3))
    rows = np.column_stack([values, 2 * values[:, 0]])  # the last says what the first says, louder
    moments = rows.T @ rows / len(rows)
    kept = set(choose_channels(moments, np.eye(4), 3).tolist())
    assert kept in ({0, 1, 2}, {1, 2, 3})


def test_a_channel_nothing_depends_on_is_left_out_however_loud_it_is():
    moments = np.diag([1.0, 1000.0, 1.0])
    outputs = np.array([[1.0], [0.0], [1.0]])
    assert choose_channels(moments, outputs, 2).tolist() == [0, 2]


def test_regression_finds_map_and_intercept():
    generator = np.random.default_rng(0)
    inputs, matrix = generator.standard_normal((2000, 4)), generator.standard_normal((4, 2))
    found, intercept = regress(inputs, inputs @ matrix + [3.0, -1.0])
    np.testing.assert_allclose(found, matrix, atol=1e-3)
    np.testing.assert_allclose(intercept, [3.0, -1.0], atol=1e-3)


def test_fitting_beats_cutting():
    chain = random_chain()
    widths = (5, 7, 9, 10)
    fitted = narrowed(chain, widths, 8)
    assert [item.width for item in fitted.convolutions if not item.depthwise] == list(widths)
    assert fitted.squeeze is not None
    assert fitted.squeeze.shape == (10, 8)
    other = random_chain(1)
    assert cosine(fitted, chain) > 0.7 > cosine(other, chain)


def test_widths_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="Expected 4 widths"):
        narrowed(random_chain(), (4, 4), 4)
    with pytest.raises(ValueError, match=r"width of 1 to 8\. Received: 9"):
        narrowed(random_chain(), (6, 9, 12, 12), 4)


def test_pruning_can_be_cancelled():
    with pytest.raises(Cancelled):
        prune(random_chain(), FACES, widths=WIDTHS, rank=4, seed=0, report=ignore, is_cancelled=lambda: True)
