"""Networks folded into chains and built again."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from faceid_app.learning.chain import build_network, feature_shape, read_chain, replace_tail
from faceid_app.learning.pruning import convolve
from faceid_app.learning.sface import from_onnx
from tests.helpers.narrow_chain import random_chain, smooth_faces
from tests.unit.learning.chain import Chain as Graph
from tests.unit.learning.chain import small_chain

FACES = smooth_faces(3).astype(np.float32)


def outputs(network: keras.Model, pictures: np.ndarray) -> np.ndarray:
    return np.asarray(keras.ops.convert_to_numpy(network(pictures, training=False)))


def test_folding_normalisations_changes_nothing():
    generator = np.random.default_rng(1)
    graph = Graph()
    graph.add("Sub", np.array([127.5]))
    graph.add("Mul", np.array([0.0078125]))
    graph.conv(3, 8, size=3, stride=2, pads=[1, 1, 1, 1])
    graph.conv(8, 8, size=3, stride=1, pads=[1, 1, 1, 1], group=8)
    graph.conv(8, 6, size=1, stride=1, pads=[0, 0, 0, 0])
    graph.normalise(6)
    graph.add("Flatten")
    graph.add("Gemm", generator.standard_normal((5, 6 * 6 * 6)), generator.standard_normal(5), transB=1)
    graph.normalise(5)
    model = from_onnx(graph.finish(), name="chain")
    chain = read_chain(model)
    pictures = generator.uniform(0, 255, (4, *model.input_shape[1:])).astype(np.float32)
    features = pictures * chain.scale + chain.offset
    for convolution in chain.convolutions:
        features = convolve(features, convolution)
    found = features.reshape(len(features), -1) @ chain.dense + chain.bias
    np.testing.assert_allclose(found, outputs(model, pictures), rtol=1e-4, atol=1e-4)


def test_a_network_is_read_as_it_was_built():
    chain = random_chain()
    squeezed = build_network(chain)
    again = read_chain(squeezed)
    np.testing.assert_array_equal(outputs(build_network(again), FACES), outputs(squeezed, FACES))
    assert (again.offset, again.scale) == pytest.approx((chain.offset, chain.scale))


def test_trunk_features_lead_through_the_tail_to_the_same_embedding():
    chain = random_chain()
    features, whole = build_network(chain, upto=3)(FACES)
    tail = build_network(chain, first=3, fixed_slopes=True)
    assert tuple(features.shape[1:]) == feature_shape(chain, 3) == (28, 28, 8)
    np.testing.assert_allclose(outputs(tail, keras.ops.convert_to_numpy(features)), whole, rtol=1e-4, atol=1e-5)
    assert not [weight for weight in tail.trainable_weights if "slope" in weight.path]


def test_a_tail_replaces_what_comes_after_the_shared_layers():
    ours, theirs = random_chain(0), random_chain(1)
    tail = read_chain(build_network(theirs, first=3))
    joined = replace_tail(ours, tail, 3)
    assert joined.offset == ours.offset
    assert joined.convolutions[2] is ours.convolutions[2]
    np.testing.assert_array_equal(joined.convolutions[3].kernel, theirs.convolutions[3].kernel)
    np.testing.assert_array_equal(joined.dense, theirs.dense)


def test_groups_and_paddings_on_one_side_are_refused():
    with pytest.raises(ValueError, match="groups or padding"):
        read_chain(from_onnx(small_chain(), name="chain"))


def test_a_layer_that_no_chain_has_is_named():
    model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.MaxPooling2D(), keras.layers.Dense(3)])
    with pytest.raises(ValueError, match="MaxPooling2D"):
        read_chain(model)
