"""No command, nor the window, opens an internet socket or looks up an address unless a download was asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT, Paths
from tests.bench.tour import clips
from tests.helpers.small_lfw import install, make_small_lfw, one_axis_each

WATCHED = """
import json, os, socket, sys
from pathlib import Path
heard = []
def hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.connect", "socket.sendto"):
        internet = event.startswith("socket.get") or arguments[0].family in (socket.AF_INET, socket.AF_INET6)
    else:
        internet = event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6)
    if internet:
        heard.append(event)
sys.addaudithook(hook)
from faceid_app.cli.main import main
codes = {}
for line in json.loads(sys.argv[1]):
    codes[" ".join(line[:2])] = main(["--data-dir", sys.argv[2], "--json", *line])
if sys.argv[3]:
    from PySide6.QtWidgets import QApplication
    from faceid_app.app import open_window
    from faceid_app.gui.look.theme import Scheme, Theme
    from faceid_app.paths import Paths
    from tests.bench.smoothness import run_for
    app = QApplication([])
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    opened = open_window(Paths(Path(sys.argv[2])), theme, camera=sys.argv[3], profile="anna", page="verify")
    opened.window.show()
    run_for(1.0)
    opened.window.close()
    codes["window"] = 0
Path(sys.argv[4]).write_text(json.dumps({"heard": heard, "codes": codes}))
os._exit(0)
"""
ENROL = ["enroll", "anna", "--fast", "--anchors", "3", "--positives", "3", "--guard", "off", "--force", "--camera"]
JUDGE = ["--fast", "--end", "2", "--camera"]


def told_of(data: Path, commands: list[list[str]], window: str, start: tuple[str, ...] = ()) -> dict[str, object]:
    """Run the commands, and the window before that clip, in one process that hears of every socket of Python's."""
    answer = data.parent / "answer.json"
    command = [*start, sys.executable, "-c", WATCHED, json.dumps(commands), str(data), window, str(answer)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT_ROOT)}
    finished = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-2000:]
    told: dict[str, object] = json.loads(answer.read_text())
    return told


def test_nothing_is_connected_to(tmp_path: Path) -> None:
    clip = str(clips()[0])
    lfw = make_small_lfw(tmp_path)
    install(Paths(tmp_path / "data"), "sface", lfw, one_axis_each())
    sides = ["--lfw", str(lfw.root), "--pairs-file", str(lfw.pairs), "--backbone", "sface"]
    commands = [
        ["evaluate", "lfw", *sides, f"--report={tmp_path / 'report.html'}"],
        [*ENROL, clip], ["verify", "anna", "--no-service", "--guard", "off", "--force", *JUDGE, clip],
        ["identify", *JUDGE, clip], ["profiles"], ["audit", "verify"],
    ]  # fmt: skip
    told = told_of(tmp_path / "data", commands, clip)
    assert told["heard"] == []
    codes = told["codes"]
    assert isinstance(codes, dict)
    assert codes["enroll anna"] == codes["evaluate lfw"] == 0, codes
    assert codes["window"] == 0


@pytest.mark.slow
def test_nor_by_compiled_code_or_training(tmp_path: Path) -> None:
    """Past Python: the system's own list of calls, of all threads and of the training process."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: compiled code is not watched")
    clip, calls = str(clips()[0]), tmp_path / "calls"
    commands = [
        [*ENROL, clip], ["train", "anna"],
        ["verify", "anna", "--no-service", "--guard", "off", "--force", *JUDGE, clip],
        ["profiles", "--health", "anna"], ["doctor"],
    ]  # fmt: skip
    start = (strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,connect,bind", "-o", str(calls))
    told = told_of(tmp_path / "data", commands, clip, start)
    assert told["heard"] == []
    assert told["codes"]["train anna"] == 0  # type: ignore[index]
    assert [line for line in calls.read_text().splitlines() if "AF_INET" in line] == []
