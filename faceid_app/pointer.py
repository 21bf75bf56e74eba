"""Reads where the data folder lies, and refuses what was saved where everything is moved away from, or was."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock
import platformdirs

from faceid_app import strict_json
from faceid_app.errors import DataMoved, Locked

POINTER = "data-folder.json"
LOCKS = "locks"
"""The folder of who holds what, directly below the data folder."""
LOCK_MODE = 0o600
_MOVING = "moving"
_PATIENCE = 0.5  # seconds; who only asks whether something is being moved holds its lock for a moment


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A move that has not come to its end: it goes on, or its process was killed.

    Attributes:
        source: what is to be moved.
        target: where to.
        temp: the name of what is being made in `target`; as long as that is there, all of `names` is a mere copy.
        names: what was put directly into `target`.
    """

    source: Path
    target: Path
    temp: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """What is kept about the place of the data folder; written in one step.

    Attributes:
        folder: the chosen one; None where the platform's usual place counts.
        old: where it lay before, if that copy was not removed.
        state: a checksum of that copy as it was moved; empty once it was compared and may go, None where it is unknown.
        left: every folder that everything was moved away from; nothing is saved there any more.
        unfinished: what moves that were cut short may have left at their targets.
    """

    folder: Path | None = None
    old: Path | None = None
    state: str | None = None
    left: tuple[Path, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()


def pointer_path() -> Path:
    """The file that says it, in the platform's place for configuration."""
    return Path(platformdirs.user_config_dir("faceid_app", appauthor=False)) / POINTER


def read_pointer() -> Pointer:
    """What it says; nothing where it is not there or makes no sense. Raises OSError where it cannot be read now."""
    try:
        told = strict_json.loads(pointer_path().read_bytes())
        folder = Path(told["folder"]) if "folder" in told else None
        if folder is not None and not folder.is_absolute():
            return Pointer()
        return Pointer(
            folder,
            None if folder is None or "old" not in told else Path(told["old"]),
            None if "state" not in told else str(told["state"]),
            tuple(Path(one) for one in told.get("left", [])),
            tuple(_unfinished(one) for one in told.get("unfinished", [])),
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return Pointer()


def as_document(pointer: Pointer) -> dict[str, Any]:
    """What `read_pointer` reads, for the file."""
    document: dict[str, Any] = {}
    if pointer.folder is not None:
        document["folder"] = str(pointer.folder)
    if pointer.old is not None:
        document["old"] = str(pointer.old)
    if pointer.state is not None:
        document["state"] = pointer.state
    if pointer.left:
        document["left"] = [str(one) for one in pointer.left]
    if pointer.unfinished:
        document["unfinished"] = [
            {"source": str(one.source), "target": str(one.target), "temp": one.temp, "names": list(one.names)}
            for one in pointer.unfinished
        ]
    return document


def check_kept(path: Path) -> None:
    """Raise DataMoved if `path` lies where everything was moved away from, and Locked while it is being moved.

    Whoever saves asks afterwards, and whoever moves says so before it looks what there is: so either the move takes
    along what was saved, or whoever saved it is refused. Raises OSError where it cannot be known.
    """
    try:
        told = read_pointer()
    except PermissionError:  # a service that may not look there
        return
    if (not told.left and not told.unfinished) or path == pointer_path():  # which on some systems lies there
        return
    place = path.resolve()
    _refuse_left(told, place, path)
    for source in {one.source for one in told.unfinished if is_below(place, one.source)}:
        with moving(source) as is_mine:
            if not is_mine:
                raise Locked(f"The data folder {str(source)!r}")
            _refuse_left(read_pointer(), place, path)  # it may have ended since


def check_not_left(root: Path) -> None:
    """Raise DataMoved if everything was moved away from the data folder `root`."""
    with contextlib.suppress(OSError):
        _refuse_left(read_pointer(), root.resolve(), root)


@contextlib.contextmanager
def moving(source: Path) -> Iterator[bool]:
    """Be the one that moves `source`, if nobody else does: whether that is so. A lock that ends with the process."""
    with contextlib.ExitStack() as stack:
        is_mine = True
        if (source / LOCKS).is_dir():  # whoever moves it has made that
            path = lock_file(source, _MOVING)
            lock = filelock.FileLock(path, timeout=_PATIENCE, mode=LOCK_MODE, poll_interval=0.005)
            try:
                stack.enter_context(lock)
            except (filelock.Timeout, OSError):
                is_mine = False
        yield is_mine


def lock_file(root: Path, what: str) -> Path:
    """Whose lock says that `what` of the data folder `root` is held."""
    # Hashed: the file stays behind, and the name of a deleted person must not.
    return root / LOCKS / f"{hashlib.sha256(what.encode()).hexdigest()[:16]}.lock"


def is_held(root: Path, but: str = "") -> bool:
    """Whether anybody holds anything of the data folder `root`, other than `but` and its move."""
    ours = {lock_file(root, _MOVING), lock_file(root, but)}
    for path in sorted((root / LOCKS).glob("*.lock")):
        if path not in ours:
            lock = filelock.FileLock(path, timeout=0, mode=LOCK_MODE)
            try:
                lock.acquire()
            except filelock.Timeout:
                return True
            lock.release()
    return False


def is_below(place: Path, folder: Path) -> bool:
    """Whether `place` is `folder` or lies in it; both resolved."""
    return place == folder or folder in place.parents


def _refuse_left(told: Pointer, place: Path, path: Path) -> None:
    for one in told.left:
        if is_below(place, one):
            raise DataMoved(path if place == one else one, told.folder or one)


def _unfinished(told: Mapping[str, Any]) -> Unfinished:
    names = tuple(str(name) for name in told["names"])
    for name in (str(told["temp"]), *names):
        if Path(name).name != name:
            raise ValueError(f"not a name. Received: {name!r}")
    return Unfinished(Path(told["source"]), Path(told["target"]), str(told["temp"]), names)
