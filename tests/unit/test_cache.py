"""What tests keep per machine is whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cache import cached


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FACEID_TEST_CACHE", str(tmp_path / "cache"))


def test_it_is_made_once():
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "file").write_text("content", encoding="utf-8")

    first, second = cached("thing", make), cached("thing", make)
    assert first == second
    assert (first / "file").read_text(encoding="utf-8") == "content"
    assert len(made) == 1


def test_a_failure_leaves_nothing(tmp_path: Path):
    def fail(folder: Path) -> None:
        (folder / "half").write_text("content", encoding="utf-8")
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        cached("thing", fail)
    assert list((tmp_path / "cache").iterdir()) == []


def test_another_process_that_was_faster_wins(tmp_path: Path):
    def make(folder: Path) -> None:
        other = tmp_path / "cache" / "thing"
        other.mkdir()
        (other / "file").write_text("theirs", encoding="utf-8")
        (folder / "file").write_text("ours", encoding="utf-8")

    assert (cached("thing", make) / "file").read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["thing"]
