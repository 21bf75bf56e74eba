"""`faceid lab identify` and `faceid lab duplicates`: what is refused before anything is read, and a small search."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from tests.unit.learning.identification.faces import write_people


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give one source of people"),
        (("--preset", "faces"), "no preset named 'faces'"),
        (("--preset", "celeba"), "needs --aligned"),
        (("--preset", "celeba500"), "needs --people"),
        (("--people", "x", "--branch", "quantum"), "no branch named 'quantum'"),
        (("--people", "x", "--classic", "oracle"), "no classic method named 'oracle'"),
        (("--people", "x", "--network", "vgg=random"), "no network named 'vgg'"),
        (("--people", "x", "--network", "inception_resnet_v1=imagenet"), "Keras has no weights"),
        (("--people", "x", "--network", "inception_resnet_v1=nowhere.h5"), "There is no file"),
        (("--people", "x", "--network", "inception_resnet_v1"), "NAME=WEIGHTS"),
        (("--people", "x", "--least-pictures", "1"), "at least 2"),
        (("--people", "x", "--backbone", "vgg"), "'vgg' is not there"),
        (("--people", "x", "--report", "report.pdf"), "its ending is '.pdf'"),
    ],
)
def test_what_cannot_be_studied_is_told(arguments: tuple[str, ...], words: str, run: Run):
    outcome = run("lab", "identify", *arguments)
    assert outcome.code == 4
    assert words in outcome.json["error"]["message"]


def test_an_empty_folder_has_no_duplicates_to_look_for(run: Run, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    outcome = run("lab", "duplicates", str(tmp_path / "empty"))
    assert outcome.code == 4
    assert "A picture in" in outcome.json["error"]["message"]
    assert "choose one of" in run("lab", "duplicates", str(tmp_path), "--far", "0.5").json["error"]["message"]


def test_pictures_without_a_face_are_told(run: Run, tmp_path: Path):
    folder = write_people(tmp_path / "chequers", people=2, pictures=1)
    outcome = run("lab", "duplicates", str(folder))
    assert outcome.code == 4
    assert "Two faces in the 2 pictures" in outcome.json["error"]["message"]
