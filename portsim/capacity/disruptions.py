"""The disruptions of a scenario as hours of a run: when a resource is closed, how slow it is, how many are at work."""

from __future__ import annotations

from portsim.capacity.hindrance import Hindrance
from portsim.capacity.lifetime import out_of_service
from portsim.capacity.openings import Openings
from portsim.capacity.steps import Span, Steps, product
from portsim.clock import Clock
from portsim.scenario.days import civil
from portsim.scenario.disruption import disruptions_of
from portsim.scenario.scenario import Scenario

Spans = list[tuple[float, float]]


def outside(spans: Spans, end_h: float) -> Openings:
    """Open outside these spans; what is closed at the end of the run opens again when they say so."""
    until_h = max([end_h, *(stop_h for _, stop_h in spans)])
    return Openings(spans, until_h + 1.0).closed()


class Disruptions:
    """What is disrupted, looked up by path when the cluster is built.

    Parameters
    ----------
    scenario
        The description.
    clock
        Calendar of the run.
    """

    def __init__(self, scenario: Scenario, clock: Clock) -> None:
        self._scenario = scenario
        self._clock = clock

    def closed(self, *paths: str) -> Spans:
        """Hours at which any of these is closed."""
        return [(start_h, end_h) for start_h, end_h, _ in self._spans("closed", *paths)]

    def out_of_service(self, id: str) -> Spans:
        """Hours in which a service does not run: cancelled, or before its first and after its last day."""
        return self.closed(f"services.{id}") + out_of_service(self._clock, self._scenario.services[id])

    def service_hours(self, id: str) -> Openings | None:
        """Hours in which a service runs; None for always."""
        spans = self.out_of_service(id)
        return outside(spans, self._clock.end_h) if spans else None

    def openings(self, *paths: str) -> Openings | None:
        """Hours at which none of these is closed; None where they are never."""
        spans = self.closed(*paths)
        return outside(spans, self._clock.end_h) if spans else None

    def hindrance(self, path: str) -> Hindrance | None:
        """When a link is closed or slow; None where it never is."""
        opens, rates = self.openings(path), self.rates(path)
        return Hindrance(opens, rates) if opens or rates else None

    def rates(self, *paths: str, also: list[Span] | None = None) -> Steps | None:
        """Share of the full rate over the run; None where nothing slows it."""
        spans = [*self._spans("rate_share", *paths), *(also or [])]
        return Steps(spans, 1.0, product) if spans else None

    def numbers(self, usual: int, *paths: str) -> Steps | None:
        """How many of `usual` are at work over the run; None where it is always all. Closed means none."""
        spans = self._spans("n", *paths) + self._spans("closed", *paths)
        return Steps(spans, float(usual), min) if spans else None

    def _spans(self, effect: str, *paths: str) -> list[Span]:
        """Start, end and value of all disruptions of a kind; the value of a closure is 0."""
        clock = self._clock
        return [
            (clock.hours_to(civil(one.starts)), clock.hours_to(civil(one.ends)), float(one.rate_share or one.n or 0.0))
            for one in disruptions_of(self._scenario, *paths)
            if one.effect == effect
        ]
