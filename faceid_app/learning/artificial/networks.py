"""Owns the networks that tell kinds of faces: a compact one, ResNet-50 and SE-ResNet-50; and their groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
from keras import layers

from faceid_app.errors import CorruptData, UsageError
from faceid_app.files import make_folder, storage_errors, temporary_folder
from faceid_app.guard.artificial_frame import INPUT
from faceid_app.identity.artificial_options import COMPACT, IMAGENET, RESNET
from faceid_app.learning.arcface.backbones import blocks

COMPACT_STEM = 16
COMPACT_BLOCKS = ((32, 2), (48, 2), (48, 1), (96, 2), (96, 1), (160, 2), (160, 1))
"""Width and stride of the blocks; the stem sees every pixel, for what tells generated and edited faces is fine."""
SE_DEPTHS = (3, 4, 6, 3)
_CAFFE_MEAN = (103.939, 116.779, 123.68)
"""Blue, green, red: what Keras' ResNet50 subtracts."""
_EMBEDDING = "embedding"


def build_network(backbone: str, *, kinds: int, weights: str | None, size: int = INPUT) -> keras.Model:
    """(n, size, size, 3) float32 RGB -1..1 -> (n, kinds) logits; its layer "embedding" gives what they are made of.

    Raises:
        UsageError: there is no such file of weights.
        CorruptData: the file holds no weights of this network.
    """
    inputs = keras.Input((size, size, 3), name="picture")
    if backbone == COMPACT:
        x = _compact(inputs)
    elif backbone == RESNET:
        pixels = layers.Rescaling(127.5, offset=[127.5 - mean for mean in _CAFFE_MEAN], name="pixels")(
            inputs[..., ::-1]
        )
        named = IMAGENET if weights == IMAGENET else None
        x = keras.applications.ResNet50(input_tensor=pixels, include_top=False, weights=named, pooling="avg").output
    else:
        x = _se_resnet50(inputs)
    body = keras.Model(inputs, layers.Identity(name=_EMBEDDING)(x), name=backbone.replace("-", "_"))
    if weights is not None and weights != IMAGENET:
        _load(body, Path(weights))
    x = layers.Dropout(0.1, name="dropout")(body.output)
    return keras.Model(inputs, layers.Dense(kinds, name="kinds")(x), name=body.name)


def embedder(network: keras.Model) -> keras.Model:
    """The part of a network of this module up to its embedding, (n, d); weights are shared."""
    return keras.Model(network.inputs[0], network.get_layer(_EMBEDDING).output, name=f"{network.name}_embedder")


def save_weights(network: keras.Model, path: Path) -> None:
    """Write the weights of a network up to its embedding, for `build_network`. Raises StorageError."""
    with storage_errors(path):
        make_folder(path.parent)
        with temporary_folder(path.parent) as new:
            embedder(network).save_weights(new / path.name)
            (new / path.name).replace(path)


def rate_factors(network: keras.Model, factor: float) -> dict[str, float]:
    """By path of each weight that learns, the factor of the learning rate: 1 for the last layer, and `factor` times
    that of the group behind it for each group of layers towards the input."""
    last = network.get_layer("kinds")
    body = keras.Model(network.inputs[0], network.get_layer(_EMBEDDING).output)
    groups = [*blocks(body), (last,)]
    return {
        weight.path: factor ** (len(groups) - 1 - index)
        for index, group in enumerate(groups)
        for layer in group
        for weight in layer.trainable_weights
    }


def _compact(x: Any) -> Any:
    """Whole 3x3 convolutions, a shortcut where shapes agree: on a processor hardly dearer than depthwise ones."""
    x = layers.ReLU(name="stem_relu")(_convolution(x, COMPACT_STEM, kernel=3, stride=1, name="stem"))
    for index, (width, stride) in enumerate(COMPACT_BLOCKS, start=1):
        name = f"stage{1 + sum(s for _, s in COMPACT_BLOCKS[:index]) - index}_{index}"
        y = _convolution(x, width, kernel=3, stride=stride, name=f"{name}_convolution")
        x = layers.Add(name=f"{name}_add")([y, x]) if x.shape == y.shape else y
        x = layers.ReLU(name=f"{name}_relu")(x)
    return layers.GlobalAveragePooling2D(name="pool")(x)


def _se_resnet50(inputs: Any) -> Any:
    """ResNet-50 whose blocks weigh their channels: Hu et al., "Squeeze-and-Excitation Networks" (CVPR 2018).

    Bottleneck blocks with the stride in the first convolution of a stage, squeezed to a 16th. Weights that learn, with
    a classifier for 1,000 classes: 28,088,024, the published number.
    """
    x = layers.ReLU(name="stem_relu")(_convolution(inputs, 64, kernel=7, stride=2, name="stem"))
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="stem_pool")(x)
    for stage, depth in enumerate(SE_DEPTHS, start=1):
        for block in range(1, depth + 1):
            stride = 2 if stage > 1 and block == 1 else 1
            x = _se_block(x, 64 * 2 ** (stage - 1), stride=stride, name=f"stage{stage}_{block}")
    return layers.GlobalAveragePooling2D(name="pool")(x)


def _se_block(x: Any, width: int, *, stride: int, name: str) -> Any:
    shortcut, wide = x, 4 * width
    if stride != 1 or x.shape[-1] != wide:
        shortcut = _convolution(x, wide, kernel=1, stride=stride, name=f"{name}_shortcut")
    for part, (channels, kernel, step) in enumerate(((width, 1, stride), (width, 3, 1)), start=1):
        x = layers.ReLU(name=f"{name}_relu{part}")(
            _convolution(x, channels, kernel=kernel, stride=step, name=f"{name}_{part}")
        )
    x = _convolution(x, wide, kernel=1, stride=1, name=f"{name}_3")
    gate = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_squeeze")(x)
    gate = layers.Dense(wide // 16, activation="relu", name=f"{name}_reduce")(gate)
    gate = layers.Dense(wide, activation="sigmoid", name=f"{name}_excite")(gate)
    x = layers.Add(name=f"{name}_add")([layers.Multiply(name=f"{name}_scale")([x, gate]), shortcut])
    return layers.ReLU(name=f"{name}_relu")(x)


def _convolution(x: Any, width: int, *, kernel: int, stride: int, name: str) -> Any:
    x = layers.Conv2D(
        width, kernel, strides=stride, padding="same", use_bias=False, kernel_initializer="he_normal", name=name
    )(x)
    # Momentum 0.95: trainings here have some thousand steps, and the default 0.99 would lag behind them.
    return layers.BatchNormalization(momentum=0.95, name=f"{name}_norm")(x)


def _load(body: keras.Model, weights: Path) -> None:
    if not weights.is_file():
        raise UsageError(f"There is no file {str(weights)!r}; give a Keras weights file (.weights.h5 or .h5).")
    try:
        body.load_weights(weights)
    except (ValueError, OSError, KeyError, TypeError) as error:
        why = f"it holds no weights of {body.name} without its classifier ({' '.join(str(error).split())[:120]})"
        raise CorruptData(f"The file {str(weights)!r}", why, "give one that was saved from this network") from error
