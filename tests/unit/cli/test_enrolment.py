"""`faceid enroll` on sources that show no face."""

from __future__ import annotations

import re

from faceid_app.cli.enrolment import _sentence
from faceid_app.paths import PROJECT_ROOT
from faceid_app.storage.captures import Role
from faceid_app.storage.locks import hold


def test_a_clip_without_a_face_captures_nothing_and_says_why(run, blank_clip, paths):
    outcome = run("enroll", "anna", "--camera", str(blank_clip), "--fast")
    assert outcome.code == 2
    assert outcome.json["captured"] == {"anchor": 0, "positive": 0}
    assert outcome.json["refused"]["no_face"] == 10
    assert not outcome.json["complete"]
    documented = (PROJECT_ROOT / "docs" / "scripting.md").read_text(encoding="utf-8").partition("## Enrolling")[2]
    rows = [line.split("|")[1] for line in documented.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == set(outcome.json) - {"name", "camera"}


def test_a_part_of_what_was_asked_for_is_kept_and_says_so():
    wanted = {Role.ANCHOR: 20, Role.POSITIVE: 20}
    part = _sentence("anna", {Role.ANCHOR: 3, Role.POSITIVE: 2}, wanted, {"blur": 4})
    assert part == (
        "anna: 3 of 20 anchors, 2 of 20 positives captured; frames refused: 4 blur. "
        "That is not all: what was taken is kept, and another run takes as many again."
    )
    assert "not all" not in _sentence("anna", wanted, wanted, {})


def test_a_camera_that_is_not_there_is_exit_code_5(run):
    outcome = run("enroll", "anna", "--camera", "/nowhere/clip.mp4")
    assert outcome.code == 5
    assert outcome.json["error"]["kind"] == "SourceUnreadable"
    assert run("profiles").json == {"profiles": []}


def test_a_text_file_named_like_a_clip_is_exit_code_5(run, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_text("this is not a video")
    assert run("enroll", "anna", "--camera", str(clip)).code == 5


def test_a_profile_in_use_elsewhere_is_left_alone(run, blank_clip, paths):
    run("enroll", "anna", "--camera", str(blank_clip), "--fast")
    with hold(paths.root, "profile anna"):
        outcome = run("enroll", "anna", "--camera", str(blank_clip), "--fast")
    assert outcome.code == 4
    assert outcome.json["error"]["kind"] == "Locked"
