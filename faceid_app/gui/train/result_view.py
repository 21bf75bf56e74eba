"""View-model: a trained model as a report card of counted facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from faceid_app.camera.frame import RgbImage
from faceid_app.gui.look.figures import figure
from faceid_app.gui.messages import kept
from faceid_app.gui.train.recipe_view import recipe_title
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.calibration import OperatingPoint
from faceid_app.identity.leak_check import LeakCheck, Recall
from faceid_app.identity.occlusion_map import OcclusionMap
from faceid_app.identity.report_card import Counted, Criterion, Failure, Remedy, ReportCard, Sight, report_card


@dataclass(frozen=True, slots=True)
class FactView:
    """One line of the card: what was counted, the count, and what that is worth. tone: of the figure."""

    title: str
    figure: str
    detail: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """A report card in words.

    Attributes:
        facts: the lines of the card.
        action: words of the one button for an unfit model, empty for a fit one.
        remedy: what that button does.
        table: rate, threshold, strangers counted, same person refused.
        probes: what was shown, who passed.
    """

    headline: str
    tone: str
    reason: str
    remark: str
    facts: list[FactView]
    action: str
    remedy: Remedy | None
    table: list[tuple[str, str, str, str]]
    probes: list[tuple[str, str]]


def result_of(bundle: Bundle) -> ResultView:
    """The report card of a model."""
    fit, card = bundle.fitness.fit, report_card(bundle)
    judged = _tr("Trained with: {recipe}. Judged on people and pictures it had not seen.")
    failed = card.failure
    return ResultView(
        headline=_tr("Fit for verification") if fit else _tr("Unfit for verification"),
        tone="good" if fit else "bad",
        reason=judged.format(recipe=recipe_title(bundle.recipe)) if failed is None else _why(failed, bundle),
        remark=_sentence(kept(str(bundle.card.get("training", {}).get("why", "")))),
        facts=_facts(card),
        action="" if failed is None else _action(failed.remedy),
        remedy=None if failed is None else failed.remedy,
        table=[_row(point) for point in bundle.calibration.points],
        probes=[_probe(probe) for probe in bundle.card.get("probes", [])],
    )


@dataclass(frozen=True, slots=True, eq=False)
class MapView:
    """What a model looks at: `heat`, (250, 250) float32 0..1 or NaN where nothing is seen, over the portrait."""

    portrait: RgbImage
    heat: NDArray[np.float32]
    caption: str


def map_view(portrait: RgbImage, seen: OcclusionMap) -> MapView:
    """Some ten milliseconds of computing: not on a window's thread."""
    return MapView(portrait, seen.heat(), _map_caption(seen))


def _map_caption(seen: OcclusionMap) -> str:
    """What the heat says, in numbers."""
    if seen.on_face is None:
        return _tr("Covering any part of the picture changes nothing ({n} pictures tried).").format(n=seen.tried)
    return _tr(
        "Where covering the picture lowers the score: {face} on the face, {room} beside it. Evenly spread it would be "
        "{chance} ({n} pictures tried)."
    ).format(
        face=_percent(seen.on_face), room=_percent(1 - seen.on_face), chance=_percent(seen.face_area), n=seen.tried
    )


def interval_words(counted: Counted) -> str:
    """The 95 % interval, or its one end where nothing or everything was counted."""
    if counted.count == 0:
        return _tr("at most {high} (95 %)").format(high=_percent(counted.high))
    if counted.count == counted.n:
        return _tr("at least {low} (95 %)").format(low=_percent(counted.low))
    return _tr("{low} to {high} (95 %)").format(low=_percent(counted.low), high=_percent(counted.high))


def _facts(card: ReportCard) -> list[FactView]:
    facts = []
    failed = None if card.failure is None else card.failure.criterion
    if card.own_refused is not None:
        facts.append(_fact(_tr("Your own pictures refused"), card.own_refused))
    if card.strangers is not None:
        people = _tr("{people} people; {interval}").format(
            people=figure(card.stranger_people), interval=interval_words(card.strangers)
        )
        facts.append(FactView(_tr("Strangers accepted as you"), _count(card.strangers), people))
    if card.through_camera is not None:
        tone = "bad" if failed is Criterion.STRANGERS else ""
        facts.append(_fact(_tr("Strangers seen through your camera"), card.through_camera, tone))
    if card.room is not None and card.elsewhere is not None:
        detail = _tr("{known} of your faces in other places known, {taken} of your room without you").format(
            known=_count(card.elsewhere), taken=_count(card.room)
        )
        face = card.looks_at is Sight.FACE
        facts.append(
            FactView(_tr("Goes by"), _tr("the face") if face else _tr("the room"), detail, "good" if face else "bad")
        )
    if card.leaks is not None:
        facts.append(_leaks(card.leaks))
    return facts


