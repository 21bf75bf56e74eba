"""Whether the window stays as it is: a looped clip verified for half an hour, the camera unplugged now and then.

    python -m tests.bench.soak --data-dir DIR --profile NAME --clip FILE [--minutes 30] [--unplug 200]

Prints resident memory, threads, open files and child processes each minute, and at last their growth: memory as the
slope of a straight line through what was measured after the first tenth, times the duration, in percent of its start.
Needs a display or QT_QPA_PLATFORM=offscreen; the profile must be enrolled.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
import psutil
from PySide6.QtWidgets import QApplication

from faceid_app.app import open_window
from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource, SourceInfo
from faceid_app.camera.video import VideoSource
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.identity.verification import FrameVerdict
from faceid_app.paths import Paths
from tests.bench.smoothness import run_for

_EVERY = 5.0
"""Seconds between two measurements."""


class Unplugged:
    """A looped clip that is pulled out when its `unplug` is set, once."""

    def __init__(self, clip: Path, unplug: threading.Event) -> None:
        self._source: FrameSource = VideoSource(clip, loop=True)
        self._unplug = unplug

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("clip", "clip", "device")

    def read(self) -> Frame | None:
        if self._unplug.is_set():
            self._unplug.clear()
            raise CameraUnplugged("clip")
        return self._source.read()

    def interrupt(self) -> None:
        self._source.interrupt()

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Held(NamedTuple):
    """What the process holds at one moment."""

    seconds: float
    megabytes: float
    threads: int
    files: int
    children: int


def held(process: psutil.Process, start: float) -> Held:
    """Measure now."""
    return Held(
        time.monotonic() - start,
        process.memory_info().rss / 1e6,
        process.num_threads(),
        process.num_fds() if hasattr(process, "num_fds") else process.num_handles(),
        len(process.children(recursive=True)),
    )


def growth(rows: list[Held]) -> float:
    """Share by which memory grew after the first tenth, by least squares."""
    settled = rows[len(rows) // 10 :]
    seconds = np.array([row.seconds for row in settled])
    megabytes = np.array([row.megabytes for row in settled])
    slope, start = np.polyfit(seconds - seconds[0], megabytes, 1)
    return float(slope * (seconds[-1] - seconds[0]) / start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--unplug", type=int, default=200)
    chosen = parser.parse_args()

    app = QApplication(sys.argv[:1])
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    unplug = threading.Event()
    opened = open_window(
        Paths(chosen.data_dir), theme, camera="clip", profile=chosen.profile, page="verify",
        open_camera=lambda _spec: Unplugged(chosen.clip, unplug),
    )  # fmt: skip
    verdicts, faults = 0, 0

    def on_judged(judged: object) -> None:
        nonlocal verdicts, faults
        verdicts += isinstance(judged, FrameVerdict)
        faults += not isinstance(judged, FrameVerdict)

    opened.verify.session.judged.connect(on_judged)
    opened.window.show()
    process, start, duration = psutil.Process(), time.monotonic(), chosen.minutes * 60
    pulled, rows = 0, list[Held]()
    print(f"{os.cpu_count()} CPUs, {chosen.minutes:g} minutes, {chosen.unplug} times unplugged")
    print("minute    MB  threads  files  children  verdicts  faults  unplugged")
    while (passed := time.monotonic() - start) < duration:
        run_for(min(_EVERY, duration / 60))
        if pulled < chosen.unplug * passed / duration:
            unplug.set()
            pulled += 1
        rows.append(held(process, start))
        if len(rows) % 12 == 0:
            now = rows[-1]
            print(
                f"{now.seconds / 60:6.1f} {now.megabytes:5.0f} {now.threads:8d} {now.files:6d} {now.children:9d} "
                f"{verdicts:9d} {faults:7d} {pulled:10d}",
                flush=True,
            )
    settled = rows[len(rows) // 10]
    print(f"memory grew by {growth(rows):+.1%} ({settled.megabytes:.0f} to {rows[-1].megabytes:.0f} MB)")
    for name in ("threads", "files", "children"):
        print(f"{name}: {getattr(settled, name)} to {getattr(rows[-1], name)}")
    opened.window.close()


if __name__ == "__main__":
    main()
