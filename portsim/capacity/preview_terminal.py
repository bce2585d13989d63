"""Quays, cranes and yards in the preview: who calls, how long she lies, what she works, what stands ashore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

from portsim.capacity.preview_cargo import Cargo
from portsim.capacity.preview_weather import open_share, year_hours
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.bulk import BulkStream
from portsim.scenario.handling import Cranes, Unloaders
from portsim.scenario.laws import mean_of
from portsim.scenario.port import Port, Quay, Terminal
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, ShipClass, Tramp, terminal_called

_ROUNDS = 60
Equipment = Literal["cranes", "unloaders"]
EQUIPMENT: tuple[Equipment, ...] = ("cranes", "unloaders")


@dataclass(frozen=True, slots=True)
class Caller:
    """All calls of one service at one stop in a year.

    Attributes
    ----------
    moves
        Crane moves of a call, or tonnes that unloaders handle.
    work_h
        Work of a call where a law gives it; None where cranes or unloaders do it.
    equipment
        Who does it.
    """

    service: str
    port: str
    terminal: str
    class_id: str
    ship: ShipClass
    n_calls: float
    moves: float
    work_h: float | None
    equipment: Equipment = "cranes"


def callers_of(scenario: Scenario, cargo: Cargo, year: int) -> list[Caller]:
    """Everybody who calls at a port modelled in full."""
    hours = year_hours(year)
    found = []
    for one in cargo.rounds:
        service = scenario.services[one.service]
        assert isinstance(service, Liner)  # rounds are those of liners
        n_calls = one.per_week * hours / HOURS_PER_WEEK
        for number, stop in enumerate(one.stops):
            if stop.terminal:
                here = cargo.at_stops.get((one.service, number))
                terminal = scenario.ports[stop.port].terminals[stop.terminal]
                boxes = (here.teu if here else 0.0) / n_calls / terminal.teu_per_box
                moves = boxes * (1.0 + service.restow_share)
                work_h = None if service.work_h is None else max(0.0, mean_of(service.work_h))
                ship = scenario.fleets[service.ship_class]
                found.append(Caller(one.service, *stop, service.ship_class, ship, n_calls, moves, work_h))
    found += [
        _tramp(scenario, id, service, hours) for id, service in scenario.services.items() if isinstance(service, Tramp)
    ]
    for id, stream in scenario.bulk.items():
        found += _bulk(scenario, id, stream, year)
    return found


def _bulk(scenario: Scenario, id: str, stream: BulkStream, year: int) -> Iterator[Caller]:
    terminal_id = terminal_called(stream.port, stream.terminal, scenario.ports)
    work_h = None if stream.work_h is None else mean_of(stream.work_h)
    for class_id, parcel in stream.parcels.items():
        n_calls, size = stream.calls_in(class_id, year), mean_of(parcel.size)
        if n_calls > 0.0:
            ship = scenario.fleets[class_id]
            yield Caller(id, stream.port, terminal_id, class_id, ship, n_calls, size, work_h, "unloaders")


def _tramp(scenario: Scenario, id: str, service: Tramp, hours: float) -> Caller:
    terminal_id = terminal_called(service.port, service.terminal, scenario.ports)
    terminal = scenario.ports[service.port].terminals[terminal_id]
    moves = max(0.0, mean_of(service.call_size_teu)) / terminal.teu_per_box
    work_h = None if service.work_h is None else max(0.0, mean_of(service.work_h))
    ship = scenario.fleets[service.ship_class]
    n_calls = hours / mean_of(service.interarrival_h)
    return Caller(id, service.port, terminal_id, service.ship_class, ship, n_calls, moves, work_h)


@dataclass(frozen=True, slots=True)
class Stay:
    """A caller alongside: quays that take her, metres or berths on each, hours of a call, cranes on her in the mean."""

    caller: Caller
    quays: tuple[str, ...]
    hours: float
    work_h: float
    n_cranes: float


def fits(terminal: Terminal, ship: ShipClass) -> tuple[str, ...]:
    """Quays deep and long enough for a class."""
    return tuple(
        id
        for id, quay in terminal.quays.items()
        if quay.depth_m >= ship.draught_m + terminal.under_keel_clearance_m and quay.takes(ship.loa_m)
    )


def need(quay: Quay, ship: ShipClass) -> float:
    """Metres, or berths, that a ship takes up."""
    if quay.length_m is None:
        return 1.0
    return ship.loa_m + quay.clearance_m


def room(quay: Quay) -> float:
    """Metres, or berths, of a quay."""
    return float(quay.length_m if quay.length_m is not None else quay.n_berths or 0)


def stays_of(port: Port, terminal: Terminal, callers: Sequence[Caller], year: int) -> list[Stay]:
    """How long each caller lies alongside, cranes or unloaders being shared with those who lie beside her."""
    return [
        stay
        for equipment in EQUIPMENT
        for stay in _stays_with(port, terminal, equipment, [one for one in callers if one.equipment == equipment], year)
    ]


def _stays_with(
    port: Port, terminal: Terminal, equipment: Equipment, callers: Sequence[Caller], year: int
) -> list[Stay]:
    if not callers:
        return []
    hours = year_hours(year)
    cranes: Cranes | Unloaders | None = getattr(terminal, equipment)
    at_work = 1.0
    if cranes is not None:
        at_work = open_share(port, year, "access") * (cranes.work_to_hour - cranes.work_from_hour) / 24.0
    most_alongside = sum(_places(terminal, callers))
    n_working, works = 0.0, [(0.0, 0.0)] * len(callers)
    for _ in range(_ROUNDS):  # the longer they lie, the more lie beside each other, the fewer cranes each has
        works = [
            _work(cranes, one, n_working, most_alongside, _others_take(cranes, callers), at_work) for one in callers
        ]
        n_new = sum(one.n_calls * min(work_h, hours) for one, (work_h, _) in zip(callers, works, strict=True)) / hours
        n_working = (n_working + min(n_new, most_alongside)) / 2.0
    return [
        Stay(one, fits(terminal, one.ship), work_h + 2.0 * terminal.mooring_h, work_h, n_cranes)
        for one, (work_h, n_cranes) in zip(callers, works, strict=True)
    ]


def _places(terminal: Terminal, callers: Sequence[Caller]) -> Iterator[int]:
    """Ships that find a place on each quay, at the mean length of the callers."""
    n_calls = sum(one.n_calls for one in callers)
    for quay in terminal.quays.values():
        mean = sum(one.n_calls * need(quay, one.ship) for one in callers) / n_calls
        yield max(1, int(room(quay) / mean))


def _most(cranes: Cranes | Unloaders, ship: ShipClass) -> int:
    return min(cranes.n, cranes.most_on(ship.loa_m))


def _others_take(cranes: Cranes | Unloaders | None, callers: Sequence[Caller]) -> float:
    """Cranes a ship takes at most, in the mean over the moves."""
    moves = sum(one.n_calls * one.moves for one in callers if one.work_h is None)
    if cranes is None or moves <= 0.0:
        return 0.0
    return sum(one.n_calls * one.moves * _most(cranes, one.ship) for one in callers if one.work_h is None) / moves


def _work(
    cranes: Cranes | Unloaders | None,
    one: Caller,
    n_working: float,
    most_alongside: int,
    others_take: float,
    at_work: float,
) -> tuple[float, float]:
    """Hours of work of a call, and the cranes on the ship: the number of others at work is a Poisson number."""
    if one.work_h is not None:
        return one.work_h, 0.0
    if cranes is None or one.moves <= 0.0:
        return 0.0, 0.0
    most, weight, total, rate, taken = _most(cranes, one.ship), exp(-n_working), 0.0, 0.0, 0.0
    for others in range(most_alongside):
        left = cranes.n - others * min(others_take, cranes.n / (1 + others))
        mine = min(float(most), max(left, cranes.n / (1 + others)))
        # below one crane a ship waits for her turn: her rate falls with the time she has one
        rate += weight * (mine**cranes.interference_exponent if mine >= 1.0 else mine)
        taken += weight * mine
        total += weight
        weight *= n_working / (others + 1)
    moves_per_h = cranes.each_per_h * rate / total
    return one.moves / moves_per_h / at_work, taken / total
