"""The study's job: lists and reads the pictures, splits them once, and lets every method answer on the same split."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.feature_cache import FeatureCache, Features, Seen
from faceid_app.errors import StorageError
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.backbones import Backbone, find_backbone
from faceid_app.identity.identify_options import (
    CLASSIC,
    DEEP,
    OURS,
    IdentifyOptions,
    IdentifySource,
)
from faceid_app.identity.picture_embeddings import EmbeddedPictures, embed_pictures
from faceid_app.learning.identification import classic, classic_features, ours
from faceid_app.learning.identification.answers import Answers, Table
from faceid_app.learning.identification.data import data_figures
from faceid_app.learning.identification.people import Listed, Study, list_source, split_study
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report, Stage

_VERSION = 1
"""Of what a method does: an answer of another version is not gone on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the job works. folder: of finished methods and checkpoints, gone on with where `resume`."""

    paths: Paths
    folder: Path
    resume: bool
    report: Report
    is_cancelled: IsCancelled


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was made of the pictures of a list, in its order."""

    embedded: EmbeddedPictures | None
    classic: Features | None
    readable: NDArray[np.bool_]

    def not_kept(self) -> StorageError | None:
        return next((one.not_kept for one in (self.embedded, self.classic) if one is not None and one.not_kept), None)


def run_study(source: IdentifySource, options: IdentifyOptions, setting: Setting) -> dict[str, Any]:
    """Identify people by every method of the chosen branches.

    Returns:
        "data", see `data_figures`; "methods", a list of what each came to: "branch", "name", "closed_set",
        "open_search" or None, and "details"; "seconds" by branch and name; "left_out", sentences on methods that
        could not run.

    Raises:
        Cancelled: features, finished methods and the checkpoint of a training are kept for `setting.resume`.
        DatasetMissing: too few people or pictures. UsageError: a library is missing.
    """
    if CLASSIC in options.branches:
        classic_features.check_library()
    listed = list_source(source)
    backbones = tuple(find_backbone(setting.paths, name) for name in options.backbones)
    read = _read(listed, source, options, backbones, setting)
    study = split_study(listed, read.readable, source)
    methods: list[dict[str, Any]] = []
    seconds: dict[str, float] = {}
    left_out: list[str] = []
    data = data_figures(listed, study, read.readable, _embedded_of(read, study, backbones), setting)
    run = _Run(options, setting, study, data["digest"], methods, seconds)
    if read.classic is not None:
        _classic(run, _table(study, read.classic.rows, read.classic.seen), left_out)
    if read.embedded is not None:
        for backbone in backbones:
            table = _table(study, read.embedded.embeddings[backbone.name], read.embedded.seen)
            if OURS in options.branches:
                _ours(run, table, backbone, left_out)
            if DEEP in options.branches:
                run.with_new_head(f"{backbone.name}, frozen, new head", table, {"backbone": backbone.sha256})
    if DEEP in options.branches:
        _inceptions(run, listed)
        if not options.networks:
            left_out.append(
                "Inception-ResNet-v1 and v2 have no weights of their own here; give some with --network NAME=FILE."
            )
    if (refused := read.not_kept()) is not None:
        left_out.append(f"The features could not be kept, so another run computes them again: {refused}")
    return {"data": data, "methods": methods, "seconds": seconds, "left_out": left_out}


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What all methods share, and where what they came to is put."""

    options: IdentifyOptions
    setting: Setting
    study: Study
    digest: str
    methods: list[dict[str, Any]]
    seconds: dict[str, float]

    def check(self) -> None:
        """Raise Cancelled where asked to stop."""
        Stage("study", of=0, report=lambda _progress: None, is_cancelled=self.setting.is_cancelled)

    def method(
        self, branch: str, name: str, identity: Mapping[str, Any], answer: Callable[[], dict[str, Any] | None]
    ) -> bool:
        """Put what a method comes to, kept from an earlier run where that is gone on with; False where it cannot."""
        self.check()
        self.setting.report(Progress(stage="methods", step=len(self.methods), message=f"{branch}: {name}"))
        about = [_VERSION, branch, name, dict(identity), self.options.seed, self.digest]
        key = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
        file = self.setting.folder / f"{key[:32]}.json"
        told = _kept(file, key) if self.setting.resume else None
        if told is None:
            began = time.monotonic()
            figures = answer()
            if figures is None:
                return False
            told = {"figures": figures, "seconds": figures.pop("seconds", time.monotonic() - began)}
            with storage_errors(file):
                make_folder(file.parent)
                write_whole(file, json.dumps({"key": key, **told}).encode())
        self.methods.append({"branch": branch, "name": name, **told["figures"]})
        self.seconds[f"{branch}: {name}"] = round(float(told["seconds"]), 3)
        return True

    def figures(
        self, table: Table, answers: Answers, strangers: Answers | None, details: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Figures of one method's answers."""
        seed = self.options.seed
        open_search = None if strangers is None else table.open_search(answers, strangers, seed=seed)
        return {
            "closed_set": table.closed_set(answers, seed=seed), "open_search": open_search, "details": dict(details)
        }  # fmt: skip

    def with_new_head(self, name: str, table: Table, identity: Mapping[str, Any]) -> None:
        """A frozen backbone's features under a new head."""
        # Keras takes seconds to load, which the classic branch alone need not wait for.
        from faceid_app.learning.identification.new_head import train_new_head

        setting, options = self.setting, self.options
        file = setting.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.npz"

        def answer() -> dict[str, Any]:
            answers, strangers, details = train_new_head(
                table, options, file, {**identity, "data": self.digest}, resume=setting.resume, report=setting.report,
                is_cancelled=setting.is_cancelled,
            )  # fmt: skip
            return self.figures(table, answers, strangers, details)

        settings = {**identity, **options.to_dict(), "branches": [], "classic": [], "backbones": [], "networks": []}
        self.method(DEEP, name, settings, answer)
        with storage_errors(file):
            file.unlink(missing_ok=True)


