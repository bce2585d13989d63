"""Sailings of a ferry worked by hand: filling, waiting, berths, timetable, fog, hours of work, ships sent over."""

from __future__ import annotations

import numpy as np
import pytest
from ferry_runs import FERRY, run_ferry, sailings_of, strait
from small_clusters import run, same_records, scenario_of, with_changes

from portsim.clock import Clock
from portsim.errors import BalanceError
from portsim.model.inland.ferry import Fill, Timetable
from portsim.model.inland.ferry_build import Ferries
from portsim.model.kernel import Kernel, StrictKernel
from portsim.model.port.weather import closures
from portsim.model.world import World
from portsim.results.measures import compute_measures
from portsim.streams import Streams

HOURLY = dict.fromkeys(range(24), 1)  # a truck at every half past


def test_a_ship_loads_as_soon_as_a_shipload_has_come():
    first, *_ = run_ferry(trucks=(HOURLY, {}))
    # Two slots: trucks of 0:30 and 1:30. Loading half an hour, crossing an hour; the first waited an hour.
    assert (first.loading_h, first.departed_h, first.arrived_h) == (1.5, 2.0, 3.0)
    assert (first.trucks, first.waited_h, first.left_waiting, first.load_share) == (2, 1.0, 0, 1.0)


def test_who_finds_no_room_waits_for_the_next_sailing():
    _, over, second, *_ = run_ferry(trucks=(HOURLY, {}))
    # Unloaded at 3.5; trucks of 2.5 and 3.5 wait at an end without ships, so she comes back empty: 4.0, 5.0, ready 5.5.
    assert (over.out, over.loading_h, over.trucks, over.load_share) == (False, 3.5, 0, 0.0)
    # They waited 3 and 2 hours; those of 4.5 and 5.5 are left.
    assert (second.out, second.loading_h, second.trucks, second.waited_h) == (True, 5.5, 2, 5.0)
    assert second.left_waiting == 2


def test_a_ship_that_is_not_full_leaves_after_the_latest_wait():
    first, *_ = run_ferry(trucks=({0: 1}, {}), rule=lambda out: Fill(2.0))
    # At the head from hour 0 on; one truck, of 0:30, in two slots.
    assert (first.loading_h, first.trucks, first.waited_h, first.load_share) == (2.0, 1, 1.5, 0.5)


def test_the_latest_wait_of_the_next_ship_counts_from_the_loading_of_the_one_before():
    hours = [
        sailing.loading_h for sailing in run_ferry(8, ships=4, berths=(2, 2), rule=lambda out: Fill(1.5)) if sailing.out
    ]
    # Two ships begin here: at 1.5 and 3.0. Those of the far end left at 1.5 and 3.0 too, are loaded half an hour later,
    # come an hour after that and need half an hour: ready at 3.5 and 5.0, at the head from then on.
    assert hours == [1.5, 3.0, 5.0, 6.5]


def test_nobody_overtakes_one_who_does_not_fit():
    """Truck 0.5, car 1.5, truck 2.5, car 3.5: on two slots the second truck closes the ship, half a slot stays free."""
    first, *_ = run_ferry(trucks=({0: 1, 2: 1}, {}), cars=({1: 1, 3: 1}, {}), rule=lambda out: Fill(20.0))
    assert (first.loading_h, first.trucks, first.cars, first.load_share) == (2.5, 1, 1, 0.75)
    assert first.left_waiting == 1
    assert first.waited_h == 2.0 + 1.0


def test_people_are_those_in_trucks_in_cars_and_without_a_vehicle():
    first, *_ = run_ferry(trucks=({0: 1}, {}), cars=({0: 2}, {}), passengers=(1.5, 3.0, 10.0))
    assert (first.trucks, first.cars, first.passengers) == (1, 2, 1.5 + 6.0 + 10.0)


def test_a_ship_waits_for_a_berth_to_load():
    # Four trucks in the first hour: shiploads at 3/8 and 7/8. The first ship is at the berth from 0.375 to 1.375.
    given = {"trucks": ({0: 4}, {}), "ships": 4, "port_h": (1.0, 0.5)}
    alone = [sailing.loading_h for sailing in run_ferry(6, berths=(1, 1), **given) if sailing.trucks]
    beside = [sailing.loading_h for sailing in run_ferry(6, berths=(2, 1), **given) if sailing.trucks]
    assert alone == [0.375, 1.375]
    assert beside == [0.375, 0.875]


