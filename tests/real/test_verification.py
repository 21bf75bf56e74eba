"""A real person at the camera: accepted on frames never seen, strangers and crowds refused, by two thresholds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.verification import Verifier, open_verifier
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

Clip = Callable[[str], Path]


def test_the_person_is_accepted_on_the_unseen_half(trained: Paths, faceid: Faceid, clip: Clip):
    code, verdict = faceid(trained, "verify", "a", "--camera", str(clip("a_live")), "--start", "10.3", "--fast")
    assert code == 0
    assert verdict["verdict"] == "match"
    assert verdict["share"] >= verdict["thresholds"]["verification"]
    assert verdict["score"] >= verdict["thresholds"]["detection"]
    assert set(verdict["latency_ms"]) >= {"detect", "embed", "match", "total"}
    assert verdict["latency_ms"]["total"]["p50"] <= verdict["latency_ms"]["total"]["p95"]


@pytest.mark.parametrize("stranger", ["c_live", "e_live"])
def test_a_stranger_is_refused_to_the_end(trained: Paths, faceid: Faceid, clip: Clip, stranger):
    code, verdict = faceid(trained, "verify", "a", "--camera", str(clip(stranger)), "--fast", "--end", "3")
    assert code == 1
    assert verdict["verdict"] == "no_match"
    assert verdict["faces"] > 20
    assert verdict["score"] < verdict["thresholds"]["detection"]


def test_a_crowd_is_never_the_person(trained: Paths, faceid: Faceid, clip: Clip):
    code, verdict = faceid(trained, "verify", "a", "--camera", str(clip("crowd")), "--fast", "--end", "3")
    assert code in (1, 2)
    assert verdict["verdict"] in ("no_match", "no_face")


def test_a_clip_at_its_own_pace_gives_the_same_verdict(own_copy: Paths, faceid: Faceid, clip: Clip):
    settings = Settings.load(own_copy)
    settings.verdict_seconds = 60.0  # on a busy machine few frames a second are judged
    settings.save(own_copy)
    live = ("--camera", str(clip("a_live")), "--start", "10.3", "--loop", "--timeout", "120")
    code, verdict = faceid(own_copy, "verify", "a", *live)
    assert (code, verdict["verdict"]) == (0, "match")


@pytest.fixture
def verifier(trained: Paths) -> Verifier:
    return open_verifier(
        trained,
        open_profiles(trained).get("a"),
        observer=Observer(limits=Limits.for_verification()),
        window=VerdictWindow(),
        guard=None,
        lockout=None,
    )


def test_moving_a_threshold_judges_the_last_scores_again(verifier: Verifier, clip: Clip):
    with open_source(str(clip("a_live")), start=10.3, fast=True) as source:
        frame = source.read()
    assert frame is not None
    before = verifier.verify(frame)
    assert before.decision is not None
    assert before.decision.match
    strict = verifier.set_thresholds(Thresholds(1.0, 1.0))
    assert strict is not None
    assert strict.decision is not None
    assert not strict.decision.match
    assert strict.latency_ms == before.latency_ms
    assert strict.observation is before.observation
    lenient = verifier.set_thresholds(Thresholds(0.0, 0.01))
    assert lenient is not None
    assert lenient.decision is not None
    assert lenient.decision.share == 1.0


def test_a_changed_threshold_never_completes_an_old_verdict(verifier: Verifier, clip: Clip):
    with open_source(str(clip("a_live")), start=10.3, fast=True) as source:
        frames = [frame for frame in (source.read() for _ in range(20)) if frame is not None]
    assert [verifier.verify(frame).verdict for frame in frames][-1] is Verdict.MATCH
    after = verifier.set_thresholds(Thresholds(0.5, 0.5))
    assert after is not None
    assert after.verdict is Verdict.CHECKING


def test_templates_are_embedded_once(trained: Paths, verifier: Verifier, monkeypatch: pytest.MonkeyPatch):
    counted = []
    plain = LiteRtEmbedder.embed

    def counting(self: LiteRtEmbedder, batch: NDArray[np.float32]) -> Embeddings:
        counted.append(len(batch))
        return plain(self, batch)

    monkeypatch.setattr(LiteRtEmbedder, "embed", counting)
    open_verifier(
        trained,
        open_profiles(trained).get("a"),
        observer=Observer(limits=Limits.for_verification()),
        window=VerdictWindow(),
        guard=None,
        lockout=None,
    )
    assert counted == []


def test_a_frame_that_fails_counts_against_the_person(verifier: Verifier, clip: Clip, monkeypatch: pytest.MonkeyPatch):
    with open_source(str(clip("a_live")), start=10.3, fast=True) as source:
        frames = [frame for frame in (source.read() for _ in range(40)) if frame is not None]
    assert verifier.verify(frames[0]).decision is not None

    def stumble(self: LiteRtEmbedder, batch: NDArray[np.float32]) -> Embeddings:
        raise ValueError("The network returned values that are not finite.")

    with monkeypatch.context() as broken:
        broken.setattr(LiteRtEmbedder, "embed", stumble)
        for frame in frames[5:20:5]:
            with pytest.raises(ValueError, match="finite"):
                verifier.verify(frame)
    assert verifier.verify(frames[20]).verdict is Verdict.NO_MATCH
