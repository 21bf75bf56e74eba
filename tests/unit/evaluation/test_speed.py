"""Turns are fair, times are what the clock says, ratios know their noise."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.evaluation.speed import Timing, ratio, resident_bytes, time_in_turn
from faceid_app.evaluation.speed_section import Contestant, contestant_name, speed_figures, speed_section
from faceid_app.reports.report import Report


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_everybody_runs_on_every_input_and_who_begins_moves_on():
    clock, order = Clock(), []

    def runner(name: str, seconds: float):
        def run(given: int) -> None:
            order.append((name, given))
            clock.now += seconds

        return run

    runs = {"a": runner("a", 0.25), "b": runner("b", 0.5)}
    seconds = time_in_turn(runs, [7, 8], rounds=4, warm_up=2, clock=clock)
    assert seconds["a"].tolist() == [0.25] * 4
    assert seconds["b"].tolist() == [0.5] * 4
    assert order[4:] == [("a", 7), ("b", 7), ("b", 8), ("a", 8), ("a", 7), ("b", 7), ("b", 8), ("a", 8)]
    assert len(order) == 12  # two rounds of warming up, not counted


def test_there_must_be_something_to_time():
    for runs, inputs, rounds in (({}, [1], 1), ({"a": abs}, [], 1), ({"a": abs}, [1], 0)):
        with pytest.raises(ValueError, match="nothing to time"):
            time_in_turn(runs, inputs, rounds=rounds)


def test_it_can_be_cancelled():
    with pytest.raises(Cancelled):
        time_in_turn({"a": abs}, [1], rounds=5, is_cancelled=lambda: True)


def test_percentiles_in_milliseconds():
    timing = Timing.of(np.linspace(0.001, 0.101, 101))
    assert timing.to_dict() == pytest.approx({"p50_ms": 51.0, "p95_ms": 96.0, "n": 101})


def test_a_ratio_of_medians_with_its_interval():
    fast, slow = np.full(50, 0.002), np.full(50, 0.01)
    assert ratio(slow, fast, seed=0).to_dict() == pytest.approx({"value": 5.0, "low": 5.0, "high": 5.0})
    noisy = slow + np.random.default_rng(0).exponential(0.002, 50)
    found = ratio(noisy, fast, seed=0)
    assert found == ratio(noisy, fast, seed=0)
    assert 5.0 < found.low < found.value < found.high < 8.0
    with pytest.raises(ValueError, match="same rounds"):
        ratio(slow, fast[:-1], seed=0)


_COUNTED = """
import numpy as np
from faceid_app.evaluation.speed import memory_added

class Leaves:
    def __init__(self):
        self.me, self.block = self, np.ones(20_000_000)

    def __del__(self):
        left = [self.block]
        left.append(left)

Leaves()
loaded, added = memory_added(lambda: np.ones(8_000_000))
print(loaded.size, added)
"""


@pytest.mark.skipif(resident_bytes() is None, reason="this system does not tell its resident memory")
def test_memory_that_is_touched_is_counted_though_garbage_of_garbage_goes_meanwhile():
    """In a process of its own: in that of the suite other threads free memory when they like."""
    told = subprocess.run([sys.executable, "-c", _COUNTED], capture_output=True, text=True, check=True, timeout=60)
    size, added = map(int, told.stdout.split())
    assert size == 8_000_000
    assert 60e6 < added < 75e6


def test_the_report_tells_each_contestant():
    timing = Timing(2.0, 3.0, 300)
    fast = Contestant(
        network="compact", runtime="LiteRT", threads=1, size=4_000_000, memory=12_000_000, embed=timing,
        chain=Timing(14.0, 18.0, 300), faster=ratio(np.full(9, 0.01), np.full(9, 0.002), seed=0),
    )  # fmt: skip
    slow = Contestant(network="sface", runtime="OpenCV", threads=2, size=38_000_000, memory=None, embed=timing)
    baseline = contestant_name("sface", "OpenCV", 2)
    assert (fast.name, slow.name) == ("compact, LiteRT, 1 thread", baseline)
    section = speed_section((fast, slow), baseline=baseline, frame=(640, 480))
    report = Report("Speed", {}, (section,), {"speed": speed_figures((fast, slow), baseline=baseline)})
    text = report.to_text()
    for word in ("4.00 MB", "5.00 (5.00 to 5.00)", "not measured", "14.00 ms", "sface, OpenCV, 2 threads"):
        assert word in text
    assert json.loads(report.to_json())["figures"]["speed"]["contestants"][0]["size_bytes"] == 4_000_000
    assert "Nothing to compare with" in " ".join(speed_section((fast,), baseline=None, frame=(640, 480)).text)
