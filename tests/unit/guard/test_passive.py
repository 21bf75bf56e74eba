"""The passive guard with its shipped network: what it may call live, and what never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.errors import CorruptData
from faceid_app.faces.alignment import align
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.faces.quality import Measurements
from faceid_app.guard.artificial import ArtificialFaces, KindJudgement
from faceid_app.guard.fusion import FusedCue, Fusion, risk_of
from faceid_app.guard.network import SurroundingsNetwork
from faceid_app.guard.passive import FROZEN_CAMERA, LEAST_PICTURES, NO_FACE, PassiveGuard, open_guard
from faceid_app.guard.shipped import load_guard_model
from faceid_app.guard.surroundings import surroundings
from faceid_app.guard.verdict import Guard, GuardVerdict, Liveness
from tests.helpers.drawn_face import FACE, drawn_face

NOBODY_FAILS = Fusion(
    cues=(FusedCue(name="network", mean=0.0, deviation=1.0, weight=1e-9, limit=9.0),), bias=-9.0, limit=0.5
)
"""Calls everything live that it is shown long enough: what then stops a picture is not its look."""


def seen(picture: RgbImage, *, refusal: Refusal | None = None, face: bool = True) -> Observation:
    """An observation of FACE, or of nobody."""
    measured = Measurements(faces=int(face), face_px=125.0)
    subject = FACE if face else None
    aligned = align(picture, FACE.landmarks) if face else None
    return Observation((FACE,) if face else (), subject, None, measured, refusal, aligned, 0.0, 0.0, picture)


def lenient(*, drawn: float = 0.0) -> PassiveGuard:
    """A guard that only a missing proof can stop, and a face that is drawn."""
    network = SurroundingsNetwork(load_guard_model("presentation")["network.tflite"])
    kinds = {"photograph": 1.0 - drawn, "anime": drawn / 2, "sketch": drawn / 2}
    judgement = KindJudgement("unsure", "photograph", 1.0 - drawn, kinds, limit=0.8)
    judge = SimpleNamespace(judge=lambda _aligned: judgement)
    return PassiveGuard(network, NOBODY_FAILS, lambda: cast(ArtificialFaces, judge))


def noisy(count: int, *, every: float = 0.1, start: float = 0.0) -> Iterator[Frame]:
    """A still face before a sensor with noise."""
    rng = np.random.default_rng(0)
    for seq in range(count):
        picture = drawn_face().astype(np.int16) + rng.integers(-4, 5, (250, 250, 3))
        yield Frame(np.clip(picture, 0, 255).astype(np.uint8), seq, start + seq * every)


def watched(guard: Guard, frames: Iterator[Frame]) -> list[GuardVerdict]:
    return [guard.check(frame, seen(frame.rgb)) for frame in frames]


def test_live_needs_half_a_second_and_several_pictures():
    said = watched(lenient(), noisy(12))
    assert [verdict.liveness for verdict in said[: LEAST_PICTURES - 1]] == [Liveness.UNSURE] * (LEAST_PICTURES - 1)
    assert said[-1].liveness is Liveness.LIVE
    assert watched(lenient(), noisy(12, every=0.01))[-1].liveness is Liveness.UNSURE


def test_a_frozen_camera_is_never_live():
    picture, guard = drawn_face(), lenient()
    said = [guard.check(Frame(picture, seq, seq * 0.1), seen(picture)) for seq in range(40)]
    assert {verdict.liveness for verdict in said} == {Liveness.UNSURE}
    assert said[-1].reason == FROZEN_CAMERA


def test_a_camera_that_freezes_while_live_is_live_no_longer():
    guard = lenient()
    assert watched(guard, noisy(12))[-1].liveness is Liveness.LIVE
    *_, last = noisy(12)
    assert guard.check(replace(last, seq=12, captured_at=1.2), seen(last.rgb)).liveness is Liveness.UNSURE


def test_lost_a_long_gap_and_a_clock_that_runs_backwards_forget():
    for start, tell in ((1.2, True), (2.3, False), (0.0, False)):
        guard = lenient()
        assert watched(guard, noisy(12))[-1].liveness is Liveness.LIVE
        if tell:
            guard.lost()
        assert watched(guard, noisy(1, start=start))[0].liveness is Liveness.UNSURE


def test_no_face_and_a_refused_one_are_unsure():
    guard, refusal = lenient(), Refusal(Reason.BLURRED, 0.1, 0.2, "", "Blurred.", "Wait.")
    watched(guard, noisy(12))
    picture = drawn_face()
    for observation in (seen(picture, face=False), seen(picture, refusal=refusal)):
        said = guard.check(Frame(picture, 12, 1.2), observation)
        assert (said.liveness, said.risk, said.reason) == (Liveness.UNSURE, 1.0, NO_FACE)


def test_a_drawing_is_an_attack_however_it_is_held():
    assert watched(lenient(drawn=0.2), noisy(12))[-1].liveness is Liveness.LIVE
    said = watched(lenient(drawn=0.9), noisy(12))[-1]
    assert said.liveness is Liveness.ATTACK
    assert said.risk == pytest.approx(0.9)
    assert said.reason == "This looks like a drawing of a face: 0.90 of 1, the limit is 0.30."


def test_the_shipped_guard_opens_and_tells_its_cues():
    said = watched(open_guard(), noisy(8))[-1]
    assert 0.0 <= said.risk <= 1.0
    assert {cue.name for cue in said.cues} >= {"network", "border"}
    assert said.liveness is not Liveness.UNSURE


def test_a_damaged_model_is_refused():
    with pytest.raises(CorruptData):
        SurroundingsNetwork(b"not a network").logit(surroundings(drawn_face(), FACE))
    for damaged in (b"{}", b"[", b'{"format": 1, "bias": NaN, "limit": 0.5, "cues": []}'):
        with pytest.raises(CorruptData):
            Fusion.from_bytes(damaged)


def test_fusion_survives_its_file_and_no_number_is_the_greatest_risk():
    assert Fusion.from_bytes(NOBODY_FAILS.to_bytes()) == NOBODY_FAILS
    assert risk_of(float("nan")) == 1.0
    cue = FusedCue(name="border", mean=0.1, deviation=0.1, weight=2.0, limit=0.3)
    assert cue.contribution(99.0) == cue.contribution(0.6)
    assert cue.against(0.31)
    assert not cue.against(0.29)
