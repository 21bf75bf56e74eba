"""From plain to sealed, cut short at every step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from faceid_app.errors import Cancelled, DiskFull
from faceid_app.files import write_whole
from faceid_app.storage import store as store_module
from faceid_app.storage.attempts import Attempts
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault.draft import draft_vault
from faceid_app.storage.vault.errors import SealBroken
from faceid_app.storage.vault.key_file import OWN, State
from faceid_app.storage.vault.migration import seal_profile
from faceid_app.storage.vault.sealing import is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore, beside
from tests.unit.storage.crashes import PowerCut
from tests.unit.storage.vault.conftest import PASSPHRASE, opened

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 8


@pytest.fixture
def plain(root: Path) -> Profile:
    """Anna from before there was a vault."""
    profile = Profiles(PlainStore(root)).create("anna")
    for _ in range(2):
        profile.captures.add(
            role=Role.ANCHOR, portrait_jpeg=PICTURE, aligned_png=None, burst="b", camera="0", clock=0.0, measurements={}
        )
    profile.write("empty", b"")
    with (root / "anna" / "captures.jsonl").open("ab") as journal:
        journal.write(b'{"op": "ad')  # as a killed process leaves it
    return profile


@pytest.fixture
def before(plain: Profile, root: Path) -> dict[str, object]:
    Vault(root).create(draft_vault(passphrase=PASSPHRASE), ["anna"])
    return held(opened(root))


def held(store: VaultStore) -> dict[str, object]:
    """All that is kept of anna, read the way it is used."""
    return {key: store.read_lines(key) if key.endswith("l") else store.read(key) for key in store.list("anna")}


def on_disk(root: Path) -> set[bool]:
    """Whether the files of anna are sealed: True, False, or both."""
    files = [path for path in (root / "anna").rglob("*") if path.is_file()]
    return {is_sealed(path.read_bytes()) for path in files}


@contextmanager
def dying_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """The first `steps` changes of the disk happen; the next one and all after it do not, and end the program."""
    left = [steps]

    def mortal(change: Callable[..., Any]) -> Callable[..., Any]:
        def once(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise PowerCut
            return change(*arguments, **named)

        return once

    with monkeypatch.context() as patched:
        for name in ("replace", "rename", "unlink", "rmdir", "mkdir", "write"):
            patched.setattr(os, name, mortal(getattr(os, name)))
        yield lambda: left[0] < 0


def test_a_plain_profile_is_sealed_and_nothing_plain_is_left(before: dict[str, object], root: Path) -> None:
    store = opened(root)
    assert on_disk(root) == {False}
    steps: list[tuple[int, int]] = []
    seal_profile(store, "anna", report=lambda progress: steps.append((progress.step, progress.of)))
    assert steps[-1] == (10, 10)
    assert held(store) == held(opened(root)) == before
    assert on_disk(root) == {True}
    assert not [path for path in root.rglob("*") if path.is_file() and PICTURE[:64] in path.read_bytes()]
    assert sorted(path.name for path in root.iterdir()) == [".lock", ".vault.json", ".vault.lock", "anna"]
    seal_profile(store, "anna")  # once is enough
    assert held(store) == before


def test_cut_short_at_every_step_nothing_is_lost_and_the_next_start_goes_on(
    before: dict[str, object], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    steps, seen = 0, set[State]()
    while _die_and_go_on(root, steps, before, seen, monkeypatch):
        _put_back(root, kept)
        steps += 1
    assert steps > 30
    assert seen == {State.PLAIN, State.SEALING, State.SWAPPING, State.SEALED}


def _die_and_go_on(
    root: Path, steps: int, before: dict[str, object], seen: set[State], monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Seal, die after `steps` changes, and look at what the next start finds; whether it died at all."""
    store = opened(root)
    with dying_after(steps, monkeypatch) as died:
        with suppress(PowerCut):
            seal_profile(store, "anna")
        has_died = died()
    closed = VaultStore(PlainStore(root), Vault(root))
    assert Profiles(closed).names() == ["anna"]
    next_start = opened(root)
    seen.add(next_start.vault.file().find("anna")[1].state)  # type: ignore[union-attr, index]
    assert held(next_start) == before
    seal_profile(next_start, "anna")
    assert held(opened(root)) == before
    assert on_disk(root) == {True}
    assert not list(root.glob(f"{OWN}-*"))
    return has_died


def _put_back(root: Path, kept: dict[Path, bytes]) -> None:
    PlainStore(root).delete_tree("anna")
    for place, content in kept.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes(content)


def test_what_others_save_meanwhile_is_sealed_too(before: dict[str, object], root: Path) -> None:
    store = opened(root)
    other = Profiles(opened(root)).get("anna")
    done: list[int] = []

    def save(_progress: object) -> None:
        if not done:
            done.append(1)
            other.write("empty", b"not any more")
            other.write("late", b"x")
            other.captures.undo_last()

    seal_profile(store, "anna", report=save)
    assert store.read("anna/empty") == b"not any more"
    assert store.read("anna/late") == b"x"
    assert len(Profiles(store).get("anna").captures.records()) == 1
    assert on_disk(root) == {True}
    other.write("later", b"y")  # a process that had it open as plain
    assert store.read("anna/later") == b"y"
    assert on_disk(root) == {True}


def test_cancelled_it_is_plain_as_before(before: dict[str, object], root: Path) -> None:
    store = opened(root)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 4

    with pytest.raises(Cancelled):
        seal_profile(store, "anna", is_cancelled=stop)
    assert held(store) == held(opened(root)) == before
    assert on_disk(root) == {False}
    assert not list(root.glob(f"{OWN}-*"))


def test_a_copy_that_is_not_what_was_written_replaces_nothing(
    before: dict[str, object], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad_disk(path: Path, data: bytes) -> None:
        write_whole(path, data[:-1] + b"\0" if ".sealed" in str(path) else data)

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "write_whole", bad_disk)
        with pytest.raises(SealBroken, match="differs from what was written"):
            seal_profile(opened(root), "anna")
    assert on_disk(root) == {False}
    assert held(opened(root)) == before


def test_a_full_disk_leaves_it_plain(before: dict[str, object], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise DiskFull(path)

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "write_whole", full)
        with pytest.raises(DiskFull):
            seal_profile(opened(root), "anna")
    assert on_disk(root) == {False}
    assert held(opened(root)) == before


def test_deleting_in_the_middle_leaves_nothing_beside(before: dict[str, object], root: Path) -> None:
    store = opened(root)
    seal = store.vault.begin_sealing("anna")
    store.plain.write(f"{beside(seal.vault_id)[0]}/x", b"half a copy")
    Profiles(store).delete("anna")
    assert sorted(path.name for path in root.iterdir()) == [".lock", ".vault.json", ".vault.lock"]


def test_attempts_kept_from_before_go_on_as_lines(plain: Profile, root: Path) -> None:
    plain.append_line("attempts.jsonl", b'{"damaged": 1}')
    Vault(root).create(draft_vault(passphrase=PASSPHRASE), ["anna"])
    store = opened(root)
    seal_profile(store, "anna")
    store.append_line("anna/attempts.jsonl", b'{"damaged": 2}')
    assert Attempts(store, "anna").load().damaged == 2
