"""Far more cargo than a port can take: a full yard bounds it, and what is not served grows with the cargo."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from portsim.model.world import simulate
from portsim.results.measures import MeasureTable, compute_measures
from portsim.scenario.load import load_scenario

LEVELS = (1.0, 1.6, 2.0, 2.5)


@cache
def year(times: float) -> MeasureTable:
    """Cargo and ships grow together; the yard of the south port holds what a few of the larger ships discharge."""
    sets = (
        f"demand.factor={times}",
        f"fleets.*.capacity_teu={{times: {times}}}",
        "ports.*.terminals.*.cranes.n={times: 3}",
        "ports.south_port.terminals.t1.yard.capacity_teu=3000",
    )
    return compute_measures(simulate(load_scenario("two_ports", sets=list(sets)).scenario, 1, 0))


def at_levels(measure: str, entity: str) -> list[float]:
    return [year(times).value(measure, entity, "2025") for times in LEVELS]


def test_the_yard_is_what_binds() -> None:
    idle_h = at_levels("idle_yard_h", "south_port")
    assert idle_h[0] < 1.0
    assert idle_h[-1] > 24.0


def test_throughput_of_a_port_with_a_full_yard_levels_off_and_does_not_fall_with_more_cargo() -> None:
    teu = at_levels("throughput_teu", "south_port")
    assert all(more >= 0.98 * less for less, more in pairwise(teu))  # the luck of one run
    assert teu[-1] - teu[-2] < 0.1 * (teu[1] - teu[0])


def test_what_is_unserved_grows_with_the_cargo() -> None:
    teu = at_levels("unserved_teu", "cluster")
    assert all(more > less for less, more in pairwise(teu[1:]))
    assert teu[-1] > 100.0 * teu[0]
