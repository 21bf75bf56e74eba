"""What is kept of pictures between runs, and what happens where it was damaged or cannot be kept."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.errors import PictureError
from faceid_app.datasets import feature_cache
from faceid_app.datasets.feature_cache import BLOCK, FeatureCache, Read, Seen
from faceid_app.errors import Cancelled, DiskFull
from faceid_app.progress import Stage, ignore, never


class Reader:
    """Counts what is read: a file holds its number; "no face" and "broken" are what they say."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> Read:
        def read(picture: Path) -> feature_cache.Row | None:
            self.reads += 1
            text = picture.read_text()
            if text == "broken":
                raise PictureError(str(picture), "it is broken")
            return None if text == "no face" else np.array([float(text), 1.0], np.float32)

        return read


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{number:04d}.jpg" for number in range(BLOCK + 3)]
    for number, file in enumerate(files):
        file.write_text({1: "no face", 2: "broken"}.get(number, str(number)))
    return files


def _features(folder: Path, reader: Reader, pictures: list[Path], is_cancelled: Callable[[], bool] = never):
    stage = Stage("read", of=len(pictures), report=ignore, is_cancelled=is_cancelled)
    return FeatureCache(folder, "numbers").features(pictures, reader, dimension=2, stage=stage)


def test_features_are_read_once_and_say_what_shows_nothing(tmp_path: Path, pictures: list[Path]):
    first, again = Reader(), Reader()
    made = _features(tmp_path / "kept", first, pictures)
    kept = _features(tmp_path / "kept", again, pictures)
    assert (first.reads, again.reads) == (len(pictures), 0)
    assert made.seen[:4].tolist() == [Seen.FEATURES, Seen.NO_FACE, Seen.UNREADABLE, Seen.FEATURES]
    assert made.rows[[0, 1, 2, -1], 0].tolist() == [0, 0, 0, BLOCK + 2]
    assert np.array_equal(made.rows, kept.rows)
    assert np.array_equal(made.seen, kept.seen)


def test_a_damaged_or_changed_block_is_read_again(tmp_path: Path, pictures: list[Path]):
    made = _features(tmp_path / "kept", Reader(), pictures)
    files = sorted((tmp_path / "kept").iterdir())
    assert len(files) == 2
    largest = max(files, key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[-1] ^= 1
    largest.write_bytes(data)
    reader = Reader()
    assert np.array_equal(_features(tmp_path / "kept", reader, pictures).rows, made.rows)
    assert reader.reads == BLOCK
    pictures[-1].write_text("77777")
    reader = Reader()
    assert _features(tmp_path / "kept", reader, pictures).rows[-1, 0] == 77777
    assert reader.reads == 3


def test_a_full_disk_costs_the_cache_and_not_the_work(
    tmp_path: Path, pictures: list[Path], monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(feature_cache, "write_whole", full)
    made = _features(tmp_path / "kept", Reader(), pictures)
    assert isinstance(made.not_kept, DiskFull)
    assert made.rows[-1, 0] == BLOCK + 2
    assert list((tmp_path / "kept").iterdir()) == []


def test_an_interrupted_reading_goes_on(tmp_path: Path, pictures: list[Path]):
    asked = 0

    def after_the_first_block() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    with pytest.raises(Cancelled):
        _features(tmp_path / "kept", Reader(), pictures, after_the_first_block)
    reader = Reader()
    made = _features(tmp_path / "kept", reader, pictures)
    assert reader.reads < len(pictures)
    assert made.not_kept is None
