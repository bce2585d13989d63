"""Every measure against numbers worked by hand on log books of a few rows."""

from __future__ import annotations

import math

import pytest
from tiny_records import FEBRUARY_H, JANUARY_H, YEAR_H, a_year, add, add_call

from portsim.results.measures import MEASURES, compute_measures


def boxes(discharged: tuple[int, int] = (0, 0), loaded: tuple[int, int] = (0, 0), **more: int) -> dict[str, int]:
    """Laden and empty TEU of a call."""
    return {
        "discharged_laden_teu": discharged[0], "discharged_empty_teu": discharged[1],
        "loaded_laden_teu": loaded[0], "loaded_empty_teu": loaded[1], **more,
    }  # fmt: skip


def has(table, measure, entity, period="2025"):
    return any(row[0] == measure and row[2] == entity and row[3] == period for row in table)


# ---- throughput -----------------------------------------------------------------------------------------------------


def test_a_long_table_is_summed_in_pieces(monkeypatch):
    # 1 + 2 + ... + 7 = 28 boxes, in pieces of three rows.
    monkeypatch.setattr("portsim.results.view._ROWS_AT_ONCE", 3)
    records = a_year()
    for number in range(1, 8):
        add_call(records, 10 * number, 0, 5, **boxes((number, 0), (0, 0)))
    assert compute_measures(records).value("throughput_teu", "a/t1", "2025") == 28


def test_throughput_counts_laden_and_empty_both_ways_and_adds_up_from_terminals_to_the_cluster():
    records = a_year()
    add_call(records, 10, 0, 10, **boxes((100, 20), (50, 30)))
    add_call(records, 40, 0, 10, terminal="a/t2", **boxes((1, 2), (3, 4)))
    add_call(records, 50, 0, 10, terminal="b/t", **boxes((0, 0), (7, 0)))
    table = compute_measures(records)
    wanted = {"a/t1": 200, "a/t2": 10, "a": 210, "b/t": 7, "b": 7, "cluster": 217}
    assert {entity: table.value("throughput_teu", entity, "2025") for entity in wanted} == wanted
    assert table.value("discharged_teu", "a", "2025") == 123
    assert table.value("loaded_teu", "a", "2025") == 87
    assert table.value("empty_share", "a", "2025") == pytest.approx(56 / 210)
    assert table.value("box_balance_share", "a", "2025") == pytest.approx(36 / 210)
    assert table.value("call_size_teu", "a", "2025") == 105


def test_a_transhipped_box_counts_twice_where_it_changes_ship_and_is_no_gateway_cargo():
    records = a_year()
    add_call(records, 10, 0, 10, **boxes((40, 0), transhipped_teu=30, foreign_teu=40))
    add_call(records, 60, 0, 10, service="shuttle", **boxes((0, 0), (30, 10), transhipped_teu=30))
    table = compute_measures(records)
    assert table.value("throughput_teu", "a", "2025") == 80  # the 30 once discharged, once loaded
    assert table.value("transhipment_share", "a", "2025") == pytest.approx(60 / 80)
    assert table.value("gateway_throughput_teu", "a", "2025") == 20
    assert table.value("foreign_share", "a", "2025") == pytest.approx(40 / 80)


def test_a_call_counts_in_the_month_of_its_last_line_and_the_warm_up_in_none():
    records = a_year(warmup_days=2)
    add_call(records, 10, 0, 37, **boxes((1, 0)))  # last line at 48.0 h: the first hour of the year
    add_call(records, 0, 0, 46.9, **boxes((1_000, 0)))  # 47.9 h: warm-up
    add_call(records, 48 + JANUARY_H - 20, 0, 19, **boxes((10, 0)))  # last line at the very end of January: February
    add_call(records, 48 + JANUARY_H - 20, 0, 18.5, **boxes((100, 0)))
    table = compute_measures(records)
    assert table.value("throughput_teu", "a", "2025-01") == 101
    assert table.value("throughput_teu", "a", "2025-02") == 10
    assert table.value("throughput_teu", "a", "2025") == 111
    assert table.value("throughput_teu", "b", "2025-02") == 0
    assert sum(table.value("throughput_teu", "cluster", f"2025-{month:02}") for month in range(1, 13)) == 111
    assert table.value("n_calls", "a", "2025") == 3
    assert table.value("n_calls", "a", "2025-01") == 2


def test_two_years_are_measured_apart():
    records = a_year(n_years=2)
    add_call(records, 10, 1, 10, **boxes((1, 0)))
    add_call(records, YEAR_H + 10, 3, 10, **boxes((5, 0)))
    table = compute_measures(records)
    assert [table.value("throughput_teu", "a", year) for year in ("2025", "2026")] == [1, 5]
    assert [table.value("wait_h_p90", "a", year) for year in ("2025", "2026")] == [1, 3]


