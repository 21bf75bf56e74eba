"""`faceid lab arcface`: what is refused before a training process is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.shipped import ship
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "one source of faces"),
        (("--people", "x", "--backbone", "vgg"), "no backbone named 'vgg'"),
        (("--people", "x", "--compare", "colour"), "no comparison named 'colour'"),
        (("--people", "x", "--device", "abacus"), "The backend 'abacus' cannot be used"),
        (("--people", "x", "--report", "report.pdf"), "its ending is '.pdf'"),
        (("--people", "x", "--compare", "loss", "--to", "n.keras"), "comparisons keep none"),
        (("--people", "x", "--to", "n.h5"), "ends in .keras"),
        (("--aligned", "x"), "give both"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], words: str, run: Run):
    outcome = run("lab", "arcface", *arguments)
    assert outcome.code == 4
    assert words in outcome.json["error"]["message"]


def test_a_compact_that_is_not_whole_is_told(run: Run, paths, tmp_path: Path):
    (ship(paths.models) / "backbone.keras").unlink()
    outcome = run("lab", "arcface", "--people", str(tmp_path), "--backbone", "compact")
    assert outcome.code == 4
    assert outcome.json["error"]["kind"] == "ModelMissing"
