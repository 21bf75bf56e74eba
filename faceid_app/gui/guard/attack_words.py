"""View-model: what came of a step and of a whole trial, in words and tones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.evaluation.attack_rates import AttackRates, LiveRates
from faceid_app.evaluation.trial_rates import TrialRates, trial_rates
from faceid_app.evaluation.trial_words import (
    accepted_words,
    bound_words,
    called_attack_words,
    passed_words,
    refused_words,
    unanswered_words,
)
from faceid_app.guard.trial import name_of
from faceid_app.gui.messages import said
from faceid_app.storage.trials import Presentation


@dataclass(frozen=True, slots=True)
class ResultView:
    """short: a few words for a list. sentence: with its bound, which `bound` is alone. detail: the guard alone."""

    short: str
    sentence: str
    bound: str
    detail: str
    tone: str


def result_view(presentations: Sequence[Presentation]) -> ResultView | None:
    """What the presentations of one species came to; None where nothing was shown."""
    if not presentations:
        return None
    rates = trial_rates(presentations)
    if rates.live_pooled is not None:
        return _live_view(rates.live_pooled)
    return _attack_view(next(iter(rates.attacks_pooled.values())))


def _attack_view(rates: AttackRates) -> ResultView:
    short = _tr("{count} of {of} accepted").format(count=rates.iapar.count, of=rates.iapar.of)
    passed = rates.apcer is not None and rates.apcer.count > 0
    tone = "bad" if rates.iapar.count else "caution" if passed else "muted" if rates.apcer is None else "good"
    details = [passed_words(rates), None if rates.apcer is None else unanswered_words(rates.apnrr)]
    return ResultView(
        short,
        said(accepted_words(rates)),
        said(bound_words(rates.iapar)),
        " ".join(said(one) for one in details if one),
        tone,
    )


def _live_view(rates: LiveRates) -> ResultView:
    short = _tr("{count} of {of} refused").format(count=rates.refused.count, of=rates.refused.of)
    details = [called_attack_words(rates), None if rates.bpcer is None else unanswered_words(rates.bpnrr)]
    tone = "caution" if rates.refused.count else "good"
    return ResultView(
        short,
        said(refused_words(rates)),
        said(bound_words(rates.refused)),
        " ".join(said(one) for one in details if one),
        tone,
    )


@dataclass(frozen=True, slots=True)
class CardView:
    """The report card. figure: the worst in large letters. rows: name, shown, result, tone."""

    title: str
    figure: str
    sentence: str
    tone: str
    rows: tuple[tuple[str, str, str], ...]


def card_view(presentations: Sequence[Presentation]) -> CardView:
    """The whole of a trial: the worst species is the result. ValueError where nothing was shown."""
    rates = trial_rates(presentations)
    species = list(dict.fromkeys(one.species for one in presentations))
    rows = []
    for name in species:
        view = result_view([one for one in presentations if one.species == name])
        assert view is not None  # it was shown
        rows.append((said(name_of(name)), view.short, view.tone))
    title, figure, sentence, tone = _worst(rates)
    return CardView(title, figure, sentence, tone, tuple(rows))


def _worst(rates: TrialRates) -> tuple[str, str, str, str]:
    accepted, passed = rates.worst_accepted, rates.worst
    if accepted is None:
        return _tr("No attack was tried"), "", _tr("Only you were shown to the camera."), "muted"
    condition, found = accepted
    if not found.iapar.count and passed is not None and passed[1].apcer is not None and passed[1].apcer.count:
        condition, found = passed
    view = _attack_view(found)
    title = _tr("The weakest point: {species}").format(species=said(name_of(condition.species)))
    if view.tone == "good":
        title = _tr("Nothing you tried passed")
    elif view.tone == "muted":
        title = _tr("The guard could not tell")
    return title, view.short, f"{view.bound} {view.detail}", view.tone


def _tr(words: str) -> str:
    return QCoreApplication.translate("AttackWords", words)
