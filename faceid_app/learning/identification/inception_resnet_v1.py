"""Owns Inception-ResNet-v1, the network of the document's best figure, as Keras layers.

Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning"
(AAAI 2017): the stem of its figure 14, five blocks A, ten B, five C, and the two reductions between with k=192, l=192,
m=256, n=384. As the networks for faces that are published under this name have it (F. Schroff et al., "FaceNet", CVPR
2015, gives the embedding): residuals are scaled by 0.17, 0.10 and 0.20, a sixth block C without scale or activation
follows, every convolution but those that end a residual has no bias and a normalisation without scale, and the
embedding is one linear layer behind dropout, normalised the same way. With 512 numbers it has 23,497,424 parameters.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

NAME = "inception_resnet_v1"
PARAMETERS = 23_497_424
"""With an embedding of 512 numbers."""
LEAST_SIDE = 80
_BLOCKS_A, _BLOCKS_B, _BLOCKS_C = 5, 10, 5


def inception_resnet_v1(*, size: int, embedding: int | None = 512) -> keras.Model:
    """(n, size, size, 3) float32 RGB 0..255 -> (n, embedding) float32 of any length, with random weights.

    Args:
        size: pixels, at least 80; 160 as published.
        embedding: numbers, or None for the (n, 1792) pooled features before that layer.

    Raises:
        ValueError: a smaller size.
    """
    if size < LEAST_SIDE:
        raise ValueError(f"{NAME} needs faces of {LEAST_SIDE} pixels or more. Received: {size}")
    picture = keras.Input((size, size, 3), name="picture")
    x = layers.Rescaling(1 / 128, offset=-127.5 / 128, name="pixels")(picture)
    x = _conv(x, 32, 3, "stem_1", stride=2, padding="valid")
    x = _conv(x, 32, 3, "stem_2", padding="valid")
    x = _conv(x, 64, 3, "stem_3")
    x = layers.MaxPooling2D(3, 2, name="stem_pool")(x)
    x = _conv(x, 80, 1, "stem_4", padding="valid")
    x = _conv(x, 192, 3, "stem_5", padding="valid")
    x = _conv(x, 256, 3, "stem_6", stride=2, padding="valid")
    for number in range(1, _BLOCKS_A + 1):
        x = _block(x, [[(32, 1)], [(32, 1), (32, 3)], [(32, 1), (32, 3), (32, 3)]], 0.17, f"block35_{number}")
    x = _reduction(x, [[(384, 3)], [(192, 1), (192, 3), (256, 3)]], "stage6")
    for number in range(1, _BLOCKS_B + 1):
        x = _block(x, [[(128, 1)], [(128, 1), (128, (1, 7)), (128, (7, 1))]], 0.10, f"block17_{number}")
    x = _reduction(x, [[(256, 1), (384, 3)], [(256, 1), (256, 3)], [(256, 1), (256, 3), (256, 3)]], "stage7")
    for number in range(1, _BLOCKS_C + 2):
        last = number > _BLOCKS_C
        scale = 1.0 if last else 0.20
        branches: _Branches = [[(192, 1)], [(192, 1), (192, (1, 3)), (192, (3, 1))]]
        x = _block(x, branches, scale, f"block8_{number}", activated=not last)
    x = layers.GlobalAveragePooling2D(name="top_pool")(x)
    if embedding is not None:
        x = layers.Dropout(0.2, name="top_dropout")(x)
        x = layers.Dense(embedding, use_bias=False, name="top_embedding")(x)
        x = _norm("top_embedding")(x)
    return keras.Model(picture, x, name=NAME)


_Branches = list[list[tuple[int, int | tuple[int, int]]]]
"""Of each branch the widths and kernels of its convolutions, in order."""


def _conv(
    x: Any, width: int, kernel: int | tuple[int, int], name: str, *, stride: int = 1, padding: str = "same"
) -> Any:
    x = layers.Conv2D(width, kernel, stride, padding, use_bias=False, name=name)(x)
    return layers.ReLU(name=f"{name}_relu")(_norm(name)(x))


def _norm(name: str) -> Any:
    return layers.BatchNormalization(scale=False, momentum=0.995, epsilon=1e-3, name=f"{name}_norm")


def _block(x: Any, branches: _Branches, scale: float, name: str, *, activated: bool = True) -> Any:
    """x plus `scale` times what its branches, joined and brought to its width, make of it."""
    ends = []
    for number, convolutions in enumerate(branches):
        branch = x
        for step, (width, kernel) in enumerate(convolutions):
            branch = _conv(branch, width, kernel, f"{name}_{number}_{step}")
        ends.append(branch)
    residual = layers.Conv2D(x.shape[-1], 1, name=f"{name}_up")(layers.Concatenate(name=f"{name}_join")(ends))
    x = layers.Add(name=f"{name}_add")([x, layers.Rescaling(scale, name=f"{name}_scale")(residual)])
    return layers.ReLU(name=f"{name}_relu")(x) if activated else x


def _reduction(x: Any, branches: _Branches, name: str) -> Any:
    """Half the height and width: the last convolution of each branch strides, and a pooling stands beside them."""
    ends = []
    for number, convolutions in enumerate(branches):
        branch = x
        for step, (width, kernel) in enumerate(convolutions):
            last = step == len(convolutions) - 1
            branch = _conv(
                branch, width, kernel, f"{name}_{number}_{step}", stride=2 if last else 1,
                padding="valid" if last else "same",
            )  # fmt: skip
        ends.append(branch)
    ends.append(layers.MaxPooling2D(3, 2, name=f"{name}_pool")(x))
    return layers.Concatenate(name=f"{name}_join")(ends)
