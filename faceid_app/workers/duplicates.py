"""Owns the search of a folder for pictures of one person and for one picture twice. Needs no training process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from faceid_app.datasets.feature_cache import Seen
from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import DatasetMissing, ModelMissing, UsageError
from faceid_app.evaluation.label_collisions import Suspects, search_suspects
from faceid_app.evaluation.picture_groups import (
    Group,
    GroupingFigures,
    group_pictures,
    judge_grouping,
    threshold_for,
)
from faceid_app.evaluation.rates import Rate
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.near_identical import SamePicture, find_same_pictures
from faceid_app.identity.picture_embeddings import embed_pictures
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report, Stage, ignore, never

FARS = (1e-4, 1e-5, 1e-6)


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """What a folder holds.

    Attributes:
        root: the folder. pictures: all files, by their path.
        unreadable, without_face: of the pictures, given rows.
        backbone, far, threshold, counted: which cosine counts as one person, set to which FAR and counted on what.
        same: pairs that are one picture. groups: pictures of one person, rows of `pictures`.
        people: folders that name a person by holding several pictures; 0 where the folder is flat.
        figures, suspects: the groups beside those names, and names that may be wrong; None where it is flat.
        not_kept: why nothing could be kept for the next search, or None.
    """

    root: Path
    pictures: tuple[Path, ...]
    unreadable: tuple[int, ...]
    without_face: tuple[int, ...]
    backbone: str
    far: float
    threshold: float
    counted: Rate
    same: tuple[SamePicture, ...]
    groups: tuple[Group, ...]
    people: int
    figures: GroupingFigures | None
    suspects: Suspects | None
    not_kept: str | None


def find_duplicates(
    paths: Paths,
    folder: Path,
    *,
    backbone: str,
    far: float,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Duplicates:
    """Look at every picture below `folder`, one face of each, its subject.

    Args:
        paths: whose cache keeps embeddings and fingerprints, so that an interrupted search goes on.
        folder: of pictures; a sub-folder with several names a person.
        backbone: one that brings strangers, on whom `far`, one of FARS, is counted.
        report, is_cancelled: as ever.

    Raises:
        UsageError, ModelMissing, DatasetMissing: as they say. Cancelled: what was read is kept.
    """
    if far not in FARS:
        raise UsageError(f"The FAR {far:g} cannot be chosen; choose one of: {', '.join(f'{one:g}' for one in FARS)}.")
    network = find_backbone(paths, backbone)
    strangers = network.strangers()
    if strangers is None:
        raise ModelMissing(f"The strangers of {backbone!r}", "choose the network that comes with the program")
    index = FolderIndex(folder)
    people = index.people()
    pictures = tuple(index.pictures())
    label = np.repeat(np.arange(len(people)), [len(own) for own in people.values()])
    embedded = embed_pictures(
        paths, (network,), pictures, aligned=False, root=index.root, report=report, is_cancelled=is_cancelled
    )
    found = np.flatnonzero(embedded.seen == Seen.FEATURES)
    if len(found) < 2:
        raise DatasetMissing(
            f"Two faces in the {len(pictures)} pictures of {str(folder)!r} (found {len(found)})",
            "give pictures of people",
        )
    report(Progress(stage="count strangers"))
    witnesses = strangers.unseen_rows()
    threshold, counted = threshold_for(far, strangers.embeddings[witnesses], strangers.person[witnesses])
    embeddings = embedded.embeddings[network.name][found]
    stage = Stage("group", of=len(found), report=report, is_cancelled=is_cancelled)
    try:
        groups = [
            Group(tuple(int(found[row]) for row in group.pictures), group.mean, group.least)
            for group in group_pictures(embeddings, threshold, stage=stage)
        ]
        same = find_same_pictures(paths, pictures, report=report, is_cancelled=is_cancelled)
    except ValueError as error:
        raise UsageError(
            "The folder {folder!r} cannot be grouped: {why}; search a part of it at a time.",
            folder=str(folder),
            why=str(error),
        ) from error
    several = int(sum(len(own) > 1 for own in people.values()))
    labelled = several > 0 and len(people) > 1 and len(np.unique(label[found])) < len(found)
    suspects = None
    if labelled and len(np.unique(label[found])) > 1:
        suspects = search_suspects(embeddings, label[found], seed=0, report=report, is_cancelled=is_cancelled)
    return Duplicates(
        root=index.root,
        pictures=pictures,
        unreadable=_rows(embedded.seen == Seen.UNREADABLE),
        without_face=_rows(embedded.seen == Seen.NO_FACE),
        backbone=network.name,
        far=far,
        threshold=threshold,
        counted=counted,
        same=tuple(same),
        groups=tuple(groups),
        people=several,
        figures=judge_grouping(groups, label) if labelled else None,
        suspects=None if suspects is None else _renumbered(suspects, found),
        not_kept=None if embedded.not_kept is None else str(embedded.not_kept),
    )


def _rows(chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[int, ...]:
    return tuple(int(row) for row in np.flatnonzero(chosen))


def _renumbered(suspects: Suspects, found: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Suspects:
    """With rows of all pictures in place of those with a face."""
    return replace(
        suspects,
        collisions=tuple(
            replace(one, first=int(found[one.first]), second=int(found[one.second])) for one in suspects.collisions
        ),
        unlike=tuple(replace(one, picture=int(found[one.picture])) for one in suspects.unlike),
    )
