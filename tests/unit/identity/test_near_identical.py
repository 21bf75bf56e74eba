"""One picture twice, changed as programs change pictures, among others of the same person in the same room."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from faceid_app.identity.near_identical import find_same_pictures
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.helpers.synthetic_faces import portrait


def test_copies_are_found_and_other_takes_are_not(paths: Paths, tmp_path: Path):
    original = portrait(person=0, room=0).rgb
    files = {
        "a.png": original,
        "b.png": portrait(person=0, room=0, take=1).rgb[::-1],
        "bright.png": np.clip(original.astype(int) + 25, 0, 255).astype(np.uint8),
        "mirrored.png": original[:, ::-1],
        "other.png": portrait(person=1, room=1).rgb,
        "small.jpg": cv2.resize(original, (160, 160), interpolation=cv2.INTER_AREA),
    }
    pictures = [tmp_path / name for name in files]
    for picture, pixels in zip(pictures, files.values(), strict=True):
        cv2.imwrite(str(picture), pixels[..., ::-1])
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    found = find_same_pictures(paths, [*pictures, tmp_path / "broken.jpg"], report=ignore, is_cancelled=never)
    pairs = {(pictures[one.first].name, pictures[one.second].name): one.mirrored for one in found}
    assert ("a.png", "bright.png") in pairs
    assert ("a.png", "small.jpg") in pairs
    assert pairs[("a.png", "mirrored.png")]
    assert not any("other.png" in pair or "b.png" in pair for pair in pairs)
