"""What a profile asks of the guard: shown, set, kept, and not gone below by a run."""

from __future__ import annotations

import pytest

from faceid_app.errors import GuardMissing, WeakerGuard
from faceid_app.guard.policy import Policy
from faceid_app.identity.guarding import POLICY_FILE, load_policy, policy_of_run, save_policy
from faceid_app.workers.operations import open_profiles


def test_it_is_passive_until_it_is_set_and_its_sentence_says_what_it_does_not_stop(run, paths):
    open_profiles(paths).create("anna")
    assert run("guard-policy", "anna").json == {"name": "anna", "policy": "passive"}
    assert run("guard-policy", "anna", "challenge").json["policy"] == "challenge"
    said = run("guard-policy", "anna", human=True).out
    assert "challenge" in said
    assert "does not stop" in said
    assert run("guard-policy", "anna", "sometimes").code == 4


def test_a_run_may_ask_for_more_and_for_less_only_when_forced(paths):
    anna = open_profiles(paths).create("anna")
    assert policy_of_run(anna, None, force=False) is Policy.PASSIVE
    assert policy_of_run(anna, Policy.CHALLENGE, force=False) is Policy.CHALLENGE
    with pytest.raises(WeakerGuard, match="--force"):
        policy_of_run(anna, Policy.OFF, force=False)
    assert policy_of_run(anna, Policy.OFF, force=True) is Policy.OFF
    save_policy(anna, Policy.OFF)
    assert policy_of_run(anna, Policy.OFF, force=False) is Policy.OFF


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"policy": "none"}'])
def test_what_cannot_be_read_is_not_taken_for_less(run, paths, blank_clip, bundle, damage):
    anna = open_profiles(paths).create("anna")
    anna.write(POLICY_FILE, damage)
    with pytest.raises(GuardMissing, match="cannot be read"):
        load_policy(anna)
    outcome = run("verify", "anna", "--camera", str(blank_clip), "--fast")
    assert (outcome.code, outcome.json["error"]["kind"]) == (4, "GuardMissing")
    assert run("guard-policy", "anna", "passive").code == 0
    assert load_policy(anna) is Policy.PASSIVE
