"""Work on frames beside the preview."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.workers.mailbox import Mailbox
from faceid_app.workers.verifying import FrameProcessor
from tests.helpers.fake_camera import frame

Make = Callable[[Callable[[Frame], object]], FrameProcessor]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def processing(qtbot: QtBot, mailbox: Mailbox) -> Iterator[Make]:
    """Makes the processor of a function; a frame on which it fails counts as "no match"."""
    processors: list[FrameProcessor] = []

    def make(process: Callable[[Frame], object]) -> FrameProcessor:
        processors.append(FrameProcessor(mailbox, process, when_failed=lambda one, _error: ("no match", one.seq)))
        return processors[-1]

    yield make
    for processor in processors:
        assert processor.shutdown()


def test_verdicts_come_from_another_thread(qtbot: QtBot, mailbox: Mailbox, processing: Make) -> None:
    threads: list[QThread] = []

    def process(one: Frame) -> int:
        threads.append(QThread.currentThread())
        return one.seq

    processor = processing(process)
    processor.start()
    with qtbot.waitSignal(processor.verdict_ready) as told:
        mailbox.put(frame(3))
    assert told.args == [3]
    assert threads[0] is not QThread.currentThread()


def test_slow_work_gets_the_newest_frame(qtbot: QtBot, mailbox: Mailbox, processing: Make) -> None:
    busy, go_on = threading.Event(), threading.Event()

    def process(one: Frame) -> int:
        busy.set()
        assert go_on.wait(5)
        return one.seq

    processor = processing(process)
    verdicts: list[int] = []
    processor.verdict_ready.connect(verdicts.append)
    processor.start()
    mailbox.put(frame(0))
    assert busy.wait(5)
    for number in range(1, 10):
        mailbox.put(frame(number))
    mailbox.close()
    with qtbot.waitSignal(processor.finished):
        go_on.set()
    qtbot.waitUntil(lambda: len(verdicts) == 2)
    assert verdicts == [0, 9]
    assert mailbox.dropped == 8


def test_a_frame_that_cannot_be_processed_fails_closed_and_is_told_once(
    qtbot: QtBot, mailbox: Mailbox, processing: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def process(one: Frame) -> object:
        if one.seq in (1, 2):
            raise ValueError("the network is broken")
        return ("match", one.seq)

    processor = processing(process)
    verdicts: list[object] = []
    errors: list[Exception] = []
    processor.verdict_ready.connect(verdicts.append)
    processor.failed.connect(errors.append)
    processor.start()
    for number in range(4):
        with qtbot.waitSignal(processor.verdict_ready):
            mailbox.put(frame(number))
    assert verdicts == [("match", 0), ("no match", 1), ("no match", 2), ("match", 3)]
    assert [str(error) for error in errors] == ["the network is broken"]
    assert caplog.text.count("A frame could not be processed") == 1


def test_a_camera_that_fails_for_good_is_told_and_ends_it(
    qtbot: QtBot, mailbox: Mailbox, processing: Make, caplog: pytest.LogCaptureFixture
) -> None:
    processor = processing(lambda one: one.seq)
    processor.start()
    with qtbot.waitSignals([processor.failed, processor.finished]):
        mailbox.fail(CameraUnplugged("Desk"))
    assert "stopped delivering" in caplog.text


def test_stop_does_not_wait_and_ends_a_waiting_thread(qtbot: QtBot, mailbox: Mailbox, processing: Make) -> None:
    processor = processing(lambda one: one.seq)
    processor.start()
    with qtbot.waitSignal(processor.finished):
        processor.stop()
    assert mailbox.closed


def test_what_follows_a_verdict_comes_after_it_and_makes_no_other(
    qtbot: QtBot, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[object] = []

    def keep(verdict: object) -> None:
        told.append(("kept", verdict))
        if verdict == 1:
            raise OSError("the disk is full")

    processor = FrameProcessor(mailbox, lambda one: one.seq, when_failed=lambda one, _error: None, afterwards=keep)
    verdicts: list[object] = []
    errors: list[Exception] = []
    processor.verdict_ready.connect(verdicts.append)
    processor.failed.connect(errors.append)
    processor.start()
    for number in range(3):
        with qtbot.waitSignal(processor.verdict_ready):
            mailbox.put(frame(number))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert processor.shutdown()
    assert verdicts == [0, 1, 2]
    assert [str(error) for error in errors] == ["the disk is full"]
    assert "What follows a verdict failed" in caplog.text
