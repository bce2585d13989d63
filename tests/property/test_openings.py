"""Random openings against a plain list of quarter hours, looked at in the middle of each."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.capacity.openings import Openings

N = 160  # quarter hours of a run
END_H = N / 4
MIDDLES = (np.arange(N) + 0.5) / 4


@st.composite
def quarters(draw):
    """Whether each quarter of an hour is open: runs of one state."""
    lengths = draw(st.lists(st.integers(1, 40), min_size=1, max_size=20))
    first = draw(st.booleans())
    states = [state for k, length in enumerate(lengths) for state in [first ^ (k % 2 == 1)] * length]
    return np.resize(np.array(states), N)


def opened(states):
    """The openings of a list of quarters, from one span for each."""
    return Openings([(k / 4, (k + 1) / 4) for k in np.flatnonzero(states)], END_H)


def state_at(states, quarter):
    """State of a quarter; after the end as in the last."""
    return bool(states[min(quarter, N - 1)])


bounded = settings(max_examples=100, deadline=None, derandomize=True)


@bounded
@given(quarters(), st.integers(0, 60))
def test_a_start_in_the_shortened_window_sees_all_its_hours_open(states, length):
    starts = opened(states).shortened(length / 4)
    for quarter, hour in enumerate(MIDDLES):
        # From the middle of one quarter to the middle of another: all quarters touched must be open.
        wanted = all(state_at(states, quarter + k) for k in range(length + 1))
        assert starts.is_open(hour) == wanted


@bounded
@given(quarters(), st.integers(0, 2 * N))
def test_after_the_end_all_stays_as_it_was(states, quarter):
    openings = opened(states)
    hour = (quarter + 0.5) / 4
    assert openings.is_open(hour) == state_at(states, quarter)
    later = [k for k in range(quarter, 2 * N + 1) if state_at(states, k)]
    expected = math.inf if not later else hour if later[0] == quarter else later[0] / 4
    assert openings.next_open(hour) == expected


@bounded
@given(quarters(), st.integers(0, N - 1))
def test_an_opening_closes_at_the_first_closed_quarter(states, quarter):
    hour = (quarter + 0.5) / 4
    closed = [k for k in range(quarter, N) if not states[k]]
    expected = hour if not states[quarter] else closed[0] / 4 if closed else math.inf
    assert opened(states).closes_at(hour) == expected


@bounded
@given(quarters(), st.integers(0, 2 * N), st.integers(0, 2 * N))
def test_hours_open_and_closed_are_counted_within_any_span(states, one, other):
    first, last = sorted((one, other))
    n_open = sum(state_at(states, k) for k in range(first, last))
    openings = opened(states)
    assert openings.open_h(first / 4, last / 4) == pytest.approx(n_open / 4, abs=1e-9)
    assert openings.closed_h(first / 4, last / 4) == pytest.approx((last - first - n_open) / 4, abs=1e-9)


@bounded
@given(quarters(), quarters())
def test_both_and_closed_follow_the_rules_of_logic(one, other):
    first, second = opened(one), opened(other)
    assert first.both(second).spans == opened(one & other).spans
    assert first.closed().spans == opened(~one).spans
    # Not both closed: one of the two open.
    assert first.closed().both(second.closed()).closed().spans == opened(one | other).spans


@bounded
@given(st.lists(st.integers(-8, 8), min_size=2, max_size=30), st.integers(-9, 9), st.sampled_from([0.25, 1.0]))
def test_a_window_is_open_where_the_straight_lines_are_high_enough(levels, need, step_h):
    heights = np.array(levels) / 2.0
    hours = step_h * np.arange(len(heights))
    window = Openings.above(heights, step_h, need / 2.0, float(hours[-1]))
    for hour in np.linspace(0.0, hours[-1], 97, endpoint=False):
        height = np.interp(hour, hours, heights)
        if abs(height - need / 2.0) > 1e-9:  # a touch may count or not
            assert window.is_open(hour) == (height > need / 2.0)


@bounded
@given(st.integers(1, 80), st.integers(0, 90))
def test_a_periodic_window_opens_at_the_beginning_of_each_period(period, length):
    window = Openings.periodic(period / 4, length / 4, END_H)
    for quarter, hour in enumerate(MIDDLES):
        assert window.is_open(hour) == (quarter % period < length)


def test_always_and_never_hold_for_ever():
    assert Openings.always(END_H).next_open(1e9) == 1e9
    assert Openings.always(END_H).closed_h(0.0, 1e9) == 0.0
    assert Openings.never(END_H).next_open(0.0) == math.inf
    assert Openings.never(END_H).closed_h(3.0, 1e9) == 1e9 - 3.0
