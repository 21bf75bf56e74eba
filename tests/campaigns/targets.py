"""What reads files that others may have made or damaged: valid samples of each, and how the program reads them."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import socket
import struct
import tarfile
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.campaigns.mutations import damaged, damaged_json, damaged_lines

Reader = Callable[[str, bytes], bool]
"""Reads a sample of that name with other content, the way the program does; whether somebody else matches then."""
Samples = dict[str, bytes]
Damage = Callable[[bytes, list[bytes], random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input. `samples` of the folder with the two people; `open` in the process that reads, once."""

    samples: Callable[[Path], Samples]
    open: Callable[[Path, Path], Reader]

    def input(self, samples: Samples, seed: str) -> tuple[str, bytes]:
        """The input of that seed: always the same one."""
        chance = random.Random(seed)
        name = chance.choice(sorted(samples))
        others = [samples[one] for one in sorted(samples)]
        return name, damage_of(name)(samples[name], others, chance)


def damage_of(name: str) -> Damage:
    """How a file of that name is damaged so that its reader gets beyond the first byte."""
    if name.endswith(".jsonl"):
        return damaged_lines
    return damaged_json if name.endswith(".json") else damaged


# --- pictures and videos ---------------------------------------------------------------------------------------------


@cache
def _frames() -> list[np.ndarray]:
    """Two frames of the second drawn person, as RGB."""
    import cv2

    from tests.bench.tour import clips

    capture = cv2.VideoCapture(str(clips()[1]))
    return [cv2.cvtColor(cv2.resize(capture.read()[1], (480, 270)), cv2.COLOR_BGR2RGB) for _ in range(2)]


def _pictures(_base: Path) -> Samples:
    from PIL import Image

    samples: Samples = {}
    for kind, options in (
        ("jpeg", {}),
        ("png", {}),
        ("webp", {}),
        ("tiff", {}),
        ("bmp", {}),
        ("jpeg", {"progressive": 1}),
    ):
        for number, frame in enumerate((_frames()[0], _frames()[1][70:180, 180:300])):
            buffer = io.BytesIO()
            Image.fromarray(frame).save(buffer, kind, **options)
            samples[f"{number}{len(options)}.{kind}"] = buffer.getvalue()
    return samples


def _read_pictures(base: Path, work: Path) -> Reader:
    """Every reader of pictures ends here: captures, `judge`, folders as cameras; one in twenty is imported too."""
    from faceid_app.camera.pixels import read_picture
    from faceid_app.storage.exchange import import_dataset

    person = _Person(base / "plain", work)
    observer = person.observer()
    folder = work / "set" / "anchor"
    folder.mkdir(parents=True)
    turn = 0

    def read(name: str, data: bytes) -> bool:
        nonlocal turn
        turn += 1
        rgb = read_picture(data)
        if turn % 20:
            return False
        picture = folder / name
        picture.write_bytes(data)
        try:
            import_dataset(folder.parent, person.spare(), observer.observe)
        finally:
            picture.unlink()
        return person.takes(observer.observe(rgb))

    return read


def _videos(_base: Path) -> Samples:
    import tempfile

    import cv2

    samples: Samples = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, codec in (("a.mp4", "mp4v"), ("b.avi", "MJPG"), ("c.mkv", "mp4v"), ("d.avi", "XVID")):
            path = Path(folder) / name
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 10, (64, 48))  # type: ignore[arg-type]
            for number in range(6):
                writer.write(np.full((48, 64, 3), 40 * number, np.uint8))
            writer.release()
            samples[name] = path.read_bytes()
    return samples


def _read_videos(_base: Path, work: Path) -> Reader:
    from faceid_app.camera.video import VideoSource

    def read(name: str, data: bytes) -> bool:
        path = work / name
        path.write_bytes(data)
        with VideoSource(path, fast=True) as source:
            for _ in range(40):
                if source.read() is None:
                    break
        return False

    return read


# --- archives and data sets ------------------------------------------------------------------------------------------


