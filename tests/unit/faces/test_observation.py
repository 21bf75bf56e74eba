"""A picture without a face: everything is said, nothing is made up. Real faces: tests/real."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits


@pytest.fixture(scope="module")
def observer():
    return Observer(limits=Limits.for_verification())


def test_no_face_gives_no_subject_and_a_refusal(observer):
    seen = observer.observe(np.full((480, 640, 3), 127, np.uint8))
    assert seen.faces == ()
    assert seen.subject is seen.pose is seen.aligned is seen.portrait is None
    assert seen.refusal is not None
    assert seen.refusal.reason is Reason.NO_FACE
    assert seen.refusal.action == "Look at the camera."
    assert seen.measurements.to_dict() == {**dict.fromkeys(seen.measurements.to_dict(), 0.0), "brightness": 0.498}


def test_in_the_dark_it_asks_for_light(observer):
    seen = observer.observe(np.full((480, 640, 3), 3, np.uint8))
    assert seen.refusal is not None
    assert seen.refusal.reason is Reason.NO_FACE
    assert "light" in seen.refusal.action


def test_time_is_measured(observer):
    seen = observer.observe(np.full((480, 640, 3), 127, np.uint8))
    assert seen.detect_ms > 0
    assert seen.align_ms >= 0


@pytest.mark.parametrize("picture", [np.zeros((90, 90), np.uint8), np.zeros((90, 90, 3), np.float64)])
def test_only_rgb_is_taken(observer, picture):
    with pytest.raises(ValueError, match="Received"):
        observer.observe(picture)
