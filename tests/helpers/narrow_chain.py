"""A small depthwise-separable chain over aligned faces, with random weights, for tests of pruning and teaching."""

from __future__ import annotations

import numpy as np

from faceid_app.learning.chain import Chain, Convolution

WIDTHS = (6, 8, 12, 12)
_STRIDES = (2, 2, 2, 2)  # of the first convolution and of each depthwise one: 112 -> 7


def random_chain(seed: int = 0, *, dimension: int = 16) -> Chain:
    """Three depthwise and pointwise pairs behind a first convolution; features of 7x7."""
    generator = np.random.default_rng(seed)

    def convolution(shape: tuple[int, ...], *, stride: int, depthwise: bool) -> Convolution:
        width = shape[2] if depthwise else shape[3]
        inputs = shape[0] * shape[1] * (1 if depthwise else shape[2])
        kernel = generator.standard_normal(shape) * np.sqrt(2 / inputs)
        bias, slope = generator.standard_normal(width) * 0.1, generator.uniform(-0.3, 0.6, width)
        whole, offset, bend = (np.asarray(x, np.float32) for x in (kernel, bias, slope))
        return Convolution(whole, offset, bend, stride, depthwise)

    layers = [convolution((3, 3, 3, WIDTHS[0]), stride=_STRIDES[0], depthwise=False)]
    for before, width, stride in zip(WIDTHS[:-1], WIDTHS[1:], _STRIDES[1:], strict=True):
        layers.append(convolution((3, 3, before, 1), stride=stride, depthwise=True))
        layers.append(convolution((1, 1, before, width), stride=1, depthwise=False))
    dense = np.asarray(generator.standard_normal((49 * WIDTHS[-1], dimension)) / 20, np.float32)
    bias = np.asarray(generator.standard_normal(dimension) / 10, np.float32)
    return Chain(-1.0, 1 / 127.5, tuple(layers), None, dense, bias)


def smooth_faces(count: int, *, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """(count, 112, 112, 3) uint8 pictures of soft blobs: neighbouring pixels are alike, as in faces."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, 256, (count, 8, 8, 3)).astype(np.float32)
    return np.kron(coarse, np.ones((1, 14, 14, 1), np.float32)).astype(np.uint8)
