"""Owns the backbones of the laboratory: pictures in, pooled features out, and the blocks they unfreeze by."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import keras
from keras import layers

from faceid_app.errors import CorruptData, UsageError
from faceid_app.identity.backbones import find_backbone
from faceid_app.learning.arcface.resnet import DEPTHS, resnet
from faceid_app.learning.identification import inception_resnet_v1 as inception
from faceid_app.learning.network import load_network
from faceid_app.paths import Paths

_CAFFE_MEAN = (103.939, 116.779, 123.68)
"""Blue, green, red: what Keras' ResNet50 subtracts."""
_BLOCK = re.compile(r"(stage\d|block\d|conv\d|stem|top)")
_PARTS_OF_A_CHAIN = 4


def build_backbone(name: str, *, size: int, weights: Path | None, paths: Paths) -> keras.Model:
    """(n, size, size, 3) float32 RGB 0..255 -> (n, features) float32, not frozen.

    Args:
        name: one of `arcface_options.BACKBONES`.
        size: pixels.
        weights: a Keras weights file of this network without its classifier; None leaves random weights. `compact`
            comes with its own and takes no file.
        paths: where an installed `compact` is looked for.

    Raises:
        ModelMissing: `compact` is not there.
        CorruptData: the file holds no weights of this network.
        UsageError: a file for `compact`.
    """
    if name == "compact":
        if weights is not None:
            raise UsageError("Backbone 'compact' comes with its weights; leave out --weights.")
        return _compact(paths)
    if name == inception.NAME:
        model = inception.inception_resnet_v1(size=size, embedding=None)
    else:
        model = resnet(name, size=size) if name in DEPTHS else _from_keras(name, size=size)
    if weights is not None:
        _load(model, weights)
    return model


def blocks(backbone: keras.Model) -> tuple[tuple[Any, ...], ...]:
    """Its layers that have weights, in blocks from the input on: stem, then a stage each.

    A chain without named stages is cut into four parts of as many layers.
    """
    found: dict[str, list[Any]] = {}
    for layer in _inner(backbone):
        match = _BLOCK.match(layer.name)
        if layer.weights:
            found.setdefault(match.group(1) if match else "", []).append(layer)
    if len(found) > 1:
        # What has no stage in its name (a normalisation of pixels) stands before the first one.
        first = found.pop("", [])
        grouped = list(found.values())
        grouped[0] = first + grouped[0]
        return tuple(map(tuple, grouped))
    every = next(iter(found.values()), [])
    cuts = [round(part * len(every) / _PARTS_OF_A_CHAIN) for part in range(_PARTS_OF_A_CHAIN + 1)]
    return tuple(tuple(every[start:end]) for start, end in pairwise(cuts) if end > start)


def _inner(model: keras.Model) -> list[Any]:
    return [inner for layer in model.layers for inner in (_inner(layer) if isinstance(layer, keras.Model) else [layer])]


def _from_keras(name: str, *, size: int) -> keras.Model:
    inputs = keras.Input((size, size, 3), name="picture")
    ready = {"include_top": False, "weights": None, "pooling": "avg"}
    if name == "resnet50":
        pixels = layers.Rescaling(1.0, offset=[-mean for mean in _CAFFE_MEAN], name="pixels")(inputs[..., ::-1])
        return keras.Model(inputs, keras.applications.ResNet50(input_tensor=pixels, **ready).output, name=name)
    builder = {
        "efficientnet_b0": keras.applications.EfficientNetB0,
        "efficientnet_v2_m": keras.applications.EfficientNetV2M,
    }[name]  # both scale pixels themselves
    return keras.Model(inputs, builder(input_tensor=inputs, **ready).output, name=name)


def _compact(paths: Paths) -> keras.Model:
    network = load_network(find_backbone(paths, "compact"))
    last = network.layers[-1]
    if not isinstance(last, layers.Dense):
        why = f"its network ends with {type(last).__name__}, not with a dense layer"
        raise CorruptData("The backbone 'compact'", why, "get the program anew")
    for layer in _inner(network):
        layer.trainable = True
    return keras.Model(network.inputs[0], last.input, name="compact")


def _load(model: keras.Model, weights: Path) -> None:
    if not weights.is_file():
        raise UsageError(f"There is no file {str(weights)!r}; give a Keras weights file (.weights.h5 or .h5).")
    try:
        model.load_weights(weights)
    except (ValueError, OSError, KeyError, TypeError) as error:
        why = f"it holds no weights of {model.name} without its classifier ({' '.join(str(error).split())[:120]})"
        raise CorruptData(f"The file {str(weights)!r}", why, "give one that was saved from this network") from error
    if model.name == "efficientnet_b0":
        # Keras' ImageNet file holds deviations where this layer expects their squares; Keras itself puts that right
        # with one more layer, which it adds only where it downloads the file.
        pixels = next(layer for layer in model.layers if isinstance(layer, layers.Normalization))
        pixels.adapt_variance.assign(keras.ops.square(pixels.adapt_variance))
        pixels.finalize_state()
