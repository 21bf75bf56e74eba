"""The store of ordinary files."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faceid_app.errors import DiskFull, NotStored, NotWritable
from faceid_app.files import TEMP_PREFIX, storage_errors, write_all
from faceid_app.storage.store import PlainStore, check_key
from tests.unit.storage.crashes import Start

posix = pytest.mark.skipif(os.name != "posix", reason="permissions, links and signals as on POSIX systems")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_values_come_back_and_are_replaced(store: PlainStore):
    store.write("a/b/c.bin", b"one")
    store.write("a/b/c.bin", b"two\0\n")
    assert store.read("a/b/c.bin") == b"two\0\n"
    assert store.exists("a/b/c.bin")
    assert not store.exists("a/b")
    assert store.list("") == ["a/b/c.bin"]


def test_what_is_not_there_is_told_apart(store: PlainStore):
    store.write("a/b", b"")
    for key in ("x", "a", "a/b/c", "x/y"):
        with pytest.raises(NotStored, match=key):
            store.read(key)
    with pytest.raises(NotStored):
        store.read_lines("x")
    store.delete("x/y")
    store.delete("a/b/c")
    assert store.list("x") == []
    assert store.children("x") == []
    assert store.delete_tree("x") == []


def test_lists_are_by_folder_and_sorted(store: PlainStore):
    for key in ("anna/2", "anna/1", "anna b/1", "bob/sub/1"):
        store.write(key, b"x")
    assert store.list("anna") == ["anna/1", "anna/2"]
    assert store.list("bob") == ["bob/sub/1"]
    assert store.children("") == ["anna", "anna b", "bob"]
    assert store.children("bob") == ["sub"]


def test_deleting_a_tree_returns_its_keys(store: PlainStore, root: Path):
    store.write("anna/x/1", b"1")
    store.write("anna/2", b"2")
    store.write("bob/3", b"3")
    assert store.delete_tree("anna") == ["anna/2", "anna/x/1"]
    assert store.list("") == ["bob/3"]
    assert {path.name for path in root.iterdir()} == {"bob"}


def test_renaming_a_tree(store: PlainStore):
    store.write("anna/1", b"1")
    store.write("bob/1", b"2")
    with pytest.raises(NotWritable, match="there already"):
        store.rename_tree("anna", "bob")
    with pytest.raises(NotStored):
        store.rename_tree("carl", "dora")
    store.rename_tree("anna", "Anna")
    assert store.list("") == ["Anna/1", "bob/1"]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        "a\\b",
        "C:x",
        "a\0",
        "a\n",
        ".tmp-1",
        ".lock",
    ],
)
def test_keys_that_could_lead_elsewhere_are_refused(store: PlainStore, key: str):
    for action in (store.read, store.delete, store.delete_tree, store.exists):
        with pytest.raises(ValueError, match="not a storage key"):
            action(key)
    with pytest.raises(ValueError, match="not a storage key"):
        store.write(key, b"x")
    with pytest.raises(ValueError, match="not a storage key"):
        store.rename_tree("a", key)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(alphabet=st.sampled_from("ab./\\:\0 ~-_é"), max_size=12))
def test_no_key_leaves_the_root(tmp_path_factory, key: str):
    folder = tmp_path_factory.mktemp("outer") / "root"
    store = PlainStore(folder)
    try:
        check_key(key)
    except ValueError:
        return
    store.write(key, b"x")
    assert store.read(key) == b"x"
    assert store.list("") == [key]
    assert [path.name for path in folder.parent.iterdir()] == ["root"]
    store.delete(key)


@posix
def test_everything_is_for_the_owner_only_whatever_the_umask(tmp_path: Path):
    before = os.umask(0)
    try:
        for mask in (0, 0o777 & ~0o700):
            os.umask(mask)
            store = PlainStore(tmp_path / f"data{mask}" / "people")
            store.write("anna/x/1", b"x")
            store.append_line("anna/log", b"x")
            with store.exclusive():
                pass
            for folder, _, files in os.walk(tmp_path / f"data{mask}"):
                assert mode(Path(folder)) == 0o700
                assert {mode(Path(folder) / name) for name in files} <= {0o600}
    finally:
        os.umask(before)


@posix
def test_a_root_that_was_open_to_others_is_closed(tmp_path: Path):
    tmp_path.joinpath("people").mkdir(mode=0o755)
    PlainStore(tmp_path / "people")
    assert mode(tmp_path / "people") == 0o700


@posix
def test_links_inside_are_not_followed(store: PlainStore, root: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (root / "link").symlink_to(outside)
    (root / "file").symlink_to(outside / "secret")
    for key in ("link/secret", "file"):
        with pytest.raises(NotWritable, match="link"):
            store.read(key)
        with pytest.raises(NotWritable, match="link"):
            store.write(key, b"x")
        with pytest.raises(NotWritable, match="link"):
            store.append_line(key, b"x")
        with pytest.raises(NotWritable, match="link"):
            store.delete(key)
    with pytest.raises(NotWritable, match="link"):
        store.delete_tree("link")
    assert store.list("") == []
    assert store.children("") == []
    store.write("anna/1", b"1")
    (root / "anna" / "deep").symlink_to(outside)
    assert store.delete_tree("anna") == ["anna/1"]
    assert (outside / "secret").read_bytes() == b"secret"


@posix
def test_a_root_behind_a_link_is_fine(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    store = PlainStore(tmp_path / "link")
    store.write("a", b"1")
    assert store.list("") == ["a"]


# --- lines -----------------------------------------------------------------------------------------------------------


def test_lines_come_back_in_order(store: PlainStore):
    store.append_line("log", b"one")
    store.append_line("log", b"")
    store.append_line("log", "zwölf".encode())
    assert store.read_lines("log") == [b"one", b"", "zwölf".encode()]
    store.write_lines("log", [b"new"])
    store.append_line("log", b"er")
    assert store.read_lines("log") == [b"new", b"er"]
    store.write_lines("log", [])
    assert store.read_lines("log") == []


def test_a_line_holds_no_newline(store: PlainStore):
    with pytest.raises(ValueError, match="newline"):
        store.append_line("log", b"a\nb")
    with pytest.raises(ValueError, match="newline"):
        store.write_lines("log", [b"a\n"])


@pytest.mark.parametrize("torn", [b"x", b"half a li", b"\0" * 5000, b"y" * 200_000])
def test_an_unfinished_line_is_left_out_and_cut_off(store: PlainStore, root: Path, torn: bytes):
    store.append_line("log", b"whole")
    with (root / "log").open("ab") as file:
        file.write(torn)
    assert store.read_lines("log") == [b"whole"]
    store.append_line("log", b"next")
    assert (root / "log").read_bytes() == b"whole\nnext\n"


def test_a_file_of_nothing_but_an_unfinished_line_starts_anew(store: PlainStore, root: Path):
    (root / "log").write_bytes(b"z" * 70_000)
    store.append_line("log", b"first")
    assert (root / "log").read_bytes() == b"first\n"


def test_lines_of_many_threads_are_all_there(store: PlainStore):
    def work(number: int) -> None:
        for index in range(15):
            store.append_line("log", f"{number}-{index}-{'x' * 500}".encode())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = store.read_lines("log")
    assert len(lines) == 60
    assert {line.split(b"-x")[0] for line in lines} == {f"{a}-{b}".encode() for a in range(4) for b in range(15)}


def test_only_one_is_inside_the_exclusive_part(root: Path):
    seen: list[int] = []

    def work() -> None:
        store = PlainStore(root)
        for _ in range(10):
            with store.exclusive():
                value = int(store.read("n")) if store.exists("n") else 0
                store.write("n", str(value + 1).encode())
                seen.append(value)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(30))


# --- what goes wrong -------------------------------------------------------------------------------------------------


def test_left_over_temporaries_are_swept_at_opening_and_never_listed(root: Path, store: PlainStore):
    store.write("anna/1", b"1")
    for place in (root, root / "anna"):
        (place / f"{TEMP_PREFIX}0011").write_bytes(b"half")
        (place / f"{TEMP_PREFIX}dir").mkdir()
        (place / f"{TEMP_PREFIX}dir" / "x").write_bytes(b"half deleted")
    assert store.list("") == ["anna/1"]
    assert store.children("") == ["anna"]
    if os.name == "nt":
        for path in root.rglob(f"{TEMP_PREFIX}00*"):
            os.utime(path, (0, 0))
    PlainStore(root)
    assert sorted(path.name for path in root.rglob("*")) == ["1", "anna"]


@posix
def test_the_temporary_of_a_living_writer_is_not_swept(root: Path, store: PlainStore):
    payloads = [bytes([number]) * 300_000 for number in range(20)]
    done = threading.Event()

    def sweep() -> None:
        while not done.is_set():
            PlainStore(root)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for data in payloads:
            store.write("anna/model", data)
            assert store.read("anna/model") == data
    finally:
        done.set()
        sweeper.join()
    assert store.list("") == ["anna/model"]


@posix
def test_a_folder_that_is_being_made_is_not_swept_but_when_its_maker_is_gone(
    root: Path, store: PlainStore, start: Start
):
    with store.staged({"a": b"1", "deep/b": b"2"}, "anna/model") as put:
        PlainStore(root)
        assert store.list("") == []
        put()
        with pytest.raises(NotWritable, match="there already"), store.staged({"a": b"3"}, "anna/model") as put_again:
            put_again()
    assert store.list("") == ["anna/model/a", "anna/model/deep/b"]
    child = start(STAGING, str(root))
    assert child.stdout is not None
    assert child.stdout.readline() == "staged\n"
    PlainStore(root)
    assert len(list(root.glob(f"{TEMP_PREFIX}*/a"))) == 1
    child.kill()
    child.wait()
    PlainStore(root)
    assert [path.name for path in root.iterdir()] == ["anna"]


STAGING = """
import sys
from pathlib import Path
from faceid_app.storage.store import PlainStore
with PlainStore(Path(sys.argv[1])).staged({"a": b"1"}, "x"):
    print("staged", flush=True)
    sys.stdin.read()