# ---- ships ----------------------------------------------------------------------------------------------------------


def test_waiting_and_turnaround_are_means_over_calls():
    records = a_year()
    for wait, alongside in ((0, 10), (2, 20), (4, 30)):
        add_call(records, 100, wait, alongside)
    add_call(records, 100, 10, 8, terminal="b/t", occupied=1.0)
    table = compute_measures(records)
    assert table.value("wait_h", "a", "2025") == 2
    assert table.value("wait_h", "cluster", "2025") == 4
    assert table.value("wait_h", "b", "2025-01") == 10
    assert table.value("service_h", "a", "2025") == 20
    assert table.value("turnaround_h", "a", "2025") == 24  # 2 waiting, 1 in, 20 alongside, 1 out
    assert table.value("wait_service_ratio", "a", "2025") == pytest.approx(0.1)
    assert table.value("direct_berthing_share", "a", "2025") == pytest.approx(1 / 3)


def test_percentiles_interpolate_between_calls():
    records = a_year()
    for wait in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10):
        add_call(records, 100, wait, 5)
    table = compute_measures(records)
    assert [table.value(f"wait_h_p{p}", "a/t1", "2025") for p in (50, 90, 95)] == [5, 9, 9.5]


def test_ships_turned_away_are_no_calls_but_have_a_share():
    records = a_year()
    for _ in range(3):
        add_call(records, 10, 0, 10, **boxes((10, 0)))
    nothing = dict.fromkeys(
        ("inbound_h", "berthed_h", "work_start_h", "work_end_h", "unberthed_h", "service_h"), math.nan
    )
    add(records, "calls", arrived_h=20.0, departed_h=20.0, turned_away=True, **nothing)
    table = compute_measures(records)
    assert table.value("n_calls", "a", "2025") == 3
    assert table.value("turned_away_share", "a", "2025") == 0.25
    assert table.value("wait_h", "a", "2025") == 0
    assert table.value("berth_occupancy_share", "a/t1", "2025-01") == pytest.approx(30 * 100 / (200 * JANUARY_H))


# ---- quay and cranes ------------------------------------------------------------------------------------------------


def test_a_stay_over_a_month_border_occupies_metre_hours_in_both_months():
    records = a_year()
    add_call(records, JANUARY_H - 31, 0, 50)  # alongside from 30 h before the border to 20 h after; 100 m of 200 m
    table = compute_measures(records)
    assert table.value("berth_occupancy_share", "a/t1", "2025-01") == pytest.approx(30 * 100 / (200 * JANUARY_H))
    assert table.value("berth_occupancy_share", "a/t1", "2025-02") == pytest.approx(20 * 100 / (200 * FEBRUARY_H))
    assert table.value("berth_occupancy_share", "a/t1/q", "2025") == pytest.approx(50 * 100 / (200 * YEAR_H))
    assert table.value("berth_occupancy_share", "a", "2025") == pytest.approx(50 * 100 / (300 * YEAR_H))
    assert table.value("berth_reservation_share", "a/t1", "2025") == pytest.approx(51 * 100 / (200 * YEAR_H))
    assert table.value("berth_occupancy_share", "a/t2", "2025") == 0


def test_a_stay_of_three_months_fills_the_middle_one_and_a_stay_in_the_warm_up_only_the_rest():
    records = a_year(warmup_days=1)
    add_call(records, 24 + JANUARY_H - 2, 0, 1 + FEBRUARY_H + 10, occupied=200.0)
    add_call(records, 0, 0, 23 + 5, occupied=50.0, terminal="a/t2")
    table = compute_measures(records)
    assert table.value("berth_occupancy_share", "a/t1", "2025-02") == pytest.approx(1.0)
    assert table.value("berth_occupancy_share", "a/t1", "2025-01") == pytest.approx(1 / JANUARY_H)
    assert table.value("berth_occupancy_share", "a/t1", "2025-03") == pytest.approx(10 / 744)
    assert table.value("berth_occupancy_share", "a/t2", "2025-01") == pytest.approx(5 * 50 / (100 * JANUARY_H))


def test_discrete_berths_are_counted_in_berth_hours():
    records = a_year()
    add_call(records, 10, 0, 100, terminal="b/t", occupied=1.0)
    table = compute_measures(records)
    assert table.value("berth_occupancy_share", "b", "2025") == pytest.approx(100 / (2 * YEAR_H))


