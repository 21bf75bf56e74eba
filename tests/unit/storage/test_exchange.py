"""Writing and reading the documents' data set tree."""

from __future__ import annotations

import os
import struct
import uuid
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import encode_jpeg, encode_png, read_picture
from faceid_app.errors import Cancelled, CorruptData, DatasetMissing, TargetRefused
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE, align
from faceid_app.faces.face import Face, Pose, Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.faces.quality import Measurements
from faceid_app.progress import Progress
from faceid_app.storage.captures import Role
from faceid_app.storage.exchange import export_dataset, import_dataset
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore


def observe(rgb: RgbImage) -> Observation:
    """Sees a face in the middle of every picture that is not black."""
    height, width = rgb.shape[:2]
    if not rgb.any():
        refusal = Refusal(Reason.NO_FACE, 0, 1, "faces", "No face is there.", "Look into the camera.")
        return Observation((), None, None, Measurements(faces=0), refusal, None, 1.0, 1.0, rgb)
    landmarks = (PORTRAIT_TEMPLATE / 250 * (width, height)).astype(np.float32)
    face = Face((width * 0.3, height * 0.3, width * 0.4, height * 0.5), landmarks, 0.9)
    seen = Measurements(faces=1, face_px=height * 0.5)
    return Observation((face,), face, Pose(0, 0, 0), seen, None, align(rgb, landmarks), 1.0, 1.0, rgb)


def picture(seed: int, width: int = 250, height: int = 250) -> RgbImage:
    return np.random.default_rng(seed).integers(1, 255, (height, width, 3), dtype=np.uint8)


def save(path: Path, rgb: RgbImage, *, at: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_png(rgb) if path.suffix == ".png" else encode_jpeg(rgb))
    if at is not None:
        os.utime(path, (at, at))
    return path


def uuid1_at(seconds: float, clock: int = 7) -> str:
    """A name as uuid.uuid1() would have given it at that time."""
    ticks = int(seconds * 1e7) + 0x01B21DD213814000
    fields = (ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, ticks >> 48 & 0x0FFF | 0x1000, 0x80, clock, 0x123456789ABC)
    return str(uuid.UUID(fields=fields))


