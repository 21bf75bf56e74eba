"""Owns what a training on attributes of faces can be told. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from faceid_app.errors import UsageError

DOCUMENTS, EMBEDDING, MAPS = "documents", "embedding", "maps"
NETWORKS = (DOCUMENTS, EMBEDDING, MAPS)
"""The documents' networks of 48x48 pixels; layers on the backbone's embedding; layers on maps inside the backbone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSource:
    """Where the labelled faces come from: a folder of pictures, or a CSV file; one of both."""

    data: str | None = None
    csv: str | None = None

    def check(self) -> None:
        """Raise UsageError where there is none, or both."""
        if (self.data is None) == (self.csv is None):
            raise UsageError("Give either --data, the folder of UTKFace, or --csv, its file of 48x48 pixels.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; paths become absolute."""
        return {name: None if told is None else str(Path(told).resolve()) for name, told in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> AttributeSource:
        """Back from `to_dict`."""
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeOptions:
    """How to train.

    Attributes:
        networks: names out of NETWORKS.
        document_epochs, document_batch: of the documents' networks; 25 epochs are theirs.
        epochs, batch, learning_rate, weight_decay: of the others; the rate falls along a cosine.
        width: units of the layer between features and answers. dropout: before the last layer, half of it before.
        seed: of the split, which is the documents' 42, and of everything drawn.
    """

    networks: tuple[str, ...] = NETWORKS
    document_epochs: int = 25
    document_batch: int = 64
    epochs: int = 20
    batch: int = 128
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    width: int = 160
    dropout: float = 0.5
    seed: int = 42

    def check(self) -> None:
        """Raise UsageError, naming the value and what it may be."""
        for name in self.networks:
            if name not in NETWORKS:
                raise UsageError(f"There is no network named {name!r}; known are: {', '.join(NETWORKS)}.")
        for name, number, low, high in (
            ("number of epochs of the documents' networks", self.document_epochs, 1, 10_000),
            ("number of epochs", self.epochs, 1, 10_000),
            ("batch", self.batch, 8, 4096),
            ("learning rate", self.learning_rate, 1e-8, 1.0),
            ("weight decay", self.weight_decay, 0.0, 10.0),
            ("width", self.width, 1, 4096),
            ("dropout", self.dropout, 0.0, 0.9),
        ):
            if not low <= number <= high:
                raise UsageError(f"A {name} of {number:g} cannot be used; choose {low:g} to {high:g}.")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "networks": list(self.networks)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> AttributeOptions:
        """Back from `to_dict`."""
        return cls(**{**values, "networks": tuple(values["networks"])})