def test_a_terminal_of_both_kinds_takes_the_plain_mean_of_its_quays():
    records = a_year()
    records.entities[5].parent = "a/t1"  # the quay of a/t2 joins a/t1, as two discrete berths
    records.capacities = [
        (entity, "berth_h" if entity == "a/t2/q" else what, period, value, unit)
        for entity, what, period, value, unit in records.capacities
    ]
    add_call(records, 10, 0, YEAR_H / 2, occupied=200.0)
    table = compute_measures(records)
    assert table.value("berth_occupancy_share", "a/t1", "2025") == pytest.approx(0.25)


def test_crane_rates_leave_out_calls_whose_work_is_a_law():
    records = a_year()
    add_call(records, 10, 0, 10, moves=500.0, crane_h=20.0)
    add_call(records, 50, 0, 5, moves=100.0, crane_h=4.0)
    add_call(records, 80, 0, 100, moves=0.0, crane_h=0.0)
    table = compute_measures(records)
    assert table.value("crane_moves_per_h", "a", "2025") == 25
    assert table.value("ship_moves_per_h", "a", "2025") == 40
    assert not has(table, "crane_moves_per_h", "b")


def test_crane_use_is_mean_cranes_working_over_cranes():
    records = a_year()
    for day in range(365):
        add(records, "levels", quantity="cranes_working", start_h=24.0 * day, mean=1.0 if day < 73 else 0.0)
    table = compute_measures(records)
    assert table.value("crane_use_share", "a/t1", "2025") == pytest.approx(0.2 / 4)
    assert table.value("crane_use_share", "a", "2025") == pytest.approx(0.2 / 4)
    assert not has(table, "crane_use_share", "b")


# ---- yard -----------------------------------------------------------------------------------------------------------


def test_yard_occupancy_is_stock_over_capacity_for_terminal_port_and_month():
    records = a_year(warmup_days=1)
    for day in range(-1, 365):
        start_h = 24.0 + 24.0 * day
        stock = 9_999.0 if day < 0 else 800.0 if day < 31 else 400.0
        add(records, "levels", start_h=start_h, mean=stock)
        add(records, "levels", entity="a/t2", start_h=start_h, mean=100.0)
        add(records, "levels", entity="b/t", start_h=start_h, mean=5.0)  # no yard capacity
    table = compute_measures(records)
    assert table.value("yard_occupancy_share", "a/t1", "2025-01") == pytest.approx(0.8)
    assert table.value("yard_occupancy_share", "a/t1", "2025") == pytest.approx((31 * 0.8 + 334 * 0.4) / 365)
    assert table.value("yard_occupancy_share", "a", "2025-01") == pytest.approx(900 / 1500)
    assert not has(table, "yard_occupancy_share", "b")
    assert table.value("yard_occupancy_share_p95", "a/t1", "2025") == pytest.approx(0.8)
    assert table.value("yard_occupancy_share_p95", "a/t2", "2025") == pytest.approx(0.2)


def test_dwell_is_weighted_by_teu_and_counted_where_the_box_stood():
    records = a_year()
    add(records, "consignments", teu=10, ready_h=1.0, delivered_h=500.0, export_dwell_h=80.0)
    add(
        records,
        "consignments",
        teu=30,
        ready_h=1.0,
        delivered_h=500.0,
        export_dwell_h=40.0,
        hub="b",
        transhipment_dwell_h=9.0,
    )
    add(records, "consignments", flow="in", gateway="b", teu=5, ready_h=1.0, delivered_h=500.0, import_dwell_h=100.0)
    add(records, "consignments", teu=900, ready_h=1.0, delivered_h=math.nan, export_dwell_h=1.0)
    table = compute_measures(records)
    assert table.value("export_dwell_h", "a", "2025") == 50
    assert table.value("transhipment_dwell_h", "b", "2025") == 9
    assert table.value("import_dwell_h", "b", "2025") == 100
    assert table.value("import_dwell_h", "cluster", "2025") == 100
    assert not has(table, "import_dwell_h", "a")


def test_a_queue_that_grows_is_seen_in_its_last_quarter():
    records = a_year()
    for day in range(365):
        waiting = 1.0 if day < 92 else 2.0 if day < 274 else 5.0
        add(records, "levels", quantity="ships_waiting", start_h=24.0 * day, mean=waiting)
    table = compute_measures(records)
    assert table.value("n_ships_waiting", "a", "2025") == pytest.approx((92 * 1 + 182 * 2 + 91 * 5) / 365)
    assert table.value("n_ships_waiting_growth", "a", "2025") == pytest.approx(4.0)


# ---- services -------------------------------------------------------------------------------------------------------


