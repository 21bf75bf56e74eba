"""SFace as a Keras model: the ONNX file's chain of layers rebuilt, weights and all, so that it can be trained on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
from keras import layers
from numpy.typing import NDArray
from onnx import numpy_helper

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.identity.backbones import SFACE

INPUT_SHAPE = (112, 112, 3)
DIMENSION = 128

Array = NDArray[np.float32]


def read_sface(path: Path) -> keras.Model:
    """The published SFace network (Zhong et al. 2021, Apache-2.0) from its ONNX file, whose SHA-256 is checked first.

    Input (n, 112, 112, 3) float32 RGB 0..255, output (n, 128) float32, not normalised.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ModelMissing("The recognition network SFace", "get it with 'faceid models fetch'") from None
    found = hashlib.sha256(content).hexdigest()
    if found != SFACE.sha256:
        raise CorruptData(
            f"The file {path.name!r}",
            f"its SHA-256 is {found[:12]}..., expected {SFACE.sha256[:12]}...",
            "get it again with 'faceid models fetch'",
        )
    return from_onnx(onnx.load_from_string(content), name="sface")


def from_onnx(model: onnx.ModelProto, *, name: str) -> keras.Model:
    """Rebuild a network whose graph is one chain of image layers; NCHW becomes NHWC.

    Understood: Sub and Mul by a constant, Conv (any group), BatchNormalization, PRelu, Dropout, Flatten and Gemm.
    Raises ValueError for any other operator, or for a graph that branches.
    """
    graph = model.graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    source = next(value for value in graph.input if value.name not in constants)
    _, channels, height, width = (dim.dim_value for dim in source.type.tensor_type.shape.dim)
    inputs = x = keras.Input((height, width, channels), name="picture")
    weights: list[tuple[keras.layers.Layer, list[Array]]] = []
    flat_from: tuple[int, ...] | None = None  # shape before the Flatten, which Gemm's columns are ordered by
    current = source.name
    for node in graph.node:
        if node.input[0] != current:
            raise ValueError(
                f"The graph is not a chain. Received: {node.op_type} of {node.input[0]!r}, not {current!r}"
            )
        arguments = [constants[key].astype(np.float32) for key in node.input[1:]]
        attributes = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
        if node.op_type == "Flatten":
            flat_from = tuple(x.shape[1:])
        if node.op_type == "Gemm":
            arguments = _gemm_for_channels_last(arguments, attributes, flat_from)
        try:
            build = _BUILDERS[node.op_type]
        except KeyError:
            raise ValueError(f"Cannot rebuild this operator in Keras. Received: {node.op_type}") from None
        for layer, values in build(node.output[0], arguments, attributes):
            x = layer(x)
            weights.append((layer, values))
        current = node.output[0]
    network = keras.Model(inputs, x, name=name)
    for layer, values in weights:
        layer.set_weights(values)
    return network


def split_last_stage(model: keras.Model, *, convolutions: int = 2) -> tuple[keras.Model, keras.Model]:
    """Cut a chain before its last `convolutions`: what is frozen, and what may learn. Both share the model's layers.

    Returns:
        (trunk, stage) with model(x) == stage(trunk(x)). The trunk is set to not trainable.
    """
    kinds = (layers.Conv2D, layers.DepthwiseConv2D)
    found = [index for index, layer in enumerate(model.layers) if isinstance(layer, kinds)]
    if len(found) <= convolutions:
        raise ValueError(f"Expected a chain of more than {convolutions} convolutions. Received: {len(found)}")
    cut = found[-convolutions]
    if isinstance(model.layers[cut - 1], layers.ZeroPadding2D):
        cut -= 1
    border = model.layers[cut - 1].output
    trunk = keras.Model(model.input, border, name="trunk")
    trunk.trainable = False
    inputs = x = keras.Input(border.shape[1:], name="features")
    for layer in model.layers[cut:]:
        x = layer(x)
    return trunk, keras.Model(inputs, x, name="stage")


_Layers = list[tuple[keras.layers.Layer, list[Array]]]


