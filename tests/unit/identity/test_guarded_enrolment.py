"""The guard at enrolment: only live frames become captures, and what turns out an attack leaves none behind."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from faceid_app.camera.frame import Frame
from faceid_app.faces.face import Reason
from faceid_app.faces.observation import Observer
from faceid_app.guard.verdict import Liveness
from faceid_app.identity.enrolment import EnrolmentSession, Offer
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.guarded import ATTACK, EMPTY, LIVE, UNSURE, Scene, ScriptedGuard

DRAW = np.random.default_rng(0)


@pytest.fixture
def anna(paths: Paths) -> Profile:
    return Profiles(PlainStore(paths.personal)).create("anna")


class Round:
    """Frames offered one after the other, a tenth of a second apart."""

    def __init__(self, profile: Profile) -> None:
        self.scene, self.guard = Scene(), ScriptedGuard()
        self.session = EnrolmentSession(profile.captures, cast(Observer, self.scene), camera="clip", guard=self.guard)
        self._seq = 0

    def offer(self, says: Liveness) -> Offer:
        self._seq += 1
        self.guard.says = says
        rgb = DRAW.integers(0, 255, (200, 400, 3), dtype=np.uint8)
        return self.session.offer(Frame(rgb, self._seq, self._seq / 10), Role.ANCHOR)


def test_only_live_frames_are_captured_and_the_refusal_says_what_to_do(anna: Profile) -> None:
    taking = Round(anna)
    doubt, live, attack = (taking.offer(says) for says in (UNSURE, LIVE, ATTACK))
    assert (doubt.captured, live.refusal, attack.captured) == (None, None, None)
    assert doubt.refusal is not None
    assert attack.refusal is not None
    assert (doubt.refusal.reason, attack.refusal.reason) == (Reason.UNSURE, Reason.ATTACK)
    assert str(attack.refusal).endswith("come before the camera yourself, without a picture or a screen.")
    assert taking.session.refused == {"unsure": 1, "attack": 1}


def test_what_turns_out_an_attack_leaves_nothing_of_itself_behind(anna: Profile) -> None:
    taking = Round(anna)
    kept = taking.offer(LIVE).captured
    taking.scene.refusal = EMPTY
    taking.offer(LIVE)
    taking.scene.refusal = None
    gone = [taking.offer(LIVE).captured for _ in range(3)]
    assert kept is not None
    assert anna.captures.counts()[Role.ANCHOR] == 4
    taking.offer(ATTACK)
    assert [record.id for record in anna.captures.records()] == [kept.id]  # that was somebody else, for all we know
    assert [record.id for record in taking.session.taken_back] == [one.id for one in gone if one is not None]
