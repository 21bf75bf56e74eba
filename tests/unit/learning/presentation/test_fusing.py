"""The fusion: which cues it takes, and that people of a fold never help to judge themselves."""

from __future__ import annotations

import numpy as np

from faceid_app.guard.surroundings import SIDE
from faceid_app.learning.presentation.fusing import fit_fusion, fused_risks
from faceid_app.learning.presentation.material import LIVE, PRINT, Material


def material(count: int) -> Material:
    """Half live, half prints, of two sources and ten people each."""
    row = np.arange(count)
    return Material(
        np.zeros((count, 1, 1, 3), np.uint8),
        np.tile(np.array([0, 0, SIDE, SIDE], np.int16), (count, 1)),
        np.where(row % 2 == 0, LIVE, PRINT),
        np.where(row % 4 < 2, "nuaa", "synthetic"),
        np.char.add("p", (row // 4 % 10).astype(str)),
    )


def test_a_cue_that_disagrees_with_itself_across_sources_is_left_out():
    many = material(2000)
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 1, (3, 2000))
    inverted = np.where(many.source == "nuaa", 1, -1) * many.attack * 3.0
    values = {"network": many.attack * 2.0 + noise[0], "exposure": inverted + noise[1], "gamut": noise[2]}
    fusion = fit_fusion(values, many, np.ones(2000, np.bool_))
    assert [cue.name for cue in fusion.cues] == ["network"]
    assert fusion.cues[0].weight > 0


def test_the_limit_lets_98_in_100_live_views_of_every_source_pass():
    many = material(4000)
    rng = np.random.default_rng(1)
    harder = np.where(many.source == "synthetic", 0.8, 0.0)
    values = {"network": many.attack * 4.0 + harder + rng.normal(0, 1, 4000)}
    fusion = fit_fusion(values, many, np.ones(4000, np.bool_))
    risks = fused_risks(fusion, values)
    for source in ("nuaa", "synthetic"):
        live = ~many.attack & (many.source == source)
        assert (risks[live] >= fusion.limit).mean() <= 0.0205
    assert (risks[many.attack] >= fusion.limit).mean() > 0.7


def test_live_people_from_elsewhere_have_a_say_in_the_limit_and_in_nothing_else():
    many = material(4000)
    rng = np.random.default_rng(2)
    values = {"network": many.attack * 6.0 + rng.normal(0, 1, 4000)}
    elsewhere = {"network": rng.normal(1.5, 1, 500)}
    alone = fit_fusion(values, many, np.ones(4000, np.bool_))
    heard = fit_fusion(values, many, np.ones(4000, np.bool_), elsewhere)
    assert (heard.cues, heard.bias) == (alone.cues, alone.bias)
    assert (fused_risks(alone, elsewhere) >= alone.limit).mean() > 0.1
    assert (fused_risks(heard, elsewhere) >= heard.limit).mean() <= 0.0205
