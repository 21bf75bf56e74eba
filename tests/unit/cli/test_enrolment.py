"""`faceid enroll` on sources that show no face."""

from __future__ import annotations

import re
import signal

import pytest

from faceid_app.cli.endings import ENDING
from faceid_app.cli.enrolment import _doubts, _sentence
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


@pytest.mark.parametrize("name", [number.name for number in ENDING])
@pytest.mark.parametrize("command", ["enroll", "import-dataset"])
def test_whom_a_command_was_enrolling_that_is_told_to_end_is_not_enrolled(
    run, blank_clip, tmp_path, monkeypatch, command, name
):
    number = getattr(signal, name)
    began = []

    def end(*_arguments, **_options):
        began.extend(run("profiles").json["profiles"])
        assert signal.getsignal(number) is not signal.SIG_DFL  # it would end the tests
        signal.raise_signal(number)

    monkeypatch.setattr("faceid_app.cli.enrolment.EnrolmentSession.observe", end)
    monkeypatch.setattr("faceid_app.cli.people.import_dataset", end)
    source = ["nobody", "--camera", str(blank_clip), "--fast"] if command == "enroll" else [str(tmp_path), "nobody"]
    outcome = run(command, *source)
    assert [profile["name"] for profile in began] == ["nobody"]
    assert outcome.code == 130
    assert run("profiles").json == {"profiles": []}


def test_a_part_of_what_was_asked_for_is_kept_and_says_so():
    wanted = {Role.ANCHOR: 20, Role.POSITIVE: 20}
    part = _sentence("anna", {Role.ANCHOR: 3, Role.POSITIVE: 2}, wanted, {"blur": 4})
    assert part == (
        "anna: 3 of 20 anchors, 2 of 20 positives captured; frames refused: 4 blur. "
        "That is not all: what was taken is kept, and another run takes as many again."
    )
    assert "not all" not in _sentence("anna", wanted, wanted, {})


def test_what_looks_like_somebody_else_is_told_with_the_way_on():
    assert _doubts(refused=0, suspects=0) == ""
    told = _doubts(refused=4, suspects=2)
    assert "(score below 0.9): 4; if it is the same person, run it again with --anybody." in told
    assert told.endswith("Pictures that look like somebody else: 2; look through them in the window.")


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
