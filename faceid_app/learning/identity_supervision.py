"""Identity supervision beside a distillation: ArcFace on the faces of a batch whose person is known.

A batch of a CPU's size shows hardly two pictures of anybody, too few for a contrastive loss. So every person has a
direction that all faces of every batch are compared with, thousands of them; it begins where the teacher sees that
person, and learns along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from faceid_app.datasets.face_sets import UNKNOWN
from faceid_app.learning.arcface.loss import ArcFaceLoss, CosineClassifier

SCALE, MARGIN = 32.0, 0.3
LEAST_PICTURES = 2


@dataclass(frozen=True, slots=True, eq=False)
class KnownPeople:
    """Whom faces show, of people with several pictures.

    Attributes:
        person: (n,) int32, index into `directions`; `UNKNOWN` for everybody else.
        directions: (people, d) float32 of length 1, the mean of what the teacher makes of each one's pictures.
    """

    person: NDArray[np.int32]
    directions: NDArray[np.float32]

    @classmethod
    def among(cls, person: NDArray[np.int32], embeddings: NDArray[np.float32]) -> KnownPeople:
        """Of (n,) persons, `UNKNOWN` allowed, and what the teacher makes of their faces, (n, d)."""
        names, index, pictures = np.unique(person, return_inverse=True, return_counts=True)
        taken = (pictures >= LEAST_PICTURES) & (names != UNKNOWN)
        number = np.where(taken, np.cumsum(taken) - 1, UNKNOWN).astype(np.int32)
        numbered = number[index]
        sums = np.zeros((int(taken.sum()), embeddings.shape[1]), np.float64)
        np.add.at(sums, numbered[numbered != UNKNOWN], embeddings[numbered != UNKNOWN])
        lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        return cls(numbered, np.asarray(sums / lengths, np.float32))


def with_directions(network: keras.Model, known: KnownPeople) -> keras.Model:
    """The network with a second output, the cosine of its embedding with everybody's direction: (n, people)."""
    classifier = CosineClassifier(len(known.directions), name="people", dtype="float32")
    trained = keras.Model(network.input, [network.output, classifier(network.output)], name=network.name)
    classifier.set_weights([known.directions.T])
    return trained


class Naming(keras.losses.Loss):  # type: ignore[misc]  # keras ships no types
    """ArcFace of the rows whose person is known, divided by its scale: then its gradient is of the size of a cosine's.

    Call arguments:
        y_true: (n,) or (n, 1) integers, `UNKNOWN` for rows that do not count.
        y_pred: (n, people) cosines.

    Returns:
        A scalar, 0 where nobody is known.
    """

    def __init__(self) -> None:
        super().__init__(name="naming", reduction=None)
        self._arcface = ArcFaceLoss(scale=SCALE, margin=MARGIN)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        person = ops.cast(ops.reshape(y_true, (-1,)), "int32")
        known = ops.cast(person >= 0, "float32")
        each = self._arcface.call(ops.maximum(person, 0), y_pred)
        return ops.sum(each * known) / ops.maximum(ops.sum(known), 1.0) / SCALE
