"""What docs/scripting.md says: its examples are run as they stand there, and what it promises is looked up."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.identity.decision import Verdict
from faceid_app.identity.lockout import MOST_FAILURES, Lockout
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.service_protocol import request_of
from faceid_app.workers.verification_run import EXIT_CODES
from tests.helpers.enrolled import enrol, give_model
from tests.real.conftest import Faceid

TEXT = (PROJECT_ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    part = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"][2:]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_verdict_and_its_exit_code_are_documented():
    documented = {
        verdict: int(row[0]) for row in table("Exit codes") for verdict in named(row[2]) if verdict != "error"
    }
    assert documented == {verdict.value: code for verdict, code in EXIT_CODES.items()}
    assert set(documented) == {verdict.value for verdict in Verdict} - {Verdict.CHECKING.value}


def test_the_request_to_the_service_is_one():
    (line,) = (content for kind, content in BLOCKS if kind == "json")
    request = request_of(line.strip().encode(), Path("/home/anna/.local/share/faceid_app"))
    assert (request.name, request.camera, request.timeout) == ("anna", "0", 5)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_keys_are_there_and_the_examples_run(
    paths: Paths, clip: Callable[[str], Path], faceid: Faceid, tmp_path: Path
):
    give_model(paths, enrol(paths, "anna", clip("a_live")))
    keys = {key for row in table("JSON") for key in named(row[0])}
    code, payload = faceid(paths, "verify", "anna", "--camera", str(clip("a_live")), "--fast", "--no-service")
    assert code == 0
    assert set(payload) == keys
    assert set(payload["guard"]) == {"policy", "live", "attack", "unsure"}

    shutil.copy(clip("a_live"), tmp_path / "clip.mp4")
    program = tmp_path / "bin" / "faceid"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        "# The camera 0 of the examples is a clip, judged at the pace of a machine that may be busy.\n"
        f'for word; do shift; [ "$word" = 0 ] && word="{clip("a_live")}"; set -- "$@" "$word"; done\n'
        f'PYTHONPATH={PROJECT_ROOT} exec {sys.executable} -m faceid_app --data-dir {paths.root} "$@" --fast\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "XDG_RUNTIME_DIR": "/nonexistent"}

    def run(kind: str, content: str) -> subprocess.CompletedProcess[str]:
        # A busy machine may take longer than a person at a lock would wait.
        content = re.sub(r"timeout --kill-after=1 8", "timeout --kill-after=1 100", content)
        content = content.replace("timeout=30", "timeout=200")
        command = ["sh", "-c", content] if kind == "sh" else [sys.executable, "-c", content]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    examples = [(kind, content) for kind, content in BLOCKS if kind in ("sh", "python")]
    told = [
        r"^It is anna\.$", '"verdict": "match"', "^match: ", r"^Welcome, anna\.$", r"^Welcome, anna\.$",
        '"verdict": "match"',
    ]  # fmt: skip
    for (kind, content), expected in zip(examples, told, strict=True):
        ended = run(kind, content)
        assert ended.returncode == 0, content + ended.stderr
        assert re.search(expected, ended.stdout, re.MULTILINE), content + ended.stdout

    lockout = Lockout(open_profiles(paths).get("anna").lockout)
    for _ in range(MOST_FAILURES):
        lockout.failed()
    code, payload = faceid(paths, "verify", "anna", "--camera", str(clip("a_live")))
    assert code == 6
    assert set(payload) == {"name", "verdict", "locked_for", "reason"}
    (python,) = (content for kind, content in BLOCKS if kind == "python")
    assert "Locked out for" in run("python", python).stdout
    assert json.loads(run("sh", "faceid --json verify nobody --camera 0").stdout)["error"]["kind"] == "UnknownProfile"
