"""A person enrolled, trained and verified with everything sealed: nothing of them lies on disk, and no key anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.sealing import is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore

PASSPHRASE = "correct horse battery"
MAGIC = {"PNG": b"\x89PNG\r\n", "JPEG": b"\xff\xd8\xff\xe0", "zip, as of npz": b"PK\x03\x04", "JSON": b'"format"'}
OWN = (".vault.json", ".vault.lock", ".lock")

Program = Callable[..., tuple[int, dict[str, Any]]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc"),
]


@pytest.fixture
def program(paths: Paths) -> Program:
    """`program("verify", …)` with the passphrase over a pipe: exit code and JSON; with what /proc told meanwhile."""

    def run(*arguments: str, phrase: str = PASSPHRASE, seen: set[bytes] | None = None) -> tuple[int, dict[str, Any]]:
        reading, writing = os.pipe()
        os.write(writing, f"{phrase}\n".encode())
        os.close(writing)
        option = "--new-passphrase-fd" if arguments[-1] == "set-passphrase" else "--passphrase-fd"
        given = [option, str(reading)]
        ordered = [*arguments, *given] if option.startswith("--new") else [*given, *arguments]
        command = [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "--json", *ordered]
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True, pass_fds=[reading])
        os.close(reading)
        watcher = threading.Thread(target=_watch, args=(process, seen if seen is not None else set()))
        watcher.start()
        out, _ = process.communicate(timeout=280)
        watcher.join()
        return process.returncode, json.loads(out)

    return run


def _watch(process: subprocess.Popen[str], seen: set[bytes]) -> None:
    """Note arguments and environment of the process and of its children, until it ends."""
    while process.poll() is None:
        for pid in (process.pid, *_children(process.pid)):
            for name in ("cmdline", "environ"):
                try:
                    seen.add(Path(f"/proc/{pid}/{name}").read_bytes())
                except OSError:
                    continue
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text("ascii").split()]
    except OSError:
        return []


def test_everything_of_a_person_is_sealed_from_the_first_picture(
    paths: Paths, program: Program, clip: Callable[[str], Path]
) -> None:
    code, told = program("vault", "set-passphrase")
    assert code == 0, told
    code, told = program("enroll", "a", "--camera", str(clip("a_live")), "--end", "10.3", "--fast")
    assert code == 0, told
    assert told["captured"] == {"anchor": 20, "positive": 20}
    seen: set[bytes] = set()
    code, told = program("train", "a", seen=seen)
    assert code == 0, told
    verified = ("verify", "a", "--camera", str(clip("a_live")), "--start", "10.3", "--fast")
    code, told = program(*verified)
    assert code == 0, told
    assert told["verdict"] == "match"

    vault = Vault(paths.personal)
    vault.open_by_passphrase(PASSPHRASE)
    store = VaultStore(PlainStore(paths.personal), vault)
    profile = Profiles(store).get("a")
    place = vault.place("a")
    assert place is not None
    assert place.seal is not None
    assert vault._master is not None
    secrets = [vault._master, place.seal.key, PASSPHRASE.encode()]
    assert any(b"faceid_app.learning.worker" in one for one in seen)  # the child was looked at
    for one in seen:
        for secret in secrets:
            assert secret not in one
            assert secret.hex().encode() not in one

    templates = [data for data in profile.bundles.current()[1].values() if len(data) > 64]
    pictures = [profile.captures.picture(record.id) for record in profile.captures.records()]
    wanted = {**MAGIC, **{f"file {number}": data[100:132] for number, data in enumerate([*templates, *pictures])}}
    files = [path for path in paths.personal.rglob("*") if path.is_file() and path.name not in OWN]
    assert len(files) > 80
    for path in files:
        content = path.read_bytes()
        assert is_sealed(content), path
        assert [name for name, start in wanted.items() if len(start) > 5 and start in content] == [], path
    everything = [path for path in paths.root.rglob("*") if path.is_file()]
    for path in everything:  # also logs and what is computed
        content = path.read_bytes()
        for secret in (*secrets, *(secret.hex().encode() for secret in secrets), *(data[100:132] for data in pictures)):
            assert secret not in content, path

    code, told = program(*verified, phrase="another passphrase")
    assert code == 4
    assert told["error"]["kind"] == "WrongPassphrase"
    assert "match" not in json.dumps(told)

    Profiles(store).create("b")
    for key in store.list("a"):  # a's templates and model under b's name
        if key != "a/profile.json":
            target = paths.personal / "b" / key.removeprefix("a/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((paths.personal / key).read_bytes())
    code, told = program("verify", "b", "--camera", str(clip("a_live")), "--start", "10.3", "--fast")
    assert code not in (0, 1), told
    assert "error" in told
    code, told = program(*verified)
    assert (code, told["verdict"]) == (0, "match")  # the other profile is none the worse
