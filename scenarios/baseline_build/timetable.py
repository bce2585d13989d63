"""Pro forma times of the liner plan, and phases that space the sailings of common lines by their slots.

The model books a box on the first sailing whose cut-off it can meet, so what a sailing gets is proportional to the gap
before it. Phases are chosen so that every sailing gets cargo in proportion to its slots: carriers coordinate their
windows (assumed; no timetable is published).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from baseline_build.files import read_input
from baseline_build.places import MODELLED, lane_rows

WEEK_H = 168.0
HORIZON_H = 336.0
BUFFER_SHARE = 0.1
COMMON_LINE_SHARE = 0.2

LATEST_H, LATEST_FROM_SEA_H, LEAST_LATEST_H = 12.0, 72.0, 3.0
"""Ships come late by a triangular law: mostly in time, at worst half a day late after three days at sea or more, less
on shorter legs by the root of their hours, since delays on the way are independent of each other; 3 h at least, for
the port before. All assumed: no record of arrivals is published."""

EARLIEST_SHARE = 0.25
"""Earliest over latest: who is ahead of her time slows down, since fuel grows with the cube of speed (assumed)."""

Pair = tuple[str, str]


@dataclass
class Line:
    """One service of the plan with its pro forma times; `phase_h` is found by :func:`space_out`."""

    id: str
    nodes: tuple[str, ...]
    stops: tuple[str, ...]
    capacity_teu: int
    headway_h: float
    offset_h: tuple[float, ...]
    stay_h: tuple[float, ...]
    round_h: float
    latest_h: float
    phase_h: float = 0.0

    @property
    def earliest_h(self) -> float:
        """Lateness of the earliest, below 0."""
        return round(-EARLIEST_SHARE * self.latest_h, 1)

    def transit_h(self, origin: int, destination: int) -> float:
        """Departure at one stop to arrival at a later one."""
        hours = self.offset_h[destination] - self.offset_h[origin] - self.stay_h[origin]
        return hours if destination > origin else hours + self.round_h

    def arrivals(self, stop: int) -> list[float]:
        """Arrivals at a stop within the horizon."""
        first = (self.phase_h + self.offset_h[stop]) % self.headway_h
        return [first + k * self.headway_h for k in range(round(HORIZON_H / self.headway_h))]


@dataclass(frozen=True)
class Leg:
    """A line's part in a relation: from stop to stop."""

    line: Line
    origin: int
    destination: int


def lines_of_plan() -> list[Line]:
    """Read the liner plan and give it pro forma times as the model does (spare time at the last external port)."""
    nm = {}
    for row in lane_rows():
        nm[row["origin"], row["destination"]] = nm[row["destination"], row["origin"]] = float(row["distance_nm"])
    external = {row["id"]: row for row in read_input("../external_ports")}
    ships = {row["id"]: row for row in read_input("ship_classes")}
    lines = []
    for row in read_input("liner_plan"):
        stops = tuple(stop.strip() for stop in row["rotation"].split(">"))
        ports = [stop.split("/")[0] for stop in stops]
        ship = ships[row["ship_class"]]
        pairs = zip(ports, ports[1:] + ports[:1], strict=True)
        sea_h = [nm[pair] / float(ship["speed_kn"]) * (1.0 + BUFFER_SHARE) for pair in pairs]
        stay_h = [float(external[p]["stay_h"]) if p in external else float(row["port_stay_h"]) for p in ports]
        headway_h = WEEK_H / float(row["sailings_per_week"])
        least_h = sum(sea_h) + sum(stay_h)
        round_h = ceil(least_h / headway_h - 1e-9) * headway_h
        abroad = [place for place, port in enumerate(ports) if port not in MODELLED]
        if abroad:
            stay_h[abroad[-1]] += round_h - least_h
        else:
            sea_h = [hours * (1.0 + (round_h - least_h) / sum(sea_h)) for hours in sea_h]
        latest_h = max(LEAST_LATEST_H, LATEST_H * min(1.0, sqrt(max(sea_h) / LATEST_FROM_SEA_H)))
        offsets, hours = [], 0.0
        for stay, sea in zip(stay_h, sea_h, strict=True):
            offsets.append(hours)
            hours += stay + sea
        nodes = tuple(external[p]["market"] if p in external else p for p in ports)
        lines.append(
            Line(
                row["id"], nodes, stops, int(ship["capacity_teu"]), headway_h, tuple(offsets), tuple(stay_h), round_h,
                round(latest_h, 1),
            )
        )  # fmt: skip
    return lines


def lines_with_windows() -> list[Line]:
    """The plan with the phases that ``place_windows.py`` found."""
    phases = {row["id"]: float(row["phase_h"]) for row in read_input("berth_windows")}
    lines = lines_of_plan()
    for line in lines:
        line.phase_h = phases[line.id]
    return lines


