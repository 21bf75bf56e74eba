"""The gallery: who is named, who is unknown, and what the strangers allow."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.errors import NotEnoughCaptures
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.gallery import COUNTS, MARGIN, SETS_LEAD, TARGET, Enrolled, Gallery, against_strangers, parted
from faceid_app.identity.head import start_head
from tests.helpers.embeddings import people

DIMENSION = 32
HEAD = start_head(DIMENSION, slope=60.0, bias=10.0)
STRANGERS = people(6000, each=1, dimension=DIMENSION, seed=5).embeddings
PARTS = parted(np.arange(len(STRANGERS)))


def near(centre: Embeddings, count: int, *, seed: int, spread: float = 0.03) -> Embeddings:
    """`count` embeddings of one face: (count, d) float32."""
    rows = centre + np.random.default_rng(seed).normal(0, spread, (count, DIMENSION))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def unit(number: int) -> Embeddings:
    return np.asarray(people(20, each=1, dimension=DIMENSION, seed=77).embeddings[number], np.float32)


def enrolled(name: str, centre: Embeddings, *, seed: int = 1) -> Enrolled:
    templates = near(centre, 6, seed=seed)
    return Enrolled(name, HEAD, templates, against_strangers(HEAD, templates, STRANGERS))


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(HEAD, [enrolled(name, unit(number)) for number, name in enumerate(("ada", "bo", "cy"))], PARTS)


def test_everybody_enrolled_is_named(gallery: Gallery) -> None:
    for number, name in enumerate(gallery.names):
        answers = gallery.identify(near(unit(number), 20, seed=9))
        assert [answer.name for answer in answers] == [name] * 20
        assert answers[0].candidates[0].name == name
        leads = [candidate.lead for candidate in answers[0].candidates]
        assert leads == sorted(leads, reverse=True)


def named(gallery: Gallery, strangers: Embeddings) -> int:
    return sum(answer.name is not None for answer in gallery.identify(strangers))


def test_the_least_lead_keeps_to_the_target_on_the_strangers_who_set_it(gallery: Gallery) -> None:
    setting = STRANGERS[PARTS == SETS_LEAD]
    over = int((gallery.leads(setting).max(axis=1) >= gallery.least_lead).sum())
    assert over == int(TARGET * (len(setting) + 1)) - 1


def test_who_is_named_is_counted_on_strangers_who_set_nothing(gallery: Gallery) -> None:
    counted = gallery.strangers_named
    assert (counted.named, counted.of) == (named(gallery, STRANGERS[PARTS == COUNTS]), 2000)
    new = people(6000, each=1, dimension=DIMENSION, seed=6).embeddings
    assert counted.low <= named(gallery, new) / len(new) <= counted.high


def test_who_comes_too_near_to_two_is_neither() -> None:
    twins = Gallery(HEAD, [enrolled("ada", unit(0)), enrolled("ida", unit(0), seed=2)], PARTS)
    answer = twins.identify(near(unit(0), 1, seed=3, spread=0.0))[0]
    assert answer.name is None
    assert {answer.rival, answer.candidates[0].name} == {"ada", "ida"}
    assert answer.candidates[0].lead - answer.candidates[1].lead < MARGIN


def test_more_people_never_lower_what_is_asked_for() -> None:
    people_of = [enrolled(str(number), unit(number)) for number in range(12)]
    leads = [Gallery(HEAD, people_of[:count], PARTS).least_lead for count in (1, 3, 6, 12)]
    assert leads == sorted(leads)
    assert leads[-1] > 0.0


def test_numbers_that_are_none_name_nobody(gallery: Gallery) -> None:
    broken = np.full((1, DIMENSION), np.nan, np.float32)
    answer = gallery.identify(broken)[0]
    assert (answer.name, answer.candidates) == (None, ())


def test_a_gallery_needs_somebody_and_the_same_strangers_for_all() -> None:
    with pytest.raises(NotEnoughCaptures):
        Gallery(HEAD, [], PARTS)
    templates = near(unit(1), 4, seed=4)
    few = Enrolled("bo", HEAD, templates, against_strangers(HEAD, templates, STRANGERS[:100]))
    with pytest.raises(ValueError, match="same strangers"):
        Gallery(HEAD, [enrolled("ada", unit(0)), few], PARTS)
    with pytest.raises(ValueError, match="all 3 parts"):
        Gallery(HEAD, [enrolled("ada", unit(0))], np.minimum(PARTS, SETS_LEAD))