def test_a_ship_waits_for_a_berth_to_unload():
    # Two ships over there leave at once, the berths are free from 2.1 on. Shiploads of 0.375 and 0.875 load an hour and
    # come at 2.375 and 2.875; unloading takes two hours, and a tenth of an hour later each is called to load again.
    given = {"trucks": ({0: 4}, {}), "ships": 4, "port_h": (1.0, 2.0)}
    given |= {"rule": lambda out: Fill(30.0) if out else Fill(0.1)}
    beside = [sailing.loading_h for sailing in run_ferry(9, berths=(2, 2), **given) if not sailing.out]
    assert beside == pytest.approx([0.1, 0.2, 4.475, 4.975])
    # At one berth the second unloads from 4.375 to 6.375; then the first loads, who asked at 4.475, and the second.
    alone = [sailing.loading_h for sailing in run_ferry(9, berths=(2, 1), **given) if not sailing.out]
    assert alone == pytest.approx([0.1, 1.1, 6.375, 7.375])


def test_a_ship_that_came_first_has_the_berth_before_one_that_is_called():
    # A ship with the trucks of 0.25 and 0.75 comes at 0.75 + 0.5 + 1 = 2.25 and unloads for an hour. The shipload over
    # here, of 1.5 and 2.5, is called then, and has to wait for the berth until 3.25.
    given = {"trucks": ({1: 1, 2: 1}, {0: 2}), "ships": 3, "port_h": (0.5, 1.0), "rule": lambda out: Fill(30.0)}
    assert [sailing.loading_h for sailing in run_ferry(6, **given) if sailing.out] == [3.25]
    assert [sailing.loading_h for sailing in run_ferry(6, berths=(2, 1), **given) if sailing.out] == [2.5]


def test_a_ship_is_sent_over_for_the_first_shipload_after_the_last_ship_left():
    # The only ship here leaves at 1.0 with the truck of 0.5; those of 1.5 and 2.5 are a shipload without a ship. The
    # ship over there, who would stay 30 hours, loads at 2.5. With the first ship still here it would be 3.5: she would
    # take two, and the other would come for two more.
    given = {"trucks": (HOURLY, {}), "ships": 2, "berths": (2, 2)}
    sailings = run_ferry(6, **given, rule=lambda out: Fill(1.0 if out else 30.0))
    assert [(row.out, row.loading_h, row.trucks) for row in sailings][:2] == [(True, 1.0, 1), (False, 2.5, 0)]
    stays = run_ferry(6, **given, rule=lambda out: Fill(30.0))
    assert [(row.out, row.loading_h) for row in stays][:2] == [(True, 1.5), (False, 3.5)]


def test_ships_by_timetable_sail_at_its_hours_with_who_had_come_when_loading_began():
    trucks = ({0: 1, 1: 2}, {})  # at 0.5, 1.25 and 1.75
    first, *_ = run_ferry(trucks=trucks, slots=9.0, rule=lambda out: Timetable([2.0, 6.0], 0.5))
    assert (first.loading_h, first.departed_h, first.trucks) == (1.5, 2.0, 2)
    assert first.waited_h == 1.0 + 0.25


def test_a_full_ship_by_timetable_waits_for_her_hour():
    first, *_ = run_ferry(trucks=(HOURLY, {}), rule=lambda out: Timetable([8.0], 0.5))
    assert (first.loading_h, first.departed_h, first.trucks, first.left_waiting) == (7.5, 8.0, 2, 6)


def test_a_ship_loaded_early_keeps_to_the_timetable():
    first, *_ = run_ferry(rule=lambda out: Timetable([2.0], 0.5), port_h=(0.2, 0.5))
    assert (first.loading_h, first.departed_h) == (1.5, 2.0)


def test_a_departure_without_a_ship_is_dropped_when_the_next_is_due():
    # Every hour from 1:00 from both ends, one ship, four hours a round: 1:00 out, ready over there at 2:30, 3:00 back,
    # ready at 4:30, 5:00 out. Loading begins half an hour before.
    rule = lambda out: Timetable([float(hour) for hour in range(1, 12)], 0.5)  # noqa: E731
    departures = [(sailing.out, sailing.departed_h) for sailing in run_ferry(10, rule=rule)]
    assert departures == [(True, 1.0), (False, 3.0), (True, 5.0), (False, 7.0), (True, 9.0)]


def test_a_late_ship_by_timetable_sails_as_soon_as_she_is_loaded():
    # The ship is ready over there at 2.5; the departure of 2.2, due to load at 1.7, is still the last one due.
    rule = lambda out: Timetable([1.0] if out else [2.2, 9.0], 0.5)  # noqa: E731
    _, back = run_ferry(8, rule=rule)
    assert (back.out, back.loading_h, back.departed_h) == (False, 2.5, 3.0)


