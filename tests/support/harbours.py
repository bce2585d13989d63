"""One harbour with irregular callers at known hours, and a look at its log of calls."""

from __future__ import annotations

from typing import Any

from portsim.model.kernel import StrictKernel
from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario

Calls = dict[str, dict[str, float]]


def harbour(port: dict[str, Any], ships: dict[str, dict[str, Any]], days: int = 30, **terminal: Any) -> dict[str, Any]:
    """A scenario of one port; each of `ships` is a service whose first ship arrives at ``at`` h and every ``at`` h."""
    fleets, services = {}, {}
    for id, ship in ships.items():
        one = dict(ship)
        services[id] = {
            "kind": "tramp", "ship_class": f"class_{id}", "port": "harbour", "interarrival_h": float(one.pop("at")),
            "work_h": one.pop("work_h", 2.0), "call_size_teu": one.pop("call_size_teu", 0.0),
        }  # fmt: skip
        fleets[f"class_{id}"] = one
    quays = {"q": {"n_berths": 9, "depth_m": 30.0}}
    return {
        "format": 1,
        "name": "harbour",
        "clock": {"year": 2025, "warmup_days": days},
        "ports": {"harbour": port | {"terminals": {"t": {"quays": quays} | terminal}}},
        "fleets": fleets,
        "services": services,
    }


def records_of(scenario: dict[str, Any]) -> Records:
    """Run a scenario with the strict clockwork."""
    return simulate(Scenario.model_validate(scenario), 1, 0, StrictKernel)


def first_calls(scenario: dict[str, Any]) -> Calls:
    """The first call of each service, by service."""
    return calls_of(records_of(scenario))


def calls_of(records: Records) -> Calls:
    """The first call of each service in a log."""
    columns = records.tables["calls"].columns()
    calls: Calls = {}
    for row in range(len(columns["service"])):
        id = records.entities[columns["service"][row]].id
        if columns["voyage"][row] == 0:
            calls[id] = {name: values[row].item() for name, values in columns.items()}
    return calls
