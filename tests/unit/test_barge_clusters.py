"""Container barges in a whole cluster: boxes pass inland port, locks, barge berth, yard and ship, and come back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from barge_clusters import canal
from cargo_clusters import YARD, cargo, checked, near, only, run
from scenario_files import problems, write
from small_clusters import number_of, rows, with_changes

from portsim.capacity.preview import preview
from portsim.results.measures import compute_measures
from portsim.results.record_columns import MODES
from portsim.scenario.load import load_scenario

BARGE_MODE = MODES.index("barge")


def busy():
    """Exports of 100 TEU a week, imports of 60, five barges."""
    return canal(exports=100.0, imports=60.0, n_vessels=5)


def test_an_export_comes_by_the_barge_that_took_it_and_sails_with_the_next_ship():
    records = run(busy())
    trips = rows(records, "barge_trips", outbound=True)
    mine = cargo(records, "exports", 200.0, 8000.0)
    assert only(mine["mode"]) == BARGE_MODE
    mine = {name: values[mine["delivered_h"] == mine["delivered_h"]] for name, values in mine.items()}
    # The ship loads from Wednesday 00:00 on and is abroad 72 h later.
    assert only(np.mod(mine["delivered_h"] - 72.0 + 1e-6, 168.0) - 1e-6) == pytest.approx(0.0, abs=1e-5)
    landed_h = mine["delivered_h"] - 72.0 - mine["export_dwell_h"]
    ends = np.sort(trips["discharged_h"])
    after = ends[np.searchsorted(ends, landed_h - 1e-3).clip(max=len(ends) - 1)]
    assert np.abs(after - landed_h).max() < 1e-3, "no barge brought it at the hour it came into the yard"


def test_an_import_waits_for_customs_and_goes_with_a_barge():
    records = run(busy())
    mine = cargo(records, "imports", 400.0, 8000.0)
    trips = rows(records, "barge_trips", outbound=False)
    there = mine["delivered_h"] == mine["delivered_h"]
    assert (mine["import_dwell_h"][there] >= YARD["rail_ready_h"] - 1e-6).all()
    ends = np.sort(trips["discharged_h"])
    after = ends[np.searchsorted(ends, mine["delivered_h"][there] - 1e-6).clip(max=len(ends) - 1)]
    assert np.abs(after - mine["delivered_h"][there]).max() < 1e-6
    # Loading took place the dwell after the discharge of the ship, so the box was aboard for at least 12 h + lockage.
    assert (np.sort(trips["discharged_h"] - trips["loading_h"])[0]) >= 13.0


def test_what_barges_carry_is_what_the_flows_bring():
    # 100 TEU a week out for 52 weeks less those under way; a Poisson number of 5 214, sd 72.
    records = run(busy())
    out = rows(records, "barge_trips", outbound=True)["laden_teu"].sum()
    assert near(out, 100.0 * 365 / 7, np.sqrt(5_214.0) + 25.0)
    measures = compute_measures(records)
    carried = measures.value("barge_teu", "harbour:to_port", "2025")
    rows_out = rows(records, "barge_trips", outbound=True)
    assert carried == rows_out["laden_teu"].sum() + rows_out["empty_teu"].sum()
    assert measures.value("barge_teu", "cluster", "2025") == measures.value("barge_teu", "barges", "2025")


def test_empties_go_back_with_barges():
    # 40 TEU a week more leave laden than come: as many empties come back up from the depot, after the first weeks.
    records = run(busy())
    empties = rows(records, "barge_trips", outbound=False)["empty_teu"].sum()
    assert near(empties, 40.0 * 49, 4.0 * np.sqrt(160 * 52) / 4 + 60)
    assert rows(records, "barge_trips", outbound=True)["empty_teu"].sum() < 0.05 * empties


def test_measures_of_barges_are_sums_over_their_trips():
    records = run(busy())
    trips = rows(records, "barge_trips")
    measures = compute_measures(records)

    def value(measure, entity="barges"):
        return measures.value(measure, entity, "2025")

    boxes = trips["laden_teu"] + trips["empty_teu"]
    assert value("n_barge_trips") == len(boxes)
    assert value("barge_load_share") == pytest.approx(boxes.sum() / (20 * len(boxes)))
    assert value("barge_lock_wait_h") == pytest.approx(trips["lock_wait_h"].mean())
    assert value("barge_berth_wait_h") == pytest.approx(trips["berth_wait_h"].mean())
    assert value("barge_trip_h") == pytest.approx((trips["discharged_h"] - trips["departed_h"]).mean())
    # One lock on the way: its container ships are these barges, their waits the waits of the trips.
    passages = rows(records, "passages", place="gate")
    waits = passages["entered_h"] - passages["arrived_h"]
    assert value("container_lock_wait_h", "gate") == pytest.approx(waits.mean())
    assert value("lock_teu", "gate") == passages["teu"].sum()
    assert value("canal_teu", "canal") == rows(records, "passages", place="canal")["teu"].sum()
    assert value("canal_container_t", "canal") == pytest.approx(value("canal_t", "canal"))


def test_bulk_barges_count_for_the_canal_but_not_for_its_boxes():
    traffic = {
        "kind": "barge_traffic", "route": ["canal"], "mix": {"barge": 1.0}, "annual_t": {"2025": 1e5}, "stay_h": 20.0,
    }  # fmt: skip
    records = run(canal(exports=50.0, n_vessels=3, changes={"services.bulk": traffic}))
    passages = rows(records, "passages", place="canal")
    bulk = passages["service"] == number_of(records, "bulk")
    measures = compute_measures(records)
    assert bulk.any()
    assert measures.value("canal_t", "canal", "2025") == pytest.approx(passages["cargo_t"].sum())
    assert measures.value("canal_container_t", "canal", "2025") == pytest.approx(passages["cargo_t"][~bulk].sum())


def test_a_busier_lock_costs_the_fleet_trips():
    """One barge that is never without cargo: bulk barges at the lock take hours of her year."""
    traffic = {
        "kind": "barge_traffic", "route": ["canal"], "mix": {"barge": 1.0}, "annual_t": {"2025": 1.5e6}, "stay_h": 20.0,
        "escape_h": 500.0,
    }  # fmt: skip
    free = run(canal(exports=300.0, n_vessels=1))
    held = run(canal(exports=300.0, n_vessels=1, changes={"services.bulk": traffic}))
    n_free, n_held = (len(rows(one, "barge_trips")["service"]) for one in (free, held))
    waited_h = rows(held, "barge_trips")["lock_wait_h"].sum()
    assert waited_h > 500.0
    # The year is the same: what she waits more at the lock she has less for trips.
    per_trip_h = 8760.0 / n_free
    assert n_free - n_held == pytest.approx(
        (waited_h - rows(free, "barge_trips")["lock_wait_h"].sum()) / per_trip_h, rel=0.1
    )


def test_no_barge_leaves_while_its_service_is_stopped_and_a_closed_canal_is_waited_for():
    stop = {"resource": "services.barges", "starts": "2025-05-01", "ends": "2025-05-11", "closed": True}
    shut = {"resource": "links.canal", "starts": "2025-08-01", "ends": "2025-08-05", "closed": True}
    raw = canal(exports=100.0, imports=60.0, n_vessels=5, changes={"disruptions": {"stop": stop, "shut": shut}})
    trips = rows(run(raw), "barge_trips")
    first_h, last_h = 120 * 24.0, 130 * 24.0  # hours of 1 and 11 May
    stopped = (trips["loading_h"] > first_h) & (trips["loading_h"] < last_h)
    assert not stopped.any()
    assert ((trips["loading_h"] >= last_h) & (trips["loading_h"] < last_h + 2.0)).any()  # boxes wait, and go at once
    first_h, last_h = 212 * 24.0, 216 * 24.0  # 1 and 5 August
    # A barge on a reach of 6 h when the canal closes sails on to its end; none sets out on one.
    assert not ((trips["arrived_h"] > first_h + 6.0) & (trips["arrived_h"] < last_h)).any()
    held = (trips["departed_h"] < first_h) & (trips["arrived_h"] > last_h)
    assert held.any()
    timed = {"departures": "timetable", "departures_per_week": 7.0, "n_vessels": 5}
    trips = rows(run(canal(exports=100.0, changes={"disruptions": {"stop": stop}}, **timed)), "barge_trips")
    inside = (trips["loading_h"] > 120 * 24.0) & (trips["loading_h"] < 130 * 24.0)
    assert not inside.any()
    assert not np.isclose(trips["loading_h"], 130 * 24.0).sum() > 2, "departures that fell out are not made up"


def test_the_preview_counts_slots_of_the_rounds_a_fleet_can_make():
    raw = canal(exports=100.0, imports=60.0, n_vessels=5)
    found = {row.place: row for row in preview(checked(raw), 2025) if row.stage == "barge"}
    to_port, back = found["inland-harbour:to_port"], found["inland-harbour:from_port"]
    # A round: twice 12 h of canal and a lockage of 1 h, four times 2 h at berths: 34 h; 5 barges of 20 slots.
    assert to_port.capacity == pytest.approx(5 * 20 * 8760 / 34)
    assert back.capacity == to_port.capacity
    assert to_port.demand == pytest.approx(100 * 365 / 7)
    assert back.demand == pytest.approx(100 * 365 / 7)  # 60 laden and 40 empty


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"fleets.barge.loa_m": 101.0},
            "services.barges.route.0: no line of gate takes barge (101 x 11 m, draught 3 m, 0.5 m below the keel): "
            "one 100 x 12 m, 5 m over the sill",
        ),
        (
            {"links.canal.depth_m": 3.4},
            "services.barges.route.0: barge draws 3 m and needs 3.5 m with 0.5 m below the keel; canal is 3.4 m deep",
        ),
        ({"fleets.barge.dwt_t": None}, "services.barges.ship_class: barge needs dwt_t to carry cargo through locks"),
        ({"services.barges.route": ["cannal"]}, "unknown waterway or lock cannal, did you mean canal?"),
        ({"services.barges.route": ["road"]}, "services.barges.route.0: road is a road link; barges sail on waterways"),
        (
            {"services.barges.inland_port": "abroad"},
            "services.barges.inland_port: abroad is no inland port: it serves no zone",
        ),
        (
            {"ports.upstream.barge_berths": None},
            "services.barges.inland_port: upstream has no barge_berths",
        ),
        (
            {"ports.harbour.terminals.t.barge_berths": None},
            "services.barges.port: harbour/t has no barge_berths",
        ),
        (
            {"ports.upstream.zone": "high_valley", "zones.high_valley": {}},
            "demand.routes.way.mode: no barge line between inland and harbour: inland has no inland port",
        ),
        ({"ports.upstream.zone": "inlnad"}, "ports.upstream.zone: unknown zone inlnad, did you mean inland?"),
        (
            {"ports.abroad.barge_berths": {"n": 1}},
            "ports.abroad: barge_berths belong to an inland port, or to a terminal",
        ),
        (
            {"ports.upstream.market": "overseas"},
            "ports.upstream: give one of terminals (a port modelled in full), market (an external port) or zone (an "
            "inland port)",
        ),
    ],
)
def test_what_does_not_fit_is_said_with_its_values(tmp_path, changes, message):
    raw = canal(exports=10.0, changes={path: value for path, value in changes.items() if value is not None})
    for path, value in changes.items():
        if value is None:
            *holders, last = path.split(".")
            at = raw
            for key in holders:
                at = at[key]
            del at[last]
    said = [f"{one.path}: {one.message}" for one in problems(write(tmp_path, json.dumps(raw, indent=1)))]
    assert any(message in line for line in said), said
    assert len(said) == 1, said


def test_boxes_that_come_before_the_canal_are_warned_of(tmp_path):
    raw = canal(exports=10.0, changes={"links.canal.open_from": "2025-03-01"})
    path = write(tmp_path, json.dumps(raw, indent=1))
    said = "the way opens on 2025-03-01, the run begins on 2025-01-01: boxes routed over it wait till then"
    assert f"services.barges: {said}" in [f"{one.path}: {one.message}" for one in load_scenario(path).warnings]
    by_road = with_changes(raw, {"demand.routes.way.mode": "road"})
    path = write(tmp_path, json.dumps(by_road, indent=1))
    assert not [one for one in load_scenario(path).warnings if "opens" in one.message]


def test_barges_with_priority_wait_less_where_the_lock_keeps_every_second_place_for_them():
    traffic = {
        "kind": "barge_traffic", "route": ["canal"], "mix": {"barge": 1.0}, "annual_t": {"2025": 2.4e6}, "stay_h": 20.0,
        "escape_h": 500.0,
    }  # fmt: skip
    lock = {"locks.gate.order": "n_of_m", "locks.gate.priority_n": 1, "locks.gate.priority_m": 2}
    # 2.4 Mt are 3 900 round trips of 610 t (0.92 and 0.3 of 500 t), 7 900 lockages of 1 h: nine tenths of the year. In
    # a queue of some hours a barge with priority waits for the lockage under way and at most one other.
    waits = {}
    for priority in (False, True):
        raw = canal(exports=40.0, n_vessels=2, changes={"services.bulk": traffic, **lock}, priority=priority)
        waits[priority] = compute_measures(run(raw)).value("container_lock_wait_h", "gate", "2025")
    assert waits[True] < 0.5 * waits[False]
