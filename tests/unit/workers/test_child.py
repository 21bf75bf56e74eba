"""The training process as its parent sees it, with small real processes."""

from __future__ import annotations

import logging
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from faceid_app.errors import Cancelled, NotEnoughCaptures, TrainingFailed
from faceid_app.progress import Progress, ignore, never
from faceid_app.workers import child
from faceid_app.workers.child import AHEAD, ReadyChild, run_child

Script = Callable[[str], list[str]]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """The command that runs this program; `say(**event)` and `job` are there for it."""
    prelude = """
        import json, os, signal, sys
        job = json.loads(sys.argv[1])
        def say(**event):
            print(json.dumps(event), flush=True)
    """

    def command(program: str) -> list[str]:
        path = tmp_path / "child.py"
        path.write_text(textwrap.dedent(prelude) + textwrap.dedent(program))
        return [sys.executable, str(path)]

    return command


def test_progress_then_result(script: Script) -> None:
    command = script("""
        say(stage="epochs", step=1, of=2, epoch=1, epochs=2, loss=0.5, precision=1.0, recall=0.9, eta=3.0, unheard=1)
        print("a library that prints")
        say(stage="epochs", step=2, of=2)
        say(result={"bundle": job["name"], "backend": os.environ["KERAS_BACKEND"]})
    """)
    seen: list[Progress] = []
    result = run_child(
        {"name": "Änna"}, report=seen.append, is_cancelled=never, command=command, environment={"KERAS_BACKEND": "jax"}
    )
    assert result == {"bundle": "Änna", "backend": "jax"}
    assert seen == [
        Progress(stage="epochs", step=1, of=2, epoch=1, epochs=2, loss=0.5, precision=1.0, recall=0.9, eta=3.0),
        Progress(stage="epochs", step=2, of=2),
    ]


def test_an_error_arrives_as_the_class_it_was(script: Script) -> None:
    sentence = str(NotEnoughCaptures("anchor", 1, 2))
    command = script(f'say(error={{"kind": "NotEnoughCaptures", "sentence": {sentence!r}}})')
    with pytest.raises(NotEnoughCaptures) as caught:
        run_child({}, report=ignore, is_cancelled=never, command=command)
    assert str(caught.value) == sentence
    assert caught.value.exit_code == NotEnoughCaptures.exit_code


def test_an_error_of_an_unknown_class_is_a_failed_training(script: Script) -> None:
    command = script('say(error={"kind": "ZeroDivisionError", "sentence": "division by zero"})')
    with pytest.raises(TrainingFailed, match="ZeroDivisionError: division by zero"):
        run_child({}, report=ignore, is_cancelled=never, command=command)


def test_a_crash_tells_code_and_last_words(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    command = script("""
        for line in range(1000):
            print("line", line, file=sys.stderr)
        sys.exit(7)
    """)
    with (
        caplog.at_level(logging.DEBUG, "faceid_app.workers.child"),
        pytest.raises(TrainingFailed, match=r"ended with exit code 7, and said 'line 997 / line 998 / line 999'"),
    ):
        run_child({}, report=ignore, is_cancelled=never, command=command)
    assert "line 999" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="signals by name are POSIX'")
def test_a_kill_is_told_by_its_name(script: Script) -> None:
    command = script("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(TrainingFailed, match=r"ended by SIGKILL \(perhaps the memory was full\)"):
        run_child({}, report=ignore, is_cancelled=never, command=command)


def test_a_program_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="could not be started"):
        run_child({}, report=ignore, is_cancelled=never, command=[str(tmp_path / "none")])


def test_cancel_asks_the_child_which_tidies_up(script: Script, tmp_path: Path) -> None:
    tidied = tmp_path / "tidied"
    command = script(f"""
        say(stage="epochs", step=1)
        assert sys.stdin.readline() == "cancel\\n"
        open({str(tidied)!r}, "w").close()
        say(cancelled=True)
    """)
    seen: list[Progress] = []
    with pytest.raises(Cancelled):
        run_child({}, report=seen.append, is_cancelled=lambda: bool(seen), command=command)
    assert tidied.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX'")
