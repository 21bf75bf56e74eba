"""What is held before the camera instead of a face: a clear reason, and never a match; the shipped guard judges."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.source import open_source
from faceid_app.cli.main import main
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.policy import Policy
from faceid_app.identity.decision import Verdict, VerdictWindow
from faceid_app.identity.guarded_window import UNSURE_SECONDS
from faceid_app.identity.guarding import guard_of
from faceid_app.identity.lockout import DELAYS, Lockout
from faceid_app.identity.verification import FrameVerdict, Verifier, open_verifier
from faceid_app.paths import Paths
from faceid_app.progress import ignore
from faceid_app.settings import Settings
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.verification_request import Request
from faceid_app.workers.verification_run import Models, run
from tests.helpers.drawn_face import drawn_face
from tests.helpers.enrolled import enrol, give_model
from tests.helpers.told import Told

Clip = Callable[[str], Path]


@pytest.fixture(scope="module")
def enrolled(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    paths = Paths(tmp_path_factory.mktemp("enrolled"))
    profile = enrol(paths, "a", clip("a_live"))
    give_model(paths, profile)
    models = Models(paths)
    # What is counted here is kept beside the person, and so in every copy.
    models.thresholds(profile, models.load(profile), far=float(Settings().preset), report=ignore)
    return paths


@pytest.fixture
def own(enrolled: Paths, tmp_path: Path) -> Paths:
    """A copy that a test may change."""
    shutil.copytree(enrolled.root, tmp_path / "own")
    return Paths(tmp_path / "own")


@pytest.fixture
def verifier(enrolled: Paths) -> Verifier:
    return open_verifier(
        enrolled,
        open_profiles(enrolled).get("a"),
        observer=Observer(limits=Limits.for_verification()),
        window=VerdictWindow(),
        guard=guard_of(Policy.PASSIVE),
        lockout=None,
    )


def told(verifier: Verifier, pictures: Iterable[RgbImage]) -> list[FrameVerdict]:
    """Ten pictures a second."""
    return [verifier.verify(Frame(rgb, seq, seq / 10)) for seq, rgb in enumerate(pictures)]


def fur() -> RgbImage:
    """Streaks of brown, as an animal's coat has them: (480, 640, 3)."""
    noise = np.random.default_rng(3).normal(0, 60, (480, 640)).astype(np.float32)
    streaks = cv2.GaussianBlur(cv2.blur(noise, (1, 25)), (0, 0), 1)[..., None] * 4
    return np.asarray(np.clip(streaks + np.array([140, 100, 60]), 0, 255), np.uint8)


def room() -> RgbImage:
    """A slope of grey: (480, 640, 3)."""
    return np.repeat(np.linspace(40, 200, 480).astype(np.uint8)[:, None, None], 640, axis=1).repeat(3, axis=2)


def drawing() -> RgbImage:
    """A face of flat colours: (480, 640, 3)."""
    picture = np.full((480, 640, 3), 220, np.uint8)
    picture[50:450, 120:520] = cv2.resize(drawn_face(), (400, 400))
    return picture


@pytest.mark.parametrize(
    ("picture", "ends"),
    [(fur, {Verdict.NO_FACE}), (room, {Verdict.NO_FACE}), (drawing, {Verdict.ATTACK, Verdict.NO_MATCH})],
)
def test_what_is_no_face_is_never_a_match(
    verifier: Verifier, picture: Callable[[], RgbImage], ends: set[Verdict]
) -> None:
    # Three flat shapes are a face to the detector and nobody to the matcher, whatever the guard makes of them.
    still = picture()
    moved = [np.roll(still, number % 3, axis=1) for number in range(12)]
    seen = told(verifier, moved)
    assert all(one.verdict is not Verdict.MATCH and one.reason for one in seen)
    assert seen[-1].verdict in ends


@pytest.fixture(scope="module")
def person(clip: Clip) -> list[RgbImage]:
    """The first third of a second of the person."""
    with open_source(str(clip("a_live")), start=10.3, fast=True) as source:
        return [frame.rgb for frame in (source.read() for _ in range(10)) if frame is not None]


def test_one_picture_proves_nothing(verifier: Verifier, person: list[RgbImage]) -> None:
    (only,) = told(verifier, person[:1])
    assert only.decision is not None
    assert only.decision.match  # it is the very person, but whether they are there one picture cannot tell
    assert only.verdict is Verdict.CHECKING
    assert "of 6 pictures" in only.reason


