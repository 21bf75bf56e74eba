"""Settings, lines of other processes, networks, cards, and the audit log."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.campaigns.target import Reader, Samples, Target


def _settings(_base: Path) -> Samples:
    from faceid_app.settings import Settings

    return {"settings.json": json.dumps({one.key: one.default for one in Settings.declared()}).encode()}


def _read_settings(_base: Path, work: Path) -> Reader:
    from faceid_app.paths import Paths
    from faceid_app.settings import Settings

    paths = Paths(work)

    def read(_name: str, data: bytes) -> bool:
        paths.settings.write_bytes(data)
        settings = Settings.load(paths)
        for one in Settings.declared():
            settings.value(one)
            settings.bounds(one)
        [str(error) for error in settings.ignored]
        settings.save(paths)
        return False

    return read


def _child_lines(_base: Path) -> Samples:
    lines = [
        {"stage": "epochs", "step": 3, "of": 10, "epoch": 1, "epochs": 2, "loss": 0.5, "message": "a", "seconds": 1.0},
        {"sockets": 0},
        {"stage": "start"},
    ]
    ends = [
        {"result": {"seconds": 3.0}},
        {"error": {"kind": "DiskFull", "sentence": "It is full."}},
        {"cancelled": True},
    ]
    return {
        f"{number}.jsonl": b"".join(json.dumps(one).encode() + b"\n" for one in [*lines, end])
        for number, end in enumerate(ends)
    }


def _read_child_lines(_base: Path, work: Path) -> Reader:
    from faceid_app.errors import FaceIdError
    from faceid_app.progress import never
    from faceid_app.workers.child import run_child

    path = work / "lines"

    def read(_name: str, data: bytes) -> bool:
        path.write_bytes(data)
        told: list[object] = []
        command = ("/bin/sh", "-c", f"cat '{path}'", "sh")
        try:
            run_child({}, report=told.append, is_cancelled=never, command=command)
        except FaceIdError as error:
            if not str(error):  # the sentence itself is the child's
                raise AssertionError("an error without words") from error
        return False

    return read


def _requests(base: Path) -> Samples:
    from faceid_app.workers.service_protocol import asked, encoded
    from faceid_app.workers.verification_request import Request

    answers: list[dict[str, object]] = [
        {"note": "a"},
        {"line": {"seq": 1}, "text": "b"},
        {"result": {"verdict": "match"}, "text": "c", "exit_code": 0},
    ]
    return {
        "asked.json": asked(Request(name="anna", camera="0", timeout=5.0), base).rstrip(b"\n"),
        "answers.jsonl": b"".join(encoded(one) for one in answers),
        "refused.jsonl": encoded({"refused": "another folder"}),
        "error.jsonl": encoded({"error": {"kind": "DiskFull", "message": "It is full."}, "exit_code": 5}),
    }


def _read_requests(base: Path, _work: Path) -> Reader:
    from faceid_app.workers import service_client
    from faceid_app.workers.service_protocol import LONGEST_REQUEST, Refused, request_of
    from faceid_app.workers.service_socket import LineTooLong, receive_line

    class Nobody:
        def line(self, payload: object, text: Callable[[], str]) -> None:
            str(text())

        def note(self, text: str) -> None: ...

        def result(self, payload: object, text: str) -> None: ...

        def failure(self, kind: str, message: str) -> None: ...

    def sent(data: bytes) -> socket.socket:
        ours, theirs = socket.socketpair()

        def send() -> None:
            with theirs, contextlib.suppress(OSError):
                theirs.sendall(data)

        threading.Thread(target=send, daemon=True).start()
        return ours

    def read(name: str, data: bytes) -> bool:
        with sent(data + b"\n" * (name == "asked.json")) as connection:
            if name != "asked.json":
                service_client._heard(connection, Nobody())
                return False
            try:
                line = receive_line(connection, bytearray(), longest=LONGEST_REQUEST, seconds=2.0)
                if line is not None:
                    request_of(line, base)
            except (LineTooLong, Refused):
                pass  # the service's own ways to decline, see workers.service
        return False

    return read


def _networks(_base: Path) -> Samples:
    from faceid_app.identity.backbones import NETWORK_FILE, SHIPPED_MODELS

    return {NETWORK_FILE: (SHIPPED_MODELS / "compact" / NETWORK_FILE).read_bytes()}


def _read_networks(_base: Path, work: Path) -> Reader:
    """As every network is read: from its folder, by its checksum."""
    from faceid_app.identity.backbones import NETWORK_FILE, SHIPPED_MODELS, find_backbone
    from faceid_app.paths import Paths

    shipped = work / "models"
    shutil.copytree(SHIPPED_MODELS, shipped)
    original = (shipped / "compact" / NETWORK_FILE).read_bytes()

    def read(name: str, data: bytes) -> bool:
        (shipped / "compact" / name).write_bytes(data)
        find_backbone(Paths(work / "none"), shipped=shipped).embedder()
        return data != original

    return read


def _read_bare_networks(_base: Path, _work: Path) -> Reader:
    """Past every checksum, as whoever makes a capsule could have it: LiteRT itself."""
    from faceid_app.identity.embedder import LiteRtEmbedder
    from faceid_app.identity.preprocessing import Input

    def read(_name: str, data: bytes) -> bool:
        embedder = LiteRtEmbedder(data, input=Input.ALIGNED_112, normalise=True, threads=1)
        with contextlib.suppress(ValueError):  # its documented answer to numbers that are none
            embedder.embed(np.zeros((1, 112, 112, 3), np.float32))
        return False

    return read


def _cards(base: Path) -> Samples:
    from faceid_app.guard.shipped import SHIPPED_GUARDS
    from faceid_app.identity.backbones import SHIPPED_MODELS

    bundle = next((base / "plain" / "people" / "anna" / "bundles").iterdir())
    samples = {f"bundle/{name}": (bundle / name).read_bytes() for name in ("card.json", "head.npz")}
    for file in (SHIPPED_MODELS / "compact").glob("*.json"):
        samples[f"models/compact/{file.name}"] = file.read_bytes()
    for file in SHIPPED_GUARDS.rglob("*.json"):
        samples[f"guard/{file.relative_to(SHIPPED_GUARDS)}"] = file.read_bytes()
    return samples


def _read_cards(base: Path, work: Path) -> Reader:
    from faceid_app.guard.shipped import SHIPPED_GUARDS, load_guard_model
    from faceid_app.identity.backbones import SHIPPED_MODELS, find_backbone
    from faceid_app.identity.bundle import Bundle
    from faceid_app.paths import Paths

    shutil.copytree(SHIPPED_MODELS, work / "models")
    shutil.copytree(SHIPPED_GUARDS, work / "guard", dirs_exist_ok=True)
    folder = next((base / "plain" / "people" / "anna" / "bundles").iterdir())
    files = {name: (folder / name).read_bytes() for name in ("card.json", "head.npz")}

    def read(name: str, data: bytes) -> bool:
        kind, _, rest = name.partition("/")
        if kind == "bundle":
            bundle = Bundle.from_files({**files, rest: data})
            json.dumps(dict(bundle.card), default=str)
            return False
        original = (work / name).read_bytes()
        (work / name).write_bytes(data)
        try:
            if kind == "models":
                backbone = find_backbone(Paths(work / "none"), shipped=work / "models")
                backbone.network()
                backbone.universal_head()
            else:
                load_guard_model(rest.partition("/")[0], folder=work / "guard")
        finally:
            (work / name).write_bytes(original)
        return False

    return read


def _audit(_base: Path) -> Samples:
    from faceid_app.paths import Paths
    from faceid_app.storage import audit
    from faceid_app.storage.audit import AuditLog, Event

    with tempfile.TemporaryDirectory() as folder:
        largest, audit.LARGEST = audit.LARGEST, 1_500
        log = AuditLog(Paths(Path(folder)))
        for number in range(16):
            log.record(Event.VERDICT, "0" * 32, verdict="match", number=number)
        audit.LARGEST = largest
        samples = {f"audit/{path.name}": path.read_bytes() for path in log.files()}
        return samples | {log.head.name: log.head.read_bytes()}


def _read_audit(base: Path, work: Path) -> Reader:
    """A changed log must be told from the one that was written; and events must still be taken."""
    from faceid_app.paths import Paths
    from faceid_app.storage.audit import AuditLog, Event
    from faceid_app.storage.audit_check import check_log, entries

    samples = _audit(base)

    def read(name: str, data: bytes) -> bool:
        shutil.rmtree(work / "audit", ignore_errors=True)
        (work / "audit").mkdir()
        for one, original in samples.items():
            (work / one).write_bytes(data if one == name else original)
        log = AuditLog(Paths(work))
        list(entries(log))
        checked = check_log(log)
        whole = data == samples[name] or data.rpartition(b"\n")[0] == samples[name].rpartition(b"\n")[0]
        log.record(Event.VERDICT, "0" * 32, verdict="match")
        check_log(log)
        # A head record says the same in many spellings; a line of the log in one.
        return checked.broken is None and not whole and name != log.head.name

    return read


FILES = {
    "settings": Target(_settings, _read_settings),
    "lines of the child": Target(_child_lines, _read_child_lines),
    "lines of the service": Target(_requests, _read_requests),
    "networks": Target(_networks, _read_networks),
    "networks past checksums": Target(_networks, _read_bare_networks),
    "cards and manifests": Target(_cards, _read_cards, people=True),
    "audit logs": Target(_audit, _read_audit),
}
