"""Folders of drawn people: every picture of a person has their chequers and their room, as in a press archive."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.helpers.synthetic_faces import portrait

_ALIGNED = (slice(70, 182), slice(70, 182))


def write_people(folder: Path, *, people: int, pictures: int, first: int = 0) -> Path:
    """`folder`/name/number.png, aligned faces of 112x112 pixels."""
    for person in range(first, first + people):
        own = folder / f"person {person:02d}"
        own.mkdir(parents=True)
        for take in range(pictures):
            pixels = np.ascontiguousarray(portrait(person=person, room=person, take=take).rgb[_ALIGNED])
            cv2.imwrite(str(own / f"{person:02d}{take:02d}.png"), pixels[..., ::-1])
    return folder


def write_identities(folder: Path, file: Path) -> Path:
    """The list of who is on them, as CelebA's."""
    lines = [f"{path.name} {int(path.parent.name.split()[1]) + 1}" for path in sorted(folder.rglob("*.png"))]
    file.write_text("\n".join(lines) + "\n")
    return file
