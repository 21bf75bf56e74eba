"""View-model: a trained model as a report card of counted facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.train.recipe_view import recipe_title
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.calibration import OperatingPoint


@dataclass(frozen=True, slots=True)
class ResultView:
    """`table`: rate, threshold, strangers counted, same person refused. `probes`: what was shown, who passed."""

    headline: str
    tone: str
    reason: str
    remark: str
    table: list[tuple[str, str, str, str]]
    probes: list[tuple[str, str]]


def result_of(bundle: Bundle) -> ResultView:
    """The report card of a model."""
    fit = bundle.fitness.fit
    judged = _tr("Trained with: {recipe}. Judged on people and pictures it had not seen.")
    reason = judged.format(recipe=recipe_title(bundle.recipe)) if fit else _sentence(bundle.fitness.why)
    return ResultView(
        headline=_tr("Fit for verification") if fit else _tr("Unfit for verification"),
        tone="good" if fit else "bad",
        reason=reason,
        remark=_sentence(str(bundle.card.get("training", {}).get("why", ""))),
        table=[_row(point) for point in bundle.calibration.points],
        probes=[_probe(probe) for probe in bundle.card.get("probes", [])],
    )


def _row(point: OperatingPoint) -> tuple[str, str, str, str]:
    rate = _tr("1 in {n}").format(n=f"{round(1 / point.far):,}")
    counted = _tr("{accepted} of {n}").format(accepted=f"{point.accepted:,}", n=f"{point.impostors:,}")
    refused = _tr("{refused} of {n}").format(refused=f"{point.refused:,}", n=f"{point.genuine:,}")
    if not point.supported:
        return rate, _tr("not enough data"), f"{point.impostors:,}", "–"
    return rate, f"{point.threshold:.4f}", counted, refused


def _probe(probe: Mapping[str, Any]) -> tuple[str, str]:
    names = {
        "strangers through your camera's look": _tr("Strangers seen through your camera"),
        "background only": _tr("Your room without your face"),
        "you elsewhere": _tr("You in other places"),
    }
    name = str(probe["name"])
    return names.get(name, name.capitalize()), _tr("{k} of {n} accepted").format(
        k=f"{probe['accepted']:,}", n=f"{probe['n']:,}"
    )


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}." if clause else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("ResultView", words)
