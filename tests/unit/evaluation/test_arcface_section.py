"""What a report says of a training and of several: every figure with its n, theirs beside ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from faceid_app.evaluation.arcface_comparison import ComparedArm, comparison_section
from faceid_app.evaluation.arcface_section import arcface_sections
from faceid_app.evaluation.open_set import measure_open_set
from faceid_app.reports.plots import Bars
from faceid_app.reports.report import Report

DATA = {
    "people": 20, "training": 160, "validation": 40, "unseen_people": 8, "unseen_pictures": 32, "without_face": 3,
    "tested_people": 0, "seed": 0, "digest": "d" * 64,
}  # fmt: skip


def arm(right: int, *, low: float = 0.1, high: float = 0.3) -> dict[str, Any]:
    generator = np.random.default_rng(right)
    rows = generator.normal(size=(32, 8)) + np.repeat(generator.normal(size=(8, 8)), 4, axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    open_set = measure_open_set(rows.astype(np.float32), np.repeat(np.arange(8), 4), seed=0).to_dict()
    counted = {"loss": 2.5, "value": right / 40, "count": right, "of": 40, "low": low, "high": high}
    epochs = [
        {"epoch": epoch, "loss": 3.0 / epoch, "accuracy": 0.1 * epoch, "validation_loss": 3.1 / epoch,
         "validation_accuracy": 0.09 * epoch, "rate": 3e-4, "learning": 5}
        for epoch in (1, 2)
    ]  # fmt: skip
    return {
        "options": {"backbone": "resnet18", "weights": None},
        "parameters": {"backbone": 1_000, "whole": 1_234, "blocks": 5},
        "epochs": epochs,
        "closed_set": {
            "training": {**counted, "value": 0.9, "count": 144, "of": 160},
            "validation": counted,
            "best": {"epoch": 2, "value": 0.18, "of": 40},
        },
        "open_set": open_set,
        "open_set_untrained": open_set,
    }


def test_a_training_is_told_with_n_and_beside_the_document():
    text = Report("t", {}, arcface_sections(DATA, arm(8))).to_text()
    for words in (
        "160 pictures of 20 people", "by chance 5.00%", "20.0% (10.0% to 30.0%; 8 of 40)", "144 of 160",
        "n = 48 mated and 448 non-mated", "0.70 at epoch 43", "0.180 at epoch 2 (n = 40)", "not supported",
        "false match rate", "3 chosen pictures show no face",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words
    assert "list of pairs" not in text
    assert "learned before" not in text


@pytest.mark.parametrize("options", [{"backbone": "compact", "weights": None}, {"backbone": "x", "weights": "file"}])
def test_weights_from_before_may_know_the_people_never_seen(options: dict[str, Any]):
    text = Report("t", {}, arcface_sections(DATA, {**arm(8), "options": options})).to_text()
    assert "the people never seen here may be among them" in " ".join(text.split())


def test_people_of_a_list_of_pairs_are_mentioned():
    text = Report("t", {}, arcface_sections({**DATA, "tested_people": 7}, arm(8))).to_text()
    assert "7 people occur in the list of pairs: none of them was learned from" in " ".join(text.split())


def test_the_page_shows_curves_and_is_the_same_again():
    report = Report("t", {}, arcface_sections(DATA, arm(8)))
    page = report.to_html().decode()
    assert page.count("<svg") == 3
    assert page == report.to_html().decode()


def test_a_difference_is_claimed_only_where_intervals_are_apart():
    arms = [ComparedArm("base", "base", "best"), *(ComparedArm("x", name, "tried") for name in ("near", "up", "down"))]
    figures = {
        "base": arm(8), "near": arm(10, low=0.2, high=0.5), "up": arm(20, low=0.35, high=0.6),
        "down": arm(1, low=0.01, high=0.09),
    }  # fmt: skip
    section = comparison_section(DATA, arms, figures)
    table, (bars,) = section.tables[0], section.plots
    assert isinstance(bars, Bars)
    assert bars.groups == ("base", "near", "up", "down")
    assert [row[-1] for row in table.rows] == ["–", "no difference shown", "better", "worse"]
    assert [row[1] for row in table.rows] == ["best", "tried", "tried", "tried"]
    assert "validation n = 40" in table.caption


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        comparison_section(DATA, [], {})
