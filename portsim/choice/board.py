"""All ways of all flows side by side, as arrays: what each costs, how long it takes, and what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from portsim.choice.cost import generalised_cost, sensitivity
from portsim.choice.itineraries import Way
from portsim.choice.tree import Tree
from portsim.keyed import keys
from portsim.scenario.choice import Choice
from portsim.scenario.demand import Flow
from portsim.scenario.policies import Trade
from portsim.scenario.rules import Rule
from portsim.scenario.scenario import Scenario
from portsim.streams import Floats


class Board:
    """The ways of some flows in flat arrays, those of a flow together, and among them those by one gateway.

    Parameters
    ----------
    scenario
        With its `choice`.
    ways
        Ways of each flow by its id, sorted by gateway; every flow has at least one.

    Attributes
    ----------
    flows
        Ids of the flows, in the order of their numbers.
    ways
        All ways, A in number.
    flow
        Number of the flow of each way, shape (A,).
    tree
        Which ways belong to which flow and gateway.
    money_cny
        What is paid, surcharges and subsidies of rules included, CNY/TEU, shape (A,).
    time_h, headway_h
        Mean time under way and the times between departures, added up, h, shape (A,).
    sd_h
        Standard deviation of the time by the tables, h, shape (A,).
    mu
        Weight of a yuan, 1/CNY, shape (F,).
    vot_cny_per_teu_day
        Value of time of the flow, CNY per TEU and day, shape (F,).
    way_key, nest_key
        Names of ways and of gateways as numbers, for keyed draws.
    caps
        For each rule `cap` the ways it limits, those it is a share of, and the share.
    """

    def __init__(self, scenario: Scenario, ways: Mapping[str, Sequence[Way]]) -> None:
        choice, demand = scenario.choice, scenario.demand
        if choice is None or demand is None:
            raise ValueError("the scenario has no choice")
        self._choice = choice
        self.flows = tuple(ways)
        self.ways = tuple(way for one in ways.values() for way in one)
        counts = [len(one) for one in ways.values()]
        self.flow = np.repeat(np.arange(len(counts)), counts)
        gateways = {way.gateway: n for n, way in enumerate(self.ways)}
        self.tree = Tree.from_labels(self.flow, np.array([gateways[way.gateway] for way in self.ways]))
        described = [demand.flows[id] for id in self.flows]
        self._trades = [trade_of(scenario, flow) for flow in described]
        self.money_cny = np.array([way.money_cny for way in self.ways])
        self.time_h = np.array([way.time_h for way in self.ways])
        self.headway_h = np.array([way.headway_h for way in self.ways])
        self.sd_h = np.array([way.sd_h for way in self.ways])
        default = choice.vot_cny_per_teu_day
        classes = [demand.classes[flow.cargo_class] if flow.cargo_class else None for flow in described]
        self.vot_cny_per_teu_day = np.array([one.vot_cny_per_teu_day if one else default for one in classes])
        self.mu = self._weights([_reference_cny(scenario, flow) for flow in described])
        self.constant = self._constants(choice)
        self.way_key = keys("way", names=[f"{way.gateway}/{way.mode}/{way.hub}" for way in self.ways])
        firsts = self.tree.nest_start[:-1].tolist()
        self.nest_key = keys("nest", names=[self.ways[first].gateway for first in firsts])
        self._is_barred = np.zeros(len(self.ways), dtype=bool)
        self.caps: list[tuple[NDArray[np.bool_], NDArray[np.bool_], float]] = []
        for rule in scenario.policies.values():
            self._apply(rule, described)

    def barred_flows(self) -> list[str]:
        """Flows that have no way left."""
        left = np.add.reduceat((~self._is_barred).astype(np.int64), self.tree.flow_start[:-1])
        return [self.flows[number] for number in np.flatnonzero(left == 0).tolist()]

    def utility(self, excess_h: Floats, sd_h: Floats) -> Floats:
        """Utility of each way; minus infinity where a rule bars it.

        V = -mu (money + vot (time + headway/2 + excess) + vot x reliability_weight x sd) + constants.

        Parameters
        ----------
        excess_h
            Perceived excess over the free-flow time, h, shape (A,).
        sd_h
            Standard deviation of the time, h, shape (A,).
        """
        utility: Floats = self.constant - self.mu[self.flow] * self.cost_cny(excess_h, sd_h)
        utility[self._is_barred] = -np.inf
        return utility

    def cost_cny(self, excess_h: Floats, sd_h: Floats) -> Floats:
        """Generalised cost of each way, CNY/TEU, shape (A,)."""
        return generalised_cost(
            self.money_cny, self.time_h + excess_h, self.headway_h, sd_h, self.vot_cny_per_teu_day[self.flow],
            self._choice.reliability_weight,
        )  # fmt: skip

    def free_flow_utility(self) -> Floats:
        """Utility of each way at the times of the tables."""
        return self.utility(np.zeros(len(self.ways)), self.sd_h)

    def _weights(self, given_cny: Sequence[float | None]) -> Floats:
        """Weight of a yuan: mu0 (1000/C_ref)^0.5, C_ref at least 500 CNY/TEU.

        C_ref is the inland cost given for the zone, or the least of the flow's ways.
        """
        inland = np.array([way.inland_cny if way.inland_cny > 0.0 else np.inf for way in self.ways])
        least = np.minimum.reduceat(inland, self.tree.flow_start[:-1])
        least = np.array([at if cny is None else cny for at, cny in zip(least.tolist(), given_cny, strict=True)])
        base_cny = np.where(np.isfinite(least), least, np.nan)
        return sensitivity(base_cny, self._choice.mu_per_cny, self._choice.cost_scale)

    def _constants(self, choice: Choice) -> Floats:
        by_gateway: dict[tuple[str, str], float] = {
            (one.gateway, one.trade): one.value for one in choice.gateway_constants.values()
        }
        by_mode: dict[tuple[str, str], float] = {
            (one.mode, one.distance): one.value for one in choice.mode_constants.values()
        }
        return np.array([
            by_gateway.get((way.gateway, self._trades[flow]), 0.0)
            + by_gateway.get((way.hub, "relay"), 0.0)
            + by_mode.get((way.mode, "far" if way.distance_km >= choice.far_km else "near"), 0.0)
            for way, flow in zip(self.ways, self.flow.tolist(), strict=True)
        ])  # fmt: skip

    def _apply(self, rule: Rule, flows: Sequence[Flow]) -> None:
        if rule.kind == "coordinate":
            return  # it holds for services
        cargo = np.array([self._fits(rule, flow, trade) for flow, trade in zip(flows, self._trades, strict=True)])
        modes = np.array([not rule.modes or way.mode in rule.modes for way in self.ways])
        there = np.array([bool({way.gateway, way.hub} & set(rule.gateways)) for way in self.ways])
        concerned = cargo[self.flow] & modes
        if rule.kind == "forbid":
            self._is_barred |= there & concerned
        elif rule.kind == "reserve":
            self._is_barred |= there & ~concerned
        elif rule.kind == "cap":
            assert rule.share is not None  # checked: a cap gives its share
            self.caps.append((there & concerned, cargo[self.flow], rule.share))
        else:
            sign = 1.0 if rule.kind == "surcharge" else -1.0
            self.money_cny += np.where(there & concerned, sign * rule.cny_per_teu, 0.0)

    @staticmethod
    def _fits(rule: Rule, flow: Flow, trade: Trade) -> bool:
        ends = {flow.origin, flow.destination}
        return (
            (not rule.zones or bool(ends & set(rule.zones)))
            and (not rule.markets or bool(ends & set(rule.markets)))
            and (not rule.classes or flow.cargo_class in rule.classes)
            and (not rule.trades or trade in rule.trades)
        )


def trade_of(scenario: Scenario, flow: Flow) -> Trade:
    """Whether a flow is foreign or domestic trade of the region, or only changes ship here."""
    markets = scenario.markets
    ends = [end for end in (flow.origin, flow.destination) if end in markets]
    if len(ends) == 2:
        return "transhipment"
    return "domestic" if markets[ends[0]].group == "domestic" else "foreign"


def _reference_cny(scenario: Scenario, flow: Flow) -> float | None:
    """Inland cost before any change of the zone of a flow; None from market to market, or where none is given."""
    zones = [scenario.zones[end] for end in (flow.origin, flow.destination) if end in scenario.zones]
    return zones[0].reference_cny_per_teu if zones else None
