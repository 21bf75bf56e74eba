from pathlib import Path

import numpy as np

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.learning.portraits import choose_pictures, portrait_of_capture, portrait_of_picture, read_portraits
from faceid_app.learning.recipes import CapturePicture
from faceid_app.progress import Stage, ignore, never
from faceid_app.storage.captures import Role

EMPTY = np.full((250, 250, 3), 90, np.uint8)
PEOPLE = {f"p{i}": [Path(f"p{i}/{k}.jpg") for k in range(i)] for i in range(1, 6)}


def test_everyone_is_shown_once_before_anyone_twice():
    chosen = choose_pictures(PEOPLE, count=9, seed=0)

    assert {picture.parent.name for picture in chosen[:5]} == set(PEOPLE)
    assert {picture.parent.name for picture in chosen[5:9]} == {"p2", "p3", "p4", "p5"}
    assert len(set(chosen)) == 9


def test_choice_depends_on_the_seed_only():
    reordered = dict(reversed(list(PEOPLE.items())))

    assert choose_pictures(PEOPLE, count=4, seed=1) == choose_pictures(reordered, count=4, seed=1)
    assert any(choose_pictures(PEOPLE, count=4, seed=1) != choose_pictures(PEOPLE, count=4, seed=s) for s in (2, 3, 4))


def test_all_there_are_is_all_one_gets():
    assert len(choose_pictures(PEOPLE, count=100, seed=0)) == 15
    assert choose_pictures({}, count=3, seed=0) == []


def test_a_capture_is_believed_where_its_face_is_not_found_again():
    capture = CapturePicture(
        id="x", role=Role.ANCHOR, burst="b", clock=0.0, jpeg=b"", portrait=EMPTY, aligned=None
    )  # fmt: skip

    portrait = portrait_of_capture(capture, Observer(limits=Limits.for_dataset()))

    np.testing.assert_array_equal(portrait.landmarks, PORTRAIT_TEMPLATE)


def test_a_picture_without_a_face_is_no_portrait():
    assert portrait_of_picture(EMPTY, Observer(limits=Limits.for_dataset())) is None


def test_what_cannot_be_read_is_left_out(tmp_path: Path):
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    stage = Stage("read", of=2, report=ignore, is_cancelled=never)

    assert read_portraits([broken, tmp_path / "missing.jpg"], stage=stage) == []
