"""Owns the pictures that teach the passive guard: real ones and rendered ones, cut so that no frame tells a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import PICTURE_SUFFIXES, read_picture
from faceid_app.errors import DatasetMissing
from faceid_app.faces.detector import Detector
from faceid_app.faces.subject import choose_subject
from faceid_app.guard.surroundings import SIDE, Surroundings, square_around, surroundings
from faceid_app.learning.presentation.drawing import CANVAS, seen_by_camera
from faceid_app.learning.presentation.frames_end import Rectangle, common, inside_corners, random_frame, true_frame
from faceid_app.learning.presentation.scenes import Box, Scene, live_scene, pictured, print_scene, screen_scene
from faceid_app.progress import IsCancelled, Report, Stage

LIVE, PRINT, SCREEN = "live", "print", "screen"
WEBCAM, RENDERED = "nuaa", "synthetic"
"""Sources; everything that is rendered says so."""
_PICTURED = 0.5
"""Share of the attacks that show the live scene itself: so that what composing leaves behind tells no class."""
LFW_BOX: Box = (75.5, 62.3, 95.9, 128.8)
"""Of YuNet in LFW deep-funneled, whose faces lie in one place: median of 30 pictures, standard deviation 5 to 7 px."""
_LOOSE = 6.0
"""Pixels by which it is moved at random, as a detector errs."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Views with what they show.

    Attributes:
        views: (n, SIDE, SIDE, 3) uint8.
        visible: (n, 4) int16, see `Surroundings`.
        attack: (n,) bool.
        kind: (n,) of LIVE, PRINT, SCREEN.
        source: (n,) WEBCAM or RENDERED.
        person: (n,) who is shown, unique over sources.
    """

    views: NDArray[np.uint8]
    visible: NDArray[np.int16]
    kind: NDArray[np.str_]
    source: NDArray[np.str_]
    person: NDArray[np.str_]

    @property
    def attack(self) -> NDArray[np.bool_]:
        """(n,) bool: a print or a screen."""
        return np.asarray(self.kind != LIVE)

    def __len__(self) -> int:
        """How many views."""
        return len(self.views)

    def chosen(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Material:
        """Some of them."""
        return Material(self.views[rows], self.visible[rows], self.kind[rows], self.source[rows], self.person[rows])

    def looks(self) -> Iterator[Surroundings]:
        """All of them as network and cues take them."""
        return (self.look(row) for row in range(len(self)))

    def look(self, row: int) -> Surroundings:
        """One view as the cues take it."""
        left, top, right, bottom = (int(value) for value in self.visible[row])
        return Surroundings(self.views[row], (left, top, right, bottom))


def joined(parts: Sequence[Material]) -> Material:
    """All of several."""
    return Material(
        np.concatenate([part.views for part in parts]),
        np.concatenate([part.visible for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.source for part in parts]),
        np.concatenate([part.person for part in parts]),
    )


def real_material(
    live: Path, prints: Path, *, cuts: int, seed: int, report: Report, is_cancelled: IsCancelled
) -> Material:
    """Webcam pictures of live people and of hand-held prints, each in `cuts` frames.

    Names begin with the person (person_glasses_pose_session_n). Every picture is cut to the frame of a random picture
    of the other class too, so that the frames of both classes follow one distribution, whatever it was before.
    """
    detector, rng = Detector(), np.random.default_rng(seed)
    looks: dict[str, list[tuple[Surroundings, str]]] = {LIVE: [], PRINT: []}
    files = [(kind, path) for kind, folder in ((LIVE, live), (PRINT, prints)) for path in _pictures(folder)]
    stage = Stage("reading pictures", of=len(files), report=report, is_cancelled=is_cancelled)
    for kind, path in files:
        stage.advance()
        rgb = read_picture(path)
        subject = choose_subject(detector.detect(rgb), rgb.shape[1], rgb.shape[0])
        if subject is None:
            continue
        frame = true_frame(rgb)
        subject = detector.refine(rgb, subject)
        left, top, right, bottom = frame
        x, y, width, height = subject.box
        moved = replace(subject, box=(x - left, y - top, width, height))
        looks[kind].append((surroundings(np.ascontiguousarray(rgb[top:bottom, left:right]), moved), path.name[:4]))
    made = []
    for kind, other in ((LIVE, PRINT), (PRINT, LIVE)):
        for seen, person in looks[kind]:
            for _ in range(cuts):
                pair = looks[other][int(rng.integers(len(looks[other])))][0]
                frame = random_frame(rng, within=common(seen.visible, pair.visible))
                made.append((seen.within(frame), kind, WEBCAM, f"nuaa {person}"))
    return _material(made)


def photographs(folder: Path, *, report: Report, is_cancelled: IsCancelled) -> tuple[Surroundings, ...]:
    """Live people before cameras that nobody learns from: pictures without a usable face are left out."""
    detector, files = Detector(), _pictures(folder)
    stage = Stage("reading photographs", of=len(files), report=report, is_cancelled=is_cancelled)
    seen = []
    for path in files:
        stage.advance()
        rgb = read_picture(path)
        subject = choose_subject(detector.detect(rgb), rgb.shape[1], rgb.shape[0])
        if subject is not None:
            seen.append(surroundings(rgb, detector.refine(rgb, subject)))
    return tuple(seen)


def rendered_material(photos: Sequence[Path], *, seed: int, report: Report, is_cancelled: IsCancelled) -> Material:
    """From each photograph of LFW (deep-funneled) one live scene, one print and one screen, all seen by cameras alike.

    A person's three scenes share the frame: it is drawn so that an edge of the paper, or of the screen, is in it.
    """
    made = []
    pictures, boxes = zip(*(_upright(path) for path in photos), strict=True)
    stage = Stage("rendering prints and screens", of=len(photos), report=report, is_cancelled=is_cancelled)
    for row, (path, photo) in enumerate(zip(photos, pictures, strict=True)):
        stage.advance()
        rng = np.random.default_rng((seed, row))
        others = [pictures[int(rng.integers(len(pictures)))] for _ in range(3)]
        box = _loose(rng, boxes[row])
        live = live_scene(rng, photo, box, others[2])
        scenes = {}
        for kind, render, behind in ((PRINT, print_scene, others[0]), (SCREEN, screen_scene, others[1])):
            shown, place = pictured(live, box) if rng.random() < _PICTURED else (photo, box)
            scenes[kind] = render(rng, shown, place, behind)
        own = _frame_of(live)
        for kind, scene in scenes.items():
            frame = random_frame(rng, within=own, shown=_in_view(scene))
            for seen_scene, name in ((scene, kind), (live, LIVE)):
                seen = canvas_view(seen_by_camera(rng, seen_scene.canvas)).within(frame)
                made.append((seen, name, RENDERED, f"lfw {path.parent.name}"))
    return _material(made)


def _upright(path: Path) -> tuple[RgbImage, Box]:
    """A picture of LFW without the black corners, and where its face is."""
    photo = read_picture(path)
    left, top, right, bottom = inside_corners(photo)
    x, y, width, height = LFW_BOX
    return np.ascontiguousarray(photo[top:bottom, left:right]), (x - left, y - top, width, height)


def _loose(rng: np.random.Generator, box: Box) -> Box:
    x, y, width, height = box
    dx, dy = rng.normal(0, _LOOSE, 2)
    return x + dx, y + dy, width, height * float(np.exp(rng.normal(0, 0.05)))


def canvas_view(canvas: RgbImage) -> Surroundings:
    """A scene that a camera has seen, (CANVAS, CANVAS, 3) uint8, as the guard looks at it."""
    return square_around(canvas, (CANVAS / 2, CANVAS / 2), CANVAS)


def _in_view(scene: Scene) -> tuple[float, float, float, float]:
    left, top, right, bottom = (value * SIDE / CANVAS for value in scene.shown)
    return left, top, right, bottom


def _frame_of(scene: Scene) -> Rectangle:
    left, top, right, bottom = (round(value) for value in _in_view(scene))
    return max(0, left + 2), max(0, top + 2), min(SIDE, right - 2), min(SIDE, bottom - 2)


def _pictures(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
    if not found:
        raise DatasetMissing(f"Pictures in {folder.name!r}", "give a folder that holds them")
    return found


def _material(made: Sequence[tuple[Surroundings, str, str, str]]) -> Material:
    seen, kind, source, person = zip(*made, strict=True)
    return Material(
        np.stack([one.view for one in seen]),
        np.array([one.visible for one in seen], np.int16),
        np.array(kind),
        np.array(source),
        np.array(person),
    )
