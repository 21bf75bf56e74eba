"""Taking a person to another computer: their capsule, which networks it needs, and whether those are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from faceid_app import __version__, strict_json
from faceid_app.errors import CapsuleRefused, CorruptData, FaceIdError, ModelMissing
from faceid_app.identity.backbones import find_backbone, how_to_get
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.guarding import load_policy
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION, Input
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_model
from faceid_app.paths import Paths
from faceid_app.storage.bundles import POINTER
from faceid_app.storage.capsule import Capsule, read_capsule, take_in, write_capsule
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.words import Words

TryNetwork = Callable[[bytes, Input], int]
"""Says, elsewhere than in this process, how long a network's answers are; CorruptData where it does not work."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A capsule that was written: where, its bytes, and whether pictures are in it."""

    path: Path
    size: int
    pictures: bool


def export_capsule(
    paths: Paths, profile: Profile, target: Path, passphrase: str, *, pictures: bool = False, cost: int = 17
) -> Exported:
    """Write the capsule of a person who can be verified here. Raises as `load_model` and `write_capsule`."""
    bundle_id, bundle = load_model(paths, profile)
    load_templates(profile, bundle_id, bundle.embedder(paths))
    about: dict[str, Any] = {
        "program": __version__,
        "preprocessing": bundle.preprocessing,
        "recipe": bundle.recipe,
        "network": bundle.network_id,
        "backbone": None if bundle.backbone is None else _backbone(paths, bundle),
        "calibration": bundle.calibration.to_dict(),
        "policy": load_policy(profile).value,
    }
    size = write_capsule(profile, target, passphrase, about=about, pictures=pictures, cost=cost)
    return Exported(target, size, pictures)


def import_capsule(
    paths: Paths,
    people: Profiles,
    source: Path,
    passphrase: str,
    *,
    try_network: TryNetwork,
    name: str | None = None,
) -> Profile:
    """Make a profile of a capsule, under its own name or another; checked before and after, or not at all.

    A network in it is tried with `try_network` before anything is written: from then on any process may load it.

    Raises CapsuleRefused, InvalidName, ProfileExists, StorageError.
    """
    capsule = read_capsule(source, passphrase)
    _check_needs(paths, capsule, source)
    tried = _tried_network(capsule, source, try_network)
    try:
        profile = take_in(people, capsule, name or capsule.name)
    except CorruptData as error:
        raise CapsuleRefused(source, Words("what is in it cannot be read")) from error
    try:
        bundle_id, bundle = load_model(paths, profile)
        if bundle.network is not None and bundle.network_id != tried:
            raise ValueError("a network that nobody has tried")
        templates = load_templates(profile, bundle_id, bundle.embedder(paths))
        if not np.isfinite(bundle.head.project(templates.embeddings)).all():
            raise ValueError("templates that are no numbers")
    except (FaceIdError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        people.delete(profile.name)
        raise _refusal(source, error) from error
    return profile


def _tried_network(capsule: Capsule, source: Path, try_network: TryNetwork) -> str | None:
    """The sha256 of the network of the capsule's model, which works; None where it has none. Raises CapsuleRefused."""
    if POINTER not in capsule.values:
        return None
    try:
        folder = f"bundles/{UUID(hex=strict_json.loads(capsule.values[POINTER])['bundle']).hex}/"
        files = {key.removeprefix(folder): data for key, data in capsule.values.items() if key.startswith(folder)}
        bundle = Bundle.from_files(files)
        if bundle.network is None:
            return None
        width, expected = try_network(bundle.network, bundle.input), bundle.head.dimension
    except (FaceIdError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refusal(source, error) from error
    if width != expected:
        words = Words("its network answers with {found} numbers, not {expected}", found=width, expected=expected)
        raise CapsuleRefused(source, words)
    return bundle.network_id


def _refusal(source: Path, error: Exception) -> CapsuleRefused:
    """The same as one sentence about the capsule."""
    if isinstance(error, CapsuleRefused):
        return error
    if isinstance(error, FaceIdError):
        why, _semicolon, action = str(error.words).rstrip(".").rpartition("; ")
        return CapsuleRefused(source, why, action)
    return CapsuleRefused(source, Words("what is in it cannot be read"))


def _backbone(paths: Paths, bundle: Bundle) -> dict[str, Any]:
    """Name, network and the sha256 of each file of the backbone it stands on."""
    assert bundle.backbone is not None
    backbone = find_backbone(paths, bundle.backbone.name)
    return {"name": backbone.name, "sha256": backbone.sha256, "files": dict(backbone.files)}


def _check_needs(paths: Paths, capsule: Capsule, source: Path) -> None:
    """Raise CapsuleRefused where this program or its networks are others than the capsule was made with."""
    made_for = capsule.about.get("preprocessing")
    if made_for != PREPROCESSING_VERSION:
        raise CapsuleRefused(
            source,
            Words(
                "it was made for preprocessing version {found}, this program has {here}",
                found=made_for,
                here=PREPROCESSING_VERSION,
            ),
            Words("use the same version"),
        )
    needed = capsule.about.get("backbone")
    if needed is None:
        return
    try:
        name, sha256 = str(needed["name"]), str(needed["sha256"])
    except (KeyError, TypeError):
        raise CapsuleRefused(source, Words("its contents are not valid")) from None
    try:
        there = find_backbone(paths, name)
    except (ModelMissing, CorruptData):
        what = Words("it needs the backbone {name!r}, which is not here", name=name)
        raise CapsuleRefused(source, what, how_to_get(name)) from None
    if there.sha256 != sha256:
        what = Words("it needs another build of the backbone {name!r}: sha256 {sha}…", name=name, sha=sha256[:12])
        raise CapsuleRefused(source, what, Words("use the version of this program it was made with"))
