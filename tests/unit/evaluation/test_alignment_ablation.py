"""Ways to cut out a face: where each puts the landmarks, and the figures of each from known embeddings."""

from __future__ import annotations

import json

import numpy as np
import pytest

from faceid_app.evaluation.alignment_ablation import WAYS, crop_box, crop_centre, judge_ways, moved
from faceid_app.evaluation.alignment_section import alignment_figures, alignment_section
from faceid_app.evaluation.rates import People
from faceid_app.faces.alignment import ALIGNED_TEMPLATE, PORTRAIT_TEMPLATE, align
from faceid_app.faces.face import Face
from faceid_app.reports.report import Report
from tests.helpers.drawn_face import FACE, drawn_face
from tests.helpers.ten_people import PEOPLE, axis, comparisons, seen

EVERYBODY = [axis(person) for person in range(PEOPLE)]


def test_the_centre_of_a_picture_framed_like_lfw_is_the_mean_alignment():
    rgb = drawn_face()
    assert np.array_equal(crop_centre(rgb), align(rgb, PORTRAIT_TEMPLATE))
    larger = np.repeat(np.repeat(rgb, 2, axis=0), 2, axis=1)
    assert np.abs(crop_centre(larger).astype(int) - crop_centre(rgb)).mean() < 4


def test_the_box_of_an_upright_face_shows_it_where_alignment_does():
    rgb = np.zeros((250, 250, 3), np.uint8)
    rgb[100:150, 100:150] = 200
    # A box whose square is 1.03 * 100 wide: 112 pixels show 103.
    crop = crop_box(rgb, Face((75.0, 75.0, 100.0, 100.0), FACE.landmarks, 0.9))
    rows, columns = (np.flatnonzero(crop[..., 0].max(axis=axis) > 100) for axis in (1, 0))
    assert len(rows) == pytest.approx(50 * 112 / 103, abs=2)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(55.5, abs=1)
    # The square rises by 8 % of the box, so its content sinks.
    assert (rows.min() + rows.max()) / 2 == pytest.approx(55.5 + 8 * 112 / 103, abs=1)


def test_a_box_beyond_the_picture_is_black_there():
    crop = crop_box(np.full((100, 100, 3), 200, np.uint8), Face((-50.0, 0.0, 100.0, 100.0), FACE.landmarks, 0.9))
    assert crop.shape == (112, 112, 3)
    assert not crop[:, :40].any()


def test_landmarks_move_by_pixels_of_the_aligned_face():
    # Landmarks of a face twice as large as aligned: a pixel there is two in the picture.
    face = Face((0.0, 0.0, 200.0, 200.0), ALIGNED_TEMPLATE * np.float32(2), 0.9)
    steps = np.array([moved(face, 3.0, np.random.default_rng(seed)) - face.landmarks for seed in range(400)])
    assert steps.std() == pytest.approx(6.0, rel=0.05)
    assert abs(steps.mean()) < 0.3
    once, twice = (moved(face, size, np.random.default_rng(0)) - face.landmarks for size in (1.0, 2.0))
    assert np.allclose(2 * once, twice, atol=1e-4)


@pytest.fixture(scope="module")
def ablation():
    pictures, _, _ = comparisons().pictures()
    right = [axis(int(picture.parent.name[1:])) for picture in pictures]
    wrong = [axis(0) for _ in pictures]
    blind = [None, *right[1:]]
    others = [right] * (len(WAYS) - 3)
    return judge_ways(comparisons(), seen(right, wrong, blind, *others), network=0, people=People(PEOPLE, seed=0))


def test_each_way_has_its_own_figures(ablation):
    right, wrong, blind = ablation.ways[:3]
    assert (right.accuracy, right.std_error, right.tar.count, right.not_found) == (1.0, 0.0, 10, 0)
    # All alike: in each fold one of two pairs is right whatever the threshold.
    assert (wrong.accuracy, wrong.tar.count) == (0.5, 0)
    assert (blind.not_found, blind.tar.count, blind.accuracy) == (1, 9, 0.95)
    assert (ablation.pairs, ablation.pictures, ablation.nonmated, ablation.supported) == (20, 20, 90, False)
    assert [way.kind for way in ablation.ways] == [way.kind for way in WAYS]


def test_the_report_names_every_way(ablation):
    measured = {"one": ablation, "two": ablation}
    report = Report("Alignment", {}, (alignment_section(measured),), alignment_figures(measured))
    text = report.to_text()
    for way in WAYS:
        assert way.title in text
    assert "too few for FAR" in text
    assert json.loads(report.to_json())["figures"]["backbones"]["two"]["ways"][2]["accuracy"] == 0.95
    assert b"<svg" in report.to_html()
