"""Keras model to LiteRT file, accepted only when both compute the same."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import TrainingFailed

Array = NDArray[np.float32]
TOLERANCE = 1e-3
_RANDOM_SAMPLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A LiteRT network and how far it is from the Keras model it came from.

    Attributes:
        network: the file's content; one picture a call.
        samples: pictures compared.
        max_difference: largest absolute difference of any output value, relative to the largest output value.
        cosine: smallest cosine between the two outputs for one picture.
    """

    network: bytes = field(repr=False)
    samples: int
    max_difference: float
    cosine: float

    @property
    def deviation(self) -> dict[str, float]:
        """The measured figures as plain JSON values, for cards and manifests."""
        return {"samples": self.samples, "max_difference": self.max_difference, "cosine": self.cosine}


def to_litert(model: keras.Model, *, scale: float, samples: Array | None = None, seed: int = 0) -> Exported:
    """Convert a model with one picture input and one vector output, and compare both on pictures.

    Args:
        model: input (n, height, width, 3) float32.
        scale: largest pixel value; random pictures of 0..scale are compared.
        samples: (n, height, width, 3) float32, pictures to compare besides.
        seed: of the random pictures.

    Raises:
        TrainingFailed: the conversion failed, or an output value deviates by more than `TOLERANCE` of the largest.
    """
    shape = tuple(model.input_shape[1:])
    pictures = np.random.default_rng(seed).uniform(0.0, scale, (_RANDOM_SAMPLES, *shape)).astype(np.float32)
    if samples is not None:
        pictures = np.concatenate([pictures, samples.astype(np.float32)])
    network = litert_bytes(model)
    expected = keras.ops.convert_to_numpy(model(pictures, training=False))
    return _compared(network, pictures, expected)


def litert_bytes(model: keras.Model, *, int8: bool = False) -> bytes:
    """The LiteRT file's content, whatever Keras' backend; not yet compared. Raises TrainingFailed.

    With `int8` weights are kept in 8 bits with a scale a channel; what flows between the layers stays float32.
    """
    with tempfile.TemporaryDirectory(prefix="faceid-export-") as folder:
        target = Path(folder) / "network.tflite"
        if keras.backend.backend() == "tensorflow":
            write_litert(model, target, int8=int8)
        else:
            saved = Path(folder) / "model.keras"
            model.save(saved)
            _write_in_child(saved, target, int8=int8)
        return target.read_bytes()


def write_litert(model: keras.Model, target: Path, *, int8: bool = False) -> None:
    """Write the LiteRT file; needs the TensorFlow backend. The batch is fixed at 1: memory is planned once."""
    signature = keras.InputSpec(shape=(1, *model.input_shape[1:]), dtype="float32", name="picture")
    options: dict[str, Any] = {}
    if int8:
        import tensorflow

        options["optimizations"] = [tensorflow.lite.Optimize.DEFAULT]
    model.export(target, format="litert", verbose=False, input_signature=[signature], **options)


def _write_in_child(saved: Path, target: Path, *, int8: bool) -> None:
    """Only Keras' TensorFlow backend writes LiteRT, and one process has one backend."""
    done = subprocess.run(
        [sys.executable, "-m", "faceid_app.learning.export", str(saved), str(target), *(["int8"] if int8 else [])],
        env={**os.environ, "KERAS_BACKEND": "tensorflow"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise TrainingFailed(f"the network could not be converted to LiteRT ({last})")


def run_litert(network: bytes, pictures: Array) -> Array:
    """(n, height, width, 3) float32 -> (n, d) float32 through LiteRT, one by one."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=network, num_threads=1)
    interpreter.allocate_tensors()
    source, target = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]
    rows = []
    for picture in pictures:
        interpreter.set_tensor(source, picture[None])
        interpreter.invoke()
        rows.append(interpreter.get_tensor(target)[0])
    return np.array(rows, np.float32)


def _compared(network: bytes, pictures: Array, expected: Array) -> Exported:
    found = run_litert(network, pictures)
    if found.shape != expected.shape:
        raise TrainingFailed(f"the LiteRT network returns {found.shape[1:]} instead of {expected.shape[1:]}")
    difference = float(np.abs(found - expected).max() / max(float(np.abs(expected).max()), 1e-12))
    lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(expected, axis=1)
    cosine = float(((found * expected).sum(axis=1) / np.maximum(lengths, 1e-12)).min())
    # Not "difference > TOLERANCE": a network that returns NaN must fail too.
    if not difference <= TOLERANCE:
        raise TrainingFailed(
            f"the LiteRT network deviates from the trained one by {difference:.2g}, at most {TOLERANCE:g} is accepted"
        )
    return Exported(network=network, samples=len(pictures), max_difference=difference, cosine=cosine)


def _main() -> None:
    from faceid_app.learning import layers  # noqa: F401  # registers our layers for the safe loader

    saved, target, *kind = sys.argv[1:]
    write_litert(keras.saving.load_model(saved, compile=False, safe_mode=True), Path(target), int8=kind == ["int8"])


if __name__ == "__main__":
    _main()
