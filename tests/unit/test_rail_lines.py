"""Rail lines: who gets which path, what closures and openings do, and trains that wait until they are full."""

from __future__ import annotations

from math import inf, isnan

import numpy as np
import pytest
from cargo_clusters import by_rail, cargo, checked, lane, run
from rail_clusters import LINE, entered, offered, on_line, paths, that_gave_way
from small_clusters import Raw, rows, with_changes

from portsim.model.inland.path_book import PathBook
from portsim.model.kernel import StrictKernel
from portsim.model.opening import LAND_H
from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.rail import RailLine
from portsim.scenario.rail_traffic import traffic_in

ORE: Raw = {
    "port": "harbour", "cargo": "ore", "direction": "discharge", "annual_volume": {"2025": 365_250.0},
    "parcels": {"ship": {"share": 1.0, "size": 10_000.0}}, "work_h": 10.0, "onward": {"rail": 0.8, "road": 0.2},
    "rail_route": ["rails"], "rail_train_t": 1_000.0,
}  # fmt: skip
"""1 000 t a day of the mean year of 365.25 days, 800 t of them by rail: 0.8 laden trains a day and as many empty."""


def book(regular: float = 0.0, late_h: tuple[float, ...] = (0.0,), headway_h: float = 0.1, days: float = 2.0):
    """24 paths a day, on the hour; what gave way is kept."""
    gave_way: list[tuple[float, float]] = []
    made = PathBook(0.0, 24.0 * days, 24.0, regular, headway_h, late_h, lambda *hours: gave_way.append(hours))
    return made, gave_way


# --- one track


def test_a_train_takes_the_first_path_that_it_is_in_time_for() -> None:
    made, _ = book()
    # There at 0.5: path of 1. At 1.0 that of 1 is taken: 2. At 5.0 the path of 5 is just caught.
    assert [made.take(hour, False) for hour in (0.5, 1.0, 5.0, 5.0)] == [1.0, 2.0, 5.0, 6.0]


def test_one_that_comes_later_may_still_find_an_earlier_path() -> None:
    # Paths are given when trains leave, hours ahead: the path of 3 is free after those of 8 and 9 were given.
    made, _ = book()
    assert [made.take(hour, False) for hour in (7.5, 7.5, 2.5, 7.9, 2.5)] == [8.0, 9.0, 3.0, 10.0, 4.0]


def test_half_the_paths_are_of_regular_trains_and_not_given_to_others() -> None:
    made, _ = book(regular=12.0)
    assert [made.take(0.0, False) for _ in range(4)] == [1.0, 3.0, 5.0, 7.0]


def test_after_the_last_path_there_is_none() -> None:
    made, _ = book(days=1.0)
    assert [made.take(22.5, False) for _ in range(2)] == [23.0, inf]


def test_regular_trains_on_all_paths_leave_none_to_a_train_without_priority() -> None:
    made, gave_way = book(regular=24.0)
    assert made.take(0.0, False) == inf
    # One with priority drives away the train of hour 3, for which no other path is left.
    assert made.take(2.5, True) == 3.0
    assert gave_way[0][0] == 3.0
    assert isnan(gave_way[0][1])


def test_a_train_with_priority_takes_the_path_of_a_regular_one_which_goes_on_the_next_free_one() -> None:
    made, gave_way = book(regular=12.0)  # regular on even hours
    assert made.take(0.5, False) == 1.0
    assert made.take(1.5, True) == 2.0  # of a regular train, which goes at 3
    assert made.take(1.5, True) == 4.0  # 3 is taken now; the regular train of 4 goes at 5
    assert made.take(4.5, True) == 7.0 - 1.0  # 5 is taken: the regular train of 6 goes at 7
    assert made.take(4.5, False) == 9.0  # 5 and 7 are taken by those that gave way
    assert gave_way == [(2.0, 3.0), (4.0, 5.0), (6.0, 7.0)]


def test_a_train_with_priority_takes_a_free_path_where_that_comes_first() -> None:
    made, gave_way = book(regular=12.0)
    assert made.take(0.5, True) == 1.0
    assert gave_way == []


def test_a_late_regular_train_holds_up_the_train_behind_it_by_the_headway() -> None:
    # Two of three paths are free: 1, 2, 4, 5, 7 ... The regular train of 0 is 0.9 h late, the next 0.2 h behind it:
    # 1.1 instead of 1. Before the path of 2 goes a block train, on time.
    made, _ = book(regular=8.0, late_h=(0.9,), headway_h=0.2)
    assert made.take(0.5, False) == pytest.approx(1.1)
    assert made.take(0.5, False) == 2.0


