"""What an interrupted teaching had finished is taken up once, and a damaged part is made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from faceid_app.learning.presentation.kept import Arrays, Kept


def test_a_part_is_made_once_and_forgotten_with_the_whole(tmp_path: Path):
    kept, made = Kept(tmp_path / "teaching"), []

    def make() -> Arrays:
        made.append(1)
        return {"logits": np.arange(3.0)}

    assert not kept.has("fold 0")
    for _ in range(2):
        assert kept.part("fold 0", make)["logits"].tolist() == [0.0, 1.0, 2.0]
    assert Kept(tmp_path / "teaching").part("fold 0", make)["logits"].tolist() == [0.0, 1.0, 2.0]
    assert len(made) == 1
    kept.forget()
    kept.forget()
    assert not (tmp_path / "teaching").exists()


def test_a_damaged_part_is_made_anew(tmp_path: Path):
    kept = Kept(tmp_path / "teaching")
    kept.part("first", lambda: {"weight 000": np.zeros(2)})
    (file,) = (tmp_path / "teaching").iterdir()
    file.write_bytes(file.read_bytes()[:40])
    assert kept.part("first", lambda: {"weight 000": np.ones(2)})["weight 000"].tolist() == [1.0, 1.0]
    assert kept.part("first", lambda: {})["weight 000"].tolist() == [1.0, 1.0]
