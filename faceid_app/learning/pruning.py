"""Makes a network narrower: channels are chosen, and what is left is fitted to what the wide network computed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from keras import ops
from numpy.typing import NDArray

from faceid_app.learning.chain import Array, Chain, Convolution
from faceid_app.progress import IsCancelled, Report, Stage

_BLOCK = 64  # faces convolved at once
_SAMPLES = 120_000
"""Positions that a layer is fitted to: some hundred for every unknown of the widest one."""
_RIDGE = 1e-4
"""Of the mean variance of a channel: keeps the fit from amplifying what the samples hardly show."""


def prune(
    chain: Chain,
    faces: NDArray[np.uint8],
    *,
    widths: Sequence[int],
    rank: int,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> Chain:
    """Narrow a chain by channel selection and least-squares reconstruction, layer by layer (He, Zhang and Sun 2017).

    From the last layer to the first, those input channels are kept from which the kept outputs of the wide layer can be
    computed best (greedy, on the channels' second moments). From the first to the last, each 1x1 convolution is then
    fitted by ridge regression to the wide one's outputs, given what the narrowed layers before it deliver, so that
    their errors do not add up. The dense layer becomes `rank` channels followed by a smaller one (truncated SVD
    under the channels' second moments).

    Args:
        chain: alternating depthwise and pointwise convolutions behind the first one.
        faces: (n, side, side, 3) uint8, to measure on; some hundred.
        widths: channels to keep of the first convolution and of each pointwise one.
        rank: channels the dense layer sees.
        seed: of the sampled positions.

    Raises:
        ValueError: the number of widths is not that of the layers, or a width is more than the layer has.
    """
    mixing = [index for index, item in enumerate(chain.convolutions) if not item.depthwise]
    if len(widths) != len(mixing):
        raise ValueError(
            f"Expected {len(mixing)} widths, one for every layer that mixes channels. Received: {len(widths)}"
        )
    for index, width in zip(mixing, widths, strict=True):
        if not 1 <= width <= chain.convolutions[index].width:
            raise ValueError(f"Expected a width of 1 to {chain.convolutions[index].width}. Received: {width}")
    stage = Stage("prune", of=2 * len(mixing) + 1, report=report, is_cancelled=is_cancelled, every=0.0)
    kept = _choose(chain, faces, dict(zip(mixing, widths, strict=True)), seed=seed, stage=stage)
    return _fit(chain, faces, kept, rank=rank, seed=seed, stage=stage)


def convolve(features: Array, convolution: Convolution, *, activate: bool = True) -> Array:
    """(n, h, w, c) float32 -> (n, h', w', c') float32, with the PReLU behind it unless `activate` is False."""
    blocks = []
    pad = (convolution.kernel.shape[0] - 1) // 2
    for start in range(0, len(features), _BLOCK):
        x = ops.convert_to_tensor(features[start : start + _BLOCK])
        if pad:
            x = ops.pad(x, [[0, 0], [pad, pad], [pad, pad], [0, 0]])
        apply = ops.depthwise_conv if convolution.depthwise else ops.conv
        x = apply(x, convolution.kernel, strides=convolution.stride, padding="valid") + convolution.bias
        if activate:
            x = ops.where(x > 0, x, x * convolution.slope)
        blocks.append(ops.convert_to_numpy(x))
    return np.concatenate(blocks)


def activated(values: Array, slope: Array) -> Array:
    """PReLU: values of any shape (..., c), slopes (c,)."""
    return np.where(values > 0, values, values * slope)


def choose_channels(moments: NDArray[np.float64], outputs: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The `count` input channels from which the outputs follow best in the least-squares sense, chosen one by one.

    Args:
        moments: (c, c) second moments of the input channels.
        outputs: (c, k) the linear map from them to the outputs.

    Returns:
        (count,) sorted indices. Each is the channel that takes most of what the ones before it leave unexplained.
    """
    rest = moments.copy()
    floor = 1e-9 * float(np.trace(moments)) / len(moments)
    free = np.ones(len(moments), np.bool_)
    for _ in range(count):
        gain = np.square(rest @ outputs).sum(axis=1) / np.maximum(np.diagonal(rest), floor)
        best = int(np.argmax(np.where(free, gain, -1.0)))
        free[best] = False
        column = rest[:, best].copy()
        rest -= np.outer(column, column) / max(float(column[best]), floor)
    return np.flatnonzero(~free)


def regress(inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> tuple[Array, Array]:
    """Ridge regression with an intercept: (n, c) and (n, k) -> the map (c, k) and the intercept (k,), float32."""
    mean_in, mean_out = inputs.mean(axis=0), targets.mean(axis=0)
    centred = inputs - mean_in
    gram = centred.T @ centred
    gram[np.diag_indices_from(gram)] += _RIDGE * np.trace(gram) / len(gram)
    solved = np.linalg.solve(gram, centred.T @ (targets - mean_out))
    return solved.astype(np.float32), (mean_out - mean_in @ solved).astype(np.float32)


def _pixels(chain: Chain, faces: NDArray[np.uint8]) -> Array:
    return faces.astype(np.float32) * np.float32(chain.scale) + np.float32(chain.offset)


def _sampler(shape: tuple[int, ...], generator: np.random.Generator) -> NDArray[np.intp]:
    places = int(np.prod(shape[:-1]))
    return generator.choice(places, min(places, _SAMPLES), replace=False)


def _rows(features: Array, places: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.asarray(features.reshape(-1, features.shape[-1])[places], np.float64)


def _choose(
    chain: Chain, faces: NDArray[np.uint8], widths: dict[int, int], *, seed: int, stage: Stage
) -> dict[int, NDArray[np.intp]]:
    """Which outputs of each mixing layer stay: by the input channels of the mixing layer behind it."""
    generator = np.random.default_rng(seed)
    moments: dict[int, NDArray[np.float64]] = {}
    features, before = _pixels(chain, faces), -1
    for index, convolution in enumerate(chain.convolutions):
        if not convolution.depthwise:
            if before >= 0:
                rows = _rows(features, _sampler(features.shape, generator))
                moments[before] = rows.T @ rows / len(rows)
            before = index
            stage.advance()
        features = convolve(features, convolution)
    rows = _rows(features, _sampler(features.shape, generator))
    moments[before] = rows.T @ rows / len(rows)
    channels = features.shape[-1]
    by_place = chain.dense.astype(np.float64).reshape(-1, channels, chain.dense.shape[1])
    outputs = by_place.transpose(1, 0, 2).reshape(channels, -1)
    kept: dict[int, NDArray[np.intp]] = {}
    for index in sorted(widths, reverse=True):
        kept[index] = choose_channels(moments[index], outputs, widths[index])
        kernel = chain.convolutions[index].kernel.astype(np.float64)
        outputs = kernel[0, 0][:, kept[index]] if chain.convolutions[index].pointwise else np.empty((0, 0))
    return kept


def _fit(
    chain: Chain, faces: NDArray[np.uint8], kept: dict[int, NDArray[np.intp]], *, rank: int, seed: int, stage: Stage
) -> Chain:
    generator = np.random.default_rng((seed, 1))
    wide = narrow = _pixels(chain, faces)
    channels, exact = np.arange(3), True  # exact: nothing was left out so far, so nothing is to be made up for
    result: list[Convolution] = []
    for index, convolution in enumerate(chain.convolutions):
        if convolution.depthwise:
            here = Convolution(
                np.ascontiguousarray(convolution.kernel[:, :, channels]), convolution.bias[channels],
                convolution.slope[channels], convolution.stride, depthwise=True,
            )  # fmt: skip
            narrow, wide = convolve(narrow, here), convolve(wide, convolution)
        else:
            before = convolve(wide, convolution, activate=False)
            channels = kept[index]
            here = Convolution(
                np.ascontiguousarray(convolution.kernel[..., channels]), convolution.bias[channels],
                convolution.slope[channels], convolution.stride, depthwise=False,
            )  # fmt: skip
            exact = exact and len(channels) == convolution.width
            if convolution.pointwise and not exact:
                places = _sampler(before.shape, generator)
                kernel, bias = regress(_rows(narrow, places), _rows(before[..., channels], places))
                here = Convolution(kernel[None, None], bias, here.slope, here.stride, depthwise=False)
            narrow, wide = convolve(narrow, here), activated(before, convolution.slope)
            stage.advance()
        result.append(here)
    squeeze, dense, bias = _fit_dense(chain, wide, narrow, rank=rank)
    stage.advance()
    return Chain(chain.offset, chain.scale, tuple(result), squeeze, dense, bias)


def _fit_dense(chain: Chain, wide: Array, narrow: Array, *, rank: int) -> tuple[Array, Array, Array]:
    """The dense layer behind `rank` mixed channels: squeeze (c, rank), dense (h * w * rank, d), bias (d,)."""
    places, dimension = wide.shape[1] * wide.shape[2], chain.dense.shape[1]
    rows, targets = (x.reshape(-1, x.shape[-1]).astype(np.float64) for x in (narrow, wide))
    moments = rows.T @ rows
    moments[np.diag_indices_from(moments)] += _RIDGE * np.trace(moments) / len(moments)
    to_wide = np.linalg.solve(moments, rows.T @ targets)  # (narrow channels, wide channels)
    kernel = chain.dense.astype(np.float64).reshape(places, wide.shape[-1], dimension)
    mapped = np.einsum("nc,pcd->npd", to_wide, kernel, optimize=True).reshape(len(to_wide), -1)
    root = np.linalg.cholesky(moments)
    left, size, right = np.linalg.svd(root.T @ mapped, full_matrices=False)
    squeeze = np.linalg.solve(root.T, left[:, :rank])
    # Both factors of like size: then one learning rate suits both.
    share = np.sqrt(size[:rank] * np.sqrt(len(rows)))
    balance = share / size[:rank]
    squeeze, core = squeeze / balance, (right[:rank] * (size[:rank] * balance)[:, None])
    dense = core.reshape(rank, places, dimension).transpose(1, 0, 2).reshape(-1, dimension)
    flat = np.einsum("npc,cr->npr", narrow.reshape(len(narrow), places, -1), squeeze, optimize=True)
    found = flat.reshape(len(narrow), -1) @ dense
    expected = wide.reshape(len(wide), -1).astype(np.float64) @ chain.dense.astype(np.float64)
    bias = chain.bias + (expected - found).mean(axis=0)
    return squeeze.astype(np.float32), dense.astype(np.float32), bias.astype(np.float32)
