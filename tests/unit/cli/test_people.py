"""Profiles from the command line: list, rename, delete, thresholds."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from faceid_app.identity.bundle import CARD_FILE
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.workers.operations import open_profiles


@pytest.fixture
def anna(paths, bundle):
    profile = open_profiles(paths).create("anna")
    profile.bundles.save(bundle.to_files(), manifest={})
    return profile


def test_profiles_are_listed_with_their_model(run, anna):
    (row,) = run("profiles").json["profiles"]
    assert (row["name"], row["anchors"], row["recipe"], row["fit"]) == ("anna", 0, "head", True)
    assert "anna: 0 anchors, 0 positives, model head (fit)" in run("profiles", human=True).out


def test_a_profile_can_be_renamed_and_deleted(run, anna):
    assert run("rename", "anna", "Änne").code == 0
    assert [row["name"] for row in run("profiles").json["profiles"]] == ["Änne"]
    receipt = run("delete", "Änne", "--yes").json
    assert receipt["files"] >= 3
    assert run("profiles").json == {"profiles": []}
    assert run("delete", "Änne", "--yes").code == 4


def test_thresholds_are_shown_with_their_counts(run, anna, bundle):
    shown = run("thresholds", "anna").json
    assert shown["detection"] == bundle.thresholds.detection
    assert [point["far"] for point in shown["points"]] == [1e-2, 1e-3, 1e-4]
    assert all(point["impostors"] == 40_000 for point in shown["points"])
    assert "of 40,000 impostor" in run("thresholds", "anna", human=True).out


def test_thresholds_are_set_for_a_rate_or_by_hand_and_kept(run, anna, bundle):
    strict = run("thresholds", "anna", "--far", "1e-4").json
    assert strict["detection"] == bundle.calibration.point(1e-4).threshold
    by_hand = run("thresholds", "anna", "--detection", "0.7", "--verification", "0.8").json
    assert (by_hand["detection"], by_hand["verification"]) == (0.7, 0.8)
    kept = run("thresholds", "anna").json
    assert (kept["detection"], kept["verification"]) == (0.7, 0.8)


def test_thresholds_of_an_older_model_do_not_survive_training(run, anna, bundle):
    run("thresholds", "anna", "--detection", "0.1")
    anna.bundles.save(bundle.to_files(), manifest={})
    assert run("thresholds", "anna").json["detection"] == bundle.thresholds.detection


@pytest.mark.parametrize(
    "arguments",
    [("--detection", "1.5"), ("--verification", "0"), ("--far", "0.5"), ("--far", "1e-4", "--detection", "0.5")],
)
def test_thresholds_that_cannot_be_are_refused(run, anna, bundle, arguments):
    outcome = run("thresholds", "anna", *arguments)
    assert outcome.code == 4
    assert run("thresholds", "anna").json["detection"] == bundle.thresholds.detection


def test_a_damaged_model_is_told_and_never_used(run, anna, paths, blank_clip):
    bundle_id = anna.bundles.current_id()
    card = paths.personal / "anna" / "bundles" / bundle_id / CARD_FILE
    card.write_bytes(card.read_bytes().replace(b"true", b"True"))
    outcome = run("verify", "anna", "--camera", str(blank_clip), "--fast")
    assert outcome.code == 4
    assert outcome.json["error"]["kind"] == "CorruptData"


def test_a_model_of_another_preprocessing_is_refused(run, anna, bundle, blank_clip):
    files = bundle.to_files()
    card = json.loads(files[CARD_FILE]) | {"preprocessing": PREPROCESSING_VERSION + 1}
    anna.bundles.save(files | {CARD_FILE: json.dumps(card).encode()}, manifest={})
    outcome = run("verify", "anna", "--camera", str(blank_clip), "--fast")
    assert outcome.code == 4
    assert outcome.json["error"]["kind"] == "BundleVersionMismatch"


def test_training_without_captures_says_how_many_are_needed(run, anna):
    outcome = run("train", "anna")
    assert outcome.code == 4
    assert "0 anchor captures, 2 are needed" in outcome.json["error"]["message"]


def test_a_damaged_profile_hides_nobody_and_can_be_deleted(run, anna, paths):
    open_profiles(paths).create("bob")
    (paths.personal / "anna" / "profile.json").write_bytes(b"{")
    (paths.personal / "anna" / "captures.jsonl").write_bytes(b"x\ny\n")
    rows = {row["name"]: row for row in run("profiles").json["profiles"]}
    assert "damaged" in rows["anna"]["damaged"]
    assert rows["bob"]["damaged"] is None
    assert run("delete", "anna", "--yes").code == 0
    assert [row["name"] for row in run("profiles").json["profiles"]] == ["bob"]


def test_a_rate_the_counts_do_not_support_is_refused_not_relaxed(run, anna, bundle):
    impostors = np.linspace(0.0, 0.6, 1000, dtype=np.float32)
    few = replace(bundle, calibration=calibrate(impostors, impostors, people=40))
    anna.bundles.save(few.to_files(), manifest={})
    outcome = run("thresholds", "anna", "--far", "1e-4")
    assert outcome.code == 4
    assert "not supported" in outcome.json["error"]["message"]
    assert run("thresholds", "anna").json["detection"] == bundle.thresholds.detection


def test_both_spellings_of_a_name_are_one_person(run, anna):
    assert run("rename", "anna", "A\u0308nne").code == 0
    assert [row["name"] for row in run("profiles").json["profiles"]] == ["\u00c4nne"]
    assert run("delete", "A\u0308nne", "--yes").code == 0
