"""Which boxes a ship takes: laden before empty, first due first, within slots and weight of every leg ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.lading import Lading
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
            usable = 0
            for _, relation, is_common in reserve.ahead:
                if is_common:
                    relation.advance(cutoff_h)
                usable += relation.ready_teu
        for leg, slots in enumerate(reserve.slots_teu):
            if slots:
                free_teu[leg] -= int(slots if slots < usable else usable)


def load_laden(
    stowage: Stowage, stop: int, ahead: Sequence[Ahead], free_teu: list[int], due_by_h: float
) -> tuple[list[Lading], int]:
    """Load laden boxes at `stop`; return them and the TEU that were due but stay behind.

    Parameters
    ----------
    free_teu
        Slots to fill on the legs ahead; lowered by what is loaded.
    due_by_h
        Boxes due by this cut-off are loaded.
    """
    open_lines = []
    for line in ahead:
        _, relation, is_common = line
        if is_common:
            relation.advance(due_by_h)
            if relation.ready_teu:
                open_lines.append(line)
        elif relation.may_switch():
            open_lines.append(line)
    loaded: list[Lading] = []
    if open_lines:
        free_t = stowage.free_t(stop)
        if all(is_common for _, _, is_common in open_lines) and _all_fit(open_lines, free_teu, free_t):
            loaded = _load_all(stowage, stop, open_lines, free_teu)
        else:
            loaded = _load_first_due(stowage, stop, open_lines, free_teu, free_t)
    left_teu = 0
    for _, relation, is_common in ahead:
        if is_common:
            left_teu += relation.leave_behind()
    return loaded, left_teu


def _all_fit(lines: Sequence[Ahead], free_teu: Sequence[int], free_t: Sequence[float]) -> bool:
    """Tell whether all ready boxes of these lines, the nearest first, fit on every leg."""
    teu, weight_t, end = 0, 0.0, len(free_teu)
    for n_legs, relation, _ in reversed(lines):
        # Legs beyond this destination carry only what was counted so far.
        if not _fits(teu, weight_t, n_legs, end, free_teu, free_t):
            return False
        end = n_legs
        teu += relation.ready_teu
        weight_t += relation.ready_t
    return _fits(teu, weight_t, 0, end, free_teu, free_t)


def _fits(teu: int, weight_t: float, first: int, end: int, free_teu: Sequence[int], free_t: Sequence[float]) -> bool:
    """Tell whether there is room on all legs from the first up to the end."""
    for leg in range(first, end):  # noqa: SIM110 (a generator costs more than the few legs)
        if free_teu[leg] < teu or free_t[leg] < weight_t:
            return False
    return True


def _load_all(stowage: Stowage, stop: int, lines: Sequence[Ahead], free_teu: list[int]) -> list[Lading]:
    loaded: list[Lading] = []
    for n_legs, relation, _ in lines:
        teu = relation.ready_teu
        for lading in relation.take_all():
            stowage.stow(lading, stop, n_legs)
            loaded.append(lading)
        for leg in range(n_legs):
            free_teu[leg] -= teu
    return loaded


def _load_first_due(
    stowage: Stowage, stop: int, open_lines: list[Ahead], free_teu: list[int], free_t: list[float]
) -> list[Lading]:
    """Load one by one, the first due of all lines first, until nothing more fits."""
    alike: list[tuple[Relation, int, list[Consignment]]] = []  # that come one after the other and go together
    while open_lines:
        best = min(open_lines, key=_first_due_h) if len(open_lines) > 1 else open_lines[0]
        n_legs, relation, is_common = best
        taken = relation.take_first(min(free_teu[:n_legs]), min(free_t[:n_legs]))
        if taken is None:
            open_lines.remove(best)
            continue
        weight_t = taken.teu * taken.itinerary.t_per_teu
        for leg in range(n_legs):
            free_teu[leg] -= taken.teu
            free_t[leg] -= weight_t
        if alike and alike[-1][0] is relation and alike[-1][2][0].due_h == taken.due_h:
            alike[-1][2].append(taken)
        else:
            alike.append((relation, n_legs, [taken]))
        if not relation.ready_teu or not (is_common or relation.may_switch()):
            open_lines.remove(best)
    loaded = []
    for relation, n_legs, consignments in alike:
        lading = Lading(relation, consignments[0].due_h, consignments)
        stowage.stow(lading, stop, n_legs)
        loaded.append(lading)
    return loaded


def _first_due_h(line: Ahead) -> float:
    return line.relation.first_due_h()


def load_empties(
    stowage: Stowage, stop: int, ahead: Sequence[Ahead], free_teu: list[int], stock_teu: int | None, t_per_teu: float
) -> list[tuple[Relation, int]]:
    """Load the ship's share of the empties called for, into the slots laden boxes have left; return TEU by relation.

    `stock_teu` limits them to the depot of a port (None: no limit).
    """
    called = [line for line in ahead if line.relation.empties.teu]
    if not called:
        return []
    free_t = stowage.free_t(stop)
    loaded = []
    for n_legs, relation, _ in called:
        asked_teu = relation.empties.share_teu(stowage.capacity_teu)
        teu = min(asked_teu, int(min(free_t[:n_legs]) / t_per_teu), *free_teu[:n_legs])
        if stock_teu is not None:
            teu = min(teu, stock_teu)
        if teu <= 0:
            continue
        relation.empties.take(teu)
        stowage.stow_empties(relation.origin, teu, t_per_teu, stop, n_legs)
        for leg in range(n_legs):
            free_teu[leg] -= teu
            free_t[leg] -= teu * t_per_teu
        if stock_teu is not None:
            stock_teu -= teu
        loaded.append((relation, teu))
    return loaded
