"""Whole files: modes, leftovers, refusals. Crashes and full disks are tested in storage/test_store.py."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from faceid_app.errors import DiskFull, NotWritable
from faceid_app.files import (
    append_whole,
    as_storage_error,
    make_folder,
    replace_folder,
    sweep,
    temp_name,
    write_whole,
)

posix = pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX systems")


@posix
def test_folders_and_files_are_private_whatever_the_umask(tmp_path: Path):
    before = os.umask(0)
    try:
        make_folder(tmp_path / "a" / "b")
        write_whole(tmp_path / "a" / "b" / "c", b"x")
        append_whole(tmp_path / "a" / "b" / "d", b"x")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"a": 0o700, "b": 0o700, "c": 0o600, "d": 0o600}


@posix
def test_a_file_that_was_open_to_others_is_private_after_writing(tmp_path: Path):
    for name in ("c", "d"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o644)
    write_whole(tmp_path / "c", b"x")
    append_whole(tmp_path / "d", b"x")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "cd"} == {0o600}


def test_a_failed_write_leaves_no_temporary(tmp_path: Path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").write_bytes(b"")
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_folder_on_a_file_is_refused(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OSError, match="a"):
        make_folder(tmp_path / "a" / "b")


@posix
def test_sweeping_removes_links_not_what_they_point_to(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"x")
    root = tmp_path / "root"
    root.mkdir()
    for target in (outside, outside / "precious"):
        (root / temp_name()).symlink_to(target)
    os.mkfifo(root / temp_name())
    sweep(root)
    assert list(root.iterdir()) == []
    assert (outside / "precious").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, NotWritable),
        (errno.EROFS, NotWritable),
        (errno.EPERM, NotWritable),
        (errno.EIO, NotWritable),
    ],
)
def test_each_refusal_has_its_error(number: int, kind: type[Exception]):
    error = as_storage_error(Path("x"), OSError(number, os.strerror(number)))
    assert type(error) is kind
    if kind is NotWritable:
        assert os.strerror(number).lower() in str(error)


def test_a_folder_takes_the_place_of_another_whole(tmp_path: Path):
    for name, content in (("old", "1"), ("new", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(content)
    (tmp_path / "old" / "more").write_text("gone with it")

    replace_folder(tmp_path / "new", tmp_path / "old")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]
    assert [(path.name, path.read_text()) for path in (tmp_path / "old").iterdir()] == [("file", "2")]


def test_a_folder_that_cannot_be_replaced_stays(tmp_path: Path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "file").write_text("1")

    with pytest.raises(OSError, match="missing"):
        replace_folder(tmp_path / "missing", tmp_path / "old")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]
    assert (tmp_path / "old" / "file").read_text() == "1"
