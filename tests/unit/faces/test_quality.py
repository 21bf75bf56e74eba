"""Each gate refuses with its own reason, value, limit and action; the gates come in the order of Reason."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.faces.face import Face, Pose, Reason
from faceid_app.faces.quality import Limits, Measurements, SecondFace, judge, measure, sharpness_of

GOOD = Measurements(faces=1, face_px=200, brightness=0.5, sharpness=0.45)
FAILING: dict[Reason, dict[str, Any]] = {
    Reason.NO_FACE: {"faces": 0},
    Reason.SEVERAL_FACES: {"faces": 2, "rival": 0.95},
    Reason.TOO_SMALL: {"face_px": 30.0},
    Reason.CUT_OFF: {"cut_off": 0.5},
    Reason.TURNED_AWAY: {"yaw": 60.0},
    Reason.TOO_DARK: {"brightness": 0.03},
    Reason.TOO_BRIGHT: {"brightness": 0.96},
    Reason.BLURRED: {"sharpness": 0.1},
}


@pytest.mark.parametrize("limits", [Limits.for_verification(), Limits.for_enrolment(), Limits.for_dataset()])
def test_a_good_face_passes(limits):
    assert judge(GOOD, limits) is None


@pytest.mark.parametrize("limits", [Limits.for_verification(), Limits.for_enrolment()])
@pytest.mark.parametrize("reason", list(FAILING))
def test_each_defect_has_its_own_reason(reason, limits):
    refusal = judge(replace(GOOD, **FAILING[reason]), limits)
    assert refusal is not None
    assert refusal.reason is reason
    assert refusal.sentence.endswith(".")
    assert refusal.action.endswith(".")
    assert refusal.value != refusal.limit


def test_the_first_gate_in_order_speaks():
    broken = GOOD
    for reason in reversed(FAILING):
        broken = replace(broken, **FAILING[reason])
        refusal = judge(broken, Limits())
        assert refusal is not None
        assert refusal.reason is reason


def test_the_limit_itself_passes():
    limits = Limits()
    at_limit = Measurements(
        faces=2,
        rival=limits.rival,
        face_px=limits.face_px,
        cut_off=limits.cut_off,
        yaw=-limits.yaw,
        pitch=limits.up,
        roll=-limits.roll,
        brightness=limits.darkest,
        clipped=limits.clipped,
        sharpness=limits.sharpness,
    )
    assert judge(at_limit, limits) is None
    assert judge(replace(at_limit, pitch=-limits.down, brightness=limits.brightest), limits) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pitch": -25.0}, "tipped 25 degrees down, the limit is 20."),
        ({"yaw": 51.2}, "turned 51 degrees to the left, the limit is 40."),
        ({"yaw": -51.2}, "turned 51 degrees to the right, the limit is 40."),
        ({"pitch": 33.0}, "tipped 33 degrees up,"),
        ({"pitch": -33.0}, "tipped 33 degrees down,"),
        ({"roll": 48.0}, "tilted 48 degrees to the left,"),
        ({"roll": -48.0}, "tilted 48 degrees to the right,"),
        ({"face_px": 31.0}, "Your face is 31 pixels tall, 50 are needed."),
        ({"clipped": 0.5}, "50 percent of your face are pure white, the limit is 35."),
        (
            {"rival": 0.9, "faces": 3},
            "3 faces are in view and the second is 90 percent as tall as yours, the limit is 60.",
        ),
        ({"brightness": 0.02}, "Your face has 2 percent brightness, 8 are needed."),
    ],
)
def test_sentences_name_value_and_limit(change, words):
    refusal = judge(replace(GOOD, **change), Limits())
    assert refusal is not None
    assert words in refusal.sentence


def test_a_second_face_is_refused_unless_the_nearest_is_asked_for():
    two = replace(GOOD, faces=2, rival=1.2)
    refused = judge(two, Limits.for_verification())
    assert refused is not None
    assert refused.reason is Reason.SEVERAL_FACES
    assert judge(two, Limits.for_verification(SecondFace.NEAREST)) is None
    assert judge(replace(two, face_px=31.0), Limits.for_verification(SecondFace.NEAREST)) is not None


def test_rounding_never_hides_the_difference():
    refusal = judge(replace(GOOD, yaw=40.2), Limits(yaw=40))
    assert refusal is not None
    assert "40.2 degrees" in refusal.sentence
    assert "40.0" in refusal.sentence


def test_as_text_it_is_one_sentence_with_the_action():
    refusal = judge(replace(GOOD, yaw=34.0), Limits(yaw=25))
    assert str(refusal) == "Your head is turned 34 degrees to the left, the limit is 25; look straight at the camera."


def test_without_a_face_the_light_of_the_picture_decides_what_to_do():
    in_the_dark = judge(Measurements(faces=0, brightness=0.01), Limits())
    in_the_light = judge(Measurements(faces=0, brightness=0.5), Limits())
    in_glare = judge(Measurements(faces=0, brightness=0.97), Limits())
    assert in_the_dark is not None
    assert in_the_light is not None
    assert in_glare is not None
    assert in_the_dark.reason is in_the_light.reason is in_glare.reason is Reason.NO_FACE
    assert in_the_dark.action == "Turn on a light in front of you."
    assert in_the_light.action == "Look at the camera."
    assert in_glare.action == "Move out of the strong light."


def test_enrolment_is_stricter_everywhere():
    enrolment, verification = Limits.for_enrolment(), Limits.for_verification()
    at_least = {"face_px", "darkest", "sharpness"}
    for limit in fields(Limits):
        strict, loose = getattr(enrolment, limit.name), getattr(verification, limit.name)
        assert (strict > loose) if limit.name in at_least else (strict < loose), limit.name


@pytest.mark.parametrize("reason", [reason for reason in FAILING if reason is not Reason.NO_FACE])
def test_a_data_set_needs_only_a_face(reason):
    assert judge(replace(GOOD, **FAILING[reason]), Limits.for_dataset()) is None
    assert judge(Measurements(faces=0), Limits.for_dataset()) is not None


def face(x: float, y: float, width: float, height: float) -> Face:
    return Face((x, y, width, height), np.zeros((5, 2), np.float32), 0.9)


GREY = np.full((112, 112, 3), 51, np.uint8)


def test_measures_size_rival_and_light():
    subject, other = face(100, 100, 75, 100), face(300, 100, 30, 40)
    seen = measure([other, subject], subject, Pose(1.0, 2.0, 3.0), GREY, size=(640, 480))
    assert (seen.faces, seen.rival, seen.face_px, seen.cut_off) == (2, 0.4, 100, 0)
    assert (seen.yaw, seen.pitch, seen.roll) == (1.0, 2.0, 3.0)
    assert seen.brightness == pytest.approx(0.2)
    assert seen.clipped == 0


@pytest.mark.parametrize(
    ("box", "share"),
    [((-50, 0, 100, 100), 0.5), ((0, 430, 100, 100), 0.5), ((590, 430, 100, 100), 0.75), ((-200, 0, 100, 100), 1.0)],
)
def test_measures_what_is_outside_the_frame(box, share):
    subject = face(*box)
    seen = measure([subject], subject, Pose(0, 0, 0), GREY, size=(640, 480))
    assert seen.cut_off == pytest.approx(share)


def test_measures_white_pixels():
    picture = GREY.copy()
    picture[:, :56] = 255
    subject = face(0, 0, 75, 100)
    assert measure([subject], subject, Pose(0, 0, 0), picture, size=(640, 480)).clipped == pytest.approx(0.5)


def test_measurements_become_a_record_of_numbers():
    record = GOOD.to_dict()
    assert set(record) == {field.name for field in fields(Measurements)}
    assert all(type(value) is float for value in record.values())


def test_wrong_input_is_refused():
    subject = face(0, 0, 75, 100)
    with pytest.raises(ValueError, match="Received"):
        measure([], subject, Pose(0, 0, 0), GREY, size=(640, 480))
    with pytest.raises(ValueError, match="Received: \\(50, 50, 3\\)"):
        measure([subject], subject, Pose(0, 0, 0), GREY[:50, :50], size=(640, 480))
    with pytest.raises(ValueError, match="Received"):
        sharpness_of(np.zeros((5, 5), np.uint8))


@pytest.fixture
def texture():
    """Detail at all scales, as a face has it: noise with a 1/f spectrum."""
    rng = np.random.default_rng(1)
    layers = [
        cv2.resize(rng.normal(0, 1, (72 // size, 64 // size)), (64, 72), interpolation=cv2.INTER_CUBIC) * size**0.5
        for size in (1, 2, 4, 8)
    ]
    return np.clip(128 + 12 * sum(layers), 0, 255).astype(np.uint8)


def blurred(picture: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def test_sharpness_falls_with_blur(texture):
    values = [sharpness_of(texture)]
    values += [sharpness_of(blurred(texture, sigma)) for sigma in (1, 2, 4)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.6 * values[0]


def test_motion_in_one_direction_counts(texture):
    moved = np.asarray(cv2.blur(texture, (11, 1)), np.uint8)
    assert sharpness_of(moved) < 0.75 * sharpness_of(texture)
    assert sharpness_of(moved) == pytest.approx(sharpness_of(np.ascontiguousarray(moved.T)), abs=1e-5)


def test_noise_does_not_pass_for_sharpness(texture):
    noise = np.random.default_rng(0).normal(0, 5, texture.shape)
    noisy = np.clip(blurred(texture, 4) + noise, 0, 255).astype(np.uint8)
    assert sharpness_of(noisy) < sharpness_of(texture)


def test_sharpness_does_not_depend_on_light(texture):
    assert sharpness_of((texture * 0.5).astype(np.uint8)) == pytest.approx(sharpness_of(texture), abs=0.02)


def test_a_flat_picture_is_not_sharp():
    assert sharpness_of(np.full((72, 64), 90, np.uint8)) == 0
