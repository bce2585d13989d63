"""What cargo took which way, as arrays: read from the records of a run, or expected at the times of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portsim.choice.board import Board, trade_of
from portsim.choice.itineraries import ways_of
from portsim.choice.logit import probabilities
from portsim.choice.network import network_of
from portsim.choice.tree import Flags, Floats, Tree
from portsim.results.record_columns import MODES
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.scenario.volumes import Volumes

Names = NDArray[np.str_]


@dataclass(frozen=True)
class WaysTaken:
    """All ways of all flows of a scenario; arrays of shape (A,).

    Attributes
    ----------
    flow, zone, trade
        Id of the flow, its inland end (empty from market to market) and its trade.
    gateway, hub
        As in the choice: a transhipped box has its hub as gateway.
    mode
        Inland mode.
    is_past
        Whether it leads past the cluster.
    km
        Way on land.
    utility
        Utility.
    volume, teu
        Laden TEU a year of the flow, and the part of it that takes the way.
    """

    flow: Names
    zone: Names
    trade: Names
    gateway: Names
    hub: Names
    mode: Names
    is_past: Flags
    km: Floats
    utility: Floats
    volume: Floats
    teu: Floats

    @property
    def tree(self) -> Tree:
        """Ways by flow and gateway."""
        names = {name: number for number, name in enumerate(dict.fromkeys(self.gateway.tolist()))}
        flow = np.cumsum(np.append(False, self.flow[1:] != self.flow[:-1]))
        return Tree.from_labels(flow, np.array([names[name] for name in self.gateway.tolist()]))

    @property
    def flow_teu(self) -> Floats:
        """Laden TEU a year of each flow, shape (F,)."""
        volume: Floats = self.volume[self.tree.flow_start[:-1]]
        return volume


def taken_in_run(scenario: Scenario, records: Records) -> WaysTaken:
    """Read the table `choices` of a run; shares and utilities are means of the reported weeks."""
    table = records.tables["choices"].columns()
    ids = np.array([*(entity.id for entity in records.entities), ""])
    is_gateway = np.array([*(entity.kind == "gateway" for entity in records.entities), False])
    mode = np.array(MODES)[table["mode"]]
    flow, hub = ids[table["flow"]], ids[table["hub"]]
    zone = _zones(scenario, flow)
    by_ship = np.where(mode == "river_sea", zone, hub)
    gateway = np.where(table["gateway"] >= 0, ids[table["gateway"]], by_ship)
    return WaysTaken(
        flow, zone, _trades(scenario, flow), gateway, np.where(mode == "sea", "", hub), mode,
        is_gateway[table["gateway"]], table["distance_km"], table["utility"], table["teu_per_year"],
        table["teu_per_year"] * table["share"],
    )  # fmt: skip


def taken_by_tables(scenario: Scenario) -> WaysTaken:
    """Expect what the choice gives at the times of the tables, before any run.

    Raises
    ------
    ValueError
        The scenario has no choice or no demand.
    """
    if scenario.choice is None or scenario.demand is None:
        raise ValueError("the scenario has no choice or no demand")
    network, volumes, year = network_of(scenario), Volumes(scenario), scenario.clock.year
    flows = {id: one for id, one in scenario.demand.flows.items() if volumes.annual_teu(id, year) > 0.0}
    board = Board(scenario, {id: ways_of(scenario, network, one) for id, one in flows.items()})
    utility = board.free_flow_utility()
    share, _ = probabilities(utility, board.tree, scenario.choice.nesting)
    volume = np.array([volumes.annual_teu(id, year) for id in board.flows])[board.flow]
    flow = np.array(board.flows)[board.flow]

    def column(name: str) -> NDArray[Any]:
        return np.array([getattr(way, name) for way in board.ways])

    return WaysTaken(
        flow, _zones(scenario, flow), _trades(scenario, flow), column("gateway"), column("hub"), column("mode"),
        column("is_outside"), column("distance_km"), utility, volume, volume * share,
    )  # fmt: skip


def _zones(scenario: Scenario, flows: Names) -> Names:
    assert scenario.demand is not None  # there are flows
    described = scenario.demand.flows
    ends = ((described[id].origin, described[id].destination) for id in flows.tolist())
    return np.array([next((end for end in pair if end in scenario.zones), "") for pair in ends])


def _trades(scenario: Scenario, flows: Names) -> Names:
    assert scenario.demand is not None  # there are flows
    by_id = {id: trade_of(scenario, flow) for id, flow in scenario.demand.flows.items()}
    return np.array([by_id[id] for id in flows.tolist()])
