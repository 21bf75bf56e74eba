"""What the capture thread makes of a source's fortunes."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from faceid_app.camera.errors import (
    CameraBlack,
    CameraBusy,
    CameraMissing,
    CameraUnplugged,
    PictureError,
    SourceUnreadable,
)
from faceid_app.camera.frame import Frame
from faceid_app.camera.protocol import FrameSource
from faceid_app.workers.capture import BACK_OFF, CaptureState, CaptureThread, SourceState
from faceid_app.workers.mailbox import Mailbox
from tests.helpers.fake_camera import FakeClock, FakeSource, frame, opening

S = SourceState


class Watched:
    """A capture thread with the states it told, the pauses it made and the frames it gave."""

    def __init__(self, open_source: Callable[[], FrameSource], *, reconnect: bool = True, pauses: int = 99) -> None:
        self.states: list[CaptureState] = []
        self.pauses: list[float] = []
        self.seqs: list[int] = []
        self.told = threading.Condition()
        self._most_pauses = pauses
        self.mailbox = Mailbox()
        self.thread = CaptureThread(open_source, self, self._hear, reconnect=reconnect, wait=self._pause)

    def put(self, one: Frame) -> None:
        self.seqs.append(one.seq)

    def fail(self, error: Exception) -> None:
        self.mailbox.fail(error)

    def close(self) -> None:
        self.mailbox.close()

    def _hear(self, state: CaptureState) -> None:
        with self.told:
            self.states.append(state)
            self.told.notify_all()

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) == self._most_pauses:
            self.thread.request_stop()

    def until(self, state: SourceState) -> None:
        with self.told:
            assert self.told.wait_for(lambda: state in [known.state for known in self.states], 10)

    def finish(self) -> list[SourceState]:
        self.thread.join(10)
        assert not self.thread.is_alive()
        assert self.mailbox.closed
        return [state.state for state in self.states]


def test_a_file_runs_to_its_end_and_is_released() -> None:
    source = FakeSource([frame(0), frame(1), None])
    watched = Watched(opening(source))
    watched.thread.start()
    assert watched.finish() == [S.STARTING, S.RUNNING, S.ENDED]
    assert watched.seqs == [0, 1]
    assert source.closed
    assert watched.mailbox.take() is None


def test_a_missing_then_busy_camera_is_tried_again_until_it_works() -> None:
    source = FakeSource([frame(0), None])
    watched = Watched(opening(CameraMissing("0", []), CameraBusy("Desk"), CameraBusy("Desk"), source))
    watched.thread.start()
    assert watched.finish() == [S.STARTING, S.MISSING, S.BUSY, S.RUNNING, S.ENDED]
    assert watched.pauses == [0.5, 1.0, 2.0]
    assert "close the other program" in watched.states[2].message
    assert isinstance(watched.states[2].error, CameraBusy)


def test_the_pauses_grow_to_eight_seconds_and_stay() -> None:
    watched = Watched(opening(CameraMissing("0", [])), pauses=7)
    watched.thread.start()
    assert watched.finish() == [S.STARTING, S.MISSING, S.STOPPED]
    assert watched.pauses == [*BACK_OFF, 8.0, 8.0]


def test_a_camera_unplugged_and_plugged_in_again_goes_on() -> None:
    before = FakeSource([*(frame(number) for number in range(40)), CameraUnplugged("Desk")])
    after = FakeSource([frame(100), CameraUnplugged("Desk")])
    last = FakeSource([frame(200), None])
    watched = Watched(opening(CameraBusy("Desk"), before, CameraMissing("0", []), after, last))
    watched.thread.start()
    # While it is away it stays "unplugged": that sentence tells what to do.
    assert watched.finish() == [S.STARTING, S.BUSY, S.RUNNING, S.UNPLUGGED, S.RUNNING, S.UNPLUGGED, S.RUNNING, S.ENDED]
    # It had worked for a while: quick again. The second time it had not.
    assert watched.pauses == [0.5, 0.5, 1.0, 2.0]
    assert watched.seqs == [*range(40), 100, 200]
    assert before.closed
    assert after.closed


def test_a_black_camera_is_watched_not_opened_again() -> None:
    black = CameraBlack("Desk", 1.0, 4.0)
    source = FakeSource([frame(0), black, black, frame(1), None])
    watched = Watched(opening(source))
    watched.thread.start()
    assert watched.finish() == [S.STARTING, S.RUNNING, S.BLACK, S.RUNNING, S.ENDED]
    assert watched.pauses == []


@pytest.mark.parametrize("error", [PictureError("a.jpg", "no"), SourceUnreadable("a.mp4", "no"), ValueError("a bug")])
def test_any_other_error_ends_it_and_reaches_the_reader(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    source = FakeSource([frame(0), error])
    for watched in (Watched(opening(source)), Watched(opening(error))):
        watched.thread.start()
        assert watched.finish()[-1] is S.FAILED
        assert watched.states[-1].error is error
        with pytest.raises(type(error)):
            watched.mailbox.take()
    assert source.closed
    assert ("a bug" in caplog.text) == isinstance(
        error, ValueError
    )  # only what nobody foresaw is logged with its trace


@pytest.mark.parametrize("error", [CameraUnplugged("Desk"), CameraBlack("Desk", 1.0, 4.0)])
def test_without_reconnecting_every_failure_is_final(error: Exception) -> None:
    source = FakeSource([frame(0), error])
    mailbox = Mailbox()
    thread = CaptureThread.of(source, mailbox)
    thread.start()
    thread.join(10)
    assert mailbox.take() is not None
    with pytest.raises(type(error)):
        mailbox.take()
    assert source.closed


def test_stop_wakes_a_read_and_releases_the_source() -> None:
    source = FakeSource([frame(0)])
    watched = Watched(opening(source))
    watched.thread.start()
    watched.until(S.RUNNING)
    assert watched.thread.stop()
    assert watched.finish() == [S.STARTING, S.RUNNING, S.STOPPED]
    assert source.closed


def test_stop_wakes_a_pause() -> None:
    mailbox, told = Mailbox(), threading.Event()
    thread = CaptureThread(
        opening(CameraMissing("0", [])), mailbox, lambda state: told.set() if state.error is not None else None
    )
    thread.start()
    assert told.wait(10)
    assert thread.stop()
    assert mailbox.take() is None


def test_stop_before_the_start_is_no_error() -> None:
    source = FakeSource([frame(0), None])
    thread = CaptureThread.of(source, Mailbox())
    assert thread.stop()


def test_a_slow_camera_is_told_until_it_is_brisk_again_and_a_slow_file_never() -> None:
    clock = FakeClock()

    class Paced(FakeSource):
        def read(self) -> Frame | None:
            clock.now += 0.2 if (one := super().read()) is not None and one.seq < 8 else 0.04
            return one

    for kind, told in (
        ("device", [S.STARTING, S.RUNNING, S.SLOW, S.RUNNING, S.ENDED]),
        ("video", [S.RUNNING, S.ENDED]),
    ):
        states: list[CaptureState] = []
        source = Paced([*(frame(number) for number in range(20)), None], kind=kind)
        thread = CaptureThread(opening(source), Mailbox(), states.append, clock=clock)
        thread.start()
        thread.join(10)
        assert [state.state for state in states][-len(told) :] == told
        assert all("5 pictures a second" in state.message for state in states if state.state is S.SLOW)
