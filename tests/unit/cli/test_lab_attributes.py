"""`faceid lab attributes`: what is refused before anything is read, and judging pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.pixels import encode_png
from faceid_app.cli.lab_attributes import sentence
from faceid_app.faces.attributes import AgeRange
from faceid_app.identity.insights import Insight, Presentation
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("train",), "Give either --data"),
        (("train", "--data", "x", "--csv", "y"), "Give either --data"),
        (("train", "--data", "x", "--network", "vgg"), "no network named 'vgg'"),
        (("train", "--data", "x", "--width", "0"), "A width of 0 cannot be used"),
        (("train", "--data", "x", "--network", "documents", "--to", "y"), "Only the network on maps can be kept"),
        (("train", "--data", "x", "--report", "r.pdf"), "its ending is '.pdf'"),
        (("evaluate",), "Give either --data"),
        (("judge", "x.png", "--model", "nowhere"), "The network for attributes is not there"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], words: str, run: Run):
    outcome = run("lab", "attributes", *arguments)
    assert outcome.code == 4
    assert words in outcome.json["error"]["message"]


def test_pictures_without_an_answer_say_why(run: Run, tmp_path: Path):
    blank, broken = tmp_path / "blank.png", tmp_path / "broken.png"
    blank.write_bytes(encode_png(np.full((200, 200, 3), 127, np.uint8)))
    broken.write_bytes(b"no picture")
    outcome = run("lab", "attributes", "judge", str(blank), str(broken))
    assert outcome.code == 4
    assert "No face was found" in outcome.json["error"]["message"]
    assert "it is not a JPEG" in outcome.json["error"]["message"]


def test_an_answer_is_said_in_a_sentence():
    sure = Insight(AgeRange(36.4, 31, 42), Presentation.FEMALE, 0.98, 1)
    assert sentence(sure, 1) == "age 31 to 42, about 36; presents as female, 98%"
    unsure = Insight(None, Presentation.UNSURE, 0.6, 1)
    assert sentence(unsure, 3) == "age unsure; gender presentation unsure; the largest of 3 faces"
