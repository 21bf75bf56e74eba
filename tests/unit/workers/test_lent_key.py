"""A child process is told a profile's key over its pipe and nowhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from faceid_app.progress import ignore, never
from faceid_app.workers.child import ReadyChild, run_child

CHILD = """
import json, sys
from pathlib import Path
job = sys.argv[1]
if job == "-":
    job = sys.stdin.readline()
told = json.loads(sys.stdin.readline()) if json.loads(job).get("lends") else {}
mine = Path("/proc/self")
seen = [(mine / name).read_bytes().decode(errors="replace") for name in ("cmdline", "environ")]
print(json.dumps({"result": {"told": told, "seen": seen, "job": json.loads(job)}}))
"""
LENT = {"name": "anna", "id": "1" * 32, "key": "ab" * 32}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked at through /proc")
@pytest.mark.parametrize("ahead", [False, True])
def test_the_key_is_on_the_pipe_and_not_in_arguments_or_environment(ahead: bool) -> None:
    command = [sys.executable, "-c", CHILD]
    ready = ReadyChild(command) if ahead else None
    result = run_child({"job": "train"}, report=ignore, is_cancelled=never, command=command, ready=ready, lent=LENT)
    assert result["told"] == LENT
    assert result["job"] == {"job": "train", "lends": True}
    assert len(result["seen"]) == 2
    assert all("python" in result["seen"][0] and LENT["key"] not in one for one in result["seen"])


def test_who_is_lent_nothing_is_told_nothing() -> None:
    result = run_child({"job": "x"}, report=ignore, is_cancelled=never, command=[sys.executable, "-c", CHILD], lent={})
    assert result["told"] == {}
    assert "lends" not in json.dumps(result["job"])
