"""Owns whether a face is of the person whose captures are there, so that guided capture does not go on with another.

A face is of that person where the score of the universal head reaches `LIMIT` with any capture: guided capture takes a
picture every 0.2 to 1.2 s, so one of nearly the same pose is always there. Measured with the compact network:

- Seven clips of one person each, guided, every third frame against the captures before it: 0 of 979 below the limit,
  the lowest 0.951 (clip a).
- Each clip against the 40 captures of each other: 0 of 5,916 frames reach it, in 0 of 42 pairs, the highest 0.829.
- Strangers the network has not learned from, against the 40 captures of each clip: 2 of 81,788, the highest 0.929.
- The same person on other days, in LFW, falls below it with 81 of 2,328 pictures where there are five captures (3.5 %),
  20 of 1,394 with ten (1.4 %), 3 of 676 with twenty (0.4 %), and 1,095 of 5,677 with one (19.3 %): therefore nothing
  that is asked for by a key press is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from faceid_app.errors import FaceIdError
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.head import Array, L1Head, sigmoid, tempered
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.templates import embed_captures
from faceid_app.paths import Paths
from faceid_app.storage.captures import CaptureRecord, Captures
from faceid_app.words import Words

log = logging.getLogger(__name__)

LIMIT = 0.9
"""Score with any of the captures from which on a face is of the same person."""


class SamePerson:
    """The embeddings of one person's captures, kept while an enrolment lasts. For one thread.

    Captures come and go by other hands too, so each question names those that are there. What is not known yet is
    embedded then, in 7 ms each; what cannot be read counts as not there. The network is opened for the first of them:
    a window that only shows the camera loads none.
    """

    def __init__(self, captures: Captures, open_embedder: Callable[[], Embedder], head: L1Head) -> None:
        self._captures, self._open_embedder, self._head = captures, open_embedder, head
        self._rows: dict[str, Array] = {}
        self._unreadable: set[str] = set()
        self._like: dict[str, set[str]] = {}

    @cached_property
    def _embedder(self) -> Embedder:
        return self._open_embedder()

    def embed(self, observation: Observation) -> Array:
        """The face of a frame as `doubt` and `keep` take it: one forward pass."""
        if observation.aligned is None:
            raise ValueError("Expected an observation with a face.")
        prepared = to_input(self._embedder.input, aligned=observation.aligned, portrait=observation.portrait)
        return np.asarray(self._head.project(self._embedder.embed(prepared[None]))[0], np.float32)

    def doubt(self, face: Array) -> Refusal | None:
        """Why this may be somebody else than the captures show; None where it is not, or there are none."""
        there = self._there()
        if not there:
            return None
        score = float(self._scores(face, there).max())
        if score >= LIMIT:
            return None
        sentence = Words(
            "This looks like somebody else than the pictures so far: score {score:.2f}, {limit:.2f} is needed.",
            score=min(score, LIMIT - 0.01),  # never shown as what is needed
            limit=LIMIT,
        )
        action = Words("Let the person of the pictures come back.")
        return Refusal(Reason.SOMEBODY_ELSE, score, LIMIT, "", sentence, action)

    def keep(self, capture_id: str, face: Array) -> None:
        """That face became that capture."""
        others = list(self._rows)
        like = {other for other, score in zip(others, self._scores(face, others), strict=True) if score >= LIMIT}
        self._rows[capture_id] = face
        self._like[capture_id] = like
        for other in like:
            self._like[other].add(capture_id)

    def suspects(self) -> int:
        """How many captures are not in the largest group, and so may show somebody else.

        A group is what is joined by scores that reach the limit. Of groups equally large the oldest is the person.
        """
        left = dict.fromkeys(self._there())
        count, largest = len(left), 0
        while left:
            open_ends = [next(iter(left))]
            group = set(open_ends)
            while open_ends:
                further = self._like[open_ends.pop()] & left.keys() - group
                group |= further
                open_ends += further
            largest = max(largest, len(group))
            for id in group:
                del left[id]
        return count - largest

    def _there(self) -> list[str]:
        """The captures that are there and readable, oldest first, each known afterwards."""
        records = self._captures.with_pictures()
        self._learn(record for record in records if record.aligned and record.id not in self._rows)
        return [record.id for record in records if record.id in self._rows]

    def _learn(self, records: Iterable[CaptureRecord]) -> None:
        for record in records:
            if record.id in self._unreadable:
                continue
            embedder = self._embedder  # a network that cannot be opened is no fault of the capture's
            try:
                embedded = embed_captures(self._captures, [record], embedder)
            except (FaceIdError, ValueError) as error:
                log.info("A capture cannot be compared: %s", type(error).__name__)  # its sentence may name people
                self._unreadable.add(record.id)
                continue
            self.keep(record.id, self._head.project(embedded)[0])

    def _scores(self, face: Array, ids: list[str]) -> Array:
        if not ids:
            return np.empty(0, np.float32)
        return sigmoid(self._head.logits(face, np.stack([self._rows[id] for id in ids])))


def same_person(paths: Paths, captures: Captures) -> SamePerson | None:
    """The check of one person's captures, by the default network; None where that comes without a head.

    Raises ModelMissing, CorruptData, NewerFormat; so does what it returns, when it first embeds.
    """
    backbone = find_backbone(paths)
    head = backbone.universal_head()
    return None if head is None else SamePerson(captures, backbone.embedder, tempered(head))
