"""The camera as a window sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.source import open_source
from faceid_app.workers.camera_feed import CameraFeed
from faceid_app.workers.capture import CaptureState, SourceState
from tests.helpers.clips import write_clip
from tests.helpers.fake_camera import FakeSource, frame


@pytest.fixture
def feeding(qtbot: QtBot) -> Iterator[Callable[[Callable[[str], FrameSource]], CameraFeed]]:
    """Makes feeds and shuts them down."""
    feeds: list[CameraFeed] = []

    def make(open_one: Callable[[str], FrameSource]) -> CameraFeed:
        feeds.append(CameraFeed(open_source=open_one))
        return feeds[-1]

    yield make
    for feed in feeds:
        assert feed.shutdown()


def is_in(state: SourceState) -> Callable[[CaptureState], bool]:
    return lambda told: told.state is state


def test_preview_and_subscriber_both_get_the_frames(
    qtbot: QtBot, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    opened = threading.Event()

    def open_late(_spec: str) -> FakeSource:
        opened.wait()
        return FakeSource([frame(0), frame(1)])

    feed = feeding(open_late)
    assert feed.newest() is None
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.STARTING)):
        feed.start("0")  # returns at once, though the camera takes its time
    mailbox = feed.subscribe()
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.RUNNING)):
        opened.set()
    seen = [mailbox.take(5)]
    while (one := seen[-1]) is not None and one.seq < 1:
        seen.append(mailbox.take(5))
    previewed = feed.newest()
    assert previewed is not None
    assert previewed.seq == 1
    assert feed.newest() is None
    assert feed.state.state is SourceState.RUNNING


def test_after_unplugging_the_camera_is_asked_for_by_its_stable_id(
    qtbot: QtBot, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    asked: list[str] = []

    def open_one(spec: str) -> FakeSource:
        asked.append(spec)
        return FakeSource([frame(0), CameraUnplugged("Front Camera") if len(asked) == 1 else None])

    feed = feeding(open_one)
    states: list[SourceState] = []
    feed.state_changed.connect(lambda told: states.append(told.state))
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.ENDED)):
        feed.start("0")
    assert asked == ["0", "046d:0825@1-6"]
    assert states[:3] == [SourceState.STARTING, SourceState.RUNNING, SourceState.UNPLUGGED]


def test_another_camera_replaces_the_first_which_is_released_before(
    qtbot: QtBot, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    first, second = FakeSource([frame(0)]), FakeSource([frame(5)])
    released_before: list[bool] = []

    def open_one(spec: str) -> FakeSource:
        if spec == "second":
            released_before.append(first.closed)
        return first if spec == "first" else second

    feed = feeding(open_one)
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.RUNNING)):
        feed.start("first")
    old_mailbox = feed.subscribe()
    states: list[SourceState] = []
    feed.state_changed.connect(lambda told: states.append(told.state))
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.RUNNING)):
        feed.start("second")
    assert released_before == [True]
    assert states == [SourceState.STARTING, SourceState.RUNNING]  # nothing more of the first one
    assert old_mailbox.closed
    newest = feed.newest()
    assert newest is not None
    assert newest.seq == 5


def test_stop_releases_the_camera_and_tells(
    qtbot: QtBot, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    source = FakeSource([frame(0)])
    feed = feeding(lambda _spec: source)
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.RUNNING)):
        feed.start("0")
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.STOPPED)):
        feed.stop()
    assert source.closed


def test_a_file_that_is_no_video_is_a_state_not_a_crash(
    qtbot: QtBot, tmp_path: Path, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("hello")
    feed = feeding(open_source)
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.FAILED)) as told:
        feed.start(str(path))
    assert told.args is not None
    assert "no video" in told.args[0].message
    assert feed.newest() is None


def test_a_real_clip_plays_to_its_end(
    qtbot: QtBot, tmp_path: Path, feeding: Callable[[Callable[[str], FrameSource]], CameraFeed]
) -> None:
    clip = write_clip(tmp_path / "short.mp4", frames=5)
    feed = feeding(open_source)
    with qtbot.waitSignal(feed.state_changed, check_params_cb=is_in(SourceState.ENDED)):
        feed.start(str(clip))
    newest = feed.newest()
    assert newest is not None
    assert newest.rgb.shape == (48, 64, 3)
