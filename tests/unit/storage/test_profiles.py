"""Making, finding, renaming and deleting people."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.errors import (
    CorruptData,
    InvalidName,
    NewerFormat,
    NotStored,
    NotWritable,
    ProfileExists,
    ProfileGone,
    UnknownProfile,
)
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.storage.crashes import MortalStore, PowerCut


def fill(profile: Profile) -> None:
    profile.captures.add(
        role=Role.ANCHOR, portrait_jpeg=b"p", aligned_png=b"a", burst="b", camera="c", clock=0.0, measurements={}
    )
    profile.bundles.save({"model": b"m"}, manifest={"recipe": "head"})
    profile.write_json("thresholds.json", {"detection": 0.5})


def test_people_are_listed_without_regard_to_case(store: PlainStore):
    profiles = Profiles(store)
    assert profiles.names() == []
    for name in ("zoe", "Bob", "anna"):
        profiles.create(name)
    assert profiles.names() == ["anna", "Bob", "zoe"]
    assert profiles.get("Bob").name == "Bob"


def test_a_name_that_differs_in_case_or_spelling_only_is_taken(store: PlainStore):
    profiles = Profiles(store)
    profiles.create("Zoë")
    for name in ("Zoë", "zoë", "ZOË", unicodedata.normalize("NFD", "zoë")):
        with pytest.raises(ProfileExists, match="Zoë"):
            profiles.create(name)
    profiles.create("anna")
    with pytest.raises(ProfileExists):
        profiles.rename("anna", "ZOË")
    assert profiles.names() == ["anna", "Zoë"]
    assert profiles.get(unicodedata.normalize("NFD", "Zoë")).name == "Zoë"


def test_bad_names_are_refused_everywhere(store: PlainStore):
    profiles = Profiles(store)
    profiles.create("anna")
    for action in (
        lambda: profiles.create("../x"),
        lambda: profiles.get("../x"),
        lambda: profiles.delete("../x"),
        lambda: profiles.rename("anna", "../x"),
        lambda: profiles.rename("../x", "anna"),
    ):
        with pytest.raises(InvalidName, match=r"'\.\./x' cannot be used"):
            action()


def test_an_unknown_person_is_told_with_who_is_known(store: PlainStore):
    profiles = Profiles(store)
    profiles.create("anna")
    for action in (lambda: profiles.get("bob"), lambda: profiles.delete("bob"), lambda: profiles.rename("bob", "carl")):
        with pytest.raises(UnknownProfile, match="anna"):
            action()


def test_renaming_takes_everything_along(profile: Profile, store: PlainStore):
    fill(profile)
    before = [key.removeprefix("anna/") for key in store.list("anna")]
    renamed = Profiles(store).rename("anna", "bea")
    assert Profiles(store).names() == ["bea"]
    assert renamed.created_at == profile.created_at
    assert [key.removeprefix("bea/") for key in store.list("")] == before
    assert renamed.captures.counts()[Role.ANCHOR] == 1
    assert renamed.bundles.current()[1] == {"model": b"m"}
    assert renamed.read_json("thresholds.json") == {"detection": 0.5}


def test_renaming_to_the_same_name_or_another_case(profile: Profile, store: PlainStore):
    fill(profile)
    profiles = Profiles(store)
    assert profiles.rename("anna", "anna").name == "anna"
    assert profiles.rename("anna", "Anna").captures.counts()[Role.ANCHOR] == 1
    assert profiles.names() == ["Anna"]


def test_deleting_removes_everything_and_says_so(profile: Profile, store: PlainStore, root: Path):
    fill(profile)
    Profiles(store).create("bob")
    files = {key.removeprefix("anna/"): store.read(key) for key in store.list("anna")}
    receipt = Profiles(store).delete("anna")
    assert (receipt.name, receipt.files) == ("anna", len(files))
    assert receipt.size == sum(map(len, files.values()))
    assert {file.place: file.sha256 for file in receipt.removed} == {
        place: hashlib.sha256(data).hexdigest() for place, data in files.items()
    }
    assert all(f"{file.sha256}  {file.place}" in receipt.to_text() for file in receipt.removed)
    assert receipt.deleted_at >= profile.created_at
    assert {path.name for path in root.iterdir() if path.is_dir()} == {"bob"}
    assert not [path for path in root.rglob("*") if "anna" in path.name]
    assert not [path for path in root.rglob("*") if path.is_file() and b"anna" in path.read_bytes()]
    with pytest.raises(UnknownProfile):
        Profiles(store).get("anna")


def test_a_file_that_cannot_be_read_is_deleted_and_on_the_receipt(root: Path):
    class Unreadable(PlainStore):
        def read(self, key: str) -> bytes:
            if key.endswith("templates.npz"):
                raise NotWritable(Path(key), "the disk is damaged")
            return super().read(key)

    profile = Profiles(Unreadable(root)).create("bob")
    profile.write("templates.npz", b"x")
    receipt = Profiles(Unreadable(root)).delete("bob")
    (unread,) = [file for file in receipt.removed if file.sha256 is None]
    assert unread.place == "templates.npz"
    assert not (root / "bob").exists()


def test_nothing_of_a_deleted_namesake_comes_back(store: PlainStore):
    store.write("anna/anchor/old.jpg", b"a remnant")
    profiles = Profiles(store)
    assert profiles.names() == []
    profile = profiles.create("anna")
    assert store.list("") == ["anna/profile.json"]
    profiles.create("bob")
    store.write("carl/anchor/old.jpg", b"a remnant")
    profiles.rename("bob", "carl")
    assert store.list("") == ["anna/profile.json", "carl/profile.json"]
    assert profile.captures.records() == []


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX systems")
def test_a_refused_deletion_or_renaming_leaves_everything(refused_folder: Path):
    refused_folder.chmod(0o700)
    store = PlainStore(refused_folder)
    fill(Profiles(store).create("anna"))
    before = store.list("")
    refused_folder.chmod(0o500)
    with pytest.raises(NotWritable):
        Profiles(store).delete("anna")
    with pytest.raises(NotWritable):
        Profiles(store).rename("anna", "bob")
    assert store.list("") == before
    Profiles(store).get("anna").bundles.current()


def test_a_creation_cut_short_leaves_nobody(root: Path):
    for steps in (0, 1):
        with pytest.raises(PowerCut):
            Profiles(MortalStore(root, steps=steps)).create("anna")
        assert Profiles(PlainStore(root)).names() == []
    Profiles(PlainStore(root)).create("anna")


def test_values_of_a_person(profile: Profile):
    with pytest.raises(NotStored):
        profile.read_json("x.json")
    profile.write_json("x.json", {"ä": [1, None]})
    assert profile.read_json("x.json") == {"ä": [1, None]}
    profile.write("x.json", b"{")
    with pytest.raises(CorruptData, match=r"x\.json"):
        profile.read_json("x.json")
    profile.append_line("log", b"one")
    assert profile.read_lines("log") == [b"one"]
    assert profile.exists("log")
    profile.delete("log")
    assert not profile.exists("log")
    with pytest.raises(ValueError, match="storage key"):
        profile.read("../bob/profile.json")


@pytest.mark.parametrize("renamed", [True, False])
def test_nothing_is_written_for_one_who_is_gone(profile: Profile, store: PlainStore, renamed: bool):
    if renamed:
        Profiles(store).rename("anna", "bob")
    else:
        Profiles(store).delete("anna")
    before = store.list("")
    actions: list[Callable[[], None]] = [
        lambda: profile.write("x", b"x"),
        lambda: profile.write_json("x.json", {}),
        lambda: profile.append_line("log", b"x"),
    ]
    for action in actions:
        with pytest.raises(ProfileGone, match="'anna' was deleted or renamed meanwhile"):
            action()
    assert store.list("") == before
    assert store.children("anna") == []


def test_a_profile_of_which_nothing_can_be_read_can_be_deleted(profile: Profile, store: PlainStore):
    fill(profile)
    keys = store.list("anna")
    for key in keys:
        store.write(key, b"\xff{\n\0\n")
    with pytest.raises(CorruptData):
        Profiles(store).get("anna")
    receipt = Profiles(store).delete("anna")
    assert receipt.files == len(keys)
    assert store.list("") == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format":1}', b'{"format":"x","created_at":""}', b"\xff"])
def test_a_damaged_profile_file_is_told(profile: Profile, store: PlainStore, content: bytes):
    profile.write("profile.json", content)
    with pytest.raises(CorruptData, match=r"profile\.json"):
        Profiles(store).get("anna")
    Profiles(store).delete("anna")


def test_a_profile_of_a_newer_version_is_refused(profile: Profile, store: PlainStore):
    profile.write("profile.json", json.dumps({"format": 2, "created_at": "2030"}).encode())
    with pytest.raises(NewerFormat, match="update the program"):
        Profiles(store).get("anna")


def test_folders_that_are_no_profiles_are_not_listed(store: PlainStore, root: Path):
    store.write("notes.txt", b"x")
    store.write("CON/profile.json", b"{}")
    (root / ".hidden").mkdir()
    assert Profiles(store).names() == []
