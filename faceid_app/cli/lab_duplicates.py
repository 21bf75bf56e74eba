"""`faceid lab duplicates`: which pictures of a folder show one person, and which are one picture twice."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray

from faceid_app import __version__
from faceid_app.camera.errors import PictureError
from faceid_app.camera.pixels import read_picture
from faceid_app.cli.console import Console
from faceid_app.cli.options import Reports
from faceid_app.evaluation.duplicates_section import (
    copies_section,
    duplicates_figures,
    groups_section,
    names_section,
)
from faceid_app.identity.backbones import DEFAULT_BACKBONE
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.progress import never
from faceid_app.reports.report import Report, Section, check_target
from faceid_app.workers.duplicates import FARS, Duplicates, find_duplicates

_SIDE = 72
_MOST_NAMED = 10


def register(lab: typer.Typer) -> None:
    """Add the command of this module."""
    lab.command("duplicates")(duplicates)


def duplicates(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of pictures; a sub-folder with several names a person.")],
    backbone: Annotated[str, typer.Option(help="A backbone that brings strangers.")] = DEFAULT_BACKBONE,
    far: Annotated[
        float,
        typer.Option(help=f"How seldom two people may look like one: {', '.join(f'{one:g}' for one in FARS)}."),
    ] = FARS[1],
    report: Reports = None,
) -> None:
    """Group the pictures of a folder by person, and find pictures that are there twice.

    A .html report is a contact sheet with small pictures in it; keep it as you keep the pictures. What was read is kept
    as numbers, so that an interrupted search goes on.
    """
    for target in report or []:
        check_target(target)
    console: Console = context.obj
    began = time.monotonic()
    with console.progress() as progress:
        found = find_duplicates(console.paths, folder, backbone=backbone, far=far, report=progress, is_cancelled=never)
    written = duplicates_report(found)
    for target in report or []:
        written.save(target)
    seconds = time.monotonic() - began
    console.result(json.loads(written.to_json()), f"{written.to_text()}\nSearched in {seconds:.0f} s.")


def duplicates_report(found: Duplicates) -> Report:
    """The report of a search, with thumbnails for its HTML form alone."""
    names = [picture.relative_to(found.root).as_posix() for picture in found.pictures]
    same = [(one.first, one.second, one.likeness, one.mirrored) for one in found.same]

    def thumbnail(row: int) -> NDArray[np.uint8] | None:
        try:
            picture = read_picture(found.pictures[row])
        except PictureError:
            return None
        side = min(picture.shape[:2])
        top, left = ((length - side) // 2 for length in picture.shape[:2])
        square = np.ascontiguousarray(picture[top : top + side, left : left + side])
        return np.asarray(cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)

    sections = [
        _searched(found, names),
        copies_section(same, names, thumbnail),
        groups_section(found.groups, names, found.figures, thumbnail),
    ]
    if found.suspects is not None:
        sections.append(names_section(found.suspects, names, thumbnail))
    about = {
        "data": f"{len(names):,} pictures",
        "backbone": found.backbone,
        "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}",
    }
    figures = duplicates_figures(same, found.groups, found.suspects, found.figures, names) | {
        "pictures": len(names),
        "unreadable": [names[row] for row in found.unreadable],
        "without_face": [names[row] for row in found.without_face],
        "threshold": {"cosine": found.threshold, "far": found.far, "counted": found.counted.to_dict()},
    }
    return Report("Duplicates", about, tuple(sections), figures)


def _searched(found: Duplicates, names: list[str]) -> Section:
    counted = found.counted
    text = [
        f"{len(names):,} pictures; of each the face of its subject counts. {len(found.without_face):,} show no face "
        f"that could be found, {len(found.unreadable):,} could not be read.",
        f"Two pictures are taken for one person from a cosine of {found.threshold:.3f} on, which is set to a FAR of "
        f"{found.far:g} on the strangers that come with {found.backbone!r}, people of LFW of whom it learned nothing: "
        f"{counted.count:,} of {counted.of:,} of their comparisons reach it (95 %: {counted.low:.2g} to "
        f"{counted.high:.2g}). Among n pictures there are n (n - 1) / 2 comparisons: in many thousand pictures some "
        "strangers meet even so.",
    ]
    for rows, what in ((found.unreadable, "Not read"), (found.without_face, "Without a face")):
        if rows:
            more = f" and {len(rows) - _MOST_NAMED:,} more" if len(rows) > _MOST_NAMED else ""
            text.append(f"{what}: {', '.join(names[row] for row in rows[:_MOST_NAMED])}{more}.")
    if found.not_kept is not None:
        text.append(f"What was read could not be kept, so another search reads it again: {found.not_kept}")
    return Section("What was searched", tuple(text))
