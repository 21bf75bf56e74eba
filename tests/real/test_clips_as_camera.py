"""Real clips of phones and webcams, used as a camera."""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import pytest

from faceid_app.camera.source import open_source
from faceid_app.faces.detector import Detector

pytestmark = pytest.mark.real

LIVE = [f"{letter}_live" for letter in "abcdefg"]


def duration(path: Path) -> float:
    """Seconds, as the file's movie header (`mvhd`, version 0, ISO/IEC 14496-12) tells them."""
    data = path.read_bytes()
    at = data.index(b"mvhd") + 4
    assert data[at] == 0
    scale, length = struct.unpack(">II", data[at + 12 : at + 20])
    return float(length / scale)


@pytest.mark.parametrize("name", [*LIVE, "a_replay", "b_replay", "crowd"])
def test_every_clip_plays_for_its_length_on_a_rising_clock(clip: Callable[[str], Path], name: str) -> None:
    times = []
    with open_source(str(clip(name)), fast=True) as source:
        while (frame := source.read()) is not None:
            times.append(frame.captured_at)
    assert times[0] == pytest.approx(0, abs=0.05)
    assert all(later > earlier for earlier, later in pairwise(times))
    assert times[-1] == pytest.approx(duration(clip(name)), rel=0.05)


@pytest.mark.parametrize("name", LIVE)
def test_every_clip_is_upright(clip: Callable[[str], Path], name: str) -> None:
    """The eyes are above the mouth in most frames in which there is a face, and there are faces."""
    detector = Detector()
    upright = []
    with open_source(str(clip(name)), fast=True, end=3.0) as source:
        while (frame := source.read()) is not None:
            if frame.seq % 15 == 0 and (faces := detector.detect(frame.rgb)):
                eyes, mouth = faces[0].landmarks[:2, 1].mean(), faces[0].landmarks[3:, 1].mean()
                upright.append(mouth > eyes)
    assert len(upright) >= 4
    assert sum(upright) / len(upright) > 0.9


def test_skin_is_red_not_blue(clip: Callable[[str], Path]) -> None:
    detector = Detector()
    with open_source(str(clip("d_live")), fast=True) as source:
        frame = source.read()
    assert frame is not None
    x, y, width, height = (int(value) for value in detector.detect(frame.rgb)[0].box)
    red, _green, blue = frame.rgb[y : y + height, x : x + width].reshape(-1, 3).mean(0)
    assert red > blue + 10


def test_the_second_half_is_what_playing_through_gives(clip: Callable[[str], Path]) -> None:
    """A start far into a file lands on the frame that playing it from the beginning would show there."""
    path = clip("f_live")
    half = 16.8
    with open_source(str(path), fast=True) as source:
        through = next(frame for frame in iter(source.read, None) if frame.captured_at >= half - 1e-3)
    with open_source(str(path), fast=True, start=half) as source:
        there = source.read()
    assert there is not None
    assert cv2.norm(through.rgb, there.rgb, cv2.NORM_INF) == 0


def test_a_truncated_clip_gives_the_frames_it_has(clip: Callable[[str], Path], tmp_path: Path) -> None:
    data = clip("a_live").read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) // 2])
    with open_source(str(cut), fast=True) as source:
        count = sum(1 for _ in iter(source.read, None))
    assert 100 < count < 600
