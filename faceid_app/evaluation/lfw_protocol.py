"""Owns the run of LFW's View 2: each picture embedded once, each pair scored, ten folds decided."""

from __future__ import annotations

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
class LfwResult:
    """Figures of one run; rates are 0..1.

    accuracy, std_error: mean over the folds and its standard error. thresholds: the one chosen for each fold.
    tar_at_far: TAR by target FAR, over all pairs. not_found: pictures without a face; pairs_without_face: pairs with
    such a picture, which are kept and count as the least alike of all.
    """

    accuracy: float
    std_error: float
    eer: float
    auc: float
    tar_at_far: dict[str, float]
    thresholds: tuple[float, ...]
    pairs: int
    not_found: int
    pairs_without_face: int

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {
            "accuracy": self.accuracy,
            "std_error": self.std_error,
            "eer": self.eer,
            "auc": self.auc,
            "tar_at_far": dict(self.tar_at_far),
            "thresholds": list(self.thresholds),
            "pairs": self.pairs,
            "not_found": self.not_found,
            "pairs_without_face": self.pairs_without_face,
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
    accuracy = metrics.kfold_accuracy(scores, same, fold_of)
    genuine, impostor = scores[same], scores[~same]
    curve = metrics.roc(genuine, impostor)
    return LfwResult(
        accuracy=accuracy.mean,
        std_error=accuracy.std_error,
        eer=metrics.eer(curve),
        auc=metrics.auc(curve),
        tar_at_far={name: metrics.tar_at_far(genuine, impostor, far).tar for name, far in FARS.items()},
        thresholds=tuple(float(threshold) for threshold in accuracy.thresholds),
        pairs=len(pairs),
        not_found=int(np.count_nonzero(~found)),
        pairs_without_face=int(np.count_nonzero(~scored)),
    )


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
