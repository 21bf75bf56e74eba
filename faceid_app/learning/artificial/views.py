"""Owns how a face is shown to a network that learns: every kind equally worsened, then augmented."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.guard.artificial_frame import FRAME, INPUT, SEEN, reduced
from faceid_app.identity.artificial_options import COLOUR, CROP, FLIP, ROTATION

REDUCED_SHARE = 0.8
REDUCED_SIDES = (32, 64)
"""Pixels a face frame is reduced to and enlarged from. Anime frames hold about 60 real ones, sketches 90 and more."""
COMPRESSED_SHARE = 0.8
QUALITIES = (35, 96)
"""Of JPEG."""
BORDER_SHARE = 0.15
MOST_BORDER = 18
"""Pixels of a black edge. Some sources end at the forehead; in no kind may that be a sign."""
TURN = 12.0
"""Degrees, each direction."""
SHIFT = 4.0
ZOOM = (0.9, 1.1)
GREY_SHARE = 0.12
_INTERPOLATIONS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def view(frame: RgbImage, augment: Sequence[str], generator: np.random.Generator) -> RgbImage:
    """One view of a face: (96, 96, 3) uint8 RGB -> (64, 64, 3) uint8 RGB; the same generator gives the same view."""
    return augmented(equalised(frame, generator), augment, generator)


def equalised(frame: RgbImage, generator: np.random.Generator) -> RgbImage:
    """A frame as if it came from any source: reduced in resolution, compressed, and edged, each by chance; same shape.

    What is drawn does not depend on the kind, so neither resolution nor compression nor border can tell it.
    """
    if generator.random() < BORDER_SHARE:
        frame = _edged(frame, generator)
    if generator.random() < REDUCED_SHARE:
        frame = rescaled(frame, int(generator.integers(*REDUCED_SIDES, endpoint=True)), generator)
    if generator.random() < COMPRESSED_SHARE:
        frame = compressed(frame, int(generator.integers(*QUALITIES)))
    return frame


def rescaled(frame: RgbImage, side: int, generator: np.random.Generator) -> RgbImage:
    """Reduced to `side` pixels and enlarged again, by a way that the generator draws; same shape."""
    height, width = frame.shape[:2]
    small = cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA)
    way = _INTERPOLATIONS[int(generator.integers(2))]
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.uint8)


def compressed(frame: RgbImage, quality: int) -> RgbImage:
    """As JPEG of that quality; same shape."""
    _, data = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.cvtColor(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)), cv2.COLOR_BGR2RGB), np.uint8)


def _edged(frame: RgbImage, generator: np.random.Generator) -> RgbImage:
    edged = frame.copy()
    depth, side = int(generator.integers(4, MOST_BORDER)), int(generator.integers(4))
    if side == 0:
        edged[:depth] = 0
    elif side == 1:
        edged[-depth:] = 0
    elif side == 2:
        edged[:, :depth] = 0
    else:
        edged[:, -depth:] = 0
    return edged


def augmented(frame: RgbImage, augment: Sequence[str], generator: np.random.Generator) -> RgbImage:
    """The documents' augmentation and the scale of the network: (96, 96, 3) uint8 -> (64, 64, 3) uint8."""
    turn = float(generator.uniform(-TURN, TURN)) if ROTATION in augment else 0.0
    zoom, dx, dy = 1.0, 0.0, 0.0
    if CROP in augment:
        zoom = float(generator.uniform(*ZOOM))
        dx, dy = (float(value) for value in generator.uniform(-SHIFT, SHIFT, 2))
    # The centre of the seen part, which stands 4 pixels from the left and 8 from the top of a frame.
    centre = ((FRAME - 1) / 2, (FRAME - 1) / 2 + 4)
    matrix = cv2.getRotationMatrix2D(centre, turn, zoom)
    matrix[:, 2] += np.array([dx + (SEEN - 1) / 2 - centre[0], dy + (SEEN - 1) / 2 - centre[1]])
    part = cv2.warpAffine(frame, matrix, (SEEN, SEEN), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    face = reduced(np.asarray(part, np.uint8))
    if FLIP in augment and generator.random() < 0.5:
        face = np.ascontiguousarray(face[:, ::-1])
    return _coloured(face, generator) if COLOUR in augment else face


def _coloured(face: RgbImage, generator: np.random.Generator) -> RgbImage:
    """Brightness, contrast, saturation and the balance of colours; some without any colour."""
    brightness, contrast, saturation = generator.uniform(0.7, 1.3, 3).astype(np.float32)
    balance = generator.uniform(0.9, 1.1, 3).astype(np.float32)
    if generator.random() < GREY_SHARE:
        saturation, balance = np.float32(0), np.ones(3, np.float32)
    pixels = face.astype(np.float32) * (balance * brightness)
    middle = np.float32(pixels.mean())
    pixels = (pixels - middle) * contrast + middle
    grey = (pixels @ _LUMA)[..., None]
    return np.asarray(np.clip((pixels - grey) * saturation + grey, 0, 255), np.uint8)


def pencilled(frame: RgbImage, generator: np.random.Generator) -> RgbImage:
    """A synthetic sketch made of a photograph by dividing it by its own blur ("dodging"); same shape."""
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    soft = cv2.GaussianBlur(grey, (0, 0), float(generator.uniform(2.0, 7.0))).astype(np.float32)
    lines = np.clip(grey.astype(np.float32) * 250 / np.maximum(soft, 1), 0, 255)
    paper = np.clip(255 - (255 - lines) * generator.uniform(0.8, 1.8), 0, 255)
    paper = np.clip(paper + generator.normal(0, generator.uniform(0, 5), paper.shape), 0, 255)
    return np.repeat(paper.astype(np.uint8)[..., None], 3, axis=2)


def views_of(
    frames: NDArray[np.uint8], augment: Sequence[str], generators: Sequence[np.random.Generator]
) -> NDArray[np.uint8]:
    """(n, 96, 96, 3) uint8 and n generators -> (n, 64, 64, 3) uint8."""
    faces = np.empty((len(frames), INPUT, INPUT, 3), np.uint8)
    for row, (frame, generator) in enumerate(zip(frames, generators, strict=True)):
        faces[row] = view(frame, augment, generator)
    return faces
