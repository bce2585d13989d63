"""Common random numbers: the same seed gives the same bits, and a stranger changes nobody else's year."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from portsim.model.kernel import StrictKernel
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario
from portsim.streams import Streams

STRANGER = """
format: 1
name: with_stranger
extends: two_ports
zones: {moor: {}}
markets: {far_island: {group: asean}}
ports:
  lonely:
    terminals: {quay: {quays: {q: {n_berths: 1}}, cranes: {n: 2}, yard: {capacity_teu: 4000}}}
  island_roads: {market: far_island}
links:
  road_moor_lonely: {mode: road, origin: moor, destination: lonely, distance_km: 40, time_h: 2}
  sea_lonely_island: {mode: sea, origin: lonely, destination: island_roads, distance_nm: 300}
services: {lonely_line: {kind: liner, ship_class: coaster, rotation: [lonely, island_roads]}}
demand:
  flows: {moor_island: {origin: moor, destination: far_island, annual_teu: 9000}}
  routes: {moor_route: {zone: moor, market: far_island, gateway: lonely, mode: road, share: 1.0}}
"""


def test_a_stream_depends_on_seed_replication_and_path_alone() -> None:
    draws = Streams(1, 0).generator("port/a/lateness").random(5)
    Streams(1, 0).generator("port/b/lateness").random(99)
    assert np.array_equal(draws, Streams(1, 0).generator("port/a/lateness").random(5))
    for other in (Streams(2, 0), Streams(1, 1)):
        assert not np.array_equal(draws, other.generator("port/a/lateness").random(5))


def test_the_same_seed_gives_the_same_records_and_the_strict_clockwork_agrees() -> None:
    scenario = load_scenario("two_ports").scenario
    first, second = simulate(scenario, 7, 3), simulate(scenario, 7, 3, StrictKernel)
    for name, table in first.tables.items():
        for column, values in table.columns().items():
            assert np.array_equal(values, second.tables[name].columns()[column], equal_nan=values.dtype.kind == "f")


def test_an_unconnected_port_changes_no_measure_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "with_stranger.yaml"
    path.write_text(STRANGER, encoding="utf-8")
    alone = compute_measures(simulate(load_scenario("two_ports").scenario, 1, 0))
    together = compute_measures(simulate(load_scenario(path).scenario, 1, 0))
    found = {row[:4]: row[4] for row in together.rows}
    assert any(key[2] == "lonely" and value > 0 for key, value in found.items())
    for row in alone.rows:
        if row[2].split(">")[0] != "cluster":
            assert found[row[:4]] == row[4], row


def test_another_seed_gives_another_year() -> None:
    scenario = load_scenario("two_ports").scenario
    years = [
        compute_measures(simulate(scenario, seed, 0)).value("throughput_teu", "cluster", "2025") for seed in (1, 2)
    ]
    assert years[0] != years[1]
