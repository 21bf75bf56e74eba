"""Owns cameras connected to this computer: opening, reading, and telling their failures apart."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

import cv2

from faceid_app.camera.catalogue import CameraInfo, Enumerate, enumerate_connected, find_camera
from faceid_app.camera.errors import CameraBusy, CameraFormat, CameraUnplugged
from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.opencv_log import silence
from faceid_app.camera.patience import Patient
from faceid_app.camera.pixels import rgb_from_bgr
from faceid_app.camera.protocol import SourceInfo
from faceid_app.camera.symptoms import Symptoms

OPEN_SECONDS = 10.0
"""Opening and the first frame. Some drivers of working cameras take 6 s; a busy one may never answer."""
READ_SECONDS = 5.0
"""One frame. Exposure in the dark lasts up to 1 s."""
RELEASE_SECONDS = 2.0
_FAILED_READS = 3
"""One after the other: a single one is a glitch of the cable."""
_WIDTH, _HEIGHT = 640, 480


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name

    def read(self) -> tuple[bool, Any]: ...

    def set(self, prop: int, value: float, /) -> bool: ...

    def release(self) -> None: ...


OpenCapture = Callable[[int, int], Capture]


def open_with_opencv(index: int, backend: int) -> Capture:
    """The camera `index` of an OpenCV backend, asked for 640x480 and no queue of old frames."""
    silence()
    capture = cv2.VideoCapture(index, backend)
    if capture.isOpened():
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def open_device(
    spec: str,
    *,
    enumerate_cameras: Enumerate = enumerate_connected,
    open_capture: OpenCapture = open_with_opencv,
) -> DeviceSource:
    """The camera that an index, stable id or name means. Raises CameraMissing or CameraBusy."""
    return DeviceSource(find_camera(spec, enumerate_cameras), open_capture=open_capture)


class DeviceSource:
    """Frames of a camera, stamped with monotonic time.

    While it shows nothing but black, or the very same picture, each `read` raises CameraBlack or CameraFrozen; reading
    on is right, for the next good picture ends it. Raises CameraBusy if it does not open in time, CameraUnplugged when
    it stops delivering, CameraFormat when what it delivers is no picture.
    """

    def __init__(
        self,
        camera: CameraInfo,
        *,
        open_capture: OpenCapture = open_with_opencv,
        clock: Callable[[], float] = time.monotonic,
        open_seconds: float = OPEN_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._camera = camera
        self._clock = clock
        self._read_seconds = read_seconds
        self._interrupted = threading.Event()
        self._closed = False
        self._capture: Capture | None = None
        # One thread for all calls: a driver may hang in any of them, and DirectShow wants them from one.
        self._driver = Patient(f"camera {camera.index}")
        self._seq = 0
        self._symptoms = Symptoms(camera.name)
        try:
            self._first = self._driver.call(lambda: self._open(open_capture), open_seconds)
        except (TimeoutError, cv2.error):
            self._first = None
        except CameraFormat:
            self._driver.finish(self._release)
            raise
        if self._first is None:
            self._driver.finish(self._release)
            raise CameraBusy(camera.name)

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(self._camera.name, self._camera.stable_id, "device")

    def read(self) -> Frame | None:
        """The next picture; None only after `interrupt`."""
        rgb, self._first = self._first, None
        if rgb is None:
            try:
                rgb = self._driver.call(self._next_picture, self._read_seconds)
            except (TimeoutError, cv2.error):
                rgb = None
        if self._interrupted.is_set():
            return None
        if rgb is None:
            raise CameraUnplugged(self._camera.name)
        frame = Frame(rgb, self._seq, self._symptoms.examine(rgb, self._clock()))
        self._seq += 1
        return frame

    def interrupt(self) -> None:
        self._interrupted.set()
        self._driver.give_up()

    def close(self) -> None:
        """Release the device. A driver that hangs is waited for RELEASE_SECONDS and releases it when it returns."""
        if not self._closed:
            self._closed = True
            self.interrupt()
            self._driver.finish(self._release)
            self._driver.join(RELEASE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, open_capture: OpenCapture) -> RgbImage | None:
        self._capture = open_capture(self._camera.index, self._camera.backend)
        return self._next_picture() if self._capture.isOpened() else None

    def _next_picture(self) -> RgbImage | None:
        assert self._capture is not None
        for _ in range(_FAILED_READS):
            if self._interrupted.is_set():
                return None
            found, image = self._capture.read()
            if found and image is not None and image.size:
                try:
                    return rgb_from_bgr(image)
                except ValueError as error:
                    shape = "x".join(str(side) for side in image.shape)
                    raise CameraFormat(self._camera.name, f"{shape} {image.dtype}") from error
        return None

    def _release(self) -> None:
        if self._capture is not None:
            with contextlib.suppress(cv2.error):  # a device that is gone
                self._capture.release()