def claiming(width: int, height: int) -> bytes:
    """A PNG file that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def add(profile: Profile, role: Role, seed: int) -> str:
    portrait, small = encode_jpeg(picture(seed)), encode_png(picture(seed, 112, 112))
    return profile.captures.add(
        role=role, portrait_jpeg=portrait, aligned_png=small, burst="b", camera="c", clock=0.0, measurements={}
    ).id


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def enrolled(profile: Profile) -> Profile:
    for seed, role in enumerate((Role.ANCHOR, Role.ANCHOR, Role.POSITIVE)):
        add(profile, role, seed)
    return profile


@pytest.fixture
def another(store: PlainStore) -> Profile:
    return Profiles(store).create("bob")


# --- export ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [True, False])
def test_the_tree_is_the_documents(enrolled: Profile, tmp_path: Path, there: bool):
    people = tmp_path / "lfw"
    negatives = [save(people / name / f"{name}_0001.jpg", picture(9)) for name in ("Ann_Lee", "Bo_Li")]
    target = tmp_path / "new" / "out"
    if there:
        target.mkdir(parents=True)
    steps: list[Progress] = []
    report = export_dataset(enrolled, target, negatives, report=steps.append)
    ids = {role: [record.id for record in enrolled.captures.records(role)] for role in Role}
    expected = [f"{role}/{i}.jpg" for role in Role for i in ids[role]]
    assert tree(target) == sorted([*expected, "negative/Ann_Lee_0001.jpg", "negative/Bo_Li_0001.jpg"])
    assert (report.anchor, report.positive, report.negative, report.skipped) == (2, 1, 2, ())
    assert {read_picture(path).shape for path in target.rglob("*.jpg")} == {(250, 250, 3)}
    assert (target / f"anchor/{ids[Role.ANCHOR][0]}.jpg").read_bytes() == enrolled.captures.picture(ids[Role.ANCHOR][0])
    assert (steps[-1].step, steps[-1].of) == (5, 5)
    assert [path.name for path in target.parent.iterdir()] == ["out"]
    copied = target / "negative/Bo_Li_0001.jpg"
    assert copied.read_bytes() == negatives[1].read_bytes()
    assert not copied.samefile(negatives[1])
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in target.rglob("*.jpg")} == {0o600}
        assert (target / "anchor").stat().st_mode & 0o777 == 0o700


def test_without_negatives_the_folder_is_there_and_empty(enrolled: Profile, tmp_path: Path):
    assert export_dataset(enrolled, tmp_path / "out").negative == 0
    assert list((tmp_path / "out" / "negative").iterdir()) == []


def test_other_negatives_are_scaled_and_namesakes_kept_apart(enrolled: Profile, tmp_path: Path):
    negatives = [
        save(tmp_path / "a" / "1.png", picture(1, 400, 300)),
        save(tmp_path / "b" / "1.jpg", picture(2)),
        save(tmp_path / "b" / "deep" / "1.jpeg", picture(3, 60, 90)),
        save(tmp_path / "c" / "b" / "1.jpg", picture(4)),
    ]
    report = export_dataset(enrolled, tmp_path / "out", negatives)
    assert report.negative == 4
    assert tree(tmp_path / "out" / "negative") == ["1.jpg", "b_1.jpg", "b_1_2.jpg", "deep_1.jpg"]
    assert {read_picture(path).shape for path in (tmp_path / "out" / "negative").iterdir()} == {(250, 250, 3)}


def test_negatives_that_cannot_be_read_are_named(enrolled: Profile, tmp_path: Path):
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    report = export_dataset(
        enrolled, tmp_path / "out", [bad, tmp_path / "missing.jpg", save(tmp_path / "x.jpg", picture(1))]
    )
    assert report.skipped == (str(bad), str(tmp_path / "missing.jpg"))
    assert report.negative == 1
    assert tree(tmp_path / "out" / "negative") == ["x.jpg"]


def test_a_folder_with_something_in_it_is_refused_untouched(enrolled: Profile, tmp_path: Path):
    target = tmp_path / "out"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    with pytest.raises(TargetRefused, match="not empty"):
        export_dataset(enrolled, target)
    with pytest.raises(TargetRefused, match="not a folder"):
        export_dataset(enrolled, target / "letter.txt")
    assert (target / "letter.txt").read_text() == "mine"
    assert len(list(target.iterdir())) == 1


def test_a_failure_leaves_nothing_half(enrolled: Profile, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(Cancelled):
        export_dataset(enrolled, home / "out", is_cancelled=lambda: True)
    assert list(home.iterdir()) == []
    enrolled.store.delete(f"anna/positive/{enrolled.captures.records(Role.POSITIVE)[0].id}.jpg")
    with pytest.raises(CorruptData, match="delete that capture"):
        export_dataset(enrolled, home / "out")
    assert list(home.iterdir()) == []


def test_the_rest_of_a_killed_export_is_cleared(enrolled: Profile, tmp_path: Path):
    left = save(tmp_path / "home" / ".out.unfinished" / "anchor" / "x.jpg", picture(1))
    export_dataset(enrolled, tmp_path / "home" / "out")
    assert not left.exists()
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["out"]


def test_a_place_that_refuses_is_told(enrolled: Profile, refused_folder: Path):
    with pytest.raises(TargetRefused, match=r"(?i)permission denied"):
        export_dataset(enrolled, refused_folder / "new" / "out")


# --- import ----------------------------------------------------------------------------------------------------------


def test_what_was_exported_comes_back(enrolled: Profile, another: Profile, tmp_path: Path):
    export_dataset(enrolled, tmp_path / "out", [save(tmp_path / "n.jpg", picture(9))])
    report = import_dataset(tmp_path / "out", another, observe)
    assert report.added == {Role.ANCHOR: 2, Role.POSITIVE: 1}
    assert report.refused == ()
    for record in another.captures.records():
        assert read_picture(another.captures.picture(record.id)).shape == (250, 250, 3)
        aligned = another.captures.aligned(record.id)
        assert aligned is not None
        assert read_picture(aligned).shape == (112, 112, 3)
        assert record.camera == "import"
        assert record.measurements["faces"] == 1.0


def test_sizes_formats_and_spellings_of_others_are_read(another: Profile, tmp_path: Path):
    save(tmp_path / "Anchor" / "a.PNG", picture(1, 640, 480))
    save(tmp_path / "Anchor" / "b.jpeg", picture(2, 100, 100))
    save(tmp_path / "POSITIVE" / "c.jpg", picture(3))
    (tmp_path / "Anchor" / "notes.txt").write_text("not a picture, nor said to be one")
    (tmp_path / "Anchor" / "._a.jpg").write_bytes(b"what a Mac leaves on foreign disks")
    (tmp_path / "Anchor" / "folder.jpg").mkdir()
    steps: list[Progress] = []
    report = import_dataset(tmp_path, another, observe, report=steps.append)
    assert report.added == {Role.ANCHOR: 2, Role.POSITIVE: 1}
    assert report.refused == ()
    assert (steps[-1].step, steps[-1].of) == (3, 3)


def test_bad_files_are_named_and_counted_and_harm_nothing(another: Profile, tmp_path: Path):
    anchor = tmp_path / "anchor"
    save(anchor / "good.jpg", picture(1))
    save(anchor / "dark.jpg", np.zeros((250, 250, 3), np.uint8))
    (anchor / "text.jpg").write_text("I am no picture")
    (anchor / "empty.jpg").write_bytes(b"")
    (anchor / "cut.jpg").write_bytes(encode_jpeg(picture(2))[:2000])
    Image.new("RGB", (1, 1), "white").save(anchor / "tiny.png")
    (anchor / "huge.png").write_bytes(claiming(10000, 10000))
    (anchor / "again.jpg").write_bytes((anchor / "good.jpg").read_bytes())
    if os.name == "posix":
        (anchor / "nowhere.jpg").symlink_to(tmp_path / "missing")
        os.mkfifo(anchor / "pipe.jpg")
    report = import_dataset(tmp_path, another, observe)
    assert report.added == {Role.ANCHOR: 1, Role.POSITIVE: 0}
    assert report.refused_by_reason == {"unreadable": 5, "no_face": 1, "duplicate": 1}
    sentences = {refused.name: refused.sentence for refused in report.refused}
    assert "10000x10000" in sentences["anchor/huge.png"]
    assert "1x1" in sentences["anchor/tiny.png"]
    assert "anchor/text.jpg" in sentences
    assert sentences["anchor/dark.jpg"] == "No face is there; look into the camera."


def test_importing_twice_adds_nothing(enrolled: Profile, another: Profile, tmp_path: Path):
    export_dataset(enrolled, tmp_path / "out")
    import_dataset(tmp_path / "out", another, observe)
    again = import_dataset(tmp_path / "out", another, observe)
    assert again.added == {Role.ANCHOR: 0, Role.POSITIVE: 0}
    assert again.refused_by_reason == {"duplicate": 3}
    assert len(another.captures.records()) == 3


def test_bursts_follow_the_names_times_then_the_files(another: Profile, tmp_path: Path):
    start = datetime.fromisoformat("2022-05-01T12:00:00+00:00").timestamp()
    copied = start + 1e6  # copying gave all files one time; their names still know better
    for index, offset in enumerate((0.0, 1.5, 3.0, 10.0, 11.0)):
        save(tmp_path / "anchor" / f"{uuid1_at(start + offset)}.jpg", picture(index), at=copied)
    save(tmp_path / "positive" / f"{uuid1_at(start + 12.5)}.jpg", picture(20), at=copied)
    save(tmp_path / "positive" / "plain.jpg", picture(21), at=start + 14.0)
    save(tmp_path / "positive" / f"{uuid.UUID(int=5, version=4)}.jpg", picture(22), at=start + 100.0)
    report = import_dataset(tmp_path, another, observe)
    records = another.captures.records()
    assert report.bursts == 5
    bursts = [record.burst for record in records]
    assert [bursts.index(burst) for burst in bursts] == [0, 0, 2, 3, 3, 5, 5, 7]
    assert records[0].taken_at == "2022-05-01T12:00:00.000+00:00"
    assert records[-1].taken_at == "2022-05-01T12:01:40.000+00:00"


@pytest.mark.parametrize(
    "make",
    [lambda folder: None, lambda folder: (folder / "x").mkdir(), lambda folder: (folder / "anchor").write_text("")],
)
def test_a_folder_that_is_no_data_set_is_told(another: Profile, tmp_path: Path, make: Callable[[Path], None]):
    folder = tmp_path / "set"
    folder.mkdir()
    make(folder)
    with pytest.raises(DatasetMissing, match="anchor"):
        import_dataset(folder, another, observe)
    with pytest.raises(DatasetMissing, match="missing"):
        import_dataset(tmp_path / "missing", another, observe)


def test_what_was_taken_before_cancelling_stays(another: Profile, tmp_path: Path):
    for index in range(5):
        save(tmp_path / "anchor" / f"{index}.jpg", picture(index), at=1000.0 + index)
    seen: list[Progress] = []
    with pytest.raises(Cancelled):
        import_dataset(
            tmp_path, another, observe, report=seen.append, is_cancelled=lambda: len(another.captures.records()) >= 2
        )
    assert another.captures.counts()[Role.ANCHOR] == 2
    assert import_dataset(tmp_path, another, observe).added[Role.ANCHOR] == 3


@pytest.mark.parametrize("times_lost", [False, True])
def test_an_import_that_was_stopped_and_is_repeated_splits_no_burst(another: Profile, tmp_path: Path, times_lost: bool):
    files = [tmp_path / ("positive" if index % 2 else "anchor") / f"{index}.jpg" for index in range(8)]
    for index, file in enumerate(files):
        save(file, picture(index), at=1000.0 + 0.2 * index)
    with pytest.raises(Cancelled):
        import_dataset(tmp_path, another, observe, is_cancelled=lambda: len(another.captures.records()) >= 3)
    for file in files if times_lost else []:
        os.utime(file, (5000.0, 5000.0))
    assert import_dataset(tmp_path, another, observe).refused_by_reason == {"duplicate": 3}
    assert len(another.captures.records()) == 8
    assert len({record.burst for record in another.captures.records()}) == 1


def test_pictures_added_later_belong_to_the_burst_that_their_time_says(another: Profile, tmp_path: Path):
    for index, at in enumerate((1001.0, 1010.0)):
        save(tmp_path / "anchor" / f"{index}.jpg", picture(index), at=at)
    import_dataset(tmp_path, another, observe)
    first, second = (record.burst for record in another.captures.records())
    for index, at in enumerate((1000.0, 1011.5, 1012.5), start=2):
        save(tmp_path / "positive" / f"{index}.jpg", picture(index), at=at)
    (tmp_path / "anchor" / "0.jpg").unlink()  # what is a capture need not be in the folder any more
    assert import_dataset(tmp_path, another, observe).bursts == 3
    before, beside, after = (record.burst for record in another.captures.records(Role.POSITIVE))
    assert (before, beside) == (first, second)
    assert after not in (first, second)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), as_jpeg=st.booleans())
def test_no_content_of_a_file_breaks_the_import(another: Profile, tmp_path_factory, content: bytes, as_jpeg: bool):
    folder = tmp_path_factory.mktemp("set")
    (folder / "anchor").mkdir()
    (folder / "anchor" / "x.jpg").write_bytes((b"\xff\xd8\xff\xe0" if as_jpeg else b"") + content)
    report = import_dataset(folder, another, observe)
    assert sum(report.added.values()) + len(report.refused) == 1