def test_fog_keeps_a_loaded_ship_in_port_and_nobody_loads_in_it():
    # Full at 1.5, loaded at 2.0; fog from 1.8 to 5.0. The second ship has her load at 3.5.
    sailings = run_ferry(trucks=(HOURLY, {}), ships=3, berths=(2, 2), closed=((1.8, 5.0),))
    first, second = [sailing for sailing in sailings if sailing.out][:2]
    assert (first.loading_h, first.departed_h, first.arrived_h) == (1.5, 5.0, 6.0)
    assert (second.loading_h, second.departed_h, second.left_waiting) == (5.0, 5.5, 1)


def test_a_ship_at_sea_comes_in_when_fog_falls():
    first, *_ = run_ferry(trucks=(HOURLY, {}), closed=((2.5, 5.0),))
    assert (first.departed_h, first.arrived_h) == (2.0, 3.0)


def test_a_ship_that_began_to_load_in_hours_of_work_still_sails():
    sailings = run_ferry(trucks=(HOURLY, {}), ships=3, berths=(2, 2), shut=((1.8, 6.0),))
    first, second = [sailing for sailing in sailings if sailing.out][:2]
    assert (first.loading_h, first.departed_h) == (1.5, 2.0)
    assert (second.loading_h, second.departed_h) == (6.0, 6.5)


def test_without_vehicles_over_there_ships_stay_until_their_latest_wait():
    first, second, *_ = run_ferry(trucks=({0: 2}, {}))
    # Full at 0.75: over at 2.25, ready at 2.75; nobody comes any more, so the ten hours run out.
    assert (first.loading_h, second.out, second.loading_h) == (0.75, False, 12.75)


def test_a_run_ends_without_a_sailing_after_it():
    assert [sailing.loading_h for sailing in run_ferry(5, trucks=(HOURLY, {}))] == [1.5, 3.5]


# Through scenario files.


def sailings(**ferry):
    return sailings_of(run(strait(**ferry), kernel=StrictKernel).tables["sailings"])


def day_of(rows, day):
    return [row for row in rows if 24.0 * day <= row.departed_h < 24.0 * (day + 1)]


@pytest.mark.parametrize(("opens_h", "first_departure_h"), [(4.0, 1.0), (5.0, 0.0)])
def test_a_timetable_of_a_scenario_is_kept_from_both_ends(opens_h, first_departure_h):
    """Also when the first ship has to load before the hours of work."""
    few = {"annual_out": {"2025": 3_650.0}, "annual_back": {"2025": 3_650.0}}
    hours = {"departures_per_day": 6, "first_departure_h": first_departure_h, "opens_h": opens_h}
    rows = sailings(policy="timetable", trucks=few, cars=few, hours_per_day=18.0, **hours)
    # Every three hours from 5:00: 5, 8, 11, 14, 17, 20.
    for out in (True, False):
        assert [row.departed_h - 240.0 for row in day_of(rows, 10) if row.out is out] == [
            5.0,
            8.0,
            11.0,
            14.0,
            17.0,
            20.0,
        ]


def test_fill_and_timetable_give_other_courses_of_events():
    filled = sailings(policy="fill", latest_wait_h=1.0)
    timed = sailings(policy="timetable", departures_per_day=24)
    assert len(day_of(timed, 10)) == 48
    assert any(row.departed_h % 1.0 for row in day_of(filled, 10))
    assert {row.load_share > 0.97 for row in filled} == {True, False}


def test_a_longer_latest_wait_means_fewer_and_fuller_ships():
    short, long = sailings(latest_wait_h=0.5), sailings(latest_wait_h=4.0)
    assert len(long) < len(short)
    assert np.mean([row.load_share for row in long]) > np.mean([row.load_share for row in short])


def test_no_ship_loads_outside_the_hours_of_work():
    hours = [row.loading_h % 24.0 for row in sailings(opens_h=22.0, hours_per_day=8.0, ships=20, latest_wait_h=0.3)]
    assert {hour >= 22.0 or hour < 6.0 for hour in hours} == {True}
    assert min(hours) < 1.0
    assert max(hours) > 23.0


FOG = {"fog": {"monthly_events": [8.0] * 12, "duration_h": 6.0, "start_hour": 3.0}}


def test_no_ship_sails_in_fog_and_a_second_ferry_on_the_water_lies_still_as_well():
    raw = strait(weather=FOG)
    raw["services"]["other"] = FERRY | {"weather_of": "strait"}
    records = run(raw, seed=4)
    fog = scenario_of(raw).services["strait"].weather["fog"]
    spans = closures("service/strait/weather/fog", fog, Clock(2025, 1, 0), Streams(4, 0))
    rows = records.tables["sailings"].columns()
    assert len(spans) > 50
    for service in np.unique(rows["service"]):
        for hours in (rows["loading_h"][rows["service"] == service], rows["departed_h"][rows["service"] == service]):
            assert not any(((hours >= start) & (hours < stop - 1e-9)).any() for start, stop in spans)
            assert any(((hours >= stop - 1e-9) & (hours < stop + 0.1)).any() for _, stop in spans)


