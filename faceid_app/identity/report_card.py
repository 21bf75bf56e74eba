"""A model's card in figures that a person can weigh: counts with their intervals, and which criterion it failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.judging import LEAST_KNOWN, LIMIT
from faceid_app.identity.leak_check import LeakCheck
from faceid_app.identity.probe_results import BACKGROUND, ELSEWHERE, THROUGH_LIKE_LOOKS, THROUGH_LOOK

_RECOMMENDED = "head"
"""The recipe whose network has seen thousands of other people."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` of `n`, and the exact 95 % interval of that share, 0..1 (Clopper and Pearson)."""

    count: int
    n: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, n: int) -> Counted | None:
        """None where nothing was tried."""
        return cls(count, n, *clopper_pearson(count, n)) if n else None

    @property
    def share(self) -> float:
        """0..1."""
        return self.count / self.n


class Criterion(StrEnum):
    """What a model must pass before it verifies anybody."""

    STRANGERS = "strangers"
    ROOM = "room"
    ELSEWHERE = "elsewhere"
    UNTRIED = "untried"


class Sight(StrEnum):
    """What a model goes by."""

    FACE = "face"
    ROOM = "room"


class Remedy(StrEnum):
    """The one thing to do about it."""

    TRAIN_RECOMMENDED = "train recommended"
    ENROL_MORE = "enrol more"
    FETCH_STRANGERS = "fetch strangers"


@dataclass(frozen=True, slots=True)
class Failure:
    """The criterion that failed; `measured` is None where nothing was tried, `limit` a share, 0..1."""

    criterion: Criterion
    measured: Counted | None
    limit: float
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class ReportCard:
    """The figures at the thresholds the model starts with; None where a card does not have them.

    Attributes:
        own_refused: held-out captures of the person.
        strangers: pictures of other people who would pass as the person.
        stranger_people: whom those show.
        through_camera: strangers seen through the person's camera, or one like it.
        room: the person's pictures with the face blanked out that were accepted.
        elsewhere: the person's face in other surroundings, known again.
        failure: why it is unfit.
        leaks: what the leak check found.
    """

    own_refused: Counted | None
    strangers: Counted | None
    stranger_people: int
    through_camera: Counted | None
    room: Counted | None
    elsewhere: Counted | None
    failure: Failure | None
    leaks: LeakCheck | None

    @property
    def looks_at(self) -> Sight | None:
        """The face, if the room without it does not pass and the face passes without the room; None if not tried."""
        if self.room is None or self.elsewhere is None:
            return None
        return Sight.FACE if self.room.share <= LIMIT and self.elsewhere.share >= LEAST_KNOWN else Sight.ROOM


def report_card(bundle: Bundle) -> ReportCard:
    """The report card of a model; an older card, or a damaged one, only has fewer figures."""
    card = bundle.card
    far = card.get("default_far")
    strangers = card.get("strangers", {})
    probes = {
        str(probe["name"]): Counted.of(int(probe["accepted"]), int(probe["n"])) for probe in card.get("probes", [])
    }
    through = probes.get(THROUGH_LOOK) or probes.get(THROUGH_LIKE_LOOKS)
    return ReportCard(
        own_refused=_at(card.get("own", []), far, "refused"),
        strangers=_at(strangers.get("points", []), far, "accepted"),
        stranger_people=int(strangers.get("people", 0)),
        through_camera=through,
        room=probes.get(BACKGROUND),
        elsewhere=probes.get(ELSEWHERE),
        failure=None if bundle.fitness.fit else _failure(through, probes, recipe=bundle.recipe),
        leaks=LeakCheck.from_card(card.get("leak_check")),
    )


def _at(rows: list[Mapping[str, Any]], far: float | None, what: str) -> Counted | None:
    row = next((row for row in rows if row.get("far") == far), None)
    return None if row is None else Counted.of(int(row[what]), int(row["n"]))


def _failure(through: Counted | None, probes: Mapping[str, Counted | None], *, recipe: str) -> Failure:
    """The first criterion that fails, in the order in which the probes are judged."""
    again = Remedy.ENROL_MORE if recipe == _RECOMMENDED else Remedy.TRAIN_RECOMMENDED
    room, elsewhere = probes.get(BACKGROUND), probes.get(ELSEWHERE)
    if through is not None and room is not None and elsewhere is not None:
        if through.share > LIMIT:
            return Failure(Criterion.STRANGERS, through, LIMIT, again)
        if room.share > LIMIT:
            return Failure(Criterion.ROOM, room, LIMIT, again)
        if elsewhere.share < LEAST_KNOWN:
            return Failure(Criterion.ELSEWHERE, elsewhere, LEAST_KNOWN, again)
    return Failure(Criterion.UNTRIED, None, LIMIT, Remedy.FETCH_STRANGERS if through is None else again)
