"""`faceid lab presentation evaluate`: what the shipped guard's card says, in all three forms."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_a_report_of_another_kind_is_refused_before_anything_is_done(run: Run):
    assert run("lab", "presentation", "evaluate", "--report", "guard.pdf").code == 4
