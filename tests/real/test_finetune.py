"""Recipe finetune on a real person: minutes on a CPU, never worse than where it started, and it tells people apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_it_recognises_the_person_and_refuses_another(
    own_copy: Paths, lfw_dir: Path, clip: Callable[[str], Path], faceid: Faceid
):
    code, answer = faceid(own_copy, "train", "a", "--recipe", "finetune", "--negatives", str(lfw_dir), "--epochs", "2")
    assert code == 0, answer
    _, bundle = load_bundle(open_profiles(own_copy).get("a"))
    training = bundle.card["training"]
    assert training["tar"][training["kept_epoch"]] >= training["tar"][0]
    assert (bundle.network is None) == (training["kept_epoch"] == 0)
    assert bundle.fitness.fit, bundle.fitness.why
    code, answer = faceid(own_copy, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.4", "--fast")
    assert code == 0, answer
    code, answer = faceid(own_copy, "verify", "a", "--camera", str(clip("b_live")), "--fast")
    assert code in (1, 2), answer
