"""Places and words on axes, for values whose places are known."""

from __future__ import annotations

import numpy as np
import pytest

from faceid_app.reports.scales import legible, percent, positions, ticks


def test_normal_deviates_are_those_of_the_tables():
    rates = [0.5, 0.1, 0.05, 0.025, 0.01, 0.001, 1e-6, 0.975]
    expected = [0.0, -1.2815515655446, -1.6448536269515, -1.9599639845401, -2.3263478740408, -3.0902323061678,
                -4.7534243088229, 1.9599639845401]  # fmt: skip
    np.testing.assert_allclose(positions(rates, "probit"), expected, rtol=0, atol=1e-12)


def test_decimal_logarithms():
    np.testing.assert_array_equal(positions([1e-4, 1e-2, 1.0, 100.0], "log"), [-4.0, -2.0, 0.0, 2.0])


def test_a_linear_axis_changes_nothing():
    np.testing.assert_array_equal(positions([-2.5, 0.0, 7.0], "linear"), [-2.5, 0.0, 7.0])


@pytest.mark.parametrize(
    ("scale", "values"),
    [("probit", [0.0, 1.0, -0.1, 2.0]), ("log", [0.0, -1.0, np.inf]), ("linear", [np.nan, np.inf])],
)
def test_what_has_no_place_has_none(scale, values):
    assert np.isnan(positions([*values, np.nan], scale)).all()


def test_rates_beside_a_probit_axis():
    places, names = ticks(0.0004, 0.15, "probit")
    assert places == [1e-4, 1e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2]
    assert names == ["0.01 %", "0.1 %", "0.5 %", "1 %", "2 %", "5 %", "10 %", "20 %"]
    assert ticks(1e-3, 1e-3, "probit")[0] == [1e-3, 5e-3]
    assert ticks(1e-12, 1 - 1e-12, "probit")[0][0] == 1e-7


@pytest.mark.parametrize("rate", [1e-7, 3e-4, 0.5, 0.999, 1 - 1e-7])
def test_ticks_hold_what_is_shown(rate):
    for scale in ("probit", "log"):
        places, names = ticks(rate, rate, scale)
        assert places[0] <= rate <= places[-1]
        assert len(places) == len(names) >= 2
        assert places == sorted(places)


def test_powers_of_ten_beside_a_log_axis():
    assert ticks(0.02, 0.9, "log") == ([0.01, 0.1, 1.0], ["0.01", "0.1", "1"])
    assert ticks(2e-5, 1.0, "log")[1] == ["10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1"]


def test_a_linear_axis_has_no_table():
    with pytest.raises(ValueError, match="linear"):
        ticks(0.0, 1.0, "linear")


@pytest.mark.parametrize(
    ("rate", "text"), [(0.001, "0.1 %"), (1.0, "100 %"), (0.0, "0 %"), (1e-7, "0.00001 %"), (1 - 1e-7, "99.99999 %")]
)
def test_rates_in_words(rate, text):
    assert percent(rate) == text


def test_words_without_room_are_left_out_powers_of_ten_last():
    names = ["0.5 %", "1 %", "2 %", "5 %", "10 %"]
    assert legible([0, 1, 2, 3, 4], names, lambda _name: 0.9) == names
    assert legible([0, 1, 2, 3, 4], names, lambda _name: 1.5) == ["", "1 %", "", "", "10 %"]
