"""Distillations that are compared: one thing differs, and all see as many views."""

from __future__ import annotations

import pytest

from faceid_app.errors import UsageError
from faceid_app.identity.distillation_arms import AUGMENTATION, BASE, arms_of

OPTIONS = {
    "steps": 400, "batch": 32, "learning_rate": 1e-3, "warm_up": 50, "cosine": 1.0, "relational": 1.0, "identity": 0.0,
    "average": 0.999, "seed": 0, AUGMENTATION: 1.0,
}  # fmt: skip


def test_each_arm_changes_one_thing_and_all_see_as_many_views():
    base, *others = arms_of(OPTIONS)
    assert (base.name, dict(base.options)) == (BASE, OPTIONS)
    assert len({arm.name for arm in others}) == len(others) >= 10
    for arm in others:
        changed = {name for name, value in arm.options.items() if value != OPTIONS[name]}
        assert len(changed) == 1 or changed == {"batch", "steps", "warm_up"}, arm
        assert arm.options.keys() == OPTIONS.keys()
        assert arm.options["steps"] * arm.options["batch"] == 400 * 32
        assert arm.changed


def test_some_can_be_chosen():
    assert [arm.name for arm in arms_of(OPTIONS, ("cosine alone",))] == [BASE, "cosine alone"]
    with pytest.raises(UsageError, match="no arm named 'other'; known are: another seed"):
        arms_of(OPTIONS, ("other",))
    with pytest.raises(UsageError, match="at least 2 steps"):
        arms_of({**OPTIONS, "steps": 1})
