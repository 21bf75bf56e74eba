"""The newest frame wins."""

from __future__ import annotations

import threading

import pytest

from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.workers.mailbox import Mailbox, Subscribers
from tests.helpers.fake_camera import FakeClock, frame


def test_the_newest_frame_wins_and_the_others_are_counted() -> None:
    mailbox = Mailbox()
    for number in range(4):
        mailbox.put(frame(number))
    taken = mailbox.take(0)
    assert taken is not None
    assert taken.seq == 3
    assert mailbox.dropped == 3
    assert mailbox.take(0) is None


def test_take_waits_for_a_frame() -> None:
    mailbox = Mailbox()
    taken: list[Frame | None] = []
    reader = threading.Thread(target=lambda: taken.append(mailbox.take()))
    reader.start()
    mailbox.put(frame(7))
    reader.join(5)
    assert taken[0] is not None
    assert taken[0].seq == 7


def test_close_wakes_the_reader_after_the_last_frame() -> None:
    mailbox = Mailbox()
    mailbox.put(frame(1))
    mailbox.close()
    mailbox.put(frame(2))
    assert mailbox.closed
    last = mailbox.take()
    assert last is not None
    assert last.seq == 1
    assert mailbox.take() is None


def test_a_failure_is_raised_again_and_again_after_the_last_frame() -> None:
    mailbox = Mailbox()
    mailbox.put(frame(1))
    mailbox.fail(CameraUnplugged("Desk"))
    mailbox.fail(ValueError("a second one does not replace it"))
    mailbox.close()
    assert mailbox.take() is not None
    for _ in range(2):
        with pytest.raises(CameraUnplugged):
            mailbox.take()


def test_subscribers_do_not_take_frames_from_each_other() -> None:
    subscribers = Subscribers()
    first, second = subscribers.subscribe(), subscribers.subscribe()
    subscribers.put(frame(1))
    assert first.take(0) is not None
    assert second.take(0) is not None
    first.close()
    subscribers.put(frame(2))
    assert first.take(0) is None
    subscribers.fail(CameraUnplugged("Desk"))
    assert second.take(0) is not None
    with pytest.raises(CameraUnplugged):
        second.take(0)


def test_whoever_subscribes_after_the_end_learns_of_it() -> None:
    ended, failed = Subscribers(), Subscribers()
    ended.close()
    failed.fail(CameraUnplugged("Desk"))
    failed.close()
    assert ended.subscribe().take() is None
    with pytest.raises(CameraUnplugged):
        failed.subscribe().take()


def test_an_old_frame_is_thrown_away_and_waiting_is_measured() -> None:
    clock = FakeClock()
    mailbox = Mailbox(clock=clock)
    mailbox.put(frame(1))
    clock.now += 1.5
    assert mailbox.take(0, fresh=1.0) is None
    assert mailbox.dropped == 1
    mailbox.put(frame(2))
    clock.now += 0.25
    assert mailbox.take(0, fresh=1.0) is not None
    assert mailbox.waited == 0.25
    mailbox.put(frame(3))
    mailbox.fail(CameraUnplugged("Desk"))
    clock.now += 1.5
    with pytest.raises(CameraUnplugged):
        mailbox.take(fresh=1.0)


def test_whoever_comes_later_gets_the_last_frame_with_its_age() -> None:
    clock = FakeClock()
    subscribers = Subscribers(clock=clock)
    assert subscribers.newest is None
    subscribers.put(frame(4))
    clock.now += 0.75
    late = subscribers.subscribe()
    assert late.take(0) is not None
    assert (late.waited, subscribers.age) == (0.75, 0.75)
    clock.now += 1.0
    assert subscribers.subscribe().take(0, fresh=1.0) is None
    subscribers.close()
    last = subscribers.subscribe()
    assert last.take(0) is not None
    assert last.take() is None
