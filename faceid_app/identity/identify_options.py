"""Owns what a study of identification can be told: where the people come from, which methods, and how heads learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from faceid_app.errors import UsageError

CLASSIC, OURS, DEEP = "classic", "ours", "deep"
BRANCHES = (CLASSIC, OURS, DEEP)
CLASSIC_METHODS = ("logistic regression", "random forest", "SVM grid", "kNN", "GaussianNB", "CatBoost")
INCEPTIONS = ("inception_resnet_v1", "inception_resnet_v2")
LEAST_PICTURES = 20
"""Of each person, as in the sets that the figures are of."""
RANDOM, IMAGENET = "random", "imagenet"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifySource:
    """Whose pictures are studied.

    Attributes:
        people: a folder of people, or of LFW where `lfw`.
        aligned: folders of aligned faces, whose people `identities` names, a list as CelebA's.
        celeba500: a folder in the layout of CelebA-500, which brings its own split.
        least_pictures: people with fewer are not in the gallery; they are the strangers.
        most_people, most_pictures: in the gallery, and of each person; None takes all.
        most_strangers: pictures of people outside the gallery; None takes all.
        test_share: of each person's pictures, held out to judge.
        seed: of the split and of what is left out.
    """

    people: str | None = None
    lfw: bool = False
    aligned: tuple[str, ...] = ()
    identities: str | None = None
    celeba500: str | None = None
    least_pictures: int = LEAST_PICTURES
    most_people: int | None = None
    most_pictures: int | None = None
    most_strangers: int | None = None
    test_share: float = 0.2
    seed: int = 0

    def check(self) -> None:
        """Raise UsageError where it names no source, or several, or numbers that leave a side empty."""
        if sum((bool(self.people), bool(self.aligned), bool(self.celeba500))) != 1:
            raise UsageError("Give one source of people: --people, --lfw, --celeba500, or --aligned with --identities.")
        if bool(self.aligned) != bool(self.identities):
            raise UsageError("Aligned faces need the list of who is on them, and the list needs faces; give both.")
        if self.least_pictures < 2:
            raise UsageError("--least-pictures must be at least 2: one picture to learn from, one to judge by.")
        if not 0 < self.test_share < 1:
            raise UsageError(f"--test-share cannot be {self.test_share:g}; choose a value between 0 and 1.")
        if self.most_people is not None and self.most_people < 2:
            raise UsageError(f"{self.most_people} people cannot be told apart; choose --most-people 2 or more.")
        if self.most_pictures is not None and self.most_pictures < self.least_pictures:
            raise UsageError(
                f"{self.most_pictures} pictures a person are fewer than --least-pictures {self.least_pictures}."
            )
        if self.most_strangers is not None and self.most_strangers < 0:
            raise UsageError(f"--most-strangers cannot be {self.most_strangers}; choose 0 or more.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; paths become absolute."""
        paths = {name: _absolute(getattr(self, name)) for name in ("people", "identities", "celeba500")}
        return {**asdict(self), **paths, "aligned": [_absolute(folder) for folder in self.aligned]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> IdentifySource:
        """Back from `to_dict`."""
        return cls(**{**values, "aligned": tuple(values["aligned"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyOptions:
    """Which methods, and how the new head of a frozen backbone learns.

    Attributes:
        branches: out of BRANCHES. classic: the classic methods, out of CLASSIC_METHODS.
        gradients: whether the classic features include histograms of oriented gradients, which the document dropped.
        backbones: of this program, whose embeddings are used.
        networks: (name out of INCEPTIONS, weights): RANDOM, a file, or for version 2 IMAGENET, which is downloaded.
        size: side in pixels of the faces that those networks are given.
        hidden: units of the new layer before the one of the people.
        rates, epochs: of the two phases; the second starts from the best weights of the first.
        dropout: before the last layer. batch, seed: as ever.
    """

    branches: tuple[str, ...] = BRANCHES
    classic: tuple[str, ...] = CLASSIC_METHODS
    gradients: bool = False
    backbones: tuple[str, ...] = ("compact",)
    networks: tuple[tuple[str, str], ...] = ()
    size: int = 160
    hidden: int = 512
    rates: tuple[float, float] = (1e-3, 1e-4)
    epochs: tuple[int, int] = (20, 10)
    dropout: float = 0.2
    batch: int = 32
    seed: int = 0

    def check(self) -> None:
        """Raise UsageError, naming the value and what it may be."""
        for branch in self.branches:
            if branch not in BRANCHES:
                raise UsageError(f"There is no branch named {branch!r}; known are: {', '.join(BRANCHES)}.")
        for method in self.classic:
            if method not in CLASSIC_METHODS:
                known = ", ".join(CLASSIC_METHODS)
                raise UsageError(f"There is no classic method named {method!r}; known are: {known}.")
        for name, weights in self.networks:
            if name not in INCEPTIONS:
                raise UsageError(f"There is no network named {name!r}; known are: {', '.join(INCEPTIONS)}.")
            if weights == IMAGENET and name != INCEPTIONS[1]:
                raise UsageError(f"Keras has no weights of {name}; give a file, or {RANDOM!r}.")
            if weights not in (RANDOM, IMAGENET) and not Path(weights).is_file():
                raise UsageError(f"There is no file {weights!r}; give weights of {name}, or {RANDOM!r}.")
        for name, number, low, high in (
            ("size", self.size, 80, 448),
            ("hidden layer", self.hidden, 2, 8192),
            ("first learning rate", self.rates[0], 1e-8, 10.0),
            ("second learning rate", self.rates[1], 1e-8, 10.0),
            ("first number of epochs", self.epochs[0], 1, 10_000),
            ("second number of epochs", self.epochs[1], 0, 10_000),
            ("dropout", self.dropout, 0.0, 0.95),
            ("batch", self.batch, 2, 4096),
        ):
            if not low <= number <= high:
                raise UsageError(f"A {name} of {number:g} cannot be used; choose {low:g} to {high:g}.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: _listed(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> IdentifyOptions:
        """Back from `to_dict`."""
        plain: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return cls(**{**plain, "networks": tuple((name, weights) for name, weights in values["networks"])})


def _listed(value: Any) -> Any:
    return [_listed(inner) for inner in value] if isinstance(value, tuple) else value


def _absolute(path: str | None) -> str | None:
    return None if path is None else str(Path(path).resolve())
