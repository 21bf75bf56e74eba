"""The passive guard on real clips, of which nobody was learned from: replays are attacks, people are live."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.identity.guard_clips import judge_clips
from faceid_app.progress import ignore, never

pytestmark = pytest.mark.real


@pytest.mark.parametrize("name", ["a_replay", "b_replay"])
def test_a_replay_is_an_attack_and_in_no_frame_live(clip: Callable[[str], Path], name: str):
    (told,) = judge_clips([clip(name)], report=ignore, is_cancelled=never, every=4).values()
    assert told["live"] == 0
    assert told["attack"] > 10
    assert told["verdict"] == "attack"


@pytest.mark.parametrize("name", ["a_live", "b_live", "g_live"])
def test_a_person_is_live_and_in_no_frame_an_attack(clip: Callable[[str], Path], name: str):
    (told,) = judge_clips([clip(name)], report=ignore, is_cancelled=never, every=4).values()
    assert told["attack"] == 0
    assert told["live"] > 10
    assert told["verdict"] == "live"


@pytest.mark.slow
def test_of_seven_people_no_window_of_two_seconds_is_an_attack(clip: Callable[[str], Path]):
    judged = judge_clips([clip(f"{name}_live") for name in "abcdefg"], report=ignore, is_cancelled=never)
    assert {told["verdict"] for told in judged.values()} == {"live"}
    assert sum(told["windows"]["live"] for told in judged.values()) > 40
    assert sum(told["windows"]["attack"] for told in judged.values()) == 0
