"""Time of observing one frame: `python -m tests.bench.observe CLIP [--width 640] [--frames 200]`, milliseconds."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import cv2
import numpy as np

from faceid_app.camera.pixels import rgb_from_bgr
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--frames", type=int, default=200)
    chosen = parser.parse_args()

    video = cv2.VideoCapture(str(chosen.clip))
    observer = Observer(limits=Limits.for_verification())
    rows: list[tuple[float, float, float]] = []
    refused = 0
    while len(rows) < chosen.frames + 5:
        there, bgr = video.read()
        if not there:
            if not rows:
                raise SystemExit(f"{chosen.clip} cannot be read")
            video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            continue
        height = round(bgr.shape[0] * chosen.width / bgr.shape[1])
        rgb = rgb_from_bgr(np.asarray(cv2.resize(bgr, (chosen.width, height)), dtype=np.uint8))
        seen = observer.observe(rgb)
        refused += seen.refusal is not None
        rows.append((seen.detect_ms, seen.align_ms, seen.detect_ms + seen.align_ms))
    times = np.array(rows[5:])  # the first frames build the networks
    print(f"{chosen.clip.name}, {chosen.width} px wide, {len(times)} frames, {refused} refused, {os.cpu_count()} CPUs")
    print(f"cv2 threads {cv2.getNumThreads()}, load {os.getloadavg()[0]:.1f}")
    for name, column in zip(("detect", "align and judge", "total"), times.T, strict=True):
        p50, p95 = np.percentile(column, [50, 95])
        print(f"{name:>16}: p50 {p50:6.2f} ms   p95 {p95:6.2f} ms   fastest {column.min():6.2f} ms")


if __name__ == "__main__":
    main()
