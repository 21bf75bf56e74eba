"""The network for eyes on real people: what ships finds blinks, and the command that makes it works."""

from __future__ import annotations

import inspect
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.cli.lab_eyes import train
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.blink import CLOSED, HELD, OPEN, Blink
from faceid_app.guard.challenge import State
from faceid_app.guard.continuity import Continuity
from faceid_app.guard.eyes import IS_EYE, open_eyes
from faceid_app.guard.shipped import SHIPPED_GUARDS
from faceid_app.guard.verdict import Ask
from faceid_app.learning.eyes.card import MODEL_CARD_FILE, model_card
from faceid_app.paths import Paths
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real

BEFORE_TWO_BLINKS = 13.2
"""Seconds of clip c: its eyes are open then, and close at 14.0 and at 14.9."""


def frames_of(clip: Path, *, start: float, end: float) -> Iterator[tuple[Frame, Observation]]:
    """15 frames a second that no gate refuses, at the clip's own times."""
    observer = Observer(limits=Limits.for_verification())
    with open_source(str(clip), fast=True, start=start, end=end) as source:
        while (frame := source.read()) is not None:
            if frame.seq % 2 == 0 and (seen := observer.observe(frame.rgb)).refusal is None:
                yield replace(frame, captured_at=frame.captured_at + start), seen


def test_two_blinks_of_a_real_person_pass(clip: Callable[[str], Path]) -> None:
    drawn = next(seed for seed in range(99) if random.Random(seed).uniform(*HELD) < 0.5)
    challenge, asked, states = Blink(open_eyes(), source=random.Random(drawn)), [], []
    continuity = Continuity()
    for frame, seen in frames_of(clip("c_live"), start=BEFORE_TWO_BLINKS, end=BEFORE_TWO_BLINKS + 3):
        assert continuity.broken(frame, seen) is None  # a face whose eyes are closed is the same one
        states.append(challenge.see(frame, seen).state)
        asked.append(challenge.prompt(frame.captured_at).ask)
    assert asked[0] is Ask.FRONT
    assert asked[-1] is Ask.BLINK
    assert states[-1] is State.PASSED


def test_a_replayed_person_who_does_not_blink_in_time_does_not_pass(clip: Callable[[str], Path]) -> None:
    challenge = Blink(open_eyes(), source=random.Random(0))
    states = {challenge.see(frame, seen).state for frame, seen in frames_of(clip("a_replay"), start=0.0, end=16.0)}
    assert states == {State.RUNNING, State.EXPIRED}


def test_eyes_are_open_until_they_close(clip: Callable[[str], Path]) -> None:
    eyes = open_eyes()
    told = {}
    for frame, seen in frames_of(clip("c_live"), start=12.9, end=14.4):
        assert seen.subject is not None
        both = eyes.look(frame.rgb, seen.subject.landmarks)
        assert min(eye.is_eye for eye in both) >= IS_EYE
        told[round(frame.captured_at, 2)] = float(np.mean([eye.openness for eye in both]))
    is_open = np.median([value for at, value in told.items() if 13.4 <= at <= 13.9])
    assert 0.15 < is_open < 0.5
    assert min(value for at, value in told.items() if 14.05 <= at <= 14.2) < CLOSED * is_open
    assert all(value > OPEN * is_open for at, value in told.items() if 13.4 <= at <= 13.9)


def test_what_ships_was_made_by_the_command_as_it_stands() -> None:
    card = json.loads((SHIPPED_GUARDS / "eyes" / "card.json").read_text())
    asked = inspect.signature(train).parameters
    assert set(card["options"]) == {"pictures", "steps", "seed"}
    assert card["options"] == {name: asked[name].default for name in card["options"]}
    assert (SHIPPED_GUARDS / "eyes" / MODEL_CARD_FILE).read_bytes() == model_card(card)
    held = card["held_out"]
    assert held["eyes"] > 6_000
    assert held["error"] < 0.05
    assert held["shut"]["auc"] > 0.96
    assert held["closed"]["told"] >= 0.9 * held["closed"]["n"]
    assert held["missed"]["told"] <= 0.02 * held["missed"]["n"]


def test_the_command_teaches_judges_and_writes_a_network_that_loads(
    paths: Paths, faceid: Faceid, few_strangers: Path, lid_teacher: Path, tmp_path: Path
) -> None:
    target = tmp_path / "guard" / "eyes"
    asked = ["--teacher", str(lid_teacher), "--lfw", str(few_strangers), "--to", str(target)]
    code, card = faceid(paths, "lab", "eyes", "train", *asked, "--pictures", "100", "--steps", "10")
    assert code == 0, card
    assert card["data"]["held_out_people"] >= 15
    assert card["held_out"]["eyes"] == card["data"]["held_out_eyes"] >= 30
    assert card["export"]["max_difference"] < 1e-3
    right, left = open_eyes(folder=target.parent).look(np.zeros((90, 90, 3), np.uint8), np.zeros((5, 2), np.float32))
    assert np.isfinite([right.openness, left.openness]).all()


def test_the_shipped_network_finds_the_blinks_that_its_teacher_sees(
    paths: Paths, faceid: Faceid, clip: Callable[[str], Path], lid_teacher: Path
) -> None:
    code, told = faceid(paths, "lab", "eyes", "evaluate", str(clip("e_live")), "--teacher", str(lid_teacher))
    assert code == 0, told
    seen = told["e_live.mp4"]
    assert seen["found"] == len(seen["blinks"]) == 4
    assert len(seen["extra"]) <= 1
    assert seen["correlation"] > 0.85


@pytest.mark.parametrize("name", ["missing", "another"])
def test_another_teacher_is_refused_in_one_sentence(
    paths: Paths, faceid: Faceid, clip: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    file = tmp_path / "iris_landmark.tflite"
    if name == "another":
        file.write_bytes(b"another")
    code, told = faceid(paths, "lab", "eyes", "evaluate", str(clip("c_live")), "--teacher", str(file))
    assert code == 4
    assert "iris_landmark.tflite" in told["error"]["message"]
