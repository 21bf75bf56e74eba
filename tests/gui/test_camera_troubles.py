"""What a camera can do to the window: each trouble is told in the live view, with one action, and ends by itself."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from faceid_app.app import Opened
from faceid_app.camera.frame import Frame
from faceid_app.camera.symptoms import BLACK_SECONDS, FROZEN_SECONDS
from faceid_app.gui.page import CameraPage
from faceid_app.storage.profiles import Profile
from faceid_app.workers import camera_feed, capture
from faceid_app.workers.camera_feed import SILENT_SECONDS, CameraFeed
from faceid_app.workers.capture import SourceState
from faceid_app.workers.mailbox import STALE_SECONDS, Mailbox
from faceid_app.workers.verifying import FrameProcessor
from tests.gui.conftest import OpenWindow
from tests.helpers.fake_camera import FakeDevice

TROUBLES = {
    "gone": ("Camera unplugged", "Choose another…"),
    "lost": ("Camera unplugged", "Choose another…"),
    "silent": ("The camera is silent", "Choose another…"),
    "black": ("The picture is black", "Choose another…"),
    "frozen": ("The picture stands still", "Start again"),
    "packed": ("The pictures cannot be read", "Choose another…"),
}


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cameras are tried again quickly."""
    monkeypatch.setattr(capture, "BACK_OFF", (0.02,))


@pytest.fixture
def device() -> Iterator[FakeDevice]:
    device = FakeDevice()
    yield device
    device.does = "gone"  # no thread of a test hangs in it


def live(opened: Opened) -> CameraPage:
    page = opened.window.page()
    assert isinstance(page, CameraPage)
    return page


def headline(opened: Opened) -> str | None:
    notice = live(opened).live_view.notice
    return None if notice is None else notice.headline


def wait_for(qtbot: QtBot, opened: Opened, said: str | None) -> None:
    qtbot.waitUntil(lambda: headline(opened) == said, timeout=10_000)


def test_everything_is_told_within_a_second() -> None:
    watch = camera_feed._WATCH_MS / 1000
    assert max(SILENT_SECONDS + watch, BLACK_SECONDS, FROZEN_SECONDS) < 1.0
    assert (capture._RATE_OF - 1) / 5 < 1.0  # a camera of five pictures a second
    assert STALE_SECONDS <= 1.0


def test_a_trouble_is_told_with_one_action_and_ends_by_itself(
    qtbot: QtBot, window: OpenWindow, anna: Profile, device: FakeDevice
) -> None:
    opened = window(camera="0", open_camera=device.open_source)
    view = live(opened).live_view
    for trouble, (said, action) in TROUBLES.items():
        qtbot.waitUntil(lambda: view.notice is None, timeout=10_000)
        assert not view.action_button.isVisible()
        device.does = trouble
        wait_for(qtbot, opened, said)
        assert view.notice is not None
        assert (view.notice.action, view.action_button.isVisible()) == (action, True)
        assert view.notice.sentence.endswith(".")
        device.does = "moving"
    qtbot.waitUntil(lambda: view.notice is None, timeout=10_000)


def test_a_camera_that_does_not_open_is_waited_for(
    qtbot: QtBot, window: OpenWindow, anna: Profile, device: FakeDevice
) -> None:
    device.does = "silent"
    opened = window(camera="0", open_camera=device.open_source)
    for does, said in (
        ("silent", "Still starting the camera…"),
        ("busy", "Camera in use"),
        ("gone", "Camera not found"),
    ):
        device.does = does
        wait_for(qtbot, opened, said)
    device.does = "moving"
    qtbot.waitUntil(lambda: headline(opened) is None, timeout=10_000)


def test_a_slow_camera_goes_on_with_a_hint_below_its_picture(
    qtbot: QtBot, window: OpenWindow, anna: Profile, device: FakeDevice
) -> None:
    device.does = "slow"
    opened = window(camera="0", open_camera=device.open_source)
    view = live(opened).live_view
    qtbot.waitUntil(lambda: "more light" in view.accessibleDescription(), timeout=10_000)
    assert headline(opened) is None
    assert "pictures a second" in view.accessibleDescription()
    view.grab()
    device.does = "moving"
    qtbot.waitUntil(lambda: view.accessibleDescription() == "", timeout=10_000)


