"""Entry of the training process: one job in, JSON lines out, "cancel" or a closed stdin ends it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from faceid_app import sockets
from faceid_app.datasets.people import LFW, STRANGERS, PeopleIndex
from faceid_app.errors import Cancelled, DatasetMissing, FaceIdError, TrainingFailed
from faceid_app.files import make_folder, storage_errors, sweep, temporary_folder
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone, find_backbone
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.learning.device import choose_backend
from faceid_app.learning.laboratory import LABORATORY_JOBS, Job, Result, RunJob
from faceid_app.paths import Paths
from faceid_app.priority import process_gives_way
from faceid_app.progress import IsCancelled, Progress, Report

AHEAD = "-"
"""In place of a job: it will be told on stdin."""
_log = logging.getLogger(__name__)


def main() -> int:
    """Run the job given as the one argument; the exit code is 0, or that of the error told in the last line.

    Where the argument is AHEAD the job is the first line of stdin, and until it comes the libraries are loaded. A job
    that says `lends` is followed on stdin by a line with the key of its profile, which nobody else may see.
    """
    process_gives_way()
    events = _claim_stdout()
    socket.has_ipv6 = False  # a library that Keras loads would try it out with a socket
    sockets.watch(lambda: print('{"sockets": 1}', file=events, flush=True))
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    os.environ["KERAS_BACKEND"] = choose_backend()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    told, rest = sys.argv[1].encode(), b""
    if sys.argv[1] == AHEAD:
        told, rest = _load_while_waiting()
        if not told:  # nobody wanted it
            return 0
    job = json.loads(told)
    if job.pop("lends", False):
        lent, rest = _next_line(rest)
        job["lent"] = json.loads(lent or "{}")
    cancelled = threading.Event()
    threading.Thread(target=_await_cancel, args=(cancelled, rest), daemon=True).start()

    def emit(event: dict[str, Any]) -> None:
        try:
            events.write(json.dumps(event) + "\n")
            events.flush()
        except OSError:  # nobody reads any more: the program that asked for this is gone
            cancelled.set()

    def report(progress: Progress) -> None:
        emit({key: value for key, value in asdict(progress).items() if value is not None})

    try:
        emit({"result": _JOBS[job["job"]](job, report, cancelled.is_set)})
    except Cancelled:
        emit({"cancelled": True})
        return Cancelled.exit_code
    except FaceIdError as error:
        emit({"error": {"kind": type(error).__name__, "sentence": str(error)}})
        return error.exit_code
    except Exception as error:  # noqa: BLE001  # the boundary of the process: whatever happened is told in its last line
        _log.exception("The job failed.")
        emit({"error": {"kind": "TrainingFailed", "sentence": str(TrainingFailed(_why(error)))}})
        return TrainingFailed.exit_code
    return 0


def _claim_stdout() -> TextIO:
    """Keep stdout for events; whatever libraries print, from C or Python, goes to stderr from now on."""
    private = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(private, "w", encoding="utf-8", newline="\n")


def _load_while_waiting() -> tuple[bytes, bytes]:
    """The first line of stdin and what was read behind it; empty when stdin is closed. Loads what recipe head needs."""
    from faceid_app.learning.background_import import BackgroundImport

    # Daemons: a process that nobody wants ends at once, loaded or not.
    BackgroundImport("faceid_app.learning.head_training")
    BackgroundImport("faceid_app.learning.recipes.head")
    return _next_line(b"")


def _next_line(read: bytes) -> tuple[bytes, bytes]:
    """The next line of stdin, of which `read` was read already, and what was read behind it; empty at its end."""
    while b"\n" not in read:
        data = os.read(0, 1024)
        if not data:
            return b"", b""
        read += data
    told, _, rest = read.partition(b"\n")
    return told, rest


def _await_cancel(cancelled: threading.Event, line: bytes) -> None:
    # os.read and not sys.stdin: a thread that blocks in a buffered reader disturbs the interpreter's end.
    while b"cancel" not in line.split():
        data = os.read(0, 1024)
        if not data:
            break
        line = line.rpartition(b"\n")[2] + data
    cancelled.set()


def _why(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__


def _train(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.recipes import RESUMABLE, TrainingInputs, check_resumable, find_recipe, snapshot
    from faceid_app.storage.audit import AuditLog
    from faceid_app.storage.profiles import Profiles
    from faceid_app.storage.vault.opening import open_lent

    # What the user can put right is told before Keras is imported, which takes seconds.
    started = time.monotonic()
    paths = Paths(Path(job["data_dir"]))
    resume = bool(job.get("resume", False))
    if resume:
        check_resumable(job["recipe"])
    profile = Profiles(open_lent(paths, job.get("lent", {})), AuditLog(paths)).get(job["profile"])
    backbone = None if job["recipe"] == "koch" else find_backbone(paths, job.get("backbone", DEFAULT_BACKBONE))
    pictures, strangers = _negatives(paths, job.get("negatives", STRANGERS), backbone)
    inputs = TrainingInputs(
        paths=paths,
        captures=snapshot(profile),
        negatives=pictures,
        strangers=strangers,
        backbone=backbone,
        seed=int(job.get("seed", 0)),
        epochs=job.get("epochs"),
        resume=resume,
        work=profile,
    )

    if job["recipe"] != "head":  # which imports Keras beside other work
        import keras

        keras.utils.set_random_seed(inputs.seed)  # here and not in the parent: the seed belongs to a process
    stages = _Stages(report)
    with _private_temporary_files(paths):
        bundle = find_recipe(job["recipe"])(inputs, stages, is_cancelled)
    if is_cancelled():
        raise Cancelled("Training")
    seconds = round(time.monotonic() - started, 2)
    # Times are told here and not in the card: the same training gives the same files.
    manifest = {"recipe": bundle.recipe, "seconds": seconds, "stages": stages.finish()}
    bundle_id = profile.bundles.save(bundle.to_files(), manifest=manifest)
    if bundle.recipe in RESUMABLE:  # another recipe's training leaves an interrupted one alone
        from faceid_app.learning.fit import clear_checkpoints

        clear_checkpoints(profile)
    return {
        "bundle": bundle_id,
        "recipe": bundle.recipe,
        "fit": bundle.fitness.fit,
        "why": bundle.fitness.why,
        "seconds": seconds,
        "stages": manifest["stages"],
    }


def _negatives(paths: Paths, named: str, backbone: Backbone | None) -> tuple[PeopleIndex | None, StrangerBank | None]:
    """Pictures and embeddings of people who are not the user. With the bundled strangers, LFW's pictures are for the
    probes, where it is installed."""
    from faceid_app.datasets.lfw import LfwIndex
    from faceid_app.datasets.people import FolderIndex

    if named == LFW:
        return LfwIndex.find(paths), None
    if named != STRANGERS:
        return FolderIndex(Path(named)), None
    strangers = None if backbone is None else backbone.strangers()
    if strangers is None:
        raise DatasetMissing("A bank of strangers that came with the backbone", "choose --negatives lfw")
    try:
        return LfwIndex.find(paths), strangers
    except DatasetMissing:
        return None, strangers


class _Stages:
    """Passes progress on and notes how long each stage took, from its first news to that of another."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stage = "start"
        self._since = time.monotonic()
        self._seconds: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self._close()
            self._stage = progress.stage
        self._report(progress)

    def finish(self) -> dict[str, float]:
        """Seconds by stage."""
        self._close()
        return {stage: round(seconds, 2) for stage, seconds in self._seconds.items()}

    def _close(self) -> None:
        now = time.monotonic()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._since = now


