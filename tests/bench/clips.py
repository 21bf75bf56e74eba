"""Everybody against everybody: each clip enrolled on its first half, verified on its second, tried by all others.

    python -m tests.bench.clips --data-dir DIR --clips FOLDER [--backbone NAME] [--replays]

Runs the command line itself; what the backbone needs must be installed below DIR. Prints one row a profile and the
frame-level FRR and FAR with their counts; `--replays` adds the replayed clips, which matching alone lets pass and the
guard is to refuse. The matches counted are those of the matcher, whatever the guard says of the frame.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.backbones import DEFAULT_BACKBONE
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.workers.operations import open_profiles


def seconds_of(clip: Path) -> float:
    """Duration of a clip."""
    video = cv2.VideoCapture(str(clip))
    return float(video.get(cv2.CAP_PROP_FRAME_COUNT) / video.get(cv2.CAP_PROP_FPS))


def faceid(data_dir: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command as a user would; exit code and JSON."""
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(data_dir), "--json", *arguments]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    return finished.returncode, json.loads(finished.stdout or "{}")


def interval(count: int, of: int) -> str:
    """Count, rate and 95 % Clopper-Pearson interval."""
    low, high = clopper_pearson(count, of)
    return f"{count} of {of} ({count / of:.2%}; 95 %: {low:.2%} to {high:.2%})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--recipe", default="head")
    parser.add_argument("--backbone", default=DEFAULT_BACKBONE)
    parser.add_argument("--replays", action="store_true")
    arguments = parser.parse_args()
    live = {path.stem.split("_")[0]: path for path in sorted(arguments.clips.glob("*_live.mp4"))}

    own_right = strangers_refused = strangers = replays = replays_refused = 0
    own_frames = own_missed = stranger_frames = stranger_matched = 0
    for name, clip in live.items():
        half = seconds_of(clip) / 2
        faceid(arguments.data_dir, "delete", name, "--yes")
        code, enrolled = faceid(
            arguments.data_dir, "enroll", name, "--camera", str(clip), "--end", f"{half:.2f}", "--fast"
        )
        assert code == 0, enrolled
        code, trained = faceid(
            arguments.data_dir, "train", name, "--recipe", arguments.recipe, "--backbone", arguments.backbone
        )
        assert code == 0, trained
        row = []
        for other, probe in live.items():
            start = ["--start", f"{half:.2f}"] if other == name else []
            code, verdict = faceid(
                arguments.data_dir, "verify", name, "--camera", str(probe), *start,
                "--fast", "--timeout", "600", "--to-the-end",
            )  # fmt: skip
            # So many strangers would lock out the next one, who is to be measured too.
            open_profiles(Paths(arguments.data_dir)).get(name).lockout.erase()
            row.append(f"{other}:{code}")
            if other == name:
                own_right += code == 0
                own_frames += verdict["faces"]
                own_missed += verdict["faces"] - verdict["matching"]
            else:
                strangers += 1
                strangers_refused += code in (1, 2, 3)
                stranger_frames += verdict["faces"]
                stranger_matched += verdict["matching"]
        if arguments.replays:
            for replay in sorted(arguments.clips.glob(f"{name}_replay.mp4")):
                code, _ = faceid(arguments.data_dir, "verify", name, "--camera", str(replay), "--fast")
                row.append(f"{replay.stem}:{code}")
                replays += 1
                replays_refused += code == 3
        captured = enrolled["captured"]
        detection = trained["thresholds"]["detection"]
        print(
            f"{name}: {captured['anchor']}+{captured['positive']} captures, fit {trained['fit']}, "
            f"trained in {trained['seconds']:.1f} s, detection {detection:.3f}, exit codes {' '.join(row)}",
            flush=True,
        )
    print(f"own second half accepted: {own_right} of {len(live)}")
    print(f"strangers refused: {strangers_refused} of {strangers}")
    if replays:
        print(f"replays refused as an attack: {replays_refused} of {replays}")
    print(f"frame FRR: {interval(own_missed, own_frames)}")
    print(f"frame FAR: {interval(stranger_matched, stranger_frames)}")


if __name__ == "__main__":
    main()
