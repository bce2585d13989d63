"""Bulk ships worked by hand: unloaders shared, stockyards that fill, calls that follow from tonnes, the books."""

from __future__ import annotations

import numpy as np
import pytest
from bulk_ports import bulk_port, records_of, run_at, stream, world_of

from portsim.capacity.preview import preview
from portsim.clock import Clock
from portsim.errors import BalanceError
from portsim.model.carriers.bulk_build import arrival_hours, expected_calls
from portsim.results.measures import compute_measures
from portsim.results.record_columns import QUANTITIES
from portsim.scenario.bulk import BulkStream
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

THREE = {"n": 3, "t_per_h": 1000.0, "availability_share": 1.0, "most_per_ship": 2}


def test_unloaders_go_over_to_the_ship_that_stays_when_the_other_is_done():
    # a alone takes two of three: 2 000 t/h. b comes at 102 when a has 8 000 of 12 000 t left; each has one, and the
    # third goes to the longer work, a's 8 000 against 6 000 t: a is done at 102 + 4 = 106. b has done 4 000 t by then,
    # takes two and needs one hour more for 2 000 t.
    streams = {"a": stream(12_000), "b": stream(6_000)}
    calls, _ = run_at(bulk_port(streams, unloaders=THREE), {"a": [100.0], "b": [102.0]})
    assert calls["a"]["work_end_h"] == pytest.approx(106.0)
    assert calls["b"]["work_end_h"] == pytest.approx(107.0)
    assert calls["a"]["unloader_h"] == pytest.approx(12.0)
    assert calls["b"]["unloader_h"] == pytest.approx(4.0 + 2.0)
    assert calls["a"]["crane_h"] == calls["a"]["moves"] == 0.0


def test_breakdowns_and_interference_slow_the_unloaders():
    # Two of 1 000 t/h at 90 % availability and interference 0.5: 900 x 1.41421 = 1 272.79 t/h; 10 000 t in 7.85674 h.
    tired = THREE | {"availability_share": 0.9, "interference_exponent": 0.5}
    calls, _ = run_at(bulk_port({"a": stream(10_000)}, unloaders=tired), {"a": [100.0]})
    assert calls["a"]["work_end_h"] == pytest.approx(107.85674, abs=1e-4)


def test_a_law_gives_the_work_in_place_of_unloaders_and_the_tonnes_still_land():
    yard = {"capacity_t": 50_000.0, "dwell_days": 10.0}
    raw = bulk_port({"a": stream(10_000, work_h=7.0)}, unloaders=None, stockyard=yard)
    calls, world = run_at(raw, {"a": [100.0]})
    assert calls["a"]["work_end_h"] == 107.0
    assert calls["a"]["unloader_h"] == 0.0
    assert world.records.balance["stockyards_t_landed"] == 10_000


def test_a_ship_both_ways_lands_half_and_people_and_vehicles_are_counted_once():
    streams = {
        "both": stream(10_001, direction="both"),
        "cars": stream(500, cargo="vehicles", direction="load", work_h=3.0),
        "guests": stream(3_000, cargo="passengers", direction="both", work_h=9.0),
    }
    calls, world = run_at(bulk_port(streams), {"both": [100.0], "cars": [100.0], "guests": [100.0]})
    assert (calls["both"]["discharged_t"], calls["both"]["loaded_t"]) == (5_000, 5_001)
    assert (calls["cars"]["vehicles"], calls["cars"]["passengers"], calls["cars"]["loaded_t"]) == (500, 0, 0)
    assert (calls["guests"]["passengers"], calls["guests"]["work_end_h"]) == (3_000, 109.0)
    assert world.records.balance["bulk_vehicles_worked"] == 500
    assert world.records.balance["bulk_passengers_worked"] == 3_000


def test_a_ship_before_a_full_stockyard_discharges_in_parts_of_at_least_a_shift():
    # 10 000 t land at 110 and go out over 2 x 5 d = 240 h, 41.667 t/h. The second ship brings 10 000 t into a room of
    # 15 000 t. A shift of 8 h is 8 000 t: she waits until 7 000 t are left, 72 h after 110, and works until 190. Then
    # 6 666.7 t of the first and her 8 000 lie there, of which 41.667 + 33.333 = 75 t/h go out; for her last 2 000 t she
    # waits until 13 000 are left, 22.222 h more, and works 2 h.
    yard = {"capacity_t": 15_000.0, "dwell_days": 5.0, "anchor_after_h": 500.0, "slow_to_share": 1.0}
    calls, _ = run_at(bulk_port({"a": stream()}, stockyard=yard), {"a": [100.0, 112.0]})
    assert calls["a.0"]["work_end_h"] == pytest.approx(110.0)
    assert calls["a.1"]["idle_yard_h"] == pytest.approx(70.0 + 22.222, abs=1e-3)
    assert calls["a.1"]["work_end_h"] == pytest.approx(214.222, abs=1e-3)
    assert calls["a.1"]["wait_h"] == 0.0


