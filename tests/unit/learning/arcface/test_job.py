"""Several trainings on the same people: figures, and what a resumed job does again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faceid_app.errors import Cancelled
from faceid_app.identity.arcface_options import CROSS_ENTROPY, NONE, ArcfaceOptions, FaceSource
from faceid_app.learning.arcface.job import Setting, run_arms
from faceid_app.paths import Paths
from faceid_app.progress import Progress, never
from tests.unit.learning.arcface.faces import write_people
from tests.unit.learning.conftest import untraced

OPTIONS = ArcfaceOptions(backbone="resnet18", size=32, embedding=16, way=NONE, batch=8, epochs=1)


@pytest.fixture
def source(tmp_path: Path) -> FaceSource:
    identities = write_people(tmp_path / "faces", 8, 4)
    return FaceSource(aligned=(str(tmp_path / "faces"),), identities=str(identities))


@pytest.mark.slow
def test_what_has_ended_is_kept_when_the_next_is_cancelled(source: FaceSource, paths: Paths):
    arms = {"first": OPTIONS, "second": replace(OPTIONS, loss=CROSS_ENTROPY, frozen_epochs=1)}
    told: list[Progress] = []

    def cancelled() -> bool:
        return any(progress.stage == "second: train" for progress in told)

    setting = Setting(paths=paths, folder=paths.cache / "arcface", resume=False)
    again: list[Progress] = []
    with untraced():
        with pytest.raises(Cancelled):
            run_arms(source, arms, setting, report=told.append, is_cancelled=cancelled)
        found = run_arms(source, arms, replace(setting, resume=True), report=again.append, is_cancelled=never)
    assert not any(progress.stage == "first: train" for progress in again)
    assert list(found["arms"]) == ["first", "second"]
    assert found["data"]["people"] == 4
    assert (found["data"]["training"], found["data"]["validation"]) == (12, 4)
    first, second = found["arms"].values()
    assert first["parameters"]["backbone"] == 11_186_112
    assert first["open_set_untrained"] == second["open_set_untrained"], "both start from the same weights"
    assert {arm["options"]["epoch_pictures"] for arm in (first, second)} == {12}, "no arm takes more views"
    assert [epoch["learning"] for epoch in second["epochs"]] == [0]
    assert first["closed_set"]["training"]["of"] == 12
    assert first["closed_set"]["validation"]["of"] == 4
    assert not list((paths.cache / "arcface").rglob("*.npz")), "what has ended needs no state"
