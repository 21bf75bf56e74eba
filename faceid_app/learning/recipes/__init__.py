"""The recipes: ways to train a person's model. Each is one function from `TrainingInputs` to a `Bundle`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing, UsageError
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile


class Workplace(Protocol):
    """Where a training keeps what it needs to be resumed: values under keys, whole or not at all, the owner's only."""

    def read(self, key: str) -> bytes:
        """The value. Raises NotStored."""
        ...

    def write(self, key: str, data: bytes) -> None:
        """Set the value."""
        ...

    def exists(self, key: str) -> bool:
        """Whether there is one."""
        ...

    def delete(self, key: str) -> None:
        """Remove it; no error if it is not there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CapturePicture:
    """One capture with its pictures, as training sees it.

    Attributes:
        id: of the capture.
        role: anchor or positive.
        burst: captures within 2 s share it; it never lies on both sides of a split.
        clock: seconds on the source's clock, for the order in time.
        jpeg: the stored portrait file, whose compression a probe measures.
        portrait: (250, 250, 3) uint8 RGB.
        aligned: (112, 112, 3) uint8 RGB, or None where the capture was stored without.
        camera: by its name.
        taken_at: ISO 8601 with its zone; empty where it is not known.
        brightness: of the face, 0..1; None where it is not known.
    """

    id: str
    role: Role
    burst: str
    clock: float
    jpeg: bytes = field(repr=False)
    portrait: RgbImage = field(repr=False)
    aligned: RgbImage | None = field(repr=False)
    camera: str = ""
    taken_at: str = ""
    brightness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainingInputs:
    """Everything a recipe may look at; a snapshot that captures taken meanwhile do not change.

    Attributes:
        paths: caches and installed backbones.
        captures: of the person, oldest first.
        negatives: pictures of people who are not the person, or None where there are none.
        strangers: their embeddings where those came with the backbone, else None: they are computed from `negatives`.
        backbone: the installed backbone, None for recipes that bring their own network.
        seed: of every random choice.
        epochs: asked for, or None for the recipe's own number.
        resume: continue the interrupted training; only for the recipes in `RESUMABLE`.
        work: where checkpoints go.
    """

    paths: Paths
    captures: tuple[CapturePicture, ...]
    negatives: PeopleIndex | None
    strangers: StrangerBank | None
    backbone: Backbone | None
    seed: int
    epochs: int | None
    resume: bool
    work: Workplace

    def pictures(self) -> PeopleIndex:
        """The negatives, for recipes that cannot do without pictures. Raises DatasetMissing with what to do."""
        if self.negatives is None:
            raise DatasetMissing("The pictures of other people that this recipe learns from", "run: faceid data lfw")
        return self.negatives


Recipe = Callable[[TrainingInputs, Report, IsCancelled], Bundle]


_TAKES = {"head": "seconds", "finetune": "minutes"}
RESUMABLE = frozenset({"koch"})
"""The recipes that keep checkpoints."""


def check_resumable(name: str) -> None:
    """Raise UsageError for a recipe that keeps no checkpoints."""
    if name not in RESUMABLE:
        raise UsageError(f"Recipe {name!r} trains in {_TAKES[name]} and keeps no checkpoints; leave out --resume.")


def find_recipe(name: str) -> Recipe:
    """The recipe of that name, its bundle's card told of leaks; imported only now, for each pulls in its networks."""
    recipe = _find(name)

    def checked(inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
        from faceid_app.learning.leaks import with_leak_check

        return with_leak_check(recipe(inputs, report, is_cancelled), inputs, report, is_cancelled)

    return checked


def _find(name: str) -> Recipe:
    if name == "head":
        from faceid_app.learning.recipes.head import train_head

        return train_head
    if name == "finetune":
        from faceid_app.learning.recipes.finetune import train_finetune

        return train_finetune
    if name == "koch":
        from faceid_app.learning.recipes.koch import train_koch

        return train_koch
    raise ValueError(f"There is no such recipe. Received: {name!r}")


def snapshot(profile: Profile) -> tuple[CapturePicture, ...]:
    """Read all captures of a profile. Raises CorruptData or PictureError naming the capture that cannot be read."""
    pictures = []
    for record in profile.captures.records():
        jpeg = profile.captures.picture(record.id)
        aligned = profile.captures.aligned(record.id)
        pictures.append(
            CapturePicture(
                id=record.id,
                role=record.role,
                burst=record.burst,
                clock=record.clock,
                jpeg=jpeg,
                portrait=read_picture(jpeg, name=f"{record.id}.jpg"),
                aligned=None if aligned is None else read_picture(aligned, name=f"{record.id}.png"),
                camera=record.camera,
                taken_at=record.taken_at,
                brightness=record.measurements.get("brightness"),
            )
        )
    return tuple(pictures)
