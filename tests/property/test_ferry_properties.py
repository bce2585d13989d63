"""Random ferries: nobody overtakes, no ship carries too much, nobody is lost, waits add up, and kernels agree.

The oracle is the plainest one: every vehicle with its own hour of arrival, put in line one by one.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from ferry_runs import Sailing, counts, live_ferry, sailings_of
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.model.inland.ferry import Fill, Timetable
from portsim.model.inland.vehicle_line import VehicleLine
from portsim.model.kernel import Kernel, StrictKernel
from portsim.results.log_inland import SAILINGS
from portsim.results.table import Table

HOURS = 30
CAR_SLOTS = 0.4
WELL = settings(max_examples=120, deadline=None, derandomize=True)

by_hour = st.dictionaries(st.integers(0, HOURS - 1), st.integers(0, 9), max_size=20)
spans = st.lists(st.tuples(st.floats(0.0, 29.0), st.floats(0.1, 6.0)), max_size=3).map(
    lambda pairs: tuple((start, start + length) for start, length in pairs)
)
hours = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.7])


def fill(latest_wait_h):
    return lambda out: Fill(latest_wait_h)


def timetable(gap_h):
    return lambda out: Timetable([1.0 + gap_h * n for n in range(int(40 / gap_h))], 0.5)


ferries = st.fixed_dictionaries({
    "trucks": st.tuples(by_hour, by_hour), "cars": st.tuples(by_hour, by_hour), "car_slots": st.just(CAR_SLOTS),
    "ships": st.integers(1, 6), "slots": st.sampled_from([1.0, 2.0, 3.3, 8.0]),
    "berths": st.tuples(st.integers(1, 3), st.integers(1, 3)), "port_h": st.tuples(hours, hours),
    "crossing_h": st.sampled_from([0.5, 1.0, 2.3]), "closed": spans, "shut": spans,
    "rule": st.one_of(st.sampled_from([0.3, 1.0, 5.0]).map(fill), st.sampled_from([0.7, 2.0]).map(timetable)),
})  # fmt: skip


def in_line(trucks, cars):
    """Every vehicle as (hour of arrival, is a car): who came first, the truck before the car."""
    line = []
    for is_car, by_hour in ((0, trucks), (1, cars)):
        for hour, n in by_hour.items():
            line += [(hour + (j - 0.5) / n, is_car) for j in range(1, n + 1)]
    return sorted(line)


def sail(given, kernel=StrictKernel):
    env, table = kernel(), Table(SAILINGS)
    live = live_ferry(env, table, HOURS, **given)
    live.begin()
    env.run(until=float(HOURS))
    live.write()
    return live, sailings_of(table)


@WELL
@given(ferries)
def test_ships_take_the_first_of_the_line_up_to_their_slots_and_every_vehicle_is_somewhere(ferry):
    live, sailings = sail(ferry)
    for number, out in enumerate((True, False)):
        line = in_line(ferry["trucks"][number], ferry["cars"][number])
        n_vehicles = len(line)
        for row in (row for row in sailings if row.out is out):
            aboard, line = line[: row.trucks + row.cars], line[row.trucks + row.cars :]
            assert sum(is_car for _, is_car in aboard) == row.cars
            assert row.trucks + CAR_SLOTS * row.cars <= ferry["slots"] + 1e-6
            assert abs(row.load_share * ferry["slots"] - row.trucks - CAR_SLOTS * row.cars) < 1e-6
            assert all(came_h <= row.loading_h + 1e-6 for came_h, _ in aboard)
            assert abs(row.waited_h - sum(row.loading_h - came_h for came_h, _ in aboard)) < 1e-5
            there = [vehicle for vehicle in line if vehicle[0] <= row.loading_h - 1e-6]
            maybe = [vehicle for vehicle in line if vehicle[0] <= row.loading_h + 1e-6]
            assert len(there) <= row.left_waiting <= len(maybe)
            if there:  # who is left found no room
                room = ferry["slots"] - row.trucks - CAR_SLOTS * row.cars
                assert room < (CAR_SLOTS if there[0][1] else 1.0) + 1e-6
        assert len(line) == live.ends[number].line.n_waiting_at_end
        assert n_vehicles == live.ends[number].line.n_in_all


@WELL
@given(ferries)
def test_the_waits_are_the_area_under_the_number_who_wait(ferry):
    """Little's law without a remainder: hours waited by those carried, and by those who wait at the end."""
    _, sailings = sail(ferry)
    for number, out in enumerate((True, False)):
        line = in_line(ferry["trucks"][number], ferry["cars"][number])
        mine = [row for row in sailings if row.out is out]
        steps = [(came_h, 1) for came_h, _ in line] + [(row.loading_h, -row.trucks - row.cars) for row in mine]
        area, waiting, before_h = 0.0, 0, 0.0
        for hour, change in sorted(steps):
            area += waiting * (hour - before_h)
            waiting, before_h = waiting + change, hour
        area += waiting * (HOURS - before_h)
        carried = sum(row.trucks + row.cars for row in mine)
        still_waiting_h = sum(HOURS - came_h for came_h, _ in line[carried:])
        assert abs(sum(row.waited_h for row in mine) + still_waiting_h - area) < 1e-4


