"""Taking captures: which frame becomes a picture of the person, and why another does not."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, replace

from faceid_app.camera.frame import Frame
from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.guard.verdict import Guard, GuardVerdict, Liveness
from faceid_app.identity.presence import Presence
from faceid_app.identity.same_person import SamePerson
from faceid_app.storage.captures import BURST_LENGTH, CaptureRecord, Captures, Role, Round
from faceid_app.words import Words

HELD_INTERVAL = 0.25
"""Seconds between captures while a key is held: at most four a second."""


_DUPLICATE = Refusal(
    reason=Reason.DUPLICATE,
    value=2.0,
    limit=1.0,
    unit="times",
    sentence=Words("This very picture is a capture already."),
    action=Words("Wait for a new picture of the camera."),
)


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """The answer to one offered frame: exactly one of `captured` and `refusal` is there.

    doubt: why what was captured may show somebody else.
    """

    captured: CaptureRecord | None
    refusal: Refusal | None
    observation: Observation
    doubt: Refusal | None = None


class EnrolmentSession:
    """One sitting in front of one camera. Not thread-safe; lives on the thread that offers frames.

    With a guard only frames that it calls live become captures: who is enrolled from a picture could be let in by it
    for ever. It must see the frames in their order, each once, by `observe` or `offer`. Where it calls somebody an
    attack, what was captured of them since they came is taken back.

    With `person` a frame that looks like somebody else than the captures becomes none, unless the user asked for it.

    round: the occasion of what is captured from now on; may be changed at any time.
    taken_back: the captures that were removed for that; callers that tell them empty it.
    """

    def __init__(
        self,
        captures: Captures,
        observer: Observer,
        *,
        camera: str,
        guard: Guard | None = None,
        person: SamePerson | None = None,
    ) -> None:
        self._captures, self._observer, self._camera, self._guard = captures, observer, camera, guard
        self._person = person
        self._presence = Presence()
        self._since_they_came: list[str] = []
        self.taken_back: list[CaptureRecord] = []
        self._burst, self._burst_began = "", 0.0
        self.round = Round.FIRST
        self.refused: Counter[str] = Counter()
        self._seen = {
            record.id: hashlib.sha256(captures.picture(record.id)).digest() for record in captures.with_pictures()
        }

    @property
    def guarded(self) -> bool:
        """Whether a guard watches."""
        return self._guard is not None

    def observe(self, frame: Frame) -> Observation:
        """Look at a frame without capturing: guidance. What the guard says against it is its refusal."""
        observation = self._observer.observe(frame.rgb)
        if self._guard is None:
            return observation
        if self._presence.begins_anew(observation, frame.captured_at):
            self._guard.lost()
            self._since_they_came.clear()
        if observation.refusal is not None:
            return observation
        guard = self._guard.check(frame, observation)
        if guard.liveness is Liveness.ATTACK and self._since_they_came:
            self._take_back()
        return observation if guard.liveness is Liveness.LIVE else replace(observation, refusal=_refusal(guard))

    def offer(self, frame: Frame, role: Role) -> Offer:
        """Capture this frame as `role`, or say why not. Once it returns, the capture is on disk."""
        return self.decide(frame, self.observe(frame), role)

    def doubt(self, observation: Observation) -> Refusal | None:
        """Why a frame without refusal may show somebody else than the captures do."""
        return None if self._person is None else self._person.doubt(self._person.embed(observation))

    @property
    def suspects(self) -> int:
        """How many captures may show somebody else than most do."""
        return 0 if self._person is None else self._person.suspects()

    def decide(self, frame: Frame, observation: Observation, role: Role, *, asked: bool = False) -> Offer:
        """As `offer`, for a frame that was observed already.

        asked: the user wants this very frame, which is therefore captured even if it may show somebody else.
        """
        if observation.refusal is not None:
            self.refused[observation.refusal.reason.value] += 1
            return Offer(None, observation.refusal, observation)
        if observation.aligned is None or observation.portrait is None:
            raise ValueError("An observation without refusal must have a face.")
        jpeg = encode_jpeg(observation.portrait)
        digest = hashlib.sha256(jpeg).digest()
        if self._is_capture(digest):
            # The same file again would stand on both sides of the split between learning and judging.
            self.refused[_DUPLICATE.reason.value] += 1
            return Offer(None, _DUPLICATE, observation)
        face = None if self._person is None else self._person.embed(observation)
        doubt = None if self._person is None or face is None else self._person.doubt(face)
        if doubt is not None and not asked:
            self.refused[doubt.reason.value] += 1
            return Offer(None, doubt, observation)
        # A clock that ran backwards is another sitting: a new burst.
        if not self._burst or not 0.0 <= frame.captured_at - self._burst_began <= BURST_LENGTH:
            self._burst, self._burst_began = uuid.uuid4().hex, frame.captured_at
        record = self._captures.add(
            role=role,
            portrait_jpeg=jpeg,
            aligned_png=encode_png(observation.aligned),
            burst=self._burst,
            camera=self._camera,
            clock=frame.captured_at,
            measurements=observation.measurements.to_dict(),
            round=self.round,
        )
        self._seen[record.id] = digest
        self._since_they_came.append(record.id)
        if self._person is not None and face is not None:
            self._person.keep(record.id, face)
        return Offer(record, None, observation, doubt)

    def undo_last(self) -> CaptureRecord | None:
        """Take back the newest capture."""
        return self._captures.undo_last()

    def _take_back(self) -> None:
        for record in self._captures.records():
            if record.id in self._since_they_came:
                self._captures.remove(record.id)
                self.taken_back.append(record)
        self._since_they_came.clear()

    def _is_capture(self, digest: bytes) -> bool:
        same = {id for id, seen in self._seen.items() if seen == digest}
        # Captures come and go by other hands too; the journal is asked only when it matters.
        return bool(same) and any(record.id in same for record in self._captures.records())


def _refusal(guard: GuardVerdict) -> Refusal:
    """What a verdict that is not LIVE means for a capture: the cue that speaks most against it, where one does."""
    against = next((cue for cue in guard.cues if cue.against), None)
    value, limit, unit = (guard.risk, 0.5, "") if against is None else (against.value, against.limit, against.unit)
    if guard.liveness is Liveness.ATTACK:
        action = Words("Come before the camera yourself, without a picture or a screen.")
        return Refusal(Reason.ATTACK, value, limit, unit, guard.reason, action)
    return Refusal(Reason.UNSURE, value, limit, unit, guard.reason, Words("Look into the camera for a moment."))
