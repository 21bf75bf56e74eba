"""View-model: what kept attempts would have come to, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from faceid_app.gui.look.figures import figure
from faceid_app.identity.attempts_replay import Flip, Replay
from faceid_app.identity.decision import Verdict


@dataclass(frozen=True, slots=True)
class FlipView:
    """One attempt that would change: when, from what to what, its scores then and now, the tone of the new verdict."""

    when: str
    before: str
    after: str
    scores: str
    tone: str


@dataclass(frozen=True, slots=True)
class AttemptsView:
    """The sentence about all of them, what is left out of it, and a row for each that would change, newest first."""

    summary: str
    remark: str
    rows: tuple[FlipView, ...]


def attempts_view(replay: Replay, *, keeping: bool, damaged: int = 0) -> AttemptsView:
    """What to show."""
    remarks = []
    if replay.other_network:
        remarks.append(
            _tr("%n attempt(s) were made with another network and cannot be tried again.", replay.other_network)
        )
    if damaged:
        remarks.append(_tr("%n attempt(s) are damaged and left out.", damaged))
    return AttemptsView(_summary(replay, keeping), " ".join(remarks), tuple(_row(flip) for flip in replay.flips))


def _summary(replay: Replay, keeping: bool) -> str:
    if not replay.attempts:
        if replay.other_network:
            return ""
        return _tr("None yet: the next verdict is the first one.") if keeping else ""
    if not replay.flips:
        return _tr("Your last %n attempt(s) would come out the same.", replay.attempts)
    before = _tr("Of your last %n attempt(s)", replay.attempts)
    changed = _tr("%n would change", len(replay.flips))
    parts = []
    if replay.to_no_match:
        parts.append(_tr("%n match(es) become no match", replay.to_no_match))
    if replay.to_match and parts:
        parts.append(_tr("%n the other way", replay.to_match))
    elif replay.to_match:
        parts.append(_tr("%n without a match become one", replay.to_match))
    return _tr("{before} {changed}: {how}.").format(before=before, changed=changed, how=", ".join(parts))


def _row(flip: Flip) -> FlipView:
    moment = datetime.fromisoformat(flip.taken_at).timestamp()
    when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment)), QLocale.FormatType.ShortFormat)
    then, now = figure(flip.score_before, ".3f"), figure(flip.score, ".3f")
    scores = then if then == now else _tr("{then} → {now}").format(then=then, now=now)
    return FlipView(
        when, _word(flip.before), _word(flip.after), scores, "good" if flip.after is Verdict.MATCH else "bad"
    )


def _word(verdict: Verdict) -> str:
    return _tr("Match") if verdict is Verdict.MATCH else _tr("No match")


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("AttemptsView", words, "", count)
