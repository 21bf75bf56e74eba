"""A verification that is cut short: whoever was looked at and did not match has failed once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from faceid_app.camera.errors import CameraUnplugged
from faceid_app.camera.frame import Frame
from faceid_app.cli.endings import ENDING, ended_as_by_ctrl_c
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


@pytest.fixture
def ended() -> Iterator[list[int]]:
    """The signals that would have ended this process, had nobody heeded them."""
    numbers: list[int] = []
    before = {number: signal.signal(number, lambda it, _frame: numbers.append(it)) for number in ENDING}
    yield numbers
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDING)
def test_being_told_to_end_is_being_cancelled_once(ended: list[int], number: signal.Signals) -> None:
    tidied = []

    def cut_short() -> None:
        with ended_as_by_ctrl_c():
            try:
                signal.raise_signal(number)
            finally:
                for again in ENDING:  # a terminal that closes sends two
                    signal.raise_signal(again)
                    tidied.append(again)

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert tuple(tidied) == ENDING
    assert ended == []
    signal.raise_signal(number)
    assert ended == [number]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal that hangs up")
def test_what_a_command_was_started_to_ignore_does_not_cancel_it(ended: list[int]) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    with ended_as_by_ctrl_c():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert ended == []
