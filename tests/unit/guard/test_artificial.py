"""The network for kinds of faces as it comes with the program, and what is refused."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from faceid_app.errors import CorruptData
from faceid_app.faces.alignment import align
from faceid_app.guard.artificial import CARD_FILE, HEAD_FILE, NAME, ArtificialFaces, open_artificial
from faceid_app.guard.kinds import UNSURE, Kind
from faceid_app.guard.shipped import load_guard_model
from tests.helpers.drawn_face import FACE, drawn_face

MOST_PARAMETERS = 600_000


@pytest.fixture(scope="module")
def network() -> ArtificialFaces:
    return open_artificial()


def test_what_ships_knows_every_kind_and_says_what_it_was_made_of(network: ArtificialFaces):
    assert set(network.kinds) == set(Kind)
    assert network.card["parameters"] <= MOST_PARAMETERS
    assert network.card["calibration"]["pictures"] > 300
    assert all(one["most_probable"]["of"] > 0 for one in network.card["test"]["plain"]["kinds"].values())
    assert "misjudged" not in network.card["test"]


def test_a_judgement_adds_up_and_keeps_to_the_limit(network: ArtificialFaces):
    aligned = align(drawn_face(), FACE.landmarks)
    told = network.judge(aligned)
    assert sum(told.probabilities.values()) == pytest.approx(1)
    assert told.probability == max(told.probabilities.values())
    assert told.kind == (told.probable if told.probability >= told.limit else UNSURE)
    assert told.artificial == pytest.approx(1 - told.probabilities[Kind.PHOTOGRAPH])
    assert network.judge(aligned) == told


def test_a_face_drawn_in_flat_colours_is_called_no_photograph(network: ArtificialFaces):
    told = network.judge(align(drawn_face(), FACE.landmarks))
    assert told.kind != Kind.PHOTOGRAPH


def test_a_drawing_judged_small_or_compressed_is_still_called_no_photograph(network: ArtificialFaces):
    face = drawn_face()
    small = cv2.resize(cv2.resize(face, (64, 64), interpolation=cv2.INTER_AREA), (250, 250))
    _, data = cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, 40])
    for worse in (np.asarray(small, np.uint8), np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)):
        assert network.judge(align(worse, FACE.landmarks)).kind != Kind.PHOTOGRAPH


def test_a_face_that_is_not_aligned_is_refused(network: ArtificialFaces):
    with pytest.raises(ValueError, match="An aligned face must be"):
        network.judge(np.zeros((64, 64, 3), np.uint8))


@pytest.mark.parametrize("damaged", [HEAD_FILE, CARD_FILE])
def test_files_that_do_not_go_together_are_told(damaged: str):
    files = dict(load_guard_model(NAME))
    files[damaged] = b"{}"
    with pytest.raises(CorruptData, match="network for artificial faces"):
        ArtificialFaces(files)
