"""Folds: nobody is judged by a network that learned from them, and an interrupted teaching goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.guard.surroundings import SIDE
from faceid_app.learning.presentation import batches, folds
from faceid_app.learning.presentation.folds import FOLDS, NEVER_JUDGED, Teaching, depends_on, folds_of
from faceid_app.learning.presentation.kept import Kept
from faceid_app.learning.presentation.material import LIVE, PRINT, RENDERED, WEBCAM, Material
from faceid_app.progress import ignore, never
from tests.unit.learning.conftest import untraced


def material(rendered: int) -> Material:
    """Noise: ten people at a webcam and so many rendered ones, each live and as a print."""
    people = [f"nuaa {row}" for row in range(10)] + [f"lfw {row}" for row in range(rendered)]
    person = np.repeat(people, 2)
    source = np.where(np.char.startswith(person, "nuaa"), WEBCAM, RENDERED)
    kind = np.tile([LIVE, PRINT], len(people))
    views = np.random.default_rng(0).integers(0, 255, (len(person), SIDE, SIDE, 3), dtype=np.uint8)
    return Material(views, np.tile(np.array([0, 0, SIDE, SIDE], np.int16), (len(person), 1)), kind, source, person)


def test_a_person_is_in_one_fold_and_rendered_people_beyond_those_asked_for_are_never_judged():
    many = material(60)
    fold = folds_of(many, judged=25, seed=0)
    for person in np.unique(many.person):
        assert len(set(fold[many.person == person])) == 1
    webcam = many.source == WEBCAM
    assert sorted(set(fold[webcam])) == list(range(FOLDS))
    assert len(np.unique(many.person[~webcam & (fold != NEVER_JUDGED)])) == 25
    assert (folds_of(many, judged=25, seed=0) == fold).all()


def test_what_is_kept_belongs_to_these_views_options_and_ways_of_learning_alone(monkeypatch: pytest.MonkeyPatch):
    some, options = material(10), {"steps": 3}
    name = depends_on(some, options)
    assert name == depends_on(material(10), {"steps": 3})
    other = Material(some.views.copy(), some.visible, some.kind, some.source, some.person)
    other.views[0, 0, 0, 0] ^= 1
    names = {name, depends_on(other, options), depends_on(some, {"steps": 4})}
    for module, what, value in (
        (folds, "AGAIN", 1.0),
        (folds, "mirrored", lambda views: views),
        (batches, "_SHIFT", 0.3),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, what, value)
            names.add(depends_on(some, options))
    assert len(names) == 6


@pytest.mark.slow
def test_an_interrupted_teaching_goes_on_and_comes_to_the_same(tmp_path: Path):
    some = material(20)
    fold = folds_of(some, judged=10, seed=0)

    def teaching(folder: str, *, steps_left: int | None = None) -> Teaching:
        left = iter(range(steps_left)) if steps_left is not None else None
        cancelled = never if left is None else lambda: next(left, None) is None
        return Teaching(
            some, fold, first=2, steps=1, seed=0, kept=Kept(tmp_path / folder), report=ignore, is_cancelled=cancelled
        )

    with untraced():
        whole = teaching("whole").unseen_logits()
        with pytest.raises(Cancelled):
            teaching("broken", steps_left=6).unseen_logits()
        assert Kept(tmp_path / "broken").has("without fold 0")
        assert teaching("broken").unseen_logits() == pytest.approx(whole, abs=1e-5)
        assert (whole[fold == NEVER_JUDGED] == 0).all()
        own, other = teaching("whole").answers_across(WEBCAM)
        assert len(own) == ((some.source == WEBCAM) & (fold == 0) & ~some.attack).sum()
        assert len(other) == ((some.source == RENDERED) & (fold != NEVER_JUDGED)).sum()
        network, losses = teaching("whole").final()
    assert len(losses) == 1
    assert network.input_shape[1:] == (80, 80, 3)