def test_load_factors_count_the_legs_over_the_border_of_the_cluster():
    records = a_year()
    rounds = [
        ("a", "b", 0, "cluster", 60, 0),  # inside the cluster: not critical
        ("b", "sea_port", 1, "asean", 70, 20),
        ("sea_port", "a", -1, "asean", 30, 20),
    ]
    for leg, (origin, destination, crossing, group, laden, empty) in enumerate(rounds):
        add(
            records, "voyages", leg=leg, origin=origin, destination=destination, crossing=crossing, group=group,
            laden_teu=laden, empty_teu=empty, departed_h=100.0 * leg,
        )  # fmt: skip
    add(
        records,
        "voyages",
        service="shuttle",
        origin="a",
        destination="b",
        group="cluster",
        laden_teu=40,
        departed_h=5.0,
    )
    add(
        records,
        "voyages",
        service="shuttle",
        leg=1,
        origin="b",
        destination="a",
        group="cluster",
        laden_teu=10,
        departed_h=9.0,
    )
    table = compute_measures(records)
    assert table.value("service_load_share", "blue", "2025") == pytest.approx((90 + 50) / 200)
    assert table.value("service_load_share", "shuttle", "2025") == pytest.approx(50 / 200)
    assert table.value("service_n_sailings", "blue", "2025") == 1
    for port in "ab":  # the ship calls at both
        assert table.value("load_share", f"{port}:asean:out", "2025") == pytest.approx(0.9)
        assert table.value("load_share", f"{port}:asean:in", "2025") == pytest.approx(0.5)
    assert not has(table, "load_share", "a:domestic:out")


def test_a_leg_that_left_in_the_warm_up_does_not_count():
    records = a_year(warmup_days=1)
    add(records, "voyages", origin="a", destination="sea_port", crossing=1, laden_teu=100, departed_h=23.0)
    add(records, "voyages", origin="a", destination="sea_port", crossing=1, laden_teu=10, departed_h=24.0)
    table = compute_measures(records)
    assert table.value("service_load_share", "blue", "2025") == pytest.approx(0.1)
    assert table.value("service_n_sailings", "blue", "2025") == 1


def test_trains_give_sea_rail_teu_load_and_number_a_day():
    records = a_year()
    for day in range(365):
        add(
            records,
            "trains",
            outbound=True,
            departed_h=24.0 * day,
            arrived_h=24.0 * day + 9,
            laden_teu=60,
            empty_teu=20,
        )
        add(records, "trains", departed_h=24.0 * day + 5, arrived_h=24.0 * day + 9, laden_teu=40)
    add_call(records, 10, 0, 10, **boxes((100_000, 0), (92_000, 0), transhipped_teu=72_000))
    table = compute_measures(records)
    assert table.value("sea_rail_teu", "a", "2025") == 365 * 120
    assert table.value("sea_rail_teu", "cluster", "2025-02") == 28 * 120
    assert table.value("sea_rail_teu", "b", "2025") == 0
    assert table.value("rail_share", "a", "2025") == pytest.approx(365 * 120 / 120_000)
    assert table.value("train_load_share", "train", "2025") == pytest.approx(0.6)
    assert table.value("trains_per_day", "a", "2025") == pytest.approx(2.0)


# ---- cargo ----------------------------------------------------------------------------------------------------------


def test_rolled_boxes_are_counted_for_each_sailing_that_left_them():
    records = a_year()
    add(records, "voyages", origin="a", destination="sea_port", crossing=1, left_laden_teu=30, departed_h=100.0)
    add(records, "voyages", origin="a", destination="sea_port", crossing=1, left_laden_teu=10, departed_h=200.0)
    add(
        records,
        "voyages",
        origin="sea_port",
        destination="a",
        crossing=-1,
        left_laden_teu=7,
        laden_teu=70,
        departed_h=300.0,
    )
    add_call(records, 80, 0, 10, **boxes((50, 0), (400, 100)))
    add_call(records, 80, 0, 10, terminal="b/t", service="shuttle", occupied=1.0, **boxes((0, 0), (400, 0)))
    table = compute_measures(records)
    assert table.value("rolled_teu", "a", "2025") == 40
    assert table.value("rolled_share", "a", "2025") == pytest.approx(0.1)
    assert table.value("rolled_share", "blue", "2025") == pytest.approx(0.1)
    assert table.value("rolled_share", "cluster", "2025") == pytest.approx(0.05)
    assert table.value("rolled_abroad_share", "cluster", "2025") == pytest.approx(0.1)


