"""Profiles, plain and sealed, the file of keys, and capsules."""

from __future__ import annotations

import json
import os
import struct
from functools import cache
from pathlib import Path

from tests.campaigns.person_at_risk import PersonAtRisk
from tests.campaigns.target import Reader, Samples, Target


def _files_of(folder: Path) -> Samples:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    pictures = [name for name in found if name.endswith((".jpg", ".png"))]
    return {name: data for name, data in found.items() if name not in pictures[2:]}


def _profiles(base: Path) -> Samples:
    """Every kind of file that a plain profile can have; what the first person lacks as the program writes it."""
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

    person = PersonAtRisk(base / "plain", work)
    person.choose_strangers(open_profiles(person.paths).get("anna"))

    def read(name: str, data: bytes) -> bool:
        with person.changed(name, data):
            return _read_all(person)

    return read


def _read_all(person: PersonAtRisk) -> bool:
    from faceid_app.workers.operations import enrolled_ids, open_profiles

    people = open_profiles(person.paths)
    enrolled_ids(person.paths)
    profile = people.get("anna")
    for record in profile.captures.records():
        profile.captures.picture(record.id)
        profile.captures.aligned(record.id)
    return person.matches(profile)


def _sealed(base: Path) -> Samples:
    people = base / "sealed" / "people"
    samples = {f"anna/{name}": data for name, data in _files_of(people / "anna").items()}
    # Parts of the other person's files come in by splicing.
    return samples | {f"bea/{name}": data for name, data in _files_of(people / "bea").items() if "/" not in name}


def _read_sealed(base: Path, work: Path) -> Reader:
    from faceid_app.storage.vault.opening import unlock_with
    from faceid_app.workers.operations import open_profiles
    from tests.campaigns.kill import PASSPHRASE

    unlock_with(lambda vault: vault.open_by_passphrase(PASSPHRASE))
    person = PersonAtRisk(base / "sealed", work)
    person.choose_strangers(open_profiles(person.paths).get("anna"))

    def read(name: str, data: bytes) -> bool:
        # Whole files of the second person under the first one's names too.
        place = name if name.startswith("anna/") else f"anna/{name.partition('/')[2]}"
        with person.changed(place, data):
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

    from faceid_app.errors import FaceIdError
    from faceid_app.identity.capsules import import_capsule
    from faceid_app.storage import capsule_file
    from faceid_app.storage.capsule_file import Content, open_capsule, seal_capsule
    from faceid_app.storage.vault.passphrase import Stretching
    from faceid_app.workers.network_trial import try_network
    from faceid_app.workers.operations import open_profiles
    from tests.campaigns.kill import CAPSULE

    # Stretching the same passphrase anew each time would be nine tenths of the work, and is none of the reading.
    stretch = cache(Stretching.key)
    Stretching.key = lambda self, passphrase: stretch(self, passphrase)  # type: ignore[method-assign]
    os.urandom = bytes  # one salt, so one key
    person = PersonAtRisk(base / "plain", work)
    person.choose_strangers(open_profiles(person.paths).get("anna"))
    file = work / "a.faceid"
    original = open_capsule((base / "anna.faceid").read_bytes(), CAPSULE)
    enrolled = open_profiles(person.paths).names()
    turn = 0

    def read(name: str, data: bytes) -> bool:
        nonlocal turn
        turn += 1
        if name == "plain":
            header = struct.pack(
                ">16sHBBBx16s12sQ", capsule_file.MAGIC, 1, 14, 8, 1, bytes(16), bytes(12), len(data) + 16
            )
            key = Stretching(bytes(16), 2**14).key(CAPSULE)
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
        try:
            taken = import_capsule(person.paths, people, file, CAPSULE, try_network=try_network, name=f"cora {turn}")
        except FaceIdError:
            if people.names() != enrolled:
                raise AssertionError("what was refused is enrolled") from None
            raise
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


PEOPLE = {
    "profiles": Target(_profiles, _read_profiles, people=True),
    "sealed profiles": Target(_sealed, _read_sealed, people=True),
    "key files": Target(
        lambda base: {"keys.json": (base / "sealed/people/.vault.json").read_bytes()}, _read_keys, people=True
    ),
    "capsules": Target(_capsules, _read_capsules, people=True),
}
