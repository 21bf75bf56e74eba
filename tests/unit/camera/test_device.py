"""Cameras: missing, busy, unplugged and black told apart."""

from __future__ import annotations

import itertools
import threading

import numpy as np
import pytest

from faceid_app.camera.catalogue import CameraInfo
from faceid_app.camera.device import DeviceSource, open_device
from faceid_app.camera.errors import CameraBlack, CameraBusy, CameraFormat, CameraFrozen, CameraMissing, CameraUnplugged
from faceid_app.camera.symptoms import BLACK_LIMIT, BLACK_SECONDS, FROZEN_SECONDS
from tests.helpers.fake_camera import BACKEND, FakeCapture, FakeClock, FakeConnected, connected, picture

CAMERA = CameraInfo(0, "Front Camera", "046d:0825@1-6", BACKEND)


def source_of(capture: FakeCapture, **options: float) -> DeviceSource:
    return DeviceSource(CAMERA, open_capture=lambda _index, _backend: capture, **options)  # type: ignore[arg-type]


def test_frames_come_in_rgb_with_the_first_one_kept() -> None:
    capture = FakeCapture([picture(10, 20, 200), picture(11, 20, 200)])
    with source_of(capture) as source:
        first, second = source.read(), source.read()
    assert first is not None
    assert second is not None
    assert first.rgb[0, 0].tolist() == [200, 20, 10]
    assert second.rgb[0, 0].tolist() == [200, 20, 11]
    assert (first.seq, second.seq) == (0, 1)
    assert second.captured_at >= first.captured_at
    assert capture.released.wait(5)


def test_the_catalogue_says_which_index_and_backend_to_open() -> None:
    asked = []

    def open_capture(index: int, backend: int) -> FakeCapture:
        asked.append((index, backend))
        return FakeCapture([picture()])

    there = connected(FakeConnected(index=3, name="Desk", backend=700))
    with open_device("desk", enumerate_cameras=there, open_capture=open_capture) as source:
        assert source.info.name == "Desk"
        assert source.info.kind == "device"
    assert asked == [(3, 700)]
    with pytest.raises(CameraMissing):
        open_device("5", enumerate_cameras=there, open_capture=open_capture)


@pytest.mark.parametrize("capture", [FakeCapture([], opened=False), FakeCapture([])])
def test_one_that_does_not_open_or_gives_no_frame_is_busy(capture: FakeCapture) -> None:
    with pytest.raises(CameraBusy, match="Front Camera"):
        source_of(capture)
    assert capture.released.wait(5)


def test_one_that_hangs_while_opening_is_busy_and_released_later() -> None:
    hang = threading.Event()
    capture = FakeCapture([picture()], hang=hang)
    with pytest.raises(CameraBusy):
        source_of(capture, open_seconds=0.01)
    assert not capture.released.is_set()
    hang.set()
    assert capture.released.wait(5)


def test_one_failed_read_is_a_glitch_three_are_the_plug() -> None:
    capture = FakeCapture([picture(), None, picture(), None, None, None])
    with source_of(capture) as source:
        assert source.read() is not None
        assert source.read() is not None
        with pytest.raises(CameraUnplugged, match="plug it in again"):
            source.read()


def test_one_that_hangs_while_reading_is_unplugged() -> None:
    hang = threading.Event()
    hang.set()
    capture = FakeCapture(itertools.repeat(picture()), hang=hang)
    source = source_of(capture, read_seconds=0.01)
    assert source.read() is not None
    hang.clear()
    with pytest.raises(CameraUnplugged):
        source.read()
    hang.set()
    source.close()
    assert capture.released.wait(5)


def test_interrupt_wakes_a_read_in_a_hanging_driver() -> None:
    hang = threading.Event()
    hang.set()
    source = source_of(FakeCapture(itertools.repeat(picture()), hang=hang))
    source.read()
    hang.clear()
    results: list[object] = []
    reader = threading.Thread(target=lambda: results.append(source.read()))
    reader.start()
    source.interrupt()
    reader.join(5)
    assert results == [None]
    hang.set()
    source.close()


def test_black_is_told_when_it_lasts_at_the_start_and_later() -> None:
    black, light = picture(1, 1, 1), picture()
    clock = FakeClock()
    capture = FakeCapture([black, black, black, black, light, black, black, light])
    with DeviceSource(CAMERA, open_capture=lambda _index, _backend: capture, clock=clock) as source:
        assert source.read() is not None  # it may still wake up
        clock.now += BLACK_SECONDS - 0.1
        assert source.read() is not None
        for _ in range(2):
            clock.now += 0.2
            with pytest.raises(CameraBlack, match=rf"brightness 1\.0, needed {BLACK_LIMIT}"):
                source.read()
        assert source.read() is not None
        assert source.read() is not None  # somebody walks by
        clock.now += BLACK_SECONDS + 0.01
        with pytest.raises(CameraBlack):
            source.read()
        assert source.read() is not None


def test_a_picture_that_comes_again_is_no_second_look_and_in_the_end_a_frozen_camera() -> None:
    still, moved = picture(), picture()
    moved[16, 16] += 1
    clock = FakeClock()
    capture = FakeCapture([still, still, still, still, moved])
    with DeviceSource(CAMERA, open_capture=lambda _index, _backend: capture, clock=clock) as source:
        seen = []
        for _ in range(3):
            seen.append(source.read())
            clock.now += FROZEN_SECONDS / 3 + 0.01
        assert [one.captured_at for one in seen if one is not None] == [100.0] * 3
        assert [one.seq for one in seen if one is not None] == [0, 1, 2]
        with pytest.raises(CameraFrozen, match=r"very same picture for 0\.7 s"):
            source.read()
        assert (alive := source.read()) is not None
        assert alive.captured_at == clock.now


def test_what_is_no_picture_is_told_with_what_it_is() -> None:
    packed = np.zeros((480, 640, 2), np.uint8)
    with pytest.raises(CameraFormat, match="480x640x2 uint8"):
        source_of(FakeCapture([packed]))
    capture = FakeCapture([picture(), np.zeros((4, 4, 3), np.uint16)])
    with source_of(capture) as source:
        assert source.read() is not None
        with pytest.raises(CameraFormat, match="4x4x3 uint16"):
            source.read()
    assert capture.released.wait(5)


def test_frames_without_size_are_no_frames() -> None:
    with pytest.raises(CameraBusy):
        source_of(FakeCapture([np.zeros((0, 0, 3), np.uint8)] * 3))
