"""Who is this? Two people enrolled from clips, a third who is not, on the real network and its strangers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.paths import Paths
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory, faceid: Faceid, clip: Callable[[str], Path]) -> Paths:
    """A data folder in which c and d are enrolled on the first seconds of their clips."""
    paths = Paths(tmp_path_factory.mktemp("household"))
    for name in ("c", "d"):
        code, _ = faceid(paths, "enroll", name, "--camera", str(clip(f"{name}_live")), "--fast", "--end", "5")
        assert code == 0
    return paths


@pytest.mark.parametrize(("shown", "expected"), [("d", 0), ("e", 1)])
def test_the_enrolled_are_named_and_others_are_unknown(
    household: Paths, faceid: Faceid, clip: Callable[[str], Path], shown: str, expected: int
) -> None:
    code, said = faceid(
        household, "identify", "--camera", str(clip(f"{shown}_live")), "--fast", "--start", "5", "--end", "8"
    )
    assert code == expected, said
    assert list(said["names"]) == ([shown] if expected == 0 else [])
    assert said["gallery"]["people"] == ["c", "d"]
    counted = said["gallery"]["strangers_named"]
    assert counted["low"] <= 1e-3
    assert counted["of"] > 3_500
