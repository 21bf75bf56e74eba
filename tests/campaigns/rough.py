"""Enrolling and verifying where the machine is rough: a full or read-only disk, set clocks, 5 fps, 4K.

    python -m tests.campaigns.rough --clips FOLDER [--only WORD]

Runs the command line itself on clips (`a_live`, `c_live`, `a_replay`) and prints a row a case: what came, how long it
took, and whether it was right: the right verdict, or a refusal in one sentence, and nothing lost that was saved. The
exit code is the number of rows that are wrong. Disks are small tmpfs that only root can mount, clocks are set for the
program alone by faketime; what this machine cannot do is said and left out.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2

from faceid_app.identity.lockout import MOST_FAILURES, Lockout
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.captures import Captures
from faceid_app.workers.operations import open_profiles

MATCH, NO_MATCH, NO_FACE, ATTACK, REFUSED, LOCKED = 0, 1, 2, 3, 4, 6
_FAULT = 70
_LEAST, _SMALL = 64 * 1024, 500 * 1024
"""Bytes left on a disk that is full, and on one that fills up while somebody is enrolled."""


@dataclass(frozen=True, slots=True)
class Came:
    """What a command came to: exit code, seconds, and its last line."""

    code: int
    seconds: float
    said: dict[str, Any]
    stderr: str

    @property
    def sentence(self) -> str:
        """What a person would read."""
        if "error" in self.said:
            return str(self.said["error"]["message"])
        return str(self.said.get("reason") or self.said.get("captured") or "")

    @property
    def is_clean(self) -> bool:
        """An answer in its form, no fault of the program."""
        return bool(self.said) and self.code != _FAULT and "Traceback" not in self.stderr


def faceid(paths: Paths, *arguments: str, clock: Sequence[str] = (), **environment: str) -> Came:
    """Run the program as a user would, under a set clock where one is given."""
    command = [*clock, sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "--json", *arguments]
    started = time.perf_counter()
    ended = subprocess.run(
        command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False, timeout=300,
        env=os.environ | {"XDG_RUNTIME_DIR": "/nonexistent"} | environment,
    )  # fmt: skip
    lines = ended.stdout.splitlines()
    return Came(ended.returncode, time.perf_counter() - started, json.loads(lines[-1]) if lines else {}, ended.stderr)


@dataclass
class Table:
    """The rows so far."""

    only: str = ""
    wrong: int = 0
    rows: int = 0
    left_out: list[str] = field(default_factory=list)

    def row(self, case: str, came: Came, right: tuple[int, ...], *, kept: bool = True) -> None:
        """Print one; `right` are the exit codes that are, `kept` whether all that was saved is there."""
        good = came.code in right and came.is_clean and kept
        self.rows += 1
        self.wrong += not good
        what = "right" if good else "LOST" if not kept else "WRONG"
        print(f"{what:5}  {case:48} exit {came.code}  {came.seconds:6.1f} s  {came.sentence[:150]}", flush=True)


@contextlib.contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A disk of so many bytes."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=True)


def fill(disk: Path, *, leave: int) -> None:
    """Write until only so many bytes are left."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with (disk / "filler").open("wb") as filler:
        filler.write(b"\0" * max(0, free - leave))


