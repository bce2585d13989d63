"""The baseline is a simulation: without ships or cranes it suffers, with double cargo it chokes (same chance)."""

from __future__ import annotations

from functools import cache

import pytest

from portsim.model.world import simulate
from portsim.results.measures import MeasureTable, compute_measures
from portsim.scenario.load import load_scenario
from portsim.scenario.service import Liner

OBSERVED_10K = {
    "qinzhou": 746.2, "fangchenggang": 135.0, "beihai": 125.0, "yangpu": 331.1, "haikou": 150.0, "zhanjiang": 137.0,
}  # fmt: skip


@cache
def year(*sets: str) -> MeasureTable:
    loaded = load_scenario("baseline", sets=list(sets))
    return compute_measures(simulate(loaded.scenario, 1, 0))


def five_largest_of_qinzhou() -> list[str]:
    scenario = load_scenario("baseline").scenario
    slots = {
        id: service.sailings_per_week * scenario.fleets[service.ship_class].capacity_teu
        for id, service in scenario.services.items()
        if isinstance(service, Liner) and any(stop.startswith("qinzhou/") for stop in service.rotation)
    }
    return sorted(slots, key=lambda id: -slots[id])[:5]


@pytest.mark.parametrize("port", OBSERVED_10K)
def test_throughput_of_each_port_is_within_a_tenth_of_the_observed(port: str) -> None:
    simulated = year().value("throughput_teu", port, "2025") / 1e4
    assert simulated == pytest.approx(OBSERVED_10K[port], rel=0.10)


def test_occupancy_rolls_empties_and_load_factors_are_believable() -> None:
    rows, ports = year().rows, load_scenario("baseline").scenario.ports
    for measure, unit, entity, period, value in rows:
        where = f"{measure} ({unit}) of {entity} in {period}: {value}"
        if measure == "berth_occupancy_share" and entity.count("/") == 1 and len(period) == 4:
            port, terminal = entity.split("/")
            works_boxes = ports[port].terminals[terminal].cranes is not None
            # A berth for 30 gas tankers or cruise ships a year stands empty most of the time.
            assert (0.2 if works_boxes else 0.0) < value <= 0.85, where
        if measure == "rolled_share" and entity in (*OBSERVED_10K, "cluster"):
            assert value < 0.05, where
        if measure == "empty_share" and entity in OBSERVED_10K:
            # Boxes that change ship at Yangpu go both ways alike: they leave few empties behind.
            assert (0.2 if entity == "yangpu" else 0.25) <= value <= 0.35, where
        if measure == "load_share" and ":cluster:" not in entity:
            assert 0.55 <= value <= 0.90, where
        if measure == "box_balance_share" and entity in OBSERVED_10K:
            assert abs(value) <= 0.02, where
    # 26 000 calls that wait three and a half hours are ten ships at anchor; an overloaded berth adds one a week.
    assert year().value("n_ships_waiting_growth", "cluster", "2025") < 5.0


def test_half_the_sailings_of_the_five_largest_services_of_qinzhou_cost_throughput_and_leave_boxes_unserved() -> None:
    """Most that find no room are imports: they roll abroad, not at Qinzhou, and turn to other gateways."""
    fewer = year(*(f"services.{id}.sailings_per_week={{times: 0.5}}" for id in five_largest_of_qinzhou()))
    base = year()
    assert fewer.value("throughput_teu", "qinzhou", "2025") < base.value("throughput_teu", "qinzhou", "2025")
    assert fewer.value("unserved_teu", "qinzhou", "2025") > 2.0 * base.value("unserved_teu", "qinzhou", "2025")


def test_half_the_cranes_of_qinzhou_cost_throughput_and_make_ships_wait() -> None:
    terminals = load_scenario("baseline").scenario.ports["qinzhou"].terminals
    halved = [
        f"ports.qinzhou.terminals.{id}.cranes.n={terminal.cranes.n // 2}"
        for id, terminal in terminals.items()
        if terminal.cranes
    ]
    fewer, base = year(*halved), year()
    assert fewer.value("throughput_teu", "qinzhou", "2025") < base.value("throughput_teu", "qinzhou", "2025")
    assert fewer.value("wait_h", "qinzhou", "2025") > base.value("wait_h", "qinzhou", "2025")


def test_twice_the_demand_is_not_twice_the_throughput() -> None:
    double, base = year("demand.factor=2"), year()
    more = double.value("throughput_teu", "cluster", "2025") / base.value("throughput_teu", "cluster", "2025")
    assert 1.0 < more < 1.9