def _sub(name: str, arguments: list[Array], _attributes: dict[str, Any]) -> _Layers:
    return [(layers.Rescaling(1.0, offset=-float(arguments[0].item()), name=name), [])]


def _mul(name: str, arguments: list[Array], _attributes: dict[str, Any]) -> _Layers:
    return [(layers.Rescaling(float(arguments[0].item()), name=name), [])]


def _conv(name: str, arguments: list[Array], attributes: dict[str, Any]) -> _Layers:
    kernel = arguments[0]  # (out, in / group, height, width)
    group = attributes.get("group", 1)
    result: _Layers = []
    top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
    if any((top, left, bottom, right)):
        # Keras' "same" pads a stride-2 convolution on the other side than ONNX does, so the padding is explicit.
        result.append((layers.ZeroPadding2D(((top, bottom), (left, right)), name=f"{name}_pad"), []))
    common = {
        "kernel_size": kernel.shape[2:], "strides": tuple(attributes["strides"]), "padding": "valid",
        "dilation_rate": tuple(attributes.get("dilations", (1, 1))), "use_bias": len(arguments) > 1, "name": name,
    }  # fmt: skip
    layer: keras.layers.Layer
    if kernel.shape[1] == 1 and group == kernel.shape[0]:
        layer, kernel = layers.DepthwiseConv2D(**common), kernel.transpose(2, 3, 0, 1)
    else:
        layer, kernel = layers.Conv2D(kernel.shape[0], groups=group, **common), kernel.transpose(2, 3, 1, 0)
    result.append((layer, [kernel, *arguments[1:]]))
    return result


def _batch_normalization(name: str, arguments: list[Array], attributes: dict[str, Any]) -> _Layers:
    # Frozen: batches of a few people would replace statistics measured on millions of faces.
    layer = layers.BatchNormalization(
        epsilon=float(attributes.get("epsilon", 1e-5)), momentum=float(attributes.get("momentum", 0.9)),
        trainable=False, name=name,
    )  # fmt: skip
    return [(layer, arguments)]


def _prelu(name: str, arguments: list[Array], _attributes: dict[str, Any]) -> _Layers:
    return [(layers.PReLU(shared_axes=[1, 2], name=name), [arguments[0].reshape(1, 1, -1)])]


def _dropout(name: str, _arguments: list[Array], attributes: dict[str, Any]) -> _Layers:
    return [(layers.Dropout(float(attributes.get("ratio", 0.5)), name=name), [])]


def _flatten(name: str, _arguments: list[Array], _attributes: dict[str, Any]) -> _Layers:
    return [(layers.Flatten(name=name), [])]


def _gemm(name: str, arguments: list[Array], _attributes: dict[str, Any]) -> _Layers:
    kernel, *bias = arguments
    return [(layers.Dense(kernel.shape[1], use_bias=bool(bias), name=name), [kernel, *bias])]


def _gemm_for_channels_last(
    arguments: list[Array], attributes: dict[str, Any], flat_from: tuple[int, ...] | None
) -> list[Array]:
    """The kernel as (inputs, outputs), its inputs reordered from channel-first to channel-last flattening."""
    if attributes.get("transA") or attributes.get("alpha", 1.0) != 1.0 or attributes.get("beta", 1.0) != 1.0:
        raise ValueError(f"Only a plain Gemm can be rebuilt in Keras. Received: {attributes}")
    kernel = arguments[0].T if attributes.get("transB") else arguments[0]
    if flat_from is not None and len(flat_from) == 3:
        height, width, channels = flat_from
        kernel = kernel.reshape(channels, height, width, -1).transpose(1, 2, 0, 3).reshape(kernel.shape)
    return [np.ascontiguousarray(kernel), *arguments[1:]]


_BUILDERS: dict[str, Callable[[str, list[Array], dict[str, Any]], _Layers]] = {
    "Sub": _sub,
    "Mul": _mul,
    "Conv": _conv,
    "BatchNormalization": _batch_normalization,
    "PRelu": _prelu,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Gemm": _gemm,
}
