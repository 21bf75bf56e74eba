"""Which camera is which."""

from __future__ import annotations

from pathlib import Path

import pytest

from faceid_app.camera.catalogue import find_camera, list_cameras, place_of
from faceid_app.camera.errors import CameraMissing
from faceid_app.errors import UsageError
from tests.helpers.fake_camera import FakeConnected, connected

DESK = FakeConnected(index=2, name="C270 HD Webcam", path="usb#vid_046d&pid_0825#6&AA&0&0000#{class}")
SHELF = FakeConnected(index=4, name="C270 HD Webcam", path="usb#vid_046d&pid_0825#6&BB&0&0000#{class}")
LID = FakeConnected(index=0, name="Integrated Camera", path="/nowhere", vid=0x13D3, pid=0x5406)


def test_cameras_are_listed_by_index_with_ids_of_make_and_place() -> None:
    cameras = list_cameras(connected(SHELF, LID, DESK))
    assert [(camera.index, camera.stable_id) for camera in cameras] == [
        (0, "13d3:5406@/nowhere"),
        (2, "046d:0825@6&aa&0&0000"),
        (4, "046d:0825@6&bb&0&0000"),
    ]


def test_equal_cameras_without_a_place_still_differ() -> None:
    cameras = list_cameras(
        connected(FakeConnected(index=0, path=None, vid=None), FakeConnected(index=1, path=None, vid=None))
    )
    assert [camera.stable_id for camera in cameras] == ["front-camera#1", "front-camera#2"]


@pytest.mark.parametrize(
    ("spec", "index"),
    [
        ("0", 0),
        ("4", 4),
        ("046d:0825@6&bb&0&0000", 4),
        ("046D:0825@6&AA", 2),
        ("integrated camera", 0),
        ("INTEGR", 0),
        ("13d3:5406", 0),
        ("13d3:5406@another-socket", 0),
    ],
)
def test_a_camera_is_found_by_index_id_name_or_beginning(spec: str, index: int) -> None:
    assert find_camera(spec, connected(LID, DESK, SHELF)).index == index


def test_what_fits_two_cameras_is_not_guessed() -> None:
    with pytest.raises(UsageError, match=r"fits 2 cameras \(2: C270 HD Webcam \[046d:0825@6&aa&0&0000\]; 4: "):
        find_camera("c270", connected(LID, DESK, SHELF))
    with pytest.raises(UsageError, match="fits 2 cameras"):
        find_camera("046d:0825@a-third-socket", connected(LID, DESK, SHELF))


@pytest.mark.parametrize("spec", ["1", "Studio", "", "999999999999"])
def test_a_missing_camera_is_told_with_those_that_are_there(spec: str) -> None:
    with pytest.raises(CameraMissing, match="0: Integrated Camera"):
        find_camera(spec, connected(LID))
    with pytest.raises(CameraMissing, match="no camera at all"):
        find_camera(spec, connected())


def test_on_linux_the_usb_socket_is_the_place(tmp_path: Path) -> None:
    socket = tmp_path / "devices" / "1-6:1.0"
    socket.mkdir(parents=True)
    for node, channel in (("video0", "0"), ("video2", "1")):
        folder = tmp_path / node
        folder.mkdir()
        (folder / "device").symlink_to(socket)
        (folder / "index").write_text(f"{channel}\n")
    assert place_of("/dev/video0", tmp_path) == "1-6:1.0"
    assert place_of("/dev/video2", tmp_path) == "1-6:1.0.1"
    assert place_of("/dev/video9", tmp_path) == "video9"  # a virtual camera has no socket
