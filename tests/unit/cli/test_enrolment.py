"""`faceid enroll` on sources that show no face."""

from __future__ import annotations

from faceid_app.storage.locks import hold


def test_a_clip_without_a_face_captures_nothing_and_says_why(run, blank_clip, paths):
    outcome = run("enroll", "anna", "--camera", str(blank_clip), "--fast")
    assert outcome.code == 2
    assert outcome.json["captured"] == {"anchor": 0, "positive": 0}
    assert outcome.json["refused"]["no_face"] == 10
    assert not outcome.json["complete"]


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
