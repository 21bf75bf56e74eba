"""Strangers through looks: the nearest looks are found, and the bank comes back from its bytes."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.look_bank import LookBank
from tests.helpers.embeddings import people

FACES = people(12, each=1, dimension=24)
TRAITS = np.array(
    [[100, 90, 80, 40, 3, 1], [50, 45, 40, 20, 3, 1], [100, 90, 80, 40, 1, 6]],
    np.float32,
)
BANK = LookBank(FACES.embeddings, np.arange(12, dtype=np.int32) % 3, np.arange(12, dtype=np.int32) // 3, TRAITS)


def test_the_nearest_looks_come_first():
    assert BANK.nearest(np.array([98, 91, 80, 40, 3, 1.2]), count=2).tolist() == [0, 2]
    assert BANK.nearest(np.array([55, 45, 40, 22, 3, 1]), count=1).tolist() == [1]
    assert BANK.nearest(np.zeros(6), count=9).tolist() == [1, 0, 2]


def test_rows_are_those_of_the_looks():
    np.testing.assert_array_equal(BANK.rows(np.array([2])), FACES.embeddings[2::3])
    assert BANK.rows(np.array([0, 1])).shape == (8, 24)


def test_it_comes_back_from_its_bytes():
    back = LookBank.from_bytes(BANK.to_bytes())

    assert (back.embeddings * FACES.embeddings).sum(axis=1).min() > 0.9999
    np.testing.assert_array_equal(back.look, BANK.look)
    np.testing.assert_array_equal(back.person, BANK.person)
    np.testing.assert_array_equal(back.traits, TRAITS)


GOOD = unpack(BANK.to_bytes())


@pytest.mark.parametrize(
    "changes",
    [
        {"format": np.array(9)},
        {"look": GOOD["look"] + 1},
        {"look": GOOD["look"][:5]},
        {"traits": TRAITS[:, :4]},
        {"traits": TRAITS * np.float32("nan")},
        {"values": GOOD["values"].astype(np.float32)},
        {"factor": GOOD["factor"][:3]},
    ],
)
def test_parts_that_do_not_fit_together_are_refused(changes):
    with pytest.raises(ValueError, match="looks"):
        LookBank.from_bytes(pack(**{**GOOD, **changes}))


def test_what_is_no_bank_is_refused():
    with pytest.raises(ValueError, match="looks"):
        LookBank.from_bytes(pack(values=GOOD["values"]))
    with pytest.raises(ValueError, match="archive"):
        LookBank.from_bytes(b"no bank")
