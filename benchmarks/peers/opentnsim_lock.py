"""Ships from both sides through one lock of OpenTNSim, in its simplest set-up; prints CPU seconds and ships as JSON."""

from __future__ import annotations

import datetime
import json
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

import networkx as nx
import opentnsim.core
import opentnsim.graph
import opentnsim.output
import pandas as pd
import pyproj
import simpy
from opentnsim.lock import lock
from opentnsim.vessel_traffic_service import vessel_traffic_service
from shapely.geometry import LineString, Point
from shapely.ops import transform

START = datetime.datetime(2025, 1, 1)
GAP_MIN = 20


def environment() -> simpy.Environment:
    """Two nodes, ten kilometres apart, with a lock of 400 x 50 m between them."""
    to_degrees = pyproj.Transformer.from_crs("EPSG:4087", "EPSG:4326", always_xy=True).transform
    ends = {"0": Point(-5_000, 0), "1": Point(5_000, 0)}
    graph = nx.DiGraph()
    for name, point in ends.items():
        graph.add_node(name, geometry=transform(to_degrees, point))
    for way in (("0", "1"), ("1", "0")):
        line = LineString([ends[name] for name in way])
        graph.add_edge(*way, geometry=transform(to_degrees, line), weight=1)
    env = simpy.Environment(initial_time=START.timestamp())
    env.epoch, env.graph = START, graph
    env.vessel_traffic_service = vessel_traffic_service.VesselTrafficService(graph=graph, crs_m="4087")
    return env


def build_lock(env: simpy.Environment) -> None:
    """The lock, first come, first served, without forecasts."""
    lock.IsLockComplex(
        env=env, name="Lock", node_open="0", node_A="0", node_B="1", distance_lock_doors_A_to_waiting_area_A=4_800,
        distance_lock_doors_B_to_waiting_area_B=4_800, distance_from_start_node_to_lock_doors_A=4_800,
        distance_from_end_node_to_lock_doors_B=4_800, lock_length=400, lock_width=50, lock_depth=15,
        levelling_time=960, doors_opening_time=240, doors_closing_time=240, registration_nodes=["0", "1"],
        predictive=False,
    )  # fmt: skip


def main() -> None:
    """Send as many ships as the first argument says."""
    warnings.simplefilter("ignore")
    n_ships = int(sys.argv[1])
    env = environment()
    build_lock(env)
    vessel_class = type(
        "Vessel",
        (
            lock.PassesLockComplex, opentnsim.core.Identifiable, opentnsim.core.Movable,
            opentnsim.core.VesselProperties, opentnsim.core.ExtraMetadata,
            opentnsim.graph.HasMultiDiGraph, opentnsim.output.HasOutput,
        ),
        {},
    )  # fmt: skip
    left: list[float] = []

    def journey(vessel: Any, at_s: float) -> Iterator[Any]:
        yield env.timeout(at_s)
        yield from vessel.move()
        left.append(env.now)

    for number in range(n_ships):
        way = ["0", "1"] if number % 2 else ["1", "0"]
        at = datetime.timedelta(minutes=GAP_MIN * (number + 1))
        vessel = vessel_class(
            env=env, name=f"ship {number}", geometry=env.graph.nodes[way[0]]["geometry"], route=way, v=3.0, L=90.0,
            B=15.8, T=5.0, type="tanker", arrival_time=pd.Timestamp(START + at),
        )  # fmt: skip
        env.process(journey(vessel, at.total_seconds()))
    begun = time.process_time()
    env.run()
    print(json.dumps({"seconds": time.process_time() - begun, "n": len(left)}))


if __name__ == "__main__":
    main()
