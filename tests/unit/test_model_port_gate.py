"""Trucks at a gate: bursts, nights, habits and cut-offs, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import cargo, lane, run
from dates import between

from portsim.model.port.gate import TruckGate
from portsim.results.measures import compute_measures
from portsim.scenario.landside import TruckGate as GateDescription

ALWAYS = (0.0, float("inf"))
MINUTE_H = 1.0 / 60.0


def gate(end_h=48.0, **described):
    return TruckGate(GateDescription(**{"lanes": 1, "teu_per_truck": 1.0} | described), end_h)


def test_a_burst_passes_one_lane_hour_by_hour():
    # Five times 20 trucks at 10:00, 30 an hour: 20 at once; 10 and 10 of the next hour, through at 11:20; the rest of
    # that hour, 12:00; 20 of the next, 12:40; its last 10 and a third of the next hour, 13:20.
    lane_30 = gate(trucks_per_lane_h=30.0, teu_per_truck=2.0)
    hours = [lane_30.admit(10.0, 40, *ALWAYS) for _ in range(5)]
    assert hours == pytest.approx([10.0, 11 + 1 / 3, 12.0, 12 + 2 / 3, 13 + 1 / 3], abs=1e-9)
    came, passed = lane_30.hourly()
    assert came.tolist() == pytest.approx([0.0] * 10 + [100.0] + [0.0] * 37)
    assert passed[10:15].tolist() == pytest.approx([30.0, 30.0, 30.0, 10.0, 0.0])
    # In order of arrival, evenly within each hour: they come at 10:30 and pass at
    # (30 x 10.5 + 30 x 11.5 + 30 x 12.5 + 10 x 13.5) / 100 = 11.7 in the mean.
    assert lane_30.hourly_waits()[10] == pytest.approx(1.2)
    assert np.isnan(lane_30.hourly_waits()[11])


def test_who_comes_by_night_waits_for_nobody_before_the_gate_opens():
    # Open from 6 to 22. 60 trucks planned at 23:00 and 60 at 2:00 come at 6:00 (hour 30) and pass in two hours.
    by_day = gate(open_from_hour=6, open_to_hour=22)
    assert by_day.admit(12.0, 30, *ALWAYS) == pytest.approx(12.0)
    assert by_day.admit(23.0, 60, *ALWAYS) == pytest.approx(30.0, abs=MINUTE_H)
    assert by_day.admit(26.0, 60, *ALWAYS) == pytest.approx(32.0)
    came, passed = by_day.hourly()
    assert np.flatnonzero(came).tolist() == [12, 30]
    assert (came[30], passed[30], passed[31]) == pytest.approx((120.0, 60.0, 60.0))
    assert by_day.hourly_waits()[30] == pytest.approx(0.5)  # the first 60 for no time, the last 60 for an hour


def test_nobody_passes_while_the_gate_is_closed():
    # 16 open hours of 60 trucks: of 1 000 trucks at 6:00 the last 40 pass the next morning, the last at 6:40.
    by_day = gate(open_from_hour=6, open_to_hour=22)
    assert by_day.admit(6.0, 1_000, *ALWAYS) == pytest.approx(30 + 2 / 3)
    assert by_day.hourly()[1][22:30].tolist() == [0.0] * 8


def test_trucks_come_by_the_habits_of_the_day():
    # Half of them between 8 and 9, half between 20 and 21: plans of 6:00, a quarter of the day, become 8:30, those of
    # 18:00 20:30.
    habits = gate(profile=tuple(float(hour in (8, 20)) for hour in range(24)))
    assert habits.admit(24.0 + 6.0, 1, *ALWAYS) == pytest.approx(32.5, abs=MINUTE_H)
    assert habits.admit(18.0, 1, *ALWAYS) == pytest.approx(20.5, abs=MINUTE_H)
    # Boxes not there before 11:00, or due by 15:00, are no matter of habit.
    assert habits.admit(11.0, 1, 11.0, 100.0) == pytest.approx(11.0)
    assert habits.admit(13.0, 1, 0.0, 15.0) == pytest.approx(13.0)


def test_who_waits_at_the_end_passes_after_it():
    # 300 trucks at hour 0, 10 an hour: through at hour 30, of which the run sees 24. Mean wait of a line of 30 hours:
    # they pass at 15.0 in the mean and came at 0.5.
    slow = gate(end_h=24.0, trucks_per_lane_h=10.0)
    assert slow.admit(0.0, 200, *ALWAYS) == pytest.approx(20.0)
    assert slow.admit(0.0, 100, *ALWAYS) == pytest.approx(30.0)
    assert slow.admit(5.0, 10, *ALWAYS) == pytest.approx(31.0)
    assert slow.hourly()[1].tolist() == [10.0] * 24
    assert slow.hourly_waits()[0] == pytest.approx(14.5)


def gated(exports=0.0, imports=0.0, yard=None, **described):
    changes = {"ports.harbour.terminals.t.gate": {"teu_per_truck": 1.0} | described}
    changes |= {f"ports.harbour.terminals.t.yard.{name}": value for name, value in (yard or {}).items()}
    return run(lane(exports=exports, imports=imports, changes=changes))


def test_exports_held_up_at_the_gate_past_the_cut_off_take_the_next_ship():
    # All trucks of a sailing are planned 60 h before its cut-off (Tuesdays 00:00), at a full hour, one an hour passes:
    # the n-th, n > 1, is through n hours later, so 60 are in time. Those stand 24 h (to the ship, who takes them at
    # once) to 84 h in the yard; the others more than a week from the cut-off they missed.
    records = gated(exports=100, lanes=1, trucks_per_lane_h=1.0)
    made = cargo(records, "exports", 500.0, 8000.0)
    dwell = made["export_dwell_h"]
    in_time = dwell <= 84.0 + 1e-6
    assert np.all(dwell[~in_time] > 100.0)
    planned_for = np.ceil((made["ready_h"] + 6.0 + 24.0) / 168.0)
    _, n = np.unique(planned_for[in_time], return_counts=True)
    _, n_booked = np.unique(planned_for, return_counts=True)
    assert n[1:-1].tolist() == np.minimum(n_booked, 60)[1:-1].tolist()
    assert n_booked.max() > 100


def test_imports_stand_in_the_yard_until_they_are_through_the_gate():
    # A ship a week, all picked up 100 h after her work by plan, at most 10 trucks an hour: of n the last passes
    # (n - 10) / 10 h into the next hours, in whole trucks, and dwell counts until then.
    records = gated(imports=100, lanes=1, trucks_per_lane_h=10.0)
    made = cargo(records, "imports", 500.0, 8000.0)
    dwell = made["import_dwell_h"]
    landed = np.round(made["delivered_h"] - 6.0 - dwell, 6)
    for ship in np.unique(landed)[1:-1]:
        hours = np.sort(dwell[landed == ship])
        full = (np.arange(len(hours)) - 10) // 10 + 1  # hours after the first in which each passes
        assert np.all(hours <= 100.0 + np.maximum(full, 0) + 1.0 + 1e-6)
        assert hours[-1] >= 100.0 + (len(hours) - 10) / 10 - 1.0
    measured = compute_measures(records)
    assert measured.value("gate_wait_h", "harbour", "2025") > 3.0
    n_trucks = np.array([measured.value("trucks_per_day", "harbour", "2025")]) * 365.0
    assert n_trucks == pytest.approx(records.tables["gates"].columns()["came"].sum())
    assert n_trucks / (10.0 * 8760.0) == pytest.approx(
        measured.value("gate_use_share", "harbour/t", "2025"), rel=0.01
    )  # what came and still waits is less


def test_after_a_storm_the_trucks_it_held_up_queue():
    # The import ship of 336 would be picked up at 448. Shut from 440 to 470, they come together then, whatever their
    # habits, and 10 of them pass in an hour; home is 6 h away.
    typhoon = {"dates": {"one": between(446.0, 470.0)}, "stops": "all", "evacuation": {"lead_h": 10.0, "leave_h": 6.0}}
    changes = {"ports.harbour.weather": {"typhoon": typhoon}}
    changes["ports.harbour.terminals.t.gate"] = {
        "lanes": 1, "trucks_per_lane_h": 10.0, "teu_per_truck": 1.0, "profile": [1.0] * 12 + [0.0] * 12,
    }  # fmt: skip
    home = np.sort(cargo(run(lane(imports=50, changes=changes)), "imports", 72.0, 240.0)["delivered_h"])
    assert home[:10] == pytest.approx(476.0)
    assert home[-1] == pytest.approx(476.0 + len(home) / 10)
