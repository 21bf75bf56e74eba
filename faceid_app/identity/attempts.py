"""What counts as an attempt, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime

from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.verification import FrameVerdict
from faceid_app.storage.attempts import Attempt

TOLD = (Verdict.MATCH, Verdict.NO_MATCH, Verdict.ATTACK)


def attempt_of(frame: FrameVerdict, verdict: Verdict, *, network: str, bundle: str) -> Attempt | None:
    """The attempt that ended with this frame; None where no face was compared, for there is nothing to try again.

    Args:
        frame: the frame whose verdict was told.
        verdict: what was told.
        network: sha256 of the network.
        bundle: id of the model.
    """
    if not frame.glances or verdict not in TOLD:
        return None
    return Attempt(
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        verdict=verdict.value,
        network=network,
        bundle=bundle,
        detection=frame.thresholds.detection,
        verification=frame.thresholds.verification,
        needed=frame.needed,
        score=0.0 if frame.decision is None else frame.decision.score,
        glances=frame.glances,
    )


class AttemptWatch:
    """Finds the attempts among the frames of a sitting.

    An attempt is one verdict over time: it begins when somebody sits down or the verdict changes, and is one however
    long they stay. A verdict that comes from moving the thresholds before the camera is no attempt: once somebody was
    told one, nothing counts from such a movement until the face has gone.
    """

    def __init__(self, *, network: str, bundle: str) -> None:
        self._network, self._bundle = network, bundle
        self._told: Verdict | None = None
        self._thresholds: Thresholds | None = None

    def see(self, frame: FrameVerdict) -> Attempt | None:
        """The attempt that this frame completes, if it does."""
        if not frame.glances:
            self._told = None
        if self._told is None:
            self._thresholds = frame.thresholds
        if frame.thresholds != self._thresholds or frame.decision is None:
            return None
        # The window has begun anew: somebody else may sit there. After an attack it is empty as long as that is told.
        if len(frame.glances) == 1 and frame.verdict is not Verdict.ATTACK:
            self._told = None
        if frame.verdict not in TOLD or frame.verdict is self._told:
            return None
        self._told = frame.verdict
        return attempt_of(frame, frame.verdict, network=self._network, bundle=self._bundle)
