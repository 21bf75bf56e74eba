"""What is shown in a trial, and how one goes from step to step."""

from __future__ import annotations

import pytest

from faceid_app.errors import UsageError
from faceid_app.guard.trial import STEPS, Species, check_species, name_of
from faceid_app.guard.trial_plan import TrialPlan
from tests.unit.evaluation.test_trial_rates import shown


def test_every_species_has_a_step_and_the_live_person_comes_first():
    assert [step.species for step in STEPS] == list(Species)
    assert STEPS[0].species is Species.LIVE


def test_names_of_ones_own_are_kept_as_they_are_meant():
    assert check_species("  Silicone   Mask ") == "silicone mask"
    assert name_of("silicone mask") == "silicone mask"
    assert name_of("print") == "A printed photo"
    for wrong in ("", " ", "a/b", "x" * 41, "a;b"):
        with pytest.raises(UsageError, match="monitor-replay"):
            check_species(wrong)


def test_a_plan_leads_through_all_steps_and_forgets_what_is_redone():
    plan = TrialPlan(2, STEPS[:3])
    first, second = shown("live", "LL")
    plan.add(first)
    before = plan.is_enough
    plan.add(second)
    assert (before, plan.is_enough) == (False, True)
    assert plan.redo() == (first.id, second.id)
    assert plan.presentations == ()
    plan.add(first)
    plan.go_on()
    assert plan.was_passed(STEPS[0])
    with pytest.raises(ValueError, match="phone-photo"):
        plan.add(*shown("phone-photo", "A"))
    plan.go_on()
    plan.go_on()
    assert (plan.number, plan.redo(), plan.is_enough) == (4, (), False)
    assert list(plan.presentations) == [first]


def test_a_plan_without_anything_to_do_is_none():
    with pytest.raises(ValueError, match="needs steps"):
        TrialPlan(0)
