"""Kept presentations: exact, private, limited, erasable, and none lost to a damaged neighbour or a killed process."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import NewerFormat, NotStored, NotWritable, ProfileGone
from faceid_app.storage import trials as module
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.trials import FOLDER, Cutout, Presentation, SeenCue, SeenFrame, Trials

DRAW = np.random.default_rng(3)
PNG = b"\x89PNG and more"


def presentation(number: int = 0, *, pictures: int = 0) -> Presentation:
    frames = tuple(
        SeenFrame(
            at=index / 10,
            verdict="attack",
            liveness="attack",
            risk=0.93,
            reason="A screen's pattern lies over the face.",
            cues=(SeenCue("moire", 1.25, 0.9, "log10", True),),
            match=True,
            score=0.81,
            embedding=DRAW.standard_normal(128).astype(np.float32),
            measurements={"yaw": 1.5},
            picture=Cutout(4, 5, 640, 480) if index < pictures else None,
        )
        for index in range(2)
    )
    return Presentation(
        id=f"20260101T0000{number:08}-abcdef",
        taken_at="2026-01-01T00:00:00+00:00",
        species="print",
        camera="Front Camera",
        light="lamp",
        seconds=3.0,
        called_live=False,
        called_attack=True,
        accepted=False,
        network="ab" * 32,
        bundle="universal",
        guards={"presentation": "cd" * 32},
        detection=0.77,
        verification=0.5,
        needed=3,
        glances=5,
        window=2.0,
        program="1.0",
        frames=(*frames, SeenFrame(at=0.2, verdict="no_face", refusal="no_face")),
    )


@pytest.fixture
def kept(profile: Profile) -> Trials:
    return profile.trials


def ids(kept: Trials) -> list[str]:
    return [one.id for one in kept.load().presentations]


def test_what_was_kept_comes_back_to_the_bit(kept: Trials, root: Path) -> None:
    first = presentation(pictures=1)
    kept.add(first, {0: PNG})
    (back,) = kept.load().presentations
    for name in Presentation.__slots__[:-1]:
        assert getattr(back, name) == getattr(first, name), name
    for one, other in zip(first.frames, back.frames, strict=True):
        for name in SeenFrame.__slots__:
            told, found = getattr(one, name), getattr(other, name)
            assert np.array_equal(told, found) if name == "embedding" and told is not None else told == found, name
    assert kept.picture(first.id, 0) == PNG
    files = [path for path in (root / "anna" / FOLDER).rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len(files) == 2


def test_a_damaged_file_costs_that_presentation_alone(kept: Trials, root: Path) -> None:
    for number in range(3):
        kept.add(presentation(number))
    path = root / "anna" / FOLDER / f"{presentation(1).id}.json"
    path.write_bytes(path.read_bytes().replace(b'"print"', b'"live"'))
    assert kept.load().damaged == 1
    assert ids(kept) == [presentation(0).id, presentation(2).id]


def _rewritten(path: Path, **more: object) -> None:
    entry = json.loads(path.read_bytes()) | more
    del entry["sha256"]
    data = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    path.write_text(json.dumps(entry | {"sha256": hashlib.sha256(data).hexdigest()}))


def test_what_a_later_program_adds_is_passed_over_and_another_format_is_said(kept: Trials, root: Path) -> None:
    kept.add(presentation())
    path = root / "anna" / FOLDER / f"{presentation().id}.json"
    _rewritten(path, weather="rain")
    assert ids(kept) == [presentation().id]
    _rewritten(path, version=module.VERSION + 1)
    with pytest.raises(NewerFormat):
        kept.load()


def test_the_oldest_make_room_and_old_pictures_go_before_old_figures(
    kept: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "MOST_PICTURES", 2)
    for number in range(5):
        kept.add(presentation(number, pictures=1), {0: PNG})
    assert ids(kept) == [presentation(number).id for number in (2, 3, 4)]
    with pytest.raises(NotStored):
        kept.picture(presentation(2).id, 0)
    assert kept.picture(presentation(3).id, 0) == PNG


def test_all_some_or_only_the_pictures_are_erased(kept: Trials, root: Path) -> None:
    for number in range(3):
        kept.add(presentation(number, pictures=1), {0: PNG})
    assert kept.remove(presentation(0).id, "unknown") == 1
    assert kept.erase_pictures() == 2
    assert ids(kept) == [presentation(1).id, presentation(2).id]
    assert kept.erase() == 2
    assert not (root / "anna" / FOLDER).exists()


def test_a_receipt_lists_them_when_the_person_is_deleted(kept: Trials, store: PlainStore) -> None:
    kept.add(presentation(pictures=1), {0: PNG})
    places = {file.place for file in Profiles(store).delete("anna").removed}
    assert {f"trials/{presentation().id}.json", f"trials/{presentation().id}/0000.png"} <= places
    with pytest.raises(ProfileGone):
        kept.add(presentation(1))


def test_nothing_is_left_of_what_could_not_be_kept(
    kept: Trials, store: PlainStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = PlainStore.write

    def full(self: PlainStore, key: str, data: bytes) -> None:
        if key.endswith(".json"):
            raise NotWritable(root, "it is full")
        whole(self, key, data)

    with monkeypatch.context() as patched:
        patched.setattr(PlainStore, "write", full)
        with pytest.raises(NotWritable):
            kept.add(presentation(pictures=1), {0: PNG})
    assert list((root / "anna" / FOLDER).rglob("*.png")) == []


def test_pictures_without_a_record_are_swept_with_the_next(kept: Trials, store: PlainStore) -> None:
    store.write(f"anna/{FOLDER}/20250101T000000000000-aaaaaa/0000.png", PNG)
    kept.add(presentation())
    assert store.list(f"anna/{FOLDER}") == [f"anna/{FOLDER}/{presentation().id}.json"]
