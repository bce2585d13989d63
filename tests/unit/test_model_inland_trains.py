"""Block trains: they leave by their timetable with what is ready, and what finds no room takes the next one."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import by_rail, cargo, lane, near, only, run
from small_clusters import Columns, rows

from portsim.results.measures import compute_measures
from portsim.results.records import Records


def trains(records: Records, outbound: bool = True) -> Columns:
    """Trains of one direction in order of departure."""
    found = rows(records, "trains", service="train", outbound=outbound)
    order = np.argsort(found["departed_h"])
    return {name: values[order] for name, values in found.items()}


def test_trains_leave_both_ends_on_the_days_of_their_timetable() -> None:
    # Three a week from Mondays 10:00, 56 h apart: Wednesdays 18:00, Saturdays 02:00. Hour 0 is Wednesday 00:00.
    records = run(lane(exports=50, changes=by_rail()))
    for outbound in (True, False):
        found = trains(records, outbound)
        assert found["departed_h"][:4].tolist() == [18.0, 74.0, 130.0, 186.0]
        assert found["arrived_h"] - found["departed_h"] == pytest.approx(20.0)
        # The last leaves before the end: 18 + 56 n < 8760, n <= 156.
        assert len(found["departed_h"]) == 157


def test_a_train_a_week_after_a_warm_up_leaves_on_its_day_of_the_week() -> None:
    # Hour 0 is 84 days before 1 January 2025: 9 October 2024, a Wednesday too. Fridays 06:00 are 54 h later.
    changes = by_rail(departures_per_week=1.0, phase_h=4 * 24.0 + 6.0) | {"clock.warmup_days": 84}
    assert trains(run(lane(exports=50, changes=changes)))["departed_h"][:2].tolist() == [54.0, 222.0]


def test_trains_run_whether_there_is_cargo_or_not() -> None:
    records = run(lane(exports=50, changes=by_rail() | {"demand.factor": 0.0}))
    assert compute_measures(records).value("trains_per_day", "train", "2025") == pytest.approx(2 * 157 / 365)


def test_a_train_takes_all_that_got_ready_since_the_one_before() -> None:
    records = run(lane(exports=200, changes=by_rail()))
    ready, departed = cargo(records, "exports", 200.0)["ready_h"], trains(records)["departed_h"]
    for train in range(5, 150):
        since, until = departed[train - 1], departed[train]
        assert trains(records)["laden_teu"][train] == ((ready > since) & (ready <= until)).sum()


def test_what_finds_no_room_takes_the_next_train_first_ready_first() -> None:
    # 50 TEU a week for one train of 40: full from the second on, and the queue grows by 10 a week.
    records = run(lane(exports=50, changes=by_rail(departures_per_week=1.0, capacity_teu=40)))
    assert set(trains(records)["laden_teu"][2:].tolist()) == {40}
    made = cargo(records, "exports", 0.0)
    gone = ~np.isnan(made["delivered_h"])
    assert np.all(np.diff(gone.astype(int)) <= 0)
    assert np.all(np.diff(made["delivered_h"][gone]) >= 0)
    # Ready but not gone at the end of 52 weeks: 52 x 10 TEU in the zone, sd of the year's cargo sqrt(2607), and those
    # aboard and in the yard: two to three trains and a ship, about 100.
    assert near((~gone).sum(), 520 + 100, np.sqrt(2607.0))


def test_the_last_consignment_is_split_over_two_trains() -> None:
    # Consignments of about 30 TEU for trains of 40: one and a part, so every train is full and no part is lost.
    changes = by_rail(departures_per_week=1.0, capacity_teu=40)
    changes |= {"cargo.mean_consignment_teu": 30, "cargo.consignment_cv": 0.001}
    records = run(lane(exports=60, changes=changes))
    assert set(trains(records)["laden_teu"][3:].tolist()) == {40}
    made = cargo(records, "exports", 0.0)
    _, first, n_parts = np.unique(made["ready_h"], return_index=True, return_counts=True)
    assert set(n_parts.tolist()) == {1, 2}
    assert set(np.add.reduceat(made["teu"], first).tolist()) <= {28, 29, 30, 31}
    assert records.balance["consignments_made"] == len(made["teu"]) + len(cargo(records, "exports", -1e9, 0.0)["teu"])


def test_imports_wait_for_a_train_with_room() -> None:
    # A ship a week brings 60 TEU in the mean, two trains a week of 20 TEU take them: from the first full train on all
    # are full, and first landed is first carried.
    records = run(lane(imports=60, changes=by_rail(departures_per_week=2.0, capacity_teu=20)))
    assert set(trains(records, outbound=False)["laden_teu"][4:].tolist()) == {20}
    made = cargo(records, "imports", 0.0)
    dwell = made["import_dwell_h"][~np.isnan(made["import_dwell_h"])]
    # 20 of 60 a week stay behind: after 20 weeks 400 TEU (sd sqrt(60 x 20) = 35), and half the ship's own 60 before the
    # mean box: 430 at 40 a week are 10.75 weeks, sd 0.9.
    landed_20 = (made["ready_h"] > 20 * 168.0) & (made["ready_h"] <= 21 * 168.0)
    assert near(np.nanmean(made["import_dwell_h"][landed_20]) / 168.0, 10.75, 0.9)
    assert dwell.min() >= 24.0


def test_imports_are_ready_for_the_train_when_the_yard_says_so() -> None:
    # Landed at 348; trains at 354 and 410. Ready after 6 h the first is caught, after 6.1 h it is not.
    for ready_h, departed_h in ((6.0, 354.0), (6.1, 410.0)):
        changes = by_rail() | {"ports.harbour.terminals.t.yard.rail_ready_h": ready_h}
        imports = cargo(run(lane(imports=50, changes=changes)), "imports", 72.0, 240.0)
        assert only(imports["delivered_h"]) == departed_h + 20.0
        assert only(imports["import_dwell_h"]) == departed_h - 348.0


def test_empties_take_the_places_laden_boxes_leave() -> None:
    # 100 TEU a week come by rail and 30 leave: 70 empties a week come back to the port. Trains of 20 TEU, six a week,
    # have 90 places for them: none is full of empties while laden boxes wait.
    records = run(lane(exports=30, imports=100, changes=by_rail(departures_per_week=6.0, capacity_teu=20)))
    out = trains(records)
    assert np.all(out["laden_teu"] + out["empty_teu"] <= 20)
    waits = cargo(records, "exports", 500.0, 8000.0)
    # No laden box waits longer than for the next train: 28 h, 20 h on the way, 168 h for a cut-off, 24 h, 72 h.
    assert (waits["delivered_h"] - waits["ready_h"]).max() <= 28.0 + 20.0 + 168.0 + 24.0 + 72.0
    came = trains(records, outbound=False)["laden_teu"].sum()
    left = out["laden_teu"].sum()
    # Called on the mean of four weeks: at the end what came in the last two or three weeks is not called for yet.
    assert came - left == pytest.approx(out["empty_teu"].sum(), abs=3 * 100)
    assert out["empty_teu"].sum() > 3_000


def test_zones_that_export_more_get_their_empties_by_train() -> None:
    # 100 TEU a week leave by rail and none come: 100 empties a week go up, from the depot and those that ships bring.
    records = run(lane(exports=100, changes=by_rail()))
    up = trains(records, outbound=False)
    assert up["laden_teu"].sum() == 0
    assert up["empty_teu"].sum() == pytest.approx(trains(records)["laden_teu"].sum(), abs=4 * 100)


def test_sea_rail_counts_laden_and_empty_both_ways() -> None:
    records = run(lane(exports=30, imports=100, changes=by_rail(departures_per_week=6.0, capacity_teu=20)))
    found = rows(records, "trains", service="train")
    # 100 down, 30 up and 70 empty up, in 52.14 weeks; sd of the year's cargo sqrt(6 779) and its echo in empties.
    total = compute_measures(records).value("sea_rail_teu", "harbour", "2025")
    assert total == found["laden_teu"].sum() + found["empty_teu"].sum()
    assert total == pytest.approx(200 * 365 / 7, rel=0.06)
