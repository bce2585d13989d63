"""Quays for boxes as `baseline.yaml` has them, and how long a call holds its place there by arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from baseline_build.files import DATA, read_input
from baseline_build.timetable import WEEK_H, Leg, Line, Pair

MOORING_H = 1.0  # lines and papers, half an hour at either end, as in the scenario
KM_PER_NM = 1.852


@dataclass(frozen=True)
class Berths:
    """Quay of a terminal and its cranes; `sections_m` are straight pieces, no ship lies across two of them."""

    sections_m: tuple[float, ...]
    clearance_m: float
    n_cranes: int
    moves_per_h: float
    interference: float
    spacing_m: float
    teu_per_box: float
    way_in_h: float

    def stay_h(self, teu: float, loa_m: float) -> float:
        """Hours for which a call of `teu` boxes holds her place, from the start of the way in, with all her cranes."""
        cranes = max(1, min(self.n_cranes, int(loa_m / self.spacing_m)))
        moves_per_h = self.moves_per_h * float(cranes) ** self.interference
        return self.way_in_h + MOORING_H + teu / self.teu_per_box / moves_per_h


@cache
def berths() -> dict[str, Berths]:
    """Terminals with a quay for boxes, by the name a rotation gives them (``qinzhou/south_3_6``)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    ports = yaml.load((DATA.parent / "baseline.yaml").read_text(encoding="utf-8"), loader)["ports"]
    found = {}
    for port, description in ports.items():
        terminals = description.get("terminals", {}) if isinstance(description, dict) else {}
        for name, terminal in terminals.items():
            quays = terminal.get("quays", {}) if isinstance(terminal, dict) else {}
            if quays and all("length_m" in quay for quay in quays.values()):
                found[f"{port}/{name}"] = _berths(terminal, _way_in_h(description, terminal))
    return found


def _of(thing: Any) -> float:
    return float(thing["value"] if isinstance(thing, dict) else thing)


def _way_in_h(port: dict[str, Any], terminal: dict[str, Any]) -> float:
    """Channel at its speed, and the way from there to the berth."""
    channels = port["channels"]
    channel = channels[terminal.get("channel") or next(iter(channels))]
    return _of(port["inbound_h"]) + _of(channel["length_km"]) / KM_PER_NM / _of(channel["speed_kn"])


def _berths(terminal: dict[str, Any], way_in_h: float) -> Berths:
    quays, cranes = list(terminal["quays"].values()), terminal["cranes"]
    return Berths(
        sections_m=tuple(_of(quay["length_m"]) for quay in quays),
        clearance_m=_of(quays[0]["clearance_m"]),
        n_cranes=round(_of(cranes["n"])),
        moves_per_h=_of(cranes["moves_per_h"]) * _of(cranes["availability_share"]),
        interference=_of(cranes["interference_exponent"]),
        spacing_m=_of(cranes["spacing_m"]),
        teu_per_box=_of(terminal["teu_per_box"]),
        way_in_h=way_in_h,
    )


def exchanges(common: dict[Pair, list[Leg]], weekly_teu: dict[Pair, float]) -> dict[tuple[str, int], float]:
    """TEU discharged and loaded a call, by line and stop, when common lines share the boxes by their slots."""
    found: dict[tuple[str, int], float] = {}
    for pair, legs in common.items():
        teu = weekly_teu.get(pair, 0.0)
        slots = sum(leg.line.capacity_teu * WEEK_H / leg.line.headway_h for leg in legs)
        for leg in legs:
            for stop in (leg.origin, leg.destination):
                key = leg.line.id, stop
                found[key] = found.get(key, 0.0) + teu * leg.line.capacity_teu / slots
    return found


def lengths_m() -> dict[str, float]:
    """Length over all of the ships of each line of the plan."""
    loa = {row["id"]: float(row["loa_m"]) for row in read_input("ship_classes")}
    return {row["id"]: loa[row["ship_class"]] for row in read_input("liner_plan")}


def stays_h(
    lines: list[Line], common: dict[Pair, list[Leg]], weekly_teu: dict[Pair, float]
) -> dict[tuple[str, int], float]:
    """Hours for which each call at a quay for boxes holds its place, by line and stop."""
    teu, loa, quays = exchanges(common, weekly_teu), lengths_m(), berths()
    return {
        (line.id, place): quays[stop].stay_h(teu.get((line.id, place), 0.0), loa[line.id])
        for line in lines
        for place, stop in enumerate(line.stops)
        if stop in quays
    }