@contextlib.contextmanager
def _private_temporary_files(paths: Paths) -> Iterator[None]:
    """Let all temporary files of this process and its children lie in a folder below the data directory.

    The export, Keras' and TensorFlow's own, passes a network made of someone's face through files. In the system's
    folder they would outlive a killed process; here the next start sweeps them.
    """
    folder = paths.training
    with contextlib.ExitStack() as stack:
        with storage_errors(folder):
            make_folder(folder)
            sweep(folder)
            temporary = str(stack.enter_context(temporary_folder(folder)))
        earlier = tempfile.tempdir
        tempfile.tempdir = temporary
        os.environ.update({name: temporary for name in ("TMPDIR", "TEMP", "TMP")})
        try:
            yield
        finally:
            tempfile.tempdir = earlier


def _convert(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.convert import convert_sface

    source = Path(job["source"]) if "source" in job else None
    return convert_sface(Paths(Path(job["data_dir"])), source=source, report=report, is_cancelled=is_cancelled)


def _device(_job: Job, _report: Report, _is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.device import find_device

    return asdict(find_device())


_JOBS: dict[str, RunJob] = {"train": _train, "convert": _convert, "device": _device, **LABORATORY_JOBS}


if __name__ == "__main__":
    _code = main()
    sys.stderr.flush()
    # Not sys.exit: what a daemon thread is still loading aborts the interpreter's orderly end (SIGABRT, seen).
    os._exit(_code)
