"""A small waterway with one lock and one barge traffic, as a scenario file or a scenario."""

from __future__ import annotations

import copy
from typing import Any

from portsim.scenario.scenario import Scenario

Raw = dict[str, Any]
LINE: Raw = {"length_m": 200.0, "beam_m": 34.0, "sill_depth_m": 5.8, "fill_min": 12.0}
RAW: Raw = {
    "format": 1, "name": "river", "clock": {"year": 2025, "warmup_days": 30},
    "ports": {"harbour": {"terminals": {"terminal": {"quays": {"row": {"n_berths": 1}}}}}},
    "fleets": {
        "small": {"loa_m": 50.0, "beam_m": 10.8, "draught_m": 2.6, "dwt_t": 1000.0},
        "large": {"loa_m": 75.0, "beam_m": 15.2, "draught_m": 3.5, "dwt_t": 3000.0},
    },
    "locks": {"gate": {"head_m": 10.0, "rate_factor": 1.0, "lines": {"one": LINE}}},
    "links": {"river": {"mode": "waterway", "length_km": 40.0, "depth_m": 4.5, "locks": {"gate": 10.0}}},
    "services": {
        "barges": {
            "kind": "barge_traffic", "route": ["river"], "mix": {"small": 0.5, "large": 0.5},
            "annual_t": {"2025": 5e6}, "stay_h": 20.0,
        }
    },
}  # fmt: skip


def raw(**changes: Any) -> Raw:
    """The description with values set at paths such as ``locks__gate__head_m``."""
    changed = copy.deepcopy(RAW)
    for path, value in changes.items():
        *holders, last = path.split("__")
        at = changed
        for key in holders:
            at = at.setdefault(key, {})
        at[last] = value
    return changed


def river(**changes: Any) -> Scenario:
    """The same as a scenario."""
    return Scenario.model_validate(raw(**changes))
