"""Does the model look at the face? Three probes after every training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.faces.alignment import align
from faceid_app.identity.bundle import Fitness
from faceid_app.identity.decision import Thresholds, decide
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.head import L1Head, sigmoid
from faceid_app.identity.look_bank import TRAITS, LookBank
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.identity.probe_results import (
    BACKGROUND,
    ELSEWHERE,
    THROUGH_LIKE_LOOKS,
    THROUGH_LOOK,
    ProbeResult,
    judge,
)
from faceid_app.learning.compositing import paste_face, without_face
from faceid_app.learning.look import Look, jpeg_quality_of, measure_look, measure_traits
from faceid_app.learning.places import made_place
from faceid_app.learning.portraits import Portrait, choose_pictures, portraits_of_captures, read_portraits
from faceid_app.learning.recipes import CapturePicture
from faceid_app.progress import IsCancelled, Report, Stage

STRANGERS = 300
NEAREST_LOOKS = 4
_REFERENCE = 100  # portraits the look is measured against


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """The model to probe, as verification would use it.

    Attributes:
        embedder: its network.
        head: its L1 head.
        thresholds: those its bundle starts with.
        templates: (t, d) float32, one row for each capture given to `run_probes`, in that order.
    """

    embedder: Embedder
    head: L1Head
    thresholds: Thresholds
    templates: Embeddings


@dataclass(frozen=True, slots=True, eq=False)
class ProbeReport:
    """The results, what follows from them, and through what the strangers were seen, as plain JSON values."""

    results: tuple[ProbeResult, ...]
    fitness: Fitness
    look: dict[str, Any]

    def to_card(self) -> dict[str, Any]:
        """Plain JSON values: `probes` and `look`."""
        return {"probes": [asdict(result) for result in self.results], "look": self.look}


def run_probes(
    candidate: Candidate,
    *,
    captures: Sequence[CapturePicture],
    people: Mapping[str, Sequence[Path]],
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
    count: int = STRANGERS,
) -> ProbeReport:
    """Probe a model at the thresholds it starts with, on pictures of strangers.

    Args:
        candidate: the model.
        captures: of the user, at least one.
        people: pictures of strangers by name, best people the model has not learned from.
        seed: chooses strangers and noise.
        report: told of progress.
        is_cancelled: asked at every picture.
        count: strangers shown.

    Raises:
        ValueError: no capture, or no stranger with a face.
    """
    pictures = choose_pictures(people, count=count, seed=seed)
    stage = Stage("strangers for the probes", of=len(pictures), report=report, is_cancelled=is_cancelled)
    strangers = read_portraits(pictures, stage=stage)
    return probe(
        candidate,
        own=portraits_of_captures(captures),
        strangers=strangers,
        jpeg_quality=round(float(np.median([jpeg_quality_of(capture.jpeg) for capture in captures]))),
        seed=seed,
        report=report,
        is_cancelled=is_cancelled,
    )


def probe(
    candidate: Candidate,
    *,
    own: Sequence[Portrait],
    strangers: Sequence[Portrait],
    jpeg_quality: int,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> ProbeReport:
    """As `run_probes`, on portraits that were read already; row i of the candidate's templates is that of `own[i]`."""
    if not own or not strangers:
        raise ValueError(f"Probes need captures and strangers. Received: {len(own)} and {len(strangers)}")
    reference = [portrait.rgb for portrait in strangers[:_REFERENCE]]
    look = measure_look([portrait.rgb for portrait in own], reference, jpeg_quality=jpeg_quality)
    stage = Stage("probes", of=len(strangers) + 2 * len(own), report=report, is_cancelled=is_cancelled)
    trial = _Trial(candidate, stage)
    kind = candidate.embedder.input
    results = (
        trial.run(THROUGH_LOOK, len(strangers), lambda i: _seen(strangers, own, i, look=look, kind=kind, seed=seed)),
        trial.run(BACKGROUND, len(own), lambda i: _blanked(own[i])),
        trial.run(ELSEWHERE, len(own), lambda i: _moved(own[i], strangers[i % len(strangers)]), own=True),
    )
    return ProbeReport(results, judge(results), look.to_dict())


