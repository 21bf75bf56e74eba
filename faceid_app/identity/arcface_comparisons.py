"""Owns which trainings repeat the document's comparisons: each changes one thing, and all see as many pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from faceid_app.errors import UsageError
from faceid_app.identity.arcface_options import (
    ALIGNED_SIZE,
    ARCFACE,
    COMBINED,
    CROSS_ENTROPY,
    DOCUMENT_AUGMENTATIONS,
    NONE,
    RESTARTS,
    SINGLE,
    ArcfaceOptions,
)

GROUPS = ("backbone", "loss", "augmentation", "optimizer", "schedule", "freezing", "layers")
BASE = "base"
_ARCFACE = "ArcFace (s=5, m=0.1): 0.70 validation accuracy at epoch 43"


@dataclass(frozen=True, slots=True)
class Arm:
    """One training of a comparison. theirs: what the document found of it, in words."""

    group: str
    name: str
    options: ArcfaceOptions
    theirs: str


def arms_of(base: ArcfaceOptions, groups: tuple[str, ...]) -> tuple[Arm, ...]:
    """The base and what differs from it in one thing, group by group.

    The base appears once; in each group it stands for the value it has there. Raises UsageError for another group.
    """
    unknown = [group for group in groups if group not in GROUPS]
    if unknown:
        raise UsageError(f"There is no comparison named {unknown[0]!r}; known are: {', '.join(GROUPS)}, all.")
    kinds = {
        "backbone": _backbones, "loss": _losses, "augmentation": _augmentations, "optimizer": _optimizers,
        "schedule": _schedules, "freezing": _freezing, "layers": _layers,
    }  # fmt: skip
    arms = [Arm(BASE, BASE, base, _ARCFACE if base.loss == ARCFACE else "–")]
    for group in dict.fromkeys(groups):
        arms += [
            Arm(group, f"{group}: {name}", options, theirs)
            for name, options, theirs in kinds[group](base)
            if options != base
        ]
    return tuple(arms)


def describe(options: ArcfaceOptions) -> str:
    """The options in a line, for a report."""
    loss = f"ArcFace (s={options.scale:g}, m={options.margin:g})" if options.loss == ARCFACE else "cross-entropy"
    start = "random" if options.weights is None and options.backbone != "compact" else "given"
    limit = "" if options.epoch_pictures is None else f" of {options.epoch_pictures:,} pictures at most"
    augmentation = "none" if options.way == NONE else f"{options.way} {', '.join(options.augment)}"
    return (
        f"{options.backbone} from {start} weights, {options.size} pixels, embedding {options.embedding}, "
        f"{options.embedding_layers} linear layer{'s' if options.embedding_layers > 1 else ''}, {loss}, "
        f"{options.optimizer} {options.learning_rate:g}, weight decay {options.weight_decay:g}, schedule "
        f"{options.schedule}, backbone frozen for {options.frozen_epochs} epochs, augmentation {augmentation}, batch "
        f"{options.batch}, {options.epochs} epochs{limit}"
    )


_Kind = list[tuple[str, ArcfaceOptions, str]]


def _backbones(base: ArcfaceOptions) -> _Kind:
    names = ["resnet18", "resnet34", "resnet50", "efficientnet_b0", "efficientnet_v2_m"]
    if base.size == ALIGNED_SIZE and base.backbone == "compact":
        names.append("compact")
    return [
        (name, replace(base, backbone=name), "best of five" if name == "resnet34" else "below resnet34")
        for name in names
    ]


def _losses(base: ArcfaceOptions) -> _Kind:
    return [
        ("cross-entropy", replace(base, loss=CROSS_ENTROPY), "used; no figure in the digest"),
        ("ArcFace", replace(base, loss=ARCFACE), _ARCFACE),
        ("ArcFace s=30 m=0.5", replace(base, loss=ARCFACE, scale=30.0, margin=0.5), "not tried"),
    ]


def _augmentations(base: ArcfaceOptions) -> _Kind:
    singles = [
        (name, replace(base, way=SINGLE, augment=(name,)), "not tried" if name == "flip" else "tried singly")
        for name in DOCUMENT_AUGMENTATIONS
    ]
    return [
        ("none", replace(base, way=NONE), "–"),
        *singles,
        ("each singly", replace(base, way=SINGLE, augment=DOCUMENT_AUGMENTATIONS), "used: the set grows sixfold"),
        ("combined", replace(base, way=COMBINED, augment=DOCUMENT_AUGMENTATIONS), "training became unstable"),
    ]


def _optimizers(base: ArcfaceOptions) -> _Kind:
    return [
        (f"{name} {decay:g}", replace(base, optimizer=name, weight_decay=decay),
         "best" if (name, decay) == ("adamw", 0.01) else "below AdamW 0.01")
        for name, decay in (("adamw", 1e-6), ("adamw", 0.01), ("adamw", 1.0), ("adam", 1e-6), ("adam", 0.01))
    ]  # fmt: skip


def _schedules(base: ArcfaceOptions) -> _Kind:
    return [("warm restarts", replace(base, schedule=RESTARTS), "tried and dropped")]


def _freezing(base: ArcfaceOptions) -> _Kind:
    half = max(1, base.epochs // 2)
    return [
        ("frozen throughout", replace(base, frozen_epochs=base.epochs), "tried and dropped"),
        (f"frozen for {half}", replace(base, frozen_epochs=half), "tried and dropped"),
        ("a block an epoch", replace(base, frozen_epochs=half, unfreeze_every=1), "tried and dropped"),
    ]


def _layers(base: ArcfaceOptions) -> _Kind:
    return [("three", replace(base, embedding_layers=3), "one was 1.5 times better than several")]