def test_fog_makes_vehicles_wait():
    waits = []
    for weather in ({}, FOG):
        records = run(strait(latest_wait_h=0.5, ships=8, weather=weather))
        waits.append(compute_measures(records).value("ferry_wait_h", "strait", "2025"))
    # 48 of 730 hours of a month are closed, and who comes in them waits three hours on average: about 0.2 h for all.
    assert 0.15 < waits[1] - waits[0] < 0.35


def test_the_strict_kernel_and_the_quick_one_give_the_same_log():
    raw = strait(weather=FOG, crossing_h={"gamma": {"mean": 1.2, "sd": 0.3}}, latest_wait_h=0.4)
    assert same_records(run(raw, kernel=Kernel), run(raw, kernel=StrictKernel))


def test_seeds_and_replications_differ_and_repeat():
    raw = strait()
    assert same_records(run(raw, seed=2), run(raw, seed=2))
    assert not same_records(run(raw, seed=2), run(raw, seed=3))
    assert not same_records(run(raw, seed=2), run(raw, seed=2, replication=1))


def test_every_vehicle_is_carried_or_waits_at_the_end():
    records = run(strait())
    rows, balance = records.tables["sailings"].columns(), records.balance
    assert balance["ferry_vehicles_carried"] == rows["trucks"].sum() + rows["cars"].sum()
    assert balance["ferry_vehicles_arrived"] == balance["ferry_vehicles_carried"] + balance["ferry_vehicles_waiting"]
    # 109 500 each way are expected; four standard deviations of a Poisson number of 219 000 are 1 872.
    assert abs(balance["ferry_vehicles_arrived"] - 219_000) < 1_872


@pytest.mark.parametrize("loss", ["vehicle", "ship"])
def test_a_lost_vehicle_or_ship_is_told(loss):
    scenario = scenario_of(strait())
    world = World(scenario, Streams(1, 0), Kernel())
    ferries = dict(world.ferries.all)
    end = ferries["strait"].ends[0]
    world.run()  # which lets go of them
    if loss == "vehicle":
        end.line.gone = (end.line.gone[0] + 1, end.line.gone[1])
    else:
        end.expect(9_000.0, 99)
    with pytest.raises(BalanceError, match=f"{loss}s of strait do not balance"):
        Ferries(world.ferries.env, ferries).balance(world.records)


def test_ferries_are_no_part_of_the_throughput_of_ports():
    visitor = {
        "kind": "tramp",
        "ship_class": "box_ship",
        "port": "harbour",
        "interarrival_h": 100.0,
        "call_size_teu": 200.0,
        "work_h": 20.0,
    }
    with_ferry = with_changes(strait(), {"services.visitor": visitor, "fleets.box_ship": {}})
    without = with_changes(with_ferry, {"services.strait": None})
    both = [compute_measures(run(raw)) for raw in (with_ferry, without)]
    for measure in ("throughput_teu", "n_calls"):
        one, other = (table.value(measure, "cluster", "2025") for table in both)
        assert one == other > 0
    assert {row[0] for row in both[0]} - {row[0] for row in both[1]} == {
        "ferry_sailings_per_day", "ferry_vehicles", "ferry_passengers", "ferry_wait_h", "ferry_load_share",
    }  # fmt: skip


def test_a_ferry_is_built_only_where_one_is_described():
    raw = with_changes(strait(), {"services.strait": None})
    world = World(scenario_of(raw), Streams(1, 0), Kernel())
    assert world.ferries.all == {}


def test_a_closure_that_outlasts_the_run_holds_loaded_ships_until_its_end():
    """Storms of 400 h in December: the last begins before the year is over and ends in the next one."""
    storm = {"storm": {"monthly_events": [*[0.0] * 11, 1.5], "duration_h": 400.0}}
    for seed in range(1, 30):
        records = run(strait(weather=storm), seed=seed, kernel=StrictKernel)
        spans = closures(
            "service/strait/weather/storm", scenario_of(strait(weather=storm)).services["strait"].weather["storm"],
            Clock(2025, 1, 0), Streams(seed, 0),
        )  # fmt: skip
        last_h = max((stop for _, stop in spans), default=0.0)
        departed = records.tables["sailings"].columns()["departed_h"]
        if last_h > 8760.0 + 24.0 and departed.max() > 8760.0:
            assert departed.max() == pytest.approx(last_h)
            return
    raise AssertionError("no storm outlasted a run")
