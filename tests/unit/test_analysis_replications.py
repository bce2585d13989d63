"""How many replications are enough: widths, look-ahead and forecasts worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from portsim.analysis.replications import enough, precision_reached, relative_half_widths, runs_for_precision

LUCKY = [100.0, 100.0, 100.0, 130.0, *[105.0] * 12]
"""Three runs agree by luck. After 6: mean 640/6, sd 11.690, t 2.5706, 11.5 %; after 7: 745/7, 10.690, 2.4469, 9.3 %."""


def test_widths_of_one_two_three_are_those_of_the_t_intervals():
    # after 2: t 12.7062 * 0.7071 / sqrt 2 over 1.5; after 3: t 4.302653 * 1 / sqrt 3 over 2
    first, second, third = relative_half_widths([1.0, 2.0, 3.0])
    assert math.isnan(first)
    assert second == pytest.approx(12.706205 * 0.5 / 1.5, rel=1e-6)
    assert third == pytest.approx(2.484138 / 2.0, rel=1e-6)


def test_a_small_spread_on_large_values_is_not_lost_to_rounding():
    # the spread of 1, 2, 3 around 1e9: the same half width 2.484138 over the mean
    assert relative_half_widths([1e9 + 1, 1e9 + 2, 1e9 + 3])[2] == pytest.approx(2.484138e-9, rel=1e-5)


def test_values_that_agree_have_no_width_and_values_around_zero_an_endless_one():
    assert relative_half_widths([0.1, 0.1, 0.1])[1:].tolist() == [0.0, 0.0]
    assert relative_half_widths([-1.0, 1.0])[1] == math.inf


def test_three_lucky_runs_are_not_enough_when_the_fourth_disagrees():
    found = enough(LUCKY, 0.10)
    assert (found.n_enough, found.is_met, found.n) == (7, True, 16)


def test_the_look_ahead_must_be_run_before_the_precision_counts():
    assert not enough(LUCKY[:11], 0.10).is_met  # 7 and 4 of 5
    assert enough(LUCKY[:11], 0.10).n_expected == 12
    assert enough(LUCKY[:12], 0.10).is_met
    assert enough(LUCKY[:7], 0.10, look_ahead=0).is_met


def test_three_lucky_runs_alone_wait_for_their_look_ahead():
    found = enough(LUCKY[:3], 0.10)
    assert (found.n_enough, found.is_met, found.n_expected) == (3, False, 8)


def test_from_a_hundred_runs_on_the_look_ahead_is_a_twentieth():
    # alternating 99, 101: sd 1.002, so 0.2 % needs about (1.984 * 1 / 0.2) ** 2 = 98 runs; odd counts are a little off
    found = enough([99.0, 101.0] * 200, 0.00175)
    assert found.n_enough is not None
    assert found.n_enough > 100
    assert found.n_look_ahead == math.ceil(found.n_enough / 20)


def test_the_forecast_is_the_fewest_runs_whose_interval_is_narrow():
    # sd 10 % of the mean, 5 % wanted: t17 2.1098 * 10 / sqrt 18 = 4.973 is narrow, t16 2.1199 * 10 / sqrt 17 = 5.14 not
    assert runs_for_precision(100.0, 10.0, 0.05) == 18
    assert runs_for_precision(-100.0, 10.0, 0.05) == 18
    assert runs_for_precision(100.0, 0.0, 0.05) == 3


def test_a_precision_that_no_run_can_meet_is_refused():
    with pytest.raises(ValueError, match="positive"):
        enough([1.0, 2.0], 0.0)


def measures(name: str, entity: str, period: str, values: list[float], option: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"option": option, "measure": name, "unit": "t", "entity": entity, "period": period, "value": values}
    )


def test_each_precision_asked_for_is_judged_by_option_and_year_without_the_months():
    table = pd.concat(
        [
            measures("throughput_teu", "cluster", "2025", LUCKY, "a"),
            measures("throughput_teu", "cluster", "2025", [5.0] * 8, "b"),
            measures("throughput_teu", "cluster", "2025-01", [1.0, 9.0], "a"),
            measures("canal_t", "canal", "2025", [1.0, 9.0, 5.0], "a"),
        ]
    )
    found = precision_reached(table, {"throughput_teu": 0.1, "canal_t@canal": 0.03})
    assert list(zip(found["option"], found["measure"], found["entity"], found["is_met"], strict=True)) == [
        ("a", "throughput_teu", "cluster", True),
        ("b", "throughput_teu", "cluster", True),  # a constant meets any precision
        ("a", "canal_t", "canal", False),
    ]
    assert found["n_enough"].tolist()[:2] == [7.0, 3.0]
    with pytest.raises(ValueError, match="canal_t of cluster"):
        precision_reached(table, {"canal_t": 0.1})
