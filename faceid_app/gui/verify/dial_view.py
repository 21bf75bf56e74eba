"""View-model: a reading of the dial as sentences. Every rate comes with its count and its interval, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.evaluation.rates import Rate
from faceid_app.gui.look.figures import figure
from faceid_app.identity.dial import Dial, DialReading, one_in
from faceid_app.identity.judging import LIMIT
from faceid_app.progress import Progress


@dataclass(frozen=True, slots=True)
class DialView:
    """strangers, you: the two measured lines; evidence, own_evidence: what stands behind them."""

    strangers: str
    evidence: str
    you: str
    own_evidence: str
    passing: str


def dial_view(reading: DialReading, *, by_burst: bool, learned_from: bool) -> DialView:
    """The words of one position."""
    return DialView(
        _strangers(reading), _evidence(reading), _you(reading.own), _own_evidence(reading.own, by_burst, learned_from),
        _passing(reading),
    )  # fmt: skip


def stop_words() -> str:
    """Why it goes no further to the left."""
    return _tr("More than 1 in {n} strangers would pass: not allowed.").format(n=figure(one_in(LIMIT)))


def held_words() -> str:
    """Why thresholds that were saved are not used as they were."""
    return _tr("Your thresholds let more than 1 in {n} strangers pass, so stricter ones are used.").format(
        n=figure(one_in(LIMIT))
    )


def counting_words(progress: Progress | None) -> str:
    """What is being counted, and how far it is; empty where nothing is."""
    if progress is None:
        return ""
    if not progress.of or not progress.step:
        return _tr("Counting strangers…")
    done = 100 * progress.step // progress.of
    return _tr("Counting strangers once for this model, for finer figures: {done} % done").format(done=done)


def mark_words(dial: Dial, verification: float) -> list[tuple[float, str]]:
    """The marks of the dial with their words."""
    return [(mark.position, _tr("1 in {n}").format(n=figure(one_in(mark.far)))) for mark in dial.marks(verification)]


def _strangers(reading: DialReading) -> str:
    if reading.far is None:
        return _tr("Not enough data to say how many strangers pass")
    words = _tr("At most 1 in {n} strangers accepted") if reading.at_most else _tr("About 1 in {n} strangers accepted")
    return words.format(n=figure(one_in(reading.far)))


def _evidence(reading: DialReading) -> str:
    counted = {"comparisons": figure(reading.comparisons), "people": figure(reading.people)}
    if not reading.comparisons:
        return _tr("No strangers were compared with each other.")
    if reading.far is None:
        return _tr("Fewer than 3 of {comparisons} comparisons of {people} people are accepted.").format(**counted)
    if reading.low is None or reading.high is None:
        return _tr("Counted on {comparisons} comparisons of {people} people.").format(**counted)
    if reading.low > 0:
        bounds = _tr("95 %: 1 in {most} to {fewest}.").format(
            most=figure(one_in(reading.high)), fewest=figure(one_in(reading.low))
        )
    else:
        bounds = _tr("95 %: at most 1 in {most}.").format(most=figure(one_in(reading.high)))
    words = (
        _tr("Counted with your pictures on {comparisons} pictures of {people} people.")
        if reading.personal
        else _tr("Counted on {comparisons} comparisons of {people} people.")
    )
    return f"{bounds} {words.format(**counted)}"


def _you(own: Rate) -> str:
    if not own.of:
        return _tr("You: not enough data")
    return _tr("You: {count} of {of} tries refused").format(count=figure(own.count), of=figure(own.of))


def _own_evidence(own: Rate, by_burst: bool, learned_from: bool) -> str:
    if not own.of or own.low is None or own.high is None:
        return _tr("Take pictures at another time to have some that can be tried.")
    if learned_from:
        how = _tr("The model learned from these pictures, so this flatters.")
    elif not by_burst:
        how = _tr("All your pictures were taken within seconds, so this flatters.")
    else:
        how = _tr("Each picture of you was tried against those of other moments.")
    bounds = _tr("95 %: {low} to {high} %.").format(low=_percent(own.low), high=_percent(own.high))
    return f"{bounds} {how}"


def _passing(reading: DialReading) -> str:
    if not reading.strangers:
        return _tr("No strangers came with this network, so none were compared with you.")
    return _tr("{count} of {of} pictures of strangers would pass as you.").format(
        count=figure(reading.passing), of=figure(reading.strangers)
    )


def _percent(rate: float) -> str:
    return figure(rate * 100, ".2g") if 0.0 < rate < 0.095 else figure(rate * 100, ".0f")


def _tr(words: str) -> str:
    return QCoreApplication.translate("DialView", words)