def _archives(_base: Path) -> Samples:
    samples: Samples = {}
    files = {
        "people/anna/1.jpg": b"\xff\xd8" + bytes(700),
        "people/bea/2.jpg": b"\xff\xd8" + bytes(90),
        "read.me": b"x",
    }
    for name, mode in (("a.tar", "w"), ("b.tar.gz", "w:gz"), ("c.tar", "w")):
        buffer = io.BytesIO()
        format_ = tarfile.PAX_FORMAT if name == "a.tar" else tarfile.GNU_FORMAT
        with tarfile.open(fileobj=buffer, mode=mode, format=format_) as archive:  # type: ignore[call-overload]
            for path, data in files.items():
                info = tarfile.TarInfo(path if name != "c.tar" else "people/" + "long/" * 3 + "n" * 120 + path[-5:])
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        samples[name] = buffer.getvalue()
    for name, method in (("d.zip", zipfile.ZIP_STORED), ("e.zip", zipfile.ZIP_DEFLATED)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive_:
            for path, data in files.items():
                archive_.writestr(path, data)
        samples[name] = buffer.getvalue()
    return samples


def _read_archives(_base: Path, work: Path) -> Reader:
    from faceid_app.datasets.archive import extract_safely

    inner = work / "a" / "b"
    inner.mkdir(parents=True)

    def read(name: str, data: bytes) -> bool:
        path, target = work / name, inner / "set"
        path.write_bytes(data)
        try:
            extract_safely(path, target, max_files=20, max_bytes=1_000_000, suffixes={".jpg"})
        finally:
            shutil.rmtree(target, ignore_errors=True)
            path.unlink()
            left = [str(one.relative_to(work)) for one in work.rglob("*") if one not in (work / "a", inner)]
            if left:
                raise AssertionError(f"outside of its folder: {left}")
        return False

    return read


# --- people ----------------------------------------------------------------------------------------------------------

_KINDS = (
    "profile.json", "captures.jsonl", "bundle.json", "manifest.json", "card.json", "head.npz", "templates.npz",
    "thresholds.json", "guard.json", "lockout.json", "attempts.jsonl", "gallery.npz", "dropped.json", "renewal.json",
    "history.jsonl",
)  # fmt: skip


class _Person:
    """A copy of the people's folder of which one file after the other is damaged and restored."""

    def __init__(self, data: Path, work: Path) -> None:
        from faceid_app.paths import Paths

        self.paths = Paths(work / "data")
        shutil.copytree(data, self.paths.root)
        self._stranger: np.ndarray | None = None

    def observer(self):  # type: ignore[no-untyped-def]
        from faceid_app.faces.observation import Observer
        from faceid_app.faces.quality import Limits

        return Observer(limits=Limits.for_enrolment())

    def spare(self):  # type: ignore[no-untyped-def]
        """A profile without captures."""
        from faceid_app.workers.operations import open_profiles

        people = open_profiles(self.paths)
        if "spare" in people.names():
            people.delete("spare")
        return people.create("spare")

    def stranger(self) -> np.ndarray:
        """Embeddings of the second person, (t, d)."""
        from faceid_app.identity.verification import load_person
        from faceid_app.workers.operations import open_profiles

        if self._stranger is None:
            self._stranger = load_person(self.paths, open_profiles(self.paths).get("bea")).templates.embeddings
        return self._stranger

    def matches(self, profile) -> bool:  # type: ignore[no-untyped-def]
        """Load all of a person, in every way the program does; whether the second person is taken for them."""
        from faceid_app.identity.decision import decide
        from faceid_app.identity.guarding import load_policy
        from faceid_app.identity.verification import load_person, load_thresholds
        from faceid_app.storage.renewal import find_renewal

        load_policy(profile)
        profile.lockout.load()
        profile.attempts.load()
        find_renewal(profile)
        loaded = load_person(self.paths, profile)
        thresholds = load_thresholds(profile, loaded.bundle_id, loaded.bundle)
        if not loaded.bundle.fitness.fit or len(loaded.templates.embeddings[0]) != self.stranger().shape[1]:
            return False
        head = loaded.bundle.head
        templates = head.project(loaded.templates.embeddings)
        return any(decide(head.scores(one, templates), thresholds).match for one in head.project(self.stranger()))

    def takes(self, observation) -> bool:  # type: ignore[no-untyped-def]
        """Whether a picture is taken for the first person."""
        from faceid_app.identity.decision import decide
        from faceid_app.identity.preprocessing import to_input
        from faceid_app.identity.verification import load_person, load_thresholds
        from faceid_app.workers.operations import open_profiles

        if observation.refusal is not None:
            return False
        profile = open_profiles(self.paths).get("anna")
        loaded = load_person(self.paths, profile)
        prepared = to_input(loaded.embedder.input, aligned=observation.aligned, portrait=observation.portrait)
        head = loaded.bundle.head
        scores = head.scores(
            head.project(loaded.embedder.embed(prepared[None]))[0], head.project(loaded.templates.embeddings)
        )
        return decide(scores, load_thresholds(profile, loaded.bundle_id, loaded.bundle)).match


def _files_of(folder: Path) -> Samples:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    pictures = [name for name in found if name.endswith((".jpg", ".png"))]
    return {name: data for name, data in found.items() if name not in pictures[2:]}


def _profiles(base: Path) -> Samples:
    """Every kind of file that a plain profile can have; those that the first person lacks as the program writes them."""
    samples = {f"anna/{name}": data for name, data in _files_of(base / "plain" / "people" / "anna").items()}
    journal = samples["anna/captures.jsonl"].split(b"\n")
    first = json.loads(journal[1])["id"]
    bundle = json.loads(samples["anna/bundle.json"])["bundle"]
    samples |= {
        "anna/thresholds.json": json.dumps({"bundle": bundle, "detection": 0.9, "verification": 0.5}).encode(),
        "anna/guard.json": b'{"policy": "passive"}',
        "anna/renewal.json": json.dumps({"earlier": [first]}).encode(),
        "anna/dropped.json": json.dumps({"at": "2026-01-01", "ids": [], "finished": True}).encode(),
        "anna/lockout.json": json.dumps(
            {"format": 1, "failures": [{"boot": 5.0, "boot_id": "a"}], "delays": 1, "seconds": 5.0,
             "began": {"boot": 6.0, "boot_id": "a"}}
        ).encode(),
        "anna/attempts.jsonl": b'{"attempts": 1, "version": 2}\n',
    }  # fmt: skip
    return samples


def _read_profiles(base: Path, work: Path) -> Reader:
    from faceid_app.workers.operations import open_profiles

    person = _Person(base / "plain", work)
    if person.matches(open_profiles(person.paths).get("anna")):
        raise AssertionError("the two people match undamaged")

    def read(name: str, data: bytes) -> bool:
        with _changed(person.paths.personal / name, data):
            return _read_all(person)

    return read


def _read_all(person: _Person) -> bool:
    from faceid_app.workers.operations import enrolled_ids, open_profiles

    people = open_profiles(person.paths)
    enrolled_ids(person.paths)
    profile = people.get("anna")
    for record in profile.captures.records():
        profile.captures.picture(record.id)
        profile.captures.aligned(record.id)
    return person.matches(profile)


class _changed:  # noqa: N801  # used as a word: with _changed(path, data)
    """A file with other content, as it was afterwards; with all that reading it has changed beside."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path, self._data = path, data
        self._folder = path.parent
        while self._folder.parent.name != "people" and self._folder.name != "people":
            self._folder = self._folder.parent

    def __enter__(self) -> None:
        self._aside = self._folder.parent.parent / "aside"
        shutil.copytree(self._folder, self._aside)
        self._path.write_bytes(self._data)

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder)
        os.rename(self._aside, self._folder)


def _sealed(base: Path) -> Samples:
    people = base / "sealed" / "people"
    samples = {f"anna/{name}": data for name, data in _files_of(people / "anna").items()}
    # Parts of the other person's files come in by splicing.
    return samples | {f"bea/{name}": data for name, data in _files_of(people / "bea").items() if name.endswith("json")}


def _read_sealed(base: Path, work: Path) -> Reader:
    from faceid_app.storage.vault.opening import open_personal, unlock_with
    from tests.campaigns.kill import PASSPHRASE

    unlock_with(lambda vault: vault.open_by_passphrase(PASSPHRASE))
    person = _Person(base / "sealed", work)
    open_personal(person.paths)
    person.stranger()

    def read(name: str, data: bytes) -> bool:
        # Whole files of the second person under the first one's names too.
        place = name if name.startswith("anna/") else f"anna/{name.partition('/')[2]}"
        with _changed(person.paths.personal / place, data):
            return _read_all(person)

    return read


def _read_keys(base: Path, work: Path) -> Reader:
    from faceid_app.storage.vault.vault import Vault
    from tests.campaigns.kill import PASSPHRASE

    root = work / "people"
    root.mkdir()

    def read(_name: str, data: bytes) -> bool:
        (root / ".vault.json").write_bytes(data)
        vault = Vault(root)
        if vault.exists:
            vault.open_by_passphrase(PASSPHRASE)
            for one in ("anna", "bea"):
                vault.place(one)
        return False

    return read


# --- capsules --------------------------------------------------------------------------------------------------------


def _capsules(base: Path) -> Samples:
    """The file, and its content, which whoever knows the passphrase can make as they like."""
    from faceid_app.storage.capsule_file import open_capsule
    from tests.campaigns.kill import CAPSULE

    data = (base / "anna.faceid").read_bytes()
    content = open_capsule(data, CAPSULE)
    samples = {"whole": data, "content/about.json": json.dumps(dict(content.about)).encode()}
    samples |= {f"content/{key}": value for key, value in content.values.items()}
    index = json.dumps({"about": dict(content.about), "values": []}).encode()
    return samples | {"plain": struct.pack(">I", len(index)) + index}


def _read_capsules(base: Path, work: Path) -> Reader:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from faceid_app.identity.capsules import import_capsule
    from faceid_app.storage import capsule_file
    from faceid_app.storage.capsule_file import Content, open_capsule, seal_capsule
    from faceid_app.workers.operations import open_profiles
    from tests.campaigns.kill import CAPSULE

    # Stretching the same passphrase anew each time would be nine tenths of the work, and is none of the reading.
    stretch = cache(capsule_file.Stretching.key)
    capsule_file.Stretching.key = lambda self, passphrase: stretch(self, passphrase)  # type: ignore[method-assign]
    os.urandom = lambda size: bytes(size)  # type: ignore[assignment]  # one salt, so one key
    person = _Person(base / "plain", work)
    person.stranger()
    file = work / "a.faceid"
    original = open_capsule((base / "anna.faceid").read_bytes(), CAPSULE)
    turn = 0

    def read(name: str, data: bytes) -> bool:
        nonlocal turn
        turn += 1
        if name == "plain":
            header = struct.pack(
                ">16sHBBBx16s12sQ", capsule_file.MAGIC, 1, 14, 8, 1, bytes(16), bytes(12), len(data) + 16
            )
            key = capsule_file.Stretching(bytes(16), 2**14).key(CAPSULE)
            data = header + AESGCM(key).encrypt(bytes(12), data, header)
        elif name == "content/about.json":
            try:
                about = json.loads(data)
            except (ValueError, RecursionError):
                about = {}
            data = seal_capsule(Content(_tame(about), original.values), CAPSULE, cost=14)
        elif name != "whole":
            values = {**original.values, name.removeprefix("content/"): data}
            data = seal_capsule(Content(original.about, values), CAPSULE, cost=14)
        file.write_bytes(data)
        people = open_profiles(person.paths)
        taken = import_capsule(person.paths, people, file, CAPSULE, name=f"cora {turn}")
        try:
            return person.matches(taken)
        finally:
            people.delete(taken.name)

    return read


def _tame(about: object) -> dict[str, object]:
    """What JSON without infinities can say, for whoever writes capsules cannot write more."""
    told = about if isinstance(about, dict) else {}
    tame: dict[str, object] = json.loads(json.dumps(told), parse_constant=lambda _: None)
    return tame


# --- settings, lines, networks, logs ---------------------------------------------------------------------------------


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
    from faceid_app.progress import never
    from faceid_app.workers.child import run_child

    path = work / "lines"

    def read(_name: str, data: bytes) -> bool:
        path.write_bytes(data)
        told: list[object] = []
        run_child({}, report=told.append, is_cancelled=never, command=("/bin/sh", "-c", f"cat '{path}'", "sh"))
        return False

    return read


def _requests(base: Path) -> Samples:
    from faceid_app.workers.service_protocol import asked, encoded
    from faceid_app.workers.verification_request import Request

    answers = [
        {"note": "a"},
        {"line": {"seq": 1}, "text": "b"},
        {"result": {"verdict": "match"}, "text": "c", "exit_code": 0},
    ]
    return {
        "asked.json": asked(Request(name="anna", camera="0", timeout=5.0), base).rstrip(b"\n"),
        "answers.jsonl": b"".join(map(encoded, answers)),
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
            with theirs:
                try:
                    theirs.sendall(data)
                except OSError:
                    pass

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
    from faceid_app.identity.backbones import SHIPPED_MODELS

    return {"network.tflite": (SHIPPED_MODELS / "compact" / "network.tflite").read_bytes()}


def _read_networks(_base: Path, work: Path) -> Reader:
    """As every network is read: from its folder, by its checksum."""
    from faceid_app.identity.backbones import SHIPPED_MODELS, find_backbone
    from faceid_app.paths import Paths

    shipped = work / "models"
    shutil.copytree(SHIPPED_MODELS, shipped)
    original = (shipped / "compact" / "network.tflite").read_bytes()

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
        try:
            embedder.embed(np.zeros((1, 112, 112, 3), np.float32))
        except ValueError:
            pass  # its documented answer to numbers that are none
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
    import tempfile

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


TARGETS = {
    "pictures": Target(_pictures, _read_pictures),
    "videos": Target(_videos, _read_videos),
    "archives": Target(_archives, _read_archives),
    "profiles": Target(_profiles, _read_profiles),
    "sealed profiles": Target(_sealed, _read_sealed),
    "key files": Target(lambda base: {"keys.json": (base / "sealed/people/.vault.json").read_bytes()}, _read_keys),
    "capsules": Target(_capsules, _read_capsules),
    "settings": Target(_settings, _read_settings),
    "lines of the child": Target(_child_lines, _read_child_lines),
    "lines of the service": Target(_requests, _read_requests),
    "networks": Target(_networks, _read_networks),
    "networks past checksums": Target(_networks, _read_bare_networks),
    "cards and manifests": Target(_cards, _read_cards),
    "audit logs": Target(_audit, _read_audit),
}
