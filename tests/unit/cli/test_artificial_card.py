"""`faceid lab artificial card`: other trainings beside a network, every figure with its n."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from faceid_app.guard.artificial import CARD_FILE, NAME, open_artificial
from faceid_app.guard.shipped import SHIPPED_GUARDS
from faceid_app.identity.artificial_card import CARD_TEXT_FILE
from tests.unit.cli.conftest import Run


@pytest.fixture
def model(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED_GUARDS / NAME, tmp_path / "model")
    return tmp_path / "model"


def test_other_trainings_stand_in_the_card_and_the_network_still_opens(run: Run, model: Path):
    shown = json.loads((model / CARD_FILE).read_bytes())
    without = {**shown, "options": {**shown["options"], "leave_out": "anime"}, "left_out": shown["test"]}
    figures = {
        "documents": {"base": "94 %", "without anime": "not tried"},
        "trainings": {"base": shown, "without anime": without},
    }
    report = model.parent / "r.json"
    report.write_text(json.dumps({"title": "t", "about": {}, "figures": figures}))
    outcome = run("lab", "artificial", "card", str(model), "--beside", str(report))
    assert outcome.code == 0
    kept = open_artificial(folder=model.parent, name=model.name).card
    assert {key: value for key, value in kept.items() if key != "beside"} == {
        key: value for key, value in shown.items() if key != "beside"
    }
    base, left = kept["beside"]
    every = shown["test"]["plain"]
    assert base["all"] == every["all"]
    photograph = shown["kinds"].index("photograph")
    taken = sum(row[photograph] for row in every["confusion"])
    assert (left["left_out_as_photograph"]["count"], left["left_out_as_photograph"]["of"]) == (
        taken,
        every["all"]["of"],
    )
    text = (model / CARD_TEXT_FILE).read_text()
    assert "| base | compact, " in text
    assert f"{every['all']['count']:,} of {every['all']['of']:,}" in text.partition("## Other trainings")[2]


@pytest.mark.parametrize(("content", "words"), [("{}", "no training"), ("no report", "cannot be read")])
def test_what_is_no_report_is_told_and_the_card_stays(run: Run, model: Path, content: str, words: str):
    report = model.parent / "r.json"
    report.write_text(content)
    before = (model / CARD_FILE).read_bytes()
    outcome = run("lab", "artificial", "card", str(model), "--beside", str(report))
    assert outcome.code == 4
    assert words in outcome.json["error"]["message"]
    assert (model / CARD_FILE).read_bytes() == before
