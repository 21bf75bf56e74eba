"""Where the data folder lies, and its move."""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from faceid_app import location, pointer
from faceid_app.errors import Cancelled, DataMoved, Locked, NotWritable
from faceid_app.location import (
    DataFolderGone,
    Extent,
    Location,
    MoveRefused,
    OldCopyKept,
    check_location,
    check_target,
    extent_of,
    find_location,
    move,
    remove_old,
)
from faceid_app.paths import Paths
from faceid_app.progress import Progress
from faceid_app.settings import Settings
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.captures import Role
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from tests.unit.storage.crashes import CUT_SHORT, Fate, PowerCut, cut_short

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
    """Every file below it but locks and the pointer."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name not in (".lock", pointer.POINTER)
    }


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
    assert contents(usual.root) == before
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
    path = Path(platformdirs.user_config_dir("faceid_app")) / pointer.POINTER
    path.parent.mkdir()
    path.write_text(content)
    assert find_location() == Location(tmp_path / "usual")


def savers(paths: Paths) -> list[Callable[[], object]]:
    """All ways to save something below a data folder; each is a promise."""
    store = PlainStore(paths.personal)
    people = Profiles(store)

    def held() -> None:
        with hold(paths.root, "profile anna"):
            pass

    def captured() -> None:
        people.get("anna").captures.add(
            role=Role.ANCHOR, portrait_jpeg=b"j", aligned_png=b"p", burst="b", camera="c", clock=1.0, measurements={}
        )

    return [
        held,
        captured,
        lambda: people.create("berta"),
        lambda: people.delete("anna"),
        lambda: store.write("anna/two", b"two"),
        lambda: store.append_line("anna/lines", b"line"),
        lambda: store.delete("anna/one"),
        lambda: store.rename_tree("anna", "clara"),
        lambda: Settings().save(paths),
        lambda: AuditLog(paths).record(Event.VAULT_CHANGED),
    ]


def test_nothing_is_told_as_saved_at_the_old_place_any_more(usual: Paths, tmp_path: Path):
    before = savers(usual)
    move(usual.root, tmp_path / "new")
    for number, save in enumerate(before):
        with pytest.raises(DataMoved, match="moved to"):
            save()
        assert contents(tmp_path / "new")["people/anna/one"] == PICTURE, number
    with pytest.raises(DataMoved):
        check_location(usual.root)
    for save in savers(Paths(tmp_path / "new")):
        save()


def test_nor_once_the_old_copy_was_removed_but_after_a_move_back(usual: Paths, tmp_path: Path):
    before = contents(usual.root)
    move(usual.root, tmp_path / "new")
    remove_old()
    with pytest.raises(DataMoved):
        Settings().save(usual)
    with pytest.raises(DataMoved), hold(usual.root, "profile anna"):
        pass
    move(tmp_path / "new", usual.root)
    assert contents(usual.root).items() <= before.items()
    Settings().save(usual)
    with pytest.raises(DataMoved):
        Settings().save(Paths(tmp_path / "new"))
    assert remove_old().files
    assert find_location() == Location(usual.root)


def test_what_somebody_works_with_is_not_moved(usual: Paths, tmp_path: Path):
    with hold(usual.root, "profile anna"), pytest.raises(Locked, match="in use"):
        move(usual.root, tmp_path / "new")
    assert find_location() == Location(usual.root)
    Settings().save(usual)
    with hold(usual.root, "window"):
        with pytest.raises(Locked):
            move(usual.root, tmp_path / "new")
        move(usual.root, tmp_path / "new", mine="window")
    assert find_location().folder == tmp_path / "new"


def test_while_it_is_moved_nothing_is_begun_or_told_as_saved(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pointer, "_PATIENCE", 0.0)
    refused = 0

    def save(progress: Progress) -> None:
        nonlocal refused
        if progress.step == progress.of:
            with pytest.raises(Locked, match="in use"), hold(usual.root, "profile anna"):
                pass
            with pytest.raises(Locked):
                Settings().save(usual)
            with pytest.raises(Locked):
                AuditLog(usual).record(Event.VAULT_CHANGED)
            refused += 1

    move(usual.root, tmp_path / "new", report=save)
    assert refused == 1
    assert find_location().folder == tmp_path / "new"


def test_what_was_written_as_a_move_began_is_not_told_as_saved(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real, others = os.replace, []

    def begun_meanwhile(old: Path, new: Path) -> None:
        real(old, new)
        if new == usual.settings:
            others.append(1)
            move(usual.root, tmp_path / "new")

    monkeypatch.setattr(os, "replace", begun_meanwhile)
    with pytest.raises(DataMoved):
        Settings().save(usual)
    assert others == [1]


def test_an_old_copy_that_is_not_what_was_moved_stays(usual: Paths, tmp_path: Path):
    move(usual.root, tmp_path / "new")
    (tmp_path / "new" / "people").rename(tmp_path / "people")
    with pytest.raises(OldCopyKept):
        remove_old()
    (tmp_path / "people").rename(tmp_path / "new" / "people")
    late = usual.personal / "anna" / "two"
    late.write_bytes(b"by an earlier version of the program")
    with pytest.raises(OldCopyKept, match="look through it"):
        remove_old()
    assert late.exists()
    assert find_location().old == usual.root
    late.unlink()
    Profiles(PlainStore(Paths(tmp_path / "new").personal)).delete("anna")
    assert remove_old().files
    assert not usual.personal.exists()


def test_a_move_told_by_an_earlier_version_is_not_taken_for_compared(usual: Paths, tmp_path: Path):
    move(usual.root, tmp_path / "new")
    told = json.loads(pointer.pointer_path().read_bytes())
    pointer.pointer_path().write_text(json.dumps({"folder": told["folder"], "old": told["old"]}))
    with pytest.raises(OldCopyKept):
        remove_old()
    assert contents(usual.root)["people/anna/one"] == PICTURE


@pytest.mark.parametrize("fate", [Fate.CTRL_C, Fate.REFUSED, Fate.FAILED, Fate.FULL, Fate.KILLED])
@pytest.mark.usefixtures("caplog")
def test_cut_short_at_any_step_everything_is_at_one_place_and_no_copy_of_it_forgotten(
    fate: Fate, usual: Paths, tmp_path: Path
):
    before = {name: data for name, data in contents(usual.root).items() if not name.startswith("logs")}
    pristine = shutil.copytree(usual.root, tmp_path / "pristine")
    moved = 0
    for at in itertools.count():
        target = tmp_path / f"new {at}" / "faces"
        with cut_short(fate, at) as happened:
            with contextlib.suppress(*CUT_SHORT):
                move(usual.root, target)
            came_to_it = happened()
        place = find_location().folder
        assert before.items() <= contents(place).items(), at
        check_location(place)
        Settings().save(Paths(place))
        if place == target:
            moved += 1
            with pytest.raises(DataMoved):
                Settings().save(usual)
            assert remove_old().files, at
            assert before.keys() <= contents(place).keys(), at
        else:
            assert place == usual.root
            assert not target.exists() or contents(target) == {}, at
            check_target(usual.root, target)
        if not came_to_it:
            break
        pointer.pointer_path().unlink(missing_ok=True)
        shutil.rmtree(usual.root, ignore_errors=True)
        shutil.copytree(pristine, usual.root)
    assert at > 10 or fate is Fate.FULL
    assert moved


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.KILLED])
def test_removing_the_old_copy_cut_short_at_any_step_goes_on_another_time(fate: Fate, usual: Paths, tmp_path: Path):
    pristine = shutil.copytree(usual.root, tmp_path / "pristine")
    for at in itertools.count():
        target = tmp_path / f"new {at}"
        move(usual.root, target)
        there = contents(target)
        with cut_short(fate, at) as happened:
            with contextlib.suppress(*CUT_SHORT):
                remove_old()
            came_to_it = happened()
        assert find_location().folder == target, at
        assert contents(target) == there
        remove_old()
        assert contents(usual.root) == {}, at
        if not came_to_it:
            break
        pointer.pointer_path().unlink()
        shutil.rmtree(usual.root, ignore_errors=True)
        shutil.copytree(pristine, usual.root)


@pytest.fixture
def killed_move(usual: Paths, tmp_path: Path) -> Path:
    """The target of a move that was killed when all was there but the pointer."""
    target = tmp_path / "disk" / "faces"
    for at in range(200):
        check_location(usual.root)
        with cut_short(Fate.KILLED, at), contextlib.suppress(PowerCut):
            move(usual.root, target)
        assert find_location() == Location(usual.root)
        if (target / "settings.json").exists():
            break
    assert contents(target)["people/anna/one"] == PICTURE
    return target


def test_what_a_killed_move_left_goes_when_its_disk_is_there_again(usual: Paths, killed_move: Path, tmp_path: Path):
    unplugged = killed_move.parent.rename(tmp_path / "unplugged")
    check_location(usual.root)
    Settings().save(usual)
    unplugged.rename(killed_move.parent)
    (killed_move / "letter.txt").write_text("dear")
    check_location(usual.root)
    assert contents(killed_move) == {"letter.txt": b"dear"}


def test_what_a_killed_move_left_stays_once_somebody_works_with_it(usual: Paths, killed_move: Path):
    for one in killed_move.glob(".tmp-*"):  # swept by whoever opens that folder
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    check_location(usual.root)
    assert contents(killed_move)["people/anna/one"] == PICTURE
    with pytest.raises(MoveRefused, match="not empty"):
        check_target(usual.root, killed_move)


def test_a_move_that_cannot_read_where_everything_lies_removes_nothing(
    usual: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "new"
    real = Path.read_bytes

    def too_many_open(path: Path) -> bytes:
        if path == pointer.pointer_path() and (target / "people").exists():
            raise OSError(errno.EMFILE, "Too many open files")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", too_many_open)
        with pytest.raises(NotWritable, match="too many open files"):
            move(usual.root, target)
    assert contents(usual.root)["people/anna/one"] == PICTURE
    assert contents(target)["people/anna/one"] == PICTURE
    assert find_location() == Location(usual.root)
