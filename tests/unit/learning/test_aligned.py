"""Which strangers are read, and that no person is on two sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import TrainingFailed
from faceid_app.learning.aligned import choose, read_sides
from faceid_app.progress import ignore, never

PEOPLE = {f"p{number:02}": [Path(f"p{number:02}/{turn}.jpg") for turn in range(1 + number % 7)] for number in range(40)}


@pytest.mark.parametrize("most", [5, 20, 60, 1000])
def test_people_with_several_pictures_come_first_and_leave_room(most: int):
    names = sorted(PEOPLE)
    chosen = choose(PEOPLE, names, most=most, generator=np.random.default_rng(0))
    counts = [sum(index == number for index, _ in chosen) for number in range(len(names))]
    assert len(chosen) == min(most, sum(min(len(PEOPLE[name]), 4) for name in names))
    assert max(counts) <= 4
    assert len(set(chosen)) == len(chosen)
    assert all(path in PEOPLE[names[index]] for index, path in chosen)
    if 20 <= most <= 60:
        assert sum(count > 1 for count in counts) >= most // 10
        assert sum(count == 1 for count in counts) >= 6


def test_a_side_without_a_face_is_told(tmp_path: Path):
    people = {name: [tmp_path / f"{name}.jpg"] for name in ("a", "b", "c", "d", "e")}
    with pytest.raises(TrainingFailed, match="pictures of strangers show no face"):
        read_sides(people, sizes=(5, 5, 5), seed=0, report=ignore, is_cancelled=never)
