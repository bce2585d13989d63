"""What was observed of a year, beside what a run made of it, and how far each constant is to move.

Each observation has one constant that answers for it: the throughput, the foreign share and the transhipment share of a
port its three gateway constants; sea-rail and the near part of it the constants of rail; the boxes of river ports and
the near part of them those of barges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from portsim.choice.contraction import Margin, fit
from portsim.choice.tree import Flags
from portsim.results.definition import MeasureTable
from portsim.scenario.scenario import Scenario
from portsim.study.ways_taken import WaysTaken

Constants = dict[tuple[str, str], float]
"""Constants by (gateway, trade) or (mode, distance)."""

Seen = Mapping[tuple[str, str], float]
"""Values of measures by (measure, entity)."""

_PORT_MEASURES = {"throughput_teu": "domestic", "foreign_share": "foreign", "transhipment_share": "transhipment"}
_QUAY_PER_MOVE = 1.43
"""TEU over the quay per laden move before a run has told: empties are three in ten (design of the baseline)."""
_LADEN_ON_RAIL = 0.75
_LEAST_GATEWAY_PART = 0.05


@dataclass(frozen=True)
class Observation:
    """Something observed, the constant that answers for it, and what the model makes of it."""

    measure: str
    entity: str
    constant: str
    observed: float
    modelled: float

    @property
    def error(self) -> float:
        """Modelled over observed, less one."""
        return self.modelled / self.observed - 1.0


@dataclass(frozen=True)
class _Group:
    """Ways that share a constant, and the laden TEU they should carry."""

    keys: tuple[tuple[str, str], ...]
    ways: Flags
    wanted_teu: float


class Targets:
    """Observations of a scenario's year, `calibration.year`.

    Raises
    ------
    ValueError
        The scenario lacks `choice`, `demand` or `calibration`, or no throughput of a port was observed in the year.
    """

    def __init__(self, scenario: Scenario) -> None:
        rules, choice = scenario.calibration, scenario.choice
        if rules is None or choice is None or scenario.demand is None:
            raise ValueError("a calibration needs the keys choice, demand and calibration")
        self._rules, self._far_km, self._nesting = rules, choice.far_km, choice.nesting
        self.observed = {
            (one.measure, one.entity): one.value
            for one in scenario.observed.values()
            if one.role == "fitted" and one.period in (str(rules.year), None, "")
        }
        modelled = {id for id, port in scenario.ports.items() if port.terminals}
        self.ports = [id for measure, id in self.observed if measure == "throughput_teu" and id in modelled]
        if not self.ports:
            raise ValueError(f"no throughput_teu of role fitted was observed in {rules.year} at any port")

    def seen(self, measures: MeasureTable) -> Seen:
        """Measures of the year."""
        year = str(self._rules.year)
        return {(measure, entity): value for measure, _, entity, period, value in measures if period == year}

    def beside(self, ways: WaysTaken, seen: Seen) -> list[Observation]:
        """All observations beside what a run made of them."""
        found = []
        for (measure, entity), observed in self.observed.items():
            if (measure, entity) not in seen:
                continue
            if measure in _PORT_MEASURES and entity in self.ports:
                constant = f"{entity}, {_PORT_MEASURES[measure]}"
            elif (measure, entity) == ("sea_rail_teu", "cluster"):
                constant = "rail, far"
            else:
                continue
            found.append(Observation(measure, entity, constant, observed, seen[measure, entity]))
        rail, near = self._rail(ways)
        if self._rules.near_rail_share is not None:
            share = float(ways.teu[near].sum() / max(1.0, ways.teu[rail].sum()))
            found.append(Observation("near_rail_share", "cluster", "rail, near", self._rules.near_rail_share, share))
        if self._rules.barge_laden_teu is not None:
            by_barge = float(ways.teu[self._river(ways)].sum())
            found.append(Observation("barge_laden_teu", "cluster", "barge", self._rules.barge_laden_teu, by_barge))
        if self._rules.near_barge_share is not None:
            river = self._river(ways)
            share = float(ways.teu[river & (ways.km < self._far_km)].sum() / max(1.0, ways.teu[river].sum()))
            found.append(Observation("near_barge_share", "cluster", "barge, near", self._rules.near_barge_share, share))
        return found

    def steps(self, ways: WaysTaken, seen: Seen | None) -> tuple[Constants, Constants]:
        """How far the constants of gateways and of modes are to move.

        Parameters
        ----------
        ways
            What took which way, and at which utilities.
        seen
            Measures of the same run; None before any: then empties are what they usually are.
        """
        gateways = [group for port in self.ports for group in self._at_port(port, ways, seen)]
        modes = self._modes(ways, seen)
        margins = [_margin(gateways, len(ways.teu)), _margin(modes, len(ways.teu))]
        found = fit(ways.utility, ways.tree, self._nesting, ways.flow_teu, margins, tolerance=1e-4, max_rounds=300)
        steps: list[Constants] = []
        for groups, moved in zip((gateways, modes), found.constants, strict=True):
            steps.append({key: step for group, step in zip(groups, moved.tolist(), strict=True) for key in group.keys})
        return steps[0], steps[1]

    def _at_port(self, port: str, ways: WaysTaken, seen: Seen | None) -> list[_Group]:
        here, is_hub = ways.gateway == port, ways.trade == "transhipment"
        changing = here & is_hub
        moves = float(ways.teu[here & ~is_hub].sum() + 2.0 * ways.teu[changing].sum())
        relayed = 2.0 * float(ways.teu[ways.hub == port].sum())  # boxes of other gateways that change ship here
        quay_per_move = _QUAY_PER_MOVE if seen is None else seen["throughput_teu", port] / max(1.0, moves + relayed)
        left = self.observed["throughput_teu", port] / max(quay_per_move, 1e-3) - relayed
        groups = []
        hub_share = self.observed.get(("transhipment_share", port))
        if changing.any() and hub_share is not None:
            carried = float(ways.teu[changing].sum())
            share = 2.0 * carried / (moves + relayed) if seen is None else seen["transhipment_share", port]
            wanted = (
                carried
                * hub_share
                / max(share, 1e-3)
                * self.observed["throughput_teu", port]
                / max(1.0, quay_per_move * (moves + relayed))
            )
            groups.append(_Group(((port, "transhipment"),), changing, wanted))
            left -= 2.0 * wanted
        elif changing.any():
            left -= 2.0 * float(ways.teu[changing].sum())
        least = _LEAST_GATEWAY_PART * self.observed["throughput_teu", port] / quay_per_move
        return groups + self._by_trade(port, ways, seen, max(left, least))

    def _by_trade(self, port: str, ways: WaysTaken, seen: Seen | None, gateway_teu: float) -> list[_Group]:
        members = {trade: (ways.gateway == port) & (ways.trade == trade) for trade in ("domestic", "foreign")}
        parts = {trade: float(ways.teu[members[trade]].sum()) for trade in members}
        if parts["foreign"] <= 0.0 or parts["domestic"] <= 0.0:
            whole = next((trade for trade, teu in parts.items() if teu > 0.0), None)
            return [_Group(((port, whole),), members[whole], gateway_teu)] if whole else []
        share = parts["foreign"] / (parts["foreign"] + parts["domestic"])
        observed = self.observed.get(("foreign_share", port))
        if observed is not None and observed > 0.0:
            counted = share if seen is None else seen["foreign_share", port]
            odds = _odds(share) * _odds(observed) / _odds(counted)
            share = odds / (1.0 + odds)
        both = {"domestic": 1.0 - share, "foreign": share}
        return [_Group(((port, trade),), members[trade], gateway_teu * part) for trade, part in both.items()]

    def _modes(self, ways: WaysTaken, seen: Seen | None) -> list[_Group]:
        groups = []
        observed, rules = self.observed.get(("sea_rail_teu", "cluster")), self._rules
        rail, near = self._rail(ways)
        if observed is not None and ways.teu[rail].sum() > 0.0:
            carried = float(ways.teu[rail].sum())
            counted = carried / _LADEN_ON_RAIL if seen is None else seen["sea_rail_teu", "cluster"]
            whole, near_share = carried * observed / max(counted, 1.0), rules.near_rail_share
            if near_share is not None and ways.teu[near].sum() > 0.0:
                groups.append(_Group((("rail", "near"),), near, whole * near_share))
                groups.append(_Group((("rail", "far"),), rail & ~near, whole * (1.0 - near_share)))
            else:
                groups.append(_Group((("rail", "near"), ("rail", "far")), rail, whole))
        return groups + self._barges(ways)

    def _barges(self, ways: WaysTaken) -> list[_Group]:
        """Boxes of river ports; ships that sail on to sea are kin of the barges of long ways."""
        river, whole, near_share = self._river(ways), self._rules.barge_laden_teu, self._rules.near_barge_share
        if whole is None or ways.teu[river].sum() <= 0.0:
            return []
        far_kin = (("barge", "far"), ("river_sea", "near"), ("river_sea", "far"))
        near = river & (ways.km < self._far_km)
        if near_share is None or ways.teu[near].sum() <= 0.0:
            return [_Group((("barge", "near"), *far_kin), river, whole)]
        return [
            _Group((("barge", "near"),), near, whole * near_share),
            _Group(far_kin, river & ~near, whole * (1.0 - near_share)),
        ]

    def _rail(self, ways: WaysTaken) -> tuple[Flags, Flags]:
        """Ways by rail to the ports of the cluster, and those of them that are near."""
        rail = (ways.mode == "rail") & ~ways.is_past
        return rail, rail & (ways.km < self._far_km)

    def _river(self, ways: WaysTaken) -> Flags:
        river: Flags = (ways.mode == "barge") & ways.is_past & np.isin(ways.zone, self._rules.barge_zones)
        return river


def _margin(groups: list[_Group], n_ways: int) -> Margin:
    member = np.full(n_ways, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        member[group.ways] = number
    return Margin(member, np.array([group.wanted_teu for group in groups]), np.ones(len(groups), dtype=bool))


def _odds(share: float) -> float:
    share = min(max(share, 1e-4), 1.0 - 1e-4)
    return share / (1.0 - share)
