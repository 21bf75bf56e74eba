"""The laboratory on real people: from pictures to the report, cancelled, resumed, and the same again."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import keras
import numpy as np
import pytest

from faceid_app.datasets.face_sets import people_of_pairs
from faceid_app.datasets.pairs import read_pairs
from faceid_app.identity.arcface_options import ArcfaceOptions, FaceSource
from faceid_app.learning.arcface.people import choose_names, list_people
from faceid_app.paths import PROJECT_ROOT, Paths
from tests.helpers.cache import cached
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real
SMALL = ("--backbone", "resnet18", "--size", "32", "--embedding", "32")


@pytest.fixture(scope="session")
def few_people(lfw_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Links to seven people of LFW with four or five pictures each."""
    folder = tmp_path_factory.mktemp("people")
    several = (person for person in sorted(lfw_dir.iterdir()) if 4 <= len(list(person.iterdir())) <= 5)
    for person, _ in zip(several, range(7), strict=False):
        (folder / person.name).symlink_to(person, target_is_directory=True)
    return folder


@pytest.mark.slow
def test_a_folder_of_people_becomes_a_report(few_people: Path, paths: Paths, faceid: Faceid, tmp_path: Path):
    targets = [tmp_path / f"report.{suffix}" for suffix in ("html", "json", "txt")]
    model = tmp_path / "network.keras"
    code, answer = faceid(
        paths, "lab", "arcface", "--people", str(few_people), *SMALL, "--epochs", "1", "--augment-way", "none",
        "--to", str(model),
        *(option for target in targets for option in ("--report", str(target))),
    )  # fmt: skip
    assert code == 0, answer
    figures = answer["figures"]
    assert (figures["data"]["people"], figures["data"]["unseen_people"]) == (3, 4)
    assert figures["data"]["without_face"] == 0
    training = figures["trainings"]["base"]
    assert training["options"]["loss"] == "arcface"
    assert training["open_set"]["people"] == 4
    assert json.loads(targets[1].read_text(encoding="utf-8")) == answer
    assert "0.70 at epoch 43" in targets[2].read_text(encoding="utf-8")
    assert b"<svg" in targets[0].read_bytes()
    assert len(list(paths.cache.glob("aligned-*.npz"))) == 1
    network = keras.saving.load_model(model, safe_mode=True)
    embeddings = network.predict_on_batch(np.zeros((2, 32, 32, 3), np.float32))
    assert embeddings.shape == (2, 32)


@pytest.fixture(scope="session")
def celeba(data_dir: Path) -> tuple[Path, Path]:
    """Aligned faces of CelebA and the list of who is on them."""
    archive = data_dir / "faces" / "celeba_wild-112.tgz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not there")

    def extract(folder: Path) -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

    state = archive.stat()
    folder = cached(f"celeba-{state.st_size}-{state.st_mtime_ns}", extract)
    return folder, data_dir / "faces" / "identity_CelebA.txt"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_killed_training_ends_with_the_figures_of_one_that_was_not(
    celeba: tuple[Path, Path], faceid: Faceid, tmp_path: Path
):
    """By the JSON report, byte for byte; and a network that learned faces tells strangers apart better than none."""
    folder, identities = celeba
    options = ArcfaceOptions(backbone="resnet18", size=56, epochs=4, augment=("flip",), frozen_epochs=1)
    source = FaceSource(aligned=(str(folder),), identities=str(identities), most_people=30, most_pictures=12)
    command = (
        "lab", "arcface", "--aligned", str(folder), "--identities", str(identities), "--most-people", "30",
        "--most-pictures", "12", "--backbone", "resnet18", "--size", "56", "--epochs", "4", "--augment", "flip",
        "--freeze", "1",
    )  # fmt: skip
    whole, resumed, backup = (tmp_path / name for name in ("whole.json", "resumed.json", "backup"))
    job = {
        "job": "arcface", "data_dir": str(tmp_path / "killed"), "source": source.to_dict(),
        "arms": [["base", options.to_dict()]], "resume": False, "folder": str(backup), "model": None,
    }  # fmt: skip
    killed = subprocess.Popen(
        [sys.executable, "-m", "faceid_app.learning.worker", json.dumps(job)],
        cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert killed.stdout is not None
    for line in killed.stdout:  # until the third epoch runs: the state of the second is kept
        event = json.loads(line)
        assert "error" not in event, event
        if event.get("epoch") == 3:
            break
    killed.kill()
    killed.communicate()

    code, answer = faceid(Paths(tmp_path / "whole"), *command, "--report", str(whole))
    assert code == 0, answer
    more = ("--backup", str(backup), "--resume", "--report", str(resumed))
    code, answer = faceid(Paths(tmp_path / "killed"), *command, *more)
    assert code == 0, answer
    assert resumed.read_bytes() == whole.read_bytes()
    training = answer["figures"]["trainings"]["base"]
    assert training["closed_set"]["validation"]["low"] > 1 / answer["figures"]["data"]["people"]
    assert training["open_set"]["eer"] < training["open_set_untrained"]["eer"]


def test_nobody_of_the_official_pairs_is_learned_from(lfw_dir: Path, data_dir: Path):
    pairs = data_dir / "lfw" / "pairs.txt"
    source = FaceSource(people=str(lfw_dir), lfw=True, pairs=str(pairs), least_pictures=2)
    names = choose_names(list_people(source), source)
    tested = people_of_pairs(read_pairs(pairs))
    assert len(names.learning) == 52
    assert not names.learning.keys() & tested
    assert names.unseen.keys() <= tested
    assert names.tested == len(tested)
