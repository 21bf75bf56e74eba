"""Who judges a network, and what is embedded once only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from faceid_app.datasets.face_sets import UNKNOWN
from faceid_app.errors import TrainingFailed
from faceid_app.identity.backbones import find_backbone
from faceid_app.learning import face_selection
from faceid_app.learning.face_selection import HELD_OUT, choose_judges, embed_once
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.helpers.narrow_chain import smooth_faces

PERSON = np.repeat(np.arange(100, dtype=np.int32), 2)
NOBODY = np.zeros(len(PERSON), np.bool_)


def test_a_fifth_of_those_with_several_pictures_judge():
    judges = choose_judges(PERSON, NOBODY)
    assert len(np.unique(judges)) == 20
    np.testing.assert_array_equal(judges, choose_judges(PERSON, NOBODY))
    many = np.repeat(np.arange(5 * HELD_OUT + 50, dtype=np.int32), 2)
    assert len(choose_judges(many, np.zeros(len(many), np.bool_))) == HELD_OUT


def test_nobody_judges_who_is_left_out_unknown_or_seen_once():
    left_out, person = NOBODY.copy(), PERSON.copy()
    one, other, *_ = choose_judges(PERSON, NOBODY)
    left_out[2 * one] = True  # of whom one picture is left
    person[2 * other : 2 * other + 2] = UNKNOWN
    assert not set(choose_judges(person, left_out)) & {one, other, UNKNOWN}
    with pytest.raises(TrainingFailed, match="at least 10 are needed"):
        choose_judges(PERSON[:18], NOBODY[:18])


def test_the_same_pixels_are_embedded_once(paths: Paths, monkeypatch: pytest.MonkeyPatch):
    compact, faces = find_backbone(paths), smooth_faces(3)
    first = embed_once(paths, compact, faces, report=ignore, is_cancelled=never)
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1.0, atol=1e-5)
    computed: list[int] = []
    really = face_selection.embed_aligned

    def counted(*arguments: Any, **named: Any) -> Any:
        computed.append(1)
        return really(*arguments, **named)

    monkeypatch.setattr(face_selection, "embed_aligned", counted)
    np.testing.assert_array_equal(embed_once(paths, compact, faces, report=ignore, is_cancelled=never), first)
    assert not computed
    embed_once(paths, compact, 255 - faces, report=ignore, is_cancelled=never)
    assert len(computed) == 1
    (kept,) = (file for file in paths.cache.glob("teacher-*.npy") if np.array_equal(np.load(file), first))
    kept.write_bytes(kept.read_bytes()[:100])
    np.testing.assert_allclose(embed_once(paths, compact, faces, report=ignore, is_cancelled=never), first, atol=1e-5)
    assert len(computed) == 2