def test_a_child_that_ignores_everything_is_killed(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "KILL_SECONDS", 0.2)
    pid = tmp_path / "pid"
    command = script(f"""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open({str(pid)!r}, "w").write(str(os.getpid()))
        say(stage="epochs")
        while True:
            signal.pause()
    """)
    seen: list[Progress] = []
    with pytest.raises(Cancelled):
        run_child({}, report=seen.append, is_cancelled=lambda: bool(seen), command=command, grace_seconds=0.1)
    assert not Path(f"/proc/{pid.read_text()}").exists()


def test_a_report_that_raises_ends_the_child(script: Script, tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    command = script(f"""
        say(stage="epochs")
        assert sys.stdin.read() == ""  # closed: the parent is gone or gave up
        open({str(ended)!r}, "w").close()
    """)

    def broken(_progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_child({}, report=broken, is_cancelled=never, command=command)
    assert ended.exists()


def test_modules_of_the_folder_one_stands_in_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    (tmp_path / "sly").mkdir()
    (tmp_path / "sly" / "keras.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path / "sly")
    program = "import json, sys, faceid_app; print(json.dumps({'result': {'path': sys.path}}))"
    result = run_child({}, report=ignore, is_cancelled=never, command=[sys.executable, "-c", program])
    assert "" not in result["path"]
    assert str(tmp_path / "sly") not in result["path"]


WAITS = """
    assert job_told == "-"
    if len(sys.argv) > 2:
        open(sys.argv[1], "w").write(str(os.getpid()))
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    say(stage="train", step=1, of=1)
    say(result={"bundle": json.loads(line)["name"], "pid": os.getpid()})
"""


@pytest.fixture
def waiting(tmp_path: Path) -> list[str]:
    """The command of a child that waits for its job."""
    prelude = """
        import json, os, sys
        job_told = sys.argv[-1]
        def say(**event):
            print(json.dumps(event), flush=True)
    """
    path = tmp_path / "waiting.py"
    path.write_text(textwrap.dedent(prelude) + textwrap.dedent(WAITS))
    return [sys.executable, str(path)]


def test_a_child_started_ahead_gets_its_job_and_no_other_is_started(waiting: list[str]) -> None:
    ready = ReadyChild(waiting)
    seen: list[Progress] = []
    result = run_child(
        {"name": "Änna"}, report=seen.append, is_cancelled=never, command=["no such program"], ready=ready
    )
    assert result["bundle"] == "Änna"
    assert seen == [Progress(stage="train", step=1, of=1)]


def test_it_does_one_job_only(waiting: list[str], script: Script) -> None:
    ready = ReadyChild(waiting)
    run_child({"name": "a"}, report=ignore, is_cancelled=never, ready=ready)
    another = script('say(result={"started": "anew"})')
    assert run_child({}, report=ignore, is_cancelled=never, command=another, ready=ready) == {"started": "anew"}


def test_one_that_has_gone_is_replaced(tmp_path: Path, script: Script) -> None:
    gone = tmp_path / "gone.py"
    gone.write_text(f"import os, pathlib; pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))")
    ready = ReadyChild([sys.executable, str(gone)])
    _wait_until_ended(tmp_path / "pid")
    another = script('say(result={"started": "anew"})')
    assert run_child({}, report=ignore, is_cancelled=never, command=another, ready=ready) == {"started": "anew"}


def test_one_that_nobody_wants_ends(waiting: list[str], tmp_path: Path) -> None:
    ready = ReadyChild([*waiting, str(tmp_path / "pid")])
    _wait_until((tmp_path / "pid").exists)
    ready.dismiss()
    _wait_until_ended(tmp_path / "pid")
    ready.dismiss()


def _wait_until_ended(pid: Path) -> None:
    """Until the process that wrote its number there is gone, or is a zombie that nobody asked about."""
    _wait_until(lambda: _has_ended(pid))


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def _has_ended(pid: Path) -> bool:
    if not pid.exists() or not (number := pid.read_text()):
        return False
    try:
        return bool(psutil.Process(int(number)).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_the_worker_knows_the_same_sign() -> None:
    from faceid_app.learning import worker

    assert worker.AHEAD == AHEAD
