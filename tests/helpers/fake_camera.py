"""Cameras that are not there: what OpenCV and the operating system would tell of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.catalogue import CameraInfo, Enumerate
from faceid_app.camera.device import DeviceSource
from faceid_app.camera.errors import CameraError, CameraMissing
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import SourceInfo

BACKEND = 200


@dataclass
class FakeConnected:
    """A camera in the operating system's list."""

    index: int = 0
    name: str = "Front Camera"
    path: str | None = r"\\?\usb#vid_046d&pid_0825&mi_00#6&1AB&0&0000#{class}\global"
    vid: int | None = 0x046D
    pid: int | None = 0x0825
    backend: int = BACKEND


def connected(*cameras: FakeConnected) -> Enumerate:
    """An operating system with these cameras."""
    return lambda: cameras


def picture(blue: int = 10, green: int = 20, red: int = 200, *, side: int = 32) -> NDArray[np.uint8]:
    """What OpenCV reads: B, G, R."""
    return np.full((side, side, 3), (blue, green, red), dtype=np.uint8)


@dataclass
class FakeCapture:
    """Gives its pictures one after the other (None: the read fails), then fails; `hang` blocks reads until set."""

    pictures: Iterable[NDArray[np.uint8] | None]
    opened: bool = True
    hang: threading.Event | None = None
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._rest = iter(self.pictures)

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.opened

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        if self.hang is not None:
            self.hang.wait()
        image = next(self._rest, None)
        return image is not None, image

    def set(self, prop: int, value: float, /) -> bool:
        return False

    def release(self) -> None:
        self.released.set()


class FakeClock:
    """Time that passes only when told, or while waited."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class FakeSource:
    """A frame source by script: frames, errors to raise, None for the end; then it waits for `interrupt`."""

    def __init__(self, script: Iterable[Frame | CameraError | Exception | None], *, kind: str = "device") -> None:
        self._script = iter(script)
        self._interrupted = threading.Event()
        self.closed = False
        self._kind = kind

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("Front Camera", "046d:0825@1-6", "device" if self._kind == "device" else "video")

    def read(self) -> Frame | None:
        if self._interrupted.is_set():
            return None
        for step in self._script:
            if isinstance(step, Exception):
                raise step
            return step
        self._interrupted.wait()
        return None

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self.interrupt()
        self.closed = True

    def __enter__(self) -> FakeSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def frame(seq: int = 0) -> Frame:
    """A small frame; its seq tells which."""
    return Frame(np.full((16, 16, 3), 99, dtype=np.uint8), seq, seq / 30)


def opening(*outcomes: FakeSource | Exception) -> Callable[[], FakeSource]:
    """An opener that gives, or raises, one outcome after the other, and the last one again and again."""
    rest = list(outcomes)

    def open_next() -> FakeSource:
        outcome = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return open_next


class FakeDevice:
    """A camera on a cable, read through the real `DeviceSource`: set `does` to what it shall do from now on.

    moving, slow, black, frozen, silent (reads hang), packed (a format nobody reads), lost (reads fail, and it is still
    found), busy, gone.
    """

    def __init__(self, does: str = "moving", *, pace: float = 0.02) -> None:
        self.does = does
        self.opened = 0
        self._pace = pace
        self._draw = np.random.default_rng(5)

    def open_source(self, spec: str) -> DeviceSource:
        """What the window calls to open a camera."""
        self.opened += 1
        if self.does == "gone":
            raise CameraMissing(spec, [])
        return DeviceSource(CameraInfo(0, "Front Camera", "046d:0825@1-6", BACKEND), open_capture=lambda *_: self)

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.does != "busy"

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        time.sleep(0.2 if self.does == "slow" else self._pace)
        while self.does == "silent":
            time.sleep(self._pace)
        if self.does in ("lost", "gone", "busy"):
            return False, None
        if self.does == "packed":
            return True, np.zeros((48, 64, 2), np.uint8)
        if self.does == "black":
            return True, self._draw.integers(0, 3, (48, 64, 3), dtype=np.uint8)
        if self.does == "frozen":
            return True, np.full((48, 64, 3), 90, np.uint8)
        return True, self._draw.integers(0, 255, (48, 64, 3), dtype=np.uint8)

    def set(self, prop: int, value: float, /) -> bool:
        return False

    def release(self) -> None:
        pass
