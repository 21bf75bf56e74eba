"""Owns what a training of the laboratory can be told, with the values of the document it follows, and where its faces
come from. Plain values: the command line gives them, the training process takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from faceid_app.errors import UsageError

INCEPTION = "inception_resnet_v1"
BACKBONES = ("resnet18", "resnet34", "resnet50", "efficientnet_b0", "efficientnet_v2_m", INCEPTION, "compact")
LEAST_INCEPTION_SIDE = 80
ARCFACE, CROSS_ENTROPY = "arcface", "cross-entropy"
LOSSES = (ARCFACE, CROSS_ENTROPY)
OPTIMIZERS = ("adam", "adamw")
CONSTANT, RESTARTS = "constant", "restarts"
SCHEDULES = (CONSTANT, RESTARTS)
AUGMENTATIONS = (
    "grayscale", "jitter", "posterize", "equalize", "flip", "autocontrast", "blur", "rotate", "erase",
)  # fmt: skip
"""The document's four by name; `flip` makes them the five with which its set grows sixfold; the rest are ours."""
DOCUMENT_AUGMENTATIONS = AUGMENTATIONS[:5]
NONE, SINGLE, COMBINED = "none", "single", "combined"
WAYS = (NONE, SINGLE, COMBINED)
BACKENDS = ("tensorflow", "jax", "torch")
ALIGNED_SIZE = 112


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcfaceOptions:
    """How to train an embedding.

    Attributes:
        backbone: one of BACKBONES. weights: a Keras weights file to start it from; None starts from random numbers.
        size: side in pixels that faces are scaled to.
        embedding: numbers a face. embedding_layers: linear layers that make them; with more than one there is a ReLU
            between.
        loss: one of LOSSES. scale, margin: of ArcFace; margin in radians.
        optimizer: one of OPTIMIZERS. learning_rate, weight_decay: decoupled for adamw, added to the gradient for adam.
        schedule: one of SCHEDULES. restart_epochs, restart_factor, lowest_rate: T0, T_mult, eta_min of the restarts.
        frozen_epochs: at the start, the backbone does not learn. unfreeze_every: afterwards one block more learns
            every so many epochs, from the last one on; 0 lets all learn at once.
        augment, way: names out of AUGMENTATIONS, and one of WAYS. SINGLE adds a copy of the set for each; COMBINED
            sends each picture through all, each with probability 1/2.
        epoch_pictures: the most views an epoch takes; None takes all.
        batch, epochs, seed: as ever.
    """

    backbone: str = "resnet34"
    weights: str | None = None
    size: int = ALIGNED_SIZE
    embedding: int = 512
    embedding_layers: int = 1
    loss: str = ARCFACE
    scale: float = 5.0
    margin: float = 0.1
    optimizer: str = "adamw"
    learning_rate: float = 3e-4
    weight_decay: float = 0.01
    schedule: str = CONSTANT
    restart_epochs: int = 3
    restart_factor: int = 1
    lowest_rate: float = 3e-5
    frozen_epochs: int = 0
    unfreeze_every: int = 0
    augment: tuple[str, ...] = DOCUMENT_AUGMENTATIONS
    way: str = SINGLE
    epoch_pictures: int | None = None
    batch: int = 16
    epochs: int = 50
    seed: int = 0

    def check(self) -> None:
        """Raise UsageError, naming the value and what it may be."""
        for name, value, known in (
            ("backbone", self.backbone, BACKBONES),
            ("loss", self.loss, LOSSES),
            ("optimizer", self.optimizer, OPTIMIZERS),
            ("schedule", self.schedule, SCHEDULES),
            ("augmentation way", self.way, WAYS),
            *(("augmentation", name, AUGMENTATIONS) for name in self.augment),
        ):
            if value not in known:
                raise UsageError(f"There is no {name} named {value!r}; known are: {', '.join(known)}.")
        for name, number, low, high in (
            ("size", self.size, 32, 448),
            ("embedding", self.embedding, 2, 8192),
            ("embedding layers", self.embedding_layers, 1, 8),
            ("scale", self.scale, 0.1, 1000.0),
            ("margin", self.margin, 0.0, 1.5),
            ("learning rate", self.learning_rate, 1e-8, 10.0),
            ("weight decay", self.weight_decay, 0.0, 10.0),
            ("lowest rate", self.lowest_rate, 0.0, self.learning_rate),
            ("restart epochs", self.restart_epochs, 1, 10_000),
            ("restart factor", self.restart_factor, 1, 100),
            ("frozen epochs", self.frozen_epochs, 0, 10_000),
            ("epochs between unfreezing", self.unfreeze_every, 0, 10_000),
            ("batch", self.batch, 2, 4096),
            ("epochs", self.epochs, 1, 10_000),
        ):
            if not low <= number <= high:
                raise UsageError(f"A {name} of {number:g} cannot be used; choose {low:g} to {high:g}.")
        if self.epoch_pictures is not None and self.epoch_pictures < self.batch:
            raise UsageError(
                f"{self.epoch_pictures} pictures an epoch are less than one batch; choose at least {self.batch}."
            )
        if self.way != NONE and not self.augment:
            raise UsageError(f"Augmentation {self.way!r} needs at least one of: {', '.join(AUGMENTATIONS)}.")
        if self.backbone == INCEPTION and self.size < LEAST_INCEPTION_SIDE:
            raise UsageError(f"Backbone {INCEPTION!r} takes faces of {LEAST_INCEPTION_SIDE} pixels or more.")
        if self.backbone == "compact" and self.size != ALIGNED_SIZE:
            raise UsageError(f"Backbone 'compact' takes faces of {ALIGNED_SIZE} pixels only; leave out --size.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "augment": list(self.augment)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ArcfaceOptions:
        """Back from `to_dict`."""
        return cls(**{**values, "augment": tuple(values["augment"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSource:
    """Where the faces come from and how many of them.

    Attributes:
        people: a folder of people, or of LFW where `lfw`; pictures in which faces are found and aligned.
        aligned: folders of aligned faces, whose people `identities` names, a list as CelebA's.
        pairs: a list of pairs; whoever occurs in it is never learned from and is the side of people never seen.
        most_people, most_pictures: of people in all, and of pictures of each; None takes all.
        least_pictures: people with fewer are not learned from.
        unseen_share: of the people, held out for verification. validation_share: of the pictures of the others.
        seed: chooses people and pictures.
    """

    people: str | None = None
    lfw: bool = False
    aligned: tuple[str, ...] = ()
    identities: str | None = None
    pairs: str | None = None
    most_people: int | None = None
    most_pictures: int | None = None
    least_pictures: int = 4
    unseen_share: float = 0.2
    validation_share: float = 0.15
    seed: int = 0

    def check(self) -> None:
        """Raise UsageError where it names no source, or two, or shares that leave a side empty."""
        if bool(self.people) == bool(self.aligned):
            raise UsageError("Give either --people, --lfw, or --aligned with --identities: one source of faces.")
        if bool(self.aligned) != bool(self.identities):
            raise UsageError("Aligned faces need the list of who is on them, and the list needs faces; give both.")
        for name, share in (("--unseen-share", self.unseen_share), ("--validation-share", self.validation_share)):
            if not 0 < share < 1:
                raise UsageError(f"{name} cannot be {share:g}; choose a value between 0 and 1.")
        if self.least_pictures < 2:
            raise UsageError("--least-pictures must be at least 2: one picture to learn from, one to validate by.")
        if self.most_people is not None and self.most_people < 6:
            raise UsageError(f"{self.most_people} people are not enough; choose at least 6: 2 to learn, 4 to verify.")
        if self.most_pictures is not None and self.most_pictures < self.least_pictures:
            raise UsageError(
                f"{self.most_pictures} pictures a person are fewer than --least-pictures {self.least_pictures}."
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; paths become absolute."""
        return {
            **asdict(self),
            "people": None if self.people is None else _absolute(self.people),
            "aligned": [_absolute(folder) for folder in self.aligned],
            "identities": None if self.identities is None else _absolute(self.identities),
            "pairs": None if self.pairs is None else _absolute(self.pairs),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FaceSource:
        """Back from `to_dict`."""
        return cls(**{**values, "aligned": tuple(values["aligned"])})


def _absolute(path: str) -> str:
    return str(Path(path).resolve())
