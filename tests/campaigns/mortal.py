"""A process that is killed: after some seconds, or at one of the steps in which it changes the disk."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

Say = Callable[[str], None]
"""Tells a line to whoever looks on; what was told before the kill is known after it."""
Task = Callable[[Say], int]

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
_PATIENCE = 300.0
"""Seconds for a task that nobody kills, and for what a killed one has left to end by itself."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When: `after` seconds (a share of the duration is for the caller), or before the change number `step`.

    `whom`: everybody, or the first process alone, whose children must then end by themselves, or its children alone.
    """

    after: float | None = None
    step: int | None = None
    whom: str = "all"


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a process.

    Attributes:
        code: the exit code; None where it was killed.
        seconds: how long it lived.
        steps: changes to the disk that it made; 0 where it was killed.
        said: the lines it told.
        output: what it wrote to stdout and stderr.
        outlived: children that did not end although their parent was killed.
    """

    code: int | None
    seconds: float
    steps: int
    said: list[str]
    output: str
    outlived: int


def live(task: Task, data: Path, kill: Kill | None = None) -> Life:
    """Run `task` in a process of its own, forked from this one, which has loaded all modules and opened nothing."""
    with tempfile.TemporaryDirectory() as folder:
        told, output = Path(folder) / "told", Path(folder) / "output"
        started = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _be_the_task(task, data, None if kill is None else kill.step, told, output)
        outlived = 0
        if kill is not None and kill.after is not None:
            outlived = _wait_and_kill(pid, kill.after, kill.whom)
        code = _end_of(pid)
        seconds = time.monotonic() - started
        said = told.read_text().split("\n")[:-1] if told.exists() else []
        steps = next((int(line.removeprefix("steps ")) for line in said if line.startswith("steps ")), 0)
        lines = [line for line in said if not line.startswith("steps ")]
        words = output.read_text(errors="replace") if output.exists() else ""
        return Life(None if code < 0 else code, seconds, steps, lines, words, outlived)


def ask(task: Callable[[], Any]) -> Any:
    """What `task` returns, plain JSON values, in a process of its own. Raises RuntimeError with its traceback."""

    def tell(say: Say) -> int:
        try:
            say(json.dumps(task()))
        except BaseException:  # noqa: BLE001  # told to the process that asks
            sys.stderr.write(traceback.format_exc())
            return 1
        return 0

    lived = live(tell, Path(os.devnull))
    if lived.code != 0:
        raise RuntimeError(lived.output)
    return json.loads(lived.said[0])


def _be_the_task(task: Task, data: Path, step: int | None, told: Path, output: Path) -> None:
    code = 70
    try:
        os.setsid()
        for descriptor, path, flags in ((0, os.devnull, os.O_RDONLY), (1, str(output), os.O_RDWR | os.O_CREAT)):
            os.dup2(os.open(path, flags, 0o600), descriptor)
        os.dup2(1, 2)
        write, lines = os.write, os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        steps = _Steps(data, step)
        steps.watch()
        code = task(lambda line: (write(lines, line.encode() + b"\n"), None)[1])
        write(lines, f"steps {steps.count}\n".encode())
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001  # nothing of the process that was forked may run on here
        with contextlib.suppress(OSError):
            os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


class _Steps:
    """Counts what changes files below a folder, and ends the process before the change it was told, in the middle of a
    write: half of the bytes are there then."""

    def __init__(self, data: Path, last: int | None) -> None:
        self._root, self._last, self.count = str(data), last, 0

    def watch(self) -> None:
        write, fsync = os.write, os.fsync

        def counted_write(descriptor: int, data: bytes | memoryview) -> int:
            if self._is_ours(_path_of(descriptor)):
                self._step(lambda: write(descriptor, bytes(data)[: len(data) // 2]))
            return write(descriptor, data)

        def counted_fsync(descriptor: int) -> None:
            if self._is_ours(_path_of(descriptor)):
                self._step(lambda: None)
            fsync(descriptor)

        os.write, os.fsync = counted_write, counted_fsync  # type: ignore[assignment]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES and self._is_ours(arguments[0]):
            self._step(lambda: None)

    def _is_ours(self, path: object) -> bool:
        if isinstance(path, int):
            path = _path_of(path)
        # Locks and the diagnostic log hold nothing that could be lost.
        return isinstance(path, str | Path) and str(path).startswith(self._root) and "/logs/" not in str(path)

    def _step(self, at_last: Callable[[], object]) -> None:
        self.count += 1
        if self.count == self._last:
            at_last()
            os.kill(os.getpid(), signal.SIGKILL)


def _path_of(descriptor: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:  # macOS has no /proc
        with contextlib.suppress(OSError, AttributeError):
            return fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0").decode()  # type: ignore[attr-defined]
        return ""


def _wait_and_kill(pid: int, after: float, whom: str) -> int:
    """How many children did not end by themselves."""
    end = time.monotonic() + after
    while (left := end - time.monotonic()) > 0:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return 0
        time.sleep(min(left, 0.002))
    with contextlib.suppress(psutil.NoSuchProcess):
        children = psutil.Process(pid).children(recursive=True)
        for process in children if whom in ("all", "children") else []:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if whom != "children" or not children:
            os.kill(pid, signal.SIGKILL)
        if whom == "parent":
            _gone, outlived = psutil.wait_procs(children, timeout=_PATIENCE)
            return len(outlived)
    return 0


def _end_of(pid: int) -> int:
    """The exit code; negative where a signal ended it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise TimeoutError(f"a process did not end within {_PATIENCE:g} s")


def moments(count: int, seconds: float, random_: random.Random) -> list[float]:
    """So many moments, uniformly over that duration: one in each of `count` equal parts."""
    return [seconds * (part + random_.random()) / count for part in range(count)]