"""


def test_deleting_succeeds_although_another_process_sweeps(root: Path, store: PlainStore):
    done = threading.Event()

    def sweep() -> None:
        while not done.is_set():
            PlainStore(root)

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    try:
        for _ in range(5):
            for number in range(100):
                (root / "anna" / str(number)).mkdir(parents=True)
                (root / "anna" / str(number) / "x").write_bytes(b"x")
            assert len(store.delete_tree("anna")) == 100
            assert store.list("") == []
    finally:
        done.set()
        for sweeper in sweepers:
            sweeper.join()


@posix
def test_a_system_that_refuses_is_told(refused_folder: Path):
    with pytest.raises(NotWritable, match="permission denied"):
        PlainStore(refused_folder / "people")
    store = PlainStore(refused_folder)
    refused_folder.chmod(0o700)
    store.write("anna/1", b"1")
    (refused_folder / "anna").chmod(0o500)
    refused_folder.chmod(0o500)
    try:
        for action in (
            lambda: store.write("anna/1", b"2"),
            lambda: store.append_line("anna/2", b"2"),
            lambda: store.delete("anna/1"),
            lambda: store.delete_tree("anna"),
            lambda: store.rename_tree("anna", "bob"),
            lambda: store.exclusive().__enter__(),
        ):
            with pytest.raises(NotWritable, match="permission denied"):
                action()
        assert store.read("anna/1") == b"1"
        (refused_folder / "anna").chmod(0)
        for look in (store.read, store.exists, store.list):
            with pytest.raises(NotWritable, match="permission denied"):
                look("anna/1" if look != store.list else "anna")
    finally:
        (refused_folder / "anna").chmod(0o700)


def test_a_name_too_long_for_the_system_is_told(store: PlainStore):
    with pytest.raises(NotWritable, match="too long"):
        store.write("x" * 300, b"1")


FULL = """
import sys
from pathlib import Path
from faceid_app.errors import DiskFull
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
root = Path(sys.argv[1])
store = PlainStore(root)
profile = Profiles(store).create("anna")
capture = lambda: profile.captures.add(role=Role.ANCHOR, portrait_jpeg=b"p" * 30000, aligned_png=b"a" * 20000,
    burst="b", camera="0", clock=0.0, measurements={})
