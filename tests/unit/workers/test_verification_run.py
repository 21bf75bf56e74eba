"""A verification that is cut short: whoever was looked at and did not match has failed once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.cli.verification import ended_as_by_ctrl_c
from faceid_app.errors import Cancelled
from faceid_app.guard.policy import Policy
from faceid_app.guard.verdict import Liveness
from faceid_app.identity.lockout import Lockout
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile
from faceid_app.workers import verification_run
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.verification_request import Request
from faceid_app.workers.verification_run import Models, run
from tests.helpers.guarded import EMPTY, LIVE, UNSURE, Sitting
from tests.helpers.told import Told

REQUEST = Request(name="anna", camera="0", guard=Policy.OFF, force=True, frames=True)


@pytest.fixture
def anna(paths: Paths) -> Profile:
    return open_profiles(paths).create("anna")


@pytest.fixture
def sitting(anna: Profile, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """Before a camera whose models are known."""
    sitting = Sitting(lockout=Lockout(anna.lockout))
    loaded = SimpleNamespace(bundle_id="b", bundle=sitting.verifier.bundle)
    monkeypatch.setattr(Models, "load", lambda *_: loaded)
    monkeypatch.setattr(Models, "observer", lambda *_: None)
    monkeypatch.setattr(Models, "thresholds", lambda *_, **__: sitting.verifier.thresholds)
    monkeypatch.setattr(verification_run, "open_verifier", lambda *_, **__: sitting.verifier)
    return sitting


class _Left(OSError):
    """Who asked has closed the connection."""


@pytest.mark.parametrize(
    "ended_by", [Cancelled("The verification"), CameraUnplugged("0"), KeyboardInterrupt(), _Left()]
)
@pytest.mark.parametrize(("says", "same", "failures"), [(UNSURE, True, 1), (LIVE, False, 1), (None, True, 0)])
def test_who_leaves_before_the_verdict_has_tried_all_the_same(
    paths: Paths,
    anna: Profile,
    sitting: Sitting,
    ended_by: BaseException,
    says: Liveness | None,
    same: bool,
    failures: int,
):
    def frames() -> Iterator[Frame]:
        for number in range(2):
            sitting.scene.refusal = EMPTY if says is None else None
            sitting.embedder.same = same
            assert sitting.guard is not None
            sitting.guard.says = says or LIVE
            yield Frame(np.zeros((200, 400, 3), np.uint8), number, 0.1 * number)
        raise ended_by

    with pytest.raises(type(ended_by)):
        run(REQUEST, Told(), Models(paths), open_frames=lambda _request: frames())
    assert len(anna.lockout.load().failures) == failures


def test_being_told_to_end_is_being_cancelled() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with ended_as_by_ctrl_c():
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    assert signal.getsignal(signal.SIGTERM) == before