def probe_without_pictures(
    candidate: Candidate,
    *,
    own: Sequence[Portrait],
    looks: LookBank | None,
    seed: int,
    report: Report,
    is_cancelled: IsCancelled,
) -> ProbeReport:
    """As `probe`, for a frozen backbone of which only embeddings of strangers are at hand, no picture.

    The strangers are those of `looks`, embedded beforehand through many cameras' looks; shown are those through the
    NEAREST_LOOKS looks that measure most like the user's captures. The user's face is put into made surroundings.
    Without `looks` no stranger can be shown, and the model is unfit: what nothing has judged is not trusted.

    Raises:
        ValueError: no capture, or a model that sees the surroundings, for which embeddings cannot stand in.
    """
    if not own or candidate.embedder.input is not Input.ALIGNED_112:
        raise ValueError(
            f"Probes without pictures need captures and aligned faces. Received: {len(own)}, {candidate.embedder.input}"
        )
    stage = Stage("probes", of=2 * len(own), report=report, is_cancelled=is_cancelled)
    trial = _Trial(candidate, stage)
    results = [
        trial.run(BACKGROUND, len(own), lambda i: _blanked(own[i])),
        trial.run(ELSEWHERE, len(own), lambda i: _moved(own[i], made_place(i, seed=seed)), own=True),
    ]
    look: dict[str, Any] = {"shown": "no strangers: none came with the network"}
    if looks is not None:
        traits = measure_traits([portrait.rgb for portrait in own])
        nearest = looks.nearest(traits, count=NEAREST_LOOKS)
        results.insert(0, trial.compare(THROUGH_LIKE_LOOKS, looks.rows(nearest)))
        look = {
            "shown": f"{len(np.unique(looks.person))} strangers through each of the {len(nearest)} nearest looks",
            "traits": dict(zip(TRAITS, np.round(traits, 2).tolist(), strict=True)),
            "nearest": np.round(looks.traits[nearest], 2).tolist(),
        }
    return ProbeReport(tuple(results), judge(results), look)


class _Trial:
    """Shows pictures to the candidate and counts what the decision accepts."""

    def __init__(self, candidate: Candidate, stage: Stage) -> None:
        self._candidate, self._stage = candidate, stage
        self._templates = candidate.head.project(candidate.templates)

    def run(self, name: str, n: int, picture: Callable[[int], Portrait], *, own: bool = False) -> ProbeResult:
        """Show `picture(0)` to `picture(n - 1)`; with `own`, picture i is not compared with template i, its origin."""
        accepted = 0
        for index in range(n):
            templates = (
                np.delete(self._templates, index, axis=0) if own and len(self._templates) > 1 else self._templates
            )
            accepted += self._accepts(picture(index), templates)
            self._stage.advance()
        low, high = clopper_pearson(accepted, n)
        return ProbeResult(name, accepted, n, low, high)

    def compare(self, name: str, embeddings: Embeddings) -> ProbeResult:
        """As `run`, for faces that were embedded before."""
        head, thresholds = self._candidate.head, self._candidate.thresholds
        scores = sigmoid(head.cross_logits(head.project(embeddings), self._templates))
        accepted = sum(decide(row, thresholds).match for row in scores)
        return ProbeResult(name, accepted, len(scores), *clopper_pearson(accepted, len(scores)))

    def _accepts(self, portrait: Portrait, templates: NDArray[np.float32]) -> bool:
        embedder, head = self._candidate.embedder, self._candidate.head
        prepared = to_input(embedder.input, aligned=align(portrait.rgb, portrait.landmarks), portrait=portrait.rgb)
        probe = head.project(embedder.embed(prepared[None]))[0]
        return decide(head.scores(probe, templates), self._candidate.thresholds).match


def _seen(
    strangers: Sequence[Portrait], own: Sequence[Portrait], index: int, *, look: Look, kind: Input, seed: int
) -> Portrait:
    """A stranger in front of the user's camera; where the model sees the surroundings, these are the user's too."""
    stranger = strangers[index]
    rendered = look.render(stranger.rgb, generator=np.random.default_rng((seed, index)))
    if kind is Input.ALIGNED_112:
        return Portrait(rendered, stranger.landmarks)
    place = own[index % len(own)]
    return Portrait(paste_face(place.rgb, place.landmarks, rendered, stranger.landmarks), place.landmarks)


def _blanked(own: Portrait) -> Portrait:
    return Portrait(without_face(own.rgb, own.landmarks), own.landmarks)


def _moved(own: Portrait, elsewhere: Portrait) -> Portrait:
    pasted = paste_face(elsewhere.rgb, elsewhere.landmarks, own.rgb, own.landmarks)
    return Portrait(pasted, elsewhere.landmarks)
