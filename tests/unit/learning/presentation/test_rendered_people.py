"""Who is rendered how often: people who are judged once, all others again from other pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_jpeg
from faceid_app.learning.presentation import job
from faceid_app.learning.presentation.folds import NEVER_JUDGED, folds_of
from faceid_app.learning.presentation.material import LIVE, RENDERED, WEBCAM, Material
from faceid_app.progress import ignore, never
from tests.helpers.drawn_face import drawn_face


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> job.PresentationOptions:
    """Eight drawn people of whom five are judged, and one picture of a webcam; the third has two pictures."""
    for person in range(8):
        folder = tmp_path / "lfw" / f"somebody_{person}"
        folder.mkdir(parents=True)
        for turn in range(1 + (person == 3)):
            (folder / f"somebody_{person}_{turn:04}.jpg").write_bytes(encode_jpeg(drawn_face() // (turn + 1)))
    webcam = Material(
        np.zeros((1, 160, 160, 3), np.uint8), np.zeros((1, 4), np.int16), np.array([LIVE]), np.array([WEBCAM]),
        np.array(["nuaa 0001"]),
    )  # fmt: skip
    monkeypatch.setattr(job, "real_material", lambda *_, **__: webcam)
    return job.PresentationOptions(
        live="", prints="", lfw=str(tmp_path / "lfw"), photographs="", people=8, judged=5, times=3
    )


def test_people_who_are_judged_are_rendered_once_and_all_others_so_often(options: job.PresentationOptions):
    material = job.read_material(options, report=ignore, is_cancelled=never)
    fold = folds_of(material, judged=options.judged, seed=options.seed)
    rendered = material.source == RENDERED
    views = {name: int((material.person == name).sum()) for name in np.unique(material.person[rendered])}
    judged = set(material.person[rendered & (fold != NEVER_JUDGED)])
    assert len(views) == 8
    assert len(judged) == 5
    assert all(count == (4 if name in judged else 12) for name, count in views.items())


def test_rendering_others_more_often_changes_nothing_for_those_who_are_judged(options: job.PresentationOptions):
    many = job.read_material(options, report=ignore, is_cancelled=never)
    once = job.read_material(replace(options, times=1), report=ignore, is_cancelled=never)
    assert (many.views[: len(once)] == once.views).all()
    assert (many.person[: len(once)] == once.person).all()
    # No rendering is another one's copy.
    assert len(np.unique(many.views.reshape(len(many), -1), axis=0)) == len(many)