def test_the_books_know_what_a_ship_still_in_port_at_the_end_has_landed():
    # As above, 8 560 h later: at 8 750 the second ship has landed 8 000 t, and the year ends at 8 760 before the rest.
    yard = {"capacity_t": 15_000.0, "dwell_days": 5.0, "anchor_after_h": 500.0, "slow_to_share": 1.0}
    _, world = run_at(bulk_port({"a": stream()}, stockyard=yard), {"a": [8_660.0, 8_672.0]})
    assert len(world.book.in_port) == 1
    assert world.records.balance["stockyards_t_landed"] == 18_000


def test_a_ship_before_a_full_stockyard_leaves_the_berth_to_another_after_its_hours():
    # One berth. The second ship, for whom there is room at 182 as above, gives up at 112 + 24 = 136. The ship that
    # comes to load waits for the berth from 113 to then, works 2 h and is gone; the other comes back for her room, and
    # stays alongside the 22.222 h until there is room for the rest.
    yard = {"capacity_t": 15_000.0, "dwell_days": 5.0, "slow_to_share": 1.0}
    streams = {"a": stream(), "out": stream(2_000, direction="load")}
    raw = bulk_port(streams, quays={"q": {"n_berths": 1}}, stockyard=yard)
    calls, _ = run_at(raw, {"a": [100.0, 112.0], "out": [113.0]})
    assert calls["out"]["wait_berth_h"] == pytest.approx(23.0)
    assert calls["out"]["work_end_h"] == pytest.approx(138.0)
    assert calls["a.1"]["berthed_h"] == pytest.approx(182.0, abs=1e-3)
    assert calls["a.1"]["idle_yard_h"] == pytest.approx(70.0 + 22.222, abs=1e-3)


def test_two_parcels_go_out_side_by_side_and_make_room_sooner():
    # By dwell of 5 d each of 10 000 t goes out at 41.667 t/h. Landed at 110 and 120: at 120 there are 19 583.3 t, from
    # then 83.333 t/h. The third, of 10 000 t into 25 000 t, waits until 17 000 are left and there is room for a shift:
    # 31 h after 120. At 159 there are 19 583.3 - 39 x 83.333 + 8 000 = 24 333.3 t, of which 116.667 t/h go out:
    # there is room for her last 2 000 t in 1 333.3 / 116.667 = 11.429 h.
    yard = {"capacity_t": 25_000.0, "dwell_days": 5.0, "anchor_after_h": 500.0, "slow_to_share": 1.0}
    calls, _ = run_at(bulk_port({"a": stream()}, stockyard=yard), {"a": [100.0, 110.0, 121.0]})
    assert calls["a.2"]["work_end_h"] == pytest.approx(120.0 + 31.0 + 8.0 + 11.429 + 2.0, abs=1e-3)


def test_a_daily_outflow_takes_one_heap_after_the_other():
    # 4 800 t a day are 200 t/h. 10 000 t at 110, 8 000 left at 120 and 18 000 with the second; the third finds room for
    # a shift, 8 000 of 20 000 t, when 12 000 are left: 30 h after 120. At 158 there are 10 400 + 8 000 t; 2 h later
    # there is room for her last 2 000 t.
    yard = {"capacity_t": 20_000.0, "out_t_per_day": 4_800.0, "anchor_after_h": 500.0, "slow_to_share": 1.0}
    calls, world = run_at(bulk_port({"a": stream()}, stockyard=yard), {"a": [100.0, 110.0, 121.0]})
    assert calls["a.2"]["work_end_h"] == pytest.approx(120.0 + 30.0 + 8.0 + 2.0 + 2.0, abs=1e-3)
    assert world.records.balance["stockyards_t_gone"] == pytest.approx(30_000)
    assert world.records.balance["stockyards_t_stock"] == 0.0


