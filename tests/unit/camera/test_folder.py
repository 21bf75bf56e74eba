"""Folders of pictures as cameras."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.errors import PictureError, SourceUnreadable
from faceid_app.camera.folder import FolderSource
from faceid_app.camera.pixels import encode_png
from faceid_app.camera.protocol import Span
from faceid_app.errors import InvalidSpan
from tests.helpers.fake_camera import FakeClock


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Ten pictures of grey 0, 10, .. 90 by name, and a file that is none."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in reversed(range(10)):
        (folder / f"{number:02}.PNG").write_bytes(encode_png(np.full((16, 16, 3), number * 10, dtype=np.uint8)))
    (folder / "notes.txt").write_text("no picture")
    return folder


def greys(source: FolderSource, most: int = 100) -> list[tuple[int, float]]:
    seen: list[tuple[int, float]] = []
    with source:
        while len(seen) < most and (frame := source.read()) is not None:
            seen.append((int(frame.rgb[0, 0, 0]) // 10, round(frame.captured_at, 6)))
    return seen


def test_pictures_come_by_name_ten_a_second(pictures: Path) -> None:
    clock = FakeClock()
    assert greys(FolderSource(pictures, clock=clock, wait=clock.wait)) == [(n, n / 10) for n in range(10)]
    assert clock.now - 100 == pytest.approx(0.9)


def test_late_pictures_are_skipped_and_fast_skips_none(pictures: Path) -> None:
    clock = FakeClock()
    with FolderSource(pictures, clock=clock, wait=clock.wait) as source:
        source.read()
        clock.now += 0.55
        late = source.read()
    assert late is not None
    assert late.captured_at == pytest.approx(0.5)
    assert len(greys(FolderSource(pictures, fast=True))) == 10


def test_a_span_and_a_loop(pictures: Path) -> None:
    looping = FolderSource(pictures, span=Span(0.2, 0.5), loop=True, fast=True)
    assert greys(looping, most=5) == [(2, 0.0), (3, 0.1), (4, 0.2), (2, 0.3), (3, 0.4)]
    with pytest.raises(InvalidSpan, match=r"its 10 pictures end at 1\.0 s"):
        FolderSource(pictures, span=Span(1.5))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no picture in it"):
        FolderSource(tmp_path)


def test_a_text_named_jpg_is_told_with_its_name(pictures: Path) -> None:
    (pictures / "05x.jpg").write_text("hello")
    with pytest.raises(PictureError, match=r"05x\.jpg"):
        greys(FolderSource(pictures, fast=True))
