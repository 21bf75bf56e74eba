"""Global options, wrong usage, and one JSON object on stdout whatever happens."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from faceid_app import __version__
from faceid_app.paths import PROJECT_ROOT


def test_the_version_is_told(run):
    assert run("--version").json == {"version": __version__}
    assert run("--version", human=True).out == f"faceid {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("verify",),
        ("verify", "anna"),
        ("verify", "anna", "--camera", "0", "--timeout", "soon"),
        ("verify", "anna", "--camera", "0", "--timeout", "-3"),
        ("enroll", "anna", "--camera", "0", "--anchors", "0", "--positives", "0"),
        ("enroll", "anna", "--camera", "0", "--anchors", "-1"),
        ("train", "anna", "--recipe", "magic"),
        ("models",),
        ("models", "fetch", "nobody"),
    ],
)
def test_wrong_usage_is_exit_code_4_and_one_sentence(run, arguments):
    outcome = run(*arguments)
    assert outcome.code == 4
    message = outcome.json["error"]["message"]
    assert message.endswith(".")
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("command", ["verify", "train", "thresholds"])
def test_an_unknown_profile_is_named(run, command):
    camera = ("--camera", "0") if command == "verify" else ()
    outcome = run(command, "nobody", *camera)
    assert outcome.code == 4
    assert "'nobody'" in outcome.json["error"]["message"]


@pytest.mark.parametrize("name", ["../anna", "a/b", "..", "", "nul\0", "x" * 65, "CON"])
def test_a_name_that_leads_elsewhere_is_refused_and_makes_nothing(run, name, paths, blank_clip):
    outcome = run("enroll", name, "--camera", str(blank_clip), "--fast")
    assert outcome.code == 4
    assert outcome.json["error"]["kind"] == "InvalidName"
    assert not [path for path in paths.root.parent.rglob("*") if path.name == "anna"]
    assert run("profiles").json == {"profiles": []}


def test_a_fault_of_the_program_is_no_verdict(run, monkeypatch, caplog):
    def stumble(paths):
        raise ZeroDivisionError

    monkeypatch.setattr("faceid_app.cli.people.open_profiles", stumble)
    outcome = run("profiles")
    assert outcome.code == 70
    assert outcome.json["error"]["kind"] == "InternalFault"
    assert "ZeroDivisionError" in caplog.text


def test_an_error_in_human_words_goes_to_stderr(run):
    outcome = run("thresholds", "nobody", human=True)
    assert outcome.out == ""
    assert outcome.err.startswith("faceid: There is no profile named 'nobody'")


def test_a_process_of_its_own_writes_one_json_object_and_nothing_else(paths):
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "--json", "profiles"]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert json.loads(finished.stdout) == {"profiles": []}
    assert finished.stderr == ""
