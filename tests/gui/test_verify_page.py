"""Verification in the window: real faces, a real network, a model built by hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.source import open_source
from faceid_app.camera.video import VideoSource
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.policy import Policy
from faceid_app.gui.verify.verify_page import VerifyPage
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.embedder import LiteRtEmbedder
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.guarding import save_policy
from faceid_app.identity.head import start_head
from faceid_app.identity.kept_thresholds import THRESHOLDS_FILE
from faceid_app.identity.verification import FrameVerdict
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.gui.conftest import OpenWindow
from tests.helpers.fake_camera import FakeSource, frame


def looping(spec: str) -> FrameSource:
    """In slow motion: a busy machine judges too few frames of a second for a verdict."""
    return VideoSource(Path(spec), loop=True, clock=lambda: time.monotonic() / 3)


def model(paths: Paths) -> Bundle:
    """The head as it starts, on the installed network; thresholds from made-up scores."""
    backbone = find_backbone(paths, "sface")
    draw = np.random.default_rng(0)
    scores = draw.uniform(0.0, 0.5, 5000).astype(np.float32), draw.uniform(0.6, 1.0, 100).astype(np.float32)
    return Bundle(
        recipe="head",
        input=backbone.input,
        normalise=True,
        backbone=BackboneReference("sface", backbone.sha256),
        network=None,
        head=start_head(backbone.dimension, slope=120.0, bias=7.0),
        calibration=calibrate(scores[1], scores[0], people=1_000),
        thresholds=Thresholds(0.5, 0.5),
        fitness=Fitness(fit=True),
        card={},
    )


@pytest.fixture
def enrolled(paths_with_sface: Paths, clip: Callable[[str], Path]) -> Profile:
    """A person with a few captures of a real clip."""
    profile = Profiles(PlainStore(paths_with_sface.personal)).create("clara")
    session = EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")
    with open_source(str(clip("c_live")), fast=True) as source:
        for number in range(4):
            role = Role.ANCHOR if number % 2 else Role.POSITIVE
            while (seen := source.read()) is not None and session.offer(seen, role).captured is None:
                pass
    return profile


def save(profile: Profile, bundle: Bundle) -> None:
    profile.bundles.save(bundle.to_files(), manifest={"recipe": bundle.recipe})


def after(ready: threading.Event, frames: Sequence[Frame | None]) -> Iterator[Frame | None]:
    """Frames of a camera that waits for `ready`."""
    ready.wait(30)
    yield from frames


def has_dial(page: VerifyPage) -> bool:
    """Whether the dial knows what there is to know."""
    return page.dial.strangers.text() != ""


def headline(page: VerifyPage) -> str:
    return page.verdict.headline.text()


def test_without_a_model_the_page_leads_to_training(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    opened = window(camera=faceless, page="verify")
    page = opened.verify
    qtbot.waitUntil(lambda: page.note.words != "")
    assert not page.verdict.isVisible()
    page.note.acted.emit()
    assert opened.window.page() is opened.train


def test_the_person_matches_and_a_stranger_does_not(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, clip: Callable[[str], Path]
) -> None:
    save(enrolled, model(paths_with_sface))
    opened = window(camera=str(clip("c_live")), page="verify", open_camera=looping)
    page = opened.verify
    qtbot.waitUntil(lambda: headline(page) == "Match", timeout=30_000)
    assert page.verdict.name.text() == "clara"
    assert 0.5 < float(page.thresholds.score.text()) <= 1.0
    assert page.timings.figure("total") not in ("–", "0.0 ms")
    opened.window.camera_bar.choose(str(clip("d_live")))
    qtbot.waitUntil(lambda: headline(page) == "No match", timeout=30_000)


def test_an_empty_room_is_no_face(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, faceless: str
) -> None:
    save(enrolled, model(paths_with_sface))
    page = window(camera=faceless, page="verify", open_camera=looping).verify
    qtbot.waitUntil(lambda: headline(page) == "No face", timeout=30_000)
    assert page.thresholds.score.text() == "–"
    assert "No face" in page.verdict.reason.text()


def test_sliders_judge_the_last_scores_anew_without_a_forward_pass(
    qtbot: QtBot,
    window: OpenWindow,
    paths_with_sface: Paths,
    enrolled: Profile,
    clip: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes: list[int] = []
    embed = LiteRtEmbedder.embed

    def counted(self: LiteRtEmbedder, batch: np.ndarray) -> np.ndarray:
        passes.append(len(batch))
        return embed(self, batch)

    monkeypatch.setattr(LiteRtEmbedder, "embed", counted)
    save(enrolled, model(paths_with_sface))
    save_policy(enrolled, Policy.OFF)  # of one frame no guard can tell
    # One frame and then a camera that stays silent: every later change comes from the sliders.
    with open_source(str(clip("c_live")), fast=True) as source:
        only = source.read()
    ready = threading.Event()
    page = window(
        camera="0", page="verify", open_camera=lambda _spec: FakeSource(after(ready, [only]), kind="video")
    ).verify
    qtbot.waitUntil(lambda: has_dial(page), timeout=30_000)
    ready.set()
    qtbot.waitUntil(lambda: page.thresholds.score.text() not in ("", "–"), timeout=30_000)
    before = list(passes)
    page.thresholds.detection.slider.setValue(1000)
    assert headline(page) == "Would not match"
    assert page.thresholds.share.text() == "0 %"
    page.thresholds.detection.slider.setValue(100)
    assert headline(page) == "Would match"
    assert page.thresholds.warning.words != ""
    assert page.session.thresholds.detection > 0.49  # the red stop: it did not go to 0.1
    page.thresholds.verification.slider.setValue(1000)
    page.dial.slider.move_to(0.12)
    assert page.dial.warning.words == ""
    assert page.thresholds.detection.value == page.session.thresholds.detection > 0.495
    assert headline(page) == "Would match"
    assert passes == before


def test_a_match_by_thresholds_that_were_moved_meanwhile_is_not_shown(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, clip: Callable[[str], Path]
) -> None:
    save(enrolled, model(paths_with_sface))
    page = window(camera=str(clip("c_live")), page="verify", open_camera=looping).verify
    qtbot.waitUntil(lambda: has_dial(page) and headline(page) == "Match", timeout=30_000)
    heard: list[FrameVerdict] = []
    page.session.judged.connect(heard.append)
    qtbot.waitUntil(lambda: any(one.verdict is Verdict.MATCH for one in heard), timeout=30_000)
    match = next(one for one in heard if one.verdict is Verdict.MATCH)
    page.thresholds.detection.slider.setValue(1000)
    page.session._on_judged(match)  # it was at work when they were moved
    assert headline(page) == "Would not match"
    heard.clear()
    qtbot.waitUntil(lambda: any(one.verdict is Verdict.NO_MATCH for one in heard), timeout=30_000)
    assert Verdict.MATCH not in {one.verdict for one in heard}


def test_thresholds_are_kept_for_this_model(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, faceless: str
) -> None:
    save(enrolled, model(paths_with_sface))
    opened = window(camera=faceless, page="verify", open_camera=looping)
    page = opened.verify
    qtbot.waitUntil(lambda: has_dial(page), timeout=30_000)
    page.thresholds.detection.slider.setValue(777)
    opened.window.rail.choose(0)  # saved at once, not after the pause
    qtbot.waitUntil(lambda: enrolled.exists(THRESHOLDS_FILE))
    assert enrolled.read_json(THRESHOLDS_FILE)["detection"] == 0.777
    opened.window.rail.choose(2)
    qtbot.waitUntil(lambda: has_dial(page) and page.thresholds.detection.value == 0.777)


def test_an_unfit_model_is_used_only_when_asked_for(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, clip: Callable[[str], Path]
) -> None:
    unfit = Fitness(fit=False, why="it accepts 9 of 300 strangers seen through your camera")
    save(enrolled, replace(model(paths_with_sface), fitness=unfit))
    opened = window(camera=str(clip("c_live")), page="verify", open_camera=looping)
    page = opened.verify
    qtbot.waitUntil(page.force.isVisible, timeout=30_000)
    assert "9 of 300" in page.note.words
    assert not page.verdict.isVisible()
    page.force.click()
    qtbot.waitUntil(lambda: headline(page) == "Match", timeout=30_000)
    assert "only because you asked" in page.note.words
    page.force.click()
    qtbot.waitUntil(lambda: "Train a better one" in page.note.words, timeout=30_000)
    assert not page.verdict.isVisible()


def test_a_damaged_model_is_told_and_nothing_matches(
    qtbot: QtBot,
    window: OpenWindow,
    paths_with_sface: Paths,
    enrolled: Profile,
    faceless: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files = model(paths_with_sface).to_files()
    enrolled.bundles.save({**files, "card.json": b"{}"}, manifest={"recipe": "head"})
    page = window(camera=faceless, page="verify").verify
    qtbot.waitUntil(lambda: "damaged" in page.note.words, timeout=30_000)
    assert not page.verdict.isVisible()


def test_a_frame_that_cannot_be_judged_is_no_match(
    qtbot: QtBot,
    window: OpenWindow,
    paths_with_sface: Paths,
    enrolled: Profile,
    caplog: pytest.LogCaptureFixture,
) -> None:
    save(enrolled, model(paths_with_sface))
    broken = replace(frame(0), rgb=np.zeros((32, 32, 4), np.uint8))
    ready = threading.Event()
    page = window(
        camera="0", page="verify", open_camera=lambda _spec: FakeSource(after(ready, [broken] * 9), kind="video")
    ).verify
    qtbot.waitUntil(page.verdict.isVisible, timeout=30_000)
    ready.set()
    qtbot.waitUntil(lambda: headline(page) == "No match", timeout=30_000)
    assert page.note.words != ""


def test_thresholds_that_would_let_more_than_one_in_a_hundred_pass_are_not_used(
    qtbot: QtBot, window: OpenWindow, paths_with_sface: Paths, enrolled: Profile, faceless: str
) -> None:
    save(enrolled, model(paths_with_sface))
    bundle_id = enrolled.bundles.current_id()
    enrolled.write_json(THRESHOLDS_FILE, {"bundle": bundle_id, "detection": 0.2, "verification": 0.5})
    page = window(camera=faceless, page="verify", open_camera=looping).verify
    qtbot.waitUntil(lambda: has_dial(page), timeout=30_000)
    assert page.session.thresholds.detection > 0.49
    assert "1 in 100" in page.dial.warning.words


def test_untrained_the_dial_counts_the_strangers_that_come_with_the_network(
    qtbot: QtBot, window: OpenWindow, paths: Paths, clip: Callable[[str], Path]
) -> None:
    profile = Profiles(PlainStore(paths.personal)).create("clara")
    session = EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")
    with open_source(str(clip("c_live")), fast=True) as source:
        while profile.captures.counts()[Role.ANCHOR] < 5 and (seen := source.read()) is not None:
            session.offer(seen, Role.ANCHOR)
    page = window(camera=str(clip("c_live")), page="verify", open_camera=looping).verify
    qtbot.waitUntil(lambda: has_dial(page), timeout=60_000)
    assert "of 13,233 pictures of strangers" in page.thresholds.passing.text()
    assert "of 5 tries refused" in page.dial.you.text()
    assert not page.details.open
