"""The Keras layers of the Siamese networks: L1 distance, fixed tight-frame projection, L2 normalisation."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

PACKAGE = "faceid_app"


@keras.saving.register_keras_serializable(package=PACKAGE)
class L1Distance(keras.layers.Layer):  # type: ignore[misc]  # keras ships no types
    """The distance layer of the twin network: |a - b|, element by element (Koch et al. 2015).

    Call arguments:
        a, b: Two tensors of the same shape; single tensors, not lists.

    Returns:
        A tensor of that shape, values >= 0.

    Example:
    >>> L1Distance()(np.array([[1.0, 2.0]]), np.array([[3.0, 1.0]]))  # [[2.0, 1.0]]
    """

    def build(self, a_shape: Any, b_shape: Any) -> None:
        """Refuse shapes that would broadcast: a distance between different embeddings means nothing."""
        if tuple(a_shape) != tuple(b_shape):
            raise ValueError(f"L1Distance expects two tensors of the same shape. Received: {a_shape} and {b_shape}")
        self.built = True

    def call(self, a: Any, b: Any) -> Any:
        return ops.abs(ops.subtract(a, b))

    def compute_output_shape(self, a_shape: Any, b_shape: Any) -> Any:
        return a_shape


@keras.saving.register_keras_serializable(package=PACKAGE)
class L2Normalize(keras.layers.Layer):  # type: ignore[misc]
    """Scales each embedding (last axis) to length 1; an all-zero embedding stays zero.

    Example:
    >>> L2Normalize()(np.array([[3.0, 4.0]]))  # [[0.6, 0.8]]
    """

    def call(self, x: Any) -> Any:
        return ops.divide(x, ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=-1, keepdims=True), 1e-12)))

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


@keras.saving.register_keras_serializable(package=PACKAGE)
class TightFrame(keras.layers.Layer):  # type: ignore[misc]
    """A fixed linear map (d -> width) given as a matrix: after it, an L1 distance ranks pairs as the L2 distance does.

    Args:
        width: Columns of the matrix.
        trainable: False by default: the frame is a change of coordinates, not something to learn.

    The matrix is a weight, so that it is saved with the model; `with_matrix` builds a layer from one.
    """

    def __init__(self, width: int, *, trainable: bool = False, **kwargs: Any) -> None:
        if width < 1:
            raise ValueError(f"TightFrame expects a width of at least 1. Received: width={width}")
        super().__init__(trainable=trainable, **kwargs)
        self.width = width
        self.input_spec = keras.layers.InputSpec(min_ndim=2)

    @classmethod
    def with_matrix(cls, matrix: NDArray[np.float32], **kwargs: Any) -> TightFrame:
        """The layer that computes `x @ matrix`; `matrix` is (d, width)."""
        if matrix.ndim != 2:
            raise ValueError(f"TightFrame expects a matrix of two dimensions. Received: shape {matrix.shape}")
        layer = cls(matrix.shape[1], **kwargs)
        layer.build((None, matrix.shape[0]))
        layer.frame.assign(matrix)
        return layer

    def build(self, input_shape: Any) -> None:
        self.frame = self.add_weight(
            name="frame", shape=(input_shape[-1], self.width), initializer="orthogonal", trainable=self.trainable
        )
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})
        self.built = True

    def call(self, x: Any) -> Any:
        return ops.matmul(x, self.frame)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return (*input_shape[:-1], self.width)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "width": self.width}


@keras.saving.register_keras_serializable(package=PACKAGE)
class FixedPReLU(keras.layers.PReLU):  # type: ignore[misc]
    """PReLU whose slopes do not learn, with a gradient that is one selection: on a CPU half the time of a step."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "trainable": False})

    def call(self, inputs: Any) -> Any:
        # Times 1: TensorFlow's custom gradients take tensors, not variables.
        return _fixed_prelu(inputs, 1.0 * self.alpha)


@ops.custom_gradient  # type: ignore[untyped-decorator]
def _fixed_prelu(x: Any, slope: Any) -> Any:
    def gradient(*arguments: Any, upstream: Any = None) -> tuple[Any, Any]:
        above = arguments[0] if upstream is None else upstream
        return ops.where(x > 0, above, slope * above), ops.zeros_like(slope)

    return ops.maximum(x, 0.0) + slope * ops.minimum(x, 0.0), gradient
