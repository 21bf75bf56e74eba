"""Recipe koch on a real person: it learns, survives being killed, is exposed by its probes and then not used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import pytest

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.people import FolderIndex
from faceid_app.identity.verification import load_bundle
from faceid_app.learning.koch import PARAMETERS, Siamese, build_embedding
from faceid_app.learning.pairs import document_pairs
from faceid_app.learning.recipes import TrainingInputs, snapshot
from faceid_app.learning.recipes.koch import Pictures, prepare, train_pairs
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.progress import Progress, never
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid
from tests.unit.learning.conftest import Desk

pytestmark = pytest.mark.real
STATE = "training/state.npz"


def test_a_handful_of_steps_lower_the_loss(own_copy: Paths, few_strangers: Path):
    profile = open_profiles(own_copy).get("a")
    inputs = TrainingInputs(
        paths=own_copy, captures=snapshot(profile), negatives=FolderIndex(few_strangers), strangers=None,
        backbone=None, seed=0, epochs=3, resume=False, work=Desk(),
    )  # fmt: skip
    pairs = document_pairs(inputs.captures, inputs.pictures(), seed=0)
    assert pairs.split.by_burst
    pictures: Pictures = {capture.id: prepare(capture.portrait) for capture in inputs.captures}
    pictures |= {pair.other: prepare(read_picture(pair.other)) for pair in pairs.train if isinstance(pair.other, Path)}
    keras.utils.set_random_seed(0)
    model = Siamese(build_embedding())
    reports: list[Progress] = []
    # Three epochs of 16 pairs: one step each.
    few = replace(pairs, train=(*pairs.train[:8], *pairs.train[-8:]))
    history = train_pairs(model, few, pictures, inputs, epochs=3, report=reports.append, is_cancelled=never)
    assert model.count_params() == PARAMETERS
    assert len(reports) == 3
    assert history[-1].loss < history[0].loss


def start_training(paths: Paths, negatives: Path, *, resume: bool) -> subprocess.Popen[str]:
    job = {
        "job": "train", "data_dir": str(paths.root), "profile": "a", "recipe": "koch", "negatives": str(negatives),
        "epochs": 3, "seed": 0, "resume": resume,
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
    assert [epoch["epoch"] for epoch in bundle.card["training"]["epochs"]] == [1, 2, 3]
    assert bundle.card["captures"]["by_burst"]
    assert bundle.card["export"]["max_difference"] <= 1e-3
    assert not result["fit"], "the document's recipe does not learn the face in three epochs; its probes must say so"
    code, answer = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert code == 4, answer
