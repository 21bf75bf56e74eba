"""View-model: a verdict as the one large word, its tone, its reason and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.gui.look.figures import figure, percent
from faceid_app.gui.messages import said
from faceid_app.gui.parts.outline import Outline
from faceid_app.identity.decision import Decision, Verdict
from faceid_app.identity.verification import FrameVerdict


@dataclass(frozen=True, slots=True)
class GuardView:
    """What the guard says, in a few words with tone and icon; `why` in a sentence."""

    words: str
    tone: str
    icon: str
    why: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What is shown. `score` and `share` are "–" where no face was compared. `guard`: what the guard says beside."""

    headline: str
    tone: str
    icon: str
    reason: str
    score: str
    share: str
    guard: GuardView | None = None


NOTHING = "–"
_STANDING = (Verdict.MATCH, Verdict.NO_MATCH, Verdict.ATTACK)
"""They rest on earlier frames: what is wrong with one that was not used says nothing about them."""


def waiting() -> VerdictView:
    """Before the first frame was judged, and while there is no picture."""
    return VerdictView("", "muted", "scan-face", "", NOTHING, NOTHING)


def failed() -> VerdictView:
    """A frame could not be judged: that is never a match. The reason is told beside it."""
    return VerdictView(_tr("No match"), "bad", "circle-x", "", NOTHING, NOTHING)


class VerdictPresenter:
    """Turns frame verdicts into views.

    While thresholds are being moved the window over time keeps starting afresh; until it has made up its mind again
    what the frame alone would come to is shown, so that the sliders answer at once. That is no verdict and looks like
    none: of it neither lock-out nor audit log know.
    """

    def __init__(self) -> None:
        self._settling = False
        self._told: tuple[Verdict, str] | None = None
        """The last verdict that a frame bore out, and its sentence."""

    def thresholds_moved(self) -> None:
        """Show decisions of single frames until there is a verdict over time."""
        self._settling = True

    def present(self, frame: FrameVerdict, name: str) -> VerdictView:
        """The view of one frame's verdict about that person."""
        verdict = frame.verdict
        headline, tone, icon = _look_of(verdict)
        if verdict is Verdict.NO_FACE and frame.observation.subject is not None:
            # Too far, turned away, in the dark: whoever is there would not call it no face.
            headline, icon = _tr("No clear face"), "scan-face"
        reason, guard = self._reason(frame, verdict, name), guard_view(frame.guard)
        if verdict is not Verdict.CHECKING:
            self._settling = False
        elif self._settling and frame.decision is not None and _may_match(frame.guard):
            headline, icon, reason = _preview(frame.decision, name)
        if frame.decision is None:
            return VerdictView(headline, tone, icon, reason, NOTHING, NOTHING, guard)
        score, share = figure(frame.decision.score, ".3f"), percent(frame.decision.share)
        return VerdictView(headline, tone, icon, reason, score, share, guard)

    def _reason(self, frame: FrameVerdict, verdict: Verdict, name: str) -> str:
        """The sentence of the verdict: while one stands that this frame does not bear out, the one told with it."""
        told = self._told
        if frame.refusal is not None and told is not None and told[0] is verdict in _STANDING:
            return told[1]
        reason = _reason(frame, verdict, name)
        self._told = None if frame.refusal is not None else (verdict, reason)
        return reason


def _reason(frame: FrameVerdict, verdict: Verdict, name: str) -> str:
    """One calm sentence; where the frame was not used, what is wrong with it and what to do."""
    if frame.refusal is not None and verdict not in _STANDING:
        return f"{said(frame.refusal.sentence)} {said(frame.refusal.action)}"
    if frame.refusal is not None and verdict is Verdict.ATTACK:
        return _tr("A picture of a face, not a face")
    if verdict in (Verdict.LOCKED, Verdict.ATTACK):
        return said(frame.reason)
    if not _may_match(frame.guard):
        return _doubt(verdict, said(frame.reason))
    if verdict is Verdict.MATCH:
        return _tr("This face matches the pictures of {name}.").format(name=name)
    if verdict is Verdict.NO_MATCH:
        return _tr("This face does not match the pictures of {name}.").format(name=name)
    return _tr("Look into the camera for a moment.") if verdict is Verdict.CHECKING else said(frame.reason)


def _preview(decision: Decision, name: str) -> tuple[str, str, str]:
    """Headline, icon and sentence of what moved thresholds make of one frame."""
    if decision.match:
        sentence = _tr("With these thresholds this face would match the pictures of {name}.")
        return _tr("Would match"), "circle-check", sentence.format(name=name)
    sentence = _tr("With these thresholds this face would not match the pictures of {name}.")
    return _tr("Would not match"), "circle-x", sentence.format(name=name)


def _doubt(verdict: Verdict, reason: str) -> str:
    """While the guard cannot tell: what is missing, and in the end another way."""
    if verdict is not Verdict.NO_MATCH:
        return reason
    return f"{reason} {_tr('Under Details, “Watch and ask” lets you prove it by a movement.')}"


def _may_match(guard: GuardVerdict | None) -> bool:
    return guard is None or guard.liveness is Liveness.LIVE


def guard_view(guard: GuardVerdict | None) -> GuardView | None:
    """What the guard says of a frame; None where it was not asked."""
    if guard is None:
        return None
    words, tone, icon = {
        Liveness.LIVE: (_tr("Live face"), "good", "shield-check"),
        Liveness.ATTACK: (_tr("A picture of a face, not a face"), "bad", "shield-alert"),
        Liveness.UNSURE: (_tr("Live or not? Looking…"), "muted", "shield-question-mark"),
    }[guard.liveness]
    return GuardView(words, tone, icon, said(guard.reason))


def outline(frame: FrameVerdict, tone: str) -> Outline | None:
    """The face framed in the verdict's tone; amber where the frame was refused."""
    subject = frame.observation.subject
    if subject is None:
        return None
    if frame.refusal is not None:
        return Outline(subject.box, "caution")
    return Outline(subject.box, tone if tone in ("good", "bad") else "neutral")


def others(frame: FrameVerdict) -> tuple[tuple[float, float, float, float], ...]:
    """The boxes of the faces that are not judged."""
    subject = frame.observation.subject
    return tuple(face.box for face in frame.observation.faces if face is not subject)


def _look_of(verdict: Verdict) -> tuple[str, str, str]:
    return {
        Verdict.MATCH: (_tr("Match"), "good", "circle-check"),
        Verdict.NO_MATCH: (_tr("No match"), "bad", "circle-x"),
        Verdict.NO_FACE: (_tr("No face"), "muted", "user-x"),
        Verdict.CHECKING: (_tr("Checking…"), "muted", "scan-face"),
        Verdict.ATTACK: (_tr("Not live"), "bad", "shield-alert"),
        Verdict.LOCKED: (_tr("Locked"), "caution", "lock"),
    }[verdict]


def _tr(words: str) -> str:
    return QCoreApplication.translate("VerdictView", words)
