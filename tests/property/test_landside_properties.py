"""Random gates against a queue reckoned hour by hour, and random clusters with gates, tracks and customs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_clusters import clusters, few, watched
from small_clusters import with_changes

from portsim.model.port.gate import TruckGate
from portsim.scenario.landside import TruckGate as GateDescription

DAYS = 6
plans = st.lists(st.tuples(st.integers(0, 60 * 24 * (DAYS - 1)), st.integers(1, 60)), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(plans, st.integers(0, 20), st.integers(1, 4), st.integers(1, 25))
def test_as_many_trucks_pass_in_each_hour_as_in_a_queue_in_order_of_arrival(booked, opens, hours, rate):
    described = {"lanes": 1, "trucks_per_lane_h": rate, "teu_per_truck": 1.0}
    gate = TruckGate(GateDescription(**described, open_from_hour=opens, open_to_hour=opens + hours), DAYS * 24.0)
    through = [gate.admit(minute / 60.0, teu, 0.0, np.inf) for minute, teu in booked]
    came, passed = gate.hourly()
    waiting, waited = 0.0, 0.0
    for hour in range(DAYS * 24):
        room = rate if opens <= hour % 24 < opens + hours else 0.0
        served = min(room, waiting + came[hour])
        assert passed[hour] == pytest.approx(served, abs=1e-6)
        waiting, before = waiting + came[hour] - served, waiting
        waited += (waiting + before) / 2.0  # both lines rise evenly over the hour
    assert came.sum() == pytest.approx(sum(teu for _, teu in booked))
    assert all(end >= minute / 60.0 - 1e-9 for end, (minute, _) in zip(through, booked, strict=True))
    if waiting < 1e-9:  # nobody waits beyond the run: the truck-hours of the line are those of its trucks
        assert np.nansum(gate.hourly_waits() * came) == pytest.approx(waited, abs=1e-4)


@st.composite
def landside(draw):
    """A random cluster whose eastern port has a gate by day, a track and customs."""
    opens = draw(st.integers(0, 10))
    gate = {"lanes": draw(st.integers(1, 3)), "open_from_hour": opens, "open_to_hour": draw(st.integers(opens + 6, 24))}
    lifts, shunting = draw(st.sampled_from([5.0, 30.0])), draw(st.sampled_from([0, 2]))
    track = {"tracks": 1, "lifts_per_h": lifts, "shunting_h": shunting}
    customs = {"import_h": draw(st.sampled_from([0, 90])), "transhipment_h": draw(st.sampled_from([0, 60]))}
    terminal = "ports.east.terminals.t"
    changes = {f"{terminal}.gate": gate, f"{terminal}.rail_terminal": track, "ports.east.customs": customs}
    return with_changes(draw(clusters()), changes | {f"{terminal}.yard.reefer_share": 0.1})


def few_here(test):
    return few(test, max_examples=8)


@few_here
@given(landside())
def test_nothing_is_lost_and_nobody_waits_for_less_than_no_time(raw):
    seen = watched(raw)  # a run that does not balance fails
    records = seen.records
    for stock in seen.yards:
        assert stock.min() > -1e-6
    gates, trains = records.tables["gates"].columns(), records.tables["trains"].columns()
    assert np.nanmin(gates["wait_h"]) >= 0.0
    assert gates["passed"].sum() <= gates["came"].sum() + 1e-6
    gate = raw["ports"]["east"]["terminals"]["t"]["gate"]
    hour = gates["start_h"] % 24.0
    assert hour.min() >= gate["open_from_hour"]
    assert hour.max() < gate["open_to_hour"]
    assert gates["passed"].max() <= gate["lanes"] * 60.0 + 1e-6
    assert trains["wait_track_h"].min() >= 0.0
    started, ended = trains["departed_h"] - trains["track_h"], trains["departed_h"].copy()
    came = trains["outbound"]
    started[came], ended[came] = (trains["arrived_h"] - trains["track_h"])[came], trains["arrived_h"][came]
    on_track = ~np.isnan(ended)
    order = np.argsort(started[on_track])
    assert np.all(started[on_track][order][1:] >= ended[on_track][order][:-1] - 1e-6)  # one track, one train
    running = raw["services"]["train"]["running_h"]
    left = ~np.isnan(trains["arrived_h"])
    taken = np.where(came, running + trains["wait_track_h"] + trains["track_h"], running)
    assert (trains["arrived_h"] - trains["departed_h"])[left] == pytest.approx(taken[left])
    cargo = records.tables["consignments"].columns()
    for name in ("export_dwell_h", "import_dwell_h", "transhipment_dwell_h"):
        assert np.nanmin(cargo[name], initial=0.0) >= 0.0
