"""Trains and tracks of a rail terminal, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import by_rail, cargo, lane, run
from small_clusters import rows, with_changes

from portsim.results.measures import compute_measures

WEEKLY = {"departures_per_week": 1.0, "capacity_teu": 60}
ONE_TRACK = {"tracks": 1, "lifts_per_h": 20.0, "shunting_h": 1.0}
MONDAY_H = 5 * 24.0 + 10.0  # the first Monday 10:00; hour 0 is a Wednesday


def two_trains(tracks: int, factor: float = 0.0):
    """Two trains a week each way, both Mondays 10:00; full ones need 1 + 60/1.5/20 = 3 h on a track."""
    raw = lane(exports=50, imports=50, changes=by_rail(**WEEKLY))
    raw["services"]["twin"] = dict(raw["services"]["train"])
    terminal = {"ports.harbour.terminals.t.rail_terminal": ONE_TRACK | {"tracks": tracks}, "demand.factor": factor}
    return run(with_changes(raw, terminal))


def week(records, outbound: bool, number: int):
    """Both trains of one week in order of departure, then of arrival."""
    found = rows(records, "trains", outbound=outbound)
    order = np.lexsort((found["arrived_h"], found["departed_h"]))[2 * number : 2 * number + 2]
    return {name: values[order] for name, values in found.items()}


def test_of_two_trains_that_come_at_once_one_waits_for_the_track():
    # Empty trains come at Tuesday 06:00 and take the track for the hour of shunting.
    came = week(two_trains(tracks=1), outbound=True, number=3)
    there_h = MONDAY_H + 20.0 + 3 * 168.0
    assert came["wait_track_h"].tolist() == pytest.approx([0.0, 1.0])
    assert came["track_h"].tolist() == pytest.approx([1.0, 1.0])
    assert came["arrived_h"].tolist() == pytest.approx([there_h + 1.0, there_h + 2.0])


def test_wagons_are_there_in_time_for_a_full_train_and_hold_the_track_until_the_departure():
    # From 07:00 on, though with nothing to load. The second gets the track at 10:00 and is late by her own hour.
    went = week(two_trains(tracks=1), outbound=False, number=3)
    departure_h = MONDAY_H + 3 * 168.0
    assert went["wait_track_h"].tolist() == pytest.approx([0.0, 3.0])
    assert went["departed_h"].tolist() == pytest.approx([departure_h, departure_h + 1.0])
    assert went["track_h"].tolist() == pytest.approx([3.0, 1.0])
    assert went["arrived_h"] - went["departed_h"] == pytest.approx(20.0)


def test_on_two_tracks_nobody_waits_and_all_leave_on_time():
    records = two_trains(tracks=2)
    trains = records.tables["trains"].columns()
    assert not trains["wait_track_h"].any()
    assert set(week(records, outbound=False, number=3)["departed_h"].tolist()) == {MONDAY_H + 3 * 168.0}


def test_waits_and_use_of_the_tracks_are_measured():
    # A year has 52 Mondays. Each week: in 1 + 1 h on the track and 1 h waited, out 3 + 1 h and 3 h.
    measured = compute_measures(two_trains(tracks=1))
    assert measured.value("train_wait_h", "harbour", "2025") == pytest.approx(4.0 / 4.0)
    assert measured.value("track_use_share", "harbour", "2025") == pytest.approx(52 * 6.0 / 8760.0)


def test_boxes_are_lifted_one_by_one_and_reach_the_yard_with_the_last():
    # 1.5 TEU a box, 20 boxes an hour: TEU / 30 hours after the hour of shunting and the wait.
    records = two_trains(tracks=1, factor=1.0)
    came = rows(records, "trains", outbound=True)
    done = ~np.isnan(came["arrived_h"])
    teu = (came["laden_teu"] + came["empty_teu"])[done]
    assert teu.max() > 30
    assert came["track_h"][done] == pytest.approx(1.0 + teu / 30.0)
    on_the_way_h = came["arrived_h"][done] - came["departed_h"][done]
    assert on_the_way_h == pytest.approx(20.0 + came["wait_track_h"][done] + came["track_h"][done])
    # They leave with the ship who comes Wednesday 00:00 and works 12 h; her cut-off is Tuesday 00:00, so they wait for
    # the one a week later: from Tuesday morning 8 d less the hours since midnight.
    boxes = cargo(records, "exports", 1000.0, 7000.0)
    assert boxes["export_dwell_h"].min() > 7 * 24.0
    assert boxes["export_dwell_h"].max() < 8 * 24.0 - 6.0


def test_imports_leave_the_yard_when_their_train_leaves():
    # Landed Wednesdays 12:00, ready a day later, wagons there Mondays 07:00, gone at 10:00: 4 d 22 h.
    boxes = cargo(two_trains(tracks=2, factor=1.0), "imports", 1000.0, 7000.0)
    on_time = boxes["import_dwell_h"] < 5 * 24.0
    assert on_time.mean() > 0.8
    assert boxes["import_dwell_h"][on_time] == pytest.approx(4 * 24.0 + 22.0)


def test_what_is_on_the_tracks_at_the_end_balances():
    # The last Monday is 29 December; running for 40 h more, its train comes on Wednesday 31st 20:00 and needs 5 h for
    # what it could carry at 2.5 lifts an hour and more for most trains: the books close while it is unloaded.
    raw = lane(exports=50, imports=50, changes=by_rail(**WEEKLY, running_h=58.0))
    slow = {"tracks": 1, "lifts_per_h": 2.5, "shunting_h": 1.0}
    records = run(with_changes(raw, {"ports.harbour.terminals.t.rail_terminal": slow}))
    last = rows(records, "trains", outbound=True)
    assert np.isnan(last["arrived_h"]).sum() == 1
    in_system = records.balance["teu_in_system"]
    assert in_system >= last["laden_teu"][np.isnan(last["arrived_h"])][0] > 0
