"""Little's law of yards: the stock a yard counts over time is what its boxes stood there by the log of consignments.

Over a run of T hours the integral of the stock is the sum of TEU times hours of all stays, of which the log has those
that ended and, of imports by truck, those whose end is known. Exactly so at the edges: of stays that began before the
start only what lies after it counts, of those that end after T only what lies before, and boxes that stand there at T,
or are on their way inland, are asked themselves.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest

from portsim.model.cargo.consignment import Consignment
from portsim.model.kernel import Kernel
from portsim.model.port.yard import Yard
from portsim.model.world import World
from portsim.scenario.load import load_scenario
from portsim.streams import Streams

STAYS = (("export_dwell_h", "gateway"), ("import_dwell_h", "gateway"), ("transhipment_dwell_h", "hub"))
SMALLER_YARD = "ports.south_port.terminals.t1.yard.capacity_teu=3000"
CASES = {
    "two_ports": ("two_ports",),
    "two_ports with a full yard": ("two_ports", "demand.factor=1.5", SMALLER_YARD),
    "invented_cluster": ("invented_cluster",),
}


class Edges:
    """TEU-hours of stays before the start and after the end of a run, by yard."""

    def __init__(self, end_h: float) -> None:
        self.end_h = end_h
        self.before: dict[int, float] = defaultdict(float)
        self.after: dict[int, float] = defaultdict(float)
        self.came_teu: dict[int, float] = defaultdict(float)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Note all that comes and goes, while the real yards do their work."""
        edges, real = self, {name: getattr(Yard, name) for name in ("land", "deliver", "deliver_each", "pick_up_each")}

        def comes(yard: Yard, changes: list[tuple[float, float]]) -> None:
            for time_h, teu in changes:
                edges.before[id(yard)] += teu * max(0.0, -time_h)
                edges.came_teu[id(yard)] += teu * (time_h < edges.end_h)

        def land(yard: Yard, time_h: float, teu: float) -> None:
            comes(yard, [(time_h, teu)])
            real["land"](yard, time_h, teu)

        def deliver(yard: Yard, time_h: float, teu: float) -> None:
            comes(yard, [(time_h, teu)])
            real["deliver"](yard, time_h, teu)

        def deliver_each(yard: Yard, coming: Any) -> None:
            comes(yard, list(coming))
            real["deliver_each"](yard, coming)

        def pick_up_each(yard: Yard, leaving: Any) -> None:
            for time_h, teu in leaving:
                edges.after[id(yard)] += teu * max(0.0, time_h - edges.end_h)
            real["pick_up_each"](yard, leaving)

        for one in (land, deliver, deliver_each, pick_up_each):
            patch.setattr(Yard, one.__name__, one)


@cache
def run(case: str) -> tuple[World, Edges]:
    name, *sets = CASES[case]
    world = World(load_scenario(name, sets=sets).scenario, Streams(1, 0), Kernel())
    edges = Edges(world.clock.end_h)
    with pytest.MonkeyPatch.context() as patch:
        edges.watch(patch)
        world.run()
    return world, edges


def yards_of(world: World) -> dict[str, list[Yard]]:
    """The yards of each port: the log of consignments knows ports."""
    ports = {id: [one.yard for one in port.terminals.values() if one.yard] for id, port in world.ports.items()}
    return {id: yards for id, yards in ports.items() if yards}


def stock_teu_h(yards: list[Yard], end_h: float) -> float:
    none = np.zeros(int(np.ceil(end_h)))
    return float(sum(part.sum() for yard in yards for part in yard.hourly(none)))


def gone_inland(world: World) -> list[Consignment]:
    """Imports that have left a yard by train or barge and are not noted yet, for they have not arrived."""
    trips = [trip.laden for train in world._trains for trip in train.under_way.values()]
    trips += [barge.laden for line in world.barge_lines for barge in line.barges]
    return [one for laden in trips for one in laden if one.yard is None and not one.itinerary.outbound]


def stays_teu_h(world: World, port: str, yards: list[Yard], edges: Edges) -> float:
    cargo = world.records.tables["consignments"].columns()
    number, total = world.ports[port].number, 0.0
    for dwell, place in STAYS:
        here = (cargo[place] == number) & np.isfinite(cargo[dwell])
        total += float((cargo["teu"][here] * cargo[dwell][here].astype(float)).sum())
    for one in world._in_system():
        if one.yard in yards:
            total += one.teu * max(0.0, edges.end_h - one.at_h)
    total += sum(one.teu * one.dwell_h for one in gone_inland(world) if one.itinerary.record[3] == number)
    return total - sum(edges.before[id(yard)] + edges.after[id(yard)] for yard in yards)


@pytest.mark.parametrize("case", CASES)
def test_the_stock_of_a_yard_is_arrivals_times_dwell_to_the_last_box_hour(case: str) -> None:
    world, edges = run(case)
    for port, yards in yards_of(world).items():
        stock, stays = stock_teu_h(yards, edges.end_h), stays_teu_h(world, port, yards, edges)
        assert stays == pytest.approx(stock, rel=1e-7), port


@pytest.mark.parametrize("case", CASES)
def test_every_yard_is_used(case: str) -> None:
    world, edges = run(case)
    for port, yards in yards_of(world).items():
        assert all(edges.came_teu[id(yard)] > 0.0 for yard in yards), port
