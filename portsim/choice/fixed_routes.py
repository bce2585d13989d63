"""A scenario whose cargo chooses, with the shares it would choose at the times of the tables written down as routes.

For arithmetic without a run: what passes the cluster is known, what goes past it is left out.
"""

from __future__ import annotations

import numpy as np

from portsim.choice.board import Board
from portsim.choice.itineraries import Way, ways_of
from portsim.choice.logit import probabilities
from portsim.choice.network import network_of
from portsim.scenario.demand import Flow, Route
from portsim.scenario.scenario import Scenario
from portsim.scenario.volumes import Volumes

_LEAST_SHARE = 1e-5


def as_routes(scenario: Scenario) -> Scenario:
    """The same scenario with fixed routes; itself where it has no choice.

    Both directions of a zone and a market share their routes, as routes do; shares are weighted by the cargo of the
    first year.
    """
    choice, demand = scenario.choice, scenario.demand
    if choice is None or demand is None:
        return scenario
    network, volumes = network_of(scenario), Volumes(scenario)
    found = {id: ways_of(scenario, network, flow) for id, flow in demand.flows.items()}
    board = Board(scenario, {id: ways for id, ways in found.items() if ways})
    shares, _ = probabilities(board.free_flow_utility(), board.tree, choice.nesting)
    flows: dict[str, Flow] = {}
    taken: dict[tuple[str, str], dict[tuple[str, str, str], float]] = {}
    inside = np.add.reduceat(np.where([way.is_outside for way in board.ways], 0.0, shares), board.tree.flow_start[:-1])
    for number, id in enumerate(board.flows):
        flow: Flow = demand.flows[id]
        first, last = int(board.tree.flow_start[number]), int(board.tree.flow_start[number + 1])
        ways = list(zip(board.ways[first:last], shares[first:last].tolist(), strict=True))
        if flow.origin in scenario.markets and flow.destination in scenario.markets:
            flows |= _by_hub(id, flow, ways)
            continue
        if inside[number] <= _LEAST_SHARE:
            continue
        flows[id] = flow.model_copy(update={"annual_teu": flow.annual_teu * float(inside[number])})
        teu, zone = volumes.annual_teu(id, scenario.clock.year), ways[0][0].zone
        market = flow.destination if flow.origin == zone else flow.origin
        sums = taken.setdefault((zone, market), {})
        for way, share in ways:
            if not way.is_outside:
                key = "" if way.mode == "river_sea" else way.gateway, way.mode, way.hub
                sums[key] = sums.get(key, 0.0) + share * teu
    routes = {
        f"way_{zone}_{market}_{n}": Route.model_validate({
            "zone": zone, "market": market, "gateway": gateway or None, "mode": mode, "hub": hub or None,
            "share": teu / sum(sums.values()),
        })
        for (zone, market), sums in taken.items()
        for n, ((gateway, mode, hub), teu) in enumerate(sums.items())
        if teu > _LEAST_SHARE * sum(sums.values())
    }  # fmt: skip
    return scenario.model_copy(
        update={"choice": None, "demand": demand.model_copy(update={"flows": flows, "routes": routes})}
    )


def _by_hub(id: str, flow: Flow, ways: list[tuple[Way, float]]) -> dict[str, Flow]:
    """A flow from market to market, once for each hub."""
    return {
        f"{id}_via_{way.gateway}": flow.model_copy(update={"hub": way.gateway, "annual_teu": flow.annual_teu * share})
        for way, share in ways
        if not way.is_outside and share > _LEAST_SHARE
    }
