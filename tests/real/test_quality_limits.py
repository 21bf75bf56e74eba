"""The limits against real pictures: people in front of a camera pass, each defect is refused with its own reason.

Evidence and figures: docs/adr/0002-quality-limits.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.faces.face import Face, Reason
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits, judge
from tests.real.faces import frames_of, lfw_sample

pytestmark = pytest.mark.real

Clip = Callable[[str], Path]
LIVE = ["a_live", "b_live", "c_live", "d_live", "e_live", "f_live", "g_live"]


@pytest.fixture(scope="module")
def observer() -> Observer:
    return Observer(limits=Limits.for_verification())


@pytest.mark.parametrize(
    ("name", "enrolling", "verifying"),
    [
        ("a_live", 0.55, 0.60),  # turns to both sides, down and up: a third of its frames is meant to be refused
        ("b_live", 0.90, 1.00),
        ("c_live", 0.95, 1.00),
        ("d_live", 0.85, 0.90),
        ("e_live", 1.00, 1.00),
        ("f_live", 0.95, 1.00),
        ("g_live", 1.00, 1.00),
    ],
)
def test_people_in_front_of_a_camera_pass(observer, clip: Clip, name, enrolling, verifying):
    seen = [observer.observe(picture).measurements for picture in frames_of(clip(name), count=40)]
    assert np.mean([judge(one, Limits.for_enrolment()) is None for one in seen]) >= enrolling
    assert np.mean([judge(one, Limits.for_verification()) is None for one in seen]) >= verifying


def test_few_of_lfw_are_refused_and_for_what(observer, lfw_dir: Path):
    """Press photographs, many with a second person; a gate of light or sharpness has little to say about them."""
    seen = [observer.observe(read_picture(path)) for path in lfw_sample(lfw_dir, count=100)]
    reasons = Counter(one.refusal.reason for one in seen if one.refusal)
    assert reasons.total() <= 30
    assert reasons[Reason.NO_FACE] == 0
    assert reasons[Reason.TOO_SMALL] + reasons[Reason.CUT_OFF] <= 2
    assert reasons[Reason.TOO_DARK] + reasons[Reason.TOO_BRIGHT] + reasons[Reason.BLURRED] <= 4


def box_of(seen: Observation) -> tuple[float, float, float, float]:
    assert seen.subject is not None
    return seen.subject.box


def dark(picture: RgbImage, seen: Observation) -> RgbImage:
    """A tenth of the light on a face of middle brightness, with the noise of a camera."""
    gain = 0.06 / seen.measurements.brightness
    noise = np.random.default_rng(0).normal(0, 1.5, picture.shape)
    return np.asarray(np.clip(picture * gain + noise, 0, 255), np.uint8)


def bright(picture: RgbImage, seen: Observation) -> RgbImage:
    return np.asarray(np.clip(picture * (1.4 / seen.measurements.brightness), 0, 255), np.uint8)


def blurred(picture: RgbImage, seen: Observation) -> RgbImage:
    sigma = 0.035 * box_of(seen)[3]
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def moved(picture: RgbImage, seen: Observation) -> RgbImage:
    """The face moves sideways by a seventh of its height while the picture is taken."""
    return np.asarray(cv2.blur(picture, (round(box_of(seen)[3] / 7), 1)), np.uint8)


def small(picture: RgbImage, seen: Observation) -> RgbImage:
    scale = 40 / box_of(seen)[3]
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def cut(picture: RgbImage, seen: Observation) -> RgbImage:
    x, _, width, _ = box_of(seen)
    return np.ascontiguousarray(picture[:, round(x + 0.4 * width) :])


def cut_below(picture: RgbImage, seen: Observation) -> RgbImage:
    _, y, _, height = box_of(seen)
    return np.ascontiguousarray(picture[: round(y + 0.72 * height)])


def turned_over(picture: RgbImage, seen: Observation) -> RgbImage:
    x, y, width, height = box_of(seen)
    turn = cv2.getRotationMatrix2D((x + width / 2, y + height / 2), -55, 1)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpAffine(picture, turn, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def with_neighbour(picture: RgbImage, seen: Observation) -> RgbImage:
    """The same person twice, side by side."""
    return np.ascontiguousarray(np.hstack([picture, picture[:, ::-1]]))


DEFECTS: list[tuple[Callable[[RgbImage, Observation], RgbImage], Reason]] = [
    (dark, Reason.TOO_DARK),
    (bright, Reason.TOO_BRIGHT),
    (blurred, Reason.BLURRED),
    (moved, Reason.BLURRED),
    (small, Reason.TOO_SMALL),
    (cut, Reason.CUT_OFF),
    (cut_below, Reason.CUT_OFF),
    (turned_over, Reason.TURNED_AWAY),
    (with_neighbour, Reason.SEVERAL_FACES),
]


@pytest.mark.parametrize(("defect", "reason"), DEFECTS, ids=[defect.__name__ for defect, _ in DEFECTS])
def test_each_defect_is_refused_with_its_own_reason(observer, clip: Clip, defect, reason):
    for name in LIVE:
        picture = frames_of(clip(name), count=40)[1]
        good = observer.observe(picture)
        assert good.refusal is None
        refusal = observer.observe(defect(picture, good)).refusal
        assert refusal is not None, name
        assert refusal.reason is reason, (name, str(refusal))


def test_a_small_face_in_the_background_does_not_disturb(observer, clip: Clip):
    for name in LIVE:
        picture = frames_of(clip(name), count=40)[1]
        good = observer.observe(picture)
        x, y, width, height = (round(value) for value in box_of(good))
        cropped = picture[max(0, y - height // 4) : y + height + height // 4, max(0, x) : x + width]
        factor = 0.25 * height / cropped.shape[0]
        passer_by = np.asarray(cv2.resize(cropped, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        wider = np.pad(picture, ((0, 0), (0, passer_by.shape[1] + 40), (0, 0)), mode="edge")
        wider[20 : 20 + passer_by.shape[0], picture.shape[1] + 20 : picture.shape[1] + 20 + passer_by.shape[1]] = (
            passer_by
        )
        assert observer.observe(wider).refusal is None, name


def test_noise_does_not_hide_blur(observer, clip: Clip):
    for name in ("c_live", "e_live", "g_live"):
        picture = frames_of(clip(name), count=40)[1]
        soft = blurred(picture, observer.observe(picture)).astype(np.float64)
        noisy = np.clip(soft + np.random.default_rng(0).normal(0, 5, soft.shape), 0, 255).astype(np.uint8)
        refusal = observer.observe(noisy).refusal
        assert refusal is not None
        assert refusal.reason is Reason.BLURRED


def test_resolution_alone_is_not_blur(observer, clip: Clip):
    """A sharp face 90 pixels tall is sharp and large enough even for enrolment."""
    for name in LIVE:
        picture = frames_of(clip(name), count=40)[1]
        scale = 90 / box_of(observer.observe(picture))[3]
        reduced = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        seen = observer.observe(reduced).measurements
        assert seen.face_px >= Limits.for_enrolment().face_px, name
        assert seen.sharpness >= Limits.for_enrolment().sharpness, name


def test_a_refused_face_can_still_be_shown(observer, clip: Clip):
    picture = frames_of(clip("c_live"), count=40)[1]
    seen = observer.observe(blurred(picture, observer.observe(picture)))
    assert seen.refusal is not None
    assert isinstance(seen.subject, Face)
    assert seen.aligned is not None
    assert seen.portrait is not None
