"""Bundles are replaced whole, checked when read, and swept."""

from __future__ import annotations

import contextlib
import random
import subprocess
import threading
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from faceid_app.errors import CorruptData, ModelMissing, NewerFormat, ProfileGone
from faceid_app.storage.bundles import Bundles
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import NO_LINES, PlainStore, Put
from tests.unit.storage.crashes import MortalStore, PowerCut, Start

FILES = {"head.npz": b"head" * 100, "model.tflite": b"net" * 1000}


def folders(store: PlainStore) -> list[str]:
    return store.children("anna/bundles")


def test_nothing_trained_is_told(profile: Profile):
    assert profile.bundles.current_id() is None
    with pytest.raises(ModelMissing, match="train it first"):
        profile.bundles.current()


def test_a_bundle_comes_back_whole(profile: Profile, store: PlainStore):
    bundle = profile.bundles.save(FILES, manifest={"recipe": "head", "card": {"far": 1e-4}})
    assert profile.bundles.current() == ({"recipe": "head", "card": {"far": 1e-4}}, FILES)
    assert profile.bundles.current(skip=["model.tflite"])[1] == {"head.npz": FILES["head.npz"]}
    assert profile.bundles.current_id() == bundle
    assert folders(store) == [bundle]


def test_the_next_one_replaces_it(profile: Profile, store: PlainStore):
    first = profile.bundles.save(FILES, manifest={"n": 1})
    second = profile.bundles.save({"other": b""}, manifest={"n": 2})
    assert first != second
    assert profile.bundles.current() == ({"n": 2}, {"other": b""})
    assert folders(store) == [second]


def test_the_manifest_name_is_kept_for_the_manifest(profile: Profile, store: PlainStore):
    with pytest.raises(ValueError, match=r"manifest\.json"):
        profile.bundles.save({"manifest.json": b""}, manifest={})
    assert folders(store) == []


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "extend"])
@pytest.mark.parametrize("name", ["head.npz", "model.tflite", "manifest.json"])
def test_damage_names_the_file_and_what_to_do(profile: Profile, store: PlainStore, name: str, damage: str):
    bundle = profile.bundles.save(FILES, manifest={})
    key = f"anna/bundles/{bundle}/{name}"
    data = store.read(key)
    changed = {"flip": data[:-1] + bytes([data[-1] ^ 1]), "cut": data[:-3], "extend": data + b"x"}
    if damage == "remove":
        store.delete(key)
    else:
        store.write(key, changed[damage])
    with pytest.raises(CorruptData, match=rf"{name}.*train again") as caught:
        profile.bundles.current()
    assert "anna" in str(caught.value)
    profile.bundles.save(FILES, manifest={})
    assert profile.bundles.current()[1] == FILES


@pytest.mark.parametrize(
    "pointer", [b"", b"{}", b"[1]", b"null", b'{"format":1,"bundle":"x"}', b"\xff", b'{"format":"1"}']
)
def test_a_damaged_pointer_is_told_and_trained_over(profile: Profile, store: PlainStore, pointer: bytes):
    profile.bundles.save(FILES, manifest={"n": 1})
    store.write("anna/bundle.json", pointer)
    with pytest.raises(CorruptData, match=r"bundle\.json.*train again"):
        profile.bundles.current()
    profile.bundles.save(FILES, manifest={"n": 2})
    assert profile.bundles.current()[0] == {"n": 2}
    assert len(folders(store)) == 1


def test_a_pointer_that_leads_elsewhere_is_damage(profile: Profile, store: PlainStore):
    store.write("anna/bundle.json", b'{"format":1,"bundle":"../../bob","manifest_sha256":""}')
    with pytest.raises(CorruptData, match="train again"):
        profile.bundles.current()


def test_a_bundle_of_a_newer_version_is_refused_and_kept(profile: Profile, store: PlainStore):
    profile.bundles.save(FILES, manifest={})
    store.write("anna/bundle.json", b'{"format":2,"bundle":"x","manifest_sha256":"y"}')
    with pytest.raises(NewerFormat, match="update the program"):
        profile.bundles.current()
    with pytest.raises(NewerFormat):
        profile.bundles.save(FILES, manifest={})
    assert len(folders(store)) == 1


def test_nothing_is_saved_for_a_profile_that_is_gone(profile: Profile, store: PlainStore):
    Profiles(store).delete("anna")
    with pytest.raises(ProfileGone):
        profile.bundles.save(FILES, manifest={})
    assert store.list("") == []