def test_unserved_boxes_turned_away_or_were_rolled_more_than_twice_or_still_wait():
    records = a_year(n_years=2)
    add(records, "consignments", teu=1, rolls=2, delivered_h=500.0)
    add(records, "consignments", teu=10, rolls=3, delivered_h=500.0)
    add(records, "consignments", teu=100, rolls=5, delivered_h=math.nan)
    add(records, "consignments", teu=1_000, rolls=2, delivered_h=math.nan)
    add(records, "consignments", teu=5_000, rolls=4, gateway="", hub="b", mode="sea", delivered_h=math.nan)
    # One that left for a gateway outside counts where and when it turned, not again at the gateway it left by.
    add(records, "turns", teu=20_000, rolls=3, at_h=600.0, outside=True, old_gateway="a", gateway="far")
    add(records, "consignments", teu=20_000, rolls=3, gateway="far", delivered_h=700.0)
    add(records, "turns", teu=30_000, rolls=2, at_h=600.0, outside=False, old_gateway="a", gateway="b")
    # What waits for a ship at the end counts once, also where it was rolled more than twice.
    add(records, "queued", teu=400_000, rolls=0, gateway="a")
    add(records, "queued", teu=100, rolls=5, gateway="a")
    table = compute_measures(records)
    assert [table.value("unserved_teu", "a", year) for year in ("2025", "2026")] == [20_010, 400_100]
    assert [table.value("unserved_teu", "cluster", year) for year in ("2025", "2026")] == [20_010, 405_100]


def test_door_to_door_time_is_per_teu_of_what_arrived():
    records = a_year()
    add(records, "consignments", teu=10, ready_h=100.0, delivered_h=200.0)
    add(records, "consignments", teu=30, ready_h=100.0, delivered_h=400.0)
    add(records, "consignments", flow="in", teu=60, ready_h=0.0, delivered_h=500.0)
    add(records, "consignments", teu=99, ready_h=0.0, delivered_h=math.nan)
    table = compute_measures(records)
    assert table.value("door_to_door_h", "out", "2025") == 250
    assert table.value("door_to_door_h", "cluster", "2025") == pytest.approx((1_000 + 9_000 + 30_000) / 100)
    assert table.value("delivered_teu", "cluster", "2025") == 100
    assert table.value("delivered_teu", "out", "2025") == 40
    assert table.value("door_to_door_h_p50", "cluster", "2025") == 500
    assert table.value("door_to_door_h_p95", "cluster", "2025") == 500


# ---- the whole ------------------------------------------------------------------------------------------------------


def test_a_year_without_ships_has_zero_throughput_no_means_and_no_warning():
    table = compute_measures(a_year())
    assert table.value("throughput_teu", "cluster", "2025") == 0
    assert table.value("berth_occupancy_share", "a", "2025") == 0
    assert not has(table, "wait_h", "a")
    assert not has(table, "empty_share", "cluster")
    assert all(math.isfinite(row[4]) for row in table)


def test_an_empty_log_book_of_nothing_can_be_measured():
    records = a_year()
    records.entities, records.capacities = [], []
    table = compute_measures(records)
    assert table.value("throughput_teu", "cluster", "2025") == 0


def test_every_measure_has_an_id_ending_in_its_unit_and_words_in_two_languages():
    endings = {"TEU": "_teu", "h": "_h", "share": "_share", "moves/h": "_per_h", "1/day": "_per_day", "ratio": "_ratio"}
    endings |= {
        "t": "_t",
        "m3": "_m3",
        "t/lockage": "_per_lockage",
        "t/h": "_t_per_h",
        "vehicles": "_vehicles",
        "passengers": "_passengers",
        "CNY": "_cny",
        "CNY/TEU": "_cny",
        "g/TEU-km": "_g_per_teu_km",
        "kg/TEU": "_kg_per_teu",
    }
    for name, measure in MEASURES.items():
        assert name == measure.id
        stem = name.rsplit("_p", 1)[0] if name.rsplit("_p", 1)[-1].isdigit() else name
        assert (measure.unit == "1" and "n_" in name) or stem.endswith(endings[measure.unit])
        for english, chinese in (
            (measure.label_en, measure.label_zh), (measure.definition_en, measure.definition_zh),
        ):  # fmt: skip
            assert english
            assert english.isascii()
            assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)


def test_each_row_carries_a_known_measure_and_its_unit_and_stands_once():
    records = a_year()
    add_call(records, 10, 1, 10, moves=5.0, crane_h=2.0, **boxes((1, 2), (3, 4)))
    table = compute_measures(records)
    assert all(row[1] == MEASURES[row[0]].unit for row in table)
    keys = [(row[0], row[2], row[3]) for row in table]
    assert len(keys) == len(set(keys))
