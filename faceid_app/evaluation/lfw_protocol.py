"""Owns the run of LFW's View 2: each picture embedded once, each pair scored, ten folds decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing
from faceid_app.evaluation import metrics
from faceid_app.evaluation.bootstrap import Interval
from faceid_app.evaluation.folds import jackknife_interval, mean_interval, wider
from faceid_app.evaluation.rates import People, Rate
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

EmbedPictures = Callable[[list[Path]], tuple[NDArray[Any], NDArray[np.bool_]]]
"""Pictures -> (n, d) embeddings and (n,) bool, whether a face was found; rows without one may hold anything."""

ScorePairs = Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]
"""(n, d) and (n, d) embeddings -> (n,) finite scores, the higher the more alike."""

FARS = {"1e-2": 1e-2, "1e-3": 1e-3}
"""The targets that View 2's impostor pairs can support: 3,000 of them say nothing below 3/3000."""

# Enough for every core, few enough to be cancelled within seconds.
_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class LfwPoint:
    """The most lenient threshold at which at most `far` of the non-mated trials match.

    false_matches: how many of them do, of `nonmated`. tar: the mated trials that match, with the interval of `People`.
    """

    far: float
    threshold: float
    false_matches: int
    nonmated: int
    tar: Rate

    def to_dict(self) -> dict[str, object]:
        """For a JSON object; no threshold where all trials may match."""
        return {
            "far": self.far,
            "threshold": self.threshold if math.isfinite(self.threshold) else None,
            "false_matches": self.false_matches,
            "nonmated": self.nonmated,
            "tar": self.tar.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LfwResult:
    """Figures of one run; rates are 0..1, intervals 95 %.

    accuracy, std_error: mean over the folds and its standard error. accuracy_interval, eer_interval, auc_interval: from
    the spread between folds, and not narrower than counts of independent trials allow. right: decisions that were.
    thresholds: the one chosen for each fold. points: by target FAR, over all pairs. pictures: of the pairs, of which
    not_found show no face; pairs_without_face: pairs with such a picture, which count as the least alike of all.
    curve: over all pairs. mated, nonmated: scores of the pairs with two faces.
    """

    accuracy: float
    std_error: float
    accuracy_interval: Interval
    right: int
    eer: float
    eer_interval: Interval
    auc: float
    auc_interval: Interval
    points: dict[str, LfwPoint]
    thresholds: tuple[float, ...]
    pairs: int
    pictures: int
    not_found: int
    pairs_without_face: int
    curve: metrics.RocCurve
    mated: NDArray[np.float64]
    nonmated: NDArray[np.float64]

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {
            "accuracy": self.accuracy,
            "std_error": self.std_error,
            "accuracy_interval": [self.accuracy_interval.low, self.accuracy_interval.high],
            "right": self.right,
            "eer": self.eer,
            "eer_interval": [self.eer_interval.low, self.eer_interval.high],
            "auc": self.auc,
            "auc_interval": [self.auc_interval.low, self.auc_interval.high],
            "points": {name: point.to_dict() for name, point in self.points.items()},
            "thresholds": list(self.thresholds),
            "pairs": self.pairs,
            "pictures": self.pictures,
            "not_found": self.not_found,
            "pairs_without_face": self.pairs_without_face,
            "curve": {"far": self.curve.far.tolist(), "frr": self.curve.frr.tolist()},
        }


def evaluate_lfw(
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    embed_pictures: EmbedPictures,
    score: ScorePairs,
    *,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> LfwResult:
    """Measure a way to embed and compare on the pairs of `folds`, whose pictures are those of `index`.

    Networks trained on other people's pictures belong to LFW's category "unrestricted, with labeled outside data"
    (Huang and Learned-Miller, UM-CS-2014-003): compare the figures with those only.

    Raises DatasetMissing when pictures of the pairs are not in `index`, Cancelled, and ValueError when a kind of pair
    is missing or a score is not finite.
    """
    pairs = [pair for fold in folds for pair in fold]
    fold_of = np.repeat(np.arange(len(folds)), [len(fold) for fold in folds])
    fold_of = np.unique(fold_of, return_inverse=True)[1]  # an empty fold decides nothing
    same = np.array([pair.same for pair in pairs], dtype=np.bool_)
    names = sorted({name for pair in pairs for name in (pair.a, pair.b)})
    embeddings, found = _embed(_paths(index, names), embed_pictures, report, is_cancelled)
    row = {name: i for i, name in enumerate(names)}
    first = np.array([row[pair.a] for pair in pairs], dtype=np.intp)
    second = np.array([row[pair.b] for pair in pairs], dtype=np.intp)
    scored = found[first] & found[second]
    if not scored.any():
        raise ValueError(f"no pair has a face in both pictures. Received: {len(pairs)} pairs")
    scores = np.empty(len(pairs))
    scores[scored] = score(embeddings[first[scored]], embeddings[second[scored]])
    scores[~scored] = scores[scored].min() - 1.0
    person = np.array([pair.a.rpartition("/")[0] for pair in pairs])
    return _figures(
        _Trials(scores, same, fold_of, person, scored), pictures=len(names), not_found=int(np.count_nonzero(~found))
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Trials:
    """(n,) each. person: of the first picture. scored: whether both pictures show a face."""

    scores: NDArray[np.float64]
    same: NDArray[np.bool_]
    fold: NDArray[np.intp]
    person: NDArray[np.str_]
    scored: NDArray[np.bool_]


def _figures(trials: _Trials, *, pictures: int, not_found: int) -> LfwResult:
    scores, same = trials.scores, trials.same
    folded = metrics.kfold_accuracy(scores, same, trials.fold)
    decided = scores >= folded.thresholds[trials.fold]
    right = np.bincount(trials.fold[decided == same], minlength=folded.thresholds.size)
    genuine, impostor = scores[same], scores[~same]
    curve = metrics.roc(genuine, impostor)
    eer, auc = metrics.eer(curve), metrics.auc(curve)
    parts = [metrics.roc(scores[same & others], scores[~same & others]) for others in _without_each(trials.fold)]
    fewer = min(genuine.size, impostor.size)
    return LfwResult(
        accuracy=folded.mean,
        std_error=folded.std_error,
        accuracy_interval=wider(
            mean_interval(right / np.bincount(trials.fold)), _counted(int(right.sum()), scores.size)
        ),
        right=int(right.sum()),
        eer=eer,
        eer_interval=wider(
            jackknife_interval(eer, [metrics.eer(part) for part in parts]), _counted(round(eer * fewer), fewer)
        ),
        auc=auc,
        auc_interval=jackknife_interval(auc, [metrics.auc(part) for part in parts]),
        points=_points(genuine, impostor, trials.person[same]),
        thresholds=tuple(float(threshold) for threshold in folded.thresholds),
        pairs=scores.size,
        pictures=pictures,
        not_found=not_found,
        pairs_without_face=int(np.count_nonzero(~trials.scored)),
        curve=curve,
        mated=scores[same & trials.scored],
        nonmated=scores[~same & trials.scored],
    )


def _points(
    genuine: NDArray[np.float64], impostor: NDArray[np.float64], person: NDArray[np.str_]
) -> dict[str, LfwPoint]:
    names, number = np.unique(person, return_inverse=True)
    people = People(names.size, seed=0)
    points = {}
    for name, far in FARS.items():
        threshold = metrics.threshold_at_far(impostor, far)
        points[name] = LfwPoint(
            far=far,
            threshold=threshold,
            false_matches=int(np.count_nonzero(impostor >= threshold)),
            nonmated=impostor.size,
            tar=people.rate(genuine >= threshold, number),
        )
    return points


def _without_each(fold: NDArray[np.intp]) -> list[NDArray[np.bool_]]:
    return [fold != left_out for left_out in np.unique(fold)]


def _counted(count: int, of: int) -> Interval:
    return Interval(*metrics.clopper_pearson(count, of))


def _paths(index: PeopleIndex, names: list[str]) -> list[Path]:
    there = {picture.relative_to(index.root).as_posix(): picture for picture in index.pictures()}
    missing = [name for name in names if name not in there]
    if missing:
        raise DatasetMissing(
            f"{missing[0]!r}, one of {len(missing)} pictures of the pairs,", f"complete LFW in {str(index.root)!r}"
        )
    return [there[name] for name in names]


def _embed(
    pictures: list[Path], embed_pictures: EmbedPictures, report: Report, is_cancelled: IsCancelled
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    stage = Stage("embed pairs", of=len(pictures), report=report, is_cancelled=is_cancelled)
    parts = []
    for start in range(0, len(pictures), _BATCH):
        batch = pictures[start : start + _BATCH]
        parts.append(embed_pictures(batch))
        stage.advance(len(batch))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([found for _, found in parts])
