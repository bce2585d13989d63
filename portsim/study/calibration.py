"""Fitting the constants of the choice to what was observed: simulate, compare, move the constants, simulate again.

Each observation has one constant that answers for it (docs/explanation/calibration.md): the throughput and the foreign
share of a port its two gateway constants, its transhipment the third; sea-rail and its near part the two constants of
rail; boxes of the river ports that of barges. Within a round the shares of the choice are moved at the times that
shippers perceived in the run (Berry, Levinsohn and Pakes 1995); between rounds what a laden box means on the quay, its
empties included, is learnt from the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from portsim.choice.board import trade_of
from portsim.choice.contraction import Margin, fit
from portsim.choice.tree import Tree
from portsim.model.world import simulate
from portsim.results.measures import MeasureTable, compute_measures
from portsim.results.records import MODES, Records
from portsim.scenario.choice import Choice, GatewayConstant, ModeConstant
from portsim.scenario.policies import Trade
from portsim.scenario.scenario import Scenario
from portsim.streams import Floats

MOST_ROUNDS = 5
_CLOSE = 0.01
"""Rounds end when every port is this near to its observed throughput."""
_TRADES: tuple[Trade, ...] = ("domestic", "foreign", "transhipment")

Constants = dict[tuple[str, str], float]
"""Constants by (gateway, trade) or (mode, distance)."""


@dataclass(frozen=True)
class Observation:
    """Something observed, what the model makes of it, and the constant that answers for it."""

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
class Fitted:
    """What a calibration found.

    Attributes
    ----------
    year
        Year of the observations.
    gateways, modes
        Constants by (gateway, trade) and by (mode, distance).
    observations
        Every fitted observation beside the last run.
    n_rounds
        Runs made.
    """

    year: int
    gateways: Constants
    modes: Constants
    observations: list[Observation]
    n_rounds: int


def with_constants(scenario: Scenario, gateways: Mapping[tuple[str, str], float], modes: Constants) -> Scenario:
    """The same scenario with these constants in place of its own."""
    choice = scenario.choice
    if choice is None:
        raise ValueError("the scenario has no choice")
    by_gateway = {
        f"{gateway}_{trade}": GatewayConstant.model_validate({"gateway": gateway, "trade": trade, "value": value})
        for (gateway, trade), value in gateways.items()
    }
    by_mode = {
        f"{mode}_{distance}": ModeConstant.model_validate({"mode": mode, "distance": distance, "value": value})
        for (mode, distance), value in modes.items()
    }
    changed = choice.model_copy(update={"gateway_constants": by_gateway, "mode_constants": by_mode})
    return scenario.model_copy(update={"choice": changed})


def calibrate(
    scenario: Scenario, seed: int = 1, most_rounds: int = MOST_ROUNDS, say: Callable[[str], None] | None = None
) -> Fitted:
    """Fit the constants of a scenario to its observed values of `calibration.year`.

    Parameters
    ----------
    scenario
        With `choice`, `calibration` and observed throughputs of role `fitted` of the year, which is the year simulated.
    seed
        Seed of the runs; the same in all rounds.
    most_rounds
        Runs at most.
    say
        Told of each round.

    Raises
    ------
    ValueError
        The scenario gives no choice, no calibration, or nothing observed in the year.
    """
    choice, rules = scenario.choice, scenario.calibration
    if choice is None or rules is None or rules.year != scenario.clock.year:
        raise ValueError("a calibration needs the keys choice and calibration, and clock.year as calibration.year")
    targets = Targets(scenario)
    gateways = {(one.gateway, str(one.trade)): one.value for one in choice.gateway_constants.values()}
    modes: Constants = {(one.mode, str(one.distance)): one.value for one in choice.mode_constants.values()}
    for round_number in range(1, most_rounds + 1):
        records = simulate(with_constants(scenario, gateways, modes), seed, 0)
        measures = compute_measures(records)
        observations = targets.beside(records, measures)
        worst = max(abs(one.error) for one in observations if one.measure == "throughput_teu")
        if say is not None:
            say(f"round {round_number}: the farthest port is {worst:.1%} off")
        if worst < _CLOSE or round_number == most_rounds:
            break
        more_gateways, more_modes = targets.steps(records, measures)
        for store, more in ((gateways, more_gateways), (modes, more_modes)):
            for key, step in more.items():
                store[key] = store.get(key, 0.0) + step
    return Fitted(rules.year, gateways, modes, observations, round_number)


class Targets:
    """What is observed of a scenario's year, and which ways and constants answer for it."""

    def __init__(self, scenario: Scenario) -> None:
        rules = scenario.calibration
        if rules is None or scenario.choice is None or scenario.demand is None:
            raise ValueError("a calibration needs the keys choice, demand and calibration")
        self._scenario, self._rules, self._far_km = scenario, rules, scenario.choice.far_km
        self._nesting = scenario.choice.nesting
        self._observed = {
            (one.measure, one.entity): one.value
            for one in scenario.observed.values()
            if one.role == "fitted" and one.period in (str(rules.year), None, "")
        }
        modelled = {id for id, port in scenario.ports.items() if port.terminals}
        self.ports = [id for measure, id in self._observed if measure == "throughput_teu" and id in modelled]
        if not self.ports:
            raise ValueError(f"no observed throughput_teu of role fitted in {rules.year} for any port")
        self._trades = {id: trade_of(scenario, flow) for id, flow in scenario.demand.flows.items()}

    def beside(self, records: Records, measures: MeasureTable) -> list[Observation]:
        """All observations beside a run."""
        found, year = [], str(self._rules.year)
        values = {(m, e): value for m, _, e, period, value in measures if period == year}
        for (measure, entity), observed in self._observed.items():
            if entity in self.ports and measure in ("throughput_teu", "foreign_share", "transhipment_share"):
                trade = {"throughput_teu": "domestic", "foreign_share": "foreign"}.get(measure, "transhipment")
                constant = f"{entity}, {trade}"
            elif (measure, entity) == ("sea_rail_teu", "cluster"):
                constant = "rail, far"
            else:
                continue
            if (measure, entity) in values:
                found.append(Observation(measure, entity, constant, observed, values[measure, entity]))
        ways = _Ways(records)
        rules = self._rules
        if rules.near_rail_share is not None:
            rail = ways.is_mode("rail") & ~ways.is_past
            near = float((ways.teu * (rail & (ways.km < self._far_km))).sum() / max(1.0, (ways.teu * rail).sum()))
            found.append(Observation("near_rail_share", "cluster", "rail, near", rules.near_rail_share, near))
        if rules.barge_laden_teu is not None:
            barge = float((ways.teu * self._river(ways)).sum())
            found.append(Observation("barge_laden_teu", "cluster", "barge", rules.barge_laden_teu, barge))
        return found

    def steps(self, records: Records, measures: MeasureTable) -> tuple[Constants, Constants]:
        """How far the constants are to move after a run."""
        ways, year = _Ways(records), str(self._rules.year)
        values = {(m, e): value for m, _, e, period, value in measures if period == year}
        groups, wanted = self._gateway_targets(ways, values)
        mode_groups, mode_wanted = self._mode_targets(ways, values)
        tree = Tree.from_labels(ways.flow, ways.nest)
        first = np.append(True, ways.flow[1:] != ways.flow[:-1])
        margins = [
            Margin(_member(groups, len(ways.teu)), np.array(wanted), np.ones(len(wanted), bool)),
            Margin(_member(mode_groups, len(ways.teu)), np.array(mode_wanted), np.ones(len(mode_wanted), bool)),
        ]
        found = fit(ways.utility, tree, self._nesting, ways.volume[first], margins, tolerance=1e-4, max_rounds=300)
        gateways = {key: float(step) for (key, _), step in zip(groups, found.constants[0], strict=True)}
        modes: Constants = {}
        for (names, _), step in zip(mode_groups, found.constants[1], strict=True):
            modes |= dict.fromkeys(names, float(step))
        return gateways, modes

    def _gateway_targets(self, ways: _Ways, values: Mapping[tuple[str, str], float]) -> tuple[list, list[float]]:  # type: ignore[type-arg]
        groups, wanted = [], []
        trade = np.array([self._trades[id] for id in ways.flow_ids])
        for port in self.ports:
            at_port = ways.gateway == port
            as_hub = (ways.hub == port) & ~at_port | at_port & (trade == "transhipment")
            moves = ways.teu * at_port * (trade != "transhipment") + 2.0 * ways.teu * as_hub
            if moves.sum() <= 0.0:
                continue
            quay_per_move = values["throughput_teu", port] / moves.sum()
            total = self._observed["throughput_teu", port] / quay_per_move
            relayed = float((moves * as_hub).sum())
            own = ways.teu * at_port * (trade == "transhipment")
            hub_share = self._observed.get(("transhipment_share", port))
            if hub_share is not None and own.sum() > 0.0:
                seen = values["transhipment_share", port]
                target = own.sum() * hub_share / seen
                groups.append(((port, "transhipment"), at_port & (trade == "transhipment")))
                wanted.append(float(target))
                relayed += 2.0 * float(target - own.sum())
            gateway_total = max(0.05 * total, total - relayed)
            foreign = self._observed.get(("foreign_share", port))
            parts = {one: float((ways.teu * at_port * (trade == one)).sum()) for one in ("domestic", "foreign")}
            share = parts["foreign"] / max(1.0, sum(parts.values()))
            if foreign is not None and foreign > 0.0 and parts["foreign"] > 0.0:
                odds = share / (1.0 - share) * _odds(foreign) / _odds(values["foreign_share", port])
                share = odds / (1.0 + odds)
            for one, part in (("domestic", 1.0 - share), ("foreign", share)):
                if parts[one] > 0.0 and part > 0.0:
                    groups.append(((port, one), at_port & (trade == one)))
                    wanted.append(gateway_total * part)
        return groups, wanted

    def _mode_targets(self, ways: _Ways, values: Mapping[tuple[str, str], float]) -> tuple[list, list[float]]:  # type: ignore[type-arg]
        groups, wanted = [], []
        rules = self._rules
        observed = self._observed.get(("sea_rail_teu", "cluster"))
        if observed is not None:
            rail = ways.is_mode("rail") & ~ways.is_past
            whole = float((ways.teu * rail).sum()) * observed / values["sea_rail_teu", "cluster"]
            far, all_rail = ways.km >= self._far_km, ways.is_mode("rail")
            if rules.near_rail_share is not None:
                groups.append(([("rail", "near")], rail & ~far))
                wanted.append(whole * rules.near_rail_share)
                whole *= 1.0 - rules.near_rail_share
            groups.append(([("rail", "far")], rail & far if rules.near_rail_share is not None else all_rail & rail))
            wanted.append(whole)
        if rules.barge_laden_teu is not None:
            groups.append(([("barge", "near"), ("barge", "far")], self._river(ways)))
            wanted.append(rules.barge_laden_teu)
        return groups, wanted

    def _river(self, ways: _Ways) -> Floats:
        from_zone = np.isin(ways.origin, self._rules.barge_zones) | np.isin(ways.destination, self._rules.barge_zones)
        return np.asarray(ways.is_mode("barge") & ways.is_past & from_zone)


