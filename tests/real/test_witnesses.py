"""Who tells the rates of a head that learned from LFW, whose people are also among those that ship with the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.enrolment_check import strangers_of
from faceid_app.identity.stranger_bank import StrangerBank, people_shown
from faceid_app.identity.verification import load_model
from faceid_app.paths import Paths
from faceid_app.workers.operations import open_profiles
from tests.helpers.enrolled import enrol
from tests.real.conftest import Faceid

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_nobody_whose_pictures_taught_a_head_tells_its_rates(
    paths: Paths, faceid: Faceid, clip: Callable[[str], Path], few_strangers: Path
):
    enrol(paths, "a", clip("a_live"))
    code, answer = faceid(paths, "train", "a", "--negatives", str(few_strangers))
    assert code == 0, answer
    profile = open_profiles(paths).get("a")
    _, bundle = load_model(paths, profile)
    shipped = find_backbone(paths).strangers()
    assert shipped is not None
    (cached,) = paths.cache.glob("strangers-*.npz")
    bank = StrangerBank.from_bytes(cached.read_bytes())
    taught = bundle.card["people"]["learned_from"]["people"] + bundle.card["people"]["confirming"]["people"]
    assert len(bundle.card["learned_people"]) == taught
    known = strangers_of(paths, bundle)
    assert known is not None
    assert not set(bundle.card["learned_people"]) - known.seen
    judges = people_shown(bank, known.embeddings[known.unseen_rows()])
    assert len(judges) == bundle.card["people"]["judging"]["people"]
