"""Owns what is said of a face's age and gender presentation over several frames. It decides nothing and keeps nothing.

No ethnicity is told, and no network that could tell one comes with the program; docs/attributes.md says why.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.errors import UsageError
from faceid_app.faces.alignment import ALIGNED_SIZE, align
from faceid_app.faces.attributes import CHILD, AgeRange, AttributeNetwork, Attributes, age_range
from faceid_app.faces.detector import Detector
from faceid_app.faces.shipped import read_model
from faceid_app.guard.artificial import ArtificialFaces
from faceid_app.paths import ASSETS

SHIPPED_ATTRIBUTES = ASSETS / "models" / "attributes"
MOST_LOOKS = 12
"""Frames whose answers are averaged, the newest."""
FEWEST_LOOKS = 3
"""Frames before which nothing is said of somebody before a camera."""
SMALLEST = 48
"""Width in pixels of a face's box below which a picture tells too little of it."""
DRAWN_LIMIT = 0.5
"""Probability of a drawing from which on a picture's face is given no age."""


class Presentation(StrEnum):
    """What gender a face is taken to present as."""

    FEMALE = "female"
    MALE = "male"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Insight:
    """What is said of somebody.

    Attributes:
        age: mean and range; None where the range is too wide to say anything.
        presentation: UNSURE where its probability is below the network's limit, and of children.
        probability: 0..1, of the more probable presentation, calibrated on faces held out from learning.
        looks: frames it rests on.
    """

    age: AgeRange | None
    presentation: Presentation
    probability: float
    looks: int


class Looks:
    """The answers for frames of one subject, averaged. For one thread; holds numbers only, and only while it lives."""

    def __init__(self, *, limit: float, widest: float, fewest: int = FEWEST_LOOKS) -> None:
        self._limit, self._widest, self._fewest = limit, widest, fewest
        self._answers: deque[Attributes] = deque(maxlen=MOST_LOOKS)

    def forget(self) -> None:
        """Somebody else may have come."""
        self._answers.clear()

    def add(self, answer: Attributes) -> Insight | None:
        """What is said with one more frame; None while there are too few."""
        self._answers.append(answer)
        if len(self._answers) < self._fewest:
            return None
        age = age_range(np.mean([one.age for one in self._answers], axis=0))
        female = float(np.mean([one.female for one in self._answers]))
        probability = max(female, 1.0 - female)
        more = Presentation.FEMALE if female >= 0.5 else Presentation.MALE
        return Insight(
            age=age if age.high - age.low <= self._widest else None,
            presentation=more if probability >= self._limit and age.mean >= CHILD else Presentation.UNSURE,
            probability=probability,
            looks=len(self._answers),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PictureInsight:
    """What is said of the face of a picture. aligned: (112, 112, 3) uint8 RGB. faces: found; the tallest is meant."""

    insight: Insight
    aligned: RgbImage
    faces: int


def insight_of_picture(rgb: RgbImage, network: AttributeNetwork, kinds: ArtificialFaces) -> PictureInsight:
    """What is said of the tallest face of a picture, (h, w, 3) uint8 RGB; one of 112x112 is taken as an aligned face.

    Raises UsageError where there is no face, where it is too small, or where it is a drawing.
    """
    faces = 1
    aligned = rgb
    if rgb.shape[:2] != (ALIGNED_SIZE, ALIGNED_SIZE):
        detector = Detector()
        found = detector.detect(rgb)
        if not found:
            raise UsageError("No face was found in this picture; choose one that shows a face from the front.")
        tallest = max(found, key=lambda face: face.box[3])
        width = round(tallest.box[2])
        if width < SMALLEST:
            raise UsageError(
                "The face is {width} pixels wide, {least} are needed; choose a larger picture.",
                width=width,
                least=SMALLEST,
            )
        faces, aligned = len(found), align(rgb, detector.refine(rgb, tallest).landmarks)
    if kinds.judge(aligned).drawn >= DRAWN_LIMIT:
        raise UsageError("This looks like a drawing, of which nothing is said; choose a photograph.")
    insight = Looks(limit=network.limit, widest=network.widest, fewest=1).add(network.look(aligned))
    assert insight is not None
    return PictureInsight(insight, aligned, faces)


def open_attributes(folder: Path = SHIPPED_ATTRIBUTES) -> AttributeNetwork:
    """The network in that folder, checked against its manifest. Raises ModelMissing, CorruptData and NewerFormat."""
    return AttributeNetwork(read_model(folder, "The network for attributes"))
