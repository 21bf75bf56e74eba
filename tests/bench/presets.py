"""Everybody against everybody at every preset of the settings, with the profiles that `tests.bench.clips` enrolled.

    python -m tests.bench.presets --data-dir DIR --clips FOLDER

Each clip is looked at once; each profile judges what was seen, at the thresholds that its own dial gives for a preset,
and is told of a match as the program would be. A person's own clip counts from its middle on, for its first half is
enrolled. The guard is left out: what is measured is the matching.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.video import VideoSource
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.thresholds_in_use import find_thresholds
from faceid_app.identity.verification import Loaded, load_person, open_verifier
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import open_profiles
from tests.bench.clips import interval


class SeenOnce:
    """An observer and an embedder that do the work for each frame, and for each face, once."""

    def __init__(self, embedder: Embedder) -> None:
        self._observer, self._embedder = Observer(limits=Limits.for_verification()), embedder
        self._seen: dict[int, Observation] = {}
        self._embedded: dict[bytes, Embeddings] = {}
        self.input, self.dimension = embedder.input, embedder.dimension

    def observe(self, rgb: RgbImage) -> Observation:
        """By the identity of the frame, which the caller keeps."""
        if id(rgb) not in self._seen:
            self._seen[id(rgb)] = self._observer.observe(rgb)
        return self._seen[id(rgb)]

    def embed(self, batch: NDArray[np.float32]) -> Embeddings:
        """By the pixels of the face."""
        key = batch.tobytes()
        if key not in self._embedded:
            self._embedded[key] = self._embedder.embed(batch)
        return self._embedded[key]


def frames_of(clip: Path) -> list[Frame]:
    """All of it."""
    with VideoSource(clip, fast=True) as source:
        return list(iter(source.read, None))


def is_let_in(
    paths: Paths, profile: Profile, loaded: Loaded, seen: Any, frames: Sequence[Frame], thresholds: Thresholds
) -> bool:
    """Whether a match is told at any of the frames."""
    settings = Settings()
    verifier = open_verifier(
        paths, profile, observer=seen, guard=None, lockout=None, loaded=loaded, thresholds=thresholds, force=True,
        window=VerdictWindow(k=settings.verdict_k, n=settings.verdict_n, seconds=settings.verdict_seconds),
    )  # fmt: skip
    return any(verifier.verify(frame).verdict is Verdict.MATCH for frame in frames)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    chosen = parser.parse_args()
    paths = Paths(chosen.data_dir)
    profiles = open_profiles(paths)
    clips = {
        name: frames_of(chosen.clips / f"{name}_live.mp4")
        for name in profiles.names()
        if (chosen.clips / f"{name}_live.mp4").is_file()
    }
    people = {name: load_person(paths, profiles.get(name)) for name in clips}
    seen = SeenOnce(next(iter(people.values())).embedder)
    for preset in Settings.preset.choices:
        own = others = 0
        detection = []
        for name, loaded in people.items():
            profile = profiles.get(name)
            thresholds = find_thresholds(paths, profile, loaded.bundle_id, loaded.bundle, far=float(preset))
            detection.append(thresholds.detection)
            remembered = replace(loaded, embedder=seen)
            for other, frames in clips.items():
                mine = other == name
                probe = frames[len(frames) // 2 :] if mine else frames
                let_in = is_let_in(paths, profile, remembered, seen, probe, thresholds)
                own, others = own + (mine and let_in), others + (not mine and not let_in)
        count = len(people)
        print(
            f"preset {preset}: detection {min(detection):.3f} to {max(detection):.3f}; own second half accepted "
            f"{interval(own, count)}, strangers refused {interval(others, count * (count - 1))}",
            flush=True,
        )


if __name__ == "__main__":
    main()
