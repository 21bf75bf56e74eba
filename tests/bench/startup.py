"""Start of the window to its first painted frame, and the memory of the window while it verifies.

    python -m tests.bench.startup --data-dir DIR --profile NAME --clip FILE [--runs 7]
    python -m tests.bench.startup --data-dir DIR --clip FILE --program FOLDER/faceid [--runs 5]

Needs a display (or QT_QPA_PLATFORM=offscreen); the profile must be trained, and somebody enrolled in any case.
The first run warms the caches. With `--program` the frozen program is started instead, and its log tells the time.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from faceid_app.paths import PROJECT_ROOT

_FIRST_FRAME = """
import sys
from pathlib import Path
from faceid_app.app import run
run(data_dir=Path(sys.argv[1]), camera=sys.argv[2], page="enrol", quit_after_first_frame=True, on_first_frame=print)
"""


def first_frame_ms(data_dir: Path, clip: Path) -> float:
    """Milliseconds from the start of a process to its first painted camera frame."""
    command = [sys.executable, "-c", _FIRST_FRAME, str(data_dir), str(clip)]
    told = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True).stdout
    return float(told.split()[-1])


def frozen_ms(program: Path, data_dir: Path, clip: Path) -> float:
    """The same of the frozen program, as its log tells it."""
    command = [
        str(program),
        "--data-dir",
        str(data_dir),
        "--verbose",
        "window",
        "--page",
        "enrol",
        "--camera",
        str(clip),
    ]
    ended = subprocess.run([*command, "--quit-after-first-frame"], capture_output=True, text=True, check=True)
    return float(re.findall(r"First frame on screen after (\d+) ms", ended.stderr)[-1])


def verifying_mb(data_dir: Path, profile: str, clip: Path, *, seconds: float) -> float:
    """Resident memory in MB (1e6 bytes) of a window that has verified for `seconds`."""
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(data_dir), "window", "--page", "verify"]
    window = subprocess.Popen([*command, "--profile", profile, "--camera", str(clip)], cwd=PROJECT_ROOT)
    try:
        time.sleep(seconds)
        assert window.poll() is None, "the window closed by itself"
        return float(psutil.Process(window.pid).memory_info().rss / 1e6)
    finally:
        window.terminate()
        window.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile")
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--program", type=Path)
    arguments = parser.parse_args()

    def start() -> float:
        if arguments.program is None:
            return first_frame_ms(arguments.data_dir, arguments.clip)
        return frozen_ms(arguments.program, arguments.data_dir, arguments.clip)

    print(f"first start: {start():.0f} ms")
    times = [start() for _ in range(arguments.runs)]
    print(f"first painted frame: median {np.median(times):.0f} ms, worst {max(times):.0f} ms, n {len(times)}")
    if arguments.profile is None or arguments.program is not None:
        return
    memory = verifying_mb(arguments.data_dir, arguments.profile, arguments.clip, seconds=10)
    print(f"resident memory while verifying: {memory:.0f} MB")


if __name__ == "__main__":
    main()
