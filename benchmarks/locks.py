"""How many ships a CPU second takes through three double locks in a row, both directions, saturated.

    python benchmarks/locks.py [--rounds 3]

A passage is one ship from one end of the waterway to the other, through all three junctions. The locks and barges are
those of any scenario, records and measures of waits included; plain SimPy is the same waterway with a process per ship,
a request for one of six places per chamber and lockage, and no packing: less than the lock does.
Goals: 20 000 passages a CPU second (aim 60 000), at most 2 kernel events per ship and junction.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import simpy
from reference import cpu_s

from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario
from portsim.scenario.waterway import BargeTraffic

GOAL_PER_S = 20_000
GOAL_EVENTS = 2.0
JUNCTIONS = ("upper", "middle", "lower")
LINE = {"length_m": 300.0, "beam_m": 34.0, "sill_depth_m": 8.0, "fill_min": 16.0}
REACH_KM = 33.0
SPEED_KMH = 12.0
LOCKAGE_H = 53.1 / 60.0
SHIPS_PER_LOCKAGE = 6


def scenario() -> Scenario:
    """Three junctions of two lines with more traffic than they pass."""
    lines = {"one": LINE, "two": LINE}
    speeds = {
        f"{load}_{way}_kmh": SPEED_KMH for load in ("laden", "light") for way in ("down", "up")
    }  # the ships of plain SimPy know but one
    return Scenario.model_validate({
        "format": 1, "name": "three-locks", "clock": {"year": 2025, "warmup_days": 0},
        "ports": {"harbour": {"terminals": {"terminal": {"quays": {"row": {"n_berths": 1}}}}}},
        "fleets": {"barge": {"loa_m": 90.0, "beam_m": 15.8, "draught_m": 5.0, "dwt_t": 5000.0}},
        "locks": {name: {"head_m": 20.0, "rate_factor": 1.0, "lines": lines} for name in JUNCTIONS},
        "links": {
            "canal": {
                "mode": "waterway", "length_km": 4 * REACH_KM, "depth_m": 6.3, **speeds,
                "locks": {name: (n + 1) * REACH_KM for n, name in enumerate(JUNCTIONS)},
            }
        },
        "services": {
            "barges": {
                "kind": "barge_traffic", "route": ["canal"], "mix": {"barge": 1.0}, "annual_t": {"2025": 700e6},
                "load_out_share": 1.0, "load_back_share": 1.0, "stay_h": 10.0,
            }
        },
    })  # fmt: skip


def xijin_cpu_s() -> tuple[float, int]:
    """CPU seconds and events that the barges of the baseline add to its year."""
    baseline = load_scenario("baseline").scenario
    barges = {id: service for id, service in baseline.services.items() if isinstance(service, BargeTraffic)}
    with_barges, without = (
        cpu_s(simulate, baseline.model_copy(update={"services": services, "demand": None}), 1, 0)
        for services in (barges, {})
    )
    return with_barges[0] - without[0], with_barges[1].n_events - without[1].n_events


def passages(records: Records) -> int:
    """Ships that passed the whole waterway."""
    number = next(n for n, entity in enumerate(records.entities) if entity.kind == "waterway")
    return int((records.tables["passages"].columns()["place"] == number).sum())


def plain_simpy(n_ships: int) -> int:
    """The same waterway in plain SimPy: processes, requests, timeouts; return the passages."""
    env = simpy.Environment()
    n_passed = 0
    places = {name: simpy.Resource(env, 2 * SHIPS_PER_LOCKAGE) for name in JUNCTIONS}

    def ship(names: tuple[str, ...]) -> Iterator[Any]:
        nonlocal n_passed
        for name in names:
            yield env.timeout(REACH_KM / SPEED_KMH)
            with places[name].request() as place:
                yield place
                yield env.timeout(LOCKAGE_H)
        yield env.timeout(REACH_KM / SPEED_KMH)
        n_passed += 1

    def arrivals() -> Iterator[Any]:
        for number in range(n_ships):
            yield env.timeout(LOCKAGE_H / (2 * SHIPS_PER_LOCKAGE))
            env.process(ship(JUNCTIONS if number % 2 else JUNCTIONS[::-1]))

    env.process(arrivals())
    env.run()
    return n_passed


def main() -> int:
    """Print the numbers; return 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    described = scenario()
    per_s, simpy_per_s, events = 0.0, 0.0, 0.0
    for _ in range(rounds):
        spent_s, records = cpu_s(simulate, described, 1, 0)
        n = passages(records)
        per_s = max(per_s, n / spent_s)
        events = records.n_events / (n * len(JUNCTIONS))
        simpy_s, n_simpy = cpu_s(plain_simpy, n)
        simpy_per_s = max(simpy_per_s, n_simpy / simpy_s)
    lockages = records.tables["lockages"].columns()
    days = records.clock.end_h / 24.0 * 2 * len(JUNCTIONS)
    full = ~lockages["empty_turn"]
    print(f"{n} passages of three junctions, {full.sum() / days:.2f} lockages a line and day (code: 27.12)")
    print(
        f"{per_s:,.0f} passages a CPU second (goal {GOAL_PER_S:,}, aim 60,000); {events:.2f} events a ship and junction"
    )
    added_s, added_events = min(xijin_cpu_s() for _ in range(rounds))
    print(f"Xijin in a year of the baseline: {added_s:.2f} CPU s, {added_events} events")
    print(f"plain SimPy {simpy_per_s:,.0f}: CPU time of a passage over plain SimPy's {simpy_per_s / per_s:.2f}")
    return 0 if per_s >= GOAL_PER_S and events <= GOAL_EVENTS else 1


if __name__ == "__main__":
    raise SystemExit(main())
