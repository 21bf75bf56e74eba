"""Compares the network for eyes with its teacher on clips: openness frame by frame, and the blinks that both see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.blink import CLOSED, OPEN
from faceid_app.guard.eyes import IS_EYE, Eyes, open_eyes
from faceid_app.learning.eyes.teacher import LidTeacher, eye_aspect_ratio
from faceid_app.progress import IsCancelled, Report, Stage

_NEAR = 0.2
"""Seconds by which two may differ in when a blink began."""


def compare_on_clips(
    clips: Sequence[Path], teacher: LidTeacher, *, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    """By name of the clip: frames that no gate refused, in how many both eyes are seen, how openness goes together, and
    blinks of the teacher that are found, and those that it does not see."""
    eyes = open_eyes()
    stage = Stage("watching eyes", of=len(clips), report=report, is_cancelled=is_cancelled)
    told = {}
    for clip in clips:
        told[clip.name] = _compared(clip, teacher, eyes)
        stage.advance()
    return told


def _compared(clip: Path, teacher: LidTeacher, eyes: Eyes) -> dict[str, Any]:
    observer = Observer(limits=Limits.for_verification())
    times, ours, theirs, frames = [], [], [], 0
    with open_source(str(clip), fast=True) as source:
        while (frame := source.read()) is not None:
            seen = observer.observe(frame.rgb)
            if seen.refusal is not None or seen.subject is None:
                continue
            frames += 1
            landmarks = seen.subject.landmarks
            right, left = eyes.look(frame.rgb, landmarks)
            if min(right.is_eye, left.is_eye) < IS_EYE:
                continue
            where = landmarks[:2].astype(np.float64)
            times.append(frame.captured_at)
            ours.append((right.openness, left.openness))
            theirs.append([eye_aspect_ratio(teacher.lids(frame.rgb, where, which)) for which in (0, 1)])
    if len(times) < 2:
        return {"frames": frames, "seen": len(times)}
    at, own, other = np.array(times), np.array(ours), np.array(theirs)
    found, wanted = blinks_in(at, own), blinks_in(at, other)
    met = [any(abs(begin - one) <= _NEAR for one in found) for begin in wanted]
    extra = [one for one in found if not any(abs(begin - one) <= _NEAR for begin in wanted)]
    return {
        "frames": frames, "seen": len(times), "seconds": float(at[-1] - at[0]),
        "correlation": correlation(own.mean(axis=1), other.mean(axis=1)),
        "blinks": wanted, "found": sum(met), "extra": extra,
        "missed": [one for one, is_met in zip(wanted, met, strict=True) if not is_met],
    }  # fmt: skip


def correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Pearson's, of two (n,), -1..1; 0 where one of them does not vary, as the answers of a network hardly taught."""
    if min(one.std(), other.std()) == 0.0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def blinks_in(at: NDArray[np.float64], openness: NDArray[np.float64]) -> list[float]:
    """When both eyes began to close, and opened again after it: seconds. openness: (n, 2), of frames at `at`, (n,)."""
    shares = openness / np.maximum(np.median(openness, axis=0), 1e-6)
    began: list[float] = []
    closing: float | None = None
    for second, (one, other) in zip(at.tolist(), shares.tolist(), strict=True):
        if max(one, other) <= CLOSED:
            closing = second if closing is None else closing
        elif min(one, other) >= OPEN and closing is not None:
            began.append(closing)
            closing = None
    return began
