"""What the pages say, tested without a window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faceid_app.camera.errors import CameraBusy
from faceid_app.errors import ProfileExists
from faceid_app.faces.face import Face, Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.faces.quality import Measurements
from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.gui.enrol.enrol_keys import CaptureKeys
from faceid_app.gui.messages import sentence, unfit_words
from faceid_app.gui.parts.progress_view import ProgressView, time_left, view_of
from faceid_app.gui.shell.camera_notices import hint_of, notice_of
from faceid_app.gui.train.recipe_view import recipes
from faceid_app.gui.train.result_view import result_of
from faceid_app.gui.train.training_state import captures_words
from faceid_app.gui.verify.verdict_view import VerdictPresenter
from faceid_app.gui.verify.verdict_view import outline as verdict_outline
from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import Calibration, OperatingPoint
from faceid_app.identity.decision import Decision, Thresholds, Verdict
from faceid_app.identity.head import start_head
from faceid_app.identity.lockout import remaining_words
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.verification import FrameVerdict
from faceid_app.progress import Progress
from faceid_app.storage.captures import Role
from faceid_app.words import Words
from faceid_app.workers.capture import CaptureState, SourceState
from faceid_app.workers.operations import RECIPES
from tests.helpers.fake_camera import FakeClock

DARK = Refusal(Reason.TOO_DARK, 0.1, 0.15, "luminance", "Your face is at 10 %, 15 % are needed.", "Turn on a light.")
GONE = Refusal(Reason.NO_FACE, 0, 1, "faces", "No face is in the picture.", "Look at the camera.")


def observation(refusal: Refusal | None, *, face: bool = True) -> Observation:
    subject = Face((10.0, 20.0, 30.0, 40.0), np.zeros((5, 2), np.float32), 0.9) if face else None
    return Observation(
        faces=() if subject is None else (subject,),
        subject=subject,
        pose=None,
        measurements=Measurements(faces=int(face)),
        refusal=refusal,
        aligned=None,
        detect_ms=1.0,
        align_ms=1.0,
        _rgb=np.zeros((4, 4, 3), np.uint8),
    )


def point(far: float, threshold: float, *, impostors: int = 100_000, supported: bool = True) -> OperatingPoint:
    return OperatingPoint(far, threshold, int(far * impostors), impostors, 3, 400, supported)


CALIBRATION = Calibration((point(1e-2, 0.4), point(1e-3, 0.55), point(1e-4, 0.7, impostors=20_000, supported=False)))


# --- enrolment -------------------------------------------------------------------------------------------------------


def test_every_press_asks_and_a_held_key_at_most_four_times_a_second() -> None:
    clock = FakeClock()
    keys = CaptureKeys(clock)
    assert all(keys.asks(Role.ANCHOR, repeated=False) for _ in range(9))
    asked = 0
    for _ in range(100):  # 2 s of a keyboard that repeats 50 times a second
        clock.now += 0.02
        asked += keys.asks(Role.ANCHOR, repeated=True)
    assert asked in (7, 8)
    clock.now += 0.01
    assert keys.asks(Role.ANCHOR, repeated=False)
    assert keys.asks(Role.POSITIVE, repeated=True)


# --- camera ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(SourceState))
def test_every_camera_state_but_running_has_a_headline_of_its_own(state: SourceState) -> None:
    notice = notice_of(CaptureState(state, "Why."))
    if state in (SourceState.RUNNING, SourceState.SLOW):
        assert notice is None
        assert hint_of(CaptureState(state, "Why.")) == ("Why." if state is SourceState.SLOW else "")
        return
    assert notice is not None
    others = [notice_of(CaptureState(other)) for other in SourceState if other is not state]
    assert notice.headline not in [other.headline for other in others if other is not None]


def test_a_busy_camera_is_told_with_its_sentence_and_that_it_recovers() -> None:
    notice = notice_of(CaptureState(SourceState.BUSY, str(CameraBusy("Front Camera"))))
    assert notice is not None
    assert "Front Camera" in notice.sentence
    assert "by itself" in notice.sentence


# --- verdict ---------------------------------------------------------------------------------------------------------


def verdict(kind: Verdict, *, match: bool | None = None, refusal: Refusal | None = None) -> FrameVerdict:
    decision = None if match is None else Decision(match=match, share=0.75, score=0.9123)
    return FrameVerdict(
        seq=1,
        at=0.0,
        verdict=kind,
        decision=decision,
        thresholds=Thresholds(0.5, 0.5),
        reason="75% of the templates match.",
        refusal=refusal,
        observation=observation(refusal, face=refusal is not GONE),
        latency_ms={},
    )


def test_verdicts_are_words_and_the_score_is_no_percentage() -> None:
    presenter = VerdictPresenter()
    match = presenter.present(verdict(Verdict.MATCH, match=True), "anna")
    assert (match.headline, match.tone, match.score, match.share) == ("Match", "good", "0.912", "75 %")
    assert presenter.present(verdict(Verdict.NO_MATCH, match=False), "anna").headline == "No match"
    gone = presenter.present(verdict(Verdict.NO_FACE, refusal=GONE), "anna")
    assert (gone.headline, gone.reason, gone.score) == ("No face", f"{GONE.sentence} {GONE.action}", "–")
    unclear = presenter.present(verdict(Verdict.NO_FACE, refusal=DARK), "anna")
    assert unclear.headline == "No clear face"


def guarded(kind: Verdict, liveness: Liveness, *, match: bool) -> FrameVerdict:
    said_so = GuardVerdict(liveness, 0.5, Words("Straight edges: {value}.", value="0.39"))
    return replace(verdict(kind, match=match), guard=said_so, reason=said_so.reason)


def test_what_the_guard_says_stands_beside_one_large_word() -> None:
    presenter = VerdictPresenter()
    attack = presenter.present(guarded(Verdict.ATTACK, Liveness.ATTACK, match=True), "anna")
    assert (attack.headline, attack.tone, attack.reason) == ("Not live", "bad", "Straight edges: 0.39.")
    assert attack.guard is not None
    assert (attack.guard.words, attack.guard.tone) == ("A picture of a face, not a face", "bad")
    doubt = presenter.present(guarded(Verdict.NO_MATCH, Liveness.UNSURE, match=True), "anna")
    assert doubt.headline == "No match"
    assert "Watch and ask" in doubt.reason
    live = presenter.present(
        replace(verdict(Verdict.MATCH, match=True), guard=GuardVerdict(Liveness.LIVE, 0, Words("Well."))), "a"
    )
    assert live.guard is not None
    assert (live.headline, live.guard.words) == ("Match", "Live face")


def test_what_is_wrong_with_a_frame_is_told_only_while_no_verdict_stands() -> None:
    presenter = VerdictPresenter()
    told = {
        kind: presenter.present(verdict(kind, refusal=DARK), "anna").reason
        for kind in (Verdict.CHECKING, Verdict.NO_FACE, Verdict.MATCH, Verdict.NO_MATCH, Verdict.ATTACK)
    }
    assert told == {
        Verdict.CHECKING: f"{DARK.sentence} {DARK.action}",
        Verdict.NO_FACE: f"{DARK.sentence} {DARK.action}",
        Verdict.MATCH: "This face matches the pictures of anna.",
        Verdict.NO_MATCH: "This face does not match the pictures of anna.",
        Verdict.ATTACK: "A picture of a face, not a face",
    }


@pytest.mark.parametrize(("kind", "liveness"), [(Verdict.ATTACK, Liveness.ATTACK), (Verdict.NO_MATCH, Liveness.UNSURE)])
def test_a_standing_verdict_keeps_the_sentence_it_was_told_with(kind: Verdict, liveness: Liveness) -> None:
    presenter = VerdictPresenter()
    told = presenter.present(guarded(kind, liveness, match=True), "anna").reason
    assert "Straight edges: 0.39." in told
    assert presenter.present(verdict(kind, refusal=DARK), "anna").reason == told
    presenter.present(verdict(Verdict.CHECKING, refusal=DARK), "anna")
    assert presenter.present(verdict(kind, refusal=DARK), "anna").reason != told  # another one, another time


def test_a_lock_out_is_told_calmly_with_what_is_left_of_it() -> None:
    locked = replace(verdict(Verdict.LOCKED), reason=remaining_words(12.0), locked_for=12.0)
    view = VerdictPresenter().present(locked, "anna")
    assert (view.headline, view.tone, view.reason) == (
        "Locked",
        "caution",
        "Too many attempts failed; try again in 12 s.",
    )


def test_moved_thresholds_never_show_a_match_that_the_guard_does_not_grant() -> None:
    presenter = VerdictPresenter()
    presenter.thresholds_moved()
    doubt = presenter.present(guarded(Verdict.CHECKING, Liveness.UNSURE, match=True), "anna")
    assert doubt.headline == "Checking…"


def test_moved_thresholds_answer_with_what_the_frame_would_come_to_until_time_has_decided() -> None:
    presenter = VerdictPresenter()
    checking = verdict(Verdict.CHECKING, match=False)
    assert presenter.present(checking, "anna").headline == "Checking…"
    presenter.thresholds_moved()
    assert presenter.present(checking, "anna").headline == "Would not match"
    would = presenter.present(verdict(Verdict.CHECKING, match=True), "anna")
    assert (would.headline, would.tone) == ("Would match", "muted")  # no match was told, and none is shown
    assert would.reason == "With these thresholds this face would match the pictures of anna."
    assert presenter.present(verdict(Verdict.MATCH, match=True), "anna").headline == "Match"
    assert presenter.present(checking, "anna").headline == "Checking…"


def test_the_outline_takes_the_verdicts_tone() -> None:
    tones = [verdict_outline(verdict(Verdict.MATCH, match=True), tone) for tone in ("good", "bad", "muted")]
    assert [outlined.tone for outlined in tones if outlined is not None] == ["good", "bad", "neutral"]
    refused = verdict_outline(verdict(Verdict.CHECKING, refusal=DARK), "muted")
    assert refused is not None
    assert refused.tone == "caution"


# --- training --------------------------------------------------------------------------------------------------------


def bundle(*, fit: bool) -> Bundle:
    return Bundle(
        recipe="head",
        input=Input.ALIGNED_112,
        normalise=True,
        backbone=BackboneReference("sface", "0" * 64),
        network=None,
        head=start_head(8, slope=10.0, bias=2.0),
        calibration=CALIBRATION,
        thresholds=Thresholds(0.55, 0.5),
        fitness=Fitness(fit=fit, why="" if fit else "it accepts 9 of 300 strangers"),
        card={"probes": [{"name": "background only", "accepted": 1, "n": 40, "low": 0.0, "high": 0.1}]},
    )


def test_the_report_card_shows_counts_and_probes() -> None:
    view = result_of(bundle(fit=True))
    assert (view.headline, view.tone) == ("Fit for verification", "good")
    assert view.table[0] == ("1 in 100", "0.4000", "1,000 of 100,000", "3 of 400")
    assert view.table[2][1] == "not enough data"
    assert view.probes == [("Your room without your face", "1 of 40 accepted")]


def test_an_unfit_model_says_why() -> None:
    view = result_of(bundle(fit=False))
    assert (view.tone, view.reason) == ("bad", "It accepts 9 of 300 strangers.")
    assert "it accepts 9 of 300 strangers" in unfit_words("it accepts 9 of 300 strangers", in_use=True)


def test_progress_is_said_as_a_person_would() -> None:
    report = Progress(stage="train", step=5, of=20, eta=130.0, epoch=2, epochs=6)
    assert view_of(report) == ProgressView("Training, epoch 2 of 6", 0.25, "about 2 min left")
    assert view_of(Progress(stage="download lfw")).share is None
    assert [time_left(seconds) for seconds in (None, 2.0, 33.0, 7200.0)] == [
        "", "a few seconds left", "about 35 s left", "about 2.0 h left",
    ]  # fmt: skip


def test_the_recipes_are_those_of_the_operation_with_the_default_first() -> None:
    assert tuple(recipe.name for recipe in recipes()) == RECIPES
    assert [recipe.needs_backbone for recipe in recipes()] == [True, True, False]


def test_too_few_captures_are_counted() -> None:
    assert "1 anchors and 0 positives" in captures_words({Role.ANCHOR: 1, Role.POSITIVE: 0})
    assert "20" in captures_words({Role.ANCHOR: 3, Role.POSITIVE: 3})


# --- messages --------------------------------------------------------------------------------------------------------


def test_our_errors_speak_for_themselves_and_others_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    error = ProfileExists("anna")
    assert sentence(error) == str(error)
    assert "ZeroDivisionError" in sentence(ZeroDivisionError("x"))
    assert "Unexpected error" in caplog.text
