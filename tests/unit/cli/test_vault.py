"""`faceid vault`: states as exit codes and JSON, passphrases over descriptors, and what doctor makes of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import Any

import pytest

from faceid_app.cli.main import main
from faceid_app.paths import Paths
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault import opening, passphrase
from faceid_app.storage.vault.opening import open_personal
from faceid_app.workers.doctor import check_protection
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.protecting import make_vault
from faceid_app.workers.starting_anew import StillOpens, start_anew
from tests.helpers.fake_keyring import FakeKeyring

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "_COST", 16)


def faceid(
    paths: Paths, capsys: pytest.CaptureFixture[str], *arguments: str, phrase: str | None = None
) -> tuple[int, dict[str, Any]]:
    """The program as a new process would run it: nothing is open yet."""
    opening._vaults.clear()
    reading, writing = os.pipe()
    os.write(writing, f"{phrase or ''}\n".encode())
    os.close(writing)
    given = [] if phrase is None else ["--passphrase-fd", str(reading)]
    told = [argument.format(fd=reading) for argument in arguments]
    try:
        code = main(["--data-dir", str(paths.root), "--json", *given, *told])
    finally:
        os.close(reading)
    return code, json.loads(capsys.readouterr().out)


def test_from_plain_to_sealed_and_in_again(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    Profiles(PlainStore(paths.personal)).create("anna")
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["exists"], told["plain"]) == (1, False, ["anna"])
    code, told = faceid(paths, capsys, "vault", "seal", "--new-passphrase-fd", "999")
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    code, told = faceid(paths, capsys, "vault", "seal", "--new-passphrase-fd", str(reading))
    os.close(reading)
    assert (code, told["sealed_now"], told["plain"]) == (0, ["anna"], [])
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["sealed"], told["is_open"]) == (0, ["anna"], False)
    code, told = faceid(paths, capsys, "thresholds", "anna")
    assert (code, told["error"]["kind"]) == (4, "VaultClosed")
    code, told = faceid(paths, capsys, "thresholds", "anna", phrase="wrong passphrase")
    assert (code, told["error"]["kind"]) == (4, "WrongPassphrase")
    code, told = faceid(paths, capsys, "thresholds", "anna", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "NotEnoughCaptures")  # it was read
    Profiles(PlainStore(paths.personal)).create("eve")
    code, told = faceid(paths, capsys, "vault", "status")
    assert (code, told["unknown"]) == (1, ["eve"])
    code, told = faceid(paths, capsys, "vault", "seal", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    code, told = faceid(paths, capsys, "vault", "remove-passphrase", phrase=PASSPHRASE)
    assert (code, told["error"]["kind"]) == (4, "NoWayIn")


def test_the_doctor_says_so(paths: Paths) -> None:
    keyring = FakeKeyring()
    assert check_protection(paths, lambda: None).ok
    Profiles(PlainStore(paths.personal)).create("anna")
    plain = check_protection(paths, lambda: None)
    assert plain.ok  # nothing here could keep a key by itself
    assert "no keyring" in plain.detail
    could = check_protection(paths, lambda: keyring)
    assert not could.ok
    assert could.action == "run: faceid vault seal"
    (paths.personal / ".vault.json").write_bytes(b"{}")
    assert not check_protection(paths, lambda: keyring).ok


def test_who_lost_every_way_in_can_start_anew(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    faceid(paths, capsys, "vault", "set-passphrase", "--new-passphrase-fd", str(_told(PASSPHRASE)))
    open_profiles(paths).create("anna").write("a.jpg", b"her face")
    sealed = (paths.personal / "anna" / "a.jpg").read_bytes()
    Profiles(PlainStore(paths.personal), AuditLog(paths)).create("eve")
    code, told = faceid(paths, capsys, "vault", "start-anew", "--yes")
    assert code == 0, told
    (receipt,) = told["deleted"]
    digest = hashlib.sha256(sealed).hexdigest()
    assert {"place": "a.jpg", "bytes": len(sealed), "sha256": digest} in receipt["removed"]
    assert [path.name for path in paths.personal.iterdir() if not path.name.endswith(".lock")] == ["eve"]
    opening._vaults.clear()
    open_profiles(paths).create("anna")
    code, told = faceid(paths, capsys, "audit", "verify")
    assert code == 0, told


def test_nobody_starts_anew_by_mistake(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    keyring = FakeKeyring()
    make_vault(paths, find=lambda: keyring)
    Profiles(open_personal(paths)).create("anna")
    code, told = faceid(paths, capsys, "vault", "start-anew")
    assert (code, told["error"]["kind"]) == (4, "UsageError")
    assert "what is kept of anna; give --yes" in told["error"]["message"]
    opening._vaults.clear()
    with pytest.raises(StillOpens):
        start_anew(paths, lambda: keyring)
    assert Profiles(open_personal(paths)).names() == ["anna"]
    shutil.rmtree(paths.personal)
    with pytest.raises(StillOpens):
        start_anew(paths, lambda: keyring)


def _told(phrase: str) -> int:
    """A descriptor to read it from."""
    reading, writing = os.pipe()
    os.write(writing, f"{phrase}\n".encode())
    os.close(writing)
    return reading
