"""Clusters whose timetable one can follow by hand, read and checked as a user's file, for tests of cargo and inland.

Hour 0 is Wednesday 1 January 2025 00:00 (no warm-up unless said). The line comes to the port every Wednesday 00:00, at
0, 168, 336, ..., with cut-off 24 h before; she works 12 h, is abroad from 72 to 120 h after, and is back after 168 h.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from small_clusters import Columns, Raw, rows, with_changes

from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

WEEKS = 365 / 7
WEEK_H = 168.0
YARD: Raw = {
    "capacity_teu": 50_000, "import_dwell_h": 100.0, "export_lead_h": 60.0, "cutoff_h": 24.0, "connection_h": 24.0,
    "rail_ready_h": 24.0,
}  # fmt: skip
LINER: Raw = {
    "kind": "liner", "ship_class": "ship", "phase_h": 48.0, "port_stay_h": 24.0, "buffer_share": 0.0,
    "lateness_h": 0.0, "work_h": 12.0,
}  # fmt: skip


def flow(origin: str, destination: str, weekly_teu: float, **more: Any) -> Raw:
    """Laden boxes, TEU a week in the mean."""
    return {"origin": origin, "destination": destination, "annual_teu": weekly_teu * WEEKS} | more


def way(share: float = 1.0, **more: Any) -> Raw:
    """A route between the zone and the market overseas."""
    return {"zone": "inland", "market": "overseas", "gateway": "harbour", "mode": "road", "share": share} | more


def modelled_port(**yard: Any) -> Raw:
    """A port with berths for all."""
    return {"terminals": {"t": {"quays": {"q": {"n_berths": 9}}, "yard": YARD | yard, "teu_per_box": 1.5}}}


def lane(exports: float = 0.0, imports: float = 0.0, changes: Raw | None = None) -> Raw:
    """A zone, a port, a market: trucks take 6 h, the ship 48 h at sea; consignments of one TEU unless changed."""
    flows = {}
    if exports:
        flows["exports"] = flow("inland", "overseas", exports)
    if imports:
        flows["imports"] = flow("overseas", "inland", imports)
    raw = {
        "format": 1, "name": "lane", "clock": {"year": 2025, "warmup_days": 0},
        "zones": {"inland": {}}, "markets": {"overseas": {"group": "asean"}},
        "ports": {"harbour": modelled_port(), "abroad": {"market": "overseas", "stay_h": 24.0}},
        "links": {
            "road": {
                "mode": "road", "origin": "inland", "destination": "harbour", "distance_km": 300, "time_h": 6.0,
                "spread_share": 0.0,
            },
            "sea": {"mode": "sea", "origin": "harbour", "destination": "abroad", "distance_nm": 480},
        },
        "fleets": {"ship": {"capacity_teu": 2_000, "speed_kn": 10.0, "top_speed_kn": 12.0}},
        "services": {"line": LINER | {"rotation": ["harbour", "abroad"]}},
        "cargo": {"mean_consignment_teu": 1},
        "demand": {"year": 2025, "flows": flows, "routes": {"way": way()}},
    }  # fmt: skip
    return with_changes(raw, changes or {})


def by_rail(**train: Any) -> Raw:
    """Changes that send all cargo of the lane by train: Wednesdays 18:00, Saturdays 02:00, Mondays 10:00; 20 h."""
    described = {
        "kind": "train", "zone": "inland", "port": "harbour", "departures_per_week": 3.0, "running_h": 20.0,
        "phase_h": 10.0, "capacity_teu": 500,
    }  # fmt: skip
    return {"services.train": described | train, "demand.routes.way.mode": "rail"}


def checked(raw: Raw) -> Scenario:
    """The scenario of a file with this content, through all checks."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "cluster.yaml")
        path.write_text(json.dumps(raw), encoding="utf-8")
        return load_scenario(path).scenario


@lru_cache(maxsize=64)
def _run(text: str, seed: int, replication: int) -> Records:
    return simulate(checked(json.loads(text)), seed, replication)


def run(raw: Raw, seed: int = 1, replication: int = 0) -> Records:
    """Run a cluster; like runs are kept."""
    return _run(json.dumps(raw), seed, replication)


def cargo(records: Records, flow: str, from_h: float = 0.0, to_h: float = math.inf) -> Columns:
    """Consignments of a flow that got ready after `from_h` and not after `to_h`, in that order; never none."""
    found = rows(records, "consignments", flow=flow)
    mine = np.flatnonzero((found["ready_h"] > from_h) & (found["ready_h"] <= to_h))
    assert len(mine), "nothing to look at"
    mine = mine[np.argsort(found["ready_h"][mine], kind="stable")]
    return {name: values[mine] for name, values in found.items()}


def sailings(records: Records, service: str, leg: int = 0) -> Columns:
    """Legs of a service in order of departure."""
    found = rows(records, "voyages", service=service, leg=leg)
    order = np.argsort(found["departed_h"])
    return {name: values[order] for name, values in found.items()}


def only(values: np.ndarray) -> float:
    """The value all of them have."""
    assert len(values)
    assert np.ptp(values) < 1e-6, values
    return float(values[0])


def near(observed: float, expected: float, sd: float) -> bool:
    """Within four standard deviations of chance: one in 16 000 misses."""
    return abs(observed - expected) <= 4.0 * sd
