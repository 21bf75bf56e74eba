"""The campaigns, short and always the same; the full ones are commands, see docs/campaigns.md."""

from __future__ import annotations

import subprocess
import sys

import pytest

from faceid_app.paths import PROJECT_ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
QUICK = ("archives", "settings", "lines of the service", "networks past checksums", "audit logs")


def run(*arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def test_nothing_is_lost_by_three_kills() -> None:
    only = ("delete and renew the keys", "seal plain profiles", "change the passphrase")
    told = run("tests.campaigns.kill", "--small", "--times", "3", "--seed", "3", "--only", *only)
    assert "3 kills inside operations" in told, told
    assert "faults of any kind 0" in told, told


def test_damaged_inputs_are_refused_or_read() -> None:
    told = run("tests.campaigns.fuzz", "--inputs", "100", "--seed", "7", "--only", *QUICK)
    counted = {line[:24].strip(): int(line[24:32]) for line in told.splitlines()[2:]}
    assert counted == dict.fromkeys(QUICK, 100), told
