"""Time of observing one frame, and of the detector's network through ONNX Runtime against OpenCV, in turn.

    python -m tests.bench.observe CLIP [--width 640] [--frames 200]

Milliseconds; the ratios are of medians of the same run.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import cv2
import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb, rgb_from_bgr
from faceid_app.faces.detector import SCORE_THRESHOLD, SEARCH_SIDE, TILT_SIDE, UPRIGHT_SIDE
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.faces.yunet import faces_in, model_bytes


def compare(rgb: RgbImage, size: tuple[int, int], *, turns: int) -> None:
    """The network on the picture brought to `size`, width and height, through both libraries in turn."""
    picture = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    opencv = cv2.FaceDetectorYN.create(
        "onnx", np.frombuffer(model_bytes(), np.uint8), np.empty(0, np.uint8), size, SCORE_THRESHOLD
    )
    seconds = np.empty((turns, 2))
    for turn in range(turns):
        started = time.perf_counter()
        ours = faces_in(picture, score_threshold=SCORE_THRESHOLD)
        between = time.perf_counter()
        theirs = opencv.detect(bgr_from_rgb(picture))[1]
        seconds[turn] = between - started, time.perf_counter() - between
    here, there = np.median(seconds[5:], axis=0) * 1e3
    same = theirs is not None and len(ours) == len(theirs)
    differs = f"differ by {np.abs(ours - theirs).max():.1e} at most" if same else f"{len(ours)} faces, OpenCV others"
    print(f"{size[0]:>4} x {size[1]:<4}: {here:5.2f} ms, OpenCV {there:5.2f} ms, ratio {there / here:.2f}; {differs}")


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
    longest = max(rgb.shape[:2])
    searched = (round(rgb.shape[1] * SEARCH_SIDE / longest), round(rgb.shape[0] * SEARCH_SIDE / longest))
    for size in (searched, (TILT_SIDE, TILT_SIDE), (UPRIGHT_SIDE, UPRIGHT_SIDE)):
        compare(rgb, size, turns=chosen.frames)


if __name__ == "__main__":
    main()
