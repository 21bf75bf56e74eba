"""The rates of a guard on hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.evaluation.attack_rates import (
    Presentations,
    apcer,
    apcer_at_bpcer,
    attack_rates,
    bpcer,
    live_rates,
    share,
    threshold_at_bpcer,
    worst,
)
from faceid_app.evaluation.metrics import rule_of_three


def _shown(outcomes: str) -> Presentations:
    """One letter each: L live and accepted, l live but no match, A attack, - no response."""
    letters = np.array(list(outcomes))
    return Presentations(letters != "-", letters == "A", letters == "L")


def test_none_of_ten_may_still_be_a_quarter():
    none = share(0, 10)
    assert none.value == 0
    assert none.low == none.at_least == 0
    assert none.at_most == pytest.approx(1 - 0.05 ** (1 / 10))  # 25.9 %
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 10))  # 30.8 %


def test_the_one_sided_bound_is_the_rule_of_three_for_many():
    assert share(0, 3000).at_most == pytest.approx(rule_of_three(3000), rel=2e-3)


def test_the_bounds_mirror_each_other():
    some, others = share(3, 10), share(7, 10)
    assert (some.low, some.at_least) == pytest.approx((1 - others.high, 1 - others.at_most))
    assert some.low < some.at_least < some.value < some.at_most < some.high
    assert share(10, 10).at_most == 1


def test_all_right_and_all_wrong():
    right = attack_rates(_shown("AAAA"))
    assert right.apcer is not None
    assert (right.apcer.count, right.iapar.count, right.apnrr.count) == (0, 0, 0)
    wrong = attack_rates(_shown("LLLL"))
    assert wrong.apcer is not None
    assert (wrong.apcer.value, wrong.iapar.value) == (1, 1)
    assert live_rates(_shown("LLLL")).refused.value == 0
    assert live_rates(_shown("AAAA")).refused.value == 1


def test_what_was_never_seen_is_not_what_was_caught():
    rates = attack_rates(_shown("A-l-L-"))
    assert rates.apcer is not None
    assert (rates.apcer.count, rates.apcer.of) == (2, 3)
    assert (rates.apnrr.count, rates.apnrr.of) == (3, 6)
    assert (rates.iapar.count, rates.iapar.of) == (1, 6)
    live = live_rates(_shown("A-l-L-"))
    assert live.bpcer is not None
    assert (live.bpcer.count, live.bpcer.of) == (1, 3)
    assert (live.bpnrr.count, live.refused.count) == (3, 5)


def test_without_any_response_there_is_no_classification_rate():
    assert attack_rates(_shown("--")).apcer is None
    assert live_rates(_shown("--")).bpcer is None


def test_a_tie_at_the_threshold_is_an_attack():
    assert apcer({"print": [0.4, 0.5, 0.6]}, 0.5)["print"].count == 1
    assert bpcer(np.array([0.3, 0.3], np.float32), float(np.float32(0.3))).count == 2


def test_the_threshold_spares_live_people_tied_at_the_border():
    live = [0.1, 0.2, 0.3, 0.3, 0.4]
    for rate, called in [(0.0, 0), (0.2, 1), (0.4, 1), (0.6, 3), (1.0, 5)]:
        assert bpcer(live, threshold_at_bpcer(live, rate)).count == called, rate


def test_apcer_at_a_bpcer_uses_the_threshold_of_the_other_people():
    rates = apcer_at_bpcer({"print": [0.1, 0.9], "phone": [0.2, 0.1, 0.15]}, live=[0.0, 0.1, 0.3], rate=1 / 3)
    assert (rates["print"].count, rates["phone"].count) == (1, 1)


def test_the_worst_species_is_the_result_and_ties_go_to_the_less_known():
    assert worst({"print": share(1, 10), "phone": share(2, 10)})[0] == "phone"
    assert worst({"print": share(0, 100), "phone": share(0, 10)})[0] == "phone"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: worst({}), "none is the worst"),
        (lambda: apcer({}, 0.5), "no species"),
        (lambda: apcer({"print": []}, 0.5), "'print'"),
        (lambda: bpcer([], 0.5), "live people"),
        (lambda: bpcer([np.nan], 0.5), "finite"),
        (lambda: bpcer([[0.1]], 0.5), "one-dimensional"),
        (lambda: threshold_at_bpcer([0.1], 1.5), "0..1"),
        (lambda: share(0, 0), "n >= 1"),
        (lambda: _shown(""), "no presentations"),
        (lambda: Presentations(*(np.array([value]) for value in (False, True, False))), "without a response"),
        (lambda: Presentations(np.zeros(2), np.zeros(2), np.zeros(2)), "bool"),  # type: ignore[arg-type]
    ],
)
def test_what_is_not_defined_is_said(call, said: str):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_rate_goes_into_json_with_its_count():
    assert share(1, 4).to_dict() | {"low": 0, "high": 0, "at_least": 0, "at_most": 0} == {
        "value": 0.25, "count": 1, "of": 4, "low": 0, "high": 0, "at_least": 0, "at_most": 0,
    }  # fmt: skip
