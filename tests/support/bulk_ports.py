"""A bulk terminal and its streams, with ships that come at hours a test chooses."""

from __future__ import annotations

from typing import Any

from portsim.model.kernel import StrictKernel
from portsim.model.world import World
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

Raw = dict[str, Any]
Calls = dict[str, dict[str, float]]


def stream(parcel: Any = 10_000, ship_class: str = "ship", **more: Any) -> Raw:
    """A stream of ore with one class of ships; many ships come unless the test gives their hours."""
    return {
        "port": "bay", "cargo": "ore", "direction": "discharge", "annual_volume": {"2025": 1.0e6},
        "parcels": {ship_class: {"share": 1.0, "size": parcel}},
    } | more  # fmt: skip


def bulk_port(streams: dict[str, Raw], fleets: Raw | None = None, warmup_days: int = 0, **terminal: Any) -> Raw:
    """A port with one terminal, `bay/terminal`: four berths and one unloader of 1 000 t/h unless said otherwise."""
    unloader = {"n": 1, "t_per_h": 1000.0, "availability_share": 1.0}
    described = {"quays": {"q": {"n_berths": 4, "depth_m": 20.0}}, "unloaders": unloader} | terminal
    return {
        "format": 1, "name": "bulk_port", "clock": {"year": 2025, "warmup_days": warmup_days},
        "ports": {"bay": {"terminals": {"terminal": {k: v for k, v in described.items() if v is not None}}}},
        "fleets": fleets or {"ship": {}}, "bulk": streams,
    }  # fmt: skip


def run_at(raw: Raw, hours: dict[str, list[float]]) -> tuple[Calls, World]:
    """Run it with the ships of each stream coming at these hours; calls by `stream` or `stream.n` of several."""
    world = world_of(raw)
    for ships in world.bulk:
        ships._arrivals_h = hours[world.records.entities[ships.service_number].id]
    records = world.run()
    columns = records.tables["calls"].columns()
    calls: Calls = {}
    for row, service in enumerate(columns["service"].tolist()):
        id = records.entities[service].id
        voyage = columns["voyage"][row].item()
        name = id if len(hours[id]) == 1 else f"{id}.{voyage}"
        calls[name] = {column: values[row].item() for column, values in columns.items()}
    return calls, world


def world_of(raw: Raw) -> World:
    """The live cluster before its run, with the strict clockwork."""
    return World(Scenario.model_validate(raw), Streams(1, 0), StrictKernel())


def records_of(raw: Raw) -> Records:
    """Run it with ships as they come by chance."""
    return world_of(raw).run()
