"""Long-held locks, between processes and within one."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from faceid_app.errors import Locked, NotWritable
from faceid_app.paths import Paths
from faceid_app.storage.locks import hold
from tests.unit.storage.crashes import Start

CHILD = """
import sys
from pathlib import Path
from faceid_app.storage.locks import hold
with hold(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_refused_at_once_and_let_in_after_its_death(paths: Paths, start: Start):
    child = start(CHILD, str(paths.root), "window")
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Locked, match=r"The window of .* is in use by another instance"), hold(paths.root, "window"):
        pass
    with hold(paths.root, "profile anna"):
        pass
    child.kill()
    child.wait()
    with hold(paths.root, "window"):
        pass


def test_a_lock_ends_with_its_block(paths: Paths, start: Start):
    with (
        hold(paths.root, "profile anna"),
        pytest.raises(Locked, match="profile ANNA"),
        hold(paths.root, "profile ANNA"),
    ):
        pass
    child = start(CHILD, str(paths.root), "profile anna")
    out, _ = child.communicate("")
    assert (out, child.returncode) == ("held\n", 0)


def test_spellings_of_one_name_exclude_each_other(paths: Paths):
    for spelling in ("zoë", "Zoë", "ZOË"):
        with (
            hold(paths.root, "profile Zoë"),
            pytest.raises(Locked),
            hold(paths.root, f"profile {unicodedata.normalize('NFD', spelling)}"),
        ):
            pass


def test_a_lock_ends_with_an_error_in_its_block(paths: Paths):
    with pytest.raises(KeyError), hold(paths.root, "window"):
        raise KeyError
    with hold(paths.root, "window"):
        pass


def test_lock_files_tell_no_names(paths: Paths):
    with hold(paths.root, "profile anna"):
        files = [path for path in paths.root.rglob("*") if path.is_file()]
        assert files
        assert all(
            "anna" not in str(path.relative_to(paths.root)) and b"anna" not in path.read_bytes() for path in files
        )
        if os.name == "posix":
            assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX systems")
def test_a_folder_that_cannot_be_written_is_told(refused_folder: Path):
    with pytest.raises(NotWritable, match="permission denied"), hold(refused_folder, "window"):
        pass