def test_a_small_delay_holds_up_nobody() -> None:
    made, _ = book(regular=8.0, late_h=(0.7,), headway_h=0.2)  # 0.7 + 0.2 < 1
    assert made.take(0.5, False) == 1.0


def test_who_gave_way_is_not_in_the_way_of_the_next_path() -> None:
    # The train with priority is on the path of 2 in place of a regular one, on time.
    made, _ = book(regular=12.0, late_h=(0.95,), headway_h=0.2)
    assert made.take(1.5, True) == 2.0
    assert made.take(2.5, False) == 5.0 + 0.95 + 0.2 - 1.0  # 3 is taken; before 5 goes the regular train of 4


# --- both directions


def test_on_a_single_track_both_directions_share_the_paths() -> None:
    # Both trains leave at 0.5: the one to the port at 1, the other at 2, and 20 h on the line.
    records = run(on_line())
    assert entered(records, 2, back=False) == [1.0, 169.0]
    assert entered(records, 2, back=True) == [2.0, 170.0]
    trains = rows(records, "trains", service="train")
    first = {outbound: trains["arrived_h"][trains["outbound"] == outbound][0] for outbound in (True, False)}
    assert first == {True: 21.0, False: 22.0}


def test_on_a_double_track_half_of_the_paths_lead_each_way() -> None:
    # 24 paths a day are 12 each way: on even hours.
    records = run(on_line({"tracks": "double"}))
    assert entered(records, 2, back=False) == [2.0, 170.0]
    assert entered(records, 2, back=True) == [2.0, 170.0]


def test_from_the_day_of_the_second_track_each_direction_has_paths_of_its_own() -> None:
    # 24 and from 8 January 36 more: 60 are 30 each way, every 0.8 h from hour 168 on.
    records = run(on_line({"second_track_from": "2025-01-08", "openings": {"2025-01-08": 36.0}}))
    assert entered(records, 2, back=False) == [1.0, pytest.approx(168.8)]
    assert entered(records, 2, back=True) == [2.0, pytest.approx(168.8)]


def test_an_opening_adds_paths_from_its_date_on() -> None:
    # 12 paths a day, and 12 more from 8 January: every 2 h, and every hour from hour 168 on.
    records = run(on_line({"paths_per_day": 12.0, "openings": {"2025-01-08": 12.0}}))
    assert entered(records, 2, back=False) == [2.0, 169.0]
    assert offered(records, "rail_paths", "2025-01") == pytest.approx(7 * 12 + 24 * 24)
    assert offered(records, "rail_paths", "2025-02") == pytest.approx(28 * 24)


def test_before_a_line_opens_trains_wait_for_it() -> None:
    records = run(on_line({"paths_per_day": 0.0, "openings": {"2025-01-03": 24.0}}))
    assert entered(records, 2, back=False) == [48.0, 169.0]


def test_passenger_trains_only_take_paths_away() -> None:
    # 24 paths less 8 x 1.5 are 12: every 2 h.
    records = run(on_line({"passenger_trains_per_day": 8.0, "paths_per_passenger_train": 1.5}))
    assert entered(records, 1, back=False) == [2.0]
    assert offered(records, "rail_paths", "2025-01") == pytest.approx(31 * 12)


def test_the_running_time_is_split_over_the_lines_by_length_and_waits_come_on_top() -> None:
    # 20 h over 100, 60 and 40 km: 10, 6 and 4 h. There at 0.5; on the first at 1; at 11 on the second's path of 12
    # (every 2 h); at 18 on the third, on the hour; there at 22.
    changes = {
        "links.second": LINE | {"origin": "middle", "destination": "sea", "length_km": 60.0, "paths_per_day": 12.0},
        "links.third": LINE | {"origin": "coast", "destination": "middle", "length_km": 40.0},
    }
    train = {"route": ["rails", "second/back", "third/back"]}
    records = run(on_line(train=train, changes=changes))
    assert entered(records, 1, back=False) == [1.0]
    assert entered(records, 1, back=True, line="second") == [12.0]
    assert entered(records, 1, back=True, line="third") == [18.0]
    trains = rows(records, "trains", service="train", outbound=True)
    assert trains["arrived_h"][0] == pytest.approx(22.0)
    # The way back begins on the third line, forwards; 1 and 5, every 2 h 6, 12 and the path of 12 on the last.
    assert entered(records, 1, back=False, line="third") == [1.0]
    assert entered(records, 1, back=False, line="second") == [6.0]
    assert entered(records, 1, back=True) == [12.0]


def test_a_cell_of_a_table_may_hold_the_route() -> None:
    train = checked(on_line(train={"route": "rails"})).services["train"]
    assert train.route == ("rails",)


