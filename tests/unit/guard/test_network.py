"""The guard's network says the same of a view and of its mirror image: the mean of both."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.guard.network import NETWORK_FILE, SurroundingsNetwork
from faceid_app.guard.shipped import load_guard_model
from faceid_app.guard.surroundings import NETWORK_SIDE, SIDE, Surroundings, mirrored, to_network


def test_a_view_and_its_mirror_image_are_judged_alike_by_both():
    view = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
    view[:, : SIDE // 3] = 20
    seen, turned = (Surroundings(np.ascontiguousarray(one), (0, 0, SIDE, SIDE)) for one in (view, view[:, ::-1]))
    model = load_guard_model("presentation")[NETWORK_FILE]
    guard, network = SurroundingsNetwork(model), LiteRtNetwork(model, shape=(NETWORK_SIDE, NETWORK_SIDE, 3))
    one, other = (float(network.run(to_network(look.network_view[None]))[0, 0]) for look in (seen, turned))
    assert abs(one - other) > 0.01
    assert guard.logit(seen) == pytest.approx((one + other) / 2, abs=1e-5)
    assert guard.logit(turned) == pytest.approx(guard.logit(seen), abs=1e-5)


def test_left_and_right_are_exchanged_and_nothing_else():
    views = np.arange(2 * 3 * 4 * 3, dtype=np.float32).reshape(2, 3, 4, 3)
    assert (mirrored(views)[1, 2, 0] == views[1, 2, 3]).all()
    assert (mirrored(mirrored(views)) == views).all()