@WELL
@given(ferries)
def test_ships_and_berths_are_at_one_place_at_a_time_and_keep_to_weather_and_hours(ferry):
    live, sailings = sail(ferry)
    load_h, unload_h = ferry["port_h"]
    for ship in range(ferry["ships"]):
        mine = sorted((row for row in sailings if row.ship == ship), key=lambda row: row.loading_h)
        for row, following in pairwise(mine):
            assert following.out is not row.out
            assert following.loading_h >= row.arrived_h + unload_h - 1e-6
    for row in sailings:
        assert row.departed_h >= row.loading_h + load_h - 1e-6
        assert abs(row.arrived_h - row.departed_h - ferry["crossing_h"]) < 1e-6
        assert row.loading_h < HOURS
        for start_h, stop_h in ferry["closed"]:
            assert not start_h <= row.departed_h < stop_h - 1e-6
        for start_h, stop_h in (*ferry["closed"], *ferry["shut"]):
            assert not start_h + 1e-6 <= row.loading_h < min(stop_h, HOURS) - 1e-6
    for number, out in enumerate((True, False)):
        loading = [
            (row.loading_h, row.departed_h) for row in sailings if row.out is out and row.departed_h > row.loading_h
        ]
        for start_h, _ in loading:
            assert (
                sum(one <= start_h + 1e-6 and start_h + 2e-6 < end for one, end in loading) <= ferry["berths"][number]
            )
    assert sum(end.n_ships for end in live.ends) == ferry["ships"]


@WELL
@given(ferries)
def test_both_kernels_give_the_same_sailings(ferry):
    again = {**ferry, "rule": ferry["rule"]}
    assert sail(ferry, Kernel)[1] == sail(again, StrictKernel)[1]


@WELL
@given(
    by_hour,
    by_hour,
    st.floats(0.0, HOURS - 0.01),
    st.sampled_from([0.7, 1.0, 2.4, 10.0]),
    st.sampled_from([0.3, 0.4, 0.5, 1.0]),
)
def test_a_shipload_is_what_one_gets_by_putting_vehicles_aboard_one_by_one(trucks, cars, hour, slots, car_slots):
    line = VehicleLine(counts(HOURS, trucks), counts(HOURS, cars), car_slots)
    vehicles = in_line(trucks, cars)
    come = [is_car for came_h, is_car in vehicles if came_h <= hour + 1e-9]
    assert line.arrived(hour + 1e-9) == (len(come) - sum(come), sum(come))
    gone, waiting = (0, 0), vehicles
    for _ in range(4):
        line.gone = gone
        room, full_h = slots, float("inf")
        while waiting:
            came_h, is_car = waiting[0]
            takes = car_slots if is_car else 1.0
            if takes > room + 1e-9:
                full_h = came_h
                break
            room -= takes
            gone = (gone[0] + 1 - is_car, gone[1] + is_car)
            waiting = waiting[1:]
            if room < 1e-9:
                full_h = came_h
                break
        found_trucks, found_cars, found_h = line.shipload(slots)
        assert (found_trucks, found_cars) == gone
        assert found_h == full_h or abs(found_h - full_h) < 1e-6
        assert line.full_h(slots, HOURS + 1.0) == found_h
        if abs(full_h - hour) > 1e-6:
            assert line.full_h(slots, hour) == (found_h if full_h < hour else float("inf"))
    for arrivals, is_car in ((line.trucks, 0), (line.cars, 1)):
        came = np.cumsum([0.0, *(came_h for came_h, kind in vehicles if kind == is_car)])
        assert np.allclose(arrivals.sum_of_hours(np.arange(len(came))), came)
        asked = np.array([hour + 1e-9])
        assert arrivals.up_to(asked)[0] == sum(came_h <= hour + 1e-9 for came_h, kind in vehicles if kind == is_car)


def test_the_random_ferries_are_not_empty():
    """Else the properties above would hold of nothing."""
    busy: list[list[Sailing]] = []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(ferries)
    def collect(ferry):
        busy.append(sail(ferry)[1])

    collect()
    assert sum(any(row.left_waiting for row in rows) for rows in busy) > 10
    assert sum(any(row.load_share > 0.95 for row in rows) for rows in busy) > 10
    assert sum(any(row.trucks + row.cars == 0 for row in rows) for rows in busy) > 10
