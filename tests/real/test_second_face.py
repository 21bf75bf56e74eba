"""Two people in one picture: nobody is judged, or the nearest is, and never is one taken for the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.identity.decision import Verdict
from faceid_app.identity.verification import FrameVerdict, Verifier
from faceid_app.paths import Paths
from tests.helpers.enrolled import enrol, give_model, verifier_of
from tests.real.faces import frames_of

Clip = Callable[[str], Path]
Open = Callable[[SecondFace], Verifier]
FRAMES = 24
STEP = 0.12
"""Seconds between two frames: every one is a glance."""


@pytest.fixture(scope="module")
def opened(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Open:
    paths = Paths(tmp_path_factory.mktemp("enrolled"))
    give_model(paths, enrol(paths, "a", clip("a_live")))
    return lambda second_face: verifier_of(paths, "a", second_face=second_face)


def cropped(clip: Path, observer: Observer) -> list[RgbImage]:
    """The later half of a clip, cut so that every face is 150 pixels tall in a picture of 320x400."""
    pictures = []
    for picture in frames_of(clip, count=2 * FRAMES)[FRAMES:]:
        seen = observer.observe(picture)
        assert seen.subject is not None
        x, y, width, height = seen.subject.box
        scale = 150 / height
        shift = np.array([[scale, 0, 160 - scale * (x + width / 2)], [0, scale, 200 - scale * (y + height / 2)]])
        warped = cv2.warpAffine(picture, shift, (320, 400), flags=cv2.INTER_AREA, borderValue=(120, 120, 120))
        pictures.append(np.asarray(warped, np.uint8))
    return pictures


def side_by_side(left: RgbImage, right: RgbImage, *, larger: float) -> RgbImage:
    """640x400: two people, the left one's face `larger` times as tall as the right one's."""
    smaller = np.full_like(right, 120)
    size = (round(320 / larger), round(400 / larger))
    part = cv2.resize(right, size, interpolation=cv2.INTER_AREA)
    top, start = (400 - size[1]) // 2, (320 - size[0]) // 2
    smaller[top : top + size[1], start : start + size[0]] = part
    return np.concatenate([left, smaller], axis=1)


def judged(verifier: Verifier, pictures: list[RgbImage]) -> Iterator[FrameVerdict]:
    for number, picture in enumerate(pictures):
        yield verifier.verify(Frame(picture, number, number * STEP))


@pytest.fixture(scope="module")
def people(clip: Clip) -> tuple[list[RgbImage], list[RgbImage]]:
    """The person and a stranger."""
    observer = Observer(limits=Limits.for_dataset())
    return cropped(clip("a_live"), observer), cropped(clip("c_live"), observer)


@pytest.mark.parametrize("larger", [1.0, 1.3, 1.6])
def test_by_default_nobody_is_judged_while_somebody_is_near(
    opened: Open, people: tuple[list[RgbImage], list[RgbImage]], larger: float
) -> None:
    person, stranger = people
    for one, other in ((person, stranger), (stranger, person)):
        pictures = [side_by_side(a, b, larger=larger) for a, b in zip(one, other, strict=True)]
        told = list(judged(opened(SecondFace.REFUSE), pictures))
        refused = [frame for frame in told if frame.refusal and frame.refusal.reason is Reason.SEVERAL_FACES]
        assert len(refused) >= 0.9 * FRAMES
        assert all("2 faces are in view and the second is" in frame.reason for frame in refused)
        assert not any(frame.verdict is Verdict.MATCH for frame in told)


def test_the_nearest_is_judged_if_so_wanted(opened: Open, people: tuple[list[RgbImage], list[RgbImage]]) -> None:
    person, stranger = people
    mine = [side_by_side(a, b, larger=1.5) for a, b in zip(person, stranger, strict=True)]
    theirs = [side_by_side(b, a, larger=1.5) for a, b in zip(person, stranger, strict=True)]
    with_me_in_front = list(judged(opened(SecondFace.NEAREST), mine))
    assert with_me_in_front[-1].verdict is Verdict.MATCH
    assert all(len(frame.observation.faces) == 2 for frame in with_me_in_front[3:6])
    behind_a_stranger = list(judged(opened(SecondFace.NEAREST), theirs))
    assert not any(frame.decision is not None and frame.decision.match for frame in behind_a_stranger)
    assert behind_a_stranger[-1].verdict is Verdict.NO_MATCH


def test_a_verdict_never_mixes_two_people(opened: Open, people: tuple[list[RgbImage], list[RgbImage]]) -> None:
    """The nearest changes from glance to glance: many glances at the person, of which no two follow each other."""
    person, stranger = people
    turns = [
        side_by_side(a, b, larger=1.5) if number % 2 else side_by_side(a, b, larger=1.5)[:, ::-1]
        for number, (a, b) in enumerate(zip(person, stranger, strict=True))
    ]
    told = list(judged(opened(SecondFace.NEAREST), [np.ascontiguousarray(one) for one in turns]))
    assert sum(frame.decision is not None and frame.decision.match for frame in told) >= FRAMES // 2
    assert all(frame.verdict is not Verdict.MATCH for frame in told)


@pytest.mark.parametrize("second_face", SecondFace)
def test_in_a_crowd_nobody_is_the_person(opened: Open, clip: Clip, second_face: SecondFace) -> None:
    pictures = frames_of(clip("crowd"), count=53)
    told = list(judged(opened(second_face), pictures))
    usable = [frame for frame in told if frame.decision is not None]
    assert len(usable) <= 4 if second_face is SecondFace.REFUSE else len(usable) > 4, len(usable)
    assert not any(frame.decision.match for frame in usable if frame.decision is not None)
    for one, other in pairwise(told):
        assert len(other.glances) <= len(one.glances) + 1
