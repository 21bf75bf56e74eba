"""`faceid lab distil` from folders of faces to a network with head and card, interrupted once."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.face_sets import outside_pairs
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import read_pairs
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import SHIPPED_MODELS
from faceid_app.identity.embedder import LiteRtEmbedder
from faceid_app.identity.head import L1Head
from faceid_app.identity.preprocessing import Input
from faceid_app.paths import Paths
from tests.real.conftest import Faceid

PEOPLE = 30


@pytest.fixture
def sources(lfw_dir: Path, data_dir: Path, tmp_path: Path) -> list[str]:
    """People of LFW who occur in no pair, aligned, as a set of faces with an identity file; and a small LFW."""
    people = outside_pairs(LfwIndex(lfw_dir).people(), read_pairs(data_dir / "lfw" / "pairs.txt"))
    several = {name: pictures for name, pictures in people.items() if len(pictures) > 1}
    observer, lines, folder = Observer(limits=Limits.for_dataset()), [], tmp_path / "faces"
    folder.mkdir()
    for number, name in enumerate(sorted(several)[:PEOPLE]):
        for turn, picture in enumerate(several[name]):
            aligned = observer.observe(read_picture(picture)).aligned
            if aligned is not None:
                Image.fromarray(aligned).save(folder / f"{number:03d}{turn}.png")
                lines.append(f"{number:03d}{turn}.png {number}")
    (tmp_path / "identities.txt").write_text("\n".join(lines))
    small = tmp_path / "lfw"
    small.mkdir()
    for person in sorted(lfw_dir.iterdir())[:40]:
        (small / person.name).symlink_to(person, target_is_directory=True)
    pairs = data_dir / "lfw" / "pairs.txt"
    start = SHIPPED_MODELS / "compact" / "backbone.keras"
    named = {"--faces": folder, "--identities": tmp_path / "identities.txt", "--lfw": small, "--pairs": pairs}
    return [str(part) for option in {**named, "--start": start}.items() for part in option]


@pytest.mark.slow
def test_the_command_makes_a_network_that_can_be_shipped(
    faceid: Faceid, paths_with_sface: Paths, sources: list[str], tmp_path: Path
):
    options = [*sources, "--steps", "3", "--batch", "8", "--learning-rate", "1e-5", "--to", str(tmp_path / "made")]
    code, card = faceid(paths_with_sface, "lab", "distil", *options)
    assert code == 0, card
    assert card["training"]["views"] == 24
    assert card["network"]["layers_as_in_the_teacher"] == 8
    assert card["held_out_people"]["after"]["cosine_to_teacher"] > 0.8
    assert card["litert"]["cosine"] >= 0.9999
    made = tmp_path / "made"
    assert json.loads((made / "card.json").read_text()) == card
    network = LiteRtEmbedder((made / "backbone.tflite").read_bytes(), input=Input.ALIGNED_112, normalise=True)
    head = L1Head.from_bytes((made / "head.npz").read_bytes())
    faces = np.random.default_rng(0).uniform(0, 255, (2, 112, 112, 3)).astype(np.float32)
    assert head.project(network.embed(faces)).shape == (2, len(head.weights))
    # All steps are done: the same command once more reads the checkpoint and ends with the same network.
    before = (made / "backbone.tflite").read_bytes()
    code, again = faceid(paths_with_sface, "lab", "distil", *options)
    assert code == 0, again
    assert (made / "backbone.tflite").read_bytes() == before


@pytest.mark.slow
def test_ways_are_compared_and_an_arm_that_ended_is_not_repeated(
    faceid: Faceid, paths_with_sface: Paths, sources: list[str], tmp_path: Path
):
    folder = tmp_path / "arms"
    options = [*sources, "--steps", "2", "--batch", "4", "--learning-rate", "1e-5", "--to", str(folder)]
    code, first = faceid(paths_with_sface, "lab", "distil-compare", *options, "--arm", "some identity")
    assert code == 0, first
    arms = first["figures"]["arms"]
    assert list(arms) == ["base", "some identity", "start", "teacher"]
    assert arms["teacher"]["likeness"]["value"] == pytest.approx(1.0, abs=1e-5)
    assert abs(arms["base"]["likeness"]["value"] - arms["start"]["likeness"]["value"]) < 0.05
    ended = {file: file.stat().st_mtime_ns for file in folder.rglob("done.npz")}
    assert len(ended) == 2
    report = tmp_path / "report.json"
    more = ("--arm", "some identity", "--arm", "cosine alone", "--report", str(report))
    code, again = faceid(paths_with_sface, "lab", "distil-compare", *options, *more)
    assert code == 0, again
    assert {file: file.stat().st_mtime_ns for file in ended} == ended
    assert len(list(folder.rglob("done.npz"))) == 3
    assert again["figures"]["arms"]["some identity"] == arms["some identity"]
    assert json.loads(report.read_text())["figures"] == again["figures"]
