"""One sentence for a rate of a trial, which never leaves out how few presentations it rests on."""

from __future__ import annotations

from faceid_app.evaluation.attack_rates import AttackRates, LiveRates, Share
from faceid_app.words import Words


def percent_words(rate: float) -> str:
    """A share of 0..1 in percent, on one line with its sign; below 10 with a decimal: little is not nothing."""
    return f"{100 * rate:.{1 if 0 < rate < 0.0995 else 0}f}\N{NO-BREAK SPACE}%"


def accepted_words(rates: AttackRates) -> Words:
    """What guard and matcher together came to."""
    return _words(
        rates.iapar,
        Words("{count} of {of} accepted; the true rate may be as high as {high}."),
        Words("All {of} accepted; the true rate is at least {low}."),
    )


def passed_words(rates: AttackRates) -> Words:
    """What the guard alone came to, whoever the matcher would have taken it for."""
    if rates.apcer is None:
        return Words("The guard came to no answer in any of {of}.", of=rates.apnrr.of)
    return _words(
        rates.apcer,
        Words("The guard alone took {count} of {of} for live; the true rate may be as high as {high}."),
        Words("The guard alone took all {of} for live; the true rate is at least {low}."),
    )


def refused_words(rates: LiveRates) -> Words:
    """What guard and matcher together came to with a live person."""
    return _words(
        rates.refused,
        Words("{count} of {of} refused; the true rate may be as high as {high}."),
        Words("All {of} refused; the true rate is at least {low}."),
    )


def called_attack_words(rates: LiveRates) -> Words:
    """What the guard alone came to with a live person."""
    if rates.bpcer is None:
        return Words("The guard came to no answer in any of {of}.", of=rates.bpnrr.of)
    return _words(
        rates.bpcer,
        Words("The guard took {count} of {of} for an attack; the true rate may be as high as {high}."),
        Words("The guard took all {of} for an attack; the true rate is at least {low}."),
    )


def bound_words(rate: Share) -> Words:
    """How far a rate can be trusted, on the side that matters."""
    return _words(rate, Words("The true rate may be as high as {high}."), Words("The true rate is at least {low}."))


def unanswered_words(unanswered: Share) -> Words | None:
    """How often the guard came to no answer; None where it always did."""
    if not unanswered.count:
        return None
    return Words("No answer in {count} of {of}.", count=unanswered.count, of=unanswered.of)


def _words(rate: Share, some: Words, all_: Words) -> Words:
    values = {
        "count": rate.count,
        "of": rate.of,
        "low": percent_words(rate.at_least),
        "high": percent_words(rate.at_most),
    }
    chosen = all_ if rate.count == rate.of else some
    return Words(chosen.template, **values)