def relations(lines: list[Line]) -> dict[Pair, list[Leg]]:
    """Pairs of nodes with their common lines."""
    found: dict[Pair, list[Leg]] = {}
    for line in lines:
        n_stops = len(line.nodes)
        for origin in range(n_stops):
            seen = set()
            for ahead in range(1, n_stops):
                destination = (origin + ahead) % n_stops
                there = line.nodes[destination]
                if there == line.nodes[origin]:
                    break
                if there not in seen:
                    seen.add(there)
                    found.setdefault((line.nodes[origin], there), []).append(Leg(line, origin, destination))
    common = {}
    for pair, legs in found.items():
        fastest = min(leg.line.transit_h(leg.origin, leg.destination) for leg in legs)
        common[pair] = [
            leg
            for leg in legs
            if leg.line.transit_h(leg.origin, leg.destination) <= fastest * (1.0 + COMMON_LINE_SHARE)
        ]
    return common


def sailing_shares(legs: list[Leg]) -> dict[tuple[int, int], float]:
    """Share of a relation's cargo that each sailing gets by the gap before it, keyed by leg and sailing."""
    due = sorted((hour, i, k) for i, leg in enumerate(legs) for k, hour in enumerate(leg.line.arrivals(leg.origin)))
    shares = {}
    for place, (hour, i, k) in enumerate(due):
        before = due[place - 1][0] - (HORIZON_H if place == 0 else 0.0)
        shares[i, k] = (hour - before) / HORIZON_H
    return shares


def leg_loads(common: dict[Pair, list[Leg]], weekly_teu: dict[Pair, float]) -> dict[str, list[list[float]]]:
    """TEU aboard by line, sailing and leg of the round, when every sailing gets the cargo of the gap before it.

    Sailings are counted at the loading stop; the few hours by which they would be another sailing of the same weekly
    line elsewhere do not matter for a periodic timetable.
    """
    loads: dict[str, list[list[float]]] = {}
    for pair, legs in common.items():
        teu = weekly_teu.get(pair, 0.0) * HORIZON_H / WEEK_H
        if not teu:
            continue
        for (i, k), share in sailing_shares(legs).items():
            leg = legs[i]
            n_stops, n_sailings = len(leg.line.nodes), round(HORIZON_H / leg.line.headway_h)
            rows = loads.setdefault(leg.line.id, [[0.0] * n_stops for _ in range(n_sailings)])
            for stop in range(leg.origin, leg.origin + (leg.destination - leg.origin) % n_stops):
                rows[k % n_sailings][stop % n_stops] += teu * share
    return loads


def unevenness(common: dict[Pair, list[Leg]], laden_teu: dict[Pair, float], lines: dict[str, Line]) -> float:
    """What the phases shall make small: squared laden load above 0.6 of the slots, over all sailings and legs."""
    total = 0.0
    for line_id, sailings in leg_loads(common, laden_teu).items():
        capacity = lines[line_id].capacity_teu
        total += sum(capacity * max(0.0, teu / capacity - 0.6) ** 2 for legs in sailings for teu in legs)
    return total


def families(lines: list[Line], common: dict[Pair, list[Leg]]) -> list[list[Line]]:
    """Lines that share cargo with each other, directly or by way of others."""
    found: list[set[str]] = []
    for legs in common.values():
        joined = {leg.line.id for leg in legs}
        apart = [family for family in found if not family & joined]
        found = [*apart, joined.union(*(family for family in found if family & joined))]
    return [[line for line in lines if line.id in family] for family in found]


def space_out(lines: list[Line], laden_teu: dict[Pair, float], n_starts: int = 3, n_rounds: int = 6) -> None:
    """Choose the phases: family by family, line by line, the whole hour that makes the laden loads most even.

    Repeated from several fixed starts, since the search climbs only to the next summit.
    """
    by_id = {line.id: line for line in lines}
    common = relations(lines)
    for family in families(lines, common):
        own = {pair: legs for pair, legs in common.items() if any(leg.line in family for leg in legs)}
        results = []
        for start in range(n_starts):
            for place, line in enumerate(family):
                line.phase_h = float((place * (29 + 14 * start) + 7 * start) % int(line.headway_h))
            score = unevenness(own, laden_teu, by_id)
            for _ in range(n_rounds if len(family) > 1 else 0):
                before = score
                for line in family:
                    score, line.phase_h = min(_tries(line, own, laden_teu, by_id))
                if score > before - 0.5:
                    break
            results.append((score, tuple(line.phase_h for line in family)))
        for line, phase_h in zip(family, min(results)[1], strict=True):
            line.phase_h = phase_h


def _tries(
    line: Line, common: dict[Pair, list[Leg]], laden_teu: dict[Pair, float], lines: dict[str, Line]
) -> list[tuple[float, float]]:
    found = []
    for hour in range(0, int(line.headway_h), 2):
        line.phase_h = float(hour)
        found.append((round(unevenness(common, laden_teu, lines), 4), line.phase_h))  # equal on every machine
    return found
