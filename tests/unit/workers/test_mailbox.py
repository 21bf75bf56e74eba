"""The newest frame wins."""

from __future__ import annotations

import threading

import pytest

from faceid_app.camera.frame import Frame
from faceid_app.errors import CameraUnplugged
from faceid_app.workers.mailbox import Mailbox, Subscribers
from tests.helpers.fake_camera import frame


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
