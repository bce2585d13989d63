"""Arithmetic of the baseline without a run: boxes by leg, empties, slots, load factors, calls and berth use."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from baseline_build.cargo import Parcel, laden_10k, transhipments
from baseline_build.files import read_input
from baseline_build.places import MODELLED
from baseline_build.timetable import WEEK_H, Leg, Line, Pair

YEAR_WEEKS = 365.0 / 7.0


@dataclass(frozen=True)
class Boxes:
    """Laden and empty TEU a week by pair of nodes."""

    laden: dict[Pair, float]
    empty: dict[Pair, float]

    @property
    def all(self) -> dict[Pair, float]:
        """Laden and empty together."""
        return {pair: self.laden.get(pair, 0.0) + self.empty.get(pair, 0.0) for pair in {**self.laden, **self.empty}}


def groups() -> dict[str, str]:
    """Market group by market."""
    return {row["id"]: row["group"] for row in read_input("../markets")}


def boxes(parcels: list[Parcel], common: dict[Pair, list[Leg]]) -> Boxes:
    """Laden boxes on every sea leg, and the empties that balance them by port and market group, by slots offered."""
    laden: dict[Pair, float] = {}

    def ride(path: tuple[str, ...], teu_10k: float) -> None:
        for pair in pairwise(path):
            laden[pair] = laden.get(pair, 0.0) + teu_10k * 1e4 / YEAR_WEEKS

    for parcel in parcels:
        out = (parcel.gateway, parcel.hub, parcel.market) if parcel.hub else (parcel.gateway, parcel.market)
        ride(out, laden_10k(parcel, outbound=True))
        ride(out[::-1], laden_10k(parcel, outbound=False))
    for flow in transhipments():
        ride((flow.origin, flow.hub, flow.destination), flow.teu_10k)
    return Boxes(laden, _empties(laden, common))


def _empties(laden: dict[Pair, float], common: dict[Pair, list[Leg]]) -> dict[Pair, float]:
    group = groups()
    empty: dict[Pair, float] = {}
    for port in MODELLED:
        sides: dict[str, set[str]] = {}
        for pair in common:
            if port in pair:
                other = pair[1] if pair[0] == port else pair[0]
                sides.setdefault(group.get(other, other), set()).add(other)
        for side, nodes in sides.items():
            surplus = sum(laden.get((n, port), 0.0) - laden.get((port, n), 0.0) for n in nodes)
            if side in MODELLED and surplus < 0.0:
                continue  # the other port calls them
            pairs = [(port, n) if surplus > 0.0 else (n, port) for n in sorted(nodes)]
            slots = [sum(leg.line.capacity_teu * WEEK_H / leg.line.headway_h for leg in common[pair]) for pair in pairs]
            for pair, offered in zip(pairs, slots, strict=True):
                empty[pair] = empty.get(pair, 0.0) + abs(surplus) * offered / sum(slots)
    return empty


def throughput_10k(week: Boxes) -> dict[str, tuple[float, float]]:
    """Quay TEU a year by port (10 000) and the empty share."""
    found = {}
    for port in MODELLED:
        laden = sum(teu for pair, teu in week.laden.items() if port in pair)
        empty = sum(teu for pair, teu in week.empty.items() if port in pair)
        found[port] = ((laden + empty) * YEAR_WEEKS / 1e4, empty / (laden + empty))
    return found


def calls_per_week(lines: list[Line]) -> dict[str, float]:
    """Container ship calls a week by port."""
    calls = dict.fromkeys(MODELLED, 0.0)
    for line in lines:
        for node in line.nodes:
            if node in calls:
                calls[node] += WEEK_H / line.headway_h
    return calls


def border_loads(
    lines: list[Line], loads: dict[str, list[list[float]]]
) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Mean and highest load factor of legs over the cluster's border, by port called in the round, group, direction."""
    group = groups()
    sums: dict[tuple[str, str, str], list[float]] = {}
    for line in lines:
        ports = {node for node in line.nodes if node in MODELLED}
        n = len(line.nodes)
        for leg in range(n):
            here, there = line.nodes[leg], line.nodes[(leg + 1) % n]
            if (here in MODELLED) == (there in MODELLED):
                continue
            key = (group[there], "out") if here in MODELLED else (group[here], "in")
            sailings = loads.get(line.id, [[0.0] * n])
            weight = WEEK_H / line.headway_h / len(sailings)
            for port in ports:
                tally = sums.setdefault((port, *key), [0.0, 0.0, 0.0])
                for sailing in sailings:
                    tally[0] += weight * sailing[leg]
                    tally[1] += weight * line.capacity_teu
                    tally[2] = max(tally[2], sailing[leg] / line.capacity_teu)
    return {key: (tally[0] / tally[1], tally[2]) for key, tally in sums.items()}
