"""The lane of `cargo_clusters` with a canal beside the road: an inland port, one lock, barges of a fleet.

Unless changed: 120 km of canal at 10 km/h (12 h) with a lock 60 km from the upper end; a lockage of one barge takes one
hour, whoever comes or waits; 20 slots a barge; berths discharge and load 10 TEU an hour. So a full barge takes 2 h to
load, 13 h on the canal and 2 h to be discharged.
"""

from __future__ import annotations

from typing import Any

from cargo_clusters import LINER, lane
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
RIVER_SEA: Raw = {"capacity_teu": 60, "speed_kn": 10.0, "top_speed_kn": 12.0} | {
    key: value for key, value in BARGE.items() if key != "capacity_teu"
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


def river_sea(exports: float = 0.0, imports: float = 0.0, hub: str | None = None, changes: Raw | None = None) -> Raw:
    """The same with a river-sea ship instead of barges, weekly from the inland port.

    She comes to the inland port every Wednesday 00:00 and stays 24 h. The pro forma gives 15 h to the canal, 24 h to
    the 240 nm beyond it. Without a hub she sails abroad and is there from Friday 15:00 on, 63 h after; with one she
    sails to the harbour.
    """
    raw = canal(exports, imports)
    del raw["services"]["barges"]
    raw["fleets"]["sea_barge"] = RIVER_SEA
    end = hub or "abroad"
    raw["links"]["river_sea"] = {
        "mode": "sea", "origin": "upstream", "destination": end, "distance_nm": 240, "route": ["canal"],
        "route_h": 15.0,
    }  # fmt: skip
    raw["ports"]["upstream"]["stay_h"] = 24.0
    raw["services"]["river_sea"] = LINER | {"ship_class": "sea_barge", "rotation": ["upstream", end]}
    raw["demand"]["routes"]["way"] = {
        "zone": "inland", "market": "overseas", "mode": "river_sea", "share": 1.0,
    } | ({"hub": hub} if hub else {})  # fmt: skip
    return with_changes(raw, changes or {})