class _Ways:
    """The table of choices of a run, names for numbers."""

    def __init__(self, records: Records) -> None:
        table = records.tables["choices"].columns()
        ids = np.array([*(entity.id for entity in records.entities), ""])
        kinds = np.array([*(entity.kind for entity in records.entities), ""])
        self.flow = np.unique(table["flow"], return_inverse=True)[1] if len(table["flow"]) else table["flow"]
        order = np.zeros(len(self.flow), dtype=np.int64)
        if len(order):
            order[1:] = np.cumsum(table["flow"][1:] != table["flow"][:-1])
        self.flow = order
        self.flow_ids = ids[table["flow"]]
        self.origin, self.destination = ids[table["origin"]], ids[table["destination"]]
        hub = ids[table["hub"]]
        gateway = ids[table["gateway"]]
        sea = table["mode"] == MODES.index("sea")
        river = table["mode"] == MODES.index("river_sea")
        self.hub = np.where(sea, "", hub)
        zone = np.where(table["outbound"], self.origin, self.destination)
        self.gateway = np.where(sea & (gateway == ""), hub, np.where(river, zone, gateway))
        names = {name: number for number, name in enumerate(dict.fromkeys(self.gateway.tolist()))}
        self.nest = np.array([names[name] for name in self.gateway.tolist()], dtype=np.int64)
        self.mode = table["mode"]
        self.is_past = kinds[table["gateway"]] == "gateway"
        self.km = table["distance_km"]
        self.utility = table["utility"]
        self.volume = table["teu_per_year"]
        self.teu = table["share"] * self.volume

    def is_mode(self, mode: str) -> Floats:
        """Ways of an inland mode."""
        return np.asarray(self.mode == MODES.index(mode))


def _member(groups: list, n: int) -> Floats:  # type: ignore[type-arg]
    member = np.full(n, -1, dtype=np.int64)
    for number, (_, mask) in enumerate(groups):
        member[mask] = number
    return member


def _odds(share: float) -> float:
    share = min(max(share, 1e-4), 1.0 - 1e-4)
    return share / (1.0 - share)


def choice_rows(fitted: Fitted) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The two tables of constants that a scenario names."""
    gateways: list[dict[str, object]] = [
        {"id": f"{gateway}_{trade}", "gateway": gateway, "trade": trade, "value": round(value, 4)}
        for (gateway, trade), value in sorted(fitted.gateways.items())
    ]
    modes: list[dict[str, object]] = [
        {"id": f"{mode}_{distance}", "mode": mode, "distance": distance, "value": round(value, 4)}
        for (mode, distance), value in sorted(fitted.modes.items())
    ]
    return gateways, modes


__all__ = ["Choice", "Fitted", "Observation", "Targets", "calibrate", "choice_rows", "with_constants"]
