"""How smoothly the window runs: a scripted tour of its pages, 1280x720 at 30 frames a second before the camera.

    python -m tests.bench.smoothness --data-dir DIR --profile NAME --clip FILE [--seconds 10] [--beside train]

While it verifies, `--beside train` trains the profile's head again and downloads 200 MB from a server of its own.
Reports, for each page and of all: how late the GUI thread answered when asked every 5 ms (p50, p99,
longest), new frames painted a second, and at last the CPU time a second with the camera off.
Needs a display or QT_QPA_PLATFORM=offscreen; the profile must be enrolled, with head training if `--beside` is given.
"""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import cv2
import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from faceid_app.app import Opened, open_window
from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.pixels import rgb_from_bgr
from faceid_app.camera.protocol import SourceInfo
from faceid_app.datasets.fetch import fetch
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.gui.page import CameraPage
from faceid_app.gui.page_names import PAGES
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers.jobs import Job
from faceid_app.workers.operations import train

_SIZE = (1280, 720)
_RATE = 30.0
_KEPT = 60
"""Frames held in memory, so that decoding does not compete with what is measured."""


class MemoryCamera:
    """A clip's first frames, 1280x720, forwards and backwards for ever, at 30 frames a second."""

    def __init__(self, clip: Path) -> None:
        self._frames = _read(clip)
        self._ended = threading.Event()
        self._seq = 0
        self._start = time.monotonic()

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("camera in memory", "memory", "device")

    def read(self) -> Frame | None:
        self._seq += 1
        self._ended.wait(max(0.0, self._start + self._seq / _RATE - time.monotonic()))
        if self._ended.is_set():
            return None
        place = self._seq % (2 * len(self._frames))
        rgb = self._frames[place if place < len(self._frames) else 2 * len(self._frames) - 1 - place]
        return Frame(rgb, self._seq, time.monotonic())

    def interrupt(self) -> None:
        self._ended.set()

    def close(self) -> None:
        self._ended.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@functools.cache  # read before anything is measured: decoding is no work of the program's
def _read(clip: Path) -> list[RgbImage]:
    video, frames = cv2.VideoCapture(str(clip)), list[RgbImage]()
    width, height = _SIZE
    while len(frames) < _KEPT:
        there, bgr = video.read()
        if not there:
            break
        scale = min(width / bgr.shape[1], height / bgr.shape[0])
        small = cv2.resize(bgr, (round(bgr.shape[1] * scale), round(bgr.shape[0] * scale)))
        frame = np.full((height, width, 3), 96, np.uint8)
        top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
        frame[top : top + small.shape[0], left : left + small.shape[1]] = small
        frames.append(rgb_from_bgr(frame))
    if not frames:
        raise SystemExit(f"{clip} cannot be read.")
    return frames


class Watchdog(QObject):
    """Asks the GUI thread for an answer every five milliseconds, from another thread, and notes how long it takes."""

    _asked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._late_ms: list[float] = []
        self._stopped = threading.Event()
        self._asked_at: float | None = None
        self._main = threading.get_ident()
        self.blamed: Counter[str] = Counter()
        """Where the GUI thread was, each time it had not answered for 50 ms."""
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self) -> None:
        while not self._stopped.wait(0.005):
            now = time.perf_counter()
            if self._asked_at is not None:  # one question at a time: the longest wait is what counts
                if now - self._asked_at > 0.05:
                    self.blamed[_place(sys._current_frames()[self._main])] += 1
                self._late_ms.append((now - self._asked_at) * 1e3)
                continue
            self._asked_at = now
            self._asked.emit(now)

    @Slot(float)
    def _on_asked(self, at: float) -> None:
        self._late_ms.append((time.perf_counter() - at) * 1e3)
        self._asked_at = None

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()
        self._thread.join()

    def take(self) -> list[float]:
        """What was measured since the last call."""
        taken, self._late_ms = self._late_ms, []
        return taken


def _place(frame: FrameType | None) -> str:
    """The innermost line of the program itself."""
    innermost = frame
    while frame is not None and "faceid_app" not in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None:
        assert innermost is not None
        return f"outside the program, under {Path(innermost.f_code.co_filename).stem}.{innermost.f_code.co_name}"
    return f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_qualname}:{frame.f_lineno}"


