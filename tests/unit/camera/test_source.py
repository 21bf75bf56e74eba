"""What a `--camera` value means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.errors import CameraMissing, SourceUnreadable
from faceid_app.camera.pixels import encode_png
from faceid_app.camera.source import open_source
from faceid_app.errors import UsageError
from tests.helpers.clips import write_clip


def test_a_video_and_a_folder_are_told_by_the_path(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", frames=5)
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(encode_png(np.zeros((16, 16, 3), np.uint8)))
    with open_source(str(clip), fast=True) as video, open_source(str(folder), fast=True) as pictures:
        assert (video.info.kind, video.info.name) == ("video", "a.mp4")
        assert (pictures.info.kind, pictures.info.name) == ("folder", "pictures")
        assert video.read() is not None
        assert pictures.read() is not None


@pytest.mark.parametrize("spec", ["nowhere/a.mp4", "a.mp4", "./0"])
def test_a_mistyped_path_is_no_missing_camera(spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceUnreadable):
        open_source(spec)


def test_a_missing_camera_is_one() -> None:
    with pytest.raises(CameraMissing, match="camera-of-nobody"):
        open_source("camera-of-nobody")


def test_a_part_of_a_camera_makes_no_sense() -> None:
    with pytest.raises(UsageError, match="no start and end"):
        open_source("0", start=3.0)
