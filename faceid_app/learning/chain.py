"""A depthwise-separable network as a plain chain of folded convolutions, read from Keras and built again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.learning.layers import FixedPReLU

SIDE = 112  # pixels of an aligned face
Array = NDArray[np.float32]
SQUEEZE = "squeeze"
"""Name of the layer that mixes channels in front of the dense one, without a PReLU."""


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """One convolution, what normalised its output folded in, and the slopes of the PReLU behind it.

    Attributes:
        kernel: (h, w, in, out) float32; of a depthwise convolution (h, w, channels, 1).
        bias: (out,) float32.
        slope: (out,) float32, of the PReLU for negative values.
        stride: 1 or 2; the padding is (h - 1) / 2 on every side, the input's value there 0.
        depthwise: whether every channel is filtered by itself.
    """

    kernel: Array
    bias: Array
    slope: Array
    stride: int
    depthwise: bool

    @property
    def width(self) -> int:
        """Channels that come out."""
        return len(self.bias)

    @property
    def pointwise(self) -> bool:
        """Whether it only mixes channels: 1x1, not depthwise."""
        return not self.depthwise and self.kernel.shape[:2] == (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """An embedding network: pixels are scaled, convolved, and everything that is left is mapped to the embedding.

    Attributes:
        offset, scale: a pixel p of 0..255 enters as p * scale + offset.
        convolutions: in their order.
        squeeze: (c, r) float32, channels c of the last convolution to r, or None: then r = c.
        dense: (h * w * r, d) float32, channel-last order.
        bias: (d,) float32.
    """

    offset: float
    scale: float
    convolutions: tuple[Convolution, ...]
    squeeze: Array | None
    dense: Array
    bias: Array


def read_chain(model: keras.Model) -> Chain:
    """Fold a Keras network (as `sface.read_sface` returns it) into a chain that computes the same.

    Raises ValueError for a layer that a chain has no place for.
    """
    offset, scale = 0.0, 1.0
    convolutions: list[Convolution] = []
    affine: tuple[Array, Array] | None = None  # a normalisation behind the last PReLU: folded into the dense layer
    dense: tuple[Array, Array] | None = None
    squeeze: Array | None = None
    has_slope, padding = True, 0
    for layer in model.layers:
        weights = [np.asarray(value, np.float32) for value in layer.get_weights()]
        if isinstance(layer, layers.Rescaling):
            offset, scale = offset * float(layer.scale) + float(layer.offset), scale * float(layer.scale)
        elif layer.name == SQUEEZE:
            squeeze = weights[0][0, 0]
        elif isinstance(layer, layers.DepthwiseConv2D | layers.Conv2D):
            depthwise = isinstance(layer, layers.DepthwiseConv2D)
            if getattr(layer, "groups", 1) > 1 or padding != (weights[0].shape[0] - 1) // 2:
                raise ValueError(f"A chain has no place for this layer's groups or padding. Received: {layer.name}")
            padding = 0
            width = weights[0].shape[2 if depthwise else 3]
            bias = weights[1] if layer.use_bias else np.zeros(width, np.float32)
            ones = np.ones(width, np.float32)
            convolutions.append(Convolution(weights[0], bias, ones, int(layer.strides[0]), depthwise))
            has_slope = False
        elif isinstance(layer, layers.BatchNormalization):
            gain, shift = _affine(layer)
            if dense is not None:
                dense = (dense[0] * gain, dense[1] * gain + shift)
            elif has_slope:
                affine = (gain, shift)
            else:
                convolutions[-1] = _folded(convolutions[-1], gain, shift)
        elif isinstance(layer, layers.PReLU):
            last = convolutions[-1]
            slope = np.ascontiguousarray(weights[0].reshape(-1))
            convolutions[-1] = Convolution(last.kernel, last.bias, slope, last.stride, last.depthwise)
            has_slope = True
        elif isinstance(layer, layers.Dense):
            dense = (weights[0], weights[1] if layer.use_bias else np.zeros(weights[0].shape[1], np.float32))
            if affine is not None:
                dense = _behind(affine, dense)
        elif isinstance(layer, layers.ZeroPadding2D):
            sides = {side for pair in layer.padding for side in pair}
            padding = sides.pop() if len(sides) == 1 else -1
        elif not isinstance(layer, layers.InputLayer | layers.Dropout | layers.Flatten):
            raise ValueError(f"A chain has no place for this layer. Received: {type(layer).__name__}")
    if dense is None:
        raise ValueError("The network ends without a dense layer.")
    return Chain(offset, scale, tuple(convolutions), squeeze, dense[0], dense[1])


def read_network(file: Path) -> Chain:
    """The chain in a .keras file. Raises ModelMissing, CorruptData."""
    if not file.is_file():
        raise ModelMissing(f"The network {str(file)!r}", "check the name of the file")
    try:
        return read_chain(keras.saving.load_model(file, compile=False, safe_mode=True))
    except (ValueError, OSError, KeyError, TypeError) as error:
        raise CorruptData(f"The network {str(file)!r}", str(error), "give a file that this command wrote") from error


def _affine(layer: keras.layers.Layer) -> tuple[Array, Array]:
    gamma, beta, mean, variance = (np.asarray(value, np.float64) for value in layer.get_weights())
    gain = gamma / np.sqrt(variance + layer.epsilon)
    return gain.astype(np.float32), (beta - mean * gain).astype(np.float32)


def _folded(convolution: Convolution, gain: Array, shift: Array) -> Convolution:
    by_output = gain[:, None] if convolution.depthwise else gain
    kernel = np.asarray(convolution.kernel * by_output, np.float32)
    bias = np.asarray(convolution.bias * gain + shift, np.float32)
    return Convolution(kernel, bias, convolution.slope, convolution.stride, convolution.depthwise)


def _behind(affine: tuple[Array, Array], dense: tuple[Array, Array]) -> tuple[Array, Array]:
    gain, shift = affine
    kernel = dense[0].reshape(-1, len(gain), dense[0].shape[1])  # (h * w, channels, d)
    bias = dense[1] + np.einsum("c,pcd->d", shift, kernel)
    return np.asarray(kernel * gain[:, None], np.float32).reshape(dense[0].shape), np.asarray(bias, np.float32)


def build_network(
    chain: Chain, *, first: int = 0, upto: int | None = None, fixed_slopes: bool = False, name: str = "compact"
) -> keras.Model:
    """The chain as a Keras network: (n, 112, 112, 3) float32 RGB 0..255 -> (n, d) float32, not normalised.

    Args:
        chain: what it computes.
        first: leave out the convolutions before this one: the network takes their features.
        upto: give also the features in front of this convolution, as first of two outputs.
        fixed_slopes: the slopes of PReLUs do not learn, which takes half as long on a CPU.
        name: of the model.
    """
    shape = feature_shape(chain, first)
    inputs = x = keras.Input(shape, name="features" if first else "picture")
    if not first:
        x = layers.Rescaling(chain.scale, offset=chain.offset, name="pixels")(x)
    weights: list[tuple[keras.layers.Layer, list[Any]]] = []
    features = inputs  # in front of the first convolution are the pixels as they come, or each would be scaled twice
    for index, convolution in enumerate(chain.convolutions[first:], start=first):
        if index == upto and index > first:
            features = x
        pad = (convolution.kernel.shape[0] - 1) // 2
        if pad:
            # Keras' "same" pads a convolution of stride 2 on one side more than on the other.
            x = layers.ZeroPadding2D(pad, name=f"pad_{index}")(x)
        layer = _layer(convolution, f"{_kind(convolution)}_{index}")
        slope = (FixedPReLU if fixed_slopes else layers.PReLU)(shared_axes=[1, 2], name=f"slope_{index}")
        x = slope(layer(x))
        weights += [(layer, [convolution.kernel, convolution.bias]), (slope, [convolution.slope.reshape(1, 1, -1)])]
    if chain.squeeze is not None:
        squeeze = layers.Conv2D(chain.squeeze.shape[1], 1, use_bias=False, name=SQUEEZE)
        x = squeeze(x)
        weights.append((squeeze, [chain.squeeze[None, None]]))
    x = layers.Flatten(name="flatten")(x)
    dense = layers.Dense(chain.dense.shape[1], name="embedding")
    x = dense(x)
    weights.append((dense, [chain.dense, chain.bias]))
    network = keras.Model(inputs, x if upto is None else [features, x], name=name)
    for layer, values in weights:
        layer.set_weights(values)
    return network


def feature_shape(chain: Chain, first: int) -> tuple[int, int, int]:
    """(h, w, c) of what the convolution `first` takes in."""
    side = SIDE
    for convolution in chain.convolutions[:first]:
        side = -(-side // convolution.stride)
    return (side, side, chain.convolutions[first - 1].width if first else 3)


def replace_tail(chain: Chain, tail: Chain, first: int) -> Chain:
    """The chain with everything from its convolution `first` on taken from `tail`."""
    return replace(
        tail, offset=chain.offset, scale=chain.scale, convolutions=chain.convolutions[:first] + tail.convolutions
    )


def _kind(convolution: Convolution) -> str:
    return "depthwise" if convolution.depthwise else "convolution"


def _layer(convolution: Convolution, name: str) -> keras.layers.Layer:
    kernel = convolution.kernel
    if convolution.depthwise:
        return layers.DepthwiseConv2D(kernel.shape[:2], strides=convolution.stride, name=name)
    return layers.Conv2D(kernel.shape[3], kernel.shape[:2], strides=convolution.stride, name=name)
