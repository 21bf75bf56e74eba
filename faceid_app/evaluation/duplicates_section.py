"""Owns what a report says of duplicates in a folder: copies, groups of one person, and names that may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.evaluation.arcface_section import rate
from faceid_app.evaluation.label_collisions import Suspects
from faceid_app.evaluation.picture_groups import Group, GroupingFigures
from faceid_app.reports.plots import Pictures
from faceid_app.reports.report import Section, Table

MOST_LISTED = 200
SHEETS, PICTURES_A_SHEET, PAIRS_SHOWN = 24, 12, 12
Thumbnail = Callable[[int], NDArray[np.uint8] | None]
"""A picture by its row, small and square (s, s, 3) uint8 RGB; None where it cannot be read any more."""


def copies_section(same: Sequence[tuple[int, int, float, bool]], names: Sequence[str], thumbnail: Thumbnail) -> Section:
    """Pairs that are one picture: (row, row, likeness, mirrored), most alike first."""
    rows = tuple((names[a], names[b], f"{like:.4f}", "yes" if turned else "") for a, b, like, turned in same)
    text = (
        "Two files that hold one picture, perhaps brightened, made smaller, compressed anew or mirrored: their detail "
        "correlates by 0.99 or more. Copies that were turned or cut are not found.",
    )
    table = Table(
        ("picture", "the same as", "correlation", "mirrored"),
        rows[:MOST_LISTED],
        f"{min(len(rows), MOST_LISTED):,} of {len(rows):,} pairs, the most alike first.",
    )
    shown = [(names[row], thumbnail(row)) for a, b, _, _ in same[:PAIRS_SHOWN] for row in (a, b)]
    plots = _sheet("The first of them, pair by pair", shown, columns=4)
    return Section("The same picture", text, (table,) if rows else (), plots)


def groups_section(
    groups: Sequence[Group], names: Sequence[str], figures: GroupingFigures | None, thumbnail: Thumbnail
) -> Section:
    """Pictures of one person."""
    rows = tuple(
        (number, len(group.pictures), f"{group.mean:.3f}", f"{group.least:.3f}", names[group.pictures[0]])
        for number, group in enumerate(groups, start=1)
    )
    pictures = sum(len(group.pictures) for group in groups)
    text = [
        f"{pictures:,} pictures form {len(groups):,} groups of one person each. Pictures are joined while the mean "
        "cosine of the two parts reaches the threshold, so that one picture like two people does not join them."
    ]
    if figures is not None:
        text.append(
            f"Beside the names of the folders: {rate(figures.right.to_dict())} of the pairs within a group bear one "
            f"name, and {rate(figures.found.to_dict())} of the pairs of one name are in one group; {figures.mixed:,} "
            "groups hold several names. Wrong names count against the groups here."
        )
    columns = ("group", "pictures", "mean cosine", "least cosine", "its first picture")
    table = Table(columns, rows[:MOST_LISTED], f"{min(len(rows), MOST_LISTED):,} of {len(rows):,}, the largest first.")
    plots: tuple[Pictures, ...] = ()
    for number, group in enumerate(groups[:SHEETS], start=1):
        shown = [(names[row], thumbnail(row)) for row in group.pictures[:PICTURES_A_SHEET]]
        plots += _sheet(f"Group {number}, {len(group.pictures):,} pictures", shown, columns=6)
    return Section("The same person", tuple(text), (table,) if rows else (), plots)


def names_section(suspects: Suspects, names: Sequence[str], thumbnail: Thumbnail) -> Section:
    """Names of folders that may be wrong."""
    tables = []
    if suspects.collisions:
        rows = tuple(
            (names[one.first], names[one.second], f"{one.score:.3f}", one.above, one.pairs)
            for one in suspects.collisions
        )
        columns = ("picture", "picture of another name", "cosine", "pairs above the limit", "pairs")
        tables.append(
            Table(columns, rows[:MOST_LISTED], f"{len(rows):,} pairs of names whose pictures look like one person.")
        )
    if suspects.unlike:
        rows_unlike = tuple((names[one.picture], f"{one.best:.3f}", one.others) for one in suspects.unlike)
        caption = f"{len(rows_unlike):,} pictures that are unlike all others of their name."
        single = ("picture", "highest cosine with the others", "others")
        tables.append(Table(single, rows_unlike[:MOST_LISTED], caption))
    shown = [
        (names[row], thumbnail(row)) for one in suspects.collisions[:PAIRS_SHOWN] for row in (one.first, one.second)
    ]
    limit = "there are too few to tell two names of one person" if suspects.limit is None else f"{suspects.limit:.3f}"
    text = (
        f"Two names are suspected when their highest cosine is like one person's and stands alone among strangers': "
        f"{limit}. Relatives look like errors too; nothing here proves one.",
    )
    return Section("Names that may be wrong", text, tuple(tables), _sheet("Two names, one face?", shown, columns=4))


def duplicates_figures(
    same: Sequence[tuple[int, int, float, bool]], groups: Sequence[Group], suspects: Suspects | None,
    figures: GroupingFigures | None, names: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """Everything as JSON values, pictures by their paths below the folder."""
    return {
        "same": [{"pictures": [names[a], names[b]], "likeness": like, "mirrored": m} for a, b, like, m in same],
        "groups": [
            {"pictures": [names[row] for row in group.pictures], "mean": group.mean, "least": group.least}
            for group in groups
        ],
        "beside_names": None
        if figures is None
        else {"right": figures.right.to_dict(), "found": figures.found.to_dict(), "mixed": figures.mixed},
        "suspects": None
        if suspects is None
        else {
            "limit": suspects.limit,
            "collisions": [[names[one.first], names[one.second], one.score] for one in suspects.collisions],
            "unlike": [[names[one.picture], one.best] for one in suspects.unlike],
        },
    }


def _sheet(title: str, shown: Sequence[tuple[str, NDArray[np.uint8] | None]], *, columns: int) -> tuple[Pictures, ...]:
    pictures = tuple((_short(name), picture) for name, picture in shown if picture is not None)
    return (Pictures(title=title, pictures=pictures, columns=columns),) if pictures else ()


def _short(name: str) -> str:
    """The end of a path, as much as stands below a small picture."""
    last = name.rpartition("/")[2]
    return last if len(last) <= 18 else f"…{last[-17:]}"
