"""Has every flow a way to go: found by the choice's own search, before any run."""

from __future__ import annotations

from portsim.choice.board import Board
from portsim.choice.itineraries import ways_of
from portsim.choice.network import network_of
from portsim.scenario.case import Case


def check_ways(case: Case) -> None:
    """Every flow of a scenario with choice has a way that no rule bars; asked only where all else is right."""
    scenario = case.scenario
    if scenario.choice is None or scenario.demand is None or case.findings.errors:
        return
    network = network_of(scenario)
    ways = {}
    for name, flow in scenario.demand.flows.items():
        if flow.annual_teu <= 0.0:
            continue
        ways[name] = ways_of(scenario, network, flow)
        if not ways[name]:
            case.error(
                ("demand", "flows", name),
                f"no way leads from {flow.origin} to {flow.destination}: no road, train, barge or leg past the cluster "
                "joins with a service by sea",
            )
    if ways and not case.findings.errors:
        for name in Board(scenario, ways).barred_flows():
            case.error(("policies",), f"the rules bar every way of the flow {name}")
