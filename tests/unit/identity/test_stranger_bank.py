"""Strangers to ship: small, nameless, and hardly moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.stranger_bank import (
    StrangerBank,
    mark_seen,
    pack_strangers,
    quantise,
    restore,
    unpack_strangers,
)
from tests.helpers.embeddings import bank, people

FACES = people(30, each=2, dimension=48)
BANK = StrangerBank(
    embeddings=np.concatenate([FACES.embeddings, FACES.embeddings[:1] * np.float32(-1)]),
    person=np.append(FACES.person, np.int32(31)),
    people=tuple(f"Name_{index:02d}" for index in range(33)),  # of the last two and one before, not every one is seen
    picture=np.arange(61, dtype=np.int32),
    without_face=5,
    seen=frozenset({"Name_03", "Name_32"}),
)


def test_a_row_is_off_by_at_most_half_a_step():
    rows = np.array([[1.0, -0.5, 0.25], [0.0, 0.001, -0.002], [0.0, 0.0, 0.0]], np.float32)

    values, factor = quantise(rows)

    assert values.dtype == np.int8
    np.testing.assert_array_equal(values[0], [127, -64, 32])  # -63.5 and 31.75, to the even and to the nearest
    np.testing.assert_array_equal(values[2], [0, 0, 0])
    assert (np.abs(values * factor[:, None] - rows) <= factor[:, None] / 2 + 1e-9).all()
    np.testing.assert_array_equal(restore(values, factor)[2], [0.0, 0.0, 0.0])


def test_rows_come_back_of_length_one_and_near():
    values, factor = quantise(FACES.embeddings)
    back = restore(values, factor)

    np.testing.assert_allclose(np.linalg.norm(back, axis=1), 1.0, atol=1e-6)
    assert (back * FACES.embeddings).sum(axis=1).min() > 0.9999
    assert back.dtype == np.float32


def test_what_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="finite"):
        quantise(np.array([[np.nan, 1.0]], np.float32))


def test_the_bank_comes_back_with_the_same_people_under_numbers():
    back = unpack_strangers(pack_strangers(BANK, seed=3))

    assert back.people == tuple(f"{number:02d}" for number in range(33))
    assert back.without_face == 5
    nearest = (back.embeddings @ BANK.embeddings.T).argmax(axis=1)  # which row each one was
    assert sorted(nearest) == list(range(61))
    assert (nearest != np.arange(61)).any(), "rows keep no order"
    number_of = dict(zip(BANK.person[nearest].tolist(), back.person.tolist(), strict=True))
    assert [number_of[person] for person in BANK.person[nearest]] == back.person.tolist(), "one number a person"
    assert len(set(number_of.values())) == len(number_of)
    assert any(person != number for person, number in number_of.items())


def test_who_was_seen_by_the_network_stays_known():
    back = unpack_strangers(pack_strangers(BANK, seed=3))

    assert len(back.seen) == 2
    nearest = (back.embeddings @ BANK.embeddings.T).argmax(axis=1)
    of_three = np.flatnonzero(BANK.person[nearest] == 3)
    assert {back.people[back.person[row]] for row in of_three} <= back.seen
    assert set(back.unseen_rows()) == set(range(61)) - set(of_three)
    assert len(BANK.unseen_rows()) == 59


def test_pictures_of_seen_people_are_found_again_by_their_embeddings():
    shipped = unpack_strangers(pack_strangers(BANK, seed=3))
    names = tuple(f"Other_{index:02d}" for index in range(33))
    again = StrangerBank(BANK.embeddings[::-1], BANK.person[::-1], names, BANK.picture, 0)

    assert mark_seen(again, shipped).seen == {"Other_03"}
    assert mark_seen(again, replace(shipped, seen=frozenset())) is again


def test_a_bank_keeps_all_it_knows_in_its_bytes():
    back = StrangerBank.from_bytes(BANK.to_bytes())
    assert (back.people, back.seen, back.without_face) == (BANK.people, BANK.seen, BANK.without_face)
    np.testing.assert_array_equal(back.embeddings, BANK.embeddings)


def test_no_name_is_in_what_is_shipped():
    data = pack_strangers(BANK, seed=3)

    assert b"Name_" not in data
    assert all(array.dtype.kind in "iuf" for array in unpack(data).values())


def test_the_same_seed_gives_the_same_bytes_and_another_another_order():
    assert pack_strangers(BANK, seed=3) == pack_strangers(BANK, seed=3)
    assert pack_strangers(BANK, seed=3) != pack_strangers(BANK, seed=4)


def test_a_row_takes_a_byte_a_number():
    large = bank(people(500, each=4, dimension=128))
    assert len(pack_strangers(large, seed=0)) < 2000 * (128 + 4 + 4) + 3000


GOOD = unpack(pack_strangers(BANK, seed=3))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": np.array(2)},
        {"people": np.array(10)},
        {"person": GOOD["person"][1:]},
        {"person": -GOOD["person"] - 1},
        {"person": GOOD["person"].astype(np.float32)},
        {"factor": GOOD["factor"] * np.float32("nan")},
        {"factor": np.zeros_like(GOOD["factor"])},
        {"values": GOOD["values"].astype(np.float32)},
        {"values": GOOD["values"].ravel()},
        {"seen": GOOD["seen"][1:]},
        {"seen": GOOD["seen"].astype(np.int32)},
    ],
)
def test_a_bank_that_does_not_fit_together_is_refused(changes):
    with pytest.raises(ValueError, match="strangers"):
        unpack_strangers(pack(**{**GOOD, **changes}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", pack(values=GOOD["values"])])
def test_what_is_no_bank_is_refused(data):
    with pytest.raises(ValueError, match=r"archive|strangers"):
        unpack_strangers(data)
