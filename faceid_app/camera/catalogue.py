"""Owns which cameras are connected and what identifies one across restarts and other sockets."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2

from faceid_app.camera.errors import CameraMissing
from faceid_app.camera.opencv_log import silence
from faceid_app.errors import UsageError

_BACKENDS = {"Linux": cv2.CAP_V4L2, "Windows": cv2.CAP_DSHOW, "Darwin": cv2.CAP_AVFOUNDATION}
"""One a system, so that each camera is listed once. DirectShow opens in a fraction of Media Foundation's time."""
_SYSFS = Path("/sys/class/video4linux")


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A connected camera. `index` is what OpenCV's `backend` calls it today; `stable_id` is the one to remember."""

    index: int
    name: str
    stable_id: str
    backend: int


class Enumerated(Protocol):
    """What `cv2_enumerate_cameras` tells of a camera."""

    index: int
    name: str
    path: str | None
    vid: int | None
    pid: int | None
    backend: int


Enumerate = Callable[[], Iterable[Enumerated]]


def enumerate_connected() -> Iterable[Enumerated]:
    """The cameras of this computer as its operating system lists them."""
    # Imported late: on macOS and Windows it loads the system's camera frameworks, which a video file does not need.
    from cv2_enumerate_cameras import enumerate_cameras

    silence()
    cameras: Iterable[Enumerated] = enumerate_cameras(_BACKENDS.get(platform.system(), cv2.CAP_ANY))
    return cameras


def list_cameras(enumerate_cameras: Enumerate = enumerate_connected) -> list[CameraInfo]:
    """The connected cameras by index. Two of the same make differ in their stable ids by where they are plugged in."""
    found = sorted(enumerate_cameras(), key=lambda camera: camera.index)
    ids = [_stable_id(camera) for camera in found]
    ambiguous = {name for name, times in Counter(ids).items() if times > 1}
    return [
        CameraInfo(
            index=camera.index,
            name=camera.name or f"Camera {camera.index}",
            # Without a place to tell them apart, the order in which the system lists them has to do.
            stable_id=f"{stable_id}#{ids[:number].count(stable_id) + 1}" if stable_id in ambiguous else stable_id,
            backend=camera.backend,
        )
        for number, (camera, stable_id) in enumerate(zip(found, ids, strict=True))
    ]


def find_camera(spec: str, enumerate_cameras: Enumerate = enumerate_connected) -> CameraInfo:
    """The camera meant by an index, a stable id, or a name (each also by a beginning that fits only one; any case).

    A stable id whose socket is empty finds the only camera of the same make: it was plugged in elsewhere.
    Raises CameraMissing with what is there; UsageError if several fit.
    """
    cameras = list_cameras(enumerate_cameras)
    if spec.isdecimal():
        fitting = [camera for camera in cameras if camera.index == int(spec)]
    else:
        fitting = _by_text(spec, cameras)
    if not fitting:
        raise CameraMissing(spec, [describe(camera) for camera in cameras])
    if len(fitting) > 1:
        choice = "; ".join(describe(camera) for camera in fitting)
        raise UsageError(f"{spec!r} fits {len(fitting)} cameras ({choice}); give the index or the id of one.")
    return fitting[0]


def describe(camera: CameraInfo) -> str:
    """One camera in a list for the user."""
    return f"{camera.index}: {camera.name} [{camera.stable_id}]"


def _by_text(spec: str, cameras: list[CameraInfo]) -> list[CameraInfo]:
    wanted = spec.strip().casefold()
    if not wanted:
        return []
    make, at, _place = wanted.partition("@")
    rules: tuple[Callable[[CameraInfo], bool], ...] = (
        lambda camera: camera.stable_id.casefold() == wanted,
        lambda camera: camera.name.casefold() == wanted,
        lambda camera: camera.stable_id.casefold().startswith(wanted),
        lambda camera: camera.name.casefold().startswith(wanted),
        lambda camera: bool(at) and camera.stable_id.casefold().startswith(f"{make}@"),
    )
    for fits in rules:
        fitting = [camera for camera in cameras if fits(camera)]
        if fitting:
            return fitting
    return []


def _stable_id(camera: Enumerated) -> str:
    if camera.vid is not None and camera.pid is not None:
        make = f"{camera.vid:04x}:{camera.pid:04x}"
    else:
        make = "-".join(camera.name.casefold().split()) or "camera"
    place = place_of(camera.path or "")
    return f"{make}@{place}" if place else make


def place_of(path: str, sysfs: Path = _SYSFS) -> str:
    """Where a camera is plugged in, from the path its system gives it.

    Linux numbers /dev/video* anew at every start, so the USB socket is looked up; Windows' paths
    (`\\\\?\\usb#vid_..#INSTANCE#{class}`) and macOS' ids hold it themselves.
    """
    if path.startswith("/dev/"):
        node = path.removeprefix("/dev/")
        device = sysfs / node / "device"
        socket = device.resolve().name if device.exists() else node
        try:
            channel = (sysfs / node / "index").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            channel = "0"
        return socket if channel == "0" else f"{socket}.{channel}"
    parts = path.split("#")
    return parts[2].casefold() if len(parts) >= 4 else path.casefold()