def _fact(title: str, counted: Counted, tone: str = "") -> FactView:
    return FactView(title, _count(counted), interval_words(counted), tone)


def _leaks(found: LeakCheck) -> FactView:
    compared = _tr("Known again: {honest}; a random split would have claimed {naive}").format(
        honest=_recall(found.honest), naive=_recall(found.naive)
    )
    if found.copies:
        counted, tone = _tr("{n} copies").format(n=figure(len(found.copies))), "bad"
    elif found.shared_bursts:
        counted, tone = _tr("one burst on both sides"), "caution"
    else:
        counted, tone = _tr("none found"), "good"
    return FactView(_tr("Leaks from learning to judging"), counted, compared, tone)


def _recall(recall: Recall) -> str:
    if not recall.n:
        return _tr("nothing left to judge by")
    return _tr("{k} of {n}").format(k=figure(recall.known), n=figure(recall.n))


def _why(failure: Failure, bundle: Bundle) -> str:
    """What failed, what was measured, the limit."""
    measured, limit = failure.measured, _percent(failure.limit)
    if measured is None:
        return _sentence(kept(bundle.fitness.why))
    words = {
        Criterion.STRANGERS: _tr(
            "Your camera is enough to pass: it accepts {count} strangers seen through it ({share})."
        ),
        Criterion.ROOM: _tr("It accepts {count} pictures of your room without your face ({share})."),
        Criterion.ELSEWHERE: _tr("It knows your face in other places only {count} times ({share})."),
    }[failure.criterion]
    bound = (
        _tr("At least {limit} are needed.") if failure.criterion is Criterion.ELSEWHERE else _tr("At most {limit} may.")
    )
    return f"{words.format(count=_count(measured), share=_percent(measured.share))} {bound.format(limit=limit)}"


def _action(remedy: Remedy) -> str:
    return {
        Remedy.TRAIN_RECOMMENDED: _tr("Train the recommended way"),
        Remedy.ENROL_MORE: _tr("Add pictures in another place"),
        Remedy.FETCH_STRANGERS: _tr("Fetch pictures of strangers"),
    }[remedy]


def _row(point: OperatingPoint) -> tuple[str, str, str, str]:
    rate = _tr("1 in {n}").format(n=figure(round(1 / point.far)))
    counted = _tr("{accepted} of {n}").format(accepted=figure(point.accepted), n=figure(point.impostors))
    refused = _tr("{refused} of {n}").format(refused=figure(point.refused), n=figure(point.genuine))
    if not point.supported:
        return rate, _tr("not enough data"), figure(point.impostors), "–"
    return rate, figure(point.threshold, ".4f"), counted, refused


def _probe(probe: Mapping[str, Any]) -> tuple[str, str]:
    names = {
        "strangers through your camera's look": _tr("Strangers seen through your camera"),
        "strangers through looks like your camera's": _tr("Strangers seen through cameras like yours"),
        "background only": _tr("Your room without your face"),
        "you elsewhere": _tr("You in other places"),
    }
    name = str(probe["name"])
    return names.get(name, name.capitalize()), _tr("{k} of {n} accepted").format(
        k=figure(probe["accepted"]), n=figure(probe["n"])
    )


def _count(counted: Counted) -> str:
    return _tr("{k} of {n}").format(k=figure(counted.count), n=figure(counted.n))


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{figure(percent, '.0f')} %" if percent >= 10 else f"{figure(percent, '.2g')} %"


def _sentence(clause: str) -> str:
    clause = clause.strip()
    return f"{clause[0].upper()}{clause[1:]}{'' if clause.endswith('.') else '.'}" if clause else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("ResultView", words)
