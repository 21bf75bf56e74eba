"""View-model: what the thresholds mean in strangers, from counted comparisons only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.identity.calibration import Calibration, OperatingPoint

DANGER_FAR = 1e-2
_SAME = 5e-5


@dataclass(frozen=True, slots=True)
class PresetView:
    """One operating point as a choice. `threshold` is None where the data do not support the rate."""

    words: str
    evidence: str
    threshold: float | None


def presets(calibration: Calibration) -> list[PresetView]:
    """The calibrated operating points, easiest first, each with the comparisons behind it."""
    return [_preset(point) for point in sorted(calibration.points, key=lambda point: -point.far)]


def chosen(views: list[PresetView], detection: float) -> int:
    """Which preset the threshold stands at, -1 for none."""
    fitting = (
        number
        for number, view in enumerate(views)
        if view.threshold is not None and abs(view.threshold - detection) < _SAME
    )
    return next(fitting, -1)


def warning(calibration: Calibration, detection: float) -> str:
    """A sentence where more strangers would pass than anyone should want; empty elsewhere."""
    point = next((point for point in calibration.points if abs(point.far - DANGER_FAR) < 1e-9), None)
    if point is None or not point.supported or detection >= point.threshold - _SAME:
        return ""
    return _tr("Too easy: more than {rate} strangers would pass as you.").format(rate=_rate(DANGER_FAR))


def _preset(point: OperatingPoint) -> PresetView:
    words = _rate(point.far)
    if not point.supported:
        return PresetView(words, _tr("only {n} pairs").format(n=f"{point.impostors:,}"), None)
    evidence = _tr("{n} pairs").format(n=f"{point.impostors:,}")
    return PresetView(words, evidence, point.threshold)


def _rate(far: float) -> str:
    return _tr("1 in {n}").format(n=f"{round(1 / far):,}")


def _tr(words: str) -> str:
    return QCoreApplication.translate("PresetView", words)