def saved(paths: Paths) -> dict[str, str]:
    """Checksums of every picture, model and template."""
    files = (path for path in (paths.personal).rglob("*") if path.is_file() and path.suffix in (".jpg", ".png", ".npz"))
    return {str(path.relative_to(paths.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rewritten(clip: Path, target: Path, *, seconds: float, every: int = 1, longest: int | None = None) -> Path:
    """The beginning of a clip with every n-th frame only, or enlarged."""
    reader = cv2.VideoCapture(str(clip))
    rate = reader.get(cv2.CAP_PROP_FPS)
    writer: cv2.VideoWriter | None = None
    for number in range(round(seconds * rate)):
        found, frame = reader.read()
        if not found:
            break
        if number % every:
            continue
        if longest is not None:
            scale = longest / max(frame.shape[:2])
            frame = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"mp4v"), rate / every, size)
        writer.write(frame)
    assert writer is not None
    writer.release()
    return target


def disks(table: Table, plain: Paths, clips: Path) -> None:
    """A full disk, one that fills up, and one that only can be read."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        table.left_out.append("full and read-only disks: only root can mount one")
        return
    live, stranger = str(clips / "a_live.mp4"), str(clips / "c_live.mp4")
    size = sum(path.stat().st_blocks * 512 for path in plain.root.rglob("*") if path.is_file()) + (4 << 20)
    with small_disk(size) as disk:
        paths = Paths(disk / "data")
        shutil.copytree(plain.root, paths.root)
        before = saved(paths)
        fill(disk, leave=_SMALL)
        came = faceid(paths, "enroll", "b", "--camera", live, "--start", "5", "--fast", "--guard", "off", "--force")
        taken = [Captures(open_profiles(paths)._store, "b")] if "b" in open_profiles(paths).names() else []
        whole = all(one.picture(record.id) and one.aligned(record.id) for one in taken for record in one.records())
        table.row("disk fills up while somebody is enrolled", came, (REFUSED,), kept=whole and _holds(paths, before))
        fill(disk, leave=0)
        came = faceid(paths, "verify", "a", "--camera", live, "--fast")
        table.row("disk full, the person", came, (MATCH, REFUSED), kept=_holds(paths, before))
        came = faceid(paths, "verify", "a", "--camera", stranger, "--fast", "--end", "3")
        table.row("disk full, a stranger", came, (NO_MATCH, REFUSED), kept=_holds(paths, before))
        (disk / "filler").unlink()
        came = faceid(paths, "verify", "a", "--camera", live, "--fast")
        table.row("disk with room again, the person", came, (MATCH,), kept=_holds(paths, before))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        came = faceid(paths, "verify", "a", "--camera", live, "--fast")
        table.row("disk read-only, the person", came, (MATCH, REFUSED), kept=_holds(paths, before))
        came = faceid(paths, "verify", "a", "--camera", stranger, "--fast", "--end", "3")
        table.row("disk read-only, a stranger", came, (NO_MATCH, REFUSED), kept=_holds(paths, before))
        came = faceid(paths, "enroll", "c", "--camera", live, "--fast")
        table.row("disk read-only, enrolling", came, (REFUSED,), kept=_holds(paths, before))
        came = faceid(paths, "delete", "a", "--yes")
        table.row("disk read-only, deleting", came, (REFUSED,), kept=_holds(paths, before))


def _holds(paths: Paths, before: dict[str, str]) -> bool:
    after = saved(paths)
    return all(after.get(name) == digest for name, digest in before.items() if not name.endswith(".npz"))


def clocks(table: Table, plain: Paths, clips: Path) -> None:
    """A wall clock years off, one that jumps while somebody is verified, and one set forward during a lock-out."""
    if shutil.which("faketime") is None:
        table.left_out.append("clocks: faketime is not installed")
        return
    live, stranger = str(clips / "a_live.mp4"), str(clips / "c_live.mp4")
    only_wall = {"DONT_FAKE_MONOTONIC": "1"}
    with tempfile.TemporaryDirectory() as name:
        paths = Paths(Path(name) / "data")
        shutil.copytree(plain.root, paths.root)
        before = saved(paths)
        for words, shift in (("ten years ahead", "+3650d"), ("twenty years behind", "-7300d")):
            clock = ("faketime", "-f", shift)
            came = faceid(paths, "verify", "a", "--camera", live, "--fast", clock=clock, **only_wall)
            table.row(f"clock {words}, the person", came, (MATCH,), kept=_holds(paths, before))
            came = faceid(paths, "verify", "a", "--camera", stranger, "--fast", "--end", "3", clock=clock, **only_wall)
            table.row(f"clock {words}, a stranger", came, (NO_MATCH,), kept=_holds(paths, before))
        # Every look at the clock finds it an hour earlier: a jump between any two frames.
        clock = ("faketime", "-f", "+0 i-3600.0")
        came = faceid(paths, "verify", "a", "--camera", live, "--loop", "--timeout", "60", clock=clock, **only_wall)
        table.row("clock runs backwards, the person at the camera", came, (MATCH,), kept=_holds(paths, before))
        came = faceid(
            paths, "enroll", "a", "--camera", live, "--start", "10", "--anchors", "3", "--positives", "3",
            clock=clock, **only_wall,
        )  # fmt: skip
        table.row("clock runs backwards, enrolling more", came, (0,), kept=_holds(paths, before))
        lockout = Lockout(open_profiles(paths).get("a").lockout)
        for _ in range(MOST_FAILURES):
            lockout.failed()
        came = faceid(paths, "verify", "a", "--camera", live, "--fast", clock=("faketime", "-f", "+1d"), **only_wall)
        table.row("locked out, clock set a day ahead", came, (LOCKED,), kept=_holds(paths, before))
    with tempfile.TemporaryDirectory() as name:
        paths = Paths(Path(name) / "data")
        came = faceid(
            paths, "enroll", "a", "--camera", live, "--end", "9", "--fast", "--anchors", "6", "--positives", "6",
            clock=("faketime", "-f", "-7300d"), **only_wall,
        )  # fmt: skip
        table.row("enrolled with the clock twenty years behind", came, (0,))
        came = faceid(paths, "verify", "a", "--camera", live, "--start", "10", "--fast")
        table.row("  and verified with it right", came, (MATCH,))


def cameras(table: Table, plain: Paths, clips: Path) -> None:
    """Five pictures a second, and pictures of 3840 pixels."""
    made: tuple[tuple[str, dict[str, Any], float], ...] = (
        ("5 fps", {"every": 6}, 8.0),
        ("4K", {"longest": 3840}, 2.5),
    )
    expected: tuple[tuple[str, str, tuple[int, ...]], ...] = (
        ("the person", "a_live", (MATCH,)),
        ("a stranger", "c_live", (NO_MATCH,)),
        ("a replay", "a_replay", (NO_MATCH, ATTACK)),
    )
    for words, how, seconds in made:
        with tempfile.TemporaryDirectory() as name:
            paths = Paths(Path(name) / "data")
            shutil.copytree(plain.root, paths.root)
            before = saved(paths)
            for who, clip, right in expected:
                target = rewritten(clips / f"{clip}.mp4", Path(name) / f"{clip}.mp4", seconds=seconds, **how)
                pace = () if words == "5 fps" else ("--fast",)
                came = faceid(paths, "verify", "a", "--camera", str(target), *pace)
                table.row(f"camera {words}, {who}", came, right, kept=_holds(paths, before))
            came = faceid(
                paths, "enroll", "b", "--camera", str(Path(name) / "a_live.mp4"), "--anchors", "3", "--positives", "3",
                *(("--loop",) if words == "5 fps" else ("--fast",)),
            )  # fmt: skip
            whole = came.said.get("complete") is True and _holds(paths, before)
            table.row(f"camera {words}, enrolling", came, (0,), kept=whole)


def main() -> int:
    """Run all, print, and return how many rows are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--only", default="", help="disks, clocks or cameras")
    chosen = parser.parse_args()
    table = Table()
    parts: tuple[Callable[[Table, Paths, Path], None], ...] = (disks, clocks, cameras)
    with tempfile.TemporaryDirectory() as name:
        plain = Paths(Path(name) / "data")
        came = faceid(
            plain, "enroll", "a", "--camera", str(chosen.clips / "a_live.mp4"), "--end", "9", "--fast",
            "--anchors", "8", "--positives", "8",
        )  # fmt: skip
        table.row("plain: enrolled", came, (0,))
        came = faceid(plain, "verify", "a", "--camera", str(chosen.clips / "a_live.mp4"), "--start", "10", "--fast")
        table.row("plain: verified", came, (MATCH,))
        for part in parts:
            if chosen.only in part.__name__:
                part(table, plain, chosen.clips)
    for words in table.left_out:
        print(f"left out  {words}")
    print(f"{table.rows - table.wrong} of {table.rows} right")
    return table.wrong


if __name__ == "__main__":
    sys.exit(main())
