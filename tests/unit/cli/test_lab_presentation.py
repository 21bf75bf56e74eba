"""`faceid lab presentation evaluate`: what the shipped guard's card says, in all three forms."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

from faceid_app.cli.lab_presentation import train
from faceid_app.guard.shipped import SHIPPED_GUARDS
from faceid_app.learning.presentation.card import MODEL_CARD_FILE, model_card
from tests.unit.cli.conftest import Run


def test_the_report_says_rates_with_counts_cues_sources_and_what_is_not_stopped(run: Run, tmp_path: Path):
    targets = [tmp_path / f"guard.{suffix}" for suffix in ("json", "txt", "html")]
    outcome = run("lab", "presentation", "evaluate", *(f"--report={target}" for target in targets))
    assert outcome.code == 0
    figures = json.loads(targets[0].read_text())["figures"]
    for judge in ("network", "fused"):
        for told in figures["at_target"][judge].values():
            assert told["apcer"]["low"] <= told["apcer"]["value"] <= told["apcer"]["high"]
            assert told["apcer"]["of"] > 0
    assert set(figures["across"]) == {"without nuaa", "without synthetic"}
    assert abs(figures["frames"] - 0.5) < 0.05
    text = targets[1].read_text()
    for words in ("does not stop a good mask", "synthetic", "Across sources", "left out"):
        assert words in text
    assert b"<html" in targets[2].read_bytes()


def test_the_shipped_guard_holds_what_it_reached_on_people_it_never_learned_from():
    card = json.loads((SHIPPED_GUARDS / "presentation" / "card.json").read_text())
    most = {("nuaa", "print"): 0.02, ("synthetic", "screen"): 0.065, ("synthetic", "print"): 0.125}
    bears = {"nuaa": 0.002, "synthetic": 0.021}
    for (source, kind), limit in most.items():
        told = card["at_own_limit"][source]
        assert told["apcer"][kind]["of"] >= 600
        assert told["apcer"][kind]["value"] <= limit
        assert told["bpcer"]["value"] <= bears[source]
    assert card["elsewhere"]["of"] > 400
    assert card["elsewhere"]["value"] <= 0.025
    across = card["across"]["without nuaa"]
    assert across["apcer"]["print"]["value"] <= 0.18
    assert across["bpcer"]["value"] <= 0.01


def test_the_shipped_guard_was_made_by_the_command_as_it_stands():
    card = json.loads((SHIPPED_GUARDS / "presentation" / "card.json").read_text())
    asked = inspect.signature(train).parameters
    assert card["options"] == {name: asked[name].default for name in card["options"]}
    assert {"people", "judged", "cuts", "first", "steps", "seed"} == set(card["options"])
    assert (SHIPPED_GUARDS / "presentation" / MODEL_CARD_FILE).read_bytes() == model_card(card)


def test_a_report_of_another_kind_is_refused_before_anything_is_done(run: Run):
    assert run("lab", "presentation", "evaluate", "--report", "guard.pdf").code == 4
