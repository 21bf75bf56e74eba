"""Owns which distillations are compared: each changes one thing of the first, and all see as many views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faceid_app.errors import UsageError

BASE = "base"
AUGMENTATION = "augmentation"
"""How strong the augmentation is, 1 as ever: the option that `learning.distillation.Distillation` has no value for."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One distillation. options: by the names of `Distillation`, and `AUGMENTATION`. changed: in words, what it is."""

    name: str
    options: Mapping[str, Any]
    changed: str


def arms_of(base: Mapping[str, Any], names: tuple[str, ...] = ()) -> tuple[Arm, ...]:
    """The base and what differs from it in one thing.

    Args:
        base: every option, see `Arm`.
        names: of the arms to take besides the base; all when there is none.

    Raises:
        UsageError: another name, or steps that cannot be halved.
    """
    if base["steps"] < 2:
        raise UsageError("A comparison needs at least 2 steps.")
    changes: dict[str, tuple[Mapping[str, Any], str]] = {
        "another seed": ({"seed": base["seed"] + 1}, "how far chance alone goes"),
        "cosine alone": ({"relational": 0.0}, "no relational loss"),
        "relational alone": ({"cosine": 0.0}, "no cosine loss"),
        "some identity": ({"identity": 0.2}, "ArcFace beside both losses, weight 0.2"),
        "much identity": ({"identity": 1.0}, "ArcFace beside both losses, weight 1"),
        "no augmentation": ({AUGMENTATION: 0.0}, "pictures as they are, not even mirrored"),
        "stronger augmentation": ({AUGMENTATION: 1.5}, "every change half as large again"),
        "weaker augmentation": ({AUGMENTATION: 0.5}, "every change half as large"),
        "half the learning rate": ({"learning_rate": base["learning_rate"] / 2}, "half the learning rate"),
        "larger batch": (
            {"batch": base["batch"] * 2, "steps": base["steps"] // 2, "warm_up": base["warm_up"] // 2},
            "twice the batch, half the steps",
        ),
        "hardly averaged": ({"average": 0.5}, "weights as they are at the end"),
    }
    unknown = [name for name in names if name not in changes]
    if unknown:
        raise UsageError(f"There is no arm named {unknown[0]!r}; known are: {', '.join(changes)}.")
    arms = [Arm(BASE, dict(base), "–")]
    for name, (changed, words) in changes.items():
        if not names or name in names:
            arms.append(Arm(name, {**base, **changed}, words))
    return tuple(arms)
