"""Owns the training process as seen by its parent: starting it, listening to it, and making sure that it ends."""

from __future__ import annotations

import json
import logging
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import IO, Any

from faceid_app import sockets, strict_json
from faceid_app.errors import Cancelled, FaceIdError, ModelError, TrainingFailed
from faceid_app.priority import PROCESS_FLAGS
from faceid_app.progress import IsCancelled, Progress, Report
from faceid_app.workers.training_environment import Start, own_start, training_start

log = logging.getLogger(__name__)

GRACE_SECONDS = 10.0
"""From asking the child to stop to terminating it: a training step and a checkpoint fit in."""
KILL_SECONDS = 3.0
"""From terminating to killing."""
AHEAD = "-"
"""What the child is given in place of a job that it is told later, on stdin."""
_POLL_SECONDS = 0.1
_LAST_LINES = 40
_LINES_SHOWN = 3
_PROGRESS_FIELDS = frozenset(field.name for field in fields(Progress))

Event = dict[str, Any]


def run_child(
    job: Mapping[str, Any],
    *,
    report: Report,
    is_cancelled: IsCancelled,
    command: Sequence[str] | Start | None = None,
    environment: Mapping[str, str] | None = None,
    grace_seconds: float = GRACE_SECONDS,
    ready: ReadyChild | None = None,
    lent: Mapping[str, str] | None = None,
) -> Event:
    """Run `command` with `job` as one JSON argument and return its result.

    The child writes one JSON object a line to stdout: fields of `Progress`, and at the end `{"result": {...}}`,
    `{"error": {"kind": ..., "sentence": ...}}` or `{"cancelled": true}`. It stops when it reads the line "cancel" from
    stdin or stdin is closed (so it does not outlive this process).

    Args:
        job: what to do; see `faceid_app.learning.worker`.
        report: told of each progress line, in the calling thread.
        is_cancelled: asked ten times a second.
        command: program and first arguments, or a whole start; that of the training process if not given.
        environment: variables added to this process' own, for example KERAS_BACKEND.
        grace_seconds: how long a child asked to stop may take before it is terminated, then killed.
        ready: one that was started ahead, in place of a new one if it is still there; `command` then is not run.
        lent: what it is told on stdin only, behind its job: the key of a profile.
    Raises:
        Cancelled: it was asked to stop, and did or was made to.
        FaceIdError: of the kind the child told.
        TrainingFailed: it ended without a result, or could not be started.
        TrainingNotInstalled: what trains is not there, and no other command was given.
    """
    job = {**job, "lends": True} if lent else job
    child = ready.take(job) if ready is not None else None
    if child is None:
        start = _start_of(command)
        child = _Child([*start.command, json.dumps(dict(job))], {**start.variables, **(environment or {})})
    if lent:
        child.tell(json.dumps(dict(lent)))
    cancelled_at: float | None = None
    patience = grace_seconds
    try:
        while (event := child.next_event(_POLL_SECONDS)) is not child.END:
            if cancelled_at is None and is_cancelled():
                cancelled_at = time.monotonic()
                child.cancel()
            if cancelled_at is not None and time.monotonic() - cancelled_at > grace_seconds:
                patience = 0.0
                raise Cancelled("The training")
            if event is None:
                continue
            if "result" in event:
                return dict(event["result"])
            if "error" in event:
                raise _error_from(event["error"])
            if "cancelled" in event:
                raise Cancelled("The training")
            if "stage" in event:
                report(Progress(**{name: value for name, value in event.items() if name in _PROGRESS_FIELDS}))
        if cancelled_at is not None:
            raise Cancelled("The training")
        raise TrainingFailed(child.how_it_ended())
    finally:
        child.end(patience)


