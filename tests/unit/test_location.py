"""Where the data folder lies, and its move."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from faceid_app import location
from faceid_app.errors import Cancelled, NotWritable
from faceid_app.location import (
    DataFolderGone,
    Extent,
    Location,
    MoveRefused,
    check_location,
    extent_of,
    find_location,
    move,
    remove_old,
)
from faceid_app.paths import Paths
from faceid_app.progress import Progress
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore

PICTURE = b"picture" * 1000


@pytest.fixture(autouse=True, params=["apart", "together"])
def platform(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's places: some systems keep configuration and data in one folder."""
    config = tmp_path / ("usual" if request.param == "together" else "config")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_args, **_kinds: str(tmp_path / "usual"))
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_args, **_kinds: str(config))


@pytest.fixture
def usual(tmp_path: Path) -> Paths:
    """A used data folder at its usual place."""
    paths = Paths(tmp_path / "usual")
    people = Profiles(PlainStore(paths.personal))
    people.create("anna")
    (paths.personal / "anna" / "one").write_bytes(PICTURE)
    paths.settings.write_text('{"theme": "dark"}')
    paths.logs.mkdir()
    (paths.logs / "faceid.log").write_text("started")
    return paths


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_at_its_new_place_and_the_old_one_stays(usual: Paths, tmp_path: Path):
    before, target = contents(usual.root), tmp_path / "disk" / "faces"
    told: list[Progress] = []
    move(usual.root, target, report=told.append)
    assert find_location() == Location(target, usual.root)
    assert Paths.default() == Paths(target)
    moved = contents(target)
    assert moved["people/anna/one"] == PICTURE
    assert moved.items() <= before.items()
    assert not (target / "logs").exists()
    assert Profiles(PlainStore(Paths(target).personal)).names() == ["anna"]
    assert {name: data for name, data in contents(usual.root).items() if name != location.POINTER} == before
    assert (told[-1].step, told[-1].of) == (extent_of(target).size, extent_of(target).size)
    if os.name == "posix":
        modes = {path.stat().st_mode & 0o077 for path in target.rglob("*")}
        assert modes == {0}


def test_the_old_copy_goes_when_it_is_asked_to(usual: Paths, tmp_path: Path):
    size = extent_of(usual.root)
    move(usual.root, tmp_path / "new")
    assert remove_old() == size
    assert find_location() == Location(tmp_path / "new")
    assert "people" not in contents(usual.root)
    assert contents(tmp_path / "new")["people/anna/one"] == PICTURE
    assert remove_old() == Extent(0, 0)


def refusals() -> list[tuple[Callable[[Path], Path], str]]:
    return [
        (lambda root: root, "already"),
        (lambda root: root / "people" / "inside", "inside the other"),
        (lambda root: root.parent, "inside the other"),
        (lambda root: root / "settings.json", "inside the other"),
    ]


@pytest.mark.parametrize(("where", "why"), refusals())
def test_a_place_that_cannot_be_is_refused(usual: Paths, where: Callable[[Path], Path], why: str):
    with pytest.raises(MoveRefused, match=why):
        move(usual.root, where(usual.root))
    assert find_location() == Location(usual.root)


def test_a_folder_with_something_in_it_is_refused(usual: Paths, tmp_path: Path):
    target = tmp_path / "other"
    target.mkdir()
    (target / "letter.txt").write_text("dear")
    with pytest.raises(MoveRefused, match="not empty"):
        move(usual.root, target)
    assert contents(target) == {"letter.txt": b"dear"}


def test_a_full_disk_is_refused_before_anything_is_written(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": 1000})())
    with pytest.raises(MoveRefused, match=r"0\.0 GB are free"):
        move(usual.root, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_cancelled_or_disturbed_or_broken_nothing_has_changed(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "new"
    with pytest.raises(Cancelled):
        move(usual.root, target, is_cancelled=target.exists)

    def disturb(_progress: Progress) -> None:
        (usual.personal / "anna" / "two").write_bytes(b"late")

    with pytest.raises(MoveRefused, match="meanwhile"):
        move(usual.root, target, report=disturb)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(location, "write_whole", refuse)
    with pytest.raises(NotWritable):
        move(usual.root, target)
    assert find_location() == Location(usual.root)
    assert contents(target) == {}


def test_a_copy_that_differs_is_found_out(usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    keep = shutil.copystat

    def spoil(source: Path, target: Path) -> None:
        keep(source, target)
        target.write_bytes(b"spoilt")

    monkeypatch.setattr(shutil, "copystat", spoil)
    with pytest.raises(MoveRefused, match="differs"):
        move(usual.root, tmp_path / "new")
    assert find_location() == Location(usual.root)


def test_a_chosen_folder_that_is_not_there_is_not_made_anew(usual: Paths, tmp_path: Path):
    check_location(tmp_path / "anywhere")
    check_location(usual.root)
    move(usual.root, tmp_path / "new")
    check_location(tmp_path / "new")
    (tmp_path / "new").rename(tmp_path / "unplugged")
    with pytest.raises(DataFolderGone):
        check_location(tmp_path / "new")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"folder": 3}', '{"folder": "relative"}', '{"old": "/x"}'])
def test_a_broken_pointer_is_the_usual_place(tmp_path: Path, content: str):
    pointer = Path(platformdirs.user_config_dir("faceid_app")) / location.POINTER
    pointer.parent.mkdir()
    pointer.write_text(content)
    assert find_location() == Location(tmp_path / "usual")
