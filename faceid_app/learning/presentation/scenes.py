"""Synthetic scenes from a photograph of a person: live as it is, printed and held, or shown on a screen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.learning.presentation.backgrounds import background, with_things
from faceid_app.learning.presentation.cut_out import FACE, cut_out
from faceid_app.learning.presentation.drawing import (
    CANVAS,
    Float,
    coloured,
    lit,
    waves,
    with_fingers,
    with_glare,
    with_pixels,
)

Box = tuple[float, float, float, float]
_PLAIN_LIVE, _PLAIN_ATTACK = 0.5, 0.25
"""Shares of backgrounds that are plain; LFW, photographs of news, has few. As many, in the end, of live scenes as of
those behind paper and screens, for half of the live ones have a background put behind them."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A rendered canvas with the face in its middle.

    Attributes:
        canvas: (CANVAS, CANVAS, 3) float32, 0..255.
        shown: left, top, right, bottom of what the photograph covers, or of the paper or screen; pixels of the canvas,
            may reach beyond it.
    """

    canvas: Float
    shown: tuple[float, float, float, float]


def live_scene(rng: np.random.Generator, photo: RgbImage, box: Box, other: RgbImage) -> Scene:
    """The photograph as it is, or with edges and surfaces of another picture behind the person, or the person alone
    before another background: so that neither straight lines nor a composition tell a class."""
    matrix = _to_canvas(box, jitter=rng.normal(0, 0.05, 2))
    height, width = photo.shape[:2]
    (left, top), (right, bottom) = _moved(np.array([[0, 0], [width, height]], np.float32), matrix)
    canvas = _warped(photo, matrix)
    way = rng.random()
    if way < 0.3:
        return Scene(canvas, (float(left), float(top), float(right), float(bottom)))
    person = cut_out(canvas)[..., None]
    if way < 0.5:
        behind, extent = with_things(rng, canvas, other), (float(left), float(top), float(right), float(bottom))
    else:
        ground = background(rng, other, dim=float(np.exp(rng.normal(0, 0.3))), plain=_PLAIN_LIVE)
        behind = with_things(rng, ground, photo) if rng.random() < 0.4 else ground
        extent = (0.0, 0.0, float(CANVAS), float(CANVAS))
    return Scene(np.asarray(canvas * person + behind * (1 - person), np.float32), extent)


def pictured(scene: Scene, box: Box) -> tuple[RgbImage, Box]:
    """A photograph of a live scene, and about where its face is, whose box was `box` before: what attackers show."""
    left, top, right, bottom = (int(min(max(value, 0), CANVAS)) for value in scene.shown)
    width, height = (side * FACE / max(box[2:]) for side in box[2:])
    photo = np.clip(scene.canvas[top:bottom, left:right], 0, 255).astype(np.uint8)
    return photo, (CANVAS / 2 - width / 2 - left, CANVAS / 2 - height / 2 - top, width, height)


def print_scene(rng: np.random.Generator, photo: RgbImage, box: Box, behind: RgbImage) -> Scene:
    """A print on paper, bent, with or without a white margin, held by hands before another background."""
    paper, face = _cropped(rng, photo, box)
    paper = coloured(rng, paper, strength=1.0)
    texture = rng.normal(0, rng.uniform(1, 5), paper.shape[:2]).astype(np.float32)
    paper = paper * (1 + 0.03 * waves(rng, paper.shape[:2], coarse=6))[..., None] + texture[..., None]
    if rng.random() < 0.7:
        margin = [int(rng.uniform(0.01, 0.14) * min(paper.shape[:2])) for _ in range(4)]
        if rng.random() < 0.6:
            margin = [margin[0]] * 4
        tinted = rng.random() < 0.3
        white = rng.uniform(190, 250, 3) if tinted else np.full(3, rng.uniform(190, 252))
        paper = _margined(paper, margin, white)
        face = (face[0] + margin[2], face[1] + margin[0], face[2], face[3])
    paper = _bent(rng, lit(rng, np.clip(paper, 0, 255), strength=rng.uniform(0, 0.5)))
    if rng.random() < 0.25:
        paper = with_glare(rng, paper)
    ground = background(rng, behind, dim=float(np.exp(rng.normal(-0.1, 0.45))), plain=_PLAIN_ATTACK)
    return _placed(rng, paper, face, ground, fingers=0.8, shadow=True)


def screen_scene(rng: np.random.Generator, photo: RgbImage, box: Box, behind: RgbImage) -> Scene:
    """A phone, tablet or monitor that shows the photograph, with bars of a program, bezel, pixels, moire and glare."""
    shown, face = _cropped(rng, photo, box)
    shown = with_pixels(rng, coloured(rng, shown, strength=1.0))
    phone = rng.random() < 0.55
    shown, face = _with_bars(rng, shown, face, phone=phone)
    shown = np.clip(shown * rng.uniform(0.75, 1.25) + rng.uniform(0, 25), 0, 255).astype(np.float32)
    shown *= np.array([1.0, 1.0, rng.uniform(0.95, 1.15)], np.float32)
    if rng.random() < 0.5:
        shown = with_glare(rng, shown)
    rim = [int(max(2, rng.uniform(0.015, 0.09) * min(shown.shape[:2]))) for _ in range(4)]
    tone = rng.uniform(3, 60) if rng.random() < 0.8 else rng.uniform(120, 235)
    shown = _margined(np.clip(shown, 0, 255), rim, np.full(3, tone))
    face = (face[0] + rim[2], face[1] + rim[0], face[2], face[3])
    ground = background(rng, behind, dim=float(np.exp(rng.normal(-0.7, 0.6))), plain=_PLAIN_ATTACK)
    scene = _placed(rng, shown, face, ground, fingers=0.75 if phone else 0.0, shadow=False)
    if rng.random() < 0.6:
        blurred = cv2.GaussianBlur(scene.canvas, (0, 0), rng.uniform(0.5, 1.6))
        return Scene(np.asarray(blurred, np.float32), scene.shown)
    return scene


def _margined(plane: Float, margin: list[int], colour: NDArray[np.float64]) -> Float:
    """With a margin of one colour: top, bottom, left, right in pixels."""
    top, bottom, left, right = margin
    value = [float(part) for part in colour]
    whole = cv2.copyMakeBorder(plane, top, bottom, left, right, cv2.BORDER_CONSTANT, value=value)
    return np.asarray(whole, np.float32)


def _to_canvas(box: Box, *, jitter: NDArray[np.float64]) -> Float:
    """(2, 3): brings the face's box into the middle of the canvas, at its size there."""
    x, y, width, height = box
    scale = FACE / max(width, height)
    middle = np.array([x + width / 2, y + height / 2]) * scale
    shift = CANVAS / 2 - middle + jitter * FACE
    return np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], np.float32)


