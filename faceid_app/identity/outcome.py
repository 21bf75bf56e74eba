"""What the judged frames of one run come to: its verdict, the frame that explains it, and the sentence."""

from __future__ import annotations

from faceid_app.guard.verdict import Liveness
from faceid_app.identity.decision import Verdict
from faceid_app.identity.verification import FrameVerdict
from faceid_app.settings import Settings


def outcome_of(judged: list[FrameVerdict], match: FrameVerdict | None) -> tuple[Verdict, FrameVerdict | None]:
    """The verdict and the frame that explains it; `match` is the first that told a match.

    That is the newest in which the guard saw the attack that was told, before a match or after it, else the matching
    one, else the nearest miss, or the newest doubt of the guard where it called nothing live, else the last refusal.
    """
    attacks = [frame for frame in judged if frame.verdict is Verdict.ATTACK]
    if attacks:
        # An attack outlasts the frames that show it, and those may be refused for a reason of their own.
        seen = [frame for frame in attacks if frame.guard is not None and frame.guard.liveness is Liveness.ATTACK]
        return Verdict.ATTACK, (seen or attacks)[-1]
    if match is not None:
        return Verdict.MATCH, match
    usable = [frame for frame in judged if frame.decision is not None]
    if not usable:
        last = judged[-1] if judged else None
        return Verdict.LOCKED if last is not None and last.locked_for else Verdict.NO_FACE, last
    if all(_is_doubtful(frame) for frame in usable):
        return Verdict.NO_MATCH, usable[-1]
    return Verdict.NO_MATCH, max(usable, key=lambda frame: frame.decision.score if frame.decision else 0.0)


def last_with_glances(judged: list[FrameVerdict]) -> FrameVerdict:
    """The last frame that a glance at a face came to; a run that ends without a match is judged by what it saw last."""
    return next((frame for frame in reversed(judged) if frame.glances), judged[-1])


def reason_of(outcome: Verdict, deciding: FrameVerdict | None, judged: list[FrameVerdict], settings: Settings) -> str:
    """Why it came out so, in one or two sentences."""
    if deciding is None:
        return "The camera delivered no frame."
    if outcome is Verdict.NO_MATCH and _is_doubtful(deciding):
        asked = deciding.guard is not None and deciding.guard.prompt is not None
        ended = "The pictures ended before this was done: " if asked else ""
        return f"Whether this is a live face cannot be told. {ended}{deciding.reason}"
    if outcome is Verdict.NO_MATCH and deciding.decision is not None and deciding.decision.match:
        usable = [frame for frame in judged if frame.decision is not None]
        matching = sum(frame.decision.match and not _is_doubtful(frame) for frame in usable if frame.decision)
        return (
            f"{matching} of {len(usable)} usable frames match; "
            f"{settings.verdict_k} of {settings.verdict_n} within {settings.verdict_seconds:g} s are needed."
        )
    return deciding.reason


def _is_doubtful(frame: FrameVerdict) -> bool:
    return frame.guard is not None and frame.guard.liveness is not Liveness.LIVE
