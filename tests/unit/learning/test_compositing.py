import numpy as np
import pytest

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.portrait_mask import face_mask, portrait_mask
from faceid_app.learning.compositing import paste_face, without_face

GREEN, RED = np.full((250, 250, 3), (0, 200, 0), np.uint8), np.full((250, 250, 3), (200, 0, 0), np.uint8)
NOSE = (137, 126)  # row, column


def test_mask_is_one_on_the_face_and_zero_at_the_rim():
    mask = portrait_mask()

    assert mask[NOSE] == pytest.approx(1.0)
    assert max(mask[0].max(), mask[-1].max(), mask[:, 0].max(), mask[:, -1].max()) == 0.0
    assert ((mask > 0.1) & (mask < 0.9)).sum() > 500  # soft between


def test_mask_follows_the_landmarks():
    moved = face_mask(PORTRAIT_TEMPLATE * 0.5 + 100, width=250, height=250)

    assert moved.sum() == pytest.approx(portrait_mask().sum() / 4, rel=0.02)
    assert moved[NOSE[0] // 2 + 100, NOSE[1] // 2 + 100] > 0.99
    grown = face_mask(PORTRAIT_TEMPLATE, width=250, height=250, grow=1.25)
    assert grown.sum() == pytest.approx(portrait_mask().sum() * 1.25**2, rel=0.02)


def test_pasting_replaces_the_face_and_only_that():
    pasted = paste_face(GREEN, PORTRAIT_TEMPLATE, RED, PORTRAIT_TEMPLATE)

    assert tuple(pasted[NOSE]) == (200, 0, 0)
    np.testing.assert_array_equal(pasted[:40], GREEN[:40])
    np.testing.assert_array_equal(pasted[:, 220:], GREEN[:, 220:])


def test_pasted_face_lands_on_the_landmarks():
    face = RED.copy()
    face[130:144, 119:133] = 255  # a white nose
    target = PORTRAIT_TEMPLATE * 0.8 + np.array([40, -10], np.float32)

    pasted = paste_face(GREEN, target, face, PORTRAIT_TEMPLATE)

    rows, columns = np.nonzero(pasted.min(axis=2) > 200)
    assert rows.mean() == pytest.approx(136.5 * 0.8 - 10, abs=0.7)
    assert columns.mean() == pytest.approx(125.5 * 0.8 + 40, abs=0.7)


def test_blanking_leaves_nothing_of_the_face_and_all_of_the_room():
    room = np.random.default_rng(0).integers(0, 256, (250, 250, 3), dtype=np.uint8)
    room[..., 0] = 40
    picture = paste_face(room, PORTRAIT_TEMPLATE, np.full_like(room, 255), PORTRAIT_TEMPLATE)

    blanked = without_face(picture, PORTRAIT_TEMPLATE)

    assert blanked[..., 0].max() < 60  # the white face is gone, the rim's softness aside
    np.testing.assert_array_equal(blanked[:30], room[:30])


def test_blanking_does_not_depend_on_whose_face_it_was():
    first, second = (paste_face(GREEN, PORTRAIT_TEMPLATE, face, PORTRAIT_TEMPLATE) for face in (RED, 255 - GREEN))

    difference = without_face(first, PORTRAIT_TEMPLATE).astype(int) - without_face(second, PORTRAIT_TEMPLATE)

    assert abs(difference).max() <= 8  # of 255: the soft rim of the one that was pasted


def test_only_pictures_are_taken():
    with pytest.raises(ValueError, match="float32"):
        paste_face(GREEN.astype(np.float32), PORTRAIT_TEMPLATE, RED, PORTRAIT_TEMPLATE)
    with pytest.raises(ValueError, match=r"\(250, 250\)"):
        without_face(GREEN[..., 0], PORTRAIT_TEMPLATE)
