"""Recipe koch on a real person: it learns, is exposed by its probes and then not used; killed, it goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faceid_app.identity.verification import load_bundle
from faceid_app.learning.koch import PARAMETERS
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real
STATE = "training/state.npz"


def start_training(paths: Paths, negatives: Path, *, epochs: int, resume: bool = False) -> subprocess.Popen[str]:
    job = {
        "job": "train", "data_dir": str(paths.root), "profile": "a", "recipe": "koch", "negatives": str(negatives),
        "epochs": epochs, "seed": 0, "resume": resume,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "faceid_app.learning.worker", json.dumps(job)],
        cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def told(training: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """All it says until it ends."""
    assert training.stdout is not None
    events = [json.loads(line) for line in training.stdout]
    training.communicate()  # not before: a closed stdin asks it to stop
    return events


@pytest.fixture
def profile(own_copy: Paths) -> Profile:
    """Person `a` with half of the captures, which are enough to learn from and twice as fast."""
    profile = open_profiles(own_copy).get("a")
    for number, record in enumerate(profile.captures.records()):
        if number % 4 > 1:
            profile.captures.take_out(record.id)
    return profile


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_it_learns_is_exposed_and_refused(
    own_copy: Paths, profile: Profile, few_strangers: Path, clip: Callable[[str], Path], faceid: Faceid
):
    events = told(start_training(own_copy, few_strangers, epochs=2))
    _, bundle = load_bundle(profile)
    first, second = bundle.card["training"]["epochs"]
    assert second["loss"] < first["loss"]
    assert bundle.recipe == "koch"
    assert bundle.card["parameters"] == PARAMETERS
    assert bundle.card["captures"]["by_burst"]
    assert bundle.card["export"]["max_difference"] <= 1e-3
    assert not events[-1]["result"]["fit"], "two epochs do not teach the face; the probes must say so"
    code, answer = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert code == 4, answer


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_it_goes_on_with_the_epoch_it_was_in(own_copy: Paths, profile: Profile, few_strangers: Path):
    before = profile.bundles.current_id()
    killed = start_training(own_copy, few_strangers, epochs=2)
    assert killed.stdout is not None
    deadline = time.monotonic() + 600
    for line in killed.stdout:  # until the second epoch runs: the state of the first is saved
        event = json.loads(line)
        assert "error" not in event, event
        assert time.monotonic() < deadline
        if event.get("epoch") == 2:
            break
    killed.kill()
    killed.wait()
    assert profile.bundles.current_id() == before
    state = own_copy.personal / "a" / STATE
    if os.name == "posix":
        assert state.stat().st_mode & 0o077 == 0

    events = told(start_training(own_copy, few_strangers, epochs=2, resume=True))
    steps = [(event["epoch"], event["step"]) for event in events if event.get("stage") == "train"]
    assert steps[0] == (2, 1)
    assert not state.exists()
    _, bundle = load_bundle(profile)
    assert [epoch["epoch"] for epoch in bundle.card["training"]["epochs"]] == [1, 2]
