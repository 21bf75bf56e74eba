"""Jobs: three ends, one signal for each, and nothing heard of a replaced one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from faceid_app.errors import Cancelled, UnknownProfile
from faceid_app.progress import IsCancelled, Progress, Report
from faceid_app.workers.jobs import Job


class Heard:
    """A job and the signals it emitted, with the thread they arrived on."""

    def __init__(self) -> None:
        self.job = Job()
        self.events: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        self.job.progressed.connect(lambda progress: self._note("progressed", progress.stage))
        self.job.succeeded.connect(lambda result: self._note("succeeded", result))
        self.job.failed.connect(lambda error: self._note("failed", error))
        self.job.cancelled.connect(lambda: self._note("cancelled", None))

    def _note(self, name: str, value: object) -> None:
        self.threads.add(QThread.currentThread())
        self.events.append((name, value))


@pytest.fixture
def heard(qtbot: QtBot) -> Iterator[Heard]:
    heard = Heard()
    yield heard
    assert heard.job.shutdown()


def until_cancelled(report: Report, is_cancelled: IsCancelled) -> None:
    """A job that works until it is asked to stop."""
    report(Progress(stage="working"))
    waiting = threading.Event()
    while not is_cancelled():
        waiting.wait(0.005)
    raise Cancelled


def test_progress_and_result_arrive_on_the_owners_thread(qtbot: QtBot, heard: Heard) -> None:
    workers: list[QThread] = []

    def work(report: Report, _is_cancelled: IsCancelled) -> int:
        workers.append(QThread.currentThread())
        report(Progress(stage="a"))
        report(Progress(stage="b"))
        return 42

    with qtbot.waitSignal(heard.job.succeeded):
        heard.job.start(work)
        was_running = heard.job.running
    assert was_running
    assert heard.events == [("progressed", "a"), ("progressed", "b"), ("succeeded", 42)]
    assert not heard.job.running
    assert heard.threads == {QThread.currentThread()}
    assert workers[0] is not QThread.currentThread()


def test_the_exception_itself_arrives_and_its_sentence_stays_out_of_the_log(
    qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    error = UnknownProfile("anna", [])

    def work(_report: Report, _is_cancelled: IsCancelled) -> None:
        raise error

    with qtbot.waitSignal(heard.job.failed):
        heard.job.start(work)
    assert heard.events == [("failed", error)]
    assert "A job failed: UnknownProfile" in caplog.text
    assert "anna" not in caplog.text


def test_a_bug_is_a_failure_and_logged(qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    def work(_report: Report, _is_cancelled: IsCancelled) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(heard.job.failed):
        heard.job.start(work)
    assert "ZeroDivisionError" in caplog.text


def test_cancelling_is_an_end_of_its_own(qtbot: QtBot, heard: Heard) -> None:
    with qtbot.waitSignal(heard.job.progressed):
        heard.job.start(until_cancelled)
    with qtbot.waitSignal(heard.job.cancelled):
        heard.job.cancel()
    assert heard.events == [("progressed", "working"), ("cancelled", None)]


def test_starting_anew_replaces_the_job_and_waits_for_its_end(qtbot: QtBot, heard: Heard) -> None:
    order: list[str] = []

    def first(report: Report, is_cancelled: IsCancelled) -> None:
        try:
            until_cancelled(report, is_cancelled)
        finally:
            order.append("first ended")

    def second(_report: Report, _is_cancelled: IsCancelled) -> str:
        order.append("second began")
        return "second"

    changes: list[bool] = []
    heard.job.running_changed.connect(changes.append)
    with qtbot.waitSignal(heard.job.progressed):
        heard.job.start(first)
    with qtbot.waitSignal(heard.job.succeeded):
        heard.job.start(second)
    assert order == ["first ended", "second began"]
    assert heard.events == [("progressed", "working"), ("succeeded", "second")]
    assert changes == [True, False]


def test_what_a_replaced_job_said_before_is_not_heard_after(qtbot: QtBot, heard: Heard) -> None:
    said = threading.Event()

    def first(report: Report, _is_cancelled: IsCancelled) -> str:
        report(Progress(stage="stale"))
        said.set()
        return "stale"

    heard.job.start(first)
    assert said.wait(5)  # its events are under way, this thread has not looked yet
    with qtbot.waitSignal(heard.job.succeeded):
        heard.job.start(lambda _report, _is_cancelled: "fresh")
    assert heard.events == [("succeeded", "fresh")]


def test_shutdown_waits_and_no_signal_follows(qtbot: QtBot, heard: Heard) -> None:
    with qtbot.waitSignal(heard.job.progressed):
        heard.job.start(until_cancelled)
    assert heard.job.shutdown()
    with qtbot.assertNotEmitted(heard.job.cancelled, wait=20):
        pass
    assert heard.events == [("progressed", "working")]


def test_finishing_waits_for_work_that_has_not_begun(qtbot: QtBot, heard: Heard) -> None:
    done: list[bool] = []
    heard.job.start(lambda _report, _is_cancelled: done.append(True))
    assert heard.job.finish()
    assert done == [True]
    with qtbot.assertNotEmitted(heard.job.succeeded, wait=20):
        pass


def test_jobs_that_take_turns_never_run_at_once_and_one_that_waits_can_be_cancelled(qtbot: QtBot):
    began, go_on, ran = threading.Event(), threading.Event(), list[str]()

    def first(_report: Report, _is_cancelled: IsCancelled) -> None:
        began.set()
        go_on.wait(5.0)
        ran.append("first")

    jobs = [Job(in_turn=True) for _ in range(3)]
    jobs[0].start(first)
    assert began.wait(5.0)
    jobs[1].start(lambda _report, _is_cancelled: ran.append("second"))
    with qtbot.waitSignal(jobs[2].cancelled):
        jobs[2].start(lambda _report, _is_cancelled: ran.append("cancelled"))
        jobs[2].cancel()
    assert ran == []
    with qtbot.waitSignal(jobs[1].succeeded):
        go_on.set()
    assert ran == ["first", "second"]
    assert all(job.shutdown() for job in jobs)
