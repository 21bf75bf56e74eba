"""Guided capture of a person who turns their head: how long it takes, and that no burst holds both roles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.guided_capture import TARGETS, GuidedCapture, Standing
from faceid_app.paths import Paths
from faceid_app.storage.captures import CaptureRecord, Role, Round
from faceid_app.workers.operations import open_profiles

EVERY = 3  # frames: what a slow computer looks at
LONGEST = 40.0


def test_twenty_and_twenty_captures_take_less_than_forty_seconds(paths: Paths, clip: Callable[[str], Path]):
    profile = open_profiles(paths).create("anna")
    session = EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")
    with open_source(str(clip("a_live")), fast=True) as source:
        frames = [frame for frame in iter(source.read, None) if frame.seq % EVERY == 0]
    observations = [session.observe(frame) for frame in frames]
    length = frames[-1].captured_at + EVERY / 30
    records: list[CaptureRecord] = []
    standing = Standing.of(records, Round.FIRST)
    guided = GuidedCapture(standing)
    at = 0.0
    for loop in range(2):  # the clip over and over, as the window plays it
        for frame, observation in zip(frames, observations, strict=True):
            at = frame.captured_at + loop * length
            if observation.refusal is not None or observation.pose is None or guided.role(standing) is None:
                continue
            role = guided.wants(standing, at, observation.pose)
            if role is None:
                continue
            captured = session.decide(Frame(frame.rgb, frame.seq, at), observation, role).captured
            if captured is not None:
                guided.taken(at, observation.pose)
                records.append(captured)
                standing = Standing.of(records, Round.FIRST)
    assert guided.role(standing) is None
    assert records[-1].clock - records[0].clock < LONGEST
    assert all(standing.counts[role] >= TARGETS[Round.FIRST] for role in Role)
    assert standing.coverage[Role.ANCHOR].is_complete
    bursts = {role: {record.burst for record in records if record.role is role} for role in Role}
    assert not bursts[Role.ANCHOR] & bursts[Role.POSITIVE]
    assert all(len(one) >= 4 for one in bursts.values())
    assert profile.captures.records() == records
