"""Other people's data sets through the real face finder, and back."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faceid_app.camera.pixels import read_picture
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.storage.captures import Role
from faceid_app.storage.exchange import export_dataset, import_dataset
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore

pytestmark = pytest.mark.real


def test_lfw_pictures_become_captures_and_come_back_as_the_documents_tree(lfw_dir: Path, tmp_path: Path):
    pictures = sorted((lfw_dir / "George_W_Bush").glob("*.jpg"))
    foreign = tmp_path / "foreign"
    for role, chosen in (("anchor", pictures[:6]), ("positive", pictures[6:12])):
        (foreign / role).mkdir(parents=True)
        for picture in chosen:
            shutil.copy(picture, foreign / role)
    (foreign / "anchor" / "text.jpg").write_text("no picture")
    Image.fromarray(np.full((250, 250, 3), 127, np.uint8)).save(foreign / "positive" / "wall.png")
    people = Profiles(PlainStore(tmp_path / "people"))
    profile = people.create("anna")
    observer = Observer(limits=Limits.for_dataset())

    report = import_dataset(foreign, profile, observer.observe)
    assert report.added == {Role.ANCHOR: 6, Role.POSITIVE: 6}
    assert {refused.name: refused.reason for refused in report.refused} == {
        "anchor/text.jpg": "unreadable",
        "positive/wall.png": "no_face",
    }

    negatives = sorted((lfw_dir / "Tony_Blair").glob("*.jpg"))[:10]
    written = export_dataset(profile, tmp_path / "out", negatives)
    assert (written.anchor, written.positive, written.negative, written.skipped) == (6, 6, 10, ())
    assert {read_picture(path).shape for path in (tmp_path / "out").rglob("*.jpg")} == {(250, 250, 3)}

    # Our own portraits are framed as LFW is, so that faces are found in them again.
    again = import_dataset(tmp_path / "out", people.create("bob"), observer.observe)
    assert again.added == {Role.ANCHOR: 6, Role.POSITIVE: 6}
    assert again.refused == ()
