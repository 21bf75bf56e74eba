"""View-model: one sentence of guidance at a time, from what a frame shows and how far the enrolment is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.faces.coverage import Direction
from faceid_app.faces.face import Reason, Refusal
from faceid_app.gui.enrol.coverage_ring import RingState
from faceid_app.gui.messages import said
from faceid_app.storage.captures import Role, Round
from faceid_app.workers.enrolling import EnrolmentProgress


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to do now, why, and in which tone."""

    headline: str
    detail: str
    tone: str = ""


def guide(refusal: Refusal | None, progress: EnrolmentProgress) -> Guidance:
    """The first failing gate with its action; else what guided capture waits for, or how to go on without it."""
    if refusal is not None:
        turned_too_far = progress.guided and refusal.reason is Reason.TURNED_AWAY
        headline = _tr("That is a little too far.") if turned_too_far else said(refusal.action)
        if refusal.reason is Reason.SOMEBODY_ELSE:
            headline = _tr("Let the first person come back, or press A if nobody else came.")
        calm = refusal.reason in (Reason.NO_FACE, Reason.UNSURE)
        return Guidance(headline, said(refusal.sentence), "muted" if calm else "caution")
    if progress.guided:
        return _guided(progress)
    if progress.role is None and progress.suspects:
        headline = _tr("Pictures that look like somebody else: {count}.").format(count=progress.suspects)
        detail = _tr("Open the pictures and remove those that are not of you; press Q if all of them are.")
        return Guidance(headline, detail, "caution")
    if progress.role is None:
        return Guidance(_tr("That is enough. Press Q when you are done."), _tr("More pictures do no harm."), "good")
    # The button beside says Start before the first picture of a round, then Continue; so do these sentences.
    begun = any(progress.standing.counts.values())
    when = _tr("Continue when you are ready.") if begun else _tr("Start when you are ready.")
    if progress.standing.round is Round.GLASSES:
        return Guidance(_tr("Put your glasses on, or take them off."), when)
    if progress.standing.round is Round.LIGHT:
        return Guidance(_tr("Change the light: a lamp, a window, another room."), when)
    if progress.role is Role.ANCHOR:
        return Guidance(
            _tr("Continue, and turn your head slowly in a circle.")
            if begun
            else _tr("Start, and turn your head slowly in a circle."),
            _tr("Pictures are taken by themselves. You can also hold A: anchors show how you usually look."),
        )
    return Guidance(_tr("Continue, or hold P."), _tr("Positives are what must match: smile, change the distance."))


def _guided(progress: EnrolmentProgress) -> Guidance:
    if progress.pausing:
        return Guidance(
            _tr("The anchors are complete. Now once more."),
            _tr("A little different: smile, change the distance."),
            "good",
        )
    details = {
        Role.ANCHOR: _tr("Anchors show how you usually look."),
        Role.POSITIVE: _tr("Smile, frown, come closer or lean back."),
        None: "",
    }
    return Guidance(_direction_words(_wanted(progress)), details[progress.role])


def _direction_words(direction: Direction | None) -> str:
    words = {
        Direction.FRONT: _tr("Look straight at the camera."),
        Direction.LEFT: _tr("Turn your head slowly to the left."),
        Direction.UP_LEFT: _tr("Look up and to the left."),
        Direction.UP: _tr("Lift your chin a little."),
        Direction.UP_RIGHT: _tr("Look up and to the right."),
        Direction.RIGHT: _tr("Turn your head slowly to the right."),
        Direction.DOWN_RIGHT: _tr("Look down and to the right."),
        Direction.DOWN: _tr("Lower your chin a little."),
        Direction.DOWN_LEFT: _tr("Look down and to the left."),
        None: _tr("Keep moving your head slowly."),
    }
    return words[direction]


def ring_of(progress: EnrolmentProgress) -> RingState:
    """What the ring shows: the coverage of the role in progress, and the direction that is asked for."""
    wanted = _wanted(progress) if progress.guided and not progress.pausing else None
    segments = progress.standing.segments(progress.role or Role.POSITIVE)
    return RingState(
        segments, None if wanted is None else wanted.value, done=progress.role is None and not progress.suspects
    )


def ring_words(state: RingState, of: int) -> str:
    """The ring as words, for those who do not see it."""
    return _tr("{count} of {of} directions are captured.").format(count=len(state.segments), of=of)


def role_name(role: Role) -> str:
    """The role as a word for the user."""
    return {Role.ANCHOR: _tr("Anchor"), Role.POSITIVE: _tr("Positive")}[role]


def refused_words(role: Role, refusal: Refusal) -> str:
    """The answer to a key press that took no picture."""
    return _tr("{role} not taken: {sentence} {action}").format(
        role=role_name(role), sentence=said(refusal.sentence), action=said(refusal.action)
    )


def captured_words(role: Role, count: int, doubt: Refusal | None = None) -> str:
    """The answer to a key press that took one; `doubt`: why it may show somebody else."""
    taken = _tr("{role} {count} taken.").format(role=role_name(role), count=count)
    return taken if doubt is None else f"{taken} {said(doubt.sentence)}"


def taken_back_words(count: int) -> str:
    """Said when pictures were removed because they turned out to show a picture of a face."""
    return _tr("%n capture(s) removed: that was a picture of a face, not a face.", count)


def _wanted(progress: EnrolmentProgress) -> Direction | None:
    return None if progress.role is None else progress.standing.coverage[progress.role].wanted()


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("Guidance", words, "", count)
