"""Owns the geometry from a frame to the two pictures kept of a face: aligned (112x112) and portrait (250x250)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.face import Face, Landmarks

ALIGNED_SIZE = 112
PORTRAIT_SIZE = 250

ALIGNED_TEMPLATE: Landmarks = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    dtype=np.float32,
)
"""Where the landmarks lie in an aligned face: the template of SphereFace and ArcFace (Deng et al., CVPR 2019), moved
8 px to the right for a square picture; the one `cv2.FaceRecognizerSF.alignCrop` uses."""

PORTRAIT_TEMPLATE: Landmarks = np.array(
    [[104.0, 112.2], [147.6, 111.8], [126.2, 136.8], [108.4, 156.2], [145.4, 155.8]],
    dtype=np.float32,
)
"""Where the landmarks lie in LFW deep-funneled pictures: mean over 1,000 of them (standard deviation 3 to 7 px)."""


def similarity(source: Landmarks, target: Landmarks) -> NDArray[np.float64]:
    """The similarity transform (rotation, uniform scale, shift; no mirror image) that best maps source onto target.

    Least squares after Umeyama (IEEE TPAMI 13(4), 1991). In the plane, with points as complex numbers, it has a closed
    form: target = a * source + b with a = sum(conj(s) t) / sum(|s|^2) over centred points.

    source, target: (n, 2), n >= 2, finite. Returns (2, 3) float64 for `cv2.warpAffine`.
    Raises ValueError for other shapes, values that are not finite, or source points that all coincide.
    """
    if source.shape != target.shape or source.ndim != 2 or source.shape[1] != 2 or len(source) < 2:
        raise ValueError(f"similarity needs two (n, 2) arrays, n >= 2. Received: {source.shape} and {target.shape}")
    points = source.astype(np.float64) @ (1, 1j)
    wanted = target.astype(np.float64) @ (1, 1j)
    if not (np.isfinite(points).all() and np.isfinite(wanted).all()):
        raise ValueError(f"similarity needs finite points. Received: {source.tolist()} and {target.tolist()}")
    centred = points - points.mean()
    spread = float(np.vdot(centred, centred).real)
    if spread <= 1e-12:
        raise ValueError(f"similarity needs source points that differ. Received: {source.tolist()}")
    a = complex(np.vdot(centred, wanted - wanted.mean())) / spread
    b = complex(wanted.mean() - a * points.mean())
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def align(rgb: RgbImage, landmarks: Landmarks) -> RgbImage:
    """The face as embedders expect it: (112, 112, 3) uint8 RGB, landmarks on ALIGNED_TEMPLATE, black outside the frame.

    rgb: (h, w, 3) uint8. landmarks: (5, 2) in pixels of `rgb`. Raises ValueError for other shapes or landmarks that
    coincide.
    """
    return _warp(rgb, landmarks, template=ALIGNED_TEMPLATE, size=ALIGNED_SIZE, border=cv2.BORDER_CONSTANT)


def portrait(rgb: RgbImage, face: Face) -> RgbImage:
    """The picture that is stored of a capture: (250, 250, 3) uint8 RGB, framed like LFW deep-funneled, border repeated.

    rgb: (h, w, 3) uint8, the picture `face` was found in. Raises ValueError for other shapes or coinciding landmarks.
    """
    return _warp(rgb, face.landmarks, template=PORTRAIT_TEMPLATE, size=PORTRAIT_SIZE, border=cv2.BORDER_REPLICATE)


def _warp(rgb: RgbImage, landmarks: Landmarks, *, template: Landmarks, size: int, border: int) -> RgbImage:
    check_rgb(rgb)
    if landmarks.shape != (5, 2):
        raise ValueError(f"landmarks must be (5, 2). Received: {landmarks.shape}")
    matrix = similarity(landmarks, template)
    warped = cv2.warpAffine(rgb, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
    return warped.astype(np.uint8, copy=False)


def check_rgb(rgb: RgbImage) -> None:
    """Raises ValueError unless `rgb` is (h, w, 3) uint8 with h, w >= 1."""
    if rgb.ndim != 3 or rgb.shape[2] != 3 or 0 in rgb.shape or rgb.dtype != np.uint8:
        raise ValueError(f"a picture must be (height, width, 3) uint8. Received: {rgb.shape} {rgb.dtype}")