def run_for(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def painted(page: CameraPage) -> Callable[[], int]:
    """How many new frames that page has painted since the last call."""
    count = 0
    show = page.live_view.show_frame

    def counted(frame: Frame) -> None:
        nonlocal count
        count += 1
        show(frame)

    page.live_view.show_frame = counted  # type: ignore[method-assign]

    def take() -> int:
        nonlocal count
        taken, count = count, 0
        return taken

    return take


def endless_download() -> str:
    """The address of a download of 200 MB from a process of its own, which ends with this one."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.endless_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    return f"http://127.0.0.1:{int(server.stdout.readline())}/file"


def start_beside(paths: Paths, profile: str, url: str, into: Path) -> list[Job]:
    """A training of that profile and a download, each as the window runs it."""

    def training(report: Report, is_cancelled: IsCancelled) -> object:
        return train(
            paths, name=profile, recipe="head", backbone="compact", epochs=None, resume=False, ready=None,
            report=report, is_cancelled=is_cancelled,
        )  # fmt: skip

    def download(report: Report, is_cancelled: IsCancelled) -> object:
        return fetch([url], into / "file", report=report, is_cancelled=is_cancelled)

    jobs = []
    for function in (training, download):
        job = Job()
        job.failed.connect(lambda error: print(f"failed beside: {error}"))
        job.start(function)
        jobs.append(job)
    return jobs


def line(name: str, late_ms: list[float], frames: int, seconds: float) -> str:
    """One row of the report."""
    p50, p99 = np.percentile(late_ms, [50, 99]) if late_ms else (0.0, 0.0)
    longest = max(late_ms, default=0.0)
    over = sum(value > 50 for value in late_ms)
    return (
        f"{name:>22}: late p50 {p50:5.2f}  p99 {p99:6.2f}  longest {longest:6.1f} ms, over 50 ms {over} of "
        f"{len(late_ms)};  {frames / seconds:4.1f} frames/s painted"
    )


def tour(opened: Opened, seconds: float, beside: Callable[[], list[Job]] | None) -> None:
    """Visit every page, verify beside work, and rest with the camera off; print one row each."""
    watchdog, everything = Watchdog(), list[float]()
    cameras: list[CameraPage] = [opened.enrol, opened.verify, opened.identify, opened.attack]
    counts = {page: painted(page) for page in cameras}
    line("", [0.0, 1.0], 0, 1.0)  # loads what it needs, which is none of the window's time
    for number, name in enumerate(PAGES):
        opened.window.rail.choose(number)
        page = opened.window.page()
        run_for(seconds)
        late = watchdog.take()
        everything += late
        frames = counts[page]() if isinstance(page, CameraPage) else 0
        print(line(name, late, frames, seconds), flush=True)
    if beside is not None:
        opened.window.rail.choose(PAGES.index("verify"))
        run_for(2.0)
        watchdog.take(), counts[opened.verify]()
        start, jobs = time.monotonic(), beside()
        while any(job.running for job in jobs) and time.monotonic() - start < 120:
            run_for(0.5)
        took, late = time.monotonic() - start, watchdog.take()
        everything += late
        print(line("verify beside work", late, counts[opened.verify](), took), f"({took:.0f} s)", flush=True)
        for job in jobs:
            job.shutdown()
    print(line("all", everything, 0, 1).split(";")[0])
    watchdog.stop()
    for place, times in watchdog.blamed.most_common(8):
        print(f"{times * 5:>8} ms late in {place}")
    opened.window.rail.choose(PAGES.index("settings"))
    run_for(3.0)
    before, wall = time.process_time(), time.monotonic()
    run_for(seconds)
    share = (time.process_time() - before) / (time.monotonic() - wall)
    print(f"with the camera off: {share:.2%} of one core over {seconds:.0f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--beside", choices=["train"])
    chosen = parser.parse_args()

    _read(chosen.clip)
    url = endless_download()
    app = QApplication(sys.argv[:1])
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    paths = Paths(chosen.data_dir)
    opened = open_window(
        paths, theme, camera="memory", profile=chosen.profile, page="enrol",
        open_camera=lambda _spec: MemoryCamera(chosen.clip),
    )  # fmt: skip
    opened.window.show()
    run_for(3.0)
    size = f"{opened.window.width()} x {opened.window.height()}"
    print(f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, window {size}")
    with tempfile.TemporaryDirectory() as into:
        beside = (lambda: start_beside(paths, chosen.profile, url, Path(into))) if chosen.beside else None
        tour(opened, chosen.seconds, beside)
    opened.window.close()


if __name__ == "__main__":
    main()
