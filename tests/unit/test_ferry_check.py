"""What is said of ferries that cannot carry their vehicles or do not fit together, with the values that clash."""

from __future__ import annotations

import json

import pytest
from ferry_runs import FERRY, strait
from scenario_files import warnings, write
from small_clusters import with_changes

from portsim.errors import InputError
from portsim.scenario.load import load_scenario


def found(tmp_path, **changes):
    """Path and message of every problem; `__` stands for a dot in a path below the service."""
    raw = with_changes(
        strait(), {f"services.strait.{path.replace('__', '.')}": value for path, value in changes.items()}
    )
    return said(tmp_path, raw)


def said(tmp_path, raw):
    try:
        load_scenario(write(tmp_path, json.dumps(raw, indent=1)))
    except InputError as error:
        return [f"{problem.path}: {problem.message}" for problem in error.problems]
    return []


def test_the_ferry_of_these_tests_is_sound(tmp_path):
    assert warnings(write(tmp_path, json.dumps(strait()))) == []


def test_a_fleet_too_small_for_the_vehicles_is_refused_with_its_numbers(tmp_path):
    # Round trip: twice 0.5 + 0.5 alongside and twice an hour at sea, 4 h; one ship makes 24/4 = 6 sailings of 20 each
    # way. 100 trucks and 200 cars at 0.4 take 180 slots.
    assert found(tmp_path, ships=1) == [
        "services.strait: cannot carry the vehicles of 2025 out: 100 trucks and 200 cars a day take 180 truck slots; "
        "1 ships, a round trip of 4 h and 24 h of work a day make 6 sailings of 20, 120 slots"
    ]
    assert found(tmp_path, ships=2) == []


def test_berths_too_few_for_the_vehicles_are_refused_with_their_numbers(tmp_path):
    # One berth and 4 h alongside: 6 sailings; the fleet of 40 would make 40 x 24 / (5 + 2) = 137.
    changes = {"ships": 40, "destination": {"berths": 1, "load_h": 2.0, "unload_h": 2.0}}
    assert found(tmp_path, **changes) == [
        "services.strait: cannot carry the vehicles of 2025 out: 100 trucks and 200 cars a day take 180 truck slots; "
        "1 berths at the destination, 4 h for each ship make 6 sailings of 20, 120 slots"
    ]


def test_hours_of_work_count(tmp_path):
    assert found(tmp_path, ships=2, hours_per_day=18.0) == []  # 9 sailings, 180 slots: just enough
    (message,) = found(tmp_path, ships=2, hours_per_day=17.0)
    assert message.endswith("2 ships, a round trip of 4 h and 17 h of work a day make 8.5 sailings of 20, 170 slots")


def test_the_way_back_and_later_years_are_looked_at(tmp_path):
    growing = {"annual_out": {"2025": 36_500.0}, "annual_back": {"2025": 36_500.0, "2026": 365_000.0}}
    raw = with_changes(strait(), {"services.strait.trucks": growing, "clock.n_years": 2})
    (message,) = said(tmp_path, raw)
    assert message.startswith("services.strait: cannot carry the vehicles of 2026 back: 1000 trucks and 200 cars a day")
    assert said(tmp_path, with_changes(raw, {"clock.n_years": 1})) == []


def test_a_timetable_that_cannot_carry_the_vehicles_is_refused(tmp_path):
    assert found(tmp_path, policy="timetable", departures_per_day=8) == [
        "services.strait: cannot carry the vehicles of 2025 out: 100 trucks and 200 cars a day take 180 truck slots; "
        "8 departures a day make 8 sailings of 20, 160 slots"
    ]
    assert found(tmp_path, policy="timetable", departures_per_day=9) == []


def test_a_timetable_needs_ships(tmp_path):
    # A round trip of 4 h, 24 departures: 4 ships just do; with 25 every 0.96 h 4.2 ships are needed.
    assert found(tmp_path, policy="timetable", departures_per_day=24) == []
    assert found(tmp_path, policy="timetable", departures_per_day=25) == [
        "services.strait.departures_per_day: a departure every 0.96 h from each end and a round trip of 4 h need "
        "4.2 ships; there are 4"
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"policy": "timetable"}, "services.strait: policy: timetable and departures_per_day go together"),
        ({"departures_per_day": 5}, "services.strait: policy: timetable and departures_per_day go together"),
        ({"origin__berths": 0}, "services.strait.origin.berths: 0 is not at least 1 (>= 1, <= 1000)"),
        ({"ships": 0}, "services.strait.ships: 0 is not at least 1 (>= 1, <= 1000)"),
        (
            {"policy": "filll"},
            "services.strait.policy: one of fill, timetable is expected, not text 'filll', did you mean fill?",
        ),
        ({"ship_class": "rorro"}, "services.strait.ship_class: unknown ship class rorro, did you mean roro?"),
        ({"crossing_h": -1.0}, "services.strait.crossing_h: may be as low as -1; a negative value has no meaning here"),
        (
            {"trucks__hours": [0.0] * 24},
            "services.strait.trucks: all hours are 0: the vehicles of the year have no day or hour to come",
        ),
        ({"weather_of": "strat"}, "services.strait.weather_of: unknown ferry strat, did you mean strait?"),
        (
            {"weather_of": "strait"},
            "services.strait.weather_of: strait has the weather of strait itself; name that one",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_value(tmp_path, changes, message):
    assert found(tmp_path, **changes) == [message]


def test_a_ship_class_without_slots_is_refused(tmp_path):
    raw = with_changes(strait(), {"fleets.roro.truck_slots": None})
    assert said(tmp_path, raw) == ["services.strait.ship_class: roro needs truck_slots to carry vehicles"]


FOG = {"monthly_events": [10.0, *[0.0] * 11], "duration_h": 80.0}


def test_weather_that_never_lets_a_ship_sail_is_refused(tmp_path):
    assert found(tmp_path, weather={"fog": FOG}) == [
        "services.strait.weather.fog: closes the ferry for ever: 10 closures of 80 h on average in month 1 make 800 of "
        "730 h"
    ]


def test_weather_of_a_ferry_stops_no_cranes(tmp_path):
    (message,) = found(tmp_path, weather={"fog": FOG | {"duration_h": 3.0, "stops": "cranes"}})
    assert message.startswith("services.strait.weather.fog.stops: stops cranes; a ferry has none")


def test_weather_is_its_own_or_that_of_another_ferry(tmp_path):
    mild = {"fog": FOG | {"duration_h": 3.0}}
    tramp = {"kind": "tramp", "ship_class": "roro", "port": "harbour", "interarrival_h": 100.0, "work_h": 5.0}
    raw = with_changes(
        strait(weather=mild), {"services.other": FERRY | {"weather_of": "strait"}, "services.tramp": tramp}
    )
    assert said(tmp_path, raw) == []
    assert said(tmp_path, with_changes(raw, {"services.other.weather": mild})) == [
        "services.other.weather_of: gives weather of its own too: fog; give one of the two"
    ]
    assert said(tmp_path, with_changes(raw, {"services.other.weather_of": "tramp"})) == [
        "services.other.weather_of: tramp is no ferry"
    ]
