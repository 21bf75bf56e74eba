"""The training process as its parent sees it: JSON lines only, cancel by line or by a closed stdin, errors told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.learning.worker import AHEAD
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.learning.conftest import make_captures

RECIPE = """
import os
from faceid_app.progress import Progress, Stage

def train(inputs, report, is_cancelled):
    print("a library that prints")
    os.system("echo and one that prints from C")
    stage = Stage("wait", of=0, report=report, is_cancelled=is_cancelled, every=0.0)
    report(Progress(stage="ready", message=f"{len(inputs.captures)} captures"))
    while True:
        stage.advance()
"""


TEMPORARY = """
import dataclasses, os, tempfile
from faceid_app.progress import Progress
from tests.helpers.bundles import untrained_bundle

def train(inputs, report, is_cancelled):
    handle, path = tempfile.mkstemp()
    os.write(handle, b"a network")
    report(Progress(stage="written", message=path))
    if inputs.seed == 1:
        os.kill(os.getpid(), 9)
    return dataclasses.replace(untrained_bundle(), recipe={1: "head", 2: "head", 3: "koch"}[inputs.seed])
"""


def start(job: dict[str, Any], *, program: str | None = None) -> subprocess.Popen[str]:
    command = ["-m", "faceid_app.learning.worker"] if program is None else ["-c", program]
    return _process([*command, json.dumps(job)])


def start_ahead() -> subprocess.Popen[str]:
    return _process(["-m", "faceid_app.learning.worker", AHEAD])


def _process(arguments: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
        env={**os.environ, "KERAS_BACKEND": "tensorflow"},
    )


def events(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def enrolled(paths: Paths) -> Paths:
    """A person with two captures of each role, and two strangers."""
    profile = Profiles(PlainStore(paths.personal)).create("anna")
    for capture in make_captures(2, 2):
        assert capture.aligned is not None
        profile.captures.add(
            role=Role(capture.role),
            portrait_jpeg=capture.jpeg,
            aligned_png=encode_png(capture.aligned),
            burst=capture.burst,
            camera="test",
            clock=capture.clock,
            measurements={},
        )
    for name in ("x", "y"):
        (paths.root / "others" / name).mkdir(parents=True)
        (paths.root / "others" / name / "1.jpg").write_bytes(encode_jpeg(make_captures(1, 0)[0].portrait))
    return paths


def train_job(paths: Paths, **more: Any) -> dict[str, Any]:
    # Recipe head leaves it to the recipe when Keras is imported, which takes seconds: those of these tests need none.
    job = {"job": "train", "data_dir": str(paths.root), "profile": "anna", "recipe": "head"}
    return {**job, "negatives": str(paths.root / "others"), "seed": 0, **more}


@pytest.mark.slow
def test_the_device_job_tells_the_device():
    process = start({"job": "device"})
    output, errors = process.communicate("")
    # Closing stdin asks to stop; this job is too short to be stopped.
    assert process.returncode == 0, errors
    assert events(output)[-1]["result"]["backend"] == "tensorflow"


def train_with(recipe: str, enrolled: Paths, folder: Path, *, seed: int) -> tuple[list[dict[str, Any]], int]:
    """Train with the recipe written in `recipe`: what was told, and the exit code."""
    (folder / "written.py").write_text(recipe, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import written;"
        "import faceid_app.learning.recipes as recipes; recipes.find_recipe = lambda name: written.train;"
        "from faceid_app.learning.worker import main; sys.exit(main())"
    )
    process = start(train_job(enrolled, seed=seed), program=program)
    assert process.stdout is not None
    told = [json.loads(line) for line in process.stdout]
    process.communicate()
    return told, process.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot tell at once that a process was killed")
def test_temporary_files_are_private_and_those_of_a_killed_training_are_swept(enrolled: Paths, tmp_path: Path):
    told, code = train_with(TEMPORARY, enrolled, tmp_path, seed=1)
    assert code == -9
    left = Path(told[-1]["message"])
    assert left.is_relative_to(enrolled.cache)
    assert left.parent.stat().st_mode & 0o077 == 0
    assert left.exists()
    told, code = train_with(TEMPORARY, enrolled, tmp_path, seed=2)
    assert code == 0, told
    assert not left.exists()
    assert not any((enrolled.cache / "training").iterdir())


@pytest.mark.slow
def test_only_its_own_recipe_ends_an_interrupted_training(enrolled: Paths, tmp_path: Path):
    profile = Profiles(PlainStore(enrolled.personal)).get("anna")
    profile.write("training/state.npz", b"of koch")
    told, _ = train_with(TEMPORARY, enrolled, tmp_path, seed=2)
    assert told[-1]["result"]["recipe"] == "head"
    assert profile.read("training/state.npz") == b"of koch"
    manifest, _ = profile.bundles.current()
    assert manifest["recipe"] == "head"
    assert set(manifest["stages"]) == {"start", "written"}
    told, _ = train_with(TEMPORARY, enrolled, tmp_path, seed=3)
    assert told[-1]["result"]["recipe"] == "koch"
    assert not profile.exists("training/state.npz")


@pytest.mark.parametrize("how", ["line", "closed"])
def test_cancelling_ends_the_job_and_libraries_do_not_reach_stdout(how: str, enrolled: Paths, tmp_path: Path):
    (tmp_path / "endless.py").write_text(RECIPE, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import endless;"
        "import faceid_app.learning.recipes as recipes; recipes.find_recipe = lambda name: endless.train;"
        "from faceid_app.learning.worker import main; sys.exit(main())"
    )
    process = start(train_job(enrolled), program=program)
    assert process.stdin is not None
    assert process.stdout is not None
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1].get("stage") != "ready":
        seen.append(json.loads(process.stdout.readline()))
    assert seen[-1]["message"] == "4 captures"
    if how == "line":
        process.stdin.write("cancel\n")
        process.stdin.flush()
    else:
        process.stdin.close()
        process.stdin = None  # so that communicate() does not touch it
    output, errors = process.communicate()
    # Only the last line: what readline() had read ahead, perhaps half a line, is not in this output.
    assert json.loads(output.splitlines()[-1]) == {"cancelled": True}
    assert process.returncode == 130
    assert "a library that prints" in errors
    assert "prints from C" in errors
    profile = Profiles(PlainStore(enrolled.personal)).get("anna")
    assert profile.bundles.current_id() is None


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"profile": "berta"}, "UnknownProfile", "There is no profile named 'berta'"),
        ({"negatives": "lfw"}, "DatasetMissing", "faceid data lfw"),
        ({"backbone": "sface"}, "ModelMissing", "faceid models fetch"),
        ({"resume": True}, "UsageError", "'head' trains in seconds and keeps no checkpoints"),
        ({"recipe": "finetune", "resume": True}, "UsageError", "leave out --resume"),
        ({"seed": "x"}, "TrainingFailed", "ValueError: invalid literal"),
    ],
)
def test_errors_are_told_in_the_last_line(change: dict[str, Any], kind: str, words: str, enrolled: Paths):
    process = start(train_job(enrolled, **change))
    assert process.stdout is not None
    last = json.loads(process.stdout.readlines()[-1])
    assert last["error"]["kind"] == kind
    assert words in last["error"]["sentence"]
    process.communicate()
    assert process.returncode == 4


def test_a_process_started_ahead_takes_its_job_from_stdin(enrolled: Paths):
    process = start_ahead()
    job = train_job(enrolled, negatives="strangers", backbone="sface")
    output, errors = process.communicate(json.dumps(job) + "\n")
    assert process.returncode == 4, errors
    assert "is not there" in events(output)[-1]["error"]["sentence"]  # the network is not installed here


def test_a_process_that_nobody_wants_ends_without_a_word():
    process = start_ahead()
    output, _ = process.communicate("")
    assert (process.returncode, output) == (0, "")
