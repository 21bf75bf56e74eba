"""A camera that stays open: the last second and no more, spaced as glances are, and its troubles told at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from faceid_app.camera.errors import CameraSilent, CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.workers import kept_camera
from faceid_app.workers.capture import CaptureState, SourceState
from faceid_app.workers.kept_camera import KeptCamera
from tests.helpers.fake_camera import FakeClock, FakeSource, opening


def frame(number: int) -> Frame:
    """Thirty a second."""
    return Frame(np.zeros((4, 4, 3), np.uint8), number, number / 30)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kept(clock: FakeClock) -> KeptCamera:
    """One that was never started: the test puts its frames."""
    return KeptCamera("0", opening(FakeSource([])), clock=clock)


def deliver(kept: KeptCamera, clock: FakeClock, numbers: range) -> None:
    for number in numbers:
        clock.now = 100.0 + number / 30
        kept.put(frame(number))


def test_a_request_begins_with_the_last_second_and_goes_on_with_the_newest(kept: KeptCamera, clock: FakeClock):
    deliver(kept, clock, range(90))
    frames = iter(kept.frames())
    recent = [next(frames).seq for _ in range(10)]
    assert recent == list(range(60, 90, 3))
    kept.put(frame(91))
    kept.put(frame(92))
    assert next(frames).seq == 92


def test_what_became_too_old_while_others_were_judged_is_left_out(kept: KeptCamera, clock: FakeClock):
    deliver(kept, clock, range(60))
    frames = iter(kept.frames())
    assert next(frames).seq == 30
    clock.now += 0.75
    assert next(frames).seq == 54


def test_nothing_is_kept_of_what_was_longer_ago(kept: KeptCamera, clock: FakeClock):
    deliver(kept, clock, range(30))
    clock.now += 5
    asked = kept.frames()
    asked.interrupt()
    assert list(asked) == []


def test_what_a_camera_saw_before_its_trouble_is_no_evidence(kept: KeptCamera, clock: FakeClock):
    deliver(kept, clock, range(30))
    gone = CameraUnplugged("Front Camera")
    kept._tell(CaptureState(SourceState.UNPLUGGED, gone.words, gone))
    clock.now += 1.1
    with pytest.raises(CameraUnplugged):
        list(kept.frames())


def test_it_opens_and_releases_its_camera():
    source = FakeSource([frame(number) for number in range(5)])
    kept = KeptCamera("0", opening(source))
    kept.start()
    assert [one.seq for one in itertools.islice(kept.frames(), 1)] in ([[n] for n in range(5)])
    kept.stop()
    assert source.closed


def test_a_camera_that_falls_silent_is_told(kept: KeptCamera, clock: FakeClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_camera, "SILENT_SECONDS", 0.2)
    with pytest.raises(CameraSilent):
        list(kept.frames())
