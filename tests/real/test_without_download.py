"""A fresh data folder, no data set, no fetched network: enrolling, verifying, training and verifying again.

The network stands in for the one that comes with the program: SFace with the strangers of the tests, in its files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from faceid_app.datasets.people import FolderIndex
from faceid_app.identity.backbones import HEAD_FILE, LOOKS_FILE, NETWORK_FILE, STRANGERS_FILE, find_backbone
from faceid_app.identity.dial_evidence import gather
from faceid_app.identity.people_pairs import different_person_pairs, same_person_pairs
from faceid_app.identity.stranger_bank import pack_strangers
from faceid_app.identity.strangers import build_bank
from faceid_app.identity.untrained import UNTRAINED_FILE
from faceid_app.identity.verification import load_bundle, load_model
from faceid_app.learning.head_start import fit_start
from faceid_app.learning.shipping import see_through_looks
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from faceid_app.workers.operations import open_profiles
from tests.helpers.shipped import seal
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real
LOOK_PEOPLE = 12


@pytest.fixture(scope="module")
def stand_in(trained: Paths, few_strangers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a backbone as it comes with the program."""
    sface, index = find_backbone(trained, "sface"), FolderIndex(few_strangers)
    bank = build_bank(trained, sface, index.people(), root=index.root)
    generator = np.random.default_rng(0)
    same = same_person_pairs(bank.person, generator=generator)
    other = different_person_pairs(bank.person, 4000, generator=generator)
    first, second = (bank.embeddings[np.concatenate([same[side], other[side]])] for side in (0, 1))
    head = fit_start(first, second, np.arange(len(first)) < len(same[0]))
    looks = see_through_looks(sface, index.people(), report=ignore, is_cancelled=never, count=LOOK_PEOPLE)
    folder = tmp_path_factory.mktemp("shipped") / "compact"
    folder.mkdir()
    for name, data in (
        (NETWORK_FILE, sface.network()),
        (HEAD_FILE, head.to_bytes()),
        (STRANGERS_FILE, pack_strangers(bank, seed=1)),
        (LOOKS_FILE, looks.to_bytes()),
    ):
        (folder / name).write_bytes(data)
    seal(folder, dimension=sface.dimension)
    return folder


@pytest.fixture(scope="module")
def fresh(trained: Paths, stand_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """Person `a` is enrolled, nothing was trained, fetched or installed. Tests of this module change it in turn."""
    paths = Paths(tmp_path_factory.mktemp("fresh"))
    shutil.copytree(stand_in, paths.models / "compact")
    shutil.copytree(trained.personal, paths.personal)
    shutil.rmtree(paths.personal / "a" / "bundles")
    for name in ("bundle.json", "templates.npz"):
        (paths.personal / "a" / name).unlink(missing_ok=True)
    return paths


def test_verifying_works_straight_after_enrolment(fresh: Paths, faceid: Faceid, clip: Callable[[str], Path]):
    code, told = faceid(fresh, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert (code, told["recipe"]) == (0, "universal"), told
    profile = open_profiles(fresh).get("a")
    known = gather(fresh, profile, *load_model(fresh, profile))
    assert not known.countable, "what the command counted is kept for the window's dial"
    verification = told["thresholds"]["verification"]
    assert told["thresholds"]["detection"] == known.dial().preset(1e-4, verification).detection, "it is the dial's mark"
    code, told = faceid(fresh, "verify", "a", "--camera", str(clip("b_live")), "--end", "3", "--fast")
    assert (code, told["matching"]) == (1, 0), told


def test_what_was_counted_is_kept_until_something_changes(fresh: Paths):
    profile = open_profiles(fresh).get("a")
    _, counted = load_model(fresh, profile)
    assert counted.fitness.fit, counted.fitness.why
    assert counted.card["strangers"]["people"] == len(find_backbone(fresh).strangers().people)  # type: ignore[union-attr]
    kept = profile.read(UNTRAINED_FILE)
    assert load_model(fresh, profile)[1].to_files() == counted.to_files()
    for damaged in (b"{", kept.replace(b"threshold", b"thres", 1), kept.replace(b"0.5", b"0.1")):
        profile.write(UNTRAINED_FILE, damaged)
        assert load_model(fresh, profile)[1].to_files() == counted.to_files()
        assert profile.read(UNTRAINED_FILE) == kept


@pytest.mark.slow
def test_training_needs_no_pictures_of_others(fresh: Paths, faceid: Faceid, clip: Callable[[str], Path]):
    code, trained = faceid(fresh, "train", "a")
    assert code == 0, trained
    assert trained["fit"], trained["why"]
    card = trained["card"]
    assert (card["start"], card["negatives"]) == ("universal head", "bundled strangers")
    looks, background, elsewhere = card["probes"]
    assert looks["name"] == "strangers through looks like your camera's"
    assert looks["n"] == 4 * LOOK_PEOPLE
    assert looks["accepted"] == background["accepted"] == 0
    assert elsewhere["accepted"] >= 0.9 * elsewhere["n"]
    assert load_bundle(open_profiles(fresh).get("a"))[1].recipe == "head"
    code, told = faceid(fresh, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert (code, told["recipe"]) == (0, "head"), told


@pytest.mark.parametrize("recipe", ["finetune", "koch"])
def test_recipes_that_need_pictures_say_how_to_get_them(fresh: Paths, faceid: Faceid, recipe: str):
    code, told = faceid(fresh, "train", "a", "--recipe", recipe)
    assert code == 4
    assert "faceid data lfw" in told["error"]["message"]
    code, told = faceid(fresh, "train", "a", "--recipe", recipe, "--negatives", "strangers")
    assert code == 4
    assert "learns from pictures" in told["error"]["message"]
