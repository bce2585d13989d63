"""Trucks: no limit to their number, their hours are spread about the mean of the road."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cargo_clusters import cargo, lane, near, only, run

from portsim.model.inland.road import truck_hours
from portsim.scenario.geography import Road

SPREAD = {"links.road.spread_share": 0.5}


def test_the_time_of_a_road_without_spread_is_its_mean() -> None:
    # The import ship of 336 is worked by 348, pick-up 100 h later.
    for time_h in (6.0, 31.0):
        imports = cargo(run(lane(imports=50, changes={"links.road.time_h": time_h})), "imports", 72.0, 240.0)
        assert only(imports["delivered_h"]) == 448.0 + time_h


def test_truck_times_are_lognormal_with_the_mean_and_spread_asked_for() -> None:
    # Picked up at 448 and every 168 h before and after: the rest is the road. Mean 6 h, sd 3 h; a lognormal law of that
    # spread has its median at 6 / sqrt(1.25) = 5.367 h and sd sqrt(ln 1.25) = 0.4724 of its logarithm.
    made = cargo(run(lane(imports=400, changes=SPREAD)), "imports", 240.0, 8000.0)
    voyage_h = (72.0 + np.ceil((made["ready_h"] - 72.0) / 168.0) * 168.0) + 48.0 + 48.0 + 12.0 + 100.0
    truck_h = made["delivered_h"] - voyage_h
    n = len(truck_h)
    assert truck_h.min() > 0.0
    assert near(truck_h.mean(), 6.0, 3.0 / math.sqrt(n))
    logs = np.log(truck_h)
    assert near(logs.mean(), math.log(5.3666), 0.4724 / math.sqrt(n))
    assert near(logs.std(), 0.4724, 0.4724 / math.sqrt(2 * n))
    assert near((logs < math.log(5.3666)).mean(), 0.5, 0.5 / math.sqrt(n))


def test_a_slow_truck_misses_the_cut_off() -> None:
    # Ready 6 h before the cut-off of 312: trucks that need less are in time (median 5.3666 h; 6 h is ln(6 / 5.3666) /
    # 0.4724 = 0.2361 sd above it: 59.3 %).
    made = cargo(run(lane(exports=1500, changes=SPREAD)), "exports", 0.0, 8000.0)
    before_h = (312.0 - made["ready_h"]) % 168.0
    close = np.abs(before_h - 6.0) < 0.5
    sailed_h = (made["delivered_h"] - 72.0 - 24.0) - made["ready_h"]
    in_time = (sailed_h < 8.0)[close]
    assert near(in_time.mean(), 0.593, 0.5 / math.sqrt(len(in_time)))


def test_trucks_have_no_limit() -> None:
    # All 6 000 TEU of a week's ship leave the port 100 h after she is worked, however many they are.
    few = cargo(run(lane(imports=50, changes={"fleets.ship.capacity_teu": 9_000})), "imports", 72.0, 240.0)
    changes = {"fleets.ship.capacity_teu": 9_000, "cargo.mean_consignment_teu": 50}
    many = cargo(run(lane(imports=6_000, changes=changes)), "imports", 72.0, 240.0)
    assert only(few["delivered_h"]) == only(many["delivered_h"]) == 454.0


def test_a_truck_drawn_at_the_mean_of_the_normal_law_takes_the_median_time() -> None:
    road = Road(mode="road", origin="inland", destination="harbour", distance_km=300.0, time_h=10.0, spread_share=0.75)
    # sqrt(1 + 0.75^2) = 1.25: the median is 10 / 1.25; one sd of the logarithm is sqrt(ln 1.5625) = 0.6680.
    hours = truck_hours(road, np.array([0.0, 1.0, -1.0]))
    assert hours == pytest.approx([8.0, 8.0 * math.exp(0.66804), 8.0 / math.exp(0.66804)], rel=1e-4)
