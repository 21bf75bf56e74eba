"""The capsule's file: what was put in comes out, and whatever else is in its place is refused at once."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import pytest

from faceid_app.errors import CapsuleRefused, DiskFull, ProfileExists
from faceid_app.paths import Paths
from faceid_app.storage import capsule, capsule_file, store
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import entries
from faceid_app.storage.capsule import read_capsule, take_in, write_capsule
from faceid_app.storage.capsule_file import Content, Unopened, open_capsule, seal_capsule
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.passphrase import Stretching
from tests.unit.storage.crashes import Start

SECRET = "a long enough secret"
CONTENT = Content({"format": 1, "name": "anna"}, {"templates.npz": b"numbers" * 99, "guard.json": b"{}"})


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal_capsule(CONTENT, SECRET, cost=14)


@pytest.fixture
def people(paths: Paths) -> Profiles:
    return Profiles(PlainStore(paths.personal), AuditLog(paths))


@pytest.fixture
def anna(people: Profiles) -> Profile:
    anna = people.create("anna")
    for role in Role:
        anna.captures.add(
            role=role, portrait_jpeg=b"portrait", aligned_png=b"aligned", burst="b", camera="c", clock=0.0,
            measurements={"sharpness": 1.0},
        )  # fmt: skip
    anna.write("templates.npz", b"templates")
    anna.write_json("lockout.json", {"secret": 1})
    anna.append_line("attempts.jsonl", b"{}")
    anna.bundles.save({"head.npz": b"head"}, manifest={"recipe": "head"})
    return anna


def test_what_was_put_in_comes_out_and_nothing_of_it_can_be_read_in_the_file(sealed: bytes):
    opened = open_capsule(sealed, SECRET)
    assert (opened.about, opened.values) == (CONTENT.about, CONTENT.values)
    assert b"numbers" not in sealed
    assert b"anna" not in sealed
    assert seal_capsule(CONTENT, SECRET, cost=14)[24:52] != sealed[24:52]  # salt and nonce are new


def test_every_bit_counts(sealed: bytes):
    for at in [*range(22), 30, 45, 52, 59, len(sealed) // 2, len(sealed) - 1]:
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(Unopened):
            open_capsule(bytes(changed), SECRET)


@pytest.mark.parametrize("length", [0, 1, 16, 59, 60, 75, 76, -1])
def test_a_piece_of_a_capsule_is_refused(sealed: bytes, length: int):
    with pytest.raises(Unopened):
        open_capsule(sealed[:length], SECRET)
    with pytest.raises(Unopened):
        open_capsule(sealed + b"more", SECRET)


def test_another_passphrase_opens_nothing(sealed: bytes):
    with pytest.raises(Unopened, match="passphrase is not the one"):
        open_capsule(sealed, "another secret")


@pytest.mark.parametrize(
    "header",
    [
        {"cost": 63}, {"cost": 40}, {"cost": 19}, {"cost": 0}, {"block": 255}, {"block": 0}, {"parallel": 255},
        {"parallel": 0}, {"length": 2**63}, {"length": 0}, {"version": 2}, {"version": 0},
    ],
)  # fmt: skip
def test_a_file_cannot_ask_for_all_memory_or_time(
    sealed: bytes, header: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    fields = {"version": 1, "cost": 14, "block": 8, "parallel": 1, "length": len(sealed) - 60} | header
    made = sealed[:16] + struct.pack(
        ">HBBBx", fields["version"], fields["cost"], fields["block"], fields["parallel"]
    ) + sealed[22:50] + struct.pack(">Q", fields["length"]) + sealed[58:]  # fmt: skip
    asked: list[Stretching] = []
    monkeypatch.setattr(Stretching, "key", lambda stretching, _: asked.append(stretching))
    with pytest.raises(Unopened):
        open_capsule(made, SECRET)
    assert asked == []


def test_too_large_a_file_is_not_even_read(tmp_path: Path):
    huge = tmp_path / "huge.faceid"
    with huge.open("wb") as file:
        file.truncate(capsule_file.LARGEST + 1)
    with pytest.raises(CapsuleRefused, match="at most"):
        read_capsule(huge, SECRET)


@pytest.mark.parametrize(("name", "why"), [("nosuch", "there is no such file"), ("folder", "it is a folder")])
def test_what_is_no_file_is_no_capsule(tmp_path: Path, name: str, why: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CapsuleRefused, match=f"{name}' cannot be used: {why}; name the file that was exported"):
        read_capsule(tmp_path / name, SECRET)


def test_no_folder_is_made_for_a_capsule(tmp_path: Path, anna: Profile):
    target = tmp_path / "nosuch" / "anna.faceid"
    with pytest.raises(CapsuleRefused, match=r"there is no folder '.*nosuch'; make it, or choose another"):
        write_capsule(anna, target, SECRET, about={}, pictures=False, cost=14)
    assert not target.parent.exists()


@pytest.mark.parametrize(
    "key",
    ["../x", "/etc/passwd", "anchor/../../x.jpg", "profile.json", "bundles/x/../../head.npz", "a\\b", "lockout.json"],
)
def test_values_for_elsewhere_are_refused_before_anything_is_written(tmp_path: Path, key: str):
    about = {"format": 1, "name": "anna"}
    source = tmp_path / "c.faceid"
    source.write_bytes(seal_capsule(Content(about, {key: b"x", "captures.jsonl": b""}), SECRET, cost=14))
    with pytest.raises(CapsuleRefused, match="its contents are not valid"):
        read_capsule(source, SECRET)


@pytest.mark.parametrize("pictures", [True, False])
def test_a_profile_travels_whole_and_overwrites_nobody(
    tmp_path: Path, paths: Paths, people: Profiles, anna: Profile, pictures: bool
):
    target = tmp_path / "anna.faceid"
    write_capsule(anna, target, SECRET, about={}, pictures=pictures, cost=14)
    with pytest.raises(CapsuleRefused, match="there already"):
        write_capsule(anna, target, SECRET, about={}, pictures=pictures, cost=14)
    opened = read_capsule(target, SECRET)
    with pytest.raises(ProfileExists):
        take_in(people, opened, "ANNA")
    other = take_in(people, opened, "bo")
    assert other.id != anna.id
    assert (other.consent, other.created_at) == (anna.consent, anna.created_at)
    assert other.read("templates.npz") == b"templates"
    assert other.bundles.current() == anna.bundles.current()
    assert not other.exists("lockout.json")
    assert not other.exists("attempts.jsonl")
    assert other.captures.records() == anna.captures.records()
    assert len(other.captures.with_pictures()) == (2 if pictures else 0)
    events = [json.loads(line)["event"] for line in other.read_lines(capsule.HISTORY_FILE)]
    assert events == ["profile created", "capture added", "capture added", "model trained"]
    assert [entry.event for entry in entries(AuditLog(paths))][-2:] == ["capsule exported", "capsule imported"]


def test_a_profile_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, people: Profiles, anna: Profile, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "anna.faceid"
    write_capsule(anna, target, SECRET, about={}, pictures=True, cost=14)
    opened = read_capsule(target, SECRET)

    def stop(path: Path, _data: bytes) -> None:
        raise OSError(28, f"No space left for {path}")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_whole", stop)
        with pytest.raises(DiskFull):
            take_in(people, opened, "bo")
    assert people.names() == ["anna"]
    assert take_in(people, opened, "bo").captures.counts() == anna.captures.counts()


KILLED = """
import os, signal, sys
from pathlib import Path
from faceid_app.paths import Paths
from faceid_app.storage import store
from faceid_app.storage.capsule import read_capsule, take_in
from faceid_app.storage.profiles import Profiles
data, capsule, secret, written = sys.argv[1:]
whole, places = store.write_whole, []
def mortal(path, data):
    if len(places) == int(written):
        print("dying", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    places.append(path)
    whole(path, data)
store.write_whole = mortal
take_in(Profiles(store.PlainStore(Paths(Path(data)).personal)), read_capsule(Path(capsule), secret), "bo")
print(len(places))
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does")
def test_killed_in_the_middle_of_an_import_nothing_of_the_person_is_left(
    tmp_path: Path, paths: Paths, anna: Profile, start: Start
):
    target = tmp_path / "anna.faceid"
    write_capsule(anna, target, SECRET, about={}, pictures=True, cost=14)
    told, errors = start(KILLED, str(paths.root), str(target), SECRET, "5").communicate()
    assert told == "dying\n", errors
    assert Profiles(PlainStore(paths.personal)).names() == ["anna"]
    assert [path.name for path in paths.personal.iterdir() if path.is_dir()] == ["anna"]