def test_a_stockyard_three_quarters_full_slows_the_unloaders_to_the_share_given():
    # 7 500 of 10 000 t, slow from 0.5 to 0.4 at 1.0: half of the way, 0.7 of 1 000 t/h; 2 100 t in 3 h. In the
    # hour between the two ships 1 t goes out.
    yard = {"capacity_t": 10_000.0, "out_t_per_day": 24.0, "slow_from_share": 0.5, "slow_to_share": 0.4}
    calls, _ = run_at(bulk_port({"a": stream(7_500), "b": stream(2_100)}, stockyard=yard), {"a": [100.0], "b": [108.5]})
    assert calls["b"]["work_end_h"] - calls["b"]["work_start_h"] == pytest.approx(3.0, rel=1e-3)


def test_the_daily_stock_is_the_area_under_its_course():
    # 4 800 t land at hour 108 (4.5 d) and go out at 4 800 t a day: gone at 5.5 d. Day 4 sees the half day from 4 800
    # down to 2 400 t, an area of 0.5 x 3 600 = 1 800 t d; day 5 the rest, 0.5 x 1 200 = 600. Their highest stocks are
    # 4 800 and 2 400 t.
    yard = {"capacity_t": 10_000.0, "out_t_per_day": 4_800.0}
    _, world = run_at(bulk_port({"a": stream(4_800)}, stockyard=yard), {"a": [103.2]})
    levels = world.records.tables["levels"].columns()
    mine = levels["quantity"] == QUANTITIES.index("stockyard_t")
    mean, highest = levels["mean"][mine], levels["maximum"][mine]
    assert mean[4:6] == pytest.approx([1_800.0, 600.0])
    assert highest[4:6] == pytest.approx([4_800.0, 2_400.0])
    assert mean.sum() == pytest.approx(2_400.0)


def of(**more):
    return BulkStream.model_validate(stream(20_000, **more))


def test_calls_are_volume_times_share_over_the_mean_parcel():
    # 1.2 Mt, 60 % in parcels of 20 000 t and 40 % in parcels of 4 000 to 12 000 t, 8 000 in the mean: 36 and 60 calls.
    parcels = {
        "large": {"share": 0.6, "size": 20_000.0},
        "small": {"share": 0.4, "size": {"uniform": {"low": 4_000.0, "high": 12_000.0}}},
    }
    made = BulkStream.model_validate(stream() | {"annual_volume": {"2025": 1.2e6, "2030": 2.4e6}, "parcels": parcels})
    assert (made.calls_in("large", 2025), made.calls_in("small", 2025)) == (pytest.approx(36.0), pytest.approx(60.0))
    assert made.calls_in("large", 2027) == pytest.approx(36.0 * 1.4)  # two fifths of the way to the double


def test_a_year_keeps_its_volume_and_its_months_their_weights():
    # 1 Mt in parcels of 20 000 t: 50 calls. February weighs twice: 28 x 2 of 365 + 28 = 393 weighted days.
    made = of(months=[1, 2, *[1] * 10])
    midnights, expected = expected_calls(made, "ship", Clock(2025, 1, 0))
    assert expected[-1] == pytest.approx(50.0)
    assert midnights[[31, 59]].tolist() == [744.0, 1416.0]
    assert expected[59] - expected[31] == pytest.approx(50.0 * 56 / 393)


def test_the_warm_up_has_the_volume_of_the_first_year():
    made = of(annual_volume={"2024": 1.0e5, "2025": 1.0e6, "2026": 2.0e6})
    _, expected = expected_calls(made, "ship", Clock(2025, 2, 84))
    assert expected[84] == pytest.approx(50.0 * 84 / 366)  # the days of 2024, a leap year
    assert expected[84 + 365] - expected[84] == pytest.approx(50.0)
    assert expected[-1] - expected[84 + 365] == pytest.approx(100.0)


@pytest.mark.parametrize("k", [1, 4])
def test_the_gaps_have_the_spread_of_erlang_and_the_first_is_the_rest_of_one(k):
    # A variance of 1/k of the squared mean. The first gap of a process that has always run is (1 + 1/k)/2 in the mean.
    made = of(annual_volume={"2025": 2.0e8}, erlang_k=k)  # 10 000 calls, 0.876 h apart
    firsts, gaps = [], []
    for replication in range(400):
        hours = arrival_hours(made, "ship", Clock(2025, 1, 0), Streams(7, replication).generator("x"))
        firsts.append(hours[0])
        if replication < 5:
            gaps += np.diff(hours).tolist()
    assert np.mean(gaps) == pytest.approx(0.876, rel=0.03)  # 50 000 gaps: 0.5 % at most
    assert np.var(gaps) == pytest.approx(0.876**2 / k, rel=0.06)
    # sd of a first gap is below its mean of 0.876 (k = 1), so that of the mean of 400 is below 0.044: four of them
    assert np.mean(firsts) == pytest.approx(0.876 * (1 + 1 / k) / 2, abs=0.18)


