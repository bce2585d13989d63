"""Which boxes a ship takes: laden before empty, first due first, within slots and weight of every leg ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.relation import Relation
from portsim.model.carriers.service import Timetable
from portsim.model.carriers.stowage import Stowage


class Ahead(NamedTuple):
    """A relation a ship can serve from a stop: the legs it lasts, and whether her service is a common line of it."""

    n_legs: int
    relation: Relation
    is_common: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """Slots kept on the legs ahead for a later loading stop: leg by leg from the present stop on, TEU."""

    stop: int
    next_round: bool
    slots_teu: tuple[float, ...]
    ahead: tuple[Ahead, ...]


def ahead_of(timetable: Timetable, relations: Mapping[tuple[str, str], Relation], stop: int) -> tuple[Ahead, ...]:
    """List the relations a service serves from one of its stops, the nearest destination first."""
    n_stops = len(timetable.stops)
    found = []
    for relation in relations.values():
        for line in relation.lines:
            if line.timetable is timetable and line.origin == stop:
                n_legs = (line.destination - stop) % n_stops
                found.append(Ahead(n_legs, relation, line in relation.common))
    return tuple(sorted(found, key=lambda ahead: ahead.n_legs))


def reserves_of(
    timetable: Timetable,
    aheads: Sequence[tuple[Ahead, ...]],
    weekly_teu: Mapping[tuple[str, str], float],
    capacity_teu: int,
    allotments: Mapping[str, float],
) -> tuple[tuple[Reserve, ...], ...]:
    """Slots to keep at each stop for the loading stops after it, by their share of the demand on each leg.

    Parameters
    ----------
    aheads
        For each stop the relations served from it.
    weekly_teu
        Laden TEU a week expected on each relation by one of its common lines, per sailing of this service.
    allotments
        Share of the slots by loading port, where the scenario gives it.
    """
    n_stops = len(timetable.stops)
    plan = [[0.0] * n_stops for _ in range(n_stops)]  # TEU expected from stop i on leg k
    for stop, ahead in enumerate(aheads):
        for n_legs, relation, is_common in ahead:
            teu = weekly_teu.get((relation.origin, relation.destination), 0.0) if is_common else 0.0
            for leg in range(stop, stop + n_legs):
                plan[stop][leg % n_stops] += teu
    totals = [sum(plan[stop][leg] for stop in range(n_stops)) for leg in range(n_stops)]

    def slots(stop: int, leg: int) -> float:
        if plan[stop][leg] == 0.0:
            return 0.0
        given = allotments.get(timetable.stops[stop].port)
        return capacity_teu * (plan[stop][leg] / totals[leg] if given is None else given)

    reserves = []
    for stop in range(n_stops):
        kept = []
        for later in range(1, n_stops - 1):
            other = (stop + later) % n_stops
            legs = tuple(
                slots(other, (stop + ahead) % n_stops) if ahead >= later else 0.0 for ahead in range(n_stops - 1)
            )
            if any(legs):
                kept.append(Reserve(other, other < stop, legs, aheads[other]))
        reserves.append(tuple(kept))
    return tuple(reserves)


def keep_for_later(
    free_teu: list[int], reserves: Sequence[Reserve], timetable: Timetable, sailing: int, now: float
) -> None:
    """Take slots kept for later loading stops off the free ones; those they cannot use go free at their cut-off."""
    for reserve in reserves:
        later = sailing + timetable.n_ships if reserve.next_round else sailing
        cutoff_h = timetable.arrival_h(later, reserve.stop) - timetable.cutoff_h[reserve.stop]
        usable = float("inf")
        if now >= cutoff_h:
            for ahead in reserve.ahead:
                if ahead.is_common:
                    ahead.relation.advance(cutoff_h)
            usable = sum(ahead.relation.ready_teu for ahead in reserve.ahead)
        for leg, slots in enumerate(reserve.slots_teu):
            free_teu[leg] -= int(min(slots, usable))


def load_laden(
    stowage: Stowage, stop: int, ahead: Sequence[Ahead], free_teu: list[int], due_by_h: float
) -> tuple[list[Consignment], int]:
    """Load laden boxes at `stop`; return them and the TEU that were due but stay behind.

    Parameters
    ----------
    free_teu
        Slots to fill on the legs ahead; lowered by what is loaded.
    due_by_h
        Boxes due by this cut-off are loaded.
    """
    free_t = stowage.free_t(stop)
    open_lines = []
    for line in ahead:
        if line.is_common:
            line.relation.advance(due_by_h)
            if line.relation.ready:
                open_lines.append(line)
        elif line.relation.may_switch():
            open_lines.append(line)
    loaded = []
    while open_lines:
        best = open_lines[0]
        if len(open_lines) > 1:
            for line in open_lines:
                if line.relation.ready[0].due_h < best.relation.ready[0].due_h:
                    best = line
        n_legs, relation, is_common = best
        taken = relation.take_first(min(free_teu[:n_legs]), min(free_t[:n_legs]))
        if taken is None:
            open_lines.remove(best)
            continue
        loaded.append(taken)
        stowage.stow(taken, stop, n_legs)
        teu, weight_t = taken.teu, taken.teu * taken.itinerary.t_per_teu
        for leg in range(n_legs):
            free_teu[leg] -= teu
            free_t[leg] -= weight_t
        if not relation.ready or not (is_common or relation.may_switch()):
            open_lines.remove(best)
    return loaded, sum(line.relation.leave_behind() for line in ahead if line.is_common)


def load_empties(
    stowage: Stowage, stop: int, ahead: Sequence[Ahead], free_teu: list[int], stock_teu: int | None, t_per_teu: float
) -> list[tuple[Relation, int]]:
    """Load the empties called for, into the slots laden boxes have left; return TEU by relation.

    `stock_teu` limits them to the depot of a port (None: no limit).
    """
    free_t = stowage.free_t(stop)
    loaded = []
    for n_legs, relation, _ in ahead:
        teu = min(relation.empties_called_teu, int(min(free_t[:n_legs]) / t_per_teu), *free_teu[:n_legs])
        if stock_teu is not None:
            teu = min(teu, stock_teu)
        if teu <= 0:
            continue
        relation.empties_called_teu -= teu
        stowage.stow_empties(relation.origin, teu, t_per_teu, stop, n_legs)
        for leg in range(n_legs):
            free_teu[leg] -= teu
            free_t[leg] -= teu * t_per_teu
        if stock_teu is not None:
            stock_teu -= teu
        loaded.append((relation, teu))
    return loaded
