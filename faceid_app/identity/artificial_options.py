"""Owns what a training on artificial faces can be told, and the documents' ablations. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from faceid_app.errors import UsageError

COMPACT, RESNET, SE_RESNET = "compact", "resnet50", "se-resnet50"
BACKBONES = (COMPACT, RESNET, SE_RESNET)
IMAGENET = "imagenet"
"""In place of a weights file: fetched by Keras, only when asked for."""
CROSS_ENTROPY, MSE = "cross-entropy", "mse"
LOSSES = (CROSS_ENTROPY, MSE)
OPTIMIZERS = ("adam", "adamw", "sgd")
CROP, FLIP, ROTATION, COLOUR = "crop", "flip", "rotation", "colour"
AUGMENTATIONS = (CROP, FLIP, ROTATION, COLOUR)
BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtificialOptions:
    """How to train.

    Attributes:
        backbone: one of BACKBONES. weights: of it, a file, IMAGENET, or None for random numbers.
        loss: one of LOSSES. smoothing: of labels, in cross-entropy. weight_decay: decoupled; none for adam.
        optimizer: one of OPTIMIZERS. learning_rate: the highest; None lets the range test choose it.
        group_factor: each group of layers learns by this factor slower than the one after it.
        augment: names out of AUGMENTATIONS.
        synthetic_share: of the sketches shown, those made of photographs by a filter.
        leave_out: a source none of whose pictures is learned from; it is judged at the end.
        epochs, epoch_pictures, batch, seed: as ever.
    """

    backbone: str = COMPACT
    weights: str | None = None
    loss: str = CROSS_ENTROPY
    smoothing: float = 0.05
    weight_decay: float = 0.01
    optimizer: str = "adamw"
    learning_rate: float | None = None
    group_factor: float = 0.7
    augment: tuple[str, ...] = AUGMENTATIONS
    synthetic_share: float = 0.3
    leave_out: str | None = None
    epochs: int = 20
    epoch_pictures: int = 6000
    batch: int = 48
    seed: int = 0

    def check(self) -> None:
        """Raise UsageError, naming the value and what it may be."""
        for name, value, known in (
            ("backbone", self.backbone, BACKBONES),
            ("loss", self.loss, LOSSES),
            ("optimizer", self.optimizer, OPTIMIZERS),
            *(("augmentation", name, AUGMENTATIONS) for name in self.augment),
        ):
            if value not in known:
                raise UsageError(f"There is no {name} named {value!r}; known are: {', '.join(known)}.")
        for name, number, low, high in (
            ("label smoothing", self.smoothing, 0.0, 0.5),
            ("weight decay", self.weight_decay, 0.0, 10.0),
            ("learning rate", 1e-3 if self.learning_rate is None else self.learning_rate, 1e-8, 10.0),
            ("group factor", self.group_factor, 0.01, 1.0),
            ("synthetic share", self.synthetic_share, 0.0, 1.0),
            ("number of epochs", self.epochs, 1, 10_000),
            ("batch", self.batch, 8, 4096),
        ):
            if not low <= number <= high:
                raise UsageError(f"A {name} of {number:g} cannot be used; choose {low:g} to {high:g}.")
        if self.epoch_pictures < self.batch:
            raise UsageError(
                f"{self.epoch_pictures} pictures an epoch are less than one batch; choose at least {self.batch}."
            )
        if self.backbone != RESNET and self.weights == IMAGENET:
            raise UsageError("ImageNet weights can be fetched for resnet50 only; give a weights file instead.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "augment": list(self.augment)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ArtificialOptions:
        """Back from `to_dict`."""
        return cls(**{**values, "augment": tuple(values["augment"])})


@dataclass(frozen=True, slots=True)
class Arm:
    """One of several trainings. theirs: what the document found of it, in words."""

    name: str
    options: ArtificialOptions
    theirs: str


def single(options: ArtificialOptions) -> Arm:
    """One training, beside the document's of the same network."""
    return Arm(BASE, options, {RESNET: "93 %", SE_RESNET: "94 %"}.get(options.backbone, "–"))


def ablations(base: ArtificialOptions) -> tuple[Arm, ...]:
    """The document's: the base, and what differs from it in one thing."""

    def without(name: str) -> tuple[str, ...]:
        return tuple(one for one in base.augment if one != name)

    arms = [
        Arm(BASE, base, "93 % (ResNet-50), 94 % (SE-ResNet-50)"),
        Arm("without crop", replace(base, augment=without(CROP)), "91.9 % without crop, 92.1 % with it"),
        Arm("without rotation", replace(base, augment=without(ROTATION)), "91.4 % without rotation, 93.1 % with it"),
        Arm("without colour", replace(base, augment=without(COLOUR)), "86.9 % without colour jitter, 90.1 % with it"),
        Arm("optimiser SGD", replace(base, optimizer="sgd"), "Adam was chosen, no figure"),
        Arm("loss MSE", replace(base, loss=MSE), "85.2 % with MSE, 85.9 % with cross-entropy"),
    ]
    if base.weights is not None:
        arms.append(Arm("not pretrained", replace(base, weights=None), "89.32 % pretrained, 89.19 % not"))
    return tuple(arms)
