"""Vehicles that come to a ferry: a year's number over days and hours, peaks, growth, and chance."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from ferry_runs import FERRY

from portsim.clock import Clock
from portsim.model.inland.ferry_demand import expected_by_day, hourly_counts
from portsim.scenario.ferry import Ferry
from portsim.streams import Streams


def ferry(trucks=None, **more):
    return Ferry.model_validate(FERRY | {"trucks": FERRY["trucks"] | (trucks or {})} | more)


def year_of(one, out=True, of="trucks", year=2025):
    return expected_by_day(one, of, out, date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days)


def test_without_months_and_peaks_every_day_has_its_part():
    assert year_of(ferry()) == pytest.approx(100.0)  # 36 500 a year


def test_months_and_peaks_move_vehicles_within_the_year_but_make_none():
    months = [2.0, *[1.0] * 11]
    peak = {"rush": {"first_day": "2025-01-14", "days": 40, "trucks_out": 3.0}}
    days = year_of(ferry({"months": months}, peaks=peak))
    assert days.sum() == pytest.approx(36_500.0)
    # 13 days of January at 2, 18 at 2 x 3, 22 of February at 3, the other 312 at 1: 26 + 108 + 66 + 312 = 512 parts.
    ordinary = 36_500.0 / 512.0
    assert days[[0, 13, 30, 31, 52, 53, 364]] == pytest.approx(ordinary * np.array([2, 6, 6, 3, 3, 1, 1]))


def test_a_peak_has_a_factor_for_each_class_and_direction():
    peak = {"first_day": "10-01", "days": 7, "trucks_out": 2.0, "trucks_back": 3.0, "cars_out": 4.0, "cars_back": 5.0}
    one = ferry(peaks={"week": peak})
    for of, out, factor in (("trucks", True, 2), ("trucks", False, 3), ("cars", True, 4), ("cars", False, 5)):
        days = year_of(one, out, of)
        assert days[273] == pytest.approx(factor * days[272])  # 1 October is day 274
        assert days[279] == pytest.approx(factor * days[280])


def test_peaks_that_overlap_multiply():
    rush = {"first_day": "2025-03-01", "days": 10, "trucks_out": 2.0}
    days = year_of(
        ferry(peaks={"rush": rush, "feast": {**rush, "first_day": "2025-03-05", "days": 2, "trucks_out": 1.5}})
    )
    assert days[59 + 4] == pytest.approx(1.5 * days[59])
    assert days[59 + 5] == pytest.approx(3.0 * days[58])
    assert days[59 + 6] == pytest.approx(days[59])


def test_a_peak_over_new_year_reaches_into_both_years():
    one = ferry(peaks={"feast": {"first_day": "12-30", "days": 4, "trucks_out": 2.0}})
    days = year_of(one)
    doubled = np.flatnonzero(days > 1.5 * days.min())
    assert doubled.tolist() == [0, 1, 363, 364]


def test_years_grow_straight_between_those_given_and_stay_level_outside():
    one = ferry({"annual_out": {"2025": 1_000.0, "2027": 3_000.0}})
    found = {year: year_of(one, year=year).sum() for year in (2024, 2025, 2026, 2027, 2030)}
    assert found == pytest.approx({2024: 1_000.0, 2025: 1_000.0, 2026: 2_000.0, 2027: 3_000.0, 2030: 3_000.0})


def test_days_before_the_first_year_have_those_of_the_year_before():
    one = ferry({"annual_out": {"2024": 36_600.0, "2025": 73_000.0}})
    days = expected_by_day(one, "trucks", True, date(2024, 12, 30), 4)
    assert days == pytest.approx([100.0, 100.0, 200.0, 200.0])  # 2024 had 366 days


def test_hours_share_out_the_day():
    hours = [0.0] * 8 + [3.0] + [1.0] + [0.0] * 14
    clock = Clock(2025, 1, 0)
    drawn = hourly_counts(ferry({"hours": hours}), "trucks", True, "a", clock, Streams(1, 0)).reshape(365, 24)
    assert drawn.shape == (365, 24)
    assert drawn[:, [*range(8), *range(10, 24)]].sum() == 0
    # 27 375 and 9 125 are expected; four standard deviations of Poisson numbers are 662 and 382.
    assert abs(drawn[:, 8].sum() - 27_375) < 662
    assert abs(drawn[:, 9].sum() - 9_125) < 382


def test_numbers_of_an_hour_scatter_as_poisson_numbers_do():
    clock = Clock(2025, 1, 0)
    drawn = hourly_counts(ferry({"annual_out": {"2025": 8_760.0}}), "trucks", True, "a", clock, Streams(1, 0))
    # Mean 1: variance 1, nobody in 36.8 % of 8 760 hours; four standard deviations are 0.074 and 0.021.
    assert drawn.var() == pytest.approx(1.0, abs=0.074)
    assert (drawn == 0).mean() == pytest.approx(0.368, abs=0.021)


def test_what_comes_in_other_months_does_not_depend_on_the_days_before_the_run():
    """A longer warm-up changes no number of the years measured."""
    short, long = (hourly_counts(ferry(), "cars", True, "a", Clock(2025, 1, days), Streams(1, 0)) for days in (31, 61))
    assert np.array_equal(short[31 * 24 :], long[61 * 24 :])
