"""Openings: against small cases by hand, and against a plain list of quarter hours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.capacity.openings import Openings

END_H = 48.0
QUARTERS = np.arange(0.0, END_H, 0.25)


def test_spans_are_ordered_cut_to_the_run_and_joined():
    assert Openings([(30, 60), (5, 8), (-3, 2), (7, 9), (4, 4), (9, 10)], END_H).spans == ((0, 2), (5, 10), (30, 48))


def test_a_window_of_five_hours_in_each_day():
    window = Openings.periodic(24.0, 5.0, END_H)
    assert window.spans == ((0, 5), (24, 29))
    assert window.is_open(4.999)
    assert not window.is_open(5.0)
    assert window.next_open(5.0) == 24.0
    assert window.next_open(29.0) == float("inf")
    assert window.closes_at(25.0) == 29.0
    assert window.closes_at(6.0) == 6.0


def test_what_is_open_at_the_end_stays_open():
    last = Openings([(40, 48)], END_H)
    assert last.is_open(1e6)
    assert last.closes_at(41.0) == float("inf")
    assert last.open_h(0.0, 50.0) == 10.0


def test_a_curve_is_above_a_height_between_its_crossings():
    # 0 at hour 0, 2 at hour 1, 0 at hour 2, then below: at least 1 from 0.5 to 1.5.
    assert Openings.above(np.array([0.0, 2.0, 0.0, -1.0]), 1.0, 1.0, 3.0).spans == ((0.5, 1.5),)
    assert Openings.above(np.array([3.0, 3.0]), 1.0, 1.0, 1.0).spans == ((0.0, 1.0),)
    assert Openings.above(np.array([0.0, 0.0]), 1.0, 1.0, 1.0).spans == ()


def test_a_ship_that_needs_two_hours_must_start_two_hours_before_the_window_closes():
    assert Openings([(3, 6), (10, 11), (40, 48)], END_H).shortened(2.0).spans == ((3, 4), (40, 48))


def spans():
    hour = st.integers(-8, 200).map(lambda quarter: quarter / 4)
    return st.lists(st.tuples(hour, hour), max_size=12)


def on_grid(pairs):
    return np.array([any(start <= hour < stop for start, stop in pairs) for hour in QUARTERS])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(spans(), spans(), st.integers(0, 191), st.integers(0, 191))
def test_openings_agree_with_a_list_of_quarter_hours(one, other, first, last):
    opening, second = Openings(one, END_H), Openings(other, END_H)
    is_open, is_second = on_grid(one), on_grid(other)
    assert [opening.is_open(hour) for hour in QUARTERS] == is_open.tolist()
    assert [opening.both(second).is_open(hour) for hour in QUARTERS] == (is_open & is_second).tolist()
    assert [opening.closed().is_open(hour) for hour in QUARTERS] == (~is_open).tolist()
    first, last = sorted((first, last))
    assert opening.open_h(first / 4, last / 4) == pytest.approx(is_open[first:last].sum() / 4)
    assert opening.closed_h(first / 4, last / 4) == pytest.approx((~is_open[first:last]).sum() / 4)
    later = np.flatnonzero(is_open[first:])
    assert opening.next_open(first / 4) == ((first + later[0]) / 4 if len(later) else float("inf"))
