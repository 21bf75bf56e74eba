"""A person who does not exist, drawn: a head of a few curves, turned in space and lit by one lamp, before a camera.

The face finder accepts it and the quality gates let it pass, so that windows can be shown with life in them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage

Floats = NDArray[np.float32]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1280, 720
_SCALE = 640
"""Pixels of the painted skin for one unit, which is half a head's height."""
_ROUND, _DOWN = 1200, 1150
"""Points of the surface, around and down."""
_LIGHT = np.array([-0.42, -0.55, 0.72], np.float32) / np.float32(np.linalg.norm([-0.42, -0.55, 0.72]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What tells one drawn person from another. Lengths in units of half a head's height, colours as RGB."""

    skin: Colour = (226, 178, 150)
    hair: Colour = (74, 50, 38)
    iris: Colour = (74, 104, 120)
    lips: Colour = (184, 98, 92)
    cloth: Colour = (66, 96, 134)
    wide: float = 0.72
    jaw: float = 0.30
    eyes: float = 0.285
    eye_size: float = 0.138
    nose: float = 0.40
    mouth: float = 0.225
    brow: float = 0.035
    long_hair: bool = True


PEOPLE = (
    Person(),
    Person(
        skin=(150, 104, 78), hair=(28, 24, 26), iris=(58, 40, 30), lips=(136, 76, 74), cloth=(176, 132, 72), wide=0.75,
        jaw=0.22, eyes=0.30, eye_size=0.132, nose=0.43, mouth=0.245, brow=0.046, long_hair=False,
    ),
    Person(
        skin=(240, 202, 180), hair=(172, 116, 62), iris=(70, 110, 84), lips=(200, 116, 108), cloth=(110, 82, 120),
        wide=0.69, jaw=0.36, eyes=0.272, eye_size=0.132, nose=0.37, mouth=0.215, brow=0.028,
    ),
)  # fmt: skip


def draw(
    person: Person = PEOPLE[0],
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    smile: float = 0.4,
    at: tuple[float, float] = (0.5, 0.47),
    tall: float = 0.5,
    light: float = 1.0,
) -> RgbImage:
    """One (720, 1280, 3) frame. yaw, pitch: degrees, positive to the picture's right and up. smile: 0..1.

    at: middle of the head as a share of width and height. tall: height of the head as a share of the frame's.
    light: 1 is a well-lit room.
    """
    unit = tall * HEIGHT / 2
    middle = np.array([at[0] * WIDTH, at[1] * HEIGHT], np.float32)
    picture = _before_the_head(person, at, unit).copy()
    points, normals = _surface(person)
    turn = _rotation(yaw, pitch)
    seen = np.flatnonzero(normals @ turn[2] > 0)
    placed, facing = points[seen] @ turn.T, normals[seen] @ turn.T
    lamp = np.clip(facing @ _LIGHT, 0, 1)
    gloss = np.clip(facing @ _halfway(), 0, 1) ** 28
    shaded = _skin(person, round(smile * 5) / 5)[seen] * (0.56 + 0.56 * lamp)[:, None] + 26 * gloss[:, None]
    _splat(picture, placed, np.asarray(shaded, np.float32), middle, unit)
    return np.asarray(np.clip(picture * light, 0, 255), np.uint8)


def write_clip(path: Path, person: Person = PEOPLE[0], *, poses: int = 20, fps: float = 10.0) -> Path:
    """A clip of three rounds in which the person looks around calmly, as somebody who enrols does."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (WIDTH, HEIGHT))
    assert writer.isOpened()
    turns = 2 * np.pi * np.arange(poses) / poses
    drawn = [
        draw(
            person,
            yaw=float(20 * np.sin(turn)),
            pitch=float(9 * np.sin(2 * turn)),
        )
        for turn in turns
    ]
    noise = np.random.default_rng(0)
    for frame in drawn * 3:
        # No two frames of a camera are the same.
        grain = noise.normal(0, 1.6, (HEIGHT, WIDTH, 1))
        writer.write(np.asarray(np.clip(frame + grain, 0, 255), np.uint8)[:, :, ::-1])
    writer.release()
    return path


@cache
def _before_the_head(person: Person, at: tuple[float, float], unit: float) -> Floats:
    picture = _room().copy()
    _draw_body(picture, person, np.array([at[0] * WIDTH, at[1] * HEIGHT], np.float32), unit)
    return picture


def _rotation(yaw: float, pitch: float) -> Floats:
    side, up = np.radians(yaw), np.radians(-pitch)
    around_y = np.array([[np.cos(side), 0, np.sin(side)], [0, 1, 0], [-np.sin(side), 0, np.cos(side)]])
    around_x = np.array([[1, 0, 0], [0, np.cos(up), -np.sin(up)], [0, np.sin(up), np.cos(up)]])
    return np.asarray(around_x.T @ around_y, np.float32)


def _halfway() -> Floats:
    half = _LIGHT + np.array([0, 0, 1], np.float32)
    return np.asarray(half / np.linalg.norm(half), np.float32)


@cache
def _grid() -> tuple[Floats, Floats]:
    """Angle around the head (0 in front) and height (-1 at the top, 1 at the chin) of every point of the surface.

    Nobody turns far enough to show the rest of the head.
    """
    around = np.linspace(-2.2, 2.2, _ROUND, dtype=np.float32)
    down = np.sin(np.linspace(-np.pi / 2, np.pi / 2, _DOWN, dtype=np.float32))
    grid = np.meshgrid(around, down)
    return np.asarray(grid[0], np.float32), np.asarray(grid[1], np.float32)


def _bump(u: Floats, v: Floats, at: tuple[float, float], size: tuple[float, float]) -> Floats:
    return np.asarray(np.exp(-(((u - at[0]) / size[0]) ** 2) - ((v - at[1]) / size[1]) ** 2), np.float32)


@cache
def _surface(person: Person) -> tuple[Floats, Floats]:
    """Points (n, 3) and normals (n, 3) of the head: right, down, towards the camera."""
    around, v = _grid()
    top, low = np.minimum(v, 0), np.maximum(v, 0)
    half = person.wide * np.sqrt(np.clip(1 - np.abs(top) ** 2.6, 0, 1)) * (1 - person.jaw * low**2.2)
    half = half * np.clip(1 - low**6, 0, 1) ** 0.5
    deep = 0.84 * np.sqrt(np.clip(1 - np.abs(top) ** 2.4, 0, 1)) * np.clip(1 - low**6, 0, 1) ** 0.5
    u, z = half * np.sin(around), deep * np.cos(around)
    front = np.clip(np.cos(around), 0, 1)
    nose = np.clip((v + 0.08) / (person.nose + 0.08), 0, 1) ** 1.4 * (v < person.nose + 0.12)
    nose = nose * np.clip((person.nose + 0.12 - v) / 0.12, 0, 1) ** 0.8
    rise = 0.13 * nose * np.exp(-((u / 0.10) ** 2)) + 0.05 * nose * np.exp(-((u / 0.17) ** 2))
    for side in (-1, 1):
        rise = rise - 0.055 * _bump(u, v, (side * person.eyes, 0.02), (0.15, 0.09))
        rise = rise + 0.035 * _bump(u, v, (side * 0.38, 0.33), (0.16, 0.16))
        rise = rise + 0.02 * _bump(u, v, (side * person.eyes, -0.17), (0.2, 0.06))
    rise = rise + 0.035 * _bump(u, v, (0, 0.655), (0.2, 0.09)) + 0.05 * _bump(u, v, (0, 0.9), (0.2, 0.1))
    z = z + rise * front
    hair = _hair_share(person, u, v, front)
    thick = 1 + 0.045 * np.asarray(cv2.GaussianBlur(hair, (0, 0), 9), np.float32)
    points = np.stack([u * thick, v * (1 + 0.05 * hair * (v < 0)), z * thick], axis=-1).astype(np.float32)
    normals = np.cross(np.gradient(points, axis=1), np.gradient(points, axis=0))
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    outwards = np.sign((normals * points).sum(-1, keepdims=True))
    normals = cv2.GaussianBlur(np.asarray(normals * np.where(outwards == 0, 1, outwards), np.float32), (0, 0), 3.0)
    return points.reshape(-1, 3), np.asarray(normals, np.float32).reshape(-1, 3)


def _hair_share(person: Person, u: Floats, v: Floats, front: Floats) -> Floats:
    """1 where there is hair, 0 on the skin, with a soft edge."""
    parted = 0.10 * np.exp(-(((u + 0.12) / 0.16) ** 2))
    line = -0.56 - parted + 0.62 * (np.abs(u) / person.wide) ** 4
    above = np.clip((line - v) / 0.035, 0, 1)
    behind = np.clip((0.42 - front) / 0.08, 0, 1) * np.clip((0.90 - v) / 0.25, 0, 1)
    if not person.long_hair:
        behind = behind * np.clip((0.12 - v) / 0.06, 0, 1)
    return np.asarray(np.maximum(above, behind), np.float32)


@cache
def _skin(person: Person, smile: float) -> Floats:
    """The colour (n, 3) of every point of the surface, unlit."""
    painted = _paint(person, smile)
    around, v = _grid()
    top, low = np.minimum(v, 0), np.maximum(v, 0)
    half = person.wide * np.sqrt(np.clip(1 - np.abs(top) ** 2.6, 0, 1)) * (1 - person.jaw * low**2.2)
    u = half * np.clip(1 - low**6, 0, 1) ** 0.5 * np.sin(around)
    front = np.clip(np.cos(around), 0, 1)
    x, y = ((u + 1) * _SCALE).astype(np.float32), ((v + 1) * _SCALE).astype(np.float32)
    colours = np.asarray(cv2.remap(painted, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
    colours[front <= 0] = person.skin
    hair = _hair_share(person, u, v, front)[..., None]
    strands = 1 + 0.10 * np.sin(around * 46 + 5 * v) * np.sin(around * 17 - 3 * v)
    return np.asarray(colours * (1 - hair) + np.array(person.hair, np.float32) * strands[..., None] * hair).reshape(
        -1, 3
    )


def _paint(person: Person, smile: float) -> Floats:
    """The face seen from the front, flat: (1280, 1280, 3), 640 pixels a unit."""
    side = 2 * _SCALE
    picture = np.full((side, side, 3), person.skin, np.float32)
    v, u = (np.mgrid[0:side, 0:side].astype(np.float32) / _SCALE) - 1
    blush = _bump(u, v, (-0.37, 0.33), (0.17, 0.14)) + _bump(u, v, (0.37, 0.33), (0.17, 0.14))
    picture += blush[..., None] * np.array([8, -14, -12], np.float32)
    for s in (-1, 1):
        picture *= 1 - 0.13 * _bump(u, v, (s * person.eyes, 0.0), (0.17, 0.11))[..., None]
        _paint_eye(picture, person, s, smile)
        _paint_brow(picture, person, s)
        _soft_oval(picture, (s * 0.068, person.nose + 0.045), (0.034, 0.020), tuple(c * 0.48 for c in person.skin), 4)
        crease = [(s * (0.16 + 0.07 * t), person.nose + 0.02 + 0.20 * t) for t in np.linspace(0, 1, 12)]
        _soft_line(picture, crease, 0.012, tuple(c * 0.94 for c in person.skin), 9)
    _paint_mouth(picture, person, smile)
    return picture


def _paint_eye(picture: Floats, person: Person, s: int, smile: float) -> None:
    size, open_ = person.eye_size, 0.46 - 0.10 * smile
    x, y = s * person.eyes, 0.015
    turn = np.linspace(0, np.pi, 40)
    upper = [(x - size * np.cos(t), y - size * open_ * np.sin(t) ** 0.9) for t in turn]
    lower = [(x + size * np.cos(t), y + size * open_ * 0.62 * np.sin(t)) for t in turn]
    almond = _mask([*upper, *lower], picture.shape[0])
    inside = np.full_like(picture, (240, 236, 232))
    iris = size * 0.47
    _soft_oval(inside, (x, y - 0.004), (iris, iris), tuple(c * 0.62 for c in person.iris), 2)
    _soft_oval(inside, (x, y - 0.002), (iris * 0.84, iris * 0.84), person.iris, 4)
    _soft_oval(inside, (x, y - 0.004), (iris * 0.44, iris * 0.44), (18, 16, 18), 2)
    _soft_oval(inside, (x - iris * 0.34, y - iris * 0.42), (iris * 0.19, iris * 0.19), (255, 255, 255), 1)
    shade = np.clip(
        (np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]][0] / _SCALE - 1 - (y - size * open_)) / 0.05, 0, 1
    )
    inside *= (0.66 + 0.34 * shade)[..., None].astype(np.float32)
    picture[...] = picture * (1 - almond) + inside * almond
    _soft_line(picture, upper, 0.020, tuple(c * 0.55 for c in person.hair), 2)
    _soft_line(picture, [(px, py - 0.036) for px, py in upper[6:-6]], 0.008, tuple(c * 0.74 for c in person.skin), 3)
    _soft_line(picture, lower, 0.007, tuple(c * 0.70 for c in person.skin), 2)


def _paint_brow(picture: Floats, person: Person, s: int) -> None:
    arc = [
        (s * (person.eyes - 0.155 + 0.32 * t), -0.145 - 0.055 * np.sin(np.pi * min(1.0, 0.25 + 0.75 * t)) + 0.02 * t)
        for t in np.linspace(0, 1, 30)
    ]
    for number, (start, end) in enumerate(itertools.pairwise(arc)):
        _soft_line(picture, [start, end], person.brow * (1.15 - number / 38), tuple(c * 0.9 for c in person.hair), 0)
    box = picture[round(0.70 * _SCALE) : round(0.95 * _SCALE)]
    box[...] = cv2.GaussianBlur(box, (0, 0), 2.0)


def _paint_mouth(picture: Floats, person: Person, smile: float) -> None:
    wide, y = person.mouth * (1 + 0.14 * smile), 0.645
    across = np.linspace(-1, 1, 60)
    line = [(wide * t, y - 0.05 * smile * t**2 + 0.006 * np.cos(3 * np.pi * t)) for t in across]
    upper = [
        (wide * t, y - 0.05 * smile * t**2 - 0.046 * (1 - t**2) * (1 - 0.30 * np.exp(-((t / 0.16) ** 2))))
        for t in across
    ]
    lower = [(wide * t, y - 0.05 * smile * t**2 + 0.068 * (1 - t**2) ** 0.8) for t in across]
    size = picture.shape[0]
    for shape, tone in ((upper, 0.92), (lower, 1.05)):
        mask = cv2.GaussianBlur(_mask([*line, *shape[::-1]], size), (0, 0), 3.0)
        mask = mask if mask.ndim == 3 else mask[..., None]
        picture[...] = picture * (1 - 0.82 * mask) + 0.82 * mask * np.array([c * tone for c in person.lips], np.float32)
    _soft_line(picture, line, 0.012, tuple(c * 0.45 for c in person.lips), 2)
    _soft_oval(picture, (0, y + 0.115), (0.11, 0.022), tuple(c * 0.88 for c in person.skin), 10)


def _mask(outline: list[tuple[float, float]], side: int) -> Floats:
    mask = np.zeros((side, side, 1), np.float32)
    cv2.fillPoly(mask, [_pixels(outline)], (1.0,), lineType=cv2.LINE_AA, shift=4)
    blurred = np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.2), np.float32)
    return blurred[..., None]


def _pixels(points: list[tuple[float, float]]) -> NDArray[np.int32]:
    return np.asarray(np.round((np.array(points) + 1) * _SCALE * 16), np.int32)


def _soft_line(
    picture: Floats, points: list[tuple[float, float]], thick: float, colour: tuple[float, ...], blur: float
) -> None:
    mask = np.zeros(picture.shape[:2], np.float32)
    pixels = [_pixels(points)]
    cv2.polylines(mask, pixels, False, (1.0,), max(1, round(thick * _SCALE)), cv2.LINE_AA, 4)
    _lay(picture, mask, colour, blur)


def _soft_oval(
    picture: Floats, at: tuple[float, float], size: tuple[float, float], colour: tuple[float, ...], blur: float
) -> None:
    mask = np.zeros(picture.shape[:2], np.float32)
    centre, axes = _pixels([at])[0], [round(part * _SCALE * 16) for part in size]
    cv2.ellipse(mask, (int(centre[0]), int(centre[1])), (axes[0], axes[1]), 0, 0, 360, (1.0,), -1, cv2.LINE_AA, 4)
    _lay(picture, mask, colour, blur)


def _lay(picture: Floats, mask: Floats, colour: tuple[float, ...], blur: float) -> None:
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), blur) if blur else mask, np.float32)[..., None]
    picture[...] = picture * (1 - soft) + np.array(colour, np.float32) * soft


@cache
def _room() -> Floats:
    """A wall in evening light with a window and a shelf, out of focus."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    glow = 1 - 0.35 * np.hypot((x - 380) / WIDTH, (y - 180) / HEIGHT)
    wall = glow[..., None] * np.array([214, 206, 196], np.float32)
    cv2.rectangle(wall, (70, 60), (360, 470), (236, 238, 240), -1)
    cv2.line(wall, (215, 60), (215, 470), (196, 190, 182), 12)
    cv2.rectangle(wall, (930, 330), (1230, 352), (150, 118, 92), -1)
    for number, tint in enumerate([(132, 92, 84), (92, 112, 108), (184, 152, 104), (104, 100, 128), (164, 128, 116)]):
        left = 950 + number * 44
        cv2.rectangle(wall, (left, 236 + 14 * (number % 3)), (left + 34, 330), tint, -1)
    cv2.circle(wall, (1196, 282), 34, (96, 128, 96), -1)
    return np.asarray(cv2.GaussianBlur(wall, (0, 0), 17), np.float32)


def _draw_body(picture: Floats, person: Person, middle: Floats, unit: float) -> None:
    """Hair behind, neck and shoulders; flat shapes lit from the left."""
    x, y = middle
    mask = np.zeros(picture.shape[:2], np.float32)

    def shape(points: list[tuple[float, float]], colour: tuple[float, ...], blur: float) -> None:
        mask[...] = 0
        pixels = np.round((np.array(points) * unit + (x, y)) * 16).astype(np.int32)
        cv2.fillPoly(mask, [pixels], (1.0,), cv2.LINE_AA, 4)
        soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), blur), np.float32)[..., None]
        columns = (np.arange(picture.shape[1], dtype=np.float32) - x) / unit
        lit = np.clip(0.92 - 0.16 * columns, 0.6, 1.1)[None, :, None]
        picture[...] = picture * (1 - soft) + np.array(colour, np.float32) * lit * soft

    turn = np.linspace(0, np.pi, 40)
    if person.long_hair:
        crown = [(-0.84 * np.cos(t), -0.25 - 0.83 * np.sin(t)) for t in turn]
        shape([*crown, (0.88, 0.5), (0.80, 1.15), (0.45, 1.30), (-0.45, 1.30), (-0.80, 1.15), (-0.88, 0.5)],
              tuple(c * 0.72 for c in person.hair), 3)  # fmt: skip
    neck = [(-0.36, 0.5), (0.36, 0.5), (0.38, 1.28), (0.62, 1.75), (-0.62, 1.75), (-0.38, 1.28)]
    shape(neck, tuple(c * 0.80 for c in person.skin), 2.5)
    chin = [(-0.34 * np.cos(t), 0.86 + 0.34 * np.sin(t)) for t in turn]
    shape(chin, tuple(c * 0.62 for c in person.skin), 9)
    left = [(-0.46 - 0.95 * t, 1.30 + 0.20 * t**0.6 + 0.55 * t**3) for t in np.linspace(0, 1, 20)]
    right = [(-px, py) for px, py in reversed(left)]
    collar = [(0.46 * np.cos(t), 1.30 + 0.27 * np.sin(t)) for t in turn]
    shape([*left[::-1], *[(-px, py) for px, py in collar], *right[::-1], (1.5, 4.0), (-1.5, 4.0)], person.cloth, 2)


