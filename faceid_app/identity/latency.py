"""How long the stages of a verdict take: over a whole run, and over the last moments."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

STAGES = ("detect", "align", "guard", "embed", "match", "total")
LAST_SECONDS = 1.0
_TOGETHER = {"align": "embed"}
"""Stages that are told as part of another one."""


def percentiles(latencies: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float | None]]:
    """p50 and p95 in milliseconds by stage over frames that were matched; None where no frame was."""
    used = [latency for latency in latencies if latency["embed"] > 0.0]

    def of(stage: str, percent: float) -> float | None:
        return float(np.percentile([latency.get(stage, 0.0) for latency in used], percent)) if used else None

    return {stage: {"p50": of(stage, 50), "p95": of(stage, 95)} for stage in STAGES}


def since_capture(latency_ms: Mapping[str, float], waited: float) -> dict[str, float]:
    """The stages with `camera` before them: the seconds the frame `waited` from its arrival until it was taken up."""
    camera = waited * 1e3
    return {"camera": camera, **latency_ms, "total": camera + latency_ms.get("total", 0.0)}


class RecentLatency:
    """The medians of the last second, by stage."""

    def __init__(self, *, seconds: float = LAST_SECONDS) -> None:
        self._seconds = seconds
        self._frames: deque[tuple[float, dict[str, float]]] = deque()

    def add(self, latency_ms: Mapping[str, float], now: float) -> None:
        """Count one frame. `now`: seconds on any clock that goes forward; frames older than `seconds` are forgotten."""
        merged = {stage: value for stage, value in latency_ms.items() if stage not in _TOGETHER}
        for part, whole in _TOGETHER.items():
            merged[whole] = merged.get(whole, 0.0) + latency_ms.get(part, 0.0)
        self._frames.append((now, merged))
        while now - self._frames[0][0] > self._seconds:
            self._frames.popleft()

    def medians(self) -> dict[str, float]:
        """Milliseconds by stage, in the order in which they run, `total` last.

        Where frames went all the way to a score only they count, so that the stages belong to the same frames as the
        total; else what the refused ones took.
        """
        matched = [frame for _, frame in self._frames if frame.get("match", 0.0) > 0.0]
        used = matched or [frame for _, frame in self._frames]
        names = dict.fromkeys(name for frame in used for name in frame if name != "total")
        return {name: median(frame.get(name, 0.0) for frame in used) for name in [*names, "total"]} if used else {}

    def clear(self) -> None:
        """Nothing was measured."""
        self._frames.clear()
