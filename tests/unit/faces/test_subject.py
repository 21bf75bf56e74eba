"""The subject is the nearest, most central face."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.faces.face import Face
from faceid_app.faces.subject import choose_subject, is_same_place


def face(*, x: float, y: float, height: float, score: float = 0.9) -> Face:
    return Face((x - height * 0.375, y - height / 2, height * 0.75, height), np.zeros((5, 2), np.float32), score)


def test_no_face_no_subject():
    assert choose_subject([], 640, 480) is None


def test_nearest_wins():
    near, far = face(x=320, y=240, height=200), face(x=330, y=240, height=90)
    assert choose_subject([far, near], 640, 480) is near


def test_of_equals_the_central_one_wins():
    middle, corner = face(x=330, y=250, height=100), face(x=60, y=60, height=100)
    assert choose_subject([corner, middle], 640, 480) is middle


def test_a_much_nearer_face_wins_from_the_corner():
    middle, corner = face(x=320, y=240, height=60), face(x=100, y=100, height=180)
    assert choose_subject([middle, corner], 640, 480) is corner


def test_the_order_of_detection_does_not_matter():
    faces = [face(x=100 + 60 * i, y=200, height=80 + 7 * i) for i in range(6)]
    assert choose_subject(faces, 640, 480) is choose_subject(faces[::-1], 640, 480)


def test_a_picture_has_a_size():
    with pytest.raises(ValueError, match="Received: 0x480"):
        choose_subject([], 0, 480)


def test_a_head_may_move_a_little_between_two_pictures_not_by_its_width():
    here = face(x=300, y=240, height=200)
    assert is_same_place(here, face(x=380, y=250, height=180))
    assert not is_same_place(here, face(x=460, y=240, height=200))
    assert not is_same_place(here, face(x=300, y=240, height=50))
