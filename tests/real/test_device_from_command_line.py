"""The command line at a device: real frames through a faked driver, that is pulled out, busy, or black."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.camera.device import open_device
from faceid_app.camera.pixels import bgr_from_rgb
from faceid_app.camera.source import open_source
from faceid_app.cli.main import main
from faceid_app.identity.guided_capture import GAIN_INTERVAL
from faceid_app.paths import Paths
from faceid_app.workers.operations import open_profiles
from tests.helpers.fake_camera import FakeCapture, FakeConnected, connected, picture


def paced(pictures: list[NDArray[np.uint8]], fps: float) -> Iterator[NDArray[np.uint8]]:
    """The pictures at the pace a camera delivers them."""
    for image in pictures:
        time.sleep(1 / fps)
        yield image


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeCapture], None]:
    """Make `--camera 0` a device with this driver."""

    def plug(capture: FakeCapture) -> None:
        def open_it(spec: str, **_options: object) -> object:
            return open_device(
                spec, enumerate_cameras=connected(FakeConnected()), open_capture=lambda index, backend: capture
            )

        monkeypatch.setattr("faceid_app.workers.frames.open_source", open_it)

    return plug


def enroll(paths: Paths, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = main(["--data-dir", str(paths.root), "--json", "enroll", "anna", "--camera", "0"])
    return code, json.loads(capsys.readouterr().out)


def test_a_camera_pulled_out_while_enrolling_keeps_what_was_captured(
    paths: Paths,
    capsys: pytest.CaptureFixture[str],
    plug_in: Callable[[FakeCapture], None],
    clip: Callable[[str], Path],
):
    with open_source(str(clip("c_live")), fast=True, end=1.5) as source:
        frames = [bgr_from_rgb(frame.rgb) for frame in iter(source.read, None)]
    plug_in(FakeCapture(paced(frames, fps=30)))
    code, outcome = enroll(paths, capsys)
    assert code == 5
    assert "CameraUnplugged" in str(outcome)
    records = open_profiles(paths).get("anna").captures.records()
    assert len(records) >= 2
    # Paced by the camera's clock: how long the sleeps above take is the machine's business.
    times = sorted(record.clock for record in records)
    assert all(later - earlier >= GAIN_INTERVAL - 1e-6 for earlier, later in pairwise(times))
    assert all(record.camera.startswith("046d:0825") for record in records)


def test_a_busy_camera_is_told_and_nobody_enrolled(
    paths: Paths, capsys: pytest.CaptureFixture[str], plug_in: Callable[[FakeCapture], None]
):
    plug_in(FakeCapture([], opened=False))
    code, outcome = enroll(paths, capsys)
    assert code == 5
    assert "CameraBusy" in str(outcome)
    assert open_profiles(paths).names() == []


def test_a_covered_camera_is_told(
    paths: Paths, capsys: pytest.CaptureFixture[str], plug_in: Callable[[FakeCapture], None]
):
    plug_in(FakeCapture(paced([picture(0, 0, 0)] * 60, fps=30)))
    code, outcome = enroll(paths, capsys)
    assert code == 5
    assert "CameraBlack" in str(outcome)
