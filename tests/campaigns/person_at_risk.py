"""Somebody enrolled whose files are damaged one after the other, and strangers who must not match them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from faceid_app.faces.observation import Observation
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import decide
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.guarding import load_policy
from faceid_app.identity.kept_thresholds import held_uncounted, load_thresholds
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.verification import Loaded, load_person
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile
from faceid_app.storage.renewal import find_renewal
from faceid_app.workers.operations import open_profiles

_STRANGERS = 50


class PersonAtRisk:
    """A copy of a data folder. The strangers are real people's embeddings, those that come with the program."""

    def __init__(self, data: Path, work: Path) -> None:
        self.paths = Paths(work / "data")
        shutil.copytree(data, self.paths.root)
        self._strangers: Embeddings | None = None
        self._person: Loaded | None = None
        self._before: dict[Path, tuple[bytes, os.stat_result]] = {}
        # Loading one network again and again would be most of the work; that it is the right one is still checked.
        embedder, known = Bundle.embedder, dict[str, LiteRtEmbedder]()

        def cached(bundle: Bundle, paths: Paths, *, threads: int = 2) -> LiteRtEmbedder:
            if bundle.network_id not in known:
                known[bundle.network_id] = embedder(bundle, paths, threads=threads)
            return known[bundle.network_id]

        Bundle.embedder = cached  # type: ignore[method-assign, assignment]

    def spare(self) -> Profile:
        """A profile without captures."""
        people = open_profiles(self.paths)
        if "spare" in people.names():
            people.delete("spare")
        return people.create("spare")

    def choose_strangers(self, profile: Profile) -> Embeddings:
        """From now on those who do not match undamaged, (n, d)."""
        bank = find_backbone(self.paths).strangers()
        assert bank is not None
        first = np.unique(bank.person, return_index=True)[1][:_STRANGERS]
        self._strangers = bank.embeddings[first].astype(np.float32)
        self._strangers = self._strangers[~self._matching(profile)]
        assert len(self._strangers) > _STRANGERS // 2
        return self._strangers

    def matches(self, profile: Profile) -> bool:
        """Load all of a person, in every way the program does; whether a stranger is taken for them."""
        load_policy(profile)
        profile.lockout.load()
        profile.attempts.load()
        find_renewal(profile)
        return bool(self._matching(profile).any())

    def is_taken_for_a_stranger(self, observation: Observation) -> bool:
        """Whether a picture matches one of the strangers, none of whom is on any of the pictures."""
        if observation.refusal is not None or observation.aligned is None or observation.portrait is None:
            return False
        if self._person is None or self._strangers is None:
            anna = open_profiles(self.paths).get("anna")
            self._person, self._strangers = load_person(self.paths, anna), self.choose_strangers(anna)
        one, strangers = self._person, self._strangers
        prepared = to_input(one.embedder.input, aligned=observation.aligned, portrait=observation.portrait)
        head = one.bundle.head
        scores = head.scores(head.project(one.embedder.embed(prepared[None]))[0], head.project(strangers))
        return bool((scores >= one.bundle.thresholds.detection).any())

    @contextlib.contextmanager
    def changed(self, name: str, data: bytes) -> Iterator[None]:
        """A person's file with other content; afterwards all of their folder is as it was."""
        root = self.paths.personal
        before = self._before = self._before or {
            path: (path.read_bytes(), path.stat()) for path in root.rglob("*") if path.is_file()
        }
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
        try:
            yield
        finally:
            for path in [path for path in root.rglob("*") if path.is_file() and path not in before]:
                path.unlink()
            for path, (content, status) in before.items():
                if not path.exists() or path.stat().st_mtime_ns != status.st_mtime_ns:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _matching(self, profile: Profile) -> np.ndarray:
        """Which strangers match, (n,) bool."""
        assert self._strangers is not None
        loaded = load_person(self.paths, profile)
        kept = load_thresholds(profile, loaded.bundle_id, loaded.bundle)
        thresholds = held_uncounted(kept, loaded.bundle.calibration, len(loaded.templates.ids))
        nobody = np.zeros(len(self._strangers), bool)
        if not loaded.bundle.fitness.fit or loaded.templates.embeddings.shape[1] != self._strangers.shape[1]:
            return nobody
        head = loaded.bundle.head
        templates = head.project(loaded.templates.embeddings)
        rows = head.project(self._strangers)
        return np.array([decide(head.scores(row, templates), thresholds).match for row in rows])
