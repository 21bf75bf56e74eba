"""What is said over several frames and of pictures, by the network that comes with the program."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import CorruptData, ModelMissing, UsageError
from faceid_app.faces.alignment import align
from faceid_app.faces.attributes import (
    CARD_FILE,
    NETWORK_FILE,
    SIX_GROUPS,
    TEN_GROUPS,
    YEARS,
    AttributeNetwork,
    Attributes,
    age_range,
    group_of,
    group_probabilities,
)
from faceid_app.guard.artificial import open_artificial
from faceid_app.identity.insights import (
    FEWEST_LOOKS,
    MOST_LOOKS,
    SHIPPED_ATTRIBUTES,
    Looks,
    Presentation,
    insight_of_picture,
    open_attributes,
)
from tests.helpers.drawn_face import FACE, drawn_face, sketched_face

MOST_BYTES = 1_500_000


def _answer(age: int, female: float) -> Attributes:
    return Attributes(np.eye(YEARS)[age - 1], female)


@pytest.fixture(scope="module")
def network() -> AttributeNetwork:
    return open_attributes()


def test_what_ships_is_small_and_passes_the_documents_figures(network: AttributeNetwork):
    assert (SHIPPED_ATTRIBUTES / NETWORK_FILE).stat().st_size <= MOST_BYTES
    test = network.card["test"]
    assert test["pictures"] > 7000
    assert test["six_groups"]["all"]["low"] > 0.7106
    assert test["ten_groups"]["all"]["low"] > 0.5179
    assert test["gender"]["all"]["low"] > 0.8553
    assert test["age"]["error"]["high"] < 6


def test_what_ships_can_tell_no_ethnicity(network: AttributeNetwork):
    assert network.logits(np.zeros((1, 112, 112, 3), np.uint8)).shape == (1, YEARS + 1)
    assert "ethnicity" not in network.card["test"]


def test_a_face_is_given_a_distribution_and_the_same_again(network: AttributeNetwork):
    face = align(drawn_face(), FACE.landmarks)
    told = network.look(face)
    assert told.age.sum() == pytest.approx(1)
    assert 0 < told.female < 1
    assert np.array_equal(network.look(face).age, told.age)
    with pytest.raises(ValueError, match="An aligned face must be"):
        network.look(face[:50])


def test_nothing_is_said_before_some_looks_then_their_mean_and_after_a_while_only_the_newest():
    looks = Looks(limit=0.8, widest=30)
    assert [looks.add(_answer(20, 0.95)) for _ in range(FEWEST_LOOKS - 1)] == [None] * (FEWEST_LOOKS - 1)
    told = looks.add(_answer(26, 0.95))
    assert told is not None
    assert told.age is not None
    assert told.age.mean == pytest.approx(22)
    assert (told.age.low, told.age.high, told.presentation) == (20, 26, Presentation.FEMALE)
    for _ in range(MOST_LOOKS):
        told = looks.add(_answer(50, 0.05))
    assert told is not None
    assert told.age is not None
    assert (told.age.mean, told.presentation, told.looks) == (50, Presentation.MALE, MOST_LOOKS)
    looks.forget()
    assert looks.add(_answer(50, 0.05)) is None


def test_wide_ranges_and_even_odds_are_unsure():
    looks = Looks(limit=0.9, widest=30, fewest=1)
    looks.add(_answer(10, 0.99))
    told = looks.add(_answer(60, 0.5))
    assert told is not None
    assert told.age is None
    assert told.presentation is Presentation.UNSURE


def test_ranges_and_groups_end_where_they_say():
    even = np.full(YEARS, 1 / YEARS)
    assert (age_range(even).low, age_range(even).high) == (10, 90)
    ages = np.array([1, 10, 11, 20, 21, 39, 40, 59, 60, 89, 90, 116])
    assert group_of(ages, SIX_GROUPS).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert group_of(ages, TEN_GROUPS).tolist() == [0, 0, 1, 1, 2, 3, 3, 5, 5, 8, 8, 9]
    for groups in (SIX_GROUPS, TEN_GROUPS):
        hit = group_probabilities(np.eye(YEARS), groups).argmax(axis=1)
        assert np.array_equal(hit, group_of(np.arange(1, YEARS + 1), groups))


def test_pictures_of_which_nothing_can_be_said_say_why(network: AttributeNetwork):
    kinds = open_artificial()
    with pytest.raises(UsageError, match="No face was found"):
        insight_of_picture(np.full((200, 200, 3), 127, np.uint8), network, kinds)
    with pytest.raises(UsageError, match="This looks like a drawing"):
        insight_of_picture(sketched_face(), network, kinds)


def test_a_network_that_is_missing_or_damaged_is_told(tmp_path: Path):
    with pytest.raises(ModelMissing, match="The network for attributes is not there"):
        open_attributes(tmp_path / "nowhere")
    copy = tmp_path / "copy"
    shutil.copytree(SHIPPED_ATTRIBUTES, copy)
    (copy / NETWORK_FILE).write_bytes(b"other")
    with pytest.raises(CorruptData, match="its checksum is wrong"):
        open_attributes(copy)
    card = json.loads((copy / CARD_FILE).read_text(encoding="utf-8"))
    del card["calibration"]
    with pytest.raises(CorruptData, match="The network for attributes"):
        AttributeNetwork({NETWORK_FILE: b"", CARD_FILE: json.dumps(card).encode()})


def test_the_manifest_is_that_of_the_files():
    manifest = json.loads((SHIPPED_ATTRIBUTES / "manifest.json").read_text(encoding="utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in SHIPPED_ATTRIBUTES.iterdir()
        if path.name != "manifest.json"
    }
    assert manifest["sha256"] == found