def _read(
    listed: Listed, source: IdentifySource, options: IdentifyOptions, backbones: tuple[Backbone, ...], setting: Setting
) -> _Read:
    count = len(listed.pictures)
    readable = np.ones(count, np.bool_)
    features = None
    if CLASSIC in options.branches:
        of_gallery = np.bincount(listed.person)[listed.person] >= source.least_pictures
        kind = f"classic {classic_features.VERSION} {options.gradients}"
        chosen = [listed.pictures[row] for row in np.flatnonzero(of_gallery)]
        part = FeatureCache(setting.paths.cache / "features", kind).features(
            chosen,
            lambda: classic_features.new_reader(gradients=options.gradients),
            dimension=classic_features.count(gradients=options.gradients),
            stage=Stage("features", of=len(chosen), report=setting.report, is_cancelled=setting.is_cancelled),
        )
        rows = np.zeros((count, part.rows.shape[1]), np.float32)
        seen = np.full(count, Seen.NO_FACE, np.uint8)
        rows[of_gallery], seen[of_gallery] = part.rows, part.seen
        features = Features(rows, seen, part.not_kept)
        readable &= seen != Seen.UNREADABLE
    embedded = None
    if {OURS, DEEP} & set(options.branches) and backbones:
        embedded = embed_pictures(
            setting.paths, backbones, listed.pictures, aligned=listed.aligned,
            root=listed.root, report=setting.report,
            is_cancelled=setting.is_cancelled,
        )  # fmt: skip
        readable &= embedded.seen != Seen.UNREADABLE
    return _Read(embedded, features, readable)


def _table(study: Study, rows: NDArray[np.float32], seen: NDArray[np.uint8]) -> Table:
    return Table(study, np.ascontiguousarray(rows[study.rows]), seen[study.rows] == Seen.FEATURES)


def _embedded_of(read: _Read, study: Study, backbones: tuple[Backbone, ...]) -> tuple[Backbone, Table] | None:
    if read.embedded is None:
        return None
    first = backbones[0]
    return first, _table(study, read.embedded.embeddings[first.name], read.embedded.seen)


def _classic(run: _Run, table: Table, left_out: list[str]) -> None:
    identity = {"gradients": run.options.gradients, "version": classic_features.VERSION}
    for name in run.options.classic:
        if name == classic.CATBOOST and not classic.catboost_is_there():
            left_out.append("CatBoost is not installed; install it with: pip install 'faceid-app[lab]'.")
            continue

        def answer(name: str = name) -> dict[str, Any]:
            answers, details, seconds = classic.run_method(name, table, seed=run.options.seed, check=run.check)
            return {**run.figures(table, answers, None, details), "seconds": seconds}

        run.method(CLASSIC, name, identity, answer)


def _ours(run: _Run, table: Table, backbone: Backbone, left_out: list[str]) -> None:
    for name in ours.METHODS:

        def answer(name: str = name) -> dict[str, Any] | None:
            told = ours.run_method(name, table, backbone, seed=run.options.seed)
            if told is None:
                return None
            answers, strangers, own_rule, seconds = told
            return {**run.figures(table, answers, strangers, own_rule), "seconds": seconds}

        if not run.method(OURS, f"{backbone.name}, {name}", {"backbone": backbone.sha256}, answer):
            why = (
                "has no L1 head" if backbone.universal_head() is None else "needs strangers to count, and here are none"
            )
            left_out.append(f"The gallery with {backbone.name} {why}; its row is left out.")


def _inceptions(run: _Run, listed: Listed) -> None:
    setting, options = run.setting, run.options
    for name, weights in options.networks:
        from faceid_app.learning.identification.frozen import build_frozen, frozen_features

        model = build_frozen(name, weights, size=options.size, seed=options.seed)
        pictures = [listed.pictures[row] for row in run.study.rows]
        found = frozen_features(
            setting.paths, model, pictures, aligned=listed.aligned, weights=weights, seed=options.seed,
            stage=Stage(f"features of {name}", of=len(pictures), report=setting.report,
                        is_cancelled=setting.is_cancelled),
        )  # fmt: skip
        kind = weights if weights == "random" or weights == "imagenet" else "given"
        table = Table(run.study, found.rows, found.seen == Seen.FEATURES)
        identity = {"network": name, "weights": weights, "size": options.size}
        run.with_new_head(f"{name}, {kind} weights, frozen, new head", table, identity)
        if found.not_kept is not None:
            setting.report(Progress(stage="methods", message=str(found.not_kept)))


def _kept(file: Path, key: str) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {"figures": told["figures"], "seconds": told["seconds"]} if told["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
