"""How strongly cargo of a zone and trade answers to what a gateway or a mode costs, takes, or offers, at free flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portsim.choice.board import Board, trade_of
from portsim.choice.elasticity import by_cost, by_frequency, by_time, elasticity
from portsim.choice.itineraries import ways_of
from portsim.choice.logit import probabilities
from portsim.choice.network import network_of
from portsim.choice.tree import Flags, Floats
from portsim.errors import InputError
from portsim.scenario.scenario import Scenario
from portsim.scenario.volumes import Volumes


@dataclass(frozen=True)
class Answer:
    """Cargo of a zone and trade by one gateway and mode, and its own elasticities.

    Attributes
    ----------
    zone, trade, gateway, mode
        Zone is empty from market to market.
    teu
        Laden TEU a year.
    share
        Part of all cargo of the zone and trade.
    cost, time, frequency
        Relative change of the TEU per relative change of the money, the hours or the departures of these ways alone.
    """

    zone: str
    trade: str
    gateway: str
    mode: str
    teu: float
    share: float
    cost: float
    time: float
    frequency: float


def elasticities(scenario: Scenario) -> list[Answer]:
    """Elasticities by zone, trade, gateway and mode at the times of the tables.

    Raises
    ------
    InputError
        Cargo of the scenario does not choose.
    """
    if scenario.choice is None or scenario.demand is None:
        raise InputError(f"{scenario.name}: elasticities need the keys choice and demand")
    network, volumes, year = network_of(scenario), Volumes(scenario), scenario.clock.year
    flows = {id: one for id, one in scenario.demand.flows.items() if volumes.annual_teu(id, year) > 0.0}
    board = Board(scenario, {id: ways_of(scenario, network, one) for id, one in flows.items()})
    volume = np.array([volumes.annual_teu(id, year) for id in board.flows])
    p, _ = probabilities(board.free_flow_utility(), board.tree, scenario.choice.nesting)
    zones = [
        next((end for end in (one.origin, one.destination) if end in scenario.zones), "") for one in flows.values()
    ]
    trades = [str(trade_of(scenario, one)) for one in flows.values()]
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    for number, (way, flow) in enumerate(zip(board.ways, board.flow.tolist(), strict=True)):
        groups.setdefault((zones[flow], trades[flow], way.gateway, way.mode), []).append(number)
    whole: dict[tuple[str, str], float] = {}
    for zone, trade, teu in zip(zones, trades, volume.tolist(), strict=True):
        whole[zone, trade] = whole.get((zone, trade), 0.0) + teu
    changes, found = _changes(board), []
    for (zone, trade, gateway, mode), numbers in sorted(groups.items()):
        members: Flags = np.zeros(len(p), dtype=bool)
        members[numbers] = True
        carried = float((volume[board.flow] * p)[members].sum())
        if carried > 0.0:
            own = [
                elasticity(p, np.where(members, change, 0.0), board.tree, scenario.choice.nesting, volume, members)
                for change in changes
            ]
            found.append(Answer(zone, trade, gateway, mode, carried, carried / whole[zone, trade], *own))
    return found


def _changes(board: Board) -> tuple[Floats, Floats, Floats]:
    """Changes of utility per relative change of money, hours and departures."""
    vot = board.vot_cny_per_teu_day
    headway = np.array([way.headway_h for way in board.ways])
    return (
        by_cost(board.money_cny, board.mu, board.tree),
        by_time(board.time_h + board.headway_h / 2.0, vot, board.mu, board.tree),
        by_frequency(headway, vot, board.mu, board.tree),
    )