# --- regular trains


def test_block_trains_and_trains_of_bulk_are_taken_off_what_was_observed() -> None:
    # One block train a week and way: 2/7 a day. Bulk: 0.8 a day laden and 0.8 empty. Of 10 observed the rest remains.
    changes = {"bulk.ore": ORE}
    (traffic,) = traffic_in(
        checked(on_line({"observed_trains_per_day": {"2025": 10.0}}, changes=changes)), 2025
    ).values()
    assert traffic.block == pytest.approx(2 / 7)
    assert traffic.bulk == pytest.approx(1.6)
    assert traffic.background == pytest.approx(10.0 - 2 / 7 - 1.6)
    assert traffic.total == pytest.approx(10.0)


def test_what_was_among_the_observed_trains_may_be_told_so_that_more_trains_come_on_top() -> None:
    # 4 of the 10 were block trains and bulk: 6 of background, however many block trains a scenario sends.
    line = {"observed_trains_per_day": {"2025": 10.0}, "observed_modelled_per_day": 4.0}
    few, many = (
        traffic_in(checked(on_line(line, {"departures_per_week": n})), 2025)["rails"] for n in (1.0, 14.0)
    )  # fmt: skip
    assert few.background == many.background == 6.0
    assert many.total == pytest.approx(10.0)  # 6 and 2 a day and way


def test_no_background_is_left_where_the_trains_of_the_scenario_are_more_than_were_observed() -> None:
    traffic = traffic_in(checked(on_line({"observed_trains_per_day": {"2025": 0.1}})), 2025)["rails"]
    assert traffic.background == 0.0


def test_trains_of_bulk_and_background_use_their_paths_once() -> None:
    # 12 observed on 24 paths, 2/7 of them block trains and 1.6 bulk: 12 - 2/7 regular trains a day.
    records = run(on_line({"observed_trains_per_day": {"2025": 12.0}}, changes={"bulk.ore": ORE}))
    assert offered(records, "bulk_trains", "2025-02") == pytest.approx(28 * 1.6)
    assert offered(records, "background_trains", "2025-02") == pytest.approx(28 * (12 - 1.6 - 2 / 7))


def test_regular_trains_that_find_no_path_do_not_run() -> None:
    # 24 paths, filled to three quarters: 18, of which 2 are block trains; 16 of the 46 of background run.
    line = {"observed_trains_per_day": {"2025": 48.0}, "regular_fill_share": 0.75}
    records = run(on_line(line, {"departures_per_week": 7.0}))
    assert offered(records, "background_trains", "2025-01") == pytest.approx(31 * 16.0)


def test_on_a_slow_line_regular_trains_stay_away_before_block_trains_do() -> None:
    # 24 paths, 12 observed of which 2 are block trains. At half speed 12 paths, filled to 0.75: 9, so 7 of 10 run.
    line = {"observed_trains_per_day": {"2025": 12.0}, "regular_fill_share": 0.75}
    slow = {"disruptions.works": {"resource": "links.rails", "starts": "2025-02-01", "ends": "2025-03-01",
                                  "rate_share": 0.5}}  # fmt: skip
    records = run(on_line(line, {"departures_per_week": 7.0}, slow))
    assert offered(records, "rail_paths", "2025-02") == pytest.approx(28 * 12)
    assert offered(records, "background_trains", "2025-02") == pytest.approx(28 * 7)
    assert offered(records, "background_trains", "2025-03") == pytest.approx(31 * 10)


def test_volume_that_grows_makes_more_trains_of_bulk() -> None:
    ore = ORE | {"annual_volume": {"2025": 365_250.0, "2027": 730_500.0}}
    scenario = checked(on_line(changes={"bulk.ore": ore}))
    assert [traffic_in(scenario, year)["rails"].bulk for year in (2025, 2026, 2027)] == pytest.approx([1.6, 2.4, 3.2])


def test_a_run_with_priority_records_the_regular_trains_that_gave_way() -> None:
    # Of 24 paths 12 + 2/7 - 2/7 are the background's: on even hours. The train to the port, there at 0.5, takes 1;
    # the one from the port takes the path of 2, whose train goes at 3.
    line = {"observed_trains_per_day": {"2025": 12.0}, "observed_modelled_per_day": 0.0}
    records = run(on_line(line, {"priority": True}))
    assert entered(records, 1, back=False) == [1.0]
    assert entered(records, 1, back=True) == [2.0]
    gave_way = that_gave_way(records)
    assert (gave_way["arrived_h"][0], gave_way["entered_h"][0]) == (2.0, 3.0)


# --- disruptions


