"""Preview of cargo: boxes by timetable and imbalance, yards, trains, slots and locks, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from cargo_clusters import LINER, by_rail, checked, lane
from small_clusters import Raw, two_ports

from portsim.capacity.preview import preview
from portsim.capacity.preview_cargo import cargo_of
from portsim.capacity.preview_lines import Departures
from portsim.capacity.preview_row import Row
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario

WEEKS = 365 / 7


def rows(raw: Raw, stage: str, year: int = 2025) -> dict[str, Row]:
    return {row.place: row for row in preview(checked(raw), year) if row.stage == stage}


def test_the_next_of_two_ships_is_the_one_with_the_longer_gap_before_her():
    # At 0 and 42 h of the week: three quarters of the week end at the first. Waits: (126^2 + 42^2) / 2 / 168 = 52.5.
    week = Departures([(0.0, 168.0), (42.0, 168.0)])
    assert week.shares == pytest.approx([0.75, 0.25])
    assert week.mean_wait_h() == pytest.approx(52.5)


def test_who_waits_24_hours_at_most_waits_less():
    # One ship a week, wait U even up to 168 h: 24 h with chance 144/168, else 12 in the mean: 22.286.
    assert Departures([(5.0, 168.0)]).mean_wait_h(24.0) == pytest.approx(24 * 144 / 168 + 12 * 24 / 168)


def test_a_daily_and_a_weekly_ship_share_the_boxes_by_their_gaps():
    # Daily at hour 0, weekly at hour 12 of Monday: half a day of the seven.
    assert Departures([(0.0, 24.0), (12.0, 168.0)]).shares == pytest.approx([6.5 / 7, 0.5 / 7])


def test_empties_come_by_sea_where_more_laden_boxes_leave():
    # 100 TEU a week leave, 40 come: 60 empties are called in.
    cargo = cargo_of(checked(lane(exports=100, imports=40)), 2025)
    assert cargo.laden["harbour", "overseas"] == pytest.approx(100 * WEEKS)
    assert cargo.empty == {("overseas", "harbour"): pytest.approx(60 * WEEKS)}
    # over the quay cross 100 + 40 + 60 in all
    assert cargo.at_stops["line", 0].teu == pytest.approx(200 * WEEKS)


def test_a_line_of_more_than_twice_the_time_takes_no_boxes_and_one_within_it_takes_empties():
    # 48 h direct. By a port 96 nm further on (9.6 h more at sea, a day of stay) 81.6 h: no common line, but its empties
    # are half. By one 960 nm off 168 h: none.
    def shares(nautical_miles: int) -> tuple[list[float], list[float]]:
        changes: dict[str, Any] = {
            "markets.else": {"group": "asean"},
            "ports.far": {"market": "else", "stay_h": 24.0},
            "links.out": {"mode": "sea", "origin": "harbour", "destination": "far", "distance_nm": nautical_miles},
            "links.on": {"mode": "sea", "origin": "far", "destination": "abroad", "distance_nm": 480},
            "services.slow": LINER | {"rotation": ["harbour", "far", "abroad"]},
        }  # fmt: skip
        lines = cargo_of(checked(lane(exports=10, changes=changes)), 2025).lines["harbour", "overseas"]
        return [line.laden_share for line in lines], [line.empty_share for line in lines]

    assert shares(96) == ([1.0, 0.0], [0.5, 0.5])
    assert shares(960) == ([1.0, 0.0], [1.0, 0.0])


def test_demand_grows_from_the_year_of_the_tables():
    raw = lane(exports=100, changes={"demand.flows.exports.growth_share": 0.1, "demand.factor": 2.0})
    assert cargo_of(checked(raw), 2027).laden["harbour", "overseas"] == pytest.approx(2 * 121 * WEEKS)


def test_slots_of_a_relation_are_those_of_its_ships():
    # 100 TEU a week of 2 000; a hundred empties come back on the same ship.
    found = rows(lane(exports=100), "relation")
    assert found["harbour-overseas"].use_share == pytest.approx(0.05)
    assert found["harbour-overseas"].capacity == pytest.approx(2_000 * WEEKS)


def test_boxes_of_others_fill_the_slots_of_a_relation_too():
    # The legs to and fro: 100 laden out; 40 laden and 60 empty in.
    found = rows(lane(exports=100, imports=40), "relation")
    assert found["overseas-harbour"].use_share == pytest.approx(0.05)
    assert found["overseas-harbour"].because["laden_teu"] == pytest.approx(40 * WEEKS)


def test_imports_stand_their_dwell_and_exports_the_lead_that_is_left_and_the_cut_off():
    # Imports 100 h. Exports at most 60 h of a wait even up to 168 h: 60 - 60^2 / 336 = 49.286, and 24 h of cut-off.
    because = rows(lane(exports=70, imports=70), "yard")["harbour/t"].because
    assert because["import_teu_days"] == pytest.approx(70 * WEEKS * 100 / 24)
    assert because["export_teu_days"] == pytest.approx(70 * WEEKS * (60 - 60**2 / 336 + 24) / 24)


def test_the_depot_holds_two_weeks_of_loading_where_as_many_boxes_come_as_leave():
    # 70 laden out and in a week call for no empties: 140 in stock but for those of 70 boxes 12 h under discharge.
    because = rows(lane(exports=70, imports=70), "yard")["harbour/t"].because
    assert because["depot_teu_days"] / 365 == pytest.approx(140 - 70 * 12 / 168)


def test_empties_on_their_way_are_missing_in_the_depot():
    # 70 a week leave laden, so 140 are in stock at the start. 70 a week are called for abroad: they wait 84 h for the
    # ship, sail 48 h and are discharged for 12 h, while trucks fetch as many from the depot at once: 144 h of 70 a week
    # are missing, 60 of the 140.
    because = rows(lane(exports=70), "yard")["harbour/t"].because
    assert because["depot_teu_days"] / 365 == pytest.approx(140 - 70 * (84 + 48 + 12) / 168)


def test_boxes_by_rail_wait_for_the_next_train_instead():
    # Ready after 24 h, then half of the 56 h between trains.
    because = rows(lane(imports=70, changes=by_rail()), "yard")["harbour/t"].because
    assert because["import_teu_days"] == pytest.approx(70 * WEEKS * (24 + 28) / 24)


def test_trains_carry_laden_boxes_one_way_and_the_lack_of_them_as_empties():
    # 90 TEU a week to the port, 30 from it and 60 empties; three trains of 50 TEU offer 150.
    found = rows(lane(exports=90, imports=30, changes=by_rail(capacity_teu=50)), "rail")
    for way in ("to_port", "from_port"):
        assert found[f"inland-harbour:{way}"].use_share == pytest.approx(0.6)
    assert found["inland-harbour:from_port"].because["empty_teu"] == pytest.approx(60 * WEEKS)


def test_a_hub_counts_the_boxes_it_tranships_for_both_ships():
    changes: dict[str, Any] = {
        "markets.islands": {"group": "asean"},
        "ports.island_port": {"market": "islands", "stay_h": 24.0},
        "links.more": {"mode": "sea", "origin": "harbour", "destination": "island_port", "distance_nm": 480},
        "services.other": {
            "kind": "liner", "ship_class": "ship", "rotation": ["harbour", "island_port"], "phase_h": 48.0,
            "buffer_share": 0.0, "work_h": 12.0,
        },
        "demand.flows.through": {
            "origin": "overseas", "destination": "islands", "hub": "harbour", "annual_teu": 50 * WEEKS,
        },
    }  # fmt: skip
    raw = lane(changes=changes)
    cargo = cargo_of(checked(raw), 2025)
    assert cargo.at_stops["line", 0].laden_in == pytest.approx(50 * WEEKS)
    assert cargo.at_stops["other", 0].laden_out == pytest.approx(50 * WEEKS)
    # Both belong to one group of markets, so that no empties are due. Connection 24 h, half a week, cut-off 24 h.
    assert not any(cargo.empty.values())
    because = rows(raw, "yard")["harbour/t"].because
    assert because["transhipment_teu_days"] == pytest.approx(50 * WEEKS * (24 + 84 + 24) / 24)


def lock(**more: Any) -> Raw:
    """One line with the times of the Pinglu case: T1 = 75.75, T2 = 106.2, T = 64.425 min; two ships in a chamber."""
    line = {
        "length_m": 102, "beam_m": 12, "sill_depth_m": 5, "gate_min": 4, "entry_one_way_min": 8.75,
        "entry_two_way_min": 10, "fill_min": 16, "exit_one_way_min": 7, "exit_two_way_min": 7.1, "follow_min": 6,
    }  # fmt: skip
    return {"head_m": 5.0, "rate_factor": 1.0, "gap_along_m": 2.0, "lines": {"one": line}} | more


def river(**more: Any) -> Raw:
    """Barges of 1 000 t, a whole load on a round trip, over a river with a lock: 1 Mt a year are 1 000 round trips."""
    return lane(
        changes={
            "locks.gate": lock(**more),
            "links.river": {"mode": "waterway", "length_km": 50, "depth_m": 4, "locks": {"gate": 10.0}},
            "fleets.barge": {"loa_m": 50, "beam_m": 10, "draught_m": 3, "dwt_t": 1_000.0},
            "services.barges": {
                "kind": "barge_traffic", "route": ["river"], "mix": {"barge": 1.0}, "annual_t": {"2025": 1e6},
                "load_out_share": 0.75, "load_back_share": 0.25,
            },
        }
    )  # fmt: skip


def test_a_lock_can_do_what_the_chinese_code_says():
    # 24 h of 64.425 min: 22.352 lockages a day, half each way, 365 days, two ships of 1 000 t: 8.158 Mt for 1 Mt.
    row = rows(river(), "lock")["gate"]
    assert row.capacity == pytest.approx(24 * 60 / 64.425 / 2 * 365 * 2_000)
    assert row.demand == pytest.approx(1e6)
    assert row.because["ships_in_a_full_chamber"] == pytest.approx(2.0)


def test_short_days_maintenance_and_slow_work_cut_a_lock():
    works = {"winter": {"line": "one", "first_day": "11-01", "days": 15}}
    row = rows(river(hours_per_day=12.0, rate_factor=0.8, maintenance=works), "lock")["gate"]
    assert row.capacity == pytest.approx(0.8 * 12 * 60 / 64.425 / 2 * 350 * 2_000)


def test_a_lock_whose_use_is_given_says_so():
    row = rows(river(passage="wait_law", use_share=0.6) | {"services": lane()["services"]}, "lock")["gate"]
    assert (row.use_share, row.because["given"]) == (pytest.approx(0.6), 1.0)


def test_the_preview_is_near_what_a_run_measures():
    # No queues in the preview, no chance: quays, cranes and yards of the example within 0.06 of one replication.
    scenario = load_scenario("two_ports").scenario
    measured = compute_measures(two_ports())
    measures = {"quay": "berth_occupancy_share", "crane": "crane_use_share", "yard": "yard_occupancy_share"}
    compared = 0
    for row in preview(scenario, 2025):
        if row.stage in measures:
            run = measured.value(measures[row.stage], row.place, "2025")
            assert row.use_share == pytest.approx(run, abs=0.06), (row.stage, row.place)
            compared += 1
    assert compared == 6
