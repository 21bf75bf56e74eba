"""The report of a study: every figure with its count, the document's column, and pictures in the HTML alone."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from faceid_app.cli.lab_identify import make_report
from faceid_app.evaluation.identification_rates import measure_closed_set, measure_open_search, thirds
from faceid_app.identity.identify_options import IdentifyOptions


def _picture() -> str:
    file = io.BytesIO()
    Image.fromarray(np.full((4, 4, 3), 77, np.uint8)).save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def told() -> dict[str, Any]:
    person = np.repeat(np.arange(3), 20)
    said = person.copy()
    said[:5] = 1
    stranger = np.arange(400)
    closed = measure_closed_set(said, person, seed=0).to_dict()
    search = measure_open_search(
        np.where(said == person, 0.9, 0.2), said == person, person, np.linspace(0, 0.6, 400), stranger,
        sets_threshold=thirds(stranger, seed=0) == 0, seed=0,
    ).to_dict()  # fmt: skip
    epochs = [
        {"epoch": 1, "phase": 0, "rate": 1e-3, "loss": 1.0, "accuracy": 0.5, "validation_loss": 1.1,
         "validation_accuracy": 0.4},
        {"epoch": 2, "phase": 1, "rate": 1e-4, "loss": 0.8, "accuracy": 0.7, "validation_loss": 0.9,
         "validation_accuracy": 0.6},
    ]  # fmt: skip
    trained = {"epochs": epochs, "best": 2, "parameters": 9, "learned": 90, "validation": 10}
    classic = {"components": 41, "chosen": {"C": 1, "kernel": "rbf"}, "curve": [[0.5, 40, 50, 30], [1.0, 90, 100, 55]]}
    return {
        "data": {
            "names": ["Ada", "Bo", "Cy"], "counts": [[40, 20], [30, 20], [30, 20]], "learned": 100, "judged": 60,
            "validation": 10, "strangers": 400, "stranger_pictures": 400, "unreadable": 1,
            "unreadable_names": ["x.jpg"], "missing": 2, "own_split": False, "digest": "0" * 64,
            "without_face": {"learned": 1, "judged": 2, "strangers": 3}, "samples": [["Ada", _picture()]],
            "suspects": {"backbone": "compact", "limit": 0.6, "collisions_of": 1, "unlike_of": 1, "pictures": 160,
                         "collisions": [["Ada", "1.jpg", "Bo", "2.jpg", 0.71]], "unlike": [["Cy", "3.jpg", 0.1, 49]]},
            "seen": {"backbone": "compact", "gallery": 0, "strangers": 7},
        },
        "methods": [
            {"branch": "classic", "name": "SVM grid", "closed_set": closed, "open_search": None, "details": classic},
            {"branch": "deep", "name": "inception_resnet_v1, given weights, frozen, new head", "closed_set": closed,
             "open_search": search, "details": trained},
        ],
        "seconds": {"classic: SVM grid": 1.5}, "left_out": ["CatBoost is not installed."],
    }  # fmt: skip


def test_the_report_says_every_figure_with_its_count_and_the_documents(told: dict[str, Any], tmp_path: Path):
    report = make_report(told, IdentifyOptions())
    text = report.to_text()
    for words in (
        "91.7%", "55 of 60", "6.65 %", "94.65 %, VGGFace2 weights", "by always naming the person", "41 principal",
        "FPIR, other strangers", "CatBoost is not installed.", "x.jpg", "epoch 2", "0.710",
    ):  # fmt: skip
        assert words in text, words
    report.save(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert "Errors of open-set search" in page
    assert "data:image/png" in page
    figures = json.loads(report.to_json())["figures"]
    assert "samples" not in figures["data"]
    assert "seconds" not in json.dumps(figures)
