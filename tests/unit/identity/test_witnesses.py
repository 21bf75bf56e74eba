"""Nobody tells the rates of a model that was made with their pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faceid_app.identity.bundle import Bundle
from faceid_app.identity.people_pairs import split_strangers
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.witnesses import BUNDLED, learned_people, without_learned
from tests.helpers.bundles import untrained_bundle
from tests.helpers.embeddings import bank, people

BANK: StrangerBank = replace(bank(people(40, each=2, spread=0.3)), seen=frozenset({"person 00003"}))


def model(**card: object) -> Bundle:
    return replace(untrained_bundle(), card=card)


def test_where_the_bundled_strangers_taught_those_judge_who_judged_in_training():
    known = without_learned(BANK, model(negatives=BUNDLED, seed=7))
    assert known is not None
    assert set(BANK.people) - known.seen == set(split_strangers(BANK, seed=7).judge_people)


def test_people_whose_pictures_taught_are_found_under_other_names_and_turned_a_little():
    rows = BANK.embeddings[BANK.person < 10]
    turned = rows + np.random.default_rng(1).normal(size=rows.shape).astype(np.float32) * np.float32(0.05)
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    card = learned_people(BANK, turned)
    assert card == {"learned_people": [f"person {number:05d}" for number in range(10)]}
    known = without_learned(BANK, model(negatives="pictures", **card))
    assert known is not None
    assert known.seen == {f"person {number:05d}" for number in range(10)}


def test_pictures_of_nobody_among_them_leave_all_but_those_the_network_has_seen():
    card = learned_people(BANK, people(5, each=2, seed=9).embeddings)
    known = without_learned(BANK, model(negatives="pictures", **card))
    assert known is not None
    assert known.seen == {"person 00003"}


@pytest.mark.parametrize("card", [{"negatives": "pictures"}, {}, {"learned_people": "person 00001"}])
def test_a_card_that_does_not_tell_whose_pictures_taught_leaves_no_witness(card: dict[str, object]):
    assert without_learned(BANK, model(**card)) is None


def test_a_network_without_strangers_has_nobody_to_tell():
    assert learned_people(None, BANK.embeddings) == {}