def _splat(picture: Floats, placed: Floats, colours: Floats, middle: Floats, unit: float) -> None:
    """Put coloured points into the picture, nearer ones before farther ones; edges are softened by their cover."""
    fine = 2
    x = np.round((placed[:, 0] * unit + middle[0]) * fine).astype(np.int32)
    y = np.round((placed[:, 1] * unit + middle[1]) * fine).astype(np.int32)
    left, top = max(int(x.min()) // fine - 2, 0), max(int(y.min()) // fine - 2, 0)
    right, low = min(int(x.max()) // fine + 3, WIDTH), min(int(y.max()) // fine + 3, HEIGHT)
    if right <= left or low <= top:
        return
    canvas = np.zeros(((low - top) * fine, (right - left) * fine, 4), np.float32)
    x, y = x - left * fine, y - top * fine
    inside = (x >= 0) & (y >= 0) & (x < canvas.shape[1]) & (y < canvas.shape[0])
    # Sixteen bits are sorted far faster than a float.
    order = np.argsort((placed[:, 2] * 8000).astype(np.int16), kind="stable")
    order = order[inside[order]]
    opaque = np.concatenate([colours, np.ones((len(colours), 1), np.float32)], axis=1)
    canvas.reshape(-1, 4)[y[order] * canvas.shape[1] + x[order]] = opaque[order]
    # Points lie closer than pixels nearly everywhere; the few gaps take their neighbours' colour.
    spread = cv2.blur(canvas, (3, 3))
    gaps = (canvas[..., 3] == 0) & (spread[..., 3] > 0.5)
    canvas[gaps] = spread[gaps] / spread[gaps][:, 3:]
    # What shines through between points of a steep side is thinner than three pixels.
    canvas[..., :3] = np.dstack([cv2.medianBlur(np.ascontiguousarray(canvas[..., part]), 3) for part in range(3)])
    small = cv2.resize(canvas, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
    cover = small[..., 3:]
    area = picture[top:low, left:right]
    area[...] = area * (1 - cover) + small[..., :3]
