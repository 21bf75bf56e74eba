"""What rendered prints, screens and live scenes are put together from. Everything here is synthetic."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb, rgb_from_bgr

Float = NDArray[np.float32]
"""(h, w, 3) or (h, w) float32, 0..255 where it is a picture."""
CANVAS = 240
"""Pixels of a rendered scene, a square with the face in its middle."""


def waves(rng: np.random.Generator, shape: tuple[int, int], *, coarse: int) -> Float:
    """Smooth noise, (h, w) float32, about -1..1; `coarse`: how many cells there are along a side."""
    cells = rng.normal(0, 0.5, (coarse, coarse)).astype(np.float32)
    return np.asarray(cv2.resize(cells, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def coloured(rng: np.random.Generator, picture: Float, *, strength: float) -> Float:
    """Another white balance, contrast, black level, gamma and saturation, (h, w, 3)."""
    gains = np.exp(rng.normal(0, 0.08 * strength, 3)).astype(np.float32)
    gamma = float(np.exp(rng.normal(0, 0.18 * strength)))
    contrast = 1.0 + strength * rng.uniform(-0.25, 0.15)
    black = strength * rng.uniform(0, 30)
    saturation = 1.0 + strength * rng.uniform(-0.35, 0.2)
    grey = picture.mean(axis=2, keepdims=True)
    picture = np.clip(grey + (picture - grey) * saturation, 0, 255) * gains
    picture = 255.0 * np.clip(picture / 255.0, 0, 1) ** gamma
    return np.asarray(np.clip((picture - 128) * contrast + 128 + black * (1 - picture / 255.0), 0, 255), np.float32)


def lit(rng: np.random.Generator, picture: Float, *, strength: float) -> Float:
    """Light that falls unevenly: a ramp in a random direction, (h, w, 3)."""
    height, width = picture.shape[:2]
    turn = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ramp = (x / width - 0.5) * np.cos(turn) + (y / height - 0.5) * np.sin(turn)
    return np.asarray(np.clip(picture * (1.0 + strength * ramp)[..., None], 0, 255), np.float32)


def with_glare(rng: np.random.Generator, picture: Float) -> Float:
    """A soft reflection of a lamp or a window, (h, w, 3)."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle, spread = rng.uniform(0, 1, 2) * (width, height), rng.uniform(0.08, 0.4, 2) * (width, height)
    spot = np.exp(-(((x - middle[0]) / spread[0]) ** 2) - ((y - middle[1]) / spread[1]) ** 2)
    return np.asarray(np.clip(picture + rng.uniform(20, 150) * spot[..., None], 0, 255), np.float32)


def with_pixels(rng: np.random.Generator, picture: Float) -> Float:
    """The screen's pixels as a camera meets them: a fine grid, and its moire, coloured and bent."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = 4.0 * waves(rng, (height, width), coarse=4)
    result = picture.copy()
    strength = rng.uniform(0.01, 0.10)
    turn, step = rng.uniform(0, np.pi), rng.uniform(2.2, 14.0)
    for channel in range(3):
        phase = rng.uniform(0, 2 * np.pi) if rng.random() < 0.5 else 0.0
        along = (x * np.cos(turn) + y * np.sin(turn) + bend) * (2 * np.pi / step)
        result[..., channel] *= 1.0 + strength * np.cos(along + phase)
    if rng.random() < 0.5:
        result *= 1.0 + rng.uniform(0.01, 0.06) * np.cos(2 * np.pi * x / rng.uniform(2.0, 3.5))[..., None]
    return np.clip(result, 0, 255)


def with_fingers(rng: np.random.Generator, scene: Float, corners: Float) -> Float:
    """Fingers that hold what lies between `corners`, (4, 2), from its outside."""
    tone = np.array([[224, 180, 150], [190, 140, 110], [140, 95, 70], [240, 205, 180], [90, 60, 45]], np.float32)
    colour = tone[rng.integers(len(tone))] * rng.uniform(0.5, 1.05)
    layer, mask = np.zeros_like(scene), np.zeros(scene.shape[:2], np.float32)
    middle = corners.mean(axis=0)
    for _ in range(rng.integers(1, 3)):
        side = int(rng.integers(4))
        first, last = corners[side], corners[(side + 1) % 4]
        for finger in range(rng.integers(1, 5)):
            share = rng.uniform(0.2, 0.6) + 0.09 * finger
            grip = first + (last - first) * min(share, 0.95)
            inward = (middle - grip) / max(float(np.linalg.norm(middle - grip)), 1.0)
            tip, root = grip + inward * rng.uniform(4, 18), grip - inward * rng.uniform(30, 80)
            thick = int(rng.integers(12, 26))
            shade = colour * rng.uniform(0.8, 1.1)
            ends = tuple(map(int, tip)), tuple(map(int, root))
            cv2.line(layer, *ends, tuple(map(float, shade)), thick, cv2.LINE_AA)
            cv2.line(mask, *ends, 1.0, thick, cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), 1.0)[..., None]
    skin = cv2.GaussianBlur(layer, (0, 0), 2.0) / np.maximum(cv2.GaussianBlur(mask, (0, 0), 2.0)[..., None], 0.2)
    return np.asarray(scene * (1 - soft) + np.clip(skin, 0, 255) * soft, np.float32)


def seen_by_camera(rng: np.random.Generator, scene: Float) -> RgbImage:
    """What a webcam or a phone makes of a scene: focus, motion, light, colours, noise, compression; for every class."""
    scene = coloured(rng, scene, strength=0.4)
    if rng.random() < 0.6:
        scene = lit(rng, scene, strength=rng.uniform(0, 0.5))
    scene = np.clip(scene * np.exp(rng.normal(0, 0.22)), 0, 255).astype(np.float32)
    if rng.random() < 0.7:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.3, 1.3)), np.float32)
    if rng.random() < 0.2:
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        cv2.line(kernel, (0, int(rng.integers(length))), (length - 1, int(rng.integers(length))), 1.0)
        scene = np.asarray(cv2.filter2D(scene, -1, kernel / kernel.sum()), np.float32)
    if rng.random() < 0.6:
        noise = rng.normal(0, rng.uniform(1, 7), scene.shape).astype(np.float32)
        scene = scene + np.asarray(
            cv2.GaussianBlur(noise, (0, 0), 0.8) * 1.6 if rng.random() < 0.5 else noise, np.float32
        )
    picture = np.clip(scene, 0, 255).astype(np.uint8)
    if rng.random() < 0.8:
        _, data = cv2.imencode(".jpg", bgr_from_rgb(picture), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))])
        picture = rgb_from_bgr(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8))
    return np.asarray(picture, np.uint8)
