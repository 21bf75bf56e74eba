"""What is shipped with a backbone: the looks, and what packing the strangers does to thresholds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from faceid_app.datasets.people import FolderIndex
from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.identity.head import start_head, tempered
from faceid_app.identity.stranger_bank import StrangerBank, pack_strangers, unpack_strangers
from faceid_app.learning.look import measure_traits
from faceid_app.learning.packing import MOST_MOVED, packing_moves
from faceid_app.learning.shipping import made_looks, ship_backbone
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.helpers.embeddings import bank, people
from tests.helpers.synthetic_faces import portrait

HEAD = tempered(start_head(64, slope=80.0, bias=8.0))
BANK = bank(people(150, each=6, dimension=64, seed=4))


def test_looks_differ_in_light_colour_and_sharpness():
    pictures = [portrait(person=person, room=person).rgb for person in range(1, 6)]
    generator = np.random.default_rng(0)
    traits = np.array(
        [measure_traits([look.render(one, generator=generator) for one in pictures]) for look in made_looks()]
    )

    assert traits.shape == (18, 6)
    assert np.ptp(traits[:, :3].mean(axis=1)) > 50, "light"
    assert np.ptp(traits[:, 0] - traits[:, 2]) > 30, "colour"
    sharp, soft = traits[0::2], traits[1::2]
    assert (soft[:, 4] < sharp[:, 4]).all(), "detail"
    assert (soft[:, 5] > sharp[:, 5] + 1.0).all(), "noise"


def test_packing_moves_thresholds_by_less_than_what_is_allowed():
    moved = packing_moves(BANK, unpack_strangers(pack_strangers(BANK, seed=1)), HEAD)

    assert moved["users"] == 7
    assert 0.0 < moved["largest_threshold_change"] <= MOST_MOVED


def test_coarse_strangers_move_them_further():
    coarse = np.round(BANK.embeddings * 4) / 4
    coarse /= np.linalg.norm(coarse, axis=1, keepdims=True)
    packed = StrangerBank(coarse.astype(np.float32), BANK.person, BANK.people, BANK.picture, 0)

    assert packing_moves(BANK, packed, HEAD)["largest_threshold_change"] > MOST_MOVED


def test_the_order_of_the_packed_rows_does_not_matter():
    order = np.random.default_rng(0).permutation(len(BANK.person))
    shuffled = StrangerBank(BANK.embeddings[order], BANK.person[order], BANK.people, BANK.picture, 0)

    moved = packing_moves(BANK, shuffled, HEAD)

    assert moved == {"users": 7, "largest_threshold_change": 0.0, "stranger_counts_changed": 0}


@pytest.fixture
def strangers(tmp_path: Path) -> FolderIndex:
    """A folder of one person; nothing is read of it here."""
    (tmp_path / "people" / "ada").mkdir(parents=True)
    (tmp_path / "people" / "ada" / "1.jpg").write_bytes(b"")
    return FolderIndex(tmp_path / "people")


def test_a_folder_that_lacks_a_file_names_it(tmp_path: Path, strangers: FolderIndex, paths: Paths):
    with pytest.raises(ModelMissing, match=r"backbone\.tflite"):
        ship_backbone(tmp_path, strangers, pairs=tmp_path, paths=paths, report=ignore, is_cancelled=never)


@pytest.mark.parametrize(("file", "data"), [("card.json", b"[]"), ("card.json", b"{"), ("head.npz", b"no head")])
def test_a_damaged_file_is_told(tmp_path: Path, strangers: FolderIndex, paths: Paths, file: str, data: bytes):
    files = {
        "backbone.tflite": b"network",
        "backbone.keras": b"keras",
        "card.json": json.dumps({}).encode(),
        "head.npz": HEAD.to_bytes(),
    }
    for name, content in (files | {file: data}).items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CorruptData, match=file):
        ship_backbone(tmp_path, strangers, pairs=tmp_path, paths=paths, report=ignore, is_cancelled=never)
