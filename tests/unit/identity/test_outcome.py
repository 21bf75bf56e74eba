"""Which frame explains what a run came to."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.faces.observation import unobserved
from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.outcome import outcome_of, reason_of
from faceid_app.identity.verification import FrameVerdict
from faceid_app.settings import Settings
from faceid_app.words import Words


def frame(seq: int, verdict: Verdict, reason: str, guard: GuardVerdict | None = None) -> FrameVerdict:
    return FrameVerdict(
        seq=seq,
        at=seq / 5,
        verdict=verdict,
        decision=None,
        thresholds=Thresholds(0.9, 0.5),
        reason=reason,
        refusal=None,
        observation=unobserved(np.zeros((2, 2, 3), np.uint8)),
        latency_ms={},
        guard=guard,
    )


def test_an_attack_is_explained_by_what_the_guard_saw_and_not_by_what_came_after() -> None:
    screen = "This looks like a screen."
    judged = [
        frame(0, Verdict.NO_FACE, "No face was found."),
        frame(1, Verdict.ATTACK, screen, GuardVerdict(Liveness.ATTACK, 0.99, Words(screen))),
        frame(2, Verdict.ATTACK, "Your head is turned 47 degrees to the left."),
        frame(3, Verdict.NO_FACE, "No face was found."),
    ]
    outcome, deciding = outcome_of(judged, None)
    assert outcome is Verdict.ATTACK
    assert reason_of(outcome, deciding, judged, Settings()) == screen


@pytest.mark.parametrize("first", [Verdict.MATCH, Verdict.ATTACK])
def test_an_attack_outweighs_every_match_of_its_run(first: Verdict) -> None:
    screen = "This looks like a screen."
    match = frame(0, Verdict.MATCH, "You are you.")
    attack = frame(1, Verdict.ATTACK, screen, GuardVerdict(Liveness.ATTACK, 0.99, Words(screen)))
    judged = [match, attack] if first is Verdict.MATCH else [attack, match]
    assert outcome_of(judged, match) == (Verdict.ATTACK, attack)
    assert outcome_of([match], match) == (Verdict.MATCH, match)
