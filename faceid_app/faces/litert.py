"""Runs a network through LiteRT on the CPU."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import CorruptData
from faceid_app.faces.silence import silent

_AGAIN = "fetch or train it again"


class LiteRtNetwork:
    """A LiteRT model with one input picture and one row of numbers as its answer.

    One picture a call into the network: the same numbers whatever the batch it came in. Thread-safe through a lock,
    for LiteRT interpreters are not.

    Args:
        model: content of a .tflite file.
        shape: (h, w, c) of the picture it must take.
        threads: of the CPU.

    Raises:
        CorruptData: LiteRT cannot read it, or it takes another shape.
    """

    def __init__(self, model: bytes, *, shape: tuple[int, int, int], threads: int = 2) -> None:
        # Here and not above: 0.1 s that a window which only shows pages does not need.
        from ai_edge_litert.interpreter import Interpreter

        try:
            with silent():  # it announces its kernels
                self._interpreter = Interpreter(model_content=model, num_threads=threads)
                self._interpreter.allocate_tensors()
            taken, given = self._interpreter.get_input_details()[0], self._interpreter.get_output_details()[0]
            self.outputs = int(given["shape"][-1])
            """Length of the answer."""
        except (ValueError, RuntimeError, IndexError) as error:
            why = " ".join(str(error).split())
            raise CorruptData("The network file", f"LiteRT cannot read it ({why})", _AGAIN) from error
        if (takes := tuple(map(int, taken["shape"][1:]))) != shape:
            raise CorruptData("The network file", f"it takes {takes}, not {shape}", _AGAIN)
        self._in, self._out, self._shape = taken["index"], given["index"], shape
        self._lock = threading.Lock()

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """The answers to pictures.

        Args:
            batch: (n, h, w, c) float32, prepared as the network was trained.

        Returns:
            (n, outputs) float32, all finite.

        Raises:
            ValueError: wrong shape or dtype, the network cannot compute, or it returned a value that is not finite.
        """
        if batch.dtype != np.float32 or batch.shape[1:] != self._shape:
            raise ValueError(f"Expected float32 (n, {self._shape}). Received: {batch.dtype} {batch.shape}")
        result = np.empty((len(batch), self.outputs), np.float32)
        with self._lock:
            for row, picture in enumerate(batch):
                self._interpreter.set_tensor(self._in, picture[None])
                try:
                    self._interpreter.invoke()
                except RuntimeError as error:
                    raise ValueError(f"The network cannot compute ({' '.join(str(error).split())}).") from error
                result[row] = self._interpreter.get_tensor(self._out)[0]
        if not np.isfinite(result).all():
            raise ValueError("The network returned values that are not finite.")
        return result
