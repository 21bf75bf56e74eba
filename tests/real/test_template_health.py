"""Template health on a real person: a blurred picture and somebody else's face come first, clean pictures never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.decision import Thresholds, matching
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.enrolment_check import check_enrolment, strangers_of
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.template_health import Finding, SpreadFinding, accepted_without
from faceid_app.identity.template_scores import score_templates
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_model
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore

pytestmark = pytest.mark.real
CAPTURES = 12


@pytest.fixture
def enrol(paths: Paths, clip: Callable[[str], Path]) -> Callable[..., Profile]:
    """`enrol(every=n)` enrols a person from every n-th frame of a clip, with the bundled network."""

    def make(*, every: int) -> Profile:
        profile = Profiles(PlainStore(paths.personal)).create("clara")
        session = EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")
        with open_source(str(clip("c_live")), fast=True) as source:
            while sum(profile.captures.counts().values()) < CAPTURES:
                seen = source.read()
                assert seen is not None
                if seen.seq % every == 0:
                    session.offer(seen, Role.ANCHOR)
        return profile

    return make


def look(clip: Path) -> Observation:
    with open_source(str(clip), fast=True) as source:
        frame = source.read()
    assert frame is not None
    return Observer(limits=Limits.for_enrolment()).observe(frame.rgb)


def add(profile: Profile, seen: Observation, *, blur: float = 0.0) -> str:
    """A capture past all gates, as an older program or another hand may have left it; its id."""
    assert seen.aligned is not None
    assert seen.portrait is not None
    aligned = np.asarray(cv2.GaussianBlur(seen.aligned, (0, 0), blur), np.uint8) if blur else seen.aligned
    return profile.captures.add(
        role=Role.ANCHOR,
        portrait_jpeg=encode_jpeg(seen.portrait),
        aligned_png=encode_png(aligned),
        burst="another",
        camera="clip",
        clock=99.0,
        measurements={},
    ).id


def test_clean_captures_are_healthy_and_a_poison_ranks_first(
    enrol: Callable[..., Profile], paths: Paths, clip: Callable[[str], Path]
):
    clara = enrol(every=25)
    clean = check_enrolment(paths, clara)
    assert not clean.health.faulty
    assert clean.health.spread is not None
    assert clean.health.spread.finding is SpreadFinding.HEALTHY
    assert clean.strangers is not None
    assert clean.strangers.people.of == 5749
    assert clean.strangers.pictures.of == clean.health.pictures == 13_233
    assert clean.strangers.minimum is not None
    assert clean.strangers.minimum.threshold < clean.thresholds.detection
    for seen, blur in ((look(clip("c_live")), 8.0), (look(clip("a_live")), 0.0)):
        poison = add(clara, seen, blur=blur)
        worst = check_enrolment(paths, clara).health.influences[0]
        assert (worst.capture_id, worst.finding) == (poison, Finding.UNLIKE_THE_OTHERS)
        clara.captures.remove(poison)


@pytest.mark.slow
def test_all_influences_cost_one_comparison_of_each_stranger_not_one_a_capture(
    enrol: Callable[..., Profile], paths: Paths, monkeypatch: pytest.MonkeyPatch
):
    """And captures of half a second are told to be alike."""
    clara = enrol(every=1)
    spread = check_enrolment(paths, clara).health.spread
    assert spread is not None
    assert spread.finding is SpreadFinding.ALIKE
    bundle_id, bundle = load_model(paths, clara)
    templates = load_templates(clara, bundle_id, bundle.embedder(paths)).embeddings
    strangers = strangers_of(paths, bundle)
    assert strangers is not None
    compared: list[int] = []
    cross_logits = L1Head.cross_logits

    def counted(head: L1Head, left: Array, right: Array) -> Array:
        compared.append(len(left) * len(right))
        return cross_logits(head, left, right)

    monkeypatch.setattr(L1Head, "cross_logits", counted)
    scores = score_templates(bundle.head, templates, strangers)
    at_once = accepted_without(scores.strangers >= np.float32(0.6), 0.5)
    assert sum(compared) == len(templates) * (len(strangers.person) + len(templates))
    anew = []
    for left_out in range(len(templates)):
        rest = score_templates(bundle.head, np.delete(templates, left_out, axis=0), strangers).strangers
        anew.append(int(matching(rest, Thresholds(0.6, 0.5)).sum()))
    assert at_once.tolist() == anew
