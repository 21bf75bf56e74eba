"""Settings: typed, sparse, forgiving."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faceid_app.errors import InvalidSetting, NotWritable
from faceid_app.paths import Paths
from faceid_app.setting import Kind
from faceid_app.settings import Settings


def stored(paths: Paths) -> Any:
    return json.loads(paths.settings.read_bytes())


def values(chosen: Settings) -> dict[str, object]:
    return {setting.key: chosen.value(setting) for setting in Settings.declared()}


DEFAULTS = {
    "camera": None,
    "backbone": "compact",
    "profile": None,
    "theme": "system",
    "language": "system",
    "mirror": True,
    "reduce_motion": False,
    "preset": "1e-4",
    "second_face": "refuse",
    "keep_attempts": False,
    "insights": False,
    "forget_pictures": False,
    "tray": False,
    "verdict_k": 3,
    "verdict_n": 5,
    "verdict_seconds": 2.0,
}


def test_without_a_file_there_are_the_defaults(paths: Paths):
    assert values(Settings.load(paths)) == DEFAULTS
    assert not paths.root.exists()


def test_each_is_declared_once_with_words_and_a_valid_default():
    declared = Settings.declared()
    assert {setting.key for setting in declared} == set(DEFAULTS)
    for setting in declared:
        assert getattr(Settings, setting.key) is setting
        assert setting.check(setting.default) == setting.default
        assert setting.label
        assert setting.help.endswith(".")
        assert (setting.kind is Kind.NUMBER) == isinstance(setting.default, float)


def test_only_what_differs_is_saved_and_comes_back(paths: Paths):
    chosen = Settings.load(paths)
    chosen.camera = "usb-046d:0825"
    chosen.verdict_seconds = 3.0
    chosen.verdict_n = 7
    chosen.verdict_k = 3
    chosen.save(paths)
    assert stored(paths) == {"camera": "usb-046d:0825", "verdict_seconds": 3.0, "verdict_n": 7}
    again = Settings.load(paths)
    assert (again.camera, again.verdict_seconds, again.verdict_n, again.backbone) == (
        "usb-046d:0825",
        3.0,
        7,
        "compact",
    )
    again.camera = None
    again.verdict_seconds = 2.0
    again.save(paths)
    assert stored(paths) == {"verdict_n": 7}
    if os.name == "posix":
        assert paths.settings.stat().st_mode & 0o777 == 0o600


def test_unknown_keys_are_kept(paths: Paths):
    paths.root.mkdir()
    paths.settings.write_text('{"from_the_future": {"a": [1]}, "verdict_seconds": 4.0}')
    chosen = Settings.load(paths)
    chosen.verdict_seconds = 5.0
    chosen.save(paths)
    assert stored(paths) == {"from_the_future": {"a": [1]}, "verdict_seconds": 5.0}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"null", b"\xff\xfe\0", b"[" * 100_000])
def test_a_broken_file_is_kept_beside(paths: Paths, content: bytes):
    paths.root.mkdir()
    paths.settings.write_bytes(content)
    assert values(Settings.load(paths)) == DEFAULTS
    assert (paths.root / "settings.json.broken").read_bytes() == content
    assert not paths.settings.exists()
    Settings.load(paths).save(paths)
    assert stored(paths) == {}


@pytest.mark.parametrize(
    ("key", "bad"),
    [("verdict_seconds", "long"), ("verdict_seconds", 0), ("verdict_seconds", 61), ("verdict_seconds", True),
     ("verdict_seconds", None), ("verdict_k", 2.5), ("verdict_k", 0),
     ("camera", 0), ("camera", "  "), ("backbone", None), ("verdict_seconds", float("nan")),
     ("verdict_n", float("inf"))],
)  # fmt: skip
def test_a_single_bad_value_counts_as_its_default_and_is_not_set(paths: Paths, key: str, bad: object):
    paths.root.mkdir()
    paths.settings.write_text(json.dumps({key: bad, "backbone" if key != "backbone" else "camera": "other"}))
    chosen = Settings.load(paths)
    assert getattr(chosen, key) == DEFAULTS[key]
    assert "other" in (chosen.backbone, chosen.camera)
    with pytest.raises(InvalidSetting, match=getattr(Settings, key).label):
        setattr(chosen, key, bad)


def test_a_verdict_that_could_never_come_about_is_not_loaded(paths: Paths):
    paths.root.mkdir()
    paths.settings.write_text('{"verdict_k": 9, "verdict_n": 4, "verdict_seconds": 4.0}')
    chosen = Settings.load(paths)
    assert (chosen.verdict_k, chosen.verdict_n, chosen.verdict_seconds) == (3, 5, 4.0)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.dictionaries(
        st.sampled_from([*DEFAULTS, "other"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.lists(st.integers(), max_size=2),
    )
)
def test_whatever_is_written_in_the_file_the_values_are_valid(paths: Paths, raw: dict[str, Any]):
    paths.root.mkdir(exist_ok=True)
    paths.settings.write_text(json.dumps(raw))
    chosen = Settings.load(paths)
    for setting in Settings.declared():
        assert setting.check(chosen.value(setting)) == chosen.value(setting)
    assert chosen.verdict_k <= chosen.verdict_n


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritable):
        Settings().save(Paths(tmp_path / "file" / "data"))
    assert values(Settings.load(Paths(tmp_path / "file" / "data"))) == DEFAULTS


def test_what_does_not_count_is_said(paths: Paths):
    paths.root.mkdir()
    assert Settings.load(paths).ignored == ()
    paths.settings.write_text('{"theme": "green", "verdict_k": 9, "verdict_n": 4}')
    told = [str(error) for error in Settings.load(paths).ignored]
    assert [words for words in told if "'Theme' cannot be 'green'" in words]
    assert [words for words in told if "'Frames that must agree' cannot be 9" in words]
    assert len(told) == 2
    paths.settings.write_text("no JSON")
    (told_of_all,) = Settings.load(paths).ignored
    assert "settings.json.broken" in str(told_of_all)


def test_what_can_be_chosen_depends_on_the_others():
    chosen = Settings({"verdict_k": 2, "verdict_n": 6})
    assert chosen.bounds(Settings.verdict_k) == (1, 6)
    assert chosen.bounds(Settings.verdict_n) == (2, 100)
    assert chosen.bounds(Settings.verdict_seconds) == (0.1, 60.0)


def test_every_choice_has_its_words():
    for setting in Settings.declared():
        assert len(setting.names) == len(setting.choices)
        assert (setting.kind is Kind.CHOICE) == bool(setting.choices)
