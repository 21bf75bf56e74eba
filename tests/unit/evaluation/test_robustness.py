"""Levels of robustness from embeddings whose every comparison can be worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from faceid_app.evaluation.distortions import DISTORTIONS
from faceid_app.evaluation.rates import People
from faceid_app.evaluation.robustness import Robustness, judge
from faceid_app.evaluation.robustness_section import robustness_figures, robustness_sections
from faceid_app.evaluation.turned_heads import TurnedHeads, judge_turned
from faceid_app.reports.report import Report
from tests.helpers.ten_people import PEOPLE, axis, between, comparisons, seen

BLUR = DISTORTIONS[0]
STEPS = [(BLUR, strength) for strength in BLUR.strengths[:3]]
EVERYBODY = [axis(person) for person in range(PEOPLE)]


@pytest.fixture(scope="module")
def result() -> Robustness:
    # Strength 1: all as clean. Strength 2: three people look like the next one, of two no face is found.
    second = [axis(1), axis(2), axis(3), None, None, *EVERYBODY[5:]]
    # Strength 3: all look half like the next one.
    third = [between(person, (person + 1) % PEOPLE) for person in range(PEOPLE)]
    notes = [[0.0] * 10, [0.0] * 10, [1.0, 1.0, *[0.0] * 8], [1.0] * 10]
    probes = seen(EVERYBODY, EVERYBODY, second, third, notes=notes)
    people = People(PEOPLE, seed=0)
    return judge(comparisons(), probes, seen(EVERYBODY), network=0, steps=STEPS, people=people)


def test_undistorted_and_slightly_distorted_everything_is_right(result):
    for level in result.levels[:2]:
        assert (level.accuracy.count, level.accuracy.of) == (20, 20)
        assert (level.tar.count, level.tar.of, level.far.count, level.far.of) == (10, 10, 0, 90)
        assert (level.not_found, level.refused, level.probes) == (0, 0, 10)
    assert [level.name for level in result.levels] == ["none", "1", "2", "3"]
    assert [level.kind for level in result.levels] == ["none", "blur", "blur", "blur"]
    # Just over the 0 that all non-mated comparisons have.
    assert 0 < result.threshold < 1e-300


def test_who_looks_like_another_is_rejected_and_accepted_as_the_other(result):
    level = result.levels[2]
    # Five mated pairs are wrong: three look like others, two have no face; and three non-mated ones are accepted.
    assert (level.accuracy.count, level.false_accepts.count, level.false_accepts.of) == (12, 3, 10)
    assert (level.tar.count, level.far.count) == (5, 3)
    # Three of 90 at cosine 1: no threshold below it keeps FAR 1e-3, and none at it accepts anybody.
    assert (level.tar_again.count, level.threshold_again) == (0, pytest.approx(1.0))
    assert (level.not_found, level.refused) == (2, 2)


def test_thresholds_stay_frozen(result):
    level = result.levels[3]
    # 0.707 lies over the frozen thresholds, for own and for next person alike.
    assert (level.accuracy.count, level.false_accepts.count) == (10, 10)
    assert (level.tar.count, level.far.count) == (10, 10)
    assert level.tar_again.count == 0


def test_ninety_comparisons_do_not_support_the_rate(result):
    assert not result.supported
    assert (result.pairs, result.templates, result.templates_not_found) == (20, 10, 0)


def test_a_template_without_a_face_matches_nobody():
    templates = seen([None, *EVERYBODY[1:]])
    people = People(PEOPLE, seed=0)
    result = judge(comparisons(), seen(EVERYBODY), templates, network=0, steps=[], people=people)
    assert result.templates_not_found == 1
    assert (result.levels[0].tar.count, result.levels[0].far.count) == (9, 0)


@pytest.fixture(scope="module")
def turned() -> TurnedHeads:
    # First pictures look straight on, second ones are turned by 0, 5, ..., 45 degrees to alternating sides.
    yaws = {f"P{person}": (-1) ** person * 5.0 * person for person in range(PEOPLE)}
    pictures, _, _ = comparisons().pictures()
    rows, notes = [], []
    for picture in pictures:
        person = int(picture.parent.name[1:])
        first = picture.stem.endswith("1")
        # Turned by 40 degrees or more nobody is known again, and one of them, turned by 40, shows no face.
        lost = not first and person >= 8
        rows.append(None if lost and person == 8 else axis((person + 1) % PEOPLE) if lost else axis(person))
        notes.append(0.0 if first else yaws[f"P{person}"])
    return judge_turned(comparisons(), seen(rows, notes=[notes]), network=0, people=People(PEOPLE, seed=0))


def test_pairs_lie_in_the_stratum_of_their_yaw(turned):
    expected = [(0, 10, 2), (10, 20, 2), (20, 30, 2), (30, 40, 2), (40, 180, 1)]
    assert [(stratum.low, stratum.high, stratum.tar.of) for stratum in turned.by_difference] == expected
    assert [stratum.tar.of for stratum in turned.by_greatest] == [2, 2, 2, 3]
    assert (turned.pairs, turned.left_out) == (10, 1)


def test_each_stratum_counts_its_own(turned):
    # 9's second picture looks like 0: one non-mated cosine of 1 of 81, so the threshold lies over 1 and nothing passes.
    assert turned.threshold > 1.0
    assert [stratum.tar.count for stratum in turned.by_difference] == [0, 0, 0, 0, 0]
    assert sum(stratum.far.of for stratum in turned.by_difference) == 81
    assert sum(stratum.far.of for stratum in turned.by_greatest) == 81


def test_the_report_tells_every_kind_and_is_the_same_each_time(result, turned):
    three = replace(BLUR, strengths=BLUR.strengths[:3], names=BLUR.names[:3])

    def report() -> Report:
        both = {"one": result, "two": result}
        sections = robustness_sections(both, {"one": turned, "two": turned}, distortions=[three])
        return Report("Robustness", {}, sections, robustness_figures(both, {"one": turned}))

    first = report()
    assert first.to_json() == report().to_json()
    assert first.to_html() == report().to_html()
    text = " ".join(first.to_text().split())
    for word in ("Gaussian blur", "100.00% (10 of 10;", "false match rate", "too few for FAR 0.001", "40 and more"):
        assert word in text
    figures = json.loads(first.to_json())["figures"]
    assert figures["distortions"]["one"]["levels"][2]["not_found"] == 2
    assert figures["turned_heads"]["one"]["left_out"] == 1