def test_a_frozen_camera_is_told_and_never_matches(verifier: Verifier, person: list[RgbImage]) -> None:
    seen = told(verifier, person[:1] * (int(UNSURE_SECONDS * 10) + 5))
    assert {one.verdict for one in seen} == {Verdict.CHECKING, Verdict.NO_MATCH}
    assert seen[-1].verdict is Verdict.NO_MATCH
    assert "same picture again" in seen[-1].reason


def faceid(capsys: pytest.CaptureFixture[str], paths: Paths, *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["--data-dir", str(paths.root), "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_video_that_ends_before_the_guard_could_tell_is_no_match(own: Paths, clip: Clip, capsys) -> None:
    code, outcome = faceid(
        capsys, own, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.3", "--end", "10.6", "--fast"
    )
    assert code == 1
    assert "cannot be told" in str(outcome["reason"])
    assert len(open_profiles(own).get("a").lockout.load().failures) == 1


def pictures(clip: Path, *, start: float, count: int) -> list[RgbImage]:
    """Every third of a clip."""
    with open_source(str(clip), start=start, fast=True) as source:
        return [frame.rgb for frame in (source.read() for _ in range(3 * count)) if frame is not None][::3]


def verified(paths: Paths, shown: list[RgbImage], *, guard: Policy, to_the_end: bool = False) -> tuple[int, Told]:
    """The exit code for so many pictures, ten a second, and what was told."""
    teller = Told()
    request = Request(name="a", camera="none", guard=guard, to_the_end=to_the_end, frames=True)
    frames = [Frame(rgb, seq, seq / 10) for seq, rgb in enumerate(shown)]
    return run(request, teller, Models(paths), open_frames=lambda _: frames), teller


def test_a_video_of_one_picture_is_no_match(own: Paths, person: list[RgbImage]) -> None:
    code, told = verified(own, person[:1], guard=Policy.PASSIVE)
    assert (code, told.payload["matching"]) == (1, 1)
    assert "1 of 6 pictures" in told.text


def test_a_video_that_ends_mid_challenge_is_no_match(own: Paths, clip: Clip) -> None:
    code, told = verified(own, pictures(clip("a_live"), start=10.3, count=15), guard=Policy.CHALLENGE)
    assert any("prompt" in line for line in told.lines)
    assert told.payload["matching"] > 5  # it is the very person, who did not do what was asked
    assert code == 1
    assert "The pictures ended before this was done" in told.text


def test_a_match_is_none_where_a_picture_is_shown_in_the_same_run(own: Paths, clip: Clip) -> None:
    shown = [*pictures(clip("a_live"), start=10.3, count=15), *pictures(clip("a_replay"), start=1.0, count=15)]
    code, told = verified(own, shown, guard=Policy.PASSIVE, to_the_end=True)
    assert "match" in {line.get("verdict") for line in told.lines}
    assert (code, told.payload["verdict"]) == (3, "attack")
    assert len(open_profiles(own).get("a").lockout.load().failures) == 1


@pytest.mark.parametrize("who", ["a", "b"])
def test_a_replay_is_refused_at_verification_and_at_enrolment(own: Paths, clip: Clip, capsys, who: str) -> None:
    replay = ("--camera", str(clip(f"{who}_replay")), "--end", "6", "--fast")
    if who == "a":
        code, outcome = faceid(capsys, own, "verify", "a", *replay)
        assert (code, outcome["verdict"]) == (3, "attack")
        assert "limit" in str(outcome["reason"])
    code, outcome = faceid(capsys, own, "enroll", "new", *replay)
    assert (code, outcome["captured"]) == (3, {"anchor": 0, "positive": 0})
    assert "limit" in str(outcome["attack"])
    assert faceid(capsys, own, "profiles")[1]["profiles"][0]["name"] == "a"  # type: ignore[index]


def test_a_replay_is_named_by_nobody(own: Paths, clip: Clip, capsys) -> None:
    replay = ("--camera", str(clip("a_replay")), "--end", "3", "--fast")
    code, said = faceid(capsys, own, "identify", *replay)
    assert (code, said["names"]) == (3, {})


def test_during_a_lock_out_nobody_is_judged_and_the_exit_code_says_so(own: Paths, clip: Clip, capsys) -> None:
    lockout = Lockout(open_profiles(own).get("a").lockout)
    for _ in range(5):
        lockout.failed()
    code, outcome = faceid(
        capsys, own, "verify", "a", "--camera", str(clip("a_live")), "--fast", "--force", "--guard", "off"
    )
    assert (code, outcome["verdict"]) == (6, "locked")
    assert 0 < int(str(outcome["locked_for"])) <= DELAYS[0]