store.write("model", b"old" * 1000)
ids = []
try:
    while True:
        ids.append(capture().id)
except DiskFull as error:
    print(error)
try:
    while True:
        store.append_line("log", b"x" * 1000)
except DiskFull:
    lines = store.read_lines("log")
    assert lines and set(lines) == {b"x" * 1000}, lines
try:
    store.write("model", b"new" * 100000)
    raise SystemExit("a full disk took it")
except DiskFull:
    pass
assert store.read("model") == b"old" * 1000
profile = Profiles(PlainStore(root)).get("anna")
assert [record.id for record in profile.captures.records()] == ids and ids
assert all(profile.captures.picture(i) == b"p" * 30000 and profile.captures.aligned(i) == b"a" * 20000 for i in ids)
assert len(store.list("anna/anchor")) == len(store.list("anna/aligned")) == len(ids)
assert not list(root.rglob(".tmp-*"))
store.delete("log")
profile.captures.undo_last()
capture()
print("survived", len(ids))
"""


def test_a_really_full_disk_loses_nothing(start: Start, tmp_path: Path):
    if sys.platform != "linux":
        pytest.skip("a small disk is mounted on Linux only")
    small = tmp_path / "small"
    small.mkdir()
    script = 'mount -t tmpfs -o size=400k tmpfs "$1" && shift && exec "$@"'
    can = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", small, "true"], capture_output=True, check=False)
    if can.returncode:
        pytest.skip(f"this system mounts no small disk for us: {can.stderr.decode().strip()}")
    child = start(FULL, str(small), before=("unshare", "-rm", "sh", "-c", script, "sh", str(small)))
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert "no space left" in out
    assert "survived" in out


LIMITED = """
import resource, sys
from pathlib import Path
from faceid_app.errors import NotWritable
from faceid_app.storage.store import PlainStore
store = PlainStore(Path(sys.argv[1]))
store.write("model", b"old")
store.append_line("log", b"one")
resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000))
for action in (lambda: store.write("model", b"n" * 20000), lambda: store.append_line("log", b"n" * 20000)):
    try:
        action()
        raise SystemExit("it was written")
    except NotWritable as error:
        print(error)
assert store.read("model") == b"old"
assert Path(sys.argv[1], "log").read_bytes() == b"one\\n"
assert store.list("") == ["log", "model"] and not list(Path(sys.argv[1]).rglob(".tmp-*"))
"""


@posix
def test_a_write_that_the_system_breaks_off_leaves_the_old_content(start: Start, root: Path):
    child = start(LIMITED, str(root))
    out, err = child.communicate(timeout=60)
    assert child.returncode == 0, err
    assert out.count("file too large") == 2


def test_the_errors_of_a_full_disk_are_told_apart(tmp_path: Path):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    descriptor = os.open("/dev/full", os.O_WRONLY)
    try:
        with pytest.raises(DiskFull, match="no space left"), storage_errors(tmp_path):
            write_all(descriptor, b"x")
    finally:
        os.close(descriptor)
