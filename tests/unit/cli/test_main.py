"""Global options, wrong usage, and one JSON object on stdout whatever happens."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faceid_app import __version__
from faceid_app.gui.page_names import PAGES
from faceid_app.paths import PROJECT_ROOT
from faceid_app.workers.operations import open_profiles


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


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("verify", "a", "--camera", "0", "--timeout", "-5"),
            "--timeout cannot be '-5': it must be a number from 0.1 to 600; see: faceid verify --help.",
        ),
        (
            ("verify", "a", "--camera", "0", "--timeout", "nan"),
            "--timeout cannot be 'nan': it must be a number from 0.1 to 600; see: faceid verify --help.",
        ),
        (
            ("enroll", "a", "--camera", "0", "--start", "-1"),
            "--start cannot be '-1': it must be a number of at least 0; see: faceid enroll --help.",
        ),
        (
            ("enroll", "a", "--camera", "0", "--anchors", "1.5"),
            "--anchors cannot be '1.5': it must be a whole number from 0 to 500; see: faceid enroll --help.",
        ),
        (
            ("train", "a", "--seed", "-1"),
            "--seed cannot be '-1': it must be a whole number from 0 to 4294967295; see: faceid train --help.",
        ),
        (
            ("--passphrase-fd", "x", "profiles"),
            "--passphrase-fd cannot be 'x': it must be a whole number; see: faceid --help.",
        ),
        (
            ("verify", "a", "--camera", "0", "--guard", "nothing"),
            "--guard cannot be 'nothing': it must be one of off, passive, challenge; see: faceid verify --help.",
        ),
        (
            ("evaluate", "all", "--part", "pairs", "--part", "nothing"),
            "--part cannot be 'nothing': it must be one of",
        ),
        (("audit", "list"), "No such command 'list'; see: faceid audit --help."),
        (("fly",), "No such command 'fly'; see: faceid --help."),
    ],
)
def test_wrong_usage_tells_what_was_given_what_is_possible_and_the_help_that_was_meant(run, arguments, sentence):
    assert run(*arguments).json["error"]["message"].startswith(sentence)


def test_a_topic_without_a_command_says_so_below_its_help(run):
    outcome = run("audit", human=True)
    assert outcome.code == 4
    assert outcome.err.endswith("faceid: faceid audit needs a command after it; see: faceid audit --help.\n")


@pytest.mark.parametrize(
    "arguments", [("verify", "a", "--camera", ""), ("window", "--camera", ""), ("serve", "--keep-camera", "")]
)
def test_an_empty_camera_is_not_the_current_folder(run, arguments):
    outcome = run(*arguments)
    assert outcome.code == 4
    assert outcome.json["error"]["message"].startswith(f"{arguments[-2]} is empty; ")


def test_an_empty_data_folder_is_not_the_current_one(tmp_path: Path):
    finished = faceid("--data-dir", "", "profiles", cwd=tmp_path)
    assert finished.returncode == 4
    assert finished.stderr == "faceid: --data-dir is empty; name what is meant, '.' for the current folder.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "limit"),
    [("--detection", "-5", "0 to 1"), ("--detection", "nan", "0 to 1"), ("--verification", "nan", "to 1")],
)
def test_thresholds_that_cannot_be_are_refused_also_where_no_attempt_is_kept(run, paths, option, value, limit):
    open_profiles(paths).create("anna")
    assert run("attempts", "anna").code == 0
    outcome = run("attempts", "anna", option, value)
    assert outcome.code == 4
    assert f"is {value}; choose" in outcome.json["error"]["message"]
    assert limit in outcome.json["error"]["message"]


def test_the_help_names_every_page_of_the_window(run):
    told = " ".join(re.sub(r"[│╭╮╰╯─]", " ", run("window", "--help", human=True).out).split())
    assert f"One of: {', '.join(PAGES)}." in told


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


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no file that is always full")


@full
@pytest.mark.parametrize("arguments", [("--json", "profiles"), ("profiles",), ("--json", "--help"), ("--help",)])
def test_output_that_cannot_be_written_is_no_verdict(paths, arguments):
    with open("/dev/full", "w", encoding="utf-8") as nowhere:
        finished = faceid("--data-dir", str(paths.root), *arguments, stdout=nowhere)
    assert finished.returncode == 4
    assert finished.stderr == (
        "faceid: The output cannot be written: no space left on device; send it where there is room, or to a program "
        "that reads all of it.\n"
    )


@full
@pytest.mark.parametrize("json", [("--json",), ()])
def test_an_error_keeps_its_exit_code_where_it_cannot_be_told(paths, json):
    with open("/dev/full", "w", encoding="utf-8") as nowhere:
        arguments = ("--data-dir", str(paths.root), *json, "verify", "nobody", "--camera", "0")
        silent = faceid(*arguments, stdout=nowhere, stderr=nowhere)
        finished = faceid(*arguments, stdout=nowhere)
    assert (silent.returncode, finished.returncode) == (4, 4)
    assert finished.stderr.startswith("faceid: There is no profile named 'nobody'")
    assert finished.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipe")
@pytest.mark.parametrize("arguments", [("profiles",), ("--help",)])
def test_a_reader_who_left_is_told_of_and_is_no_verdict(paths, arguments):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        finished = faceid("--data-dir", str(paths.root), *arguments, stdout=writing)
    finally:
        os.close(writing)
    assert finished.returncode == 4
    assert finished.stderr.startswith("faceid: The output cannot be written: broken pipe; ")
    assert finished.stderr.count("\n") == 1


def test_a_process_of_its_own_writes_one_json_object_and_nothing_else(paths):
    command = [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "--json", "profiles"]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert json.loads(finished.stdout) == {"profiles": []}
    assert finished.stderr == ""


def faceid(*arguments: str, cwd: Path = PROJECT_ROOT, **streams: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "faceid_app", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
        text=True,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams,
    )
