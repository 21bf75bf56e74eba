"""Whatever is wrong with JSON that somebody else may have written is one error."""

from __future__ import annotations

import math

import pytest

from faceid_app import strict_json


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 5_000 + b"]" * 5_000,
        '{"n": 1e999}',
        "NaN",
        "-Infinity",
        r'"\ud800"',
        r'{"\udfff": 0}',
        b'"\xff"',
        "9" * 5_000,
        "",
    ],
)
def test_it_is_refused(data: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind, in whatever words: that is the promise
        strict_json.loads(data)


def test_what_is_sound_is_read() -> None:
    assert strict_json.loads(rb'{"a": [1, 2.5, "\u00e9\ud83d\ude00"]}') == {"a": [1, 2.5, "é😀"]}
    assert math.isnan(strict_json.loads('{"loss": NaN}', finite=False)["loss"])
