"""The history, capsules, dropped pictures and the passphrase in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.shell.event_words import told_events
from faceid_app.identity.lockout import MOST_FAILURES, Lockout
from faceid_app.paths import Paths
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.audit_check import Entry, entries
from faceid_app.storage.vault import passphrase
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.protecting import make_vault
from tests.gui.conftest import OpenWindow

MINUTE = "2026-11-22T18:{:02}:00.000+00:00"


def test_like_events_are_told_once_with_their_number():
    verdicts = [
        Entry(number, MINUTE.format(number), Event.VERDICT.value, "ab", {"verdict": said})
        for number, said in enumerate(["match", "no_match", "no_match", "no_match", "match", "locked"])
    ]
    begun = Entry(0, MINUTE.format(0), Event.LOG_BEGUN.value, "", {})
    stranger = Entry(9, MINUTE.format(9), Event.PROFILE_DELETED.value, "cd", {})
    told = told_events([begun, *verdicts, stranger], {"ab": "anna"}, most=10)
    assert [(line.who, line.what, line.count) for line in told] == [
        ("A deleted person", "Profile deleted", 1), ("anna", "Locked out", 1), ("anna", "Match", 1),
        ("anna", "No match", 3), ("anna", "Match", 1),
    ]  # fmt: skip
    assert len(told_events(verdicts, {}, most=2)) == 2
    for event in Event:
        if not event.value.startswith("log "):
            (line,) = told_events([Entry(1, MINUTE.format(1), event.value, "", {"verdict": "match"})], {}, most=1)
            assert line.what not in ("", event.value)


def test_the_history_is_shown_and_checked(qtbot: QtBot, window: OpenWindow, paths: Paths, faceless: str):
    open_profiles(paths).create("anna")
    opened = window(camera=faceless, page="settings")
    sheet = opened.window.history_sheet
    opened.settings.history.show_button.click()
    qtbot.waitUntil(lambda: bool(sheet.lines))
    assert sheet.isVisible()
    assert [(line.who, line.what) for line in sheet.lines][-1] == ("anna", "Profile created")
    sheet.check_button.click()
    qtbot.waitUntil(lambda: sheet.note.words.startswith("The history is whole"))
    (file,) = AuditLog(paths).files()
    file.write_bytes(file.read_bytes().replace(b"profile created", b"profile deleted"))
    sheet.check_button.click()
    qtbot.waitUntil(lambda: "broken" in sheet.note.words)
    sheet.close_sheet()


def test_a_setting_that_decides_is_recorded(qtbot: QtBot, window: OpenWindow, paths: Paths, faceless: str):
    opened = window(camera=faceless, page="settings")
    settings = opened.settings.context.settings
    opened.settings._put(type(settings).second_face, "nearest")
    qtbot.waitUntil(lambda: [entry.facts for entry in entries(AuditLog(paths))][-1:] == [
        {"setting": "second_face", "value": "nearest"}
    ])  # fmt: skip


def test_a_capsule_that_does_not_open_says_why(qtbot: QtBot, window: OpenWindow, tmp_path: Path, faceless: str):
    source = tmp_path / "anna.faceid"
    source.write_bytes(b"something else")
    opened = window(camera=faceless, page="settings")
    opened.settings.history.ask_passphrase(source)
    sheet = opened.window.sheet
    assert sheet.line.echoMode() == sheet.line.EchoMode.Password
    sheet.line.setText(" a secret ")
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: "it is no capsule" in opened.settings.note.words)
    assert sheet.line.text() == ""


def test_dropping_pictures_asks_and_says_what_is_needed(qtbot: QtBot, window: OpenWindow, paths: Paths, faceless: str):
    open_profiles(paths).create("anna")
    opened = window(camera=faceless, page="people", profile="anna")
    asked: list[Question] = []
    opened.people.asked.connect(lambda question, _answer: asked.append(question))
    opened.people.more.ask_drop()
    assert asked[0].dangerous
    assert "Training again" in asked[0].words
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(lambda: "train first" in opened.people.note.words)


def test_a_person_is_saved_as_a_capsule_behind_a_passphrase(
    qtbot: QtBot, window: OpenWindow, tmp_path: Path, paths: Paths, faceless: str
):
    anna = open_profiles(paths).create("anna")
    opened = window(camera=faceless, page="people", profile="anna")
    sheet = opened.window.passphrase_sheet
    opened.people.more.ask_passphrase(anna, tmp_path / "anna.faceid", pictures=False)
    assert sheet.isVisible()
    for line in (sheet.first, sheet.second):
        line.setText("a long enough secret")
    sheet.accept_button.click()
    # Nobody without pictures can be verified, here or elsewhere: the sheet stays and says so.
    qtbot.waitUntil(lambda: bool(sheet.note.words))
    assert not list(tmp_path.glob("*.faceid"))
    sheet.close_sheet()


def test_the_passphrase_ends_a_lock_out(
    qtbot: QtBot, window: OpenWindow, paths: Paths, faceless: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(passphrase, "_COST", 16)
    make_vault(paths, passphrase="correct horse", find=lambda: None)
    anna = open_profiles(paths).create("anna")
    for _ in range(MOST_FAILURES):
        Lockout(anna.lockout).failed()
    opened = window(camera=faceless, page="settings")
    link = opened.verify.lockout
    link.show_for(anna, locked=True)
    qtbot.waitUntil(lambda: not link.isHidden())
    for typed in ("wrong", "correct horse"):
        link.link.click()
        opened.window.sheet.line.setText(typed)
        opened.window.sheet.accept_button.click()
        if typed == "wrong":
            qtbot.waitUntil(lambda: "does not open" in link.note.words)
    qtbot.waitUntil(lambda: Lockout(anna.lockout).remaining() == 0.0)
    link.show_for(anna, locked=False)
    assert link.isHidden()