def test_a_stop_after_any_step_leaves_one_whole_bundle(profile: Profile, store: PlainStore, root: Path):
    stopped = 0
    for steps in range(10):
        profile.bundles.save(FILES, manifest={"n": 0})
        new = Bundles(MortalStore(root, steps=steps), "anna")
        try:
            new.save({"a": b"new", "b": b"newer"}, manifest={"n": 1})
        except PowerCut:
            stopped += 1
        # Files and manifest out of sight, the folder in place, the pointer: the third step makes it current.
        expected = ({"n": 0}, FILES) if steps < 3 else ({"n": 1}, {"a": b"new", "b": b"newer"})
        assert Bundles(PlainStore(root), "anna").current() == expected
    assert stopped == 4
    profile.bundles.save(FILES, manifest={})
    assert folders(store) == [profile.bundles.current_id()]


CHILD = """
import sys
from pathlib import Path
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore, Put
bundles = Profiles(PlainStore(Path(sys.argv[1]))).get("anna").bundles
number = 0
while True:
    number += 1
    data = bytes([number % 256]) * 400_000
    print("saving", number, flush=True)
    bundles.save({"model": data, "head": data[:1000]}, manifest={"n": number})
    print("saved", number, flush=True)
"""


def test_killed_while_saving_the_current_bundle_is_whole(profile: Profile, start: Start, root: Path):
    dice = random.Random(3)
    for _ in range(8):
        child = start(CHILD, str(root))
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(dice.randint(3, 6))]
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=dice.uniform(0, 0.03))
        child.kill()
        # Not communicate(): it would pass over what readline has read ahead.
        assert child.stderr is not None
        rest, errors = child.stdout.read(), child.stderr.read()
        child.wait()
        assert errors == ""
        saved = [int(line.split()[1]) for line in [*told, *rest.splitlines()] if line.startswith("saved")]
        manifest, files = Bundles(PlainStore(root), "anna").current()
        assert manifest["n"] in (saved[-1], saved[-1] + 1)
        assert files["model"] == bytes([manifest["n"] % 256]) * 400_000
        assert not list(root.rglob(".tmp-*"))
    profile.bundles.save(FILES, manifest={})
    assert len(folders(PlainStore(root))) == 1


class Watched(PlainStore):
    """A store that calls `between` when the files are written and nothing else is."""

    between: Callable[[], object] = staticmethod(lambda: None)

    @contextlib.contextmanager
    def staged(
        self, values: Mapping[str, bytes], prefix: str, lines: Mapping[str, Sequence[bytes]] = NO_LINES
    ) -> Iterator[Put]:
        with super().staged(values, prefix, lines) as put:
            self.between()
            yield put


def test_others_save_and_open_the_store_while_the_files_are_written(profile: Profile, store: PlainStore, root: Path):
    def others() -> None:
        other = PlainStore(root)  # sweeps what is abandoned
        Profiles(other).get("anna").bundles.save({"a": b"theirs"}, manifest={"n": 1})
        Profiles(other).create("bob").write("x", b"x")

    watched = Watched(root)
    watched.between = others
    Bundles(watched, "anna").save({"a": b"ours"}, manifest={"n": 2})
    assert profile.bundles.current() == ({"n": 2}, {"a": b"ours"})
    assert folders(store) == [profile.bundles.current_id()]
    assert store.exists("bob/x")
    assert not list(root.rglob(".tmp-*"))


def test_a_profile_that_goes_while_the_files_are_written_leaves_nothing(profile: Profile, root: Path):
    watched = Watched(root)
    watched.between = lambda: Profiles(PlainStore(root)).delete("anna")
    with pytest.raises(ProfileGone):
        Bundles(watched, "anna").save(FILES, manifest={})
    assert [path.name for path in root.rglob("*") if path.name != ".lock"] == []


def test_who_reads_during_saves_gets_one_of_them_whole(profile: Profile, store: PlainStore):
    profile.bundles.save({"a": b"0", "b": b"0"}, manifest={"n": "0"})
    done = threading.Event()

    def save() -> None:
        for number in range(1, 10):
            value = str(number)
            profile.bundles.save({"a": value.encode(), "b": value.encode()}, manifest={"n": value})
        done.set()

    writer = threading.Thread(target=save)
    writer.start()
    reads = 0
    while not done.is_set():
        manifest, files = Bundles(store, "anna").current()
        assert files["a"] == files["b"] == manifest["n"].encode()
        reads += 1
    writer.join()
    assert reads > 0


def test_a_large_file_is_not_copied_about(profile: Profile):
    size = 30_000_000
    files = {"model": bytes(size)}
    tracemalloc.start()
    try:
        profile.bundles.save(files, manifest={})
        saving = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        assert len(profile.bundles.current()[1]["model"]) == size
        loading = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert saving < 1_000_000
    assert loading < size + 1_000_000
