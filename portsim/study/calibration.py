"""Fitting the constants of the choice to what was observed: simulate, compare, move the constants, simulate again.

Within a round the shares of the choice are moved at the times that shippers perceived in the run (contraction of Berry,
Levinsohn and Pakes 1995); between rounds what a laden box means on the quay, its empties included, is learnt from the
run. Which observation answers for which constant stands in docs/explanation/calibration.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.choice import GatewayConstant, ModeConstant
from portsim.scenario.scenario import Scenario
from portsim.study.targets import Constants, Observation, Targets
from portsim.study.ways_taken import taken_by_tables, taken_in_run

MOST_ROUNDS = 5
_CLOSE = 0.01
"""Rounds end when every port is this near to its observed throughput."""
_LARGEST = 50.0
"""Beyond it a scenario takes no constant: what was observed is out of reach, and the residual says so."""


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
        Every observation that was fitted, beside the last run.
    n_rounds
        Runs made.
    """

    year: int
    gateways: Constants
    modes: Constants
    observations: list[Observation]
    n_rounds: int


def with_constants(scenario: Scenario, gateways: Constants, modes: Constants) -> Scenario:
    """The same scenario with these constants in place of its own.

    Raises
    ------
    ValueError
        The scenario has no choice.
    """
    if scenario.choice is None:
        raise ValueError("the scenario has no choice")
    by_gateway = {
        f"{gateway}_{trade}": GatewayConstant.model_validate({"gateway": gateway, "trade": trade, "value": value})
        for (gateway, trade), value in gateways.items()
    }
    by_mode = {
        f"{mode}_{distance}": ModeConstant.model_validate({"mode": mode, "distance": distance, "value": value})
        for (mode, distance), value in modes.items()
    }
    choice = scenario.choice.model_copy(update={"gateway_constants": by_gateway, "mode_constants": by_mode})
    return scenario.model_copy(update={"choice": choice})


def constants_of(scenario: Scenario) -> tuple[Constants, Constants]:
    """Constants of gateways and of modes that a scenario gives."""
    if scenario.choice is None:
        return {}, {}
    gateways = {(one.gateway, str(one.trade)): one.value for one in scenario.choice.gateway_constants.values()}
    modes = {(str(one.mode), str(one.distance)): one.value for one in scenario.choice.mode_constants.values()}
    return gateways, modes


def calibrate(
    scenario: Scenario, seed: int = 1, most_rounds: int = MOST_ROUNDS, say: Callable[[str], None] | None = None
) -> Fitted:
    """Fit the constants of a scenario to the observed values of its `calibration.year`.

    Parameters
    ----------
    scenario
        With `choice`, `calibration` and throughputs of role `fitted` of the year, which is the year simulated.
    seed
        Seed of the runs; the same in all rounds.
    most_rounds
        Runs at most.
    say
        Told of each round.

    Raises
    ------
    ValueError
        The scenario gives no choice, no calibration, nothing observed in the year, or simulates another.
    """
    targets, rules = Targets(scenario), scenario.calibration
    if rules is None or rules.year != scenario.clock.year:
        raise ValueError("calibration.year is not the year that is simulated, clock.year")
    gateways, modes = constants_of(scenario)
    _move(gateways, modes, targets.steps(taken_by_tables(scenario), None))
    for round_number in range(1, most_rounds + 1):
        records = simulate(with_constants(scenario, gateways, modes), seed, 0)
        ways, seen = taken_in_run(scenario, records), targets.seen(compute_measures(records))
        observations = targets.beside(ways, seen)
        worst = max(abs(one.error) for one in observations if one.measure == "throughput_teu")
        if say is not None:
            say(f"round {round_number}: the farthest port is {worst:.1%} off")
        if worst < _CLOSE or round_number == most_rounds:
            break
        _move(gateways, modes, targets.steps(ways, seen))
    return Fitted(rules.year, gateways, modes, observations, round_number)


def _move(gateways: Constants, modes: Constants, steps: tuple[Constants, Constants]) -> None:
    for store, more in ((gateways, steps[0]), (modes, steps[1])):
        for key, step in more.items():
            store[key] = min(max(store.get(key, 0.0) + step, -_LARGEST), _LARGEST)


def constant_rows(fitted: Fitted) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
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