def disrupted(**how: object) -> Raw:
    return {"disruptions.works": {"resource": "links.rails", "starts": "2025-01-01", "ends": "2025-01-01 06:00"} | how}


def test_while_a_line_is_closed_no_train_enters() -> None:
    records = run(on_line(changes=disrupted(closed=True)))
    assert entered(records, 1, back=False) == [6.0]
    assert entered(records, 1, back=True) == [7.0]
    assert offered(records, "rail_paths", "2025-01") == pytest.approx(31 * 24 - 6)


def test_a_slow_line_has_fewer_paths_and_trains_take_longer() -> None:
    # Half of the paths, every 2 h, and half of the speed: 2 and 42.
    records = run(on_line(changes=disrupted(rate_share=0.5)))
    assert entered(records, 1, back=False) == [2.0]
    assert rows(records, "trains", service="train", outbound=True)["arrived_h"][0] == pytest.approx(42.0)


def test_a_line_closed_to_the_end_holds_its_trains_and_nothing_is_lost() -> None:
    changes = {"disruptions.works": {"resource": "links.rails", "starts": "2025-06-01", "ends": "2027-01-01",
                                     "closed": True}}  # fmt: skip
    records = simulate(checked(on_line(changes=changes)), 1, 0, StrictKernel)
    june_h = 151 * 24.0
    found = paths(records)
    waits = np.isnan(found["entered_h"])
    assert np.all(found["arrived_h"][waits] > june_h - 1.0)
    assert waits.any()
    outbound = rows(records, "trains", service="train", outbound=True)
    assert np.isnan(outbound["arrived_h"][outbound["departed_h"] > june_h]).all()


# --- when a train leaves


def waiting_at_the_start_or_later(records: Records) -> np.ndarray:
    """When the boxes that take the trains of the run were ready: those ready long before the start have left."""
    ready = cargo(records, "exports", -1e9)["ready_h"]
    return np.sort(ready[ready > -LAND_H])


def test_a_train_that_runs_full_is_left_out_until_enough_is_ready() -> None:
    # 40 TEU a train, 50 a week, three departures a week: it leaves where 40 are ready that have not gone.
    records = run(lane(exports=50, changes=by_rail(capacity_teu=40, load_rule="run_full", full_share=1.0,
                                                   latest_h=10_000.0)))  # fmt: skip
    found = rows(records, "trains", service="train", outbound=True)
    assert set(found["laden_teu"].tolist()) == {40}
    ready, gone, leaves = waiting_at_the_start_or_later(records), 0, []
    for hour in np.arange(18.0, 8760.0, 56.0):
        if np.searchsorted(ready, hour, side="right") - gone >= 40:
            leaves.append(hour)
            gone += 40
    assert found["departed_h"].tolist() == leaves
    assert 40 < len(leaves) < 70  # 2 607 TEU are 65 trains


def test_a_train_leaves_half_empty_when_the_first_box_has_waited_long_enough() -> None:
    # 5 TEU a week never fill 40, not even in a year's half: each train leaves with its first box 100 h old or more,
    # and would have left 56 h before had that been 100 h old then.
    records = run(lane(exports=5, changes=by_rail(capacity_teu=400, load_rule="run_full", full_share=1.0,
                                                  latest_h=100.0)))  # fmt: skip
    found = rows(records, "trains", service="train", outbound=True)
    ready = waiting_at_the_start_or_later(records)
    first = 0
    for hour, teu in zip(found["departed_h"], found["laden_teu"], strict=True):
        assert 100.0 <= hour - ready[first] < 156.0
        first += teu
    assert len(found["departed_h"]) > 20


def test_without_a_rule_a_train_leaves_with_nothing() -> None:
    changes = by_rail() | {"demand.factor": 0.0}
    on_time, full = (
        rows(run(lane(exports=5, changes=with_changes(changes, {}) | extra)), "trains", service="train")
        for extra in ({}, {"services.train.load_rule": "run_full"})
    )
    assert len(on_time["departed_h"]) == 2 * 157
    assert len(full["departed_h"]) == 0


# --- arithmetic of a line


def test_mean_paths_of_a_year_follow_the_dates() -> None:
    # 2025: 20 paths for 181 days, 30 for the 184 from 1 July on; 4 passenger trains take 6.
    line = RailLine(
        mode="rail", origin="a", destination="b", length_km=1.0, paths_per_day=20.0, openings={"2025-07-01": 10.0},
        passenger_trains_per_day=4.0, paths_per_passenger_train=1.5,
    )  # fmt: skip
    assert line.paths_in(2025) == pytest.approx((181 * 14 + 184 * 24) / 365)
    assert line.paths_in(2026) == pytest.approx(24.0)
