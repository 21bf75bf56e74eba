"""A small network of the same kind as SFace, as ONNX: every operator it has, strides and paddings included."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH = 5


class Chain:
    """Builds an ONNX graph node after node."""

    def __init__(self, *, channels: int = 3, side: int = 12) -> None:
        self._generator = np.random.default_rng(0)
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._input = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, channels, side, side])
        self.last = "data"

    def add(self, operator: str, *arrays: np.ndarray, **attributes: object) -> None:
        """Append a node with constants `arrays`."""
        names = [f"{operator}{len(self._nodes)}_{i}" for i in range(len(arrays))]
        self._constants += [
            numpy_helper.from_array(array.astype(np.float32), name) for name, array in zip(names, arrays, strict=True)
        ]
        output = f"out{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, [self.last, *names], [output], **attributes))
        self.last = output

    def conv(self, inputs: int, outputs: int, *, size: int, stride: int, pads: list[int], group: int = 1) -> None:
        """A convolution, its batch normalisation and a PReLU, as they come in SFace."""
        kernel = self._generator.standard_normal((outputs, inputs // group, size, size)) / size
        self.add("Conv", kernel, kernel_shape=[size, size], strides=[stride, stride], pads=pads, group=group)
        self.normalise(outputs)
        self.add("PRelu", self._generator.uniform(0.1, 0.4, (outputs, 1, 1)))

    def normalise(self, channels: int) -> None:
        """A batch normalisation with random statistics."""
        gamma, beta, mean, variance = self._generator.uniform(0.5, 1.5, (4, channels))
        self.add("BatchNormalization", gamma, beta, mean, variance, epsilon=1e-3)

    def finish(self) -> onnx.ModelProto:
        """The model."""
        output = helper.make_tensor_value_info(self.last, TensorProto.FLOAT, None)
        graph = helper.make_graph(self._nodes, "chain", [self._input], [output], self._constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def small_chain() -> onnx.ModelProto:
    """Scaling and convolutions: dense, depthwise, 1x1 and grouped; padded on all sides, on two, on none."""
    chain = Chain()
    chain.add("Sub", np.array([127.5]))
    chain.add("Mul", np.array([0.0078125]))
    chain.conv(3, 8, size=3, stride=2, pads=[1, 1, 1, 1])
    chain.conv(8, 8, size=3, stride=1, pads=[1, 1, 1, 1], group=8)
    chain.conv(8, 6, size=1, stride=1, pads=[0, 0, 0, 0])
    chain.conv(6, 6, size=3, stride=2, pads=[1, 0, 0, 1], group=6)
    chain.conv(6, 4, size=3, stride=1, pads=[1, 1, 1, 1], group=2)
    chain.normalise(4)
    chain.add("Dropout")
    chain.add("Flatten")
    generator = np.random.default_rng(1)
    chain.add("Gemm", generator.standard_normal((WIDTH, 4 * 3 * 3)), generator.standard_normal(WIDTH), transB=1)
    chain.normalise(WIDTH)
    return chain.finish()
