"""What goes wrong on real input: each a clear error, and nothing that was saved is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.captures import Role
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

Clip = Callable[[str], Path]


def test_a_truncated_video_is_used_as_far_as_it_goes(own_copy: Paths, faceid: Faceid, clip: Clip, tmp_path: Path):
    # Its index stands at the end of an MP4: a file cut there cannot be played at all, and that is told.
    whole = clip("a_live").read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    code, outcome = faceid(own_copy, "verify", "a", "--camera", str(cut), "--fast")
    assert code in (0, 5)
    if code == 5:
        assert "cut.mp4" in outcome["error"]["message"]


def test_a_crowd_cannot_be_enrolled_unnoticed(own_copy: Paths, faceid: Faceid, clip: Clip):
    _, enrolled = faceid(own_copy, "enroll", "crowd", "--camera", str(clip("crowd")), "--fast", "--end", "5")
    assert sum(enrolled["refused"].values()) > sum(enrolled["captured"].values())


def test_killing_a_training_leaves_the_previous_model(own_copy: Paths, few_strangers: Path, faceid: Faceid, clip: Clip):
    profile = open_profiles(own_copy).get("a")
    before, captures = profile.bundles.current_id(), profile.captures.counts()
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(own_copy.root), "train", "a"]
    parent = subprocess.Popen(
        [*command, "--negatives", str(few_strangers), "--seed", "1"],
        cwd=PROJECT_ROOT,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    child = _wait_for_child(parent)
    os.kill(child.pid, signal.SIGKILL)
    assert parent.wait(60) == 4
    assert profile.bundles.current_id() == before
    assert open_profiles(own_copy).get("a").captures.counts() == captures
    code, _ = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.3", "--fast")
    assert code == 0


def test_killing_the_parent_ends_the_training_too(own_copy: Paths, few_strangers: Path):
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(own_copy.root), "train", "a"]
    parent = subprocess.Popen(
        [*command, "--negatives", str(few_strangers)],
        cwd=PROJECT_ROOT,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    child = _wait_for_child(parent)
    parent.kill()
    parent.wait()
    child.wait(60)
    assert not child.is_running()


def test_killing_an_enrolment_keeps_every_capture_made(own_copy: Paths, clip: Clip):
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(own_copy.root), "enroll", "b"]
    process = subprocess.Popen(
        [*command, "--camera", str(clip("a_live")), "--fast", "--anchors", "80", "--positives", "80"],
        cwd=PROJECT_ROOT,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    folder = own_copy.personal / "b"
    _wait_until(lambda: len(list(folder.glob("*/*.jpg"))) >= 5 or process.poll() is not None)
    process.kill()
    process.wait()
    captures = open_profiles(own_copy).get("b").captures
    records = captures.records()
    assert len(records) >= 4
    assert all(captures.picture(record.id) and captures.aligned(record.id) for record in records)
    files = {path.stem for role in Role for path in (folder / role.value).glob("*.jpg")}
    assert files == {record.id for record in records}


def _wait_for_child(parent: subprocess.Popen[bytes]) -> psutil.Process:
    found: list[psutil.Process] = []

    def worker_runs() -> bool:
        for child in psutil.Process(parent.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):  # ended meanwhile
                if "faceid_app.learning.worker" in " ".join(child.cmdline()):
                    found.append(child)
        return bool(found)

    _wait_until(lambda: parent.poll() is not None or worker_runs())
    assert found, "the training process did not start"
    return found[0]


def _wait_until(condition: Callable[[], bool], seconds: float = 200.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
