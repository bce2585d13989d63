"""What constants fitted to one year say of another, beside forecasts that know nothing of choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portsim.errors import InputError
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.scenario import Scenario
from portsim.study.calibration import Fitted, with_constants

PortTeu = Mapping[str, float]
"""TEU over the quay a year by port."""


@dataclass(frozen=True)
class Forecasts:
    """Throughput of a year that was not fitted, TEU by port.

    Attributes
    ----------
    year
        The year.
    observed
        What was observed.
    model
        The model with the services of that year.
    old_services
        The model with the services of the fitted year: any level shift of services is left out.
    same_shares
        Naive: shares of the fitted year unchanged.
    trend
        Naive: each port goes on by what it gained in the year before; empty without a third year observed.
    """

    year: int
    observed: PortTeu
    model: PortTeu
    old_services: PortTeu
    same_shares: PortTeu
    trend: PortTeu


def observed_teu(scenario: Scenario, year: int) -> dict[str, float]:
    """Observed throughput of a year by modelled port."""
    return {
        one.entity: one.value
        for one in scenario.observed.values()
        if one.measure == "throughput_teu" and one.period == str(year) and one.entity in scenario.ports
    }


def forecast(fitted_on: Scenario, predicted: Scenario, fitted: Fitted, seed: int) -> Forecasts:
    """Predict another year: demand of the fitted year x the growth seen of all ports together.

    Parameters
    ----------
    fitted_on
        Scenario whose year was fitted.
    predicted
        Scenario of the other year; its services count, its demand does not.
    fitted
        What the fit found.
    seed
        Seed of both runs.

    Raises
    ------
    InputError
        A year without observed throughputs.
    """
    before, after = observed_teu(fitted_on, fitted.year), observed_teu(predicted, predicted.clock.year)
    if not before or before.keys() != after.keys():
        raise InputError(f"throughputs of {fitted.year} and {predicted.clock.year} are not observed at the same ports")
    growth = sum(after.values()) / sum(before.values())
    step = predicted.clock.year - fitted.year
    earlier = observed_teu(fitted_on, fitted.year - step)
    trend = {port: 2.0 * teu - earlier[port] for port, teu in before.items()} if earlier.keys() == before.keys() else {}
    return Forecasts(
        predicted.clock.year,
        after,
        _run(grown(predicted, fitted_on, growth), fitted, seed, after),
        _run(grown(fitted_on, fitted_on, growth), fitted, seed, after),
        {port: teu * growth for port, teu in before.items()},
        trend,
    )


def grown(services: Scenario, demand: Scenario, growth: float) -> Scenario:
    """The services of one scenario under the demand of another, each flow times the growth.

    Raises
    ------
    InputError
        A scenario has no demand.
    """
    if demand.demand is None:
        raise InputError(f"{demand.name}: no demand")
    year = services.clock.year  # flows are those of the table, whatever the year of the run
    update = {"year": year, "factor": demand.demand.factor * growth}
    return services.model_copy(update={"demand": demand.demand.model_copy(update=update)})


def _run(scenario: Scenario, fitted: Fitted, seed: int, ports: PortTeu) -> dict[str, float]:
    records = simulate(with_constants(scenario, fitted.gateways, fitted.modes), seed, 0)
    year = str(scenario.clock.year)
    return {
        entity: value
        for measure, _, entity, period, value in compute_measures(records)
        if measure == "throughput_teu" and period == year and entity in ports
    }
