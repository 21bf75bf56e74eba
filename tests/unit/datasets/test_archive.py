"""Hostile archives are refused whole; honest ones arrive whole."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from faceid_app.datasets.archive import Extracted, extract_safely
from faceid_app.errors import ArchiveRefused, Cancelled, NotWritable
from faceid_app.paths import PROJECT_ROOT
from faceid_app.progress import Progress

HONEST = {"set/Ann/Ann_0001.jpg": b"one", "set/Bob/Bob_0001.jpg": b"three", "set/README.txt": b"words"}


def member(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def make_zip(files: dict[str, bytes], *, kind: int = stat.S_IFREG, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | 0o777) << 16
            archive.writestr(info, content, compression)
    return buffer.getvalue()


def unpack(tmp_path: Path, content: bytes, **job: Any) -> Extracted:
    archive = tmp_path / "given.archive"
    archive.write_bytes(content)
    target = tmp_path / "data" / "pictures"
    return extract_safely(archive, target, max_files=10, max_bytes=1000, suffixes={".jpg"}, **job)


def written(tmp_path: Path) -> dict[str, bytes]:
    root = tmp_path / "data"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ["tar.gz", "tar", "zip"])
def test_an_honest_archive(tmp_path, make_tar, kind):
    content = make_zip(HONEST) if kind == "zip" else make_tar(HONEST, mode="w:gz" if kind == "tar.gz" else "w")
    assert unpack(tmp_path, content) == Extracted(files=2, bytes=8, left_out=1)
    assert written(tmp_path) == {"pictures/set/Ann/Ann_0001.jpg": b"one", "pictures/set/Bob/Bob_0001.jpg": b"three"}
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["pictures"]


def test_an_earlier_folder_is_replaced_as_a_whole(tmp_path, make_tar):
    unpack(tmp_path, make_tar({"old.jpg": b"old"}))
    unpack(tmp_path, make_tar({"new.jpg": b"new"}))
    assert written(tmp_path) == {"pictures/new.jpg": b"new"}
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["pictures"]


def test_folders_and_permissions_of_the_archive_do_not_count(tmp_path, make_tar):
    folder = member("./set/", tarfile.DIRTYPE)
    folder.mode = 0
    unpack(tmp_path, make_tar({"./set/a.jpg": b"1"}, extra=[folder]))
    assert written(tmp_path) == {"pictures/set/a.jpg": b"1"}


HOSTILE_NAMES = [
    ("/etc/a.jpg", "absolute"),
    ("../a.jpg", "leads out"),
    ("set/../../a.jpg", "leads out"),
    ("set\\..\\a.jpg", "character"),
    ("C:/a.jpg", "character"),
    ("set/a.jpg:stream.jpg", "character"),
    ("set/a\x01.jpg", "character"),
    ("set/NUL.jpg", "name that not every system"),
    ("set./a.jpg", "name that not every system"),
    ("x" * 201 + ".jpg", "longer than"),
    ("/".join("abcdefghij") + "/a.jpg", "deeper than"),
    ("a/" * 300 + "a.jpg", "characters"),
]


@pytest.mark.parametrize(("name", "why"), HOSTILE_NAMES)
@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_hostile_names(tmp_path, make_tar, kind, name, why):
    files = {"fine.jpg": b"fine", name: b"evil"}
    with pytest.raises(ArchiveRefused, match=why):
        unpack(tmp_path, make_zip(files) if kind == "zip" else make_tar(files))
    assert written(tmp_path) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "given.archive"]
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    "evil",
    [
        member("link.jpg", tarfile.SYMTYPE, "/etc/passwd"),
        member("set", tarfile.SYMTYPE, "/tmp"),
        member("link.jpg", tarfile.LNKTYPE, "fine.jpg"),
        member("device.jpg", tarfile.CHRTYPE),
        member("block.jpg", tarfile.BLKTYPE),
        member("pipe.jpg", tarfile.FIFOTYPE),
        member("strange.jpg", b"Z"),
    ],
    ids=lambda info: f"{info.name}-{info.type!r}",
)
def test_links_and_devices_in_a_tar(tmp_path, make_tar, evil):
    with pytest.raises(ArchiveRefused, match="no ordinary file"):
        unpack(tmp_path, make_tar({"fine.jpg": b"fine"}, extra=[evil]))
    assert written(tmp_path) == {}


def test_a_sparse_file_in_a_tar(tmp_path):
    info = tarfile.TarInfo("sparse.jpg")
    info.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "9"}
    info.size = 1
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(b"1"))
    with pytest.raises(ArchiveRefused, match="no ordinary file"):
        unpack(tmp_path, buffer.getvalue())


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_a_zip(tmp_path, kind):
    with pytest.raises(ArchiveRefused, match="no ordinary file"):
        unpack(tmp_path, make_zip({"link.jpg": b"/etc/passwd"}, kind=kind))


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["Ann/a.jpg", "ann/b.jpg"], "one name"),
        (["Ann/a.jpg", "Ann/A.JPG"], "one name"),
        (["\u00e9.jpg", "e\u0301.jpg"], "one name"),
        (["a.jpg", "a.jpg/b.jpg"], "twice"),
        (["a.jpg/b.jpg", "a.jpg"], "twice"),
    ],
)
def test_names_that_clash(tmp_path, make_tar, names, why):
    with pytest.raises(ArchiveRefused, match=why):
        unpack(tmp_path, make_tar(dict.fromkeys(names, b"x")))
    assert written(tmp_path) == {}


def test_a_name_given_twice(tmp_path):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for content in (b"1", b"2"):
            info = tarfile.TarInfo("a.jpg")
            info.size = 1
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(ArchiveRefused, match="twice"):
        unpack(tmp_path, buffer.getvalue())


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_too_many_files_and_too_many_bytes(tmp_path, make_tar, kind):
    make = make_zip if kind == "zip" else make_tar
    with pytest.raises(ArchiveRefused, match="more than the 10 files"):
        unpack(tmp_path, make({f"{i}.txt": b"" for i in range(11)}))
    with pytest.raises(ArchiveRefused, match="more than the 1000 bytes"):
        unpack(tmp_path, make({"a.jpg": b"0" * 600, "b.jpg": b"0" * 600}))
    assert written(tmp_path) == {}


def test_a_bomb_in_what_is_left_out_is_bounded_too(tmp_path, make_tar):
    with pytest.raises(ArchiveRefused, match="unpacks to more than"):
        unpack(tmp_path, make_tar({"a.txt": bytes(5_000_000)}))


def test_an_endless_name_is_bounded(tmp_path, make_tar):
    with pytest.raises(ArchiveRefused):
        unpack(tmp_path, make_tar({"x" * 5_000_000 + ".jpg": b"x"}))


def test_an_encrypted_zip(tmp_path):
    content = bytearray(make_zip({"a.jpg": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveRefused, match="encrypted"):
        unpack(tmp_path, bytes(content))


def test_a_zip_whose_content_is_not_what_it_declares(tmp_path):
    content = make_zip({"a.jpg": b"correct"}, compression=zipfile.ZIP_STORED)
    with pytest.raises(ArchiveRefused, match="damaged"):
        unpack(tmp_path, content.replace(b"correct", b"changed"))


@pytest.mark.parametrize("kind", ["tar.gz", "zip"])
@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_an_archive_cut_off(tmp_path, make_tar, kind, share):
    files = {f"{i}.jpg": bytes(range(i, 60 + i)) for i in range(9)}
    content = make_zip(files) if kind == "zip" else make_tar(files)
    with pytest.raises(ArchiveRefused, match="damaged or cut off"):
        unpack(tmp_path, content[: int(len(content) * share)])
    assert written(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"hello", b"PK", b"\x1f\x8b", b"\x1f\x8bhello" * 100, b"<html>" * 1000])
def test_no_archive_at_all(tmp_path, content):
    with pytest.raises(ArchiveRefused):
        unpack(tmp_path, content)
    assert written(tmp_path) == {}


def test_an_archive_without_a_wanted_file(tmp_path, make_tar):
    with pytest.raises(ArchiveRefused, match=r"no file that ends in \.jpg"):
        unpack(tmp_path, make_tar({"a.txt": b"x"}))


def test_cancelling_leaves_nothing_and_what_was_there_before(tmp_path, make_tar):
    unpack(tmp_path, make_tar({"old.jpg": b"old"}))
    calls = iter([False, False, True])
    with pytest.raises(Cancelled):
        unpack(tmp_path, make_tar(HONEST), is_cancelled=lambda: next(calls))
    assert written(tmp_path) == {"pictures/old.jpg": b"old"}
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["pictures"]


def test_progress_is_in_bytes_of_the_archive(tmp_path, make_tar):
    seen: list[Progress] = []
    content = make_tar(HONEST)
    unpack(tmp_path, content, report=seen.append)
    assert seen[0].step == 0
    assert (seen[-1].step, seen[-1].of) == (len(content), len(content))


LIMITED = """
import resource, sys
from pathlib import Path
from faceid_app.datasets.archive import extract_safely
from faceid_app.errors import NotWritable
resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000))
try:
    extract_safely(Path(sys.argv[1]), Path(sys.argv[2]), max_files=9, max_bytes=1 << 20, suffixes={".jpg"})
except NotWritable as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits as on POSIX systems")
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_left(tmp_path, make_tar):
    archive = tmp_path / "given.tgz"
    archive.write_bytes(make_tar({"a.jpg": bytes(20_000)}))
    command = [sys.executable, "-c", LIMITED, str(archive), str(tmp_path / "data" / "pictures")]
    child = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT_ROOT)
    assert child.returncode == 0, child.stderr
    assert "pictures' cannot be used: file too large" in child.stdout
    assert list((tmp_path / "data").iterdir()) == []


def test_a_place_or_an_archive_that_cannot_be_opened_is_told(tmp_path, make_tar):
    (tmp_path / "data").write_bytes(b"in the way")
    with pytest.raises(NotWritable, match="data"):
        unpack(tmp_path, make_tar(HONEST))
    with pytest.raises(NotWritable, match=r"missing\.tgz"):
        extract_safely(tmp_path / "missing.tgz", tmp_path / "x", max_files=1, max_bytes=1, suffixes={".jpg"})
