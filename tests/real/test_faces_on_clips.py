"""Detection, pose, alignment and portraits on real clips and on LFW."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import bgr_from_rgb, read_picture, rgb_from_bgr
from faceid_app.faces.alignment import ALIGNED_TEMPLATE, PORTRAIT_TEMPLATE, align, similarity
from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from tests.real.faces import frames_of, lfw_sample

pytestmark = pytest.mark.real

Clip = Callable[[str], Path]
LIVE = ["a_live", "b_live", "c_live", "d_live", "e_live", "f_live", "g_live"]


@pytest.fixture(scope="module")
def observer() -> Observer:
    return Observer(limits=Limits.for_verification())


@pytest.fixture(scope="module")
def embed(sface_onnx: Path) -> Callable[[RgbImage], NDArray[np.float64]]:
    network = cv2.FaceRecognizerSF.create(str(sface_onnx), "")

    def embed_one(aligned: RgbImage) -> NDArray[np.float64]:
        embedding = np.asarray(network.feature(bgr_from_rgb(aligned))[0], dtype=np.float64)
        return np.asarray(embedding / np.linalg.norm(embedding))

    return embed_one


def seen_with_face(observer: Observer, picture: RgbImage) -> Observation:
    seen = observer.observe(picture)
    assert seen.subject is not None
    assert seen.pose is not None
    assert seen.aligned is not None
    return seen


@pytest.mark.parametrize("name", LIVE)
def test_every_live_frame_shows_one_person(observer, clip: Clip, name):
    for picture in frames_of(clip(name), count=6):
        seen = seen_with_face(observer, picture)
        assert len(seen.faces) == 1
        assert seen.aligned is not None
        assert seen.aligned.shape == (112, 112, 3)


def test_every_lfw_picture_has_a_face(lfw_dir: Path):
    observer = Observer(limits=Limits.for_dataset())
    refused = [path.name for path in lfw_sample(lfw_dir, count=60) if observer.observe(read_picture(path)).refusal]
    assert refused == []


def turn_of(seen: Observation) -> float:
    assert seen.pose is not None
    return seen.pose.yaw


def test_clip_a_turns_to_both_sides_and_nods(observer, clip: Clip):
    poses = [seen_with_face(observer, picture).pose for picture in frames_of(clip("a_live"), count=60)]
    yaw = [pose.yaw for pose in poses if pose]
    pitch = [pose.pitch for pose in poses if pose]
    # First to the left, then to the right, then down, then up; frontal at both ends.
    assert 45 < max(yaw[5:17]) < 75
    assert -45 < min(yaw[20:30]) < -20
    assert min(pitch[33:42]) < -18
    assert max(pitch[41:48]) > 22
    assert max(abs(angle) for angle in yaw[:4] + yaw[50:]) < 10
    assert max(abs(angle) for angle in pitch[:4] + pitch[50:]) < 13


def test_yaw_and_roll_change_sign_in_the_mirror(observer, clip: Clip):
    for picture in frames_of(clip("a_live"), count=20)[1:10:2]:
        pose = seen_with_face(observer, picture).pose
        mirrored = seen_with_face(observer, np.ascontiguousarray(picture[:, ::-1])).pose
        assert pose is not None
        assert mirrored is not None
        assert mirrored.yaw == pytest.approx(-pose.yaw, abs=10)
        assert mirrored.pitch == pytest.approx(pose.pitch, abs=15)
        if abs(pose.yaw) > 12:
            assert mirrored.yaw * pose.yaw < 0


@pytest.mark.parametrize("degrees", [-30, -15, 15, 30])
def test_a_tilted_head_is_aligned_as_an_upright_one(observer, clip: Clip, embed, degrees):
    for name in ("b_live", "c_live", "f_live"):
        picture = frames_of(clip(name), count=4)[1]
        upright = seen_with_face(observer, picture)
        seen = seen_with_face(observer, tilted(picture, upright, degrees))
        assert seen.pose is not None
        assert upright.pose is not None
        assert seen.pose.roll - upright.pose.roll == pytest.approx(degrees, abs=9)
        assert embed(seen.aligned) @ embed(upright.aligned) > 0.85


def tilted(picture: RgbImage, seen: Observation, degrees: float) -> RgbImage:
    assert seen.subject is not None
    x, y, width, height = seen.subject.box
    turn = cv2.getRotationMatrix2D((x + width / 2, y + height / 2), -degrees, 1)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpAffine(picture, turn, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def test_aligns_like_opencv(observer, clip: Clip, sface_onnx: Path):
    network = cv2.FaceRecognizerSF.create(str(sface_onnx), "")
    for name in LIVE:
        picture = frames_of(clip(name), count=3)[1]
        subject = seen_with_face(observer, picture).subject
        assert subject is not None
        row = np.array([*subject.box, *subject.landmarks.ravel(), subject.score], np.float32)
        theirs = rgb_from_bgr(np.asarray(network.alignCrop(bgr_from_rgb(picture), row), np.uint8)).astype(int)
        difference = np.abs(theirs - align(picture, subject.landmarks).astype(int))
        # The transform is the same; OpenCV computes it in single precision, which moves edges by a grey level or two.
        assert difference.mean() < 0.5
        assert np.percentile(difference, 99) <= 6


def test_a_portrait_frames_the_face_like_lfw(observer, lfw_dir: Path):
    """Where LFW has eyes, nose and mouth; hence a portrait of an LFW picture hardly moves it."""
    landmarks, scales = [], []
    for path in lfw_sample(lfw_dir, count=60):
        seen = observer.observe(read_picture(path))
        if seen.subject is not None and len(seen.faces) == 1:
            landmarks.append(seen.subject.landmarks)
            matrix = similarity(seen.subject.landmarks, PORTRAIT_TEMPLATE)
            scales.append(np.hypot(matrix[0, 0], matrix[1, 0]))
    np.testing.assert_allclose(np.mean(landmarks, axis=0), PORTRAIT_TEMPLATE, atol=3)
    assert np.median(scales) == pytest.approx(1, abs=0.05)


def test_the_face_of_a_portrait_is_the_face_of_the_frame(observer, clip: Clip, embed):
    cosines = []
    for name in LIVE:
        for picture in frames_of(clip(name), count=4):
            seen = seen_with_face(observer, picture)
            assert seen.portrait is not None
            again = seen_with_face(observer, seen.portrait)
            cosines.append(embed(again.aligned) @ embed(seen.aligned))
    assert np.median(cosines) > 0.95
    assert min(cosines) > 0.80


def test_scale_of_the_frame_does_not_move_the_landmarks(observer, clip: Clip):
    """Found on a reduced picture, they still agree with those of a frame of half and of four times the size."""
    for name in ("c_live", "g_live"):
        picture = frames_of(clip(name), count=3)[1]
        original = seen_with_face(observer, picture).subject
        assert original is not None
        to_template = similarity(original.landmarks, ALIGNED_TEMPLATE)
        for factor in (0.5, 4.0):
            resized = np.asarray(cv2.resize(picture, None, fx=factor, fy=factor), np.uint8)
            other = seen_with_face(observer, resized).subject
            assert other is not None
            moved = (other.landmarks / factor - original.landmarks) @ to_template[:, :2].T
            assert np.abs(moved).mean() < 2.5, "pixels of the aligned face"
            assert np.abs(moved).max() < 6


def test_a_far_face_is_too_small_rather_than_none(observer, clip: Clip):
    picture = frames_of(clip("c_live"), count=3)[1]
    seen = seen_with_face(observer, picture)
    assert seen.subject is not None
    scale = 36 / seen.subject.box[3]
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    far = np.full((720, 1280, 3), 120, np.uint8)
    far[300 : 300 + small.shape[0], 600 : 600 + small.shape[1]] = small
    refusal = observer.observe(far).refusal
    assert refusal is not None
    assert refusal.reason is Reason.TOO_SMALL


def pairs(items: list[Observation]) -> Iterator[tuple[Observation, Observation]]:
    return ((a, b) for i, a in enumerate(items) for b in items[i + 1 :])


def test_in_a_crowd_the_subject_is_never_swapped(observer, clip: Clip, embed):
    """Faces pass; almost every frame is refused, and the frames that are not show one and the same person."""
    seen = [observer.observe(picture) for picture in frames_of(clip("crowd"), count=105)]
    usable = [one for one in seen if one.refusal is None]
    assert len(usable) <= 8
    assert sum(one.refusal is not None and one.refusal.reason is Reason.SEVERAL_FACES for one in seen) > 60
    for a, b in pairs(usable):
        assert embed(a.aligned) @ embed(b.aligned) > 0.6


@pytest.mark.parametrize("size", [(9, 9), (20, 30), (31, 200), (33, 64)])
def test_a_tiny_picture_is_judged_without_memory_of_the_last(observer, clip: Clip, size):
    """The network must not be fed with inputs for which it computes with what an earlier picture left in memory."""
    noise = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    for picture in frames_of(clip("c_live"), count=4):
        seen_with_face(observer, picture)
        assert Observer(limits=observer.limits).observe(noise).faces == ()
