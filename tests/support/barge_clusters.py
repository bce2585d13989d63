"""The lane of `cargo_clusters` with a canal beside the road: an inland port, one lock, barges of a fleet.

Unless changed: 120 km of canal at 10 km/h (12 h) with a lock 60 km from the upper end; a lockage of one barge takes one
hour, whoever comes or waits; 20 slots a barge; berths discharge and load 10 TEU an hour. So a full barge takes 2 h to
load, 13 h on the canal and 2 h to be discharged.
"""

from __future__ import annotations

from typing import Any

from cargo_clusters import lane
from small_clusters import Raw, with_changes

LOCK: Raw = {
    "head_m": 10.0, "rate_factor": 1.0,
    "lines": {
        "one": {
            "length_m": 100.0, "beam_m": 12.0, "sill_depth_m": 5.0, "gate_min": 5.0, "fill_min": 20.0,
            "follow_min": 0.0, "entry_one_way_min": 15.0, "entry_two_way_min": 15.0,
            "exit_one_way_min": 15.0, "exit_two_way_min": 15.0,
        }
    },
}  # fmt: skip
"""15 + 2 x 5 + 20 + 15 min make a lockage of one hour; an empty turn takes half of it."""
CANAL: Raw = {
    "mode": "waterway", "length_km": 120.0, "depth_m": 5.0, "locks": {"gate": 60.0},
    "laden_down_kmh": 10.0, "laden_up_kmh": 10.0, "light_down_kmh": 10.0, "light_up_kmh": 10.0,
}  # fmt: skip
BARGE: Raw = {
    "capacity_teu": 20, "payload_t_per_slot": 20.0, "loa_m": 80.0, "beam_m": 11.0, "draught_m": 3.0, "dwt_t": 500.0,
}  # fmt: skip
LINE: Raw = {
    "kind": "barge", "ship_class": "barge", "n_vessels": 1, "inland_port": "upstream", "port": "harbour",
    "route": ["canal"],
}  # fmt: skip
BERTHS: Raw = {"n": 1, "teu_per_h": 10.0}


def canal(exports: float = 0.0, imports: float = 0.0, changes: Raw | None = None, **line: Any) -> Raw:
    """The lane with all its cargo on barges; keywords describe the barge line."""
    raw = lane(exports, imports)
    raw["locks"] = {"gate": LOCK}
    raw["links"]["canal"] = CANAL
    raw["fleets"]["barge"] = BARGE
    raw["ports"]["upstream"] = {"zone": "inland", "barge_berths": BERTHS}
    raw["ports"]["harbour"]["terminals"]["t"]["barge_berths"] = BERTHS
    raw["ports"]["harbour"]["terminals"]["t"]["yard"] = {
        **raw["ports"]["harbour"]["terminals"]["t"]["yard"], "barge_ready_h": 24.0,
    }  # fmt: skip
    raw["services"]["barges"] = LINE | line
    raw["demand"]["routes"]["way"]["mode"] = "barge"
    return with_changes(raw, changes or {})
