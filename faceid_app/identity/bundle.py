"""A trained model with everything that must travel with it: head, calibration, card, preprocessing version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import BundleVersionMismatch, CorruptData, ModelMissing
from faceid_app.identity.backbones import Backbone, find_backbone
from faceid_app.identity.calibration import Calibration
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.embedder import LiteRtEmbedder
from faceid_app.identity.head import L1Head
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION, Input
from faceid_app.paths import Paths

CARD_FILE = "card.json"
HEAD_FILE = "head.npz"
NETWORK_FILE = "network.tflite"
_DAMAGED = "train again"


@dataclass(frozen=True, slots=True)
class BackboneReference:
    """An installed backbone, by name and by the checksum of its LiteRT network."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Fitness:
    """Whether the probes allow the model to verify; `why` is a clause for the user."""

    fit: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """One trained model.

    Attributes:
        recipe: how it was trained.
        input: what its network is fed with.
        normalise: whether embeddings are brought to length 1.
        backbone: the installed backbone it stands on, or None where it carries its own network.
        network: its own LiteRT network, or None.
        head: the L1 head.
        calibration: thresholds with their counts.
        thresholds: those it starts with.
        fitness: the probes' judgement.
        card: every figure of the training with its n, as plain JSON values.
        preprocessing: the PREPROCESSING_VERSION it was trained with.
    """

    recipe: str
    input: Input
    normalise: bool
    backbone: BackboneReference | None
    network: bytes | None = field(repr=False)
    head: L1Head
    calibration: Calibration
    thresholds: Thresholds
    fitness: Fitness
    card: Mapping[str, Any]
    preprocessing: int = PREPROCESSING_VERSION

    @property
    def network_id(self) -> str:
        """The sha256 of the network; embeddings of different ones must not be compared."""
        if self.backbone is not None:
            return self.backbone.sha256
        assert self.network is not None  # from_files and the recipes guarantee one of the two
        return hashlib.sha256(self.network).hexdigest()

    def to_files(self) -> dict[str, bytes]:
        """The files of the bundle."""
        card = {
            "recipe": self.recipe,
            "preprocessing": self.preprocessing,
            "input": self.input.value,
            "normalise": self.normalise,
            "backbone": None if self.backbone is None else {"name": self.backbone.name, "sha256": self.backbone.sha256},
            "calibration": self.calibration.to_dict(),
            "thresholds": {"detection": self.thresholds.detection, "verification": self.thresholds.verification},
            "fitness": {"fit": self.fitness.fit, "why": self.fitness.why},
            "card": dict(self.card),
        }
        files = {CARD_FILE: json.dumps(card, indent=1, allow_nan=False).encode(), HEAD_FILE: self.head.to_bytes()}
        if self.network is not None:
            files[NETWORK_FILE] = self.network
        return files

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Bundle:
        """The reverse of `to_files`. The preprocessing version is judged first, before anything else is believed."""
        try:
            card = strict_json.loads(files[CARD_FILE])
            if card["preprocessing"] != PREPROCESSING_VERSION:
                raise BundleVersionMismatch(card["preprocessing"], PREPROCESSING_VERSION)
            reference = card["backbone"]
            bundle = cls(
                recipe=str(card["recipe"]),
                input=Input(card["input"]),
                normalise=bool(card["normalise"]),
                backbone=None if reference is None else BackboneReference(reference["name"], reference["sha256"]),
                network=files.get(NETWORK_FILE),
                head=L1Head.from_bytes(files[HEAD_FILE]),
                calibration=Calibration.from_dict(card["calibration"]),
                thresholds=Thresholds(**card["thresholds"]),
                # Only an explicit true is fit: a damaged card must not open a door.
                fitness=Fitness(fit=card["fitness"]["fit"] is True, why=str(card["fitness"]["why"])),
                card=dict(card["card"]),
                preprocessing=int(card["preprocessing"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, EOFError, OSError) as error:
            raise CorruptData("The model", f"its files cannot be read ({error})", _DAMAGED) from error
        if (bundle.backbone is None) == (bundle.network is None):
            raise CorruptData("The model", "it must name a backbone or carry a network", _DAMAGED)
        return bundle

    def find_backbone(self, paths: Paths) -> Backbone | None:
        """The very build of the backbone that this bundle was trained with; None where it is not there, or there is
        none because the network is the bundle's own."""
        if self.backbone is None:
            return None
        try:
            backbone = find_backbone(paths, self.backbone.name)
        except (ModelMissing, CorruptData):
            return None
        return backbone if backbone.sha256 == self.backbone.sha256 else None

    def embedder(self, paths: Paths, *, threads: int = 2) -> LiteRtEmbedder:
        """The network this bundle was trained with, and no other."""
        if self.network is not None:
            return LiteRtEmbedder(self.network, input=self.input, normalise=self.normalise, threads=threads)
        assert self.backbone is not None  # from_files and the recipes guarantee one of the two
        backbone = find_backbone(paths, self.backbone.name)
        if backbone.sha256 != self.backbone.sha256:
            raise ModelMissing(f"The build of backbone {backbone.name!r} that the model was trained with", _DAMAGED)
        return backbone.embedder(threads=threads)
