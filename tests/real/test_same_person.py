"""Somebody else before the camera: guided capture waits until the first person is back, and a key press goes on."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.same_person import same_person
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.enrolling import EnrolmentProgress, EnrolmentThread, SavedCapture
from faceid_app.workers.mailbox import Mailbox
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

EVERY = 6  # frames: fewer than a slow computer looks at, and so further apart
Clip = Callable[[str], Path]


def frames_of(clip: Path, *, first: float, seconds: float, every: int = EVERY) -> list[Frame]:
    """From the beginning of a clip, the first frame at `first` seconds."""
    with open_source(str(clip), fast=True, end=seconds) as source:
        kept = [frame for frame in iter(source.read, None) if frame.seq % every == 0]
    return [Frame(frame.rgb, frame.seq, first + frame.captured_at - kept[0].captured_at) for frame in kept]


class Guiding:
    """Guided capture on a thread of its own, shown one frame after the other."""

    def __init__(self, paths: Paths, profile: Profile) -> None:
        self.mailbox, self.seen = Mailbox(), queue.SimpleQueue[Observation]()
        self.pressed: list[SavedCapture] = []
        self.progress: EnrolmentProgress | None = None
        captures = profile.captures
        self.thread = EnrolmentThread(
            self.mailbox,
            captures,
            lambda: EnrolmentSession(
                captures,
                Observer(limits=Limits.for_enrolment()),
                camera="clip",
                person=same_person(paths, captures),
            ),
        )
        now = Qt.ConnectionType.DirectConnection
        self.thread.observed.connect(lambda _frame, observation: self.seen.put(observation), now)
        self.thread.captured.connect(self.pressed.append, now)
        self.thread.progressed.connect(self._keep, now)
        self.thread.guide(True)
        self.thread.start()

    def _keep(self, progress: EnrolmentProgress) -> None:
        self.progress = progress

    def show(self, frames: list[Frame]) -> list[Reason | None]:
        """Why each frame was refused."""
        told = []
        for frame in frames:
            self.mailbox.put(frame)
            refusal = self.seen.get(timeout=60).refusal
            told.append(None if refusal is None else refusal.reason)
        return told

    def end(self) -> None:
        self.thread.give_up()
        self.thread.wait()


@pytest.fixture
def anna(paths: Paths) -> Profile:
    return open_profiles(paths).create("anna")


@pytest.fixture
def guiding(qapp: QApplication, paths: Paths, anna: Profile) -> Iterator[Guiding]:
    sitting = Guiding(paths, anna)
    yield sitting
    sitting.end()


@pytest.mark.parametrize("name", "abcdefg")
def test_nobody_is_taken_for_somebody_else_while_they_turn_their_head(
    name: str, guiding: Guiding, anna: Profile, clip: Clip
) -> None:
    told = guiding.show(frames_of(clip(f"{name}_live"), first=0.0, seconds=12.0))
    assert Reason.SOMEBODY_ELSE not in told
    assert len(anna.captures.records()) >= 3
    assert guiding.progress is not None
    assert guiding.progress.suspects == 0


def test_no_picture_of_somebody_else_is_taken_and_it_goes_on_when_the_first_is_back(
    guiding: Guiding, anna: Profile, clip: Clip
) -> None:
    first = guiding.show(frames_of(clip("c_live"), first=0.0, seconds=5.0))
    before = anna.captures.records()
    second = guiding.show(frames_of(clip("a_live"), first=5.2, seconds=5.0))
    assert anna.captures.records() == before
    back = guiding.show(frames_of(clip("c_live"), first=10.4, seconds=5.0))
    assert len(anna.captures.records()) > len(before) > 3
    assert Reason.SOMEBODY_ELSE not in first
    # From when guidance first wants a picture nothing else is asked for, but what the gates say of a frame.
    assert None not in second[second.index(Reason.SOMEBODY_ELSE) :]
    assert Reason.SOMEBODY_ELSE not in back
    assert guiding.progress is not None
    assert (guiding.progress.guided, guiding.progress.suspects) == (True, 0)


def test_a_key_press_takes_the_picture_says_so_and_lets_guided_capture_go_on(
    guiding: Guiding, anna: Profile, clip: Clip
) -> None:
    guiding.show(frames_of(clip("c_live"), first=0.0, seconds=2.0))
    before = len(anna.captures.records())
    others = frames_of(clip("a_live"), first=2.2, seconds=8.0)
    assert Reason.SOMEBODY_ELSE in guiding.show(others[:5])
    guiding.thread.request(Role.ANCHOR)
    told = guiding.show(others[5:])
    assert len(guiding.pressed) == 1
    doubt = guiding.pressed[0].doubt
    assert doubt is not None
    assert "somebody else than the pictures so far: score 0." in doubt.sentence
    assert Reason.SOMEBODY_ELSE not in told[2:]
    assert len(anna.captures.records()) > before + 1
    assert guiding.progress is not None
    assert guiding.progress.suspects == min(before, len(anna.captures.records()) - before)


def test_who_is_enrolled_is_known_in_the_next_sitting_and_without_the_odd_pictures(
    qapp: QApplication, paths: Paths, anna: Profile, clip: Clip
) -> None:
    session = EnrolmentSession(
        anna.captures,
        Observer(limits=Limits.for_enrolment()),
        camera="clip",
        person=same_person(paths, anna.captures),
    )
    for frame in frames_of(clip("c_live"), first=0.0, seconds=1.0):
        assert session.offer(frame, Role.ANCHOR).captured is not None
    odd, *rest = frames_of(clip("a_live"), first=0.0, seconds=1.0)
    offer = session.decide(odd, session.observe(odd), Role.ANCHOR, asked=True)
    assert offer.captured is not None
    assert session.suspects == 1
    anna.captures.remove(offer.captured.id)
    assert session.suspects == 0
    again = Guiding(paths, anna)
    try:
        assert set(again.show(rest)) == {Reason.SOMEBODY_ELSE}
        assert again.progress is not None
        assert again.progress.suspects == 0
    finally:
        again.end()


def test_the_command_refuses_somebody_else_too_unless_told_otherwise(
    faceid: Faceid, paths: Paths, clip: Clip, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    people = [frames_of(clip(f"{name}_live"), first=0.0, seconds=2.0, every=15)[:4] for name in "ca"]
    for number, frame in enumerate([*people[0], *people[1]]):
        cv2.imwrite(str(folder / f"{number}.png"), cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR))
    enrol = ["enroll", "anna", "--camera", str(folder), "--anchors", "4", "--positives", "4", "--fast"]
    enrol += ["--guard", "off", "--force"]
    code, answer = faceid(paths, *enrol)
    assert (code, answer["captured"]) == (0, {"anchor": 2, "positive": 2})
    assert answer["refused"] == {"somebody_else": 4}
    code, answer = faceid(paths, *enrol, "--anybody")
    assert (code, answer["captured"]) == (0, {"anchor": 2, "positive": 2})
    assert answer["refused"] == {"duplicate": 4}