def _warped(picture: RgbImage | Float, matrix: Float) -> Float:
    warped = cv2.warpAffine(picture, matrix, (CANVAS, CANVAS), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(warped, np.float32)


def _moved(points: Float, matrix: Float) -> Float:
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)


def _cropped(rng: np.random.Generator, photo: RgbImage, box: Box) -> tuple[Float, Box]:
    """What is printed or shown: some of the photograph around the face, and where the face lies in it."""
    x, y, width, height = box
    side = max(width, height)
    left, right = (rng.uniform(0.05, 0.55) * side for _ in range(2))
    above, below = rng.uniform(0.15, 0.6) * side, rng.uniform(0.1, 0.7) * side
    first_column, first_row = int(max(0, x - left)), int(max(0, y - above))
    last_column, last_row = int(min(photo.shape[1], x + width + right)), int(min(photo.shape[0], y + height + below))
    part = photo[first_row:last_row, first_column:last_column].astype(np.float32)
    return part, (x - first_column, y - first_row, width, height)


def _bent(rng: np.random.Generator, paper: Float) -> Float:
    """The paper's surface as a wave: displaced and shaded."""
    height, width = paper.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    depth, turn = rng.uniform(0, 0.05), rng.uniform(0, np.pi)
    along = (x / width) * np.cos(turn) + (y / height) * np.sin(turn)
    wave = np.cos(2 * np.pi * rng.uniform(0.3, 0.9) * along + rng.uniform(0, 6))
    columns = (x + depth * width * wave * np.sin(turn)).astype(np.float32)
    rows = (y + depth * height * wave * np.cos(turn)).astype(np.float32)
    bent = cv2.remap(paper, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(bent * (1 + 2 * depth * wave)[..., None], 0, 255), np.float32)


def _with_bars(rng: np.random.Generator, shown: Float, face: Box, *, phone: bool) -> tuple[Float, Box]:
    """Letterbox, title and task bars around what is shown."""
    height, width = shown.shape[:2]
    above = int(rng.uniform(0, 0.35) * height) if rng.random() < 0.6 else 0
    below = int(rng.uniform(0, 0.45) * height) if rng.random() < 0.6 else 0
    beside = 0 if phone else int(rng.uniform(0, 0.8) * width)
    tone = float(rng.uniform(0, 40) if rng.random() < 0.7 else rng.uniform(200, 250))
    canvas = _margined(shown, [above, below, beside, beside], np.full(3, tone))
    for top, size in ((0, above), (above + height, below)):
        if size < 8 or rng.random() < 0.3:
            continue
        row = top + int(rng.uniform(0.3, 0.7) * size)
        colour = tuple(float(value) for value in (rng.uniform(0, 255, 3) if rng.random() < 0.5 else [255.0 - tone] * 3))
        step = int(rng.uniform(0.06, 0.16) * canvas.shape[1]) + 3
        for column in range(int(rng.uniform(0, step)) + 3, canvas.shape[1] - 3, step):
            half = max(1, int(min(size, step) * 0.2))
            cv2.rectangle(canvas, (column - half, row - half), (column + half, row + half), colour, -1)
    return np.asarray(canvas, np.float32), (face[0] + beside, face[1] + above, face[2], face[3])


def _placed(rng: np.random.Generator, plane: Float, face: Box, ground: Float, *, fingers: float, shadow: bool) -> Scene:
    """The plane in perspective before its background, its face in the middle of the canvas."""
    height, width = plane.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    corners = _moved(flat, _to_canvas(face, jitter=np.zeros(2)))
    turn, middle = np.radians(rng.normal(0, 5)), np.full(2, CANVAS / 2)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = (corners - middle) @ rotation.T * (1 + rng.normal(0, 0.04, 2)) + middle
    corners = (corners + rng.normal(0, 0.03 * FACE, (4, 2)) + rng.normal(0, 0.04, 2) * FACE).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    warped = cv2.warpPerspective(plane, matrix, (CANVAS, CANVAS), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, (CANVAS, CANVAS), flags=cv2.INTER_AREA)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.6)
    if shadow or rng.random() < 0.3:
        fall = cv2.GaussianBlur(mask, (0, 0), rng.uniform(2, 10))
        ground = ground * (1 - rng.uniform(0, 0.5) * fall)[..., None]
    canvas = np.asarray(ground * (1 - mask[..., None]) + warped * mask[..., None], np.float32)
    if rng.random() < fingers:
        canvas = with_fingers(rng, canvas, corners)
    left, top = np.sort(corners, axis=0)[:2].mean(axis=0)
    right, bottom = np.sort(corners, axis=0)[2:].mean(axis=0)
    return Scene(canvas, (float(left), float(top), float(right), float(bottom)))
