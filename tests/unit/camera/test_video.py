"""Video files as cameras."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.errors import SourceUnreadable
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import Span
from faceid_app.camera.video import VideoSource
from faceid_app.errors import InvalidSpan
from faceid_app.paths import PROJECT_ROOT
from tests.helpers.clips import RED, number_of, turn_upside_down, write_clip
from tests.helpers.fake_camera import FakeClock


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second, 30 frames."""
    return write_clip(tmp_path_factory.mktemp("clips") / "second.mp4")


def frames_of(source: VideoSource, most: int = 1000) -> list[Frame]:
    with source:
        frames: list[Frame] = []
        while len(frames) < most and (frame := source.read()) is not None:
            frames.append(frame)
    return frames


def test_fast_gives_every_frame_in_its_colours(second: Path) -> None:
    frames = frames_of(VideoSource(second, fast=True))
    assert [frame.seq for frame in frames] == list(range(30))
    assert [number_of(frame.rgb) for frame in frames] == list(range(30))
    assert np.allclose([frame.captured_at for frame in frames], np.arange(30) / 30, atol=1e-3)
    left = frames[0].rgb[10:38, 5:25].reshape(-1, 3).mean(0)
    assert np.abs(left - RED).max() < 12  # red, not blue


def test_a_span_begins_and_ends_where_asked_and_its_clock_begins_at_0(second: Path) -> None:
    frames = frames_of(VideoSource(second, span=Span(0.5, 0.8), fast=True))
    assert [number_of(frame.rgb) for frame in frames] == list(range(15, 24))
    assert frames[0].captured_at == pytest.approx(0, abs=1e-3)


def test_a_loop_goes_on_with_a_rising_clock(second: Path) -> None:
    frames = frames_of(VideoSource(second, span=Span(0.5, 0.8), fast=True, loop=True), most=20)
    assert [number_of(frame.rgb) for frame in frames] == [*range(15, 24), *range(15, 24), 15, 16]
    assert np.allclose([frame.captured_at for frame in frames], np.arange(20) / 30, atol=2e-3)
    assert [frame.seq for frame in frames] == list(range(20))


def test_a_start_far_into_a_long_file_is_exact(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "long.mp4", frames=25 * 14, fps=25, width=32, height=32)
    frames = frames_of(VideoSource(clip, span=Span(12.0, 13.0), fast=True))
    assert len(frames) == 25
    assert frames[-1].captured_at == pytest.approx(24 / 25, abs=1e-3)


def test_at_its_own_pace_a_frame_comes_when_it_is_due(second: Path) -> None:
    clock = FakeClock()
    frames = frames_of(VideoSource(second, clock=clock, wait=clock.wait))
    assert len(frames) == 30
    assert clock.now - 100 == pytest.approx(29 / 30, abs=1e-3)


def test_a_late_reader_gets_the_frame_that_is_due_now(second: Path) -> None:
    clock = FakeClock()
    with VideoSource(second, clock=clock, wait=clock.wait) as source:
        assert source.read() is not None
        clock.now += 0.5
        late = source.read()
    assert late is not None
    assert number_of(late.rgb) in (14, 15)
    assert late.seq == 1


def test_a_machine_too_slow_for_the_file_still_sees_frames(second: Path) -> None:
    now = 0.0

    def every_look_takes_a_while() -> float:
        nonlocal now
        now += 0.2
        return now

    frames = frames_of(VideoSource(second, clock=every_look_takes_a_while, wait=lambda _seconds: None))
    assert 3 <= len(frames) < 30


def test_a_clip_of_a_phone_held_upside_down_is_turned(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "phone.mp4")
    turn_upside_down(clip)
    (first, *_rest) = frames_of(VideoSource(clip, fast=True))
    assert np.abs(first.rgb[20, 50].astype(int) - RED).max() < 12  # the red half is now on the right
    assert first.rgb[20, 10].max() < 12


def test_a_truncated_file_ends_where_its_frames_do(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "whole.avi", frames=60, width=320, height=240)
    cut = tmp_path / "cut.avi"
    data = clip.read_bytes()
    cut.write_bytes(data[: len(data) * 2 // 3])
    assert 10 < len(frames_of(VideoSource(cut, fast=True))) < 60


@pytest.mark.parametrize("data", [b"", b"this is a text\n" * 100, b"\x00\x00\x00\x18ftypmp42" + bytes(200)])
def test_a_file_that_is_no_video_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "text.mp4"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable, match=r"text\.mp4.*no video"):
        VideoSource(path)


def test_the_libraries_write_nothing_to_stderr(tmp_path: Path) -> None:
    # In a process of its own: FFmpeg asks once a process how much it may say.
    (tmp_path / "text.mp4").write_text("this is a text")
    program = (
        "from faceid_app.camera.source import open_source\n"
        "from faceid_app.camera.errors import CameraError\n"
        "for spec in ('text.mp4', '99999'):\n"
        "    try:\n"
        "        open_source(spec)\n"
        "    except CameraError as error:\n"
        "        print(type(error).__name__)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["SourceUnreadable", "CameraMissing"]
    assert done.stderr == ""


def test_a_single_picture_is_no_camera(tmp_path: Path) -> None:
    path = tmp_path / "face.jpg"
    path.touch()
    with pytest.raises(SourceUnreadable, match="single picture"):
        VideoSource(path)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (2.0, None, r"from 2 s to its end: the file ends at 1\.0 s"),
        (0.5, 0.5, "its end does not lie after its start"),
        (0.5, 0.2, "its end does not lie after its start"),
        (-1.0, None, "begins at 0 s"),
        (float("nan"), None, "begins at 0 s"),
        (0.0, float("inf"), "begins at 0 s"),
    ],
)
def test_a_part_that_is_not_there_is_one_sentence(second: Path, start: float, end: float | None, why: str) -> None:
    with pytest.raises(InvalidSpan, match=why) as caught:
        VideoSource(second, span=Span(start, end))
    assert str(caught.value).count("\n") == 0


def test_interrupt_wakes_a_read_that_waits(second: Path) -> None:
    waiting = threading.Event()
    source = VideoSource(second)
    woken = threading.Event()

    def wait(seconds: float) -> None:
        waiting.set()
        woken.wait()

    source = VideoSource(second, wait=wait)
    results: list[Frame | None] = [source.read()]
    reader = threading.Thread(target=lambda: results.append(source.read()))
    reader.start()
    assert waiting.wait(5)
    source.interrupt()
    woken.set()
    reader.join(5)
    source.close()
    assert results[1] is None
    assert source.info.stable_id == "second.mp4"
