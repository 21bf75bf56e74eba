"""Trials on real clips: judged as verification judges, kept, reported and judged anew, from the command line too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.cli.main import main
from faceid_app.faces.observation import Observation
from faceid_app.guard.fusion import FusedCue, Fusion
from faceid_app.guard.verdict import CueReading, GuardVerdict, Liveness
from faceid_app.identity import trial_bench
from faceid_app.identity.decision import Verdict
from faceid_app.identity.trial_bench import TrialBench
from faceid_app.identity.trials import Conditions, Outcome, Shown, outcome_of
from faceid_app.identity.trials_replay import Judges, replay_figures, replay_pictures
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.words import Words
from faceid_app.workers.operations import open_profiles
from tests.helpers.enrolled import THRESHOLDS, enrol, give_model

Clip = Callable[[str], Path]
LIMIT = 0.5


class ScriptedGuard:
    """Says what it is told to, with one cue that is its risk."""

    def __init__(self, risk: float) -> None:
        self.risk = risk
        self.begun_anew = 0

    def check(self, frame: Frame, observation: Observation) -> GuardVerdict:
        liveness = Liveness.LIVE if self.risk < LIMIT else Liveness.ATTACK
        cue = CueReading("glow", self.risk, LIMIT, "", self.risk >= LIMIT)
        return GuardVerdict(liveness, self.risk, Words("So it was told."), (cue,))

    def lost(self) -> None:
        self.begun_anew += 1


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory, clip: Clip) -> Paths:
    paths = Paths(tmp_path_factory.mktemp("trials"))
    give_model(paths, enrol(paths, "a", clip("a_live"), each=2))
    return paths


@pytest.fixture(autouse=True)
def _thresholds_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting strangers for those in use takes seconds, and is tested elsewhere."""
    monkeypatch.setattr(trial_bench, "find_thresholds", lambda *_args, **_options: THRESHOLDS)


@pytest.fixture
def profile(enrolled: Paths) -> Profile:
    profile = open_profiles(enrolled).get("a")
    profile.trials.erase()
    return profile


def bench_with(enrolled: Paths, guard: ScriptedGuard) -> TrialBench:
    return TrialBench(enrolled, open_profiles(enrolled).get("a"), Settings(), guard=guard)


def show(bench: TrialBench, path: Path, *, species: str, start: float, times: int = 1) -> list[Shown]:
    """Presentations of 0.6 s, seven pictures each, one after the other as the bench lets them."""
    conditions = Conditions(species=species, camera="Front", light="lamp", seconds=0.6, pictures=True)
    found: list[Shown] = []
    bench.begin(conditions)
    with open_source(str(path), start=start, fast=True) as source:
        while len(found) < times and (frame := source.read()) is not None:
            if frame.seq % 3:
                continue
            _verdict, shown = bench.see(frame)
            if shown is not None:
                found.append(shown)
                bench.begin(conditions)
    return found


def test_what_the_guard_calls_live_is_matched_and_what_it_calls_an_attack_is_not(
    enrolled: Paths, profile: Profile, clip: Clip
) -> None:
    guard = ScriptedGuard(0.1)
    (live,) = show(bench_with(enrolled, guard), clip("a_live"), species="live", start=10.5)
    guard.risk = 0.9
    (attack,) = show(bench_with(enrolled, guard), clip("a_live"), species="print", start=10.5)
    first, second = live.presentation, attack.presentation
    assert (first.called_live, first.called_attack, first.accepted) == (True, False, True)
    assert (second.called_live, second.called_attack, second.accepted) == (False, True, False)
    assert {frame.verdict for frame in second.frames} == {Verdict.ATTACK}
    for one in (first, second):
        profile.trials.add(one, live.pictures if one is first else attack.pictures)
    back = profile.trials.load().presentations
    assert [one.id for one in back] == [first.id, second.id]
    assert all(frame.embedding is not None and frame.cues for one in back for frame in one.frames)


def test_between_two_presentations_everything_begins_anew(enrolled: Paths, clip: Clip) -> None:
    guard = ScriptedGuard(0.1)
    bench = bench_with(enrolled, guard)
    first, second = show(bench, clip("a_live"), species="live", start=16.6, times=2)
    assert guard.begun_anew >= 1
    assert second.presentation.frames[0].at == 0
    assert second.presentation.frames[0].verdict == Verdict.CHECKING
    assert first.presentation.frames[0].verdict == Verdict.CHECKING
    assert second.presentation.id > first.presentation.id


