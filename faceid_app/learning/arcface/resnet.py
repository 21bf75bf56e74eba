"""ResNet-18 and ResNet-34, which Keras does not have."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

DEPTHS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3)}
WIDTHS = (64, 128, 256, 512)
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's pixels, 0..1, red, green, blue: how the inputs of these networks are usually scaled."""


def resnet(name: str, *, size: int) -> keras.Model:
    """(n, size, size, 3) float32 RGB 0..255 -> (n, 512) float32: the network up to its pooling, random weights.

    He et al., "Deep Residual Learning for Image Recognition" (CVPR 2016), with basic blocks; a shortcut that changes
    its shape is a 1x1 convolution (option B). Convolutions have no bias, kernels start as in He et al. (2015) by
    fan-out, strides of 2 pad one pixel on every side. Weights that learn: 11,176,512 and 21,284,672, which with the
    classifier for 1,000 classes (513,000) are the published 11,689,512 and 21,797,672.
    """
    inputs = keras.Input((size, size, 3), name="picture")
    x = layers.Rescaling(
        [1 / (255 * deviation) for deviation in DEVIATION],
        offset=[-mean / deviation for mean, deviation in zip(MEAN, DEVIATION, strict=True)],
        name="pixels",
    )(inputs)
    x = _convolution(x, 64, kernel=7, stride=2, name="stem")
    x = layers.ReLU(name="stem_relu")(x)
    x = layers.ZeroPadding2D(1, name="stem_pool_pad")(x)  # after a ReLU 0 is as good as -infinity
    x = layers.MaxPooling2D(3, strides=2, name="stem_pool")(x)
    for stage, (depth, width) in enumerate(zip(DEPTHS[name], WIDTHS, strict=True), start=1):
        for block in range(depth):
            x = _basic_block(x, width, stride=2 if stage > 1 and block == 0 else 1, name=f"stage{stage}_{block + 1}")
    return keras.Model(inputs, layers.GlobalAveragePooling2D(name="pool")(x), name=name)


def _basic_block(x: Any, width: int, *, stride: int, name: str) -> Any:
    shortcut = x
    if stride != 1 or x.shape[-1] != width:
        shortcut = _convolution(x, width, kernel=1, stride=stride, name=f"{name}_shortcut")
    x = _convolution(x, width, kernel=3, stride=stride, name=f"{name}_first")
    x = layers.ReLU(name=f"{name}_first_relu")(x)
    x = _convolution(x, width, kernel=3, stride=1, name=f"{name}_second")
    x = layers.Add(name=f"{name}_add")([x, shortcut])
    return layers.ReLU(name=f"{name}_relu")(x)


def _convolution(x: Any, width: int, *, kernel: int, stride: int, name: str) -> Any:
    """A convolution and its normalisation. Keras' "same" pads a stride of 2 on one side more than on the other."""
    if kernel > 1:
        x = layers.ZeroPadding2D(kernel // 2, name=f"{name}_pad")(x)
    start = keras.initializers.VarianceScaling(2.0, mode="fan_out", distribution="untruncated_normal")
    x = layers.Conv2D(width, kernel, strides=stride, use_bias=False, kernel_initializer=start, name=name)(x)
    # Keras' momentum 0.9 is what the usual 0.1 means; its own 0.99 needs more steps than a short training has.
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_norm")(x)
