"""Who of the enrolled people is it, or nobody: open-set identification by exact search.

Everybody is compared by the universal head of one backbone, for scores of heads trained apart cannot be ranked. A
person's *lead* is by how much a face exceeds what all but one in a thousand strangers reach against that person (the
idea of Z-norm: Auckenthaler, Carey, Lloyd-Thomas, "Score Normalization for Text-Independent Speaker Verification
Systems", 2000). The leader is named if the lead exceeds what the strangers allow and nobody else comes near; else the
answer is *unknown*.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import NotEnoughCaptures
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.decision import deciding_scores
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.judging import DEFAULT_SHARE

ANCHOR_SHARE = 1e-3
"""Of strangers, who exceed the zero of each person's lead."""
TARGET = 1e-3
"""False positive identification rate: of strangers, who may be named as anybody."""
MARGIN = 1.0
"""Logits by which the leader must be ahead of the second.

With 62 people of LFW enrolled on ten pictures each, it costs one of 2,403 probes 0.1 point of recognition at an FPIR of
1 % and none at 0.1 %; twice as much costs 0.25 and 0.05 points and spares no further confusion.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person and their lead in logits; over the gallery's `least_lead` they could be it."""

    name: str
    lead: float


@dataclass(frozen=True, slots=True)
class Identification:
    """Whose face it is.

    Attributes:
        name: of the person, or None: unknown.
        rival: who came too near to `leader` for a name to be said, or None.
        candidates: everybody, the nearest first.
    """

    name: str | None
    rival: str | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class StrangersNamed:
    """How many of the strangers' pictures would be named as somebody of the gallery, with the 95 % interval."""

    named: int
    of: int
    low: float
    high: float


class Enrolled:
    """One person of a gallery: projected templates and the zero of the lead."""

    def __init__(self, name: str, head: L1Head, templates: Embeddings, strangers: Array) -> None:
        """Prepare a person.

        Args:
            name: to be said.
            head: the universal head.
            templates: (t, d) float32.
            strangers: (n,) float32, `against_strangers` for these templates.
        """
        self.name = name
        self.templates = head.project(templates)
        self.strangers = strangers
        self.zero = float(np.quantile(strangers, 1.0 - ANCHOR_SHARE))


def against_strangers(head: L1Head, templates: Embeddings, strangers: Embeddings) -> Array:
    """The deciding logit of each stranger against one person: templates (t, d), strangers (n, d) -> (n,) float32."""
    logits = head.cross_logits(head.project(strangers), head.project(templates))
    return deciding_scores(logits, DEFAULT_SHARE)


class Gallery:
    """The enrolled people, ready to be searched. Immutable, so any thread may search."""

    def __init__(self, head: L1Head, people: Sequence[Enrolled]) -> None:
        """Count on the strangers how far ahead of zero a face must be.

        Raises:
            NotEnoughCaptures: nobody is enrolled.
            ValueError: the people were compared with different strangers.
        """
        if not people:
            raise NotEnoughCaptures("usable", 0, 1)
        if len({len(person.strangers) for person in people}) != 1:
            raise ValueError("Expected the same strangers for everybody.")
        self._head, self._people = head, tuple(people)
        leads = np.stack([person.strangers - person.zero for person in people], axis=1)
        nearest = np.sort(leads.max(axis=1))
        allowed = math.floor(TARGET * len(nearest))
        # The next float above the first stranger who must not be named; nobody is named below their own zero.
        self.least_lead = max(0.0, float(np.nextafter(nearest[-allowed - 1], np.float32(np.inf))))
        named = int(np.sum([self._choose(row).name is not None for row in leads[leads.max(axis=1) >= self.least_lead]]))
        self.strangers_named = StrangersNamed(named, len(nearest), *clopper_pearson(named, len(nearest)))

    @property
    def names(self) -> tuple[str, ...]:
        """Who is in it."""
        return tuple(person.name for person in self._people)

    def identify(self, embeddings: Embeddings) -> list[Identification]:
        """Whose faces these are: (n, d) float32 -> n answers. A row that is not finite is unknown."""
        return [self._choose(row) for row in self.leads(embeddings)]

    def leads(self, embeddings: Embeddings) -> NDArray[np.float32]:
        """(n, d) float32 -> (n, people) float32 logits, in the order of `names`."""
        projected = self._head.project(embeddings)
        columns = [
            deciding_scores(self._head.cross_logits(projected, person.templates), DEFAULT_SHARE) - person.zero
            for person in self._people
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _choose(self, leads: NDArray[np.float32]) -> Identification:
        if not np.isfinite(leads).all():
            return Identification(None, None, ())
        order = np.argsort(-leads, kind="stable")
        candidates = tuple(Candidate(self._people[index].name, float(leads[index])) for index in order)
        leader = candidates[0]
        if leader.lead < self.least_lead:
            return Identification(None, None, candidates)
        second = candidates[1] if len(candidates) > 1 else None
        if second is not None and leader.lead - second.lead < MARGIN:
            return Identification(None, second.name, candidates)
        return Identification(leader.name, None, candidates)
