"""Enrolment on real frames: what becomes a capture, what does not, and of which burst it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.paths import Paths
from faceid_app.storage.captures import BURST_LENGTH, Role
from faceid_app.workers.operations import open_profiles

Clip = Callable[[str], Path]


def frames_of(clip: Path, *, seconds: float) -> list[Frame]:
    with open_source(str(clip), fast=True, end=seconds) as source:
        return list(iter(source.read, None))


def session_for(paths: Paths) -> EnrolmentSession:
    people = open_profiles(paths)
    profile = people.get("anna") if people.names() else people.create("anna")
    return EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")


def test_bursts_are_no_longer_than_their_length(paths: Paths, clip: Clip):
    session = session_for(paths)
    for frame in frames_of(clip("c_live"), seconds=5)[::10]:
        assert session.offer(frame, Role.ANCHOR).captured is not None
    records = open_profiles(paths).get("anna").captures.records()
    bursts = {burst: [r.clock for r in records if r.burst == burst] for burst in {r.burst for r in records}}
    assert len(bursts) == 3
    assert all(max(clocks) - min(clocks) <= BURST_LENGTH for clocks in bursts.values())


def test_the_same_picture_is_captured_once_even_in_another_sitting(paths: Paths, clip: Clip):
    frame = frames_of(clip("c_live"), seconds=0.2)[0]
    first = session_for(paths)
    assert first.offer(frame, Role.ANCHOR).captured is not None
    for session in (first, session_for(paths)):
        again = session.offer(frame, Role.POSITIVE)
        assert again.captured is None
        assert again.refusal is not None
        assert again.refusal.reason is Reason.DUPLICATE
    first.undo_last()
    assert first.offer(frame, Role.POSITIVE).captured is not None


def test_a_refused_frame_is_counted_and_leaves_no_file(paths: Paths, clip: Clip):
    session = session_for(paths)
    dark = [Frame(frame.rgb // 20, frame.seq, frame.captured_at) for frame in frames_of(clip("c_live"), seconds=0.3)]
    offers = [session.offer(frame, Role.ANCHOR) for frame in dark]
    assert all(offer.captured is None and offer.refusal is not None for offer in offers)
    assert sum(session.refused.values()) == len(dark)
    assert not list(paths.personal.rglob("*.jpg"))
