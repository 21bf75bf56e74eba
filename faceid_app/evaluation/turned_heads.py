"""Owns how error rates depend on how far the heads of a comparison are turned: strata of yaw, nothing synthetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.evaluation.comparisons import Comparisons, accepted
from faceid_app.evaluation.metrics import rule_of_three, threshold_at_far
from faceid_app.evaluation.rates import People, Rate
from faceid_app.evaluation.robustness import FAR
from faceid_app.evaluation.views import Networks, Seen, SeePicture, View, embed_views
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

DIFFERENCE_EDGES = (0.0, 10.0, 20.0, 30.0, 40.0, 180.0)
GREATEST_EDGES = (0.0, 10.0, 20.0, 30.0, 180.0)
"""Degrees. `faces.pose` knows yaw to about a fifth of the angle, so finer strata would mix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Comparisons of heads whose yaw lies in low <= degrees < high, at one threshold for all strata."""

    low: float
    high: float
    tar: Rate
    far: Rate

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {"low": self.low, "high": self.high, "tar": self.tar.to_dict(), "far": self.far.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedHeads:
    """One network's strata, by the difference of the yaws of a comparison and by the greater absolute one.

    threshold: the cosine that keeps FAR over all non-mated comparisons. supported: whether they suffice for it.
    pairs: mated pairs. left_out: those of them with a picture without a face, which has no yaw: a non-match each.
    """

    by_difference: tuple[Stratum, ...]
    by_greatest: tuple[Stratum, ...]
    threshold: float
    supported: bool
    pairs: int
    left_out: int

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {
            "by_difference": [stratum.to_dict() for stratum in self.by_difference],
            "by_greatest": [stratum.to_dict() for stratum in self.by_greatest],
            "threshold": self.threshold,
            "supported": self.supported,
            "pairs": self.pairs,
            "left_out": self.left_out,
        }


def measure_turned_heads(
    comparisons: Comparisons,
    networks: Networks,
    *,
    seed: int,
    workers: int | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, TurnedHeads]:
    """TAR of the mated pairs and FAR of all non-mated crossings, by yaw. Raises Cancelled; ValueError without pairs."""

    def new_see() -> SeePicture:
        observer = Observer(limits=Limits.for_dataset())
        return lambda picture: _views(picture, observer)

    pictures, _, _ = comparisons.pictures()
    stage = Stage("turned heads", of=len(pictures), report=report, is_cancelled=is_cancelled)
    seen = embed_views(pictures, views=1, new_see=new_see, networks=networks, stage=stage, workers=workers)
    people = People(comparisons.people, seed=seed)
    return {
        name: judge_turned(comparisons, seen, network=number, people=people)
        for number, name in enumerate(networks.names)
    }


def judge_turned(comparisons: Comparisons, seen: Seen, *, network: int, people: People) -> TurnedHeads:
    """The strata of one network. `seen`: the one view of `comparisons.pictures()`; its notes are yaws in degrees."""
    _, first, second = comparisons.pictures()
    yaw, found, rows = seen.notes[0], seen.found[0], seen.rows[network][0]
    known = found[first][:, None] & found[second][None, :]
    scores = comparisons.scores(rows[first], rows[second], found_first=found[first], found_second=found[second])
    nonmated = comparisons.nonmated() & known
    threshold = threshold_at_far(scores[nonmated], FAR)
    matches = accepted(scores, threshold)
    difference = np.abs(yaw[first][:, None] - yaw[second][None, :])
    greatest = np.maximum(np.abs(yaw[first])[:, None], np.abs(yaw[second])[None, :])
    return TurnedHeads(
        by_difference=_strata(comparisons, people, matches, nonmated, known, difference, DIFFERENCE_EDGES),
        by_greatest=_strata(comparisons, people, matches, nonmated, known, greatest, GREATEST_EDGES),
        threshold=threshold,
        supported=rule_of_three(int(nonmated.sum())) <= FAR,
        pairs=int(comparisons.same.sum()),
        left_out=int(np.count_nonzero(~known[comparisons.first, comparisons.second] & comparisons.same)),
    )


def _views(picture: Path, observer: Observer) -> Iterator[View]:
    seen = observer.observe(read_picture(picture))
    yield View(seen.aligned, 0.0 if seen.pose is None else seen.pose.yaw)


def _strata(
    comparisons: Comparisons,
    people: People,
    matches: NDArray[np.bool_],
    nonmated: NDArray[np.bool_],
    known: NDArray[np.bool_],
    degrees: NDArray[np.float64],
    edges: tuple[float, ...],
) -> tuple[Stratum, ...]:
    first, second = comparisons.first[comparisons.same], comparisons.second[comparisons.same]
    person = comparisons.first_person[first]
    strata = []
    for low, high in pairwise(edges):
        inside = (degrees >= low) & (degrees < high)
        mated = inside[first, second] & known[first, second]
        strata.append(
            Stratum(
                low=low,
                high=high,
                tar=people.rate(matches[first, second][mated], person[mated]),
                far=people.crossed(matches, nonmated & inside, comparisons.first_person, comparisons.second_person),
            )
        )
    return tuple(strata)
