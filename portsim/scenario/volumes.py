"""How much each flow brings in a year: the tables, growth, levers and the split between coast and hinterland."""

from __future__ import annotations

from portsim.scenario.demand import Coast, Demand, Flow
from portsim.scenario.scenario import Scenario


class Volumes:
    """Laden TEU of the flows by year.

    Parameters
    ----------
    scenario
        With its demand.

    Raises
    ------
    ValueError
        The scenario has no demand.
    """

    def __init__(self, scenario: Scenario) -> None:
        if scenario.demand is None:
            raise ValueError("the scenario has no demand")
        self._zones, self._markets = scenario.zones, scenario.markets
        self._demand = scenario.demand
        self._factors = {id: self._levers(flow) for id, flow in scenario.demand.flows.items()}
        coast = scenario.demand.coast
        if coast is not None and coast.share is not None:
            self._split(scenario.demand, coast, coast.share)

    def annual_teu(self, flow_id: str, year: int) -> float:
        """Laden TEU of a flow in a year."""
        demand = self._demand
        flow, years = demand.flows[flow_id], year - demand.year
        path = demand.growth_path
        growth = flow.growth_share if path is None else demand.growth_paths.get(path, 0.0)
        return flow.annual_teu * (1.0 + growth) ** years * demand.factor * self._factors[flow_id]

    def _levers(self, flow: Flow) -> float:
        factor = 1.0
        for lever in self._demand.levers.values():
            ends = {flow.origin, flow.destination}
            if (
                (not lever.zones or ends & set(lever.zones))
                and (not lever.markets or ends & set(lever.markets))
                and (not lever.classes or flow.cargo_class in lever.classes)
            ):
                factor *= lever.factor
        return factor

    def _split(self, demand: Demand, coast: Coast, share: float) -> None:
        """Give the coastal zone its share of the region's domestic flows."""
        at_coast = [id for id, flow in demand.flows.items() if self._domestic_zone(flow) == coast.zone]
        others = [id for id, flow in demand.flows.items() if self._domestic_zone(flow) in coast.zones]
        sums = [sum(demand.flows[id].annual_teu * self._factors[id] for id in ids) for ids in (at_coast, others)]
        if min(sums) <= 0.0:
            return
        for ids, whole, part in ((at_coast, sums[0], share), (others, sums[1], 1.0 - share)):
            for id in ids:
                self._factors[id] *= part * sum(sums) / whole

    def _domestic_zone(self, flow: Flow) -> str | None:
        """The zone of a flow between a zone and a domestic market."""
        zone, market = (
            (flow.origin, flow.destination) if flow.origin in self._zones else (flow.destination, flow.origin)
        )
        is_domestic = zone in self._zones and market in self._markets and self._markets[market].group == "domestic"
        return zone if is_domestic else None