def test_another_class_changes_no_arrival_of_this_one():
    one = bulk_port({"a": stream()}, {"ship": {}, "other": {}})
    two = bulk_port(
        {"a": stream() | {"parcels": {"other": {"share": 0.0, "size": 5.0}, "ship": {"share": 1.0, "size": 10_000}}}},
        {"ship": {}, "other": {}},
    )
    arrivals = [records_of(raw).tables["calls"].columns()["arrived_h"].tolist() for raw in (one, two)]
    assert arrivals[0] == arrivals[1]
    assert len(arrivals[0]) > 50


def test_a_ship_turned_away_takes_her_tonnes_with_her():
    # One berth, nobody may wait: the second goes. 10 000 t came and went, 10 000 t were worked.
    raw = bulk_port({"a": stream()}, quays={"q": {"n_berths": 1}}, waiting_room=0)
    calls, world = run_at(raw, {"a": [100.0, 101.0]})
    assert calls["a.1"]["turned_away"]
    assert calls["a.1"]["discharged_t"] == 0
    counts = world.records.balance
    assert (counts["bulk_t_arrived"], counts["bulk_t_worked"], counts["bulk_t_turned_away"]) == (20_000, 10_000, 10_000)


def test_a_run_that_loses_tonnes_fails():
    world = world_of(bulk_port({"a": stream()}))
    world.bulk[0].n_brought = 1  # one more than any ship will bring
    with pytest.raises(BalanceError, match=r"bulk does not balance: 1 t missing"):
        world.run()


def test_a_run_whose_stockyard_loses_tonnes_fails():
    world = world_of(bulk_port({"a": stream()}, stockyard={"capacity_t": 1.0e6, "dwell_days": 5.0}))
    world.ports["bay"].terminals["terminal"].stockyard.gone_t = 500.0
    with pytest.raises(BalanceError, match=r"the stockyard of bay/terminal does not balance"):
        world.run()


def test_the_measures_of_bulk_by_place_stream_cargo_and_mode():
    streams = {
        "ore_in": stream(12_000, onward={"rail": 0.75, "road": 0.25}),
        "coal_out": stream(4_000, cargo="coal", direction="load", onward={"rail": 1.0}),
        "guests": stream(3_000, cargo="passengers", direction="both", work_h=9.0, onward={"road": 1.0}),
    }
    yard = {"capacity_t": 24_000.0, "dwell_days": 10.0}
    raw = bulk_port(streams, stockyard=yard)
    _, world = run_at(raw, {"ore_in": [100.0, 5_000.0], "coal_out": [300.0], "guests": [400.0]})
    table = compute_measures(world.records)
    for entity, tonnes in {
        "bay": 28_000, "bay/terminal": 28_000, "cluster": 28_000, "ore_in": 24_000, "coal_out": 4_000,
        "bay:ore": 24_000, "bay:coal": 4_000, "cluster:coal": 4_000,
    }.items():  # fmt: skip
        assert table.value("throughput_t", entity, "2025") == tonnes
    assert table.value("throughput_t", "ore_in", "2025-01") == 12_000
    assert table.value("n_calls", "ore_in", "2025") == 2
    assert table.value("cruise_passengers", "guests", "2025") == 3_000
    assert table.value("onward_t", "bay:rail", "2025") == pytest.approx(0.75 * 24_000 + 4_000)
    assert table.value("onward_t", "cluster:road", "2025") == pytest.approx(0.25 * 24_000)
    assert table.value("unloader_t_per_h", "bay", "2025") == pytest.approx(1_000.0)
    # Two parcels of 12 000 t for 10 d each in the mean: 240 000 t d of 24 000 x 365.
    assert table.value("stockyard_occupancy_share", "bay/terminal", "2025") == pytest.approx(240_000 / (24_000 * 365))


