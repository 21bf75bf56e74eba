"""Verification of a frame: 1 against 200 templates, and against one Siamese `predict` a template, side by side.

    python -m tests.bench.verification --data-dir DIR --profile NAME --clip FILE [--width 640]

The profile must be trained (recipe head). The passive guard watches. Prints milliseconds (p50, p95) and ratios.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import cv2
import numpy as np

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.passive import open_guard
from faceid_app.identity.decision import VerdictWindow
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.identity.templates import Templates, load_templates
from faceid_app.identity.verification import Verifier, load_bundle
from faceid_app.paths import Paths
from faceid_app.workers.operations import open_profiles

DOCUMENT_TEMPLATES = 50


def frames_of(clip: Path, *, width: int, count: int) -> list[Frame]:
    """The first `count` frames of a clip, scaled to `width`."""
    frames: list[Frame] = []
    with open_source(str(clip), fast=True, loop=True) as source:
        while len(frames) < count and (frame := source.read()) is not None:
            height = round(frame.rgb.shape[0] * width / frame.rgb.shape[1])
            scaled = cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA)
            frames.append(Frame(np.asarray(scaled, np.uint8), frame.seq, frame.captured_at))
    return frames


def siamese_seconds(frame: Frame, *, repeats: int) -> list[float]:
    """The documents' verification: detect nothing, resize, and `predict` the pair once for each of 50 templates."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from faceid_app.learning.koch import Siamese, build_embedding

    model = Siamese(build_embedding())
    portrait = np.asarray(cv2.resize(frame.rgb, (250, 250)), np.uint8)
    probe = to_input(Input.PORTRAIT_100, aligned=portrait, portrait=portrait)[None]
    templates = np.repeat(probe, DOCUMENT_TEMPLATES, axis=0)
    model.predict((probe, probe), verbose=0)
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        scores = [float(model.predict((probe, template[None]), verbose=0).item()) for template in templates]
        assert len(scores) == DOCUMENT_TEMPLATES
        seconds.append(time.perf_counter() - started)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--frames", type=int, default=300)
    arguments = parser.parse_args()

    paths = Paths(arguments.data_dir)
    profile = open_profiles(paths).get(arguments.profile)
    bundle_id, bundle = load_bundle(profile)
    embedder = bundle.embedder(paths)
    captures = load_templates(profile, bundle_id, embedder)
    frames = frames_of(arguments.clip, width=arguments.width, count=arguments.frames)

    def verifier_with(count: int) -> Verifier:
        rows = np.resize(np.arange(len(captures.ids)), count)
        templates = Templates(tuple(captures.ids[row] for row in rows), captures.embeddings[rows])
        return Verifier(
            name=profile.name,
            embedder=embedder,
            bundle_id=bundle_id,
            bundle=bundle,
            templates=templates,
            thresholds=load_thresholds(profile, bundle_id, bundle),
            observer=Observer(limits=Limits.for_verification()),
            window=VerdictWindow(),
            guard=open_guard(),
        )

    verifiers = {count: verifier_with(count) for count in (1, DOCUMENT_TEMPLATES, 200)}
    latencies: dict[int, list[dict[str, float]]] = {count: [] for count in verifiers}
    for frame in frames[:20]:
        for verifier in verifiers.values():
            verifier.verify(frame)
    for frame in frames:
        # Taken in turn on the same frame, so that whatever else the machine does hits all alike.
        for count, verifier in verifiers.items():
            latency = verifier.verify(frame).latency_ms
            if latency["embed"]:
                latencies[count].append(latency)
    for count, rows in latencies.items():
        for stage in ("detect", "align", "guard", "embed", "match", "total"):
            values = [row[stage] for row in rows]
            p50, p95 = np.percentile(values, [50, 95])
            print(f"{count:4} templates  {stage:7} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   n {len(values)}")
    p50 = {count: float(np.median([row["total"] for row in rows])) for count, rows in latencies.items()}
    print(f"200 templates against 1: {p50[200] / p50[1]:.3f} times the time")
    documents = float(np.median(siamese_seconds(frames[0], repeats=3))) * 1e3
    print(f"documents' way, {DOCUMENT_TEMPLATES} templates: {documents:.0f} ms a frame")
    print(f"ratio: {documents / p50[DOCUMENT_TEMPLATES]:.0f} times faster")


if __name__ == "__main__":
    main()
