"""`faceid lab artificial`: what is refused before anything is trained, and judging pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_png
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("train",), "nothing to learn from"),
        (("train", "--kind", "mask"), "needs NAME=FOLDER"),
        (("train", "--data", "x", "--backbone", "vgg"), "no backbone named 'vgg'"),
        (("train", "--data", "x", "--weights", "imagenet"), "for resnet50 only"),
        (("train", "--data", "x", "--ablations", "--to", "model"), "Only one compact network can be kept"),
        (("train", "--data", "x", "--report", "r.pdf"), "its ending is '.pdf'"),
        (("evaluate",), "nothing to learn from"),
        (("judge", "x.png", "--model", "nowhere/at-all"), "The guard's model 'at-all'"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], words: str, run: Run):
    outcome = run("lab", "artificial", *arguments)
    assert outcome.code == 4
    assert words in outcome.json["error"]["message"]


def test_pictures_are_judged_and_those_that_cannot_be_say_why(run: Run, tmp_path: Path):
    blank, broken = tmp_path / "blank.png", tmp_path / "broken.png"
    blank.write_bytes(encode_png(np.full((200, 200, 3), 127, np.uint8)))
    broken.write_bytes(b"no picture")
    outcome = run("lab", "artificial", "judge", "--whole", str(blank), str(broken))
    assert outcome.code == 0
    first, second = outcome.json["pictures"]
    assert not first["face_found"]
    assert sum(first["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert "it is not a JPEG, PNG, WebP, BMP or TIFF picture" in second["error"]


def test_a_picture_without_a_face_is_no_answer(run: Run, tmp_path: Path):
    blank = tmp_path / "blank.png"
    blank.write_bytes(encode_png(np.full((200, 200, 3), 127, np.uint8)))
    outcome = run("lab", "artificial", "judge", str(blank))
    assert outcome.code == 4
    assert "No face was found" in outcome.json["error"]["message"]
