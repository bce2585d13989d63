"""What each part of the baseline year costs: the year with all, without one part in turn, and with boxes alone.

"Boxes alone" are liners, quays, cranes, yards, trains, trucks and empties: the year of a scenario without ways in
(tide, channels, pilots, weather), gates, locks and barges, ferries and bulk. Each in a process of its own.

python benchmarks/cluster_parts.py
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

VESSELS = 200_000
Change = Callable[[Scenario], Scenario]


def without_kinds(*kinds: str) -> Change:
    """Leave out services of some kinds."""
    return lambda scenario: scenario.model_copy(
        update={"services": {id: one for id, one in scenario.services.items() if one.kind not in kinds}}
    )


def without_bulk(scenario: Scenario) -> Scenario:
    """Leave out the bulk, ro-ro and cruise streams."""
    return scenario.model_copy(update={"bulk": {}})


def without_gates(scenario: Scenario) -> Scenario:
    """Leave out the truck gates."""
    return _with_terminals(scenario, {"gate": None}, {})


def without_access(scenario: Scenario) -> Scenario:
    """Leave out tide, channels, pilots, tugs and weather: ships wait for berths only."""
    free: dict[str, Any] = {"channels": {}, "pilots": None, "tugs": None, "weather": {}, "tide": None}
    return _with_terminals(scenario, {"channel": None}, free)


def _with_terminals(scenario: Scenario, terminal: dict[str, Any], port: dict[str, Any]) -> Scenario:
    ports = {
        id: one.model_copy(
            update=port | {"terminals": {key: t.model_copy(update=terminal) for key, t in one.terminals.items()}}
        )
        for id, one in scenario.ports.items()
    }
    return scenario.model_copy(update={"ports": ports})


def boxes_alone(scenario: Scenario) -> Scenario:
    """Leave out all of it."""
    for change in PARTS.values():
        scenario = change(scenario)
    return scenario


PARTS: dict[str, Change] = {
    "bulk, ro-ro and cruise": without_bulk,
    "tide, channels, pilots, weather": without_access,
    "ferries": without_kinds("ferry"),
    "locks and barges": without_kinds("barge_traffic", "barge"),
    "gates": without_gates,
}


def year(what: str) -> tuple[float, float]:
    """CPU seconds (the better of two years) and peak memory (MiB, of the first) of a baseline year."""
    scenario = load_scenario("baseline").scenario
    if what == "boxes alone":
        scenario = boxes_alone(scenario)
    elif what:
        scenario = PARTS[what](scenario)
    seconds, peak_mib = [], 0.0
    for _ in range(2):
        begun = time.process_time()
        simulate(scenario, 1, 0)
        seconds.append(time.process_time() - begun)
        peak_mib = peak_mib or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return min(seconds), peak_mib


def main() -> None:
    """Print CPU seconds, their ratio to plain SimPy and peak memory of each."""
    from reference import plain_simpy_cpu_s

    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = {what: pool.apply(year, (what,)) for what in ("", "boxes alone", *PARTS)}
    plain_s = min(plain_simpy_cpu_s(VESSELS) for _ in range(2))
    whole_s, whole_mib = found.pop("")
    alone_s, alone_mib = found.pop("boxes alone")
    print(f"plain SimPy M/M/8, {VESSELS} vessels: {plain_s:.2f} CPU s")
    print(f"all: {whole_s:.2f} CPU s, ratio {whole_s / plain_s:.2f}, peak {whole_mib:.0f} MiB")
    print(f"boxes alone: {alone_s:.2f} CPU s, ratio {alone_s / plain_s:.2f}, peak {alone_mib:.0f} MiB")
    for what, (seconds, mib) in found.items():
        saved_s = whole_s - seconds
        print(f"{what}: {saved_s:.2f} CPU s, {saved_s / whole_s:.0%}; without it peak {mib:.0f} MiB")


if __name__ == "__main__":
    main()
