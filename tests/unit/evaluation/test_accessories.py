"""Glasses and masks on a drawn face: on the eyes, over mouth and nose, turned with the head."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.evaluation.accessories import GLASSES, MASKS, Glasses, Mask, wear_glasses, wear_mask
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.face import Landmarks
from faceid_app.faces.pose import FACE_MODEL
from tests.helpers.drawn_face import FACE, drawn_face

THIN, THICK, TINTED, SUN = GLASSES
EYES = [tuple(round(float(value)) for value in point) for point in PORTRAIT_TEMPLATE[:2]]


def glasses(style: Glasses, rgb: RgbImage | None = None, landmarks: Landmarks = FACE.landmarks) -> RgbImage:
    rgb = drawn_face() if rgb is None else rgb
    return wear_glasses(rgb, landmarks, style, generator=np.random.default_rng(0))


def mask(style: Mask, rgb: RgbImage | None = None, landmarks: Landmarks = FACE.landmarks) -> RgbImage:
    rgb = drawn_face() if rgb is None else rgb
    return wear_mask(rgb, landmarks, style, generator=np.random.default_rng(0))


def changed(out: RgbImage, rgb: RgbImage | None = None) -> NDArray[np.bool_]:
    return np.asarray((out != (drawn_face() if rgb is None else rgb)).any(axis=2), np.bool_)


def turned(degrees: float) -> Landmarks:
    """Landmarks of the model head, turned to one side, 44 pixels between the eyes."""
    angle = np.radians(degrees)
    x = FACE_MODEL[:, 0] * np.cos(angle) + FACE_MODEL[:, 2] * np.sin(angle)
    return (np.column_stack([x, FACE_MODEL[:, 1]]) * 44 + (125, 110)).astype(np.float32)


@pytest.mark.parametrize(("style", "share"), [(TINTED, 0.40), (SUN, 0.08)])
def test_lenses_let_their_share_of_light_pass(style, share):
    white = np.full((250, 250, 3), 255, np.uint8)
    for x, y in EYES:
        light = (glasses(style, white)[y, x].astype(float) / 255) ** 2.2
        # A lens also reflects some grey levels of the sky.
        assert share <= light.mean() <= share + 0.06


def test_clear_lenses_show_the_eyes_and_a_rim_hides_the_skin():
    out, rgb = glasses(THIN), drawn_face()
    for x, y in EYES:
        assert np.abs(out[y, x].astype(int) - rgb[y, x]).max() <= 8
    rims = changed(out) & (np.abs(out.astype(int) - rgb).max(axis=2) > 50)
    thick = np.abs(glasses(THICK).astype(int) - rgb).max(axis=2) > 50
    assert 200 < rims.sum() < thick.sum() / 2


@pytest.mark.parametrize("style", GLASSES, ids=lambda style: style.name)
def test_glasses_stay_between_brow_and_tip_of_the_nose(style):
    rows = np.flatnonzero(changed(glasses(style)).any(axis=1))
    assert EYES[0][1] - 30 < rows.min() < EYES[0][1] < rows.max() < PORTRAIT_TEMPLATE[2][1] + 5


def test_a_mask_covers_the_mouth_and_each_style_more_of_the_nose():
    tops = []
    for style in MASKS:
        seen = changed(mask(style))
        assert seen[150:185, 110:145].all()
        middle = np.flatnonzero(seen[:, 126])
        tops.append(int(middle.min()))
        assert 195 <= middle.max() <= 210  # below the chin
    nose = PORTRAIT_TEMPLATE[2][1]
    assert tops[0] > nose > tops[1] > tops[2] > PORTRAIT_TEMPLATE[0][1]


def test_a_mask_leaves_the_eyes_free():
    for style in MASKS:
        seen = changed(mask(style))
        for x, y in EYES:
            assert not seen[y - 6 : y + 7, x - 10 : x + 11].any()


def test_arms_of_glasses_show_on_the_side_the_camera_sees():
    grey = np.full((250, 250, 3), 150, np.uint8)
    left, right = (
        np.flatnonzero(changed(glasses(THICK, grey, turned(degrees)), grey).any(axis=0)) - 125
        for degrees in (-30.0, 30.0)
    )
    # Turned by the same angle to either side, the pictures mirror each other.
    assert left.min() == pytest.approx(-right.max(), abs=3)
    assert left.max() == pytest.approx(-right.min(), abs=3)
    assert abs(left.max() + left.min()) > 15  # the arm reaches further than the rim on the other side
    assert np.abs([*left, *right]).max() < 90


def test_dark_rooms_have_dark_masks():
    bright, dark = (mask(MASKS[1], np.full((250, 250, 3), level, np.uint8))[165, 126].mean() for level in (160, 40))
    assert dark < 0.4 * bright


def test_a_small_face_gets_a_small_mask():
    rgb = drawn_face()
    small = changed(mask(MASKS[2], rgb, (FACE.landmarks - 126) * np.float32(0.5) + 126))
    assert small.sum() == pytest.approx(changed(mask(MASKS[2])).sum() / 4, rel=0.2)  # a rim of pixels is half covered


def test_a_face_at_the_rim_of_the_picture_can_wear_both():
    for shift in (-120, 120):
        moved = FACE.landmarks + np.float32(shift)
        assert glasses(SUN, landmarks=moved).shape == mask(MASKS[0], landmarks=moved).shape == (250, 250, 3)


def test_landmarks_that_are_none_are_refused():
    line = np.column_stack([np.arange(5.0), np.zeros(5)]).astype(np.float32)
    with pytest.raises(ValueError, match="one line"):
        glasses(SUN, landmarks=line)
    with pytest.raises(ValueError, match="one line"):
        mask(MASKS[0], landmarks=line)
    with pytest.raises(ValueError, match="finite"):
        mask(MASKS[0], landmarks=line[:4])
