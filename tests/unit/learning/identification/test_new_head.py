"""The new head on features of known people: two phases, the best weights, and going on as if nothing had happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.identity.identify_options import IdentifyOptions
from faceid_app.learning.identification.answers import Table
from faceid_app.learning.identification.new_head import _head, _State, train_new_head
from faceid_app.learning.identification.people import Study
from faceid_app.progress import ignore, never

OPTIONS = IdentifyOptions(hidden=16, epochs=(2, 1), batch=21)


@pytest.fixture(scope="module")
def table() -> Table:
    generator = np.random.default_rng(0)
    person = np.repeat(np.arange(3, dtype=np.int32), 10)
    side = np.tile(np.array([0] * 8 + [1] * 2, np.int8), 3)
    validation = np.tile(np.array([True] + [False] * 9), 3)
    rows = (4 * np.eye(6)[person] + generator.standard_normal((30, 6))).astype(np.float32)
    return Table(Study(("a", "b", "c"), np.arange(30), person, side, validation, False), rows, np.ones(30, np.bool_))


def _train(table: Table, file: Path, *, resume: bool = False, is_cancelled: Any = never) -> tuple[Any, ...]:
    return train_new_head(
        table, OPTIONS, file, {"features": "known"}, resume=resume, report=ignore, is_cancelled=is_cancelled
    )


def test_an_interrupted_training_ends_as_the_whole_one(table: Table, tmp_path: Path):
    whole, _, figures = _train(table, tmp_path / "whole.npz")
    assert figures["parameters"] == 6 * 16 + 16 + 16 * 3 + 3
    assert [epoch["rate"] for epoch in figures["epochs"]] == [1e-3] * 2 + [1e-4]
    losses = [epoch["validation_loss"] for epoch in figures["epochs"]]
    assert figures["best"] == 1 + losses.index(min(losses))
    assert (figures["learned"], figures["validation"]) == (21, 3)

    with pytest.raises(Cancelled):
        _train(table, tmp_path / "cut.npz", is_cancelled=lambda: True)
    assert _State(tmp_path / "cut.npz", "of other features").load(_head(6, 3, OPTIONS)) is None
    resumed, _, again = _train(table, tmp_path / "cut.npz", resume=True)
    assert len(again["epochs"]) == 3
    assert np.allclose([epoch["loss"] for epoch in again["epochs"]], [epoch["loss"] for epoch in figures["epochs"]])
    assert np.allclose(resumed.score, whole.score, rtol=1e-4)


@pytest.mark.slow  # some seconds to build, and nothing changes it
@pytest.mark.timeout(600)
def test_inception_resnet_v1_has_the_published_number_of_parameters():
    from faceid_app.learning.identification.inception_resnet_v1 import PARAMETERS, inception_resnet_v1

    def conv(height: int, width: int, inputs: int, outputs: int) -> int:
        return height * width * inputs * outputs + 3 * outputs  # its normalisation: offset, mean and variance

    def up(inputs: int, outputs: int) -> int:
        return inputs * outputs + outputs

    stem = conv(3, 3, 3, 32) + conv(3, 3, 32, 32) + conv(3, 3, 32, 64)
    stem += conv(1, 1, 64, 80) + conv(3, 3, 80, 192) + conv(3, 3, 192, 256)
    block_a = 3 * conv(1, 1, 256, 32) + 3 * conv(3, 3, 32, 32) + up(96, 256)
    reduction_a = conv(3, 3, 256, 384) + conv(1, 1, 256, 192) + conv(3, 3, 192, 192) + conv(3, 3, 192, 256)
    block_b = 2 * conv(1, 1, 896, 128) + conv(1, 7, 128, 128) + conv(7, 1, 128, 128) + up(256, 896)
    reduction_b = 3 * conv(1, 1, 896, 256) + conv(3, 3, 256, 384) + 3 * conv(3, 3, 256, 256)
    block_c = 2 * conv(1, 1, 1792, 192) + conv(1, 3, 192, 192) + conv(3, 1, 192, 192) + up(384, 1792)
    embedding = 1792 * 512 + 3 * 512
    listed = stem + 5 * block_a + reduction_a + 10 * block_b + reduction_b + 6 * block_c + embedding
    assert inception_resnet_v1(size=80).count_params() == listed == PARAMETERS == 23_497_424