def test_a_frozen_camera_is_opened_anew_and_proves_nothing_by_its_first_picture(
    qtbot: QtBot, device: FakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "THAW_SECONDS", 0.1)
    feed = CameraFeed(open_source=device.open_source)
    states: list[SourceState] = []
    feed.state_changed.connect(lambda told: states.append(told.state))
    device.does = "frozen"
    feed.start("0")
    mailbox = feed.subscribe()
    qtbot.waitUntil(lambda: device.opened >= 3, timeout=20_000)
    assert states.count(SourceState.FROZEN) == 1
    assert states[-1] is SourceState.FROZEN  # running is not told in between
    mailbox.take(0)
    assert mailbox.take(0.2) is None
    device.does = "moving"
    qtbot.waitUntil(lambda: states[-1] is SourceState.RUNNING, timeout=10_000)
    assert feed.shutdown()


def test_no_frame_older_than_a_second_is_judged(qtbot: QtBot, device: FakeDevice) -> None:
    feed = CameraFeed(open_source=device.open_source)
    feed.start("0")
    qtbot.waitUntil(lambda: feed.state.state is SourceState.RUNNING, timeout=10_000)
    device.does = "silent"
    qtbot.waitUntil(lambda: feed.state.state is SourceState.SILENT, timeout=10_000)
    last = feed.last
    assert last is not None
    time.sleep(max(0.0, STALE_SECONDS - SILENT_SECONDS))
    judged: list[int] = []

    def judge(one: Frame) -> int:
        judged.append(one.seq)
        return one.seq

    processor = FrameProcessor(feed.subscribe(), judge, when_failed=lambda one, _error: one.seq)
    processor.start()
    qtbot.wait(100)
    assert judged == []  # the last one was handed over, and thrown away
    device.does = "moving"
    qtbot.waitUntil(lambda: len(judged) > 0, timeout=10_000)
    assert judged[0] > last.seq
    assert processor.shutdown()
    assert feed.shutdown()


def test_a_page_that_opens_has_the_last_picture_at_once(
    qtbot: QtBot, window: OpenWindow, anna: Profile, device: FakeDevice
) -> None:
    opened = window(camera="0", open_camera=device.open_source)
    qtbot.waitUntil(lambda: headline(opened) is None and opened.enrol.live_view.has_picture, timeout=10_000)
    device.does = "silent"
    assert not opened.verify.live_view.has_picture
    opened.window.rail.choose(2)
    assert opened.verify.live_view.has_picture


def test_fifty_times_unplugged_leaves_no_thread_and_no_mailbox(qtbot: QtBot) -> None:
    gc.collect()
    threads, mailboxes = threading.active_count(), count_mailboxes()
    device = FakeDevice(pace=0.001)
    feed = CameraFeed(open_source=device.open_source)
    feed.start("0")
    for _ in range(50):
        qtbot.waitUntil(lambda: feed.state.state is SourceState.RUNNING, timeout=10_000)
        mailbox = feed.subscribe()
        assert mailbox.take(5) is not None
        mailbox.close()
        device.does = "gone"
        qtbot.waitUntil(lambda: feed.state.state is SourceState.UNPLUGGED, timeout=10_000)
        device.does = "moving"
    del mailbox
    qtbot.waitUntil(lambda: feed.state.state is SourceState.RUNNING, timeout=10_000)
    qtbot.waitUntil(lambda: threading.active_count() <= threads + 2)  # capture, and the driver of the camera
    gc.collect()
    assert count_mailboxes() <= mailboxes + 2
    assert feed.shutdown()
    qtbot.waitUntil(lambda: threading.active_count() <= threads)
    gc.collect()
    assert count_mailboxes() <= mailboxes + 1  # the preview's, as long as there is a feed


def count_mailboxes() -> int:
    return sum(isinstance(thing, Mailbox) for thing in gc.get_objects())
