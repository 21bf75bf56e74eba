"""Who of the enrolled people is it, or nobody: open-set identification by exact search.

Everybody is compared by the universal head of one backbone, for scores of heads trained apart cannot be ranked. A
person's *lead* is by how much a face exceeds what all but one in a hundred strangers reach against that person (the
idea of Z-norm: Auckenthaler, Carey, Lloyd-Thomas, "Score Normalization for Text-Independent Speaker Verification
Systems", 2000). The leader is named if the lead exceeds what the strangers allow and nobody else comes near; else the
answer is *unknown*. The people who set the zeros, those who set the least lead and those who count who is named are
different ones: a limit is at its best on the very strangers that it was set on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import NotEnoughCaptures
from faceid_app.evaluation.identification_rates import thirds
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.decision import deciding_scores
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.judging import DEFAULT_SHARE

ANCHOR_SHARE = 1e-2
"""Of strangers, who exceed the zero of each person's lead. One in a thousand is too few to fix a zero by: it names the
rest more often than it was set to."""
TARGET = 1e-3
"""False positive identification rate: of strangers, who may be named as anybody."""
PARTS = 3
SETS_ZERO, SETS_LEAD, COUNTS = range(PARTS)
"""What a stranger's pictures are for, in the parts that a gallery is given."""
MARGIN = 1.0
"""Logits by which the leader must be ahead of the second.

With 158 people of LFW enrolled on five pictures each, it costs 0.2 points of 3,534 probes at an FPIR of 1 %, spares a
quarter of the confusions, and costs nothing at 0.1 %; twice as much costs 0.8 points and spares no further one.
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
    """How many pictures of strangers who set nothing are named as somebody of the gallery, with the 95 % interval."""

    named: int
    of: int
    low: float
    high: float


class Enrolled:
    """One person of a gallery: projected templates, and what strangers reach against them."""

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


def against_strangers(head: L1Head, templates: Embeddings, strangers: Embeddings) -> Array:
    """The deciding logit of each stranger against one person: templates (t, d), strangers (n, d) -> (n,) float32."""
    logits = head.cross_logits(head.project(strangers), head.project(templates))
    return deciding_scores(logits, DEFAULT_SHARE)


def parted(person: NDArray[np.integer[Any]]) -> NDArray[np.int8]:
    """(n,) whom each stranger's picture shows -> (n,) SETS_ZERO, SETS_LEAD or COUNTS; a third of the people each."""
    return thirds(person, seed=0)


class Gallery:
    """The enrolled people, ready to be searched. Immutable, so any thread may search."""

    def __init__(self, head: L1Head, people: Sequence[Enrolled], parts: NDArray[np.integer[Any]]) -> None:
        """Set the zeros on one part of the strangers, the least lead on another, and count on the third.

        Args:
            head: the universal head.
            people: who is enrolled.
            parts: (n,) of SETS_ZERO, SETS_LEAD and COUNTS for each stranger's picture, nobody in two, see `parted`.

        Raises:
            NotEnoughCaptures: nobody is enrolled.
            ValueError: the people were compared with different strangers, or a part is empty.
        """
        if not people:
            raise NotEnoughCaptures("usable", 0, 1)
        if {len(person.strangers) for person in people} != {len(parts)}:
            raise ValueError("Expected the same strangers for everybody.")
        if len(np.unique(parts)) != PARTS:
            raise ValueError(f"Expected strangers in all {PARTS} parts. Received: {np.unique(parts).tolist()}")
        self._head, self._people = head, tuple(people)
        reached = np.stack([person.strangers for person in people], axis=1)
        self._zeros = np.quantile(reached[parts == SETS_ZERO], 1.0 - ANCHOR_SHARE, axis=0).astype(np.float32)
        leads = reached - self._zeros
        nearest = np.sort(leads[parts == SETS_LEAD].max(axis=1))
        # Above the k-th of n, a new one is expected with k / (n + 1); with too few strangers, above all of them.
        above = max(1, math.floor(TARGET * (len(nearest) + 1)))
        # The next float above, and nobody is named below their own zero.
        self.least_lead = max(0.0, float(np.nextafter(nearest[-above], np.float32(np.inf))))
        counted = leads[parts == COUNTS]
        named = sum(self._choose(row).name is not None for row in counted[counted.max(axis=1) >= self.least_lead])
        self.strangers_named = StrangersNamed(named, len(counted), *clopper_pearson(named, len(counted)))

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
            deciding_scores(self._head.cross_logits(projected, person.templates), DEFAULT_SHARE)
            for person in self._people
        ]
        return np.asarray(np.stack(columns, axis=1) - self._zeros, np.float32)

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
