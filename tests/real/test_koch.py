"""Recipe koch on a real person: it learns, survives being killed, is exposed by its probes and then not used."""

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
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real
STATE = "training/state.npz"


def start_training(paths: Paths, negatives: Path, *, resume: bool) -> subprocess.Popen[str]:
    job = {
        "job": "train", "data_dir": str(paths.root), "profile": "a", "recipe": "koch", "negatives": str(negatives),
        "epochs": 2, "seed": 0, "resume": resume,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "faceid_app.learning.worker", json.dumps(job)],
        cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


@pytest.mark.timeout(1200)
def test_killed_resumed_exposed_and_refused(
    own_copy: Paths, few_strangers: Path, clip: Callable[[str], Path], faceid: Faceid
):
    profile = open_profiles(own_copy).get("a")
    records = profile.captures.records()
    for record in (one for number, one in enumerate(records) if number % 4 > 1):  # half of them learn twice as fast
        profile.captures.take_out(record.id)
    before = profile.bundles.current_id()
    killed = start_training(own_copy, few_strangers, resume=False)
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

    resumed = start_training(own_copy, few_strangers, resume=True)
    assert resumed.stdout is not None
    events: list[dict[str, Any]] = [json.loads(line) for line in resumed.stdout]
    steps = [(event["epoch"], event["step"]) for event in events if event.get("stage") == "train"]
    assert steps[0] == (2, 1)
    result = events[-1]["result"]
    assert not state.exists()

    _, bundle = load_bundle(profile)
    assert bundle.recipe == "koch"
    assert bundle.card["parameters"] == PARAMETERS
    epochs = bundle.card["training"]["epochs"]
    assert [epoch["epoch"] for epoch in epochs] == [1, 2]
    assert epochs[1]["loss"] < epochs[0]["loss"]
    assert bundle.card["captures"]["by_burst"]
    assert bundle.card["export"]["max_difference"] <= 1e-3
    assert not result["fit"], "the document's recipe does not learn the face in two epochs; its probes must say so"
    code, answer = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert code == 4, answer
