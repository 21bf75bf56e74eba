"""`faceid lockout`: the passphrase ends a lock-out, and nothing else does."""

from __future__ import annotations

import os

import pytest

from faceid_app.identity.lockout import MOST_FAILURES, Lockout
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import entries
from faceid_app.storage.vault import passphrase
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.protecting import make_vault


def _descriptor(text: str) -> str:
    reading, writing = os.pipe()
    os.write(writing, text.encode() + b"\n")
    os.close(writing)
    return str(reading)


def test_the_passphrase_ends_a_lock_out(run, paths, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(passphrase, "_COST", 16)
    make_vault(paths, passphrase="correct horse", find=lambda: None)
    anna = open_profiles(paths).create("anna")
    for _ in range(MOST_FAILURES):
        Lockout(anna.lockout).failed()
    assert 0 < run("lockout", "status", "anna").json["locked_for"] <= 30
    wrong = run("lockout", "end", "anna", "--with-passphrase-fd", _descriptor("battery staple"))
    assert (wrong.code, wrong.json["error"]["kind"]) == (4, "WrongPassphrase")
    assert run("lockout", "status", "anna").json["locked_for"] > 0
    assert run("lockout", "end", "anna", "--with-passphrase-fd", _descriptor("correct horse")).code == 0
    assert run("lockout", "status", "anna").json["locked_for"] == 0
    assert [entry.event for entry in entries(AuditLog(paths))][-2:] == ["locked out", "lock-out ended"]


def test_without_a_passphrase_a_lock_out_is_waited_for(run, paths):
    open_profiles(paths).create("anna")
    outcome = run("lockout", "end", "anna", "--with-passphrase-fd", _descriptor("anything"))
    assert (outcome.code, outcome.json["error"]["kind"]) == (4, "NoPassphrase")
