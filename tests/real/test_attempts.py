"""The decision time machine on real faces: what would have come out otherwise, and what would not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.camera.source import open_source
from faceid_app.cli.main import main
from faceid_app.identity import attempts_replay
from faceid_app.identity.attempts import AttemptWatch
from faceid_app.identity.attempts_replay import ScoredAttempts, joined, replay, score_attempts
from faceid_app.identity.decision import Thresholds, Verdict
from faceid_app.identity.verification import Verifier
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.attempts import Attempt
from faceid_app.workers.operations import open_profiles
from tests.helpers.enrolled import enrol, give_model, verifier_of
from tests.real.conftest import Faceid

Clip = Callable[[str], Path]


@pytest.fixture(scope="module")
def enrolled(clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    paths = Paths(tmp_path_factory.mktemp("enrolled"))
    give_model(paths, enrol(paths, "a", clip("a_live")))
    return paths


@pytest.fixture(scope="module")
def verifier(enrolled: Paths) -> Verifier:
    return verifier_of(enrolled, "a")


def sitting(verifier: Verifier, path: Path, *, start: float, seconds: float) -> list[Attempt]:
    watch = AttemptWatch(network=verifier.bundle.network_id, bundle=verifier.bundle_id)
    attempts = []
    with open_source(str(path), start=start, end=start + seconds, fast=True) as source:
        while (frame := source.read()) is not None:
            if frame.seq % 3 == 0:  # ten glances a second
                attempts.append(watch.see(verifier.verify(frame)))
    return [one for one in attempts if one is not None]


@pytest.fixture(scope="module")
def attempts(enrolled: Paths, clip: Clip) -> list[Attempt]:
    """The person four times, and three strangers, kept and read again."""
    verifier = verifier_of(enrolled, "a")
    found: list[Attempt] = []
    for start in (10.5, 11.5, 12.5, 13.5):
        found += sitting(verifier, clip("a_live"), start=start, seconds=0.7)
    for stranger in ("b_live", "c_live", "d_live"):
        found += sitting(verifier, clip(stranger), start=1.0, seconds=0.7)
    kept = open_profiles(enrolled).get("a").attempts
    kept.erase()
    for one in found:
        kept.add(one)
    back = list(kept.load().attempts)
    kept.erase()
    assert len(back) == len(found)
    return back


def scored(verifier: Verifier, attempts: list[Attempt]) -> ScoredAttempts:
    return score_attempts(
        attempts, network=verifier.bundle.network_id, head=verifier.bundle.head, templates=verifier.templates
    )


def test_at_unchanged_settings_nothing_flips(verifier: Verifier, attempts: list[Attempt]) -> None:
    verdicts = [one.verdict for one in attempts]
    assert verdicts.count("match") >= 3
    assert verdicts.count("no_match") >= 3
    again = scored(verifier, attempts)
    told = replay(again, verifier.thresholds)
    assert (told.attempts, told.other_network, told.flips) == (len(attempts), 0, ())
    lasts = np.append(again.first[1:], len(again.scores)) - 1
    for one, last in zip(attempts, lasts, strict=True):
        needed = -(-len(again.scores[last]) // 2)
        assert np.sort(again.scores[last])[-needed] == np.float32(one.score)  # to the bit


def test_scored_in_two_steps_they_are_as_scored_at_once(
    verifier: Verifier, attempts: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scored(verifier, attempts)
    parts = joined(scored(verifier, attempts[:4]), scored(verifier, attempts[4:]))
    assert parts.attempts == whole.attempts
    assert (parts.first.tolist(), parts.scores.tolist()) == (whole.first.tolist(), whole.scores.tolist())
    monkeypatch.setattr(attempts_replay, "MOST", 3)
    newest = joined(scored(verifier, attempts[:4]), scored(verifier, attempts[4:]))
    last = scored(verifier, attempts[-3:])
    assert newest.attempts == last.attempts
    assert (newest.first.tolist(), newest.scores.tolist()) == (last.first.tolist(), last.scores.tolist())


def test_a_stricter_and_an_easier_threshold_flip_one_kind_each(verifier: Verifier, attempts: list[Attempt]) -> None:
    again = scored(verifier, attempts)
    strict = replay(again, Thresholds(1.0, 1.0))
    assert (strict.to_no_match, strict.to_match) == (sum(one.verdict == "match" for one in attempts), 0)
    easy = replay(again, Thresholds(0.0, 0.01))
    assert (easy.to_no_match, easy.to_match) == (0, sum(one.verdict == "no_match" for one in attempts))
    assert [flip.taken_at for flip in easy.flips] == sorted((flip.taken_at for flip in easy.flips), reverse=True)
    assert all(flip.before is Verdict.NO_MATCH and flip.score >= 0.0 for flip in easy.flips)


def test_other_templates_flip_and_another_network_is_counted_not_guessed(
    verifier: Verifier, attempts: list[Attempt]
) -> None:
    stranger = attempts[-1]
    head = verifier.bundle.head
    theirs = head.project(np.stack([glance.embedding for glance in stranger.glances]))
    swapped = score_attempts(attempts, network=verifier.bundle.network_id, head=head, templates=theirs)
    told = replay(swapped, verifier.thresholds)
    assert told.to_match >= 1
    assert told.to_no_match == sum(one.verdict == "match" for one in attempts)
    foreign = [replace(one, network="0" * 64) for one in attempts[:3]]
    mixed = replay(scored(verifier, [*foreign, *attempts[3:]]), verifier.thresholds)
    assert (mixed.attempts, mixed.other_network, mixed.flips) == (len(attempts) - 3, 3, ())


@pytest.fixture
def faceid(capsys: pytest.CaptureFixture[str]) -> Faceid:
    """As the program is called, in this process: a new one takes seconds."""

    def call(paths: Paths, *arguments: str) -> tuple[int, dict[str, Any]]:
        code = main(["--data-dir", str(paths.root), "--json", *arguments])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_the_command_line_keeps_only_if_told_to(enrolled: Paths, faceid: Faceid, clip: Clip, tmp_path: Path) -> None:
    own_copy = Paths(tmp_path / "copy")
    shutil.copytree(enrolled.root, own_copy.root)
    again = ("verify", "a", "--camera", str(clip("a_live")), "--start", "10.5", "--fast")
    assert faceid(own_copy, *again)[0] == 0
    assert faceid(own_copy, "attempts", "a")[1]["attempts"] == 0
    settings = Settings.load(own_copy)
    settings.keep_attempts = True
    settings.save(own_copy)
    assert faceid(own_copy, *again)[0] == 0
    stranger = ("verify", "a", "--camera", str(clip("c_live")), "--end", "1", "--fast")
    assert faceid(own_copy, *stranger)[0] == 1
    code, told = faceid(own_copy, "attempts", "a")
    assert (code, told["attempts"], told["changed"]) == (0, 2, [])
    assert [one["verdict"] for one in told["kept"]] == ["no_match", "match"]
    code, told = faceid(own_copy, "attempts", "a", "--detection", "1", "--verification", "1")
    assert [(one["before"], one["after"]) for one in told["changed"]] == [("match", "no_match")]
    code, told = faceid(own_copy, "attempts", "a", "--erase")
    assert (code, told["erased"]) == (0, 2)
    assert faceid(own_copy, "attempts", "a")[1]["attempts"] == 0
