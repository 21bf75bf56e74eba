"""Owns what alignment is worth: the same pairs embedded from faces cut out in several ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.evaluation.comparisons import Comparisons, accepted
from faceid_app.evaluation.distortions import generator_for, pixels_per_aligned_pixel
from faceid_app.evaluation.metrics import kfold_accuracy, rule_of_three, threshold_at_far
from faceid_app.evaluation.rates import People, Rate
from faceid_app.evaluation.robustness import FAR
from faceid_app.evaluation.views import Networks, Seen, SeePicture, View, embed_views
from faceid_app.faces.alignment import ALIGNED_SIZE, PORTRAIT_SIZE, PORTRAIT_TEMPLATE, align
from faceid_app.faces.detector import Detector
from faceid_app.faces.face import Face
from faceid_app.faces.subject import choose_subject
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

_BOX_SIDE = 1.03
"""Side of the square cut out around a box, as a multiple of its height: the median over 250 pictures of LFW of what
alignment takes (5 to 95 %: 0.96 to 1.11), so that the crop differs in what it does not know and not in its scale."""
_BOX_RISE = 0.08
"""How far the centre of that square lies above that of the box, as a share of its height; the median of the same."""

JITTERS = (1.0, 2.0, 4.0, 8.0)
"""Standard deviation of each coordinate of each landmark, in pixels of the aligned face."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a picture to the face that is embedded. `kind` names it in figures."""

    kind: str
    title: str


WAYS = (
    Way("landmarks", "five landmarks, as the program does"),
    Way("first_look", "five landmarks of the search alone, not looked at again"),
    Way("box", "square around the detector's box"),
    Way("centre", "middle of the picture, nothing detected"),
    *(Way(f"jitter_{size:g}", f"landmarks moved at random by {size:g} px") for size in JITTERS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayResult:
    """One way and one network. Thresholds are chosen anew for each way.

    accuracy, std_error: of View 2's folds, 0..1. tar: mated pairs accepted at FAR over all non-mated crossings.
    threshold: a cosine. not_found: pictures without a face, whose pairs are the least alike.
    """

    kind: str
    title: str
    accuracy: float
    std_error: float
    tar: Rate
    threshold: float
    not_found: int

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        plain = ("kind", "title", "accuracy", "std_error", "threshold", "not_found")
        return {name: getattr(self, name) for name in plain} | {"tar": self.tar.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """One network's ways. pictures, pairs: how many of each; supported: whether the comparisons suffice for FAR."""

    ways: tuple[WayResult, ...]
    pairs: int
    pictures: int
    nonmated: int
    supported: bool

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        plain = ("pairs", "pictures", "nonmated", "supported")
        return {name: getattr(self, name) for name in plain} | {"ways": [way.to_dict() for way in self.ways]}


def measure_alignment(
    comparisons: Comparisons,
    networks: Networks,
    *,
    seed: int,
    workers: int | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Ablation]:
    """View 2 accuracy and TAR of every way, both pictures of a pair cut out alike.

    The result depends on the seed, not on the number of `workers`. Raises Cancelled, and ValueError where a kind of
    pair or a second fold is missing.
    """

    def new_see() -> SeePicture:
        detector = Detector()
        return lambda picture: _views(picture, detector, seed)

    pictures, _, _ = comparisons.pictures()
    stage = Stage("faces cut out", of=len(pictures), report=report, is_cancelled=is_cancelled)
    seen = embed_views(pictures, views=len(WAYS), new_see=new_see, networks=networks, stage=stage, workers=workers)
    people = People(comparisons.people, seed=seed)
    stage = Stage("alignment rates", of=len(networks.names), report=report, is_cancelled=is_cancelled)
    results = {}
    for number, name in enumerate(networks.names):
        results[name] = judge_ways(comparisons, seen, network=number, people=people)
        stage.advance()
    return results


def judge_ways(comparisons: Comparisons, seen: Seen, *, network: int, people: People) -> Ablation:
    """The ways of one network. `seen`: one view of `comparisons.pictures()` for each of WAYS."""
    pictures, first, second = comparisons.pictures()
    nonmated, mated = comparisons.nonmated(), comparisons.same
    person = comparisons.first_person[comparisons.first]
    ways = []
    for way, rows, found in zip(WAYS, seen.rows[network], seen.found, strict=True):
        scores = comparisons.scores(rows[first], rows[second], found_first=found[first], found_second=found[second])
        pair = scores[comparisons.first, comparisons.second]
        folded = kfold_accuracy(pair, mated, comparisons.fold)
        threshold = threshold_at_far(scores[nonmated], FAR)
        ways.append(
            WayResult(
                kind=way.kind,
                title=way.title,
                accuracy=folded.mean,
                std_error=folded.std_error,
                tar=people.rate(accepted(pair[mated], threshold), person[mated]),
                threshold=threshold,
                not_found=int(np.count_nonzero(~found)),
            )
        )
    return Ablation(
        ways=tuple(ways),
        pairs=mated.size,
        pictures=len(pictures),
        nonmated=int(nonmated.sum()),
        supported=rule_of_three(int(nonmated.sum())) <= FAR,
    )


def _views(picture: Path, detector: Detector, seed: int) -> Iterator[View]:
    rgb = read_picture(picture)
    height, width = rgb.shape[:2]
    chosen = choose_subject(detector.detect(rgb), width, height)
    face = None if chosen is None else detector.refine(rgb, chosen)

    def cut(how: Callable[[Face], RgbImage]) -> View:
        return View(None if face is None else how(face))

    yield cut(lambda face: align(rgb, face.landmarks))
    yield View(None if chosen is None else align(rgb, chosen.landmarks))
    yield cut(lambda face: crop_box(rgb, face))
    yield View(crop_centre(rgb))
    name = f"{picture.parent.name}/{picture.name}"
    for size in JITTERS:
        generator = generator_for(seed=seed, kind="landmark jitter", picture=name)
        yield cut(lambda face, size=size, generator=generator: align(rgb, moved(face, size, generator)))  # type: ignore[misc]


def crop_box(rgb: RgbImage, face: Face) -> RgbImage:
    """The upright square that the box alone suggests: (112, 112, 3) uint8, black outside the picture."""
    x, y, width, height = face.box
    side = _BOX_SIDE * height
    left, top = x + width / 2 - side / 2, y + (0.5 - _BOX_RISE) * height - side / 2
    scale = ALIGNED_SIZE / side
    matrix = np.array([[scale, 0.0, -left * scale], [0.0, scale, -top * scale]])
    return np.asarray(cv2.warpAffine(rgb, matrix, (ALIGNED_SIZE, ALIGNED_SIZE), flags=cv2.INTER_LINEAR), np.uint8)


def crop_centre(rgb: RgbImage) -> RgbImage:
    """What a picture framed like LFW deep-funneled shows where faces lie there on average: (112, 112, 3) uint8."""
    scale = np.array([rgb.shape[1], rgb.shape[0]], np.float32) / np.float32(PORTRAIT_SIZE)
    return align(rgb, PORTRAIT_TEMPLATE * scale)


def moved(face: Face, size: float, generator: np.random.Generator) -> NDArray[np.float32]:
    """The landmarks, each coordinate moved by a normal deviate of `size` pixels of the aligned face: (5, 2) float32."""
    steps = generator.standard_normal((5, 2)) * size * pixels_per_aligned_pixel(face.landmarks)
    return (face.landmarks + steps).astype(np.float32)
