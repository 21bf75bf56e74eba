"""Faces moved between portraits: one person's face in another's surroundings, or surroundings without a face."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import check_rgb, similarity
from faceid_app.faces.face import Landmarks
from faceid_app.faces.portrait_mask import face_mask

_GONE = 1.25
"""How much larger what is blanked is than what is pasted: no brow, chin or cheek may be left."""


def paste_face(onto: RgbImage, onto_landmarks: Landmarks, face: RgbImage, face_landmarks: Landmarks) -> RgbImage:
    """`onto` with its face replaced by that of `face`, moved by the similarity that brings landmarks onto landmarks.

    Both pictures are (h, w, 3) uint8 RGB, landmarks (5, 2) in pixels of their picture. Returns the size of `onto`.
    """
    check_rgb(onto)
    check_rgb(face)
    height, width = onto.shape[:2]
    matrix = similarity(face_landmarks, onto_landmarks)
    moved = cv2.warpAffine(face, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = face_mask(onto_landmarks, width=width, height=height)[..., None]
    return np.rint(mask * moved + (1.0 - mask) * onto).astype(np.uint8)


def without_face(portrait: RgbImage, landmarks: Landmarks) -> RgbImage:
    """The surroundings alone: the face, brow to neck, is filled with what surrounds it, the smoother the further in.

    (h, w, 3) uint8 RGB in and out. Normalised convolution (Knutsson and Westin, CVPR 1993) from wide to narrow: the rim
    continues its neighbours, the middle is their mean.
    """
    check_rgb(portrait)
    height, width = portrait.shape[:2]
    mask = face_mask(landmarks, width=width, height=height, grow=_GONE)
    # What is filled in is smooth: half the resolution loses nothing and takes a quarter of the time.
    half = (max(width // 2, 1), max(height // 2, 1))
    known = 1.0 - np.asarray(cv2.resize(mask, half, interpolation=cv2.INTER_AREA), np.float32)
    surroundings = cv2.resize(portrait, half, interpolation=cv2.INTER_AREA).astype(np.float32) * known[..., None]
    filled = np.broadcast_to(surroundings.sum(axis=(0, 1)) / max(float(known.sum()), 1.0), surroundings.shape)
    extent = float(np.sqrt((1.0 - known).sum()))
    for sigma in (extent / 2, extent / 4, extent / 8, extent / 16):
        weight = cv2.GaussianBlur(known, (0, 0), sigma)[..., None]
        estimate = cv2.GaussianBlur(surroundings, (0, 0), sigma) / np.maximum(weight, 1e-6)
        trust = np.clip(4.0 * weight, 0.0, 1.0)  # an estimate from hardly any neighbour is none
        filled = trust * estimate + (1.0 - trust) * filled
    whole = cv2.resize(np.ascontiguousarray(filled, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    soft = mask[..., None]
    blended: NDArray[np.float32] = np.rint(soft * whole + (1.0 - soft) * portrait)
    return np.clip(blended, 0, 255).astype(np.uint8)
