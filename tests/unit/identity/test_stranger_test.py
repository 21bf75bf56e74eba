"""The stranger test: who is counted, what is claimed of it, and that a threshold of one's own protects the weakest."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.decision import Thresholds, deciding_scores
from faceid_app.identity.head import L1Head, sigmoid, tempered
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.stranger_test import personal_threshold, try_strangers
from faceid_app.identity.template_scores import TemplateScores
from faceid_app.paths import Paths

OWNERS, TEMPLATES, MOST, TARGET = 60, 3, 15, 1e-2


def of(strangers: np.ndarray, person: np.ndarray, unseen: np.ndarray | None = None) -> TemplateScores:
    fresh = np.ones(len(person), np.bool_) if unseen is None else unseen
    own = np.full((strangers.shape[1],) * 2, 8.0, np.float32)
    return TemplateScores(strangers.astype(np.float32), person.astype(np.int32), fresh, own, 12.0)


def test_people_count_once_however_many_pictures_there_are_of_them():
    person = np.array([0] * 50 + list(range(1, 951)))
    strangers = np.zeros((1000, 4))
    strangers[:50] = 0.9
    test = try_strangers(of(strangers, person), thresholds=Thresholds(0.5, 0.5))
    assert test is not None
    assert (test.pictures.count, test.pictures.of) == (50, 1000)
    assert (test.people.count, test.people.of) == (1, 951)
    assert test.people.low is not None
    assert test.people.high is not None
    assert 0.0 < test.people.low < 1 / 951 < test.people.high < 0.006
    assert test.closest[0] == pytest.approx(0.9)
    assert test.closest[1] == 0.0


def test_only_people_the_network_has_not_learned_from_are_witnesses():
    person = np.arange(1000)
    strangers = np.zeros((1000, 4))
    strangers[:10] = 0.9
    test = try_strangers(of(strangers, person, person >= 5), thresholds=Thresholds(0.5, 0.5))
    assert test is not None
    assert (test.people.count, test.people.of) == (10, 1000)
    assert (test.witnesses.count, test.witnesses.of) == (5, 995)
    assert {one.people for one in test.personal} == {995}


def test_the_personal_minimum_is_of_the_strictest_target_that_the_people_support():
    """1,000 people tell 1 in 100 from none, but not 1 in 1,000: there is nothing below 3 / n."""
    values = np.tile(np.linspace(0.0, 0.999, 1000)[:, None], (1, 4))
    test = try_strangers(of(values, np.arange(1000)), thresholds=Thresholds(0.95, 0.5))
    assert test is not None
    assert [one.supported for one in test.personal] == [True, False, False]
    assert test.minimum is test.personal[0]
    assert test.minimum.accepted == 10
    assert not test.keeps_minimum
    assert try_strangers(of(values, np.arange(1000)), thresholds=Thresholds(0.995, 0.5)).keeps_minimum  # type: ignore[union-attr]


def test_one_person_with_many_pictures_cannot_spend_the_target_alone():
    person = np.array([0] * 100 + list(range(1, 901)))
    deciding = np.where(person == 0, 0.9, 0.1).astype(np.float32)
    assert personal_threshold(deciding, person.astype(np.int32), 0.01).threshold > 0.9


def test_strangers_at_a_score_of_one_cannot_be_kept_out_and_nothing_is_claimed():
    deciding = np.ones(1000, np.float32)
    found = personal_threshold(deciding, np.arange(1000, dtype=np.int32), 0.01)
    assert (found.threshold, found.accepted, found.supported) == (1.0, 1000, False)


def test_nobody_to_compare_with_is_no_test():
    assert try_strangers(of(np.empty((0, 4)), np.empty(0)), thresholds=Thresholds(0.5, 0.5)) is None


def test_a_threshold_of_their_own_protects_the_weakest_owner_at_equal_refusals():
    """The bundled strangers as owners: half of the others set the thresholds, the other half tries them.

    One threshold for all is set where it refuses owners no less often than the personal ones do.
    """
    backbone = find_backbone(Paths.default())
    bank, universal = backbone.strangers(), backbone.universal_head()
    assert bank is not None
    assert universal is not None
    head = tempered(universal)
    owners, setting, trying = _sides(bank)
    templates = np.concatenate([rows[:TEMPLATES] for rows in owners])
    setters, triers = (_deciding(head, bank, rows, templates) for rows in (setting, trying))
    own = [
        _deciding(head, bank, rows[TEMPLATES:MOST], templates[i * TEMPLATES : (i + 1) * TEMPLATES])[:, 0]
        for i, rows in enumerate(owners)
    ]
    personal = [personal_threshold(scores, bank.person[setting], TARGET) for scores in setters.T]
    assert all(one.supported for one in personal)
    limits = np.array([one.threshold for one in personal], np.float32)
    common = next(
        t for t in np.unique(np.concatenate(own)) if _refused(own, np.full(OWNERS, t)) >= _refused(own, limits)
    )
    people = np.unique(bank.person[trying])
    tries = np.stack([triers[bank.person[trying] == one].max(axis=0) for one in people])
    worst_personal, worst_common = ((tries >= limit).mean(axis=0).max() for limit in (limits, common))
    assert worst_personal < 0.75 * worst_common, (worst_personal, worst_common)


def _sides(bank: StrangerBank) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Rows of each owner, and the rows of two halves of the others; nobody of whom the network has learned."""
    generator = np.random.default_rng(0)
    fresh = bank.unseen_rows()
    people, pictures = np.unique(bank.person[fresh], return_counts=True)
    owners = generator.permutation(people[pictures >= 10])[:OWNERS]
    others = generator.permutation(people[pictures < 10])
    first, second = others[: len(others) // 2], others[len(others) // 2 :]
    rows_of = [generator.permutation(np.flatnonzero(bank.person == owner)) for owner in owners]
    return rows_of, np.flatnonzero(np.isin(bank.person, first)), np.flatnonzero(np.isin(bank.person, second))


def _deciding(head: L1Head, bank: StrangerBank, rows: np.ndarray, templates: np.ndarray) -> np.ndarray:
    """(rows, owners): the score each picture is judged by against each owner's templates."""
    first, second = head.project(bank.embeddings[rows]), head.project(bank.embeddings[templates])
    scores = sigmoid(head.cross_logits(first, second))
    return deciding_scores(scores.reshape(len(rows), -1, TEMPLATES), 0.5)


def _refused(own: list[np.ndarray], limits: np.ndarray) -> float:
    """Mean over owners of the share of their own pictures refused."""
    return float(np.mean([(scores < limit).mean() for scores, limit in zip(own, limits, strict=True)]))
