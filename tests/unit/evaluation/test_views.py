"""Pictures embedded in several views by several networks: complete, in order, whatever the number of threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.errors import Cancelled
from faceid_app.evaluation.views import EmbedFace, Networks, Rows, SeePicture, View, embed_views
from faceid_app.progress import Progress, Stage, ignore, never

PICTURES = [Path(f"{number}.jpg") for number in range(30)]


def see(picture: Path) -> Iterator[View]:
    """The first view shows the picture's number, the second nothing for every third."""
    number = int(picture.stem)
    if number == 7:
        raise PictureError(picture.name, "it is damaged")
    yield View(np.full((112, 112, 3), number, np.uint8), note=float(number))
    yield View(None if number % 3 == 0 else np.full((112, 112, 3), 100 + number, np.uint8))


def new_embed() -> EmbedFace:
    def embed(aligned: RgbImage) -> tuple[Rows, ...]:
        value = float(aligned[0, 0, 0])
        return np.array([value, 1.0], np.float32), np.array([-value, 0.0, 2.0], np.float32)

    return embed


NETWORKS = Networks(names=("one", "two"), dimensions=(2, 3), new_embed=new_embed)


def run(workers: int, *, views: int = 2, stage: Stage | None = None, new_see=lambda: see):
    stage = stage or Stage("test", of=len(PICTURES), report=ignore, is_cancelled=never)
    return embed_views(PICTURES, views=views, new_see=new_see, networks=NETWORKS, stage=stage, workers=workers)


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_every_view_of_every_picture_is_where_it_belongs(workers):
    seen = run(workers)
    readable = [number for number in range(30) if number != 7]
    assert seen.found[0].tolist() == [number != 7 for number in range(30)]
    assert seen.found[1].tolist() == [number != 7 and number % 3 != 0 for number in range(30)]
    assert seen.notes[0].tolist() == [0.0 if number == 7 else float(number) for number in range(30)]
    assert seen.rows[0][0, readable].tolist() == [[float(number), 1.0] for number in readable]
    assert seen.rows[1][1, 8].tolist() == [-108.0, 0.0, 2.0]
    for rows in seen.rows:
        assert rows.dtype == np.float32
        assert not rows[~seen.found].any()


def test_a_chain_is_never_used_by_two_threads_at_once():
    busy: set[int] = set()
    guard = threading.Lock()

    def new_see() -> SeePicture:
        mine = len(made)
        made.append(mine)

        def watched(picture: Path) -> Iterator[View]:
            with guard:
                assert mine not in busy
                busy.add(mine)
            try:
                yield from see(picture)
            finally:
                with guard:
                    busy.remove(mine)

        return watched

    made: list[int] = []
    run(4, new_see=new_see)
    assert len(made) == 4


def test_too_many_or_too_few_views_are_a_fault():
    with pytest.raises(IndexError):
        run(1, views=1)
    with pytest.raises(ValueError, match="needs 3 views"):
        run(1, views=3)


def test_progress_and_cancellation():
    reported: list[Progress] = []
    run(2, stage=Stage("test", of=30, report=reported.append, is_cancelled=never))
    assert (reported[0].step, reported[-1].step) == (0, 30)
    answers = iter([False, False, False])
    stage = Stage("test", of=30, report=ignore, is_cancelled=lambda: next(answers, True))
    with pytest.raises(Cancelled):
        run(2, stage=stage)
