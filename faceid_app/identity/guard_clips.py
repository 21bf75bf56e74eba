"""What the passive guard says of clips that stand for a camera."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.passive import SECONDS, open_guard
from faceid_app.guard.verdict import Liveness
from faceid_app.progress import IsCancelled, Report, Stage


def judge_clips(clips: Sequence[Path], *, report: Report, is_cancelled: IsCancelled, every: int = 1) -> dict[str, Any]:
    """Of every so manieth frame, by the name of the clip: frames of each verdict, the median risk, the last verdict,
    and "windows": how many of those of SECONDS, one after the other, ended with which verdict."""
    observer = Observer(limits=Limits.for_verification())
    return {clip.name: _judged(clip, observer, every, report=report, is_cancelled=is_cancelled) for clip in clips}


def _judged(clip: Path, observer: Observer, every: int, *, report: Report, is_cancelled: IsCancelled) -> dict[str, Any]:
    guard = open_guard()
    stage = Stage(f"judging {clip.name}", of=0, report=report, is_cancelled=is_cancelled)
    said: Counter[str] = Counter({name: 0 for name in (*Liveness, "refused")})
    windows: Counter[str] = Counter({name: 0 for name in Liveness})
    risks, last, began = [], "refused", None
    with open_source(str(clip), fast=True, loop=False) as source:
        while (frame := source.read()) is not None:
            stage.advance()
            if frame.seq % every:
                continue
            observation = observer.observe(frame.rgb)
            if observation.refusal is not None:
                said["refused"] += 1
                continue
            verdict = guard.check(frame, observation)
            said[verdict.liveness] += 1
            risks.append(verdict.risk)
            began = frame.captured_at if began is None else began
            last = verdict.liveness
            if frame.captured_at - began >= SECONDS:
                windows[verdict.liveness] += 1
                began = frame.captured_at
    median = float(np.median(risks)) if risks else 1.0
    told = {str(name): count for name, count in said.items()}
    counted = {str(name): count for name, count in windows.items()}
    return {**told, "windows": counted, "risk": median, "verdict": str(last)}
