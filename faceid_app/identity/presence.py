"""Whether it is still the same person who sits before the camera, as far as places and times tell."""

from __future__ import annotations

from faceid_app.faces.face import Face, Reason
from faceid_app.faces.observation import Observation
from faceid_app.faces.subject import is_same_place

UNSEEN_SECONDS = 1.0
"""After so long without a frame whoever sits there begins anew."""
_NOBODY = (Reason.NO_FACE, Reason.SEVERAL_FACES)


class Presence:
    """Follows the subject of one camera's frames in their order."""

    def __init__(self) -> None:
        self._subject: Face | None = None
        self._at: float | None = None

    def begins_anew(self, observation: Observation, at: float) -> bool:
        """Whether the frame taken at `at` seconds may show another person than the one before.

        The face is suddenly elsewhere, nothing was seen for a while, or it is not clear whose face it is. Blur and
        light come and go while the same person sits there; an empty or crowded picture is a new start.
        """
        subject, refusal = observation.subject, observation.refusal
        late = self._at is not None and not 0.0 <= at - self._at <= UNSEEN_SECONDS
        elsewhere = subject is not None and self._subject is not None and not is_same_place(self._subject, subject)
        nobody = subject is None or (refusal is not None and refusal.reason in _NOBODY)
        self._at, self._subject = at, subject or self._subject
        return late or elsewhere or nobody
