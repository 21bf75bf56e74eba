"""Owns how accuracy and error rates move as pictures get worse: probes distorted, templates clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import read_picture
from faceid_app.evaluation.comparisons import Comparisons, accepted
from faceid_app.evaluation.distortions import DISTORTIONS, UNTOUCHED, Distortion, generator_for
from faceid_app.evaluation.metrics import best_threshold, rule_of_three, threshold_at_far
from faceid_app.evaluation.rates import People, Rate
from faceid_app.evaluation.views import Networks, Seen, SeePicture, View, embed_views
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

FAR = 1e-3
"""The operating point that is followed; crossing 100 pictures with 100 others supports it."""
CLEAN = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One kind of distortion at one strength, for one network.

    Attributes:
        accuracy: pairs decided right, with the threshold of each fold that was best on the *undistorted* pairs of all
            others.
        false_accepts: non-mated pairs accepted thereby.
        tar, far: mated pairs, and all non-mated crossings, accepted at the threshold frozen at FAR on undistorted
            pictures: what a user sees whose thresholds stay as they are.
        tar_again: mated pairs accepted at the threshold that keeps FAR at this strength: what is left to tell apart.
        threshold_again: that threshold, a cosine.
        probes: distorted pictures. not_found: those in which no face was found, each a non-match. refused: those with a
            face that the quality gates of verification would not have let through, though here they count.
    """

    kind: str
    strength: float
    name: str
    accuracy: Rate
    false_accepts: Rate
    tar: Rate
    far: Rate
    tar_again: Rate
    threshold_again: float
    probes: int
    not_found: int
    refused: int

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        counted = ("accuracy", "false_accepts", "tar", "far", "tar_again")
        plain = ("kind", "strength", "name", "threshold_again", "probes", "not_found", "refused")
        return {name: getattr(self, name) for name in plain} | {name: getattr(self, name).to_dict() for name in counted}


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """One network's levels, the undistorted one first. threshold: the cosine frozen at FAR; supported: whether the
    non-mated comparisons suffice for that FAR (rule of three). templates_not_found: clean second pictures without a
    face, in `templates`."""

    levels: tuple[Level, ...]
    threshold: float
    supported: bool
    pairs: int
    templates: int
    templates_not_found: int

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        plain = ("threshold", "supported", "pairs", "templates", "templates_not_found")
        return {name: getattr(self, name) for name in plain} | {"levels": [level.to_dict() for level in self.levels]}


def measure_robustness(
    comparisons: Comparisons,
    networks: Networks,
    *,
    seed: int,
    distortions: Sequence[Distortion] = DISTORTIONS,
    workers: int | None = None,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> dict[str, Robustness]:
    """Distort each first picture in every way, find its face anew, compare it with the clean second pictures.

    The result depends on the seed, not on the number of `workers`. Raises Cancelled, and ValueError where a kind of
    pair or a second fold is missing.
    """
    steps = [(distortion, strength) for distortion in distortions for strength in distortion.strengths]

    def new_probe() -> SeePicture:
        observer = Observer(limits=Limits.for_verification())
        return lambda picture: _probe_views(picture, observer, steps, seed)

    def new_template() -> SeePicture:
        observer = Observer(limits=Limits.for_verification())
        return lambda picture: iter([_view(observer.observe(read_picture(picture)))])

    def embed(name: str, pictures: Sequence[Path], views: int, new_see: Callable[[], SeePicture]) -> Seen:
        stage = Stage(name, of=len(pictures), report=report, is_cancelled=is_cancelled)
        return embed_views(pictures, views=views, new_see=new_see, networks=networks, stage=stage, workers=workers)

    templates = embed("templates", comparisons.seconds, 1, new_template)
    probes = embed("distorted probes", comparisons.firsts, 1 + len(steps), new_probe)
    people = People(comparisons.people, seed=seed)
    stage = Stage("robustness rates", of=len(networks.names), report=report, is_cancelled=is_cancelled)
    results = {}
    for number, name in enumerate(networks.names):
        results[name] = judge(comparisons, probes, templates, network=number, steps=steps, people=people)
        stage.advance()
    return results


def _probe_views(picture: Path, observer: Observer, steps: list[tuple[Distortion, float]], seed: int) -> Iterator[View]:
    rgb = read_picture(picture)
    clean = observer.observe(rgb)
    yield _view(clean)
    for distortion, strength in steps:
        if clean.subject is None:
            yield View(None)
            continue
        generator = generator_for(seed=seed, kind=distortion.kind, picture=f"{picture.parent.name}/{picture.name}")
        yield _view(observer.observe(distortion(rgb, clean.subject, strength, generator=generator)))


def _view(seen: Observation) -> View:
    return View(seen.aligned, float(seen.aligned is not None and seen.refusal is not None))


def judge(
    comparisons: Comparisons,
    probes: Seen,
    templates: Seen,
    *,
    network: int,
    steps: Sequence[tuple[Distortion, float]],
    people: People,
) -> Robustness:
    """The levels of one network from what was seen.

    probes: views of `comparisons.firsts`, undistorted and then one a step; notes: 1 where the gates would refuse.
    templates: the one view of `comparisons.seconds`.
    """
    nonmated = comparisons.nonmated()
    person = comparisons.first_person[comparisons.first]
    named = [(CLEAN, UNTOUCHED, CLEAN)] + [
        (distortion.kind, strength, distortion.names[distortion.strengths.index(strength)])
        for distortion, strength in steps
    ]
    frozen, by_fold, levels = 0.0, np.empty(0), []
    for view, (kind, strength, name) in enumerate(named):
        scores = comparisons.scores(
            probes.rows[network][view],
            templates.rows[network][0],
            found_first=probes.found[view],
            found_second=templates.found[0],
        )
        pair = scores[comparisons.first, comparisons.second]
        threshold = threshold_at_far(scores[nonmated], FAR)
        if kind == CLEAN:
            frozen, by_fold = threshold, _fold_thresholds(pair, comparisons)
        decided, mated = accepted(pair, by_fold), comparisons.same
        right = decided == mated
        levels.append(
            Level(
                kind=kind,
                strength=strength,
                name=name,
                accuracy=people.rate(right, person),
                false_accepts=people.rate(decided[~mated], person[~mated]),
                tar=people.rate(accepted(pair[mated], frozen), person[mated]),
                far=people.crossed(
                    accepted(scores, frozen), nonmated, comparisons.first_person, comparisons.second_person
                ),
                tar_again=people.rate(accepted(pair[mated], threshold), person[mated]),
                threshold_again=threshold,
                probes=probes.found.shape[1],
                not_found=int(np.count_nonzero(~probes.found[view])),
                refused=int(probes.notes[view].sum()),
            )
        )
    return Robustness(
        levels=tuple(levels),
        threshold=frozen,
        supported=rule_of_three(int(nonmated.sum())) <= FAR,
        pairs=comparisons.same.size,
        templates=templates.found.shape[1],
        templates_not_found=int(np.count_nonzero(~templates.found)),
    )


def _fold_thresholds(scores: NDArray[np.float64], comparisons: Comparisons) -> NDArray[np.float64]:
    """(n,) float64: for each pair the threshold that is best on the pairs of the other folds."""
    thresholds = np.empty(scores.size)
    for fold in np.unique(comparisons.fold):
        held_out = comparisons.fold == fold
        thresholds[held_out] = best_threshold(scores[~held_out], comparisons.same[~held_out])
    return thresholds
