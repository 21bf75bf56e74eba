"""A stage counts, estimates, reports in moderation and stops when asked."""

from __future__ import annotations

import pytest

from faceid_app.errors import Cancelled
from faceid_app.progress import Progress, Stage, ignore, never


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reports() -> list[Progress]:
    return []


def test_the_start_is_reported_at_once(clock: Clock, reports: list[Progress]):
    Stage("embedding", of=10, report=reports.append, is_cancelled=never, clock=clock)
    assert reports == [Progress(stage="embedding", step=0, of=10, eta=None)]


def test_the_time_left_follows_from_the_steps_done(clock: Clock, reports: list[Progress]):
    stage = Stage("embedding", of=10, report=reports.append, is_cancelled=never, clock=clock)
    clock.now += 4.0
    stage.advance(2, message="two done")
    assert reports[-1] == Progress(stage="embedding", step=2, of=10, eta=16.0, message="two done")


def test_reports_keep_their_distance_but_the_last_always_comes(clock: Clock, reports: list[Progress]):
    stage = Stage("embedding", of=1000, report=reports.append, is_cancelled=never, every=0.2, clock=clock)
    for _step in range(999):
        clock.now += 0.001
        stage.advance()
    assert [report.step for report in reports] == [0, 200, 400, 600, 800]
    stage.advance()
    assert (reports[-1].step, reports[-1].eta) == (1000, 0.0)


def test_more_steps_than_foreseen_leave_no_negative_time(clock: Clock, reports: list[Progress]):
    stage = Stage("downloading", of=2, report=reports.append, is_cancelled=never, clock=clock)
    clock.now += 1.0
    stage.advance(5)
    assert reports[-1].eta == 0.0


def test_an_unknown_total_gives_no_estimate(clock: Clock, reports: list[Progress]):
    stage = Stage("downloading", of=0, report=reports.append, is_cancelled=never, clock=clock)
    clock.now += 1.0
    stage.advance(3)
    assert reports[-1] == Progress(stage="downloading", step=3, of=0, eta=None)


def test_cancelling_is_noticed_at_every_step_and_nothing_more_is_reported(clock: Clock, reports: list[Progress]):
    asked = False
    stage = Stage("training", of=5, report=reports.append, is_cancelled=lambda: asked, clock=clock)
    stage.advance()
    said = list(reports)
    asked = True
    with pytest.raises(Cancelled, match="Training was cancelled"):
        stage.advance()
    assert reports == said


def test_a_job_that_is_cancelled_before_it_starts_does_not_start(reports: list[Progress]):
    with pytest.raises(Cancelled):
        Stage("training", of=5, report=reports.append, is_cancelled=lambda: True)
    assert reports == []


def test_who_does_not_watch_is_never_cancelled():
    stage = Stage("training", of=2, report=ignore, is_cancelled=never)
    stage.advance(2)