class ReadyChild:
    """A training process that was started ahead: it loads its libraries, for seconds, and waits for its one job.

    All but `take` return at once: beside busy threads even starting a process takes 100 ms, too long for a window.

    Args:
        command: program and first arguments, as of `run_child`.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._children: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        threading.Thread(target=self._start, args=(command,), name="start child").start()

    def take(self, job: Mapping[str, Any]) -> _Child | None:
        """Tell it its job and give it away; None where it could not be started, has gone or was given away."""
        child = self._children.get()
        self._children.put(None)
        if child is None or child.tell(json.dumps(dict(job))):
            return child
        child.end(0.0)
        return None

    def dismiss(self) -> None:
        """Let it end, if it was not given away."""
        threading.Thread(target=self._end, name="dismiss child").start()

    def _start(self, command: Sequence[str] | None) -> None:
        try:
            start = _start_of(command)
            self._children.put(_Child([*start.command, AHEAD], start.variables))
        except ModelError as error:  # the training itself will tell, if one is wanted
            log.warning("%s", error)
            self._children.put(None)

    def _end(self) -> None:
        child = self._children.get()
        self._children.put(None)
        if child is not None:
            child.end(0.0)


def _start_of(command: Sequence[str] | Start | None) -> Start:
    if command is None:
        return training_start()
    return command if isinstance(command, Start) else Start(tuple(command), own_start().variables)


class _Child:
    """The process with two threads that empty its pipes, so that it never blocks on a full one."""

    END: Event = {}  # noqa: RUF012 - compared by identity only

    def __init__(self, argv: list[str], environment: Mapping[str, str]) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        try:
            self._process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environment),
                encoding="utf-8",
                errors="replace",
                # Ctrl-C in a terminal must reach only the parent, which then cancels in good order.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | PROCESS_FLAGS,
            )
        except OSError as error:
            raise TrainingFailed(f"its process could not be started ({error.strerror})") from error
        self._readers = [
            threading.Thread(target=self._read_events, args=(self._process.stdout,), name="child events", daemon=True),
            threading.Thread(target=self._read_words, args=(self._process.stderr,), name="child stderr", daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def next_event(self, seconds: float) -> Event | None:
        """What the child said, None if nothing came in time, END after its last word."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return self.END if self._is_silent_for_ever() else None

    def cancel(self) -> None:
        """Ask it to stop."""
        self.tell("cancel")

    def tell(self, line: str) -> bool:
        """Write a line to its stdin; whether that could be done."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            log.debug("The child had closed its input")
            return False
        return self._process.poll() is None

    def end(self, patience: float) -> None:
        """Return when the process is gone: by itself within `patience` seconds, then terminated, then killed."""
        for insist, seconds in ((self._close_input, patience), (self._process.terminate, KILL_SECONDS)):
            insist()
            try:
                self._process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        else:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join(KILL_SECONDS)

    def how_it_ended(self) -> str:
        """In words, with the last lines it wrote."""
        self.end(KILL_SECONDS)
        said = " / ".join(list(self._last_lines)[-_LINES_SHOWN:])
        return f"{_ending(self._process.returncode)}, and said {said!r}" if said else _ending(self._process.returncode)

    def _is_silent_for_ever(self) -> bool:
        """It is gone and all it wrote is read, or somebody else holds its output open."""
        if self._process.poll() is None:
            return False
        self._readers[0].join(KILL_SECONDS)
        return self._events.empty()

    def _close_input(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            log.debug("The child had closed its input")

    def _read_events(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                event = _parse(line)
                if event is None:
                    self._hear(line)  # a library that prints
                elif "sockets" in event:
                    sockets.add(int(event["sockets"]))
                else:
                    self._events.put(event)
        self._events.put(self.END)

    def _read_words(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._hear(line)

    def _hear(self, line: str) -> None:
        if words := line.strip():
            self._last_lines.append(words[:300])
            log.debug("Training process: %s", words)  # its words may name files of a person


def _parse(line: str) -> Event | None:
    """The event in a line; None for what a library printed."""
    try:
        event = strict_json.loads(line, finite=False)  # a loss may be no number
    except ValueError:
        return None
    if not isinstance(event, dict) or not event:
        return None
    told = [event[name] for name in ("result", "error") if name in event]
    sound = all(isinstance(one, dict) for one in told) and isinstance(event.get("sockets", 0), int)
    return event if sound else None


def _error_from(told: Mapping[str, Any]) -> FaceIdError:
    """The child's error as the class it had there, so that exit codes and handlers stay the same."""
    kind, sentence = str(told.get("kind")), str(told.get("sentence") or "it did not say why")
    classes: list[type[FaceIdError]] = [FaceIdError]
    for known in classes:
        if known.__name__ == kind:
            # Each class builds its sentence itself; this one is built already.
            error = known.__new__(known, sentence)
            error.args = (sentence,)
            return error
        classes.extend(known.__subclasses__())
    return TrainingFailed(f"{kind}: {sentence}")


def _ending(code: int) -> str:
    if code >= 0:
        return f"its process ended with exit code {code if code < 256 else hex(code)}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    perhaps = " (perhaps the memory was full)" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{perhaps}"