def test_by_the_models_of_then_nothing_flips_and_by_others_what_should(
    enrolled: Paths, profile: Profile, clip: Clip
) -> None:
    guard = ScriptedGuard(0.1)
    bench = bench_with(enrolled, guard)
    for shown in (
        *show(bench, clip("a_live"), species="live", start=10.5),
        *show(bench_with(enrolled, ScriptedGuard(0.9)), clip("a_replay"), species="monitor-replay", start=2.0),
    ):
        profile.trials.add(shown.presentation, shown.pictures)
    kept = profile.trials.load().presentations
    head, templates = bench.verifier.bundle.head, bench.verifier.templates
    # A cue of weight 1 around the limit: its risk is over a half exactly where the cue is over LIMIT.
    fusion = Fusion(
        cues=(FusedCue(name="glow", mean=LIMIT, deviation=0.1, weight=1.0, limit=LIMIT),), bias=0.0, limit=0.5
    )
    assert replay_figures(kept, Judges(bench.system, head, templates, replace(fusion, bias=8.0))).flips == ()
    retaught = replace(bench.system, guards={**bench.system.guards, "presentation/fusion.json": "00" * 32})
    judges = Judges(retaught, head, templates, fusion)
    assert replay_figures(kept, judges).flips == ()
    for one in kept:
        assert outcome_of(one.frames, bench.system) == Outcome(one.called_live, one.called_attack, one.accepted)

    strict = replace(fusion, bias=8.0)
    (flip,) = replay_figures(kept, replace(judges, fusion=strict)).flips
    assert (flip.then.species, flip.now.called_attack, flip.now.accepted) == ("live", True, False)

    blind = replace(fusion, bias=-8.0)
    flips = replay_figures(kept, replace(judges, fusion=blind)).flips
    assert [(one.then.species, one.now.called_live) for one in flips] == [("monitor-replay", True)]

    strangers = np.asarray(templates + 10, np.float32)
    flips = replay_figures(kept, replace(judges, templates=strangers)).flips
    assert [(one.then.species, one.now.accepted, one.now.called_live) for one in flips] == [("live", False, True)]

    other = replace(bench.system, network="00" * 32)
    assert replay_figures(kept, replace(judges, system=other)).other_network == 2
    changed = replace(bench.system, guards={**retaught.guards, "presentation/network.tflite": "00" * 32})
    assert replay_figures(kept, replace(judges, system=changed)).other_cues == 2
    wider = Fusion(cues=(*fusion.cues, replace(fusion.cues[0], name="new")), bias=0.0, limit=0.5)
    assert replay_figures(kept, replace(judges, fusion=wider)).other_cues == 2


def test_kept_pictures_are_judged_by_whatever_judges_now(enrolled: Paths, profile: Profile, clip: Clip) -> None:
    (shown,) = show(bench_with(enrolled, ScriptedGuard(0.1)), clip("a_live"), species="live", start=10.5)
    profile.trials.add(shown.presentation, shown.pictures)
    (kept,) = profile.trials.load().presentations
    assert sum(frame.picture is not None for frame in kept.frames) == len(shown.pictures) == 4
    again = replay_pictures([kept], profile.trials, bench_with(enrolled, ScriptedGuard(0.1)))
    assert again.flips == ()
    again = replay_pictures([kept], profile.trials, bench_with(enrolled, ScriptedGuard(0.9)))
    assert again.flips[0].now.called_attack
    profile.trials.erase_pictures()
    assert replay_pictures([kept], profile.trials, bench_with(enrolled, ScriptedGuard(0.9))).no_pictures == 1


def told(capsys: pytest.CaptureFixture[str], enrolled: Paths, *arguments: str) -> dict[str, Any]:
    code = main(["--data-dir", str(enrolled.root), "--json", "guard", *arguments])
    payload = json.loads(capsys.readouterr().out)
    assert code == 0, payload
    assert isinstance(payload, dict)
    return payload


def test_the_command_line_tries_reports_replays_and_forgets(
    enrolled: Paths, profile: Profile, clip: Clip, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    short = ["--fast", "--seconds", "1", "--presentations", "1"]
    camera = ["--camera", str(clip("a_replay")), "--start", "1", "--end", "2.2"]
    trial = told(capsys, enrolled, "trial", "a", *camera, "--species", "monitor-replay", *short)
    (one,) = trial["presentations"]
    assert one["accepted"] is False
    report = told(capsys, enrolled, "report", "a", "--report", str(tmp_path / "r.html"))
    figures = report["figures"]["newest"]["species"]["monitor-replay"]
    assert (figures["iapar"]["count"], figures["iapar"]["of"]) == (0, 1)
    assert "ISO/IEC" in (tmp_path / "r.html").read_text("utf-8")
    assert told(capsys, enrolled, "replay", "a")["changed"] == []
    assert told(capsys, enrolled, "forget", "a", "--species", "print")["presentations"] == 0
    assert told(capsys, enrolled, "forget", "a")["presentations"] == 1
    assert profile.trials.load().presentations == ()


def test_the_command_line_says_what_it_cannot_do(
    enrolled: Paths, profile: Profile, clip: Clip, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*arguments: str) -> str:
        assert main(["--data-dir", str(enrolled.root), "guard", *arguments]) == 4
        return capsys.readouterr().err

    camera = ["--camera", str(clip("b_replay")), "--start", "2", "--fast"]
    assert "fewer --seconds" in refused("trial", "a", *camera, "--species", "print")
    assert "no name for a species" in refused("trial", "a", *camera, "--species", "a/b")
    assert "Nothing was tried" in refused("report", "a")
    assert "Nothing was tried" in refused("replay", "a")
    assert "give one of them" in refused("forget", "a", "--pictures", "--species", "print")


def test_the_profile_is_deleted_with_its_trials(enrolled: Paths, clip: Clip, tmp_path: Path) -> None:
    paths = Paths(tmp_path / "copy")
    shutil.copytree(enrolled.root, paths.root)
    people = open_profiles(paths)
    (shown,) = show(bench_with(enrolled, ScriptedGuard(0.9)), clip("a_live"), species="print", start=10.5)
    people.get("a").trials.add(shown.presentation, shown.pictures)
    removed = [file.place for file in people.delete("a").removed if file.place.startswith("trials/")]
    assert len(removed) == 1 + len(shown.pictures)
