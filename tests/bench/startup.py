"""Start of the window to its first painted frame, and the memory of the window while it verifies.

    python -m tests.bench.startup --data-dir DIR --profile NAME --clip FILE [--runs 7]

Needs a display (or QT_QPA_PLATFORM=offscreen); the profile must be trained. The first run warms the caches.
"""

from __future__ import annotations

import argparse
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
    parser.add_argument("--profile", required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    first_frame_ms(arguments.data_dir, arguments.clip)
    times = [first_frame_ms(arguments.data_dir, arguments.clip) for _ in range(arguments.runs)]
    print(f"first painted frame: median {np.median(times):.0f} ms, worst {max(times):.0f} ms, n {len(times)}")
    memory = verifying_mb(arguments.data_dir, arguments.profile, arguments.clip, seconds=10)
    print(f"resident memory while verifying: {memory:.0f} MB")


if __name__ == "__main__":
    main()