def test_a_bulk_call_costs_no_more_events_than_another():
    raw = bulk_port({"a": stream(annual_volume={"2025": 3.0e7})}, unloaders=THREE | {"n": 8, "t_per_h": 1200.0},
                    stockyard={"capacity_t": 8.0e5, "dwell_days": 10.0}, mooring_h=1.0)  # fmt: skip
    records = records_of(raw)
    calls = records.tables["calls"].columns()
    assert len(calls["port"]) > 2_500
    assert calls["idle_yard_h"].sum() > 0.0  # a stockyard that is full at times
    assert records.n_events <= 14 * len(calls["port"])


def test_a_disruption_closes_unloaders_and_slows_them():
    # Works from 100 on at 1 000 t/h, 4 000 t by 104; nothing until 110; at half the rate 12 h for the other 6 000 t.
    # Hour 104 of the year is 5 January 08:00, hour 110 14:00.
    raw = bulk_port({"a": stream()})
    resource = "ports.bay.terminals.terminal.unloaders"
    raw["disruptions"] = {
        "broken": {"resource": resource, "starts": "2025-01-05 08:00", "ends": "2025-01-05 14:00", "closed": True},
        "slow": {"resource": resource, "starts": "2025-01-05 14:00", "ends": "2025-01-09 00:00", "rate_share": 0.5},
    }
    calls, _ = run_at(raw, {"a": [100.0]})
    assert calls["a"]["work_end_h"] == pytest.approx(122.0)
    assert calls["a"]["idle_crane_h"] == pytest.approx(6.0)
    assert calls["a"]["unloader_h"] == pytest.approx(16.0)


def test_weather_that_stops_cranes_stops_unloaders():
    # A storm alike: cranes stand still from 5 January 08:00 to 14:00, hours 104 to 110, and nobody has to leave.
    raw = bulk_port({"a": stream()})
    storm = {"starts": "2025-01-05 08:00", "ends": "2025-01-05 14:00"}
    raw["ports"]["bay"]["weather"] = {"gale": {"stops": "cranes", "dates": {"one": storm}}}
    calls, _ = run_at(raw, {"a": [100.0]})
    assert calls["a"]["work_end_h"] == pytest.approx(116.0)
    assert calls["a"]["idle_weather_h"] == pytest.approx(6.0)


def test_the_preview_counts_calls_tonnes_and_stock():
    # 1 Mt in parcels of 10 000 t: 100 calls of 10 h each, or up to 12 h where another is alongside, which is so about
    # 11 % of the time, and shares the one unloader; that makes 8.76 Mt a year. The room of 60 000 t takes
    # 60 000 x 365 / 10 = 2.19 Mt for 10 days each.
    raw = bulk_port({"a": stream()}, stockyard={"capacity_t": 60_000.0, "dwell_days": 10.0})
    rows = {row.stage: row for row in preview(Scenario.model_validate(raw), 2025)}
    assert rows["quay"].because["n_calls"] == pytest.approx(100.0)
    assert 1_000.0 <= rows["quay"].demand <= 1_200.0
    assert (rows["unloader"].demand, rows["unloader"].capacity) == (pytest.approx(1.0e6), pytest.approx(8.76e6))
    assert (rows["stockyard"].demand, rows["stockyard"].capacity) == (pytest.approx(1.0e6), pytest.approx(2.19e6))
    assert "crane" not in rows


def test_calls_of_container_ships_have_measures_of_their_own():
    """One berth. The tramp comes at 5 000 h and lies 10 h; ore of 12 000 t has the berth from 4 998 h to 5 010 h.

    She waits 10 h, so that all calls wait 5 h in the mean, none of the boxes' berths directly, and she is in port 20 h.
    """
    boxes = {"kind": "tramp", "ship_class": "ship", "port": "bay", "interarrival_h": 5_000.0, "work_h": 10.0}
    raw = bulk_port({"ore": stream(12_000)}, quays={"q": {"n_berths": 1, "depth_m": 20.0}})
    _, world = run_at(raw | {"services": {"boxes": boxes}}, {"ore": [4_998.0], "boxes": [5_000.0]})
    table = compute_measures(world.records)
    for entity in ("bay:container", "cluster:container"):
        for measure, value in {
            "n_calls": 1, "wait_h": 10.0, "service_h": 10.0, "turnaround_h": 20.0, "direct_berthing_share": 0.0
        }.items():  # fmt: skip
            assert table.value(measure, entity, "2025") == pytest.approx(value)
    assert table.value("wait_h", "bay", "2025") == pytest.approx(5.0)
    assert table.value("direct_berthing_share", "bay", "2025") == pytest.approx(0.5)
