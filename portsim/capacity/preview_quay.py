"""Metre-hours of quay, moves of cranes and tonnes of unloaders asked for in a year, against those there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portsim.capacity.preview_row import Row, Stage, joined, named
from portsim.capacity.preview_terminal import Equipment, Stay, need, room
from portsim.capacity.preview_weather import open_share, year_hours
from portsim.scenario.base import Name
from portsim.scenario.handling import Cranes, Unloaders
from portsim.scenario.port import Port, Terminal

_WORDS: dict[Equipment, tuple[Stage, str, str]] = {
    "cranes": ("crane", "moves", "crane"), "unloaders": ("unloader", "t", "unloader"),
}  # fmt: skip
"""Stage, unit of work and word for one."""


def quay_rows(port_id: str, port: Port, terminal_id: str, stays: Sequence[Stay], year: int) -> Iterator[Row]:
    """The terminal as a whole; and, where some ships fit only at a part of its quays, that part with those ships."""
    terminal, place = port.terminals[terminal_id], f"{port_id}/{terminal_id}"
    name = joined(named(port.name, port_id), named(terminal.name, terminal_id))
    everywhere = tuple(terminal.quays)
    parts = sorted({stay.quays for stay in stays if stay.quays != everywhere})
    for part in [everywhere, *parts]:
        bound = [stay for stay in stays if set(stay.quays) <= set(part)]
        row_place = place if part == everywhere else f"{place}:only:{'+'.join(part)}"
        row_name = name if part == everywhere else joined(name, named(None, "+".join(part)))
        yield _quay_row(terminal, part, bound, row_place, row_name, year_hours(year))


def _quay_row(
    terminal: Terminal, part: tuple[str, ...], stays: Sequence[Stay], place: str, name: Name, hours: float
) -> Row:
    quays = [terminal.quays[id] for id in part]
    kinds = {quay.length_m is None for quay in quays}
    n_calls = sum(stay.caller.n_calls for stay in stays)
    because = {
        "n_calls": n_calls,
        "mean_hours_alongside": sum(s.caller.n_calls * s.hours for s in stays) / n_calls if n_calls else 0.0,
        "mean_work_h": sum(s.caller.n_calls * s.work_h for s in stays) / n_calls if n_calls else 0.0,
    }
    if len(kinds) == 1:
        unit = "berth-h" if kinds == {True} else "m·h"
        # quays of one terminal may keep different clearances: the mean, weighed by their length
        taken = [(s, sum(need(quay, s.caller.ship) * room(quay) for quay in quays)) for s in stays]
        space = sum(room(quay) for quay in quays)
        demand = sum(s.caller.n_calls * s.hours * metres / space for s, metres in taken)
        return Row("quay", place, name, demand, space * hours, unit, because)
    ship_h = [s.caller.n_calls * s.hours for s in stays]
    places = [sum(room(quay) / need(quay, s.caller.ship) for quay in quays) for s in stays]
    use = sum(time / n for time, n in zip(ship_h, places, strict=True)) / hours
    capacity = sum(ship_h) / use if use else hours * len(quays)
    return Row("quay", place, name, sum(ship_h), capacity, "ship-h", because)


def crane_row(
    port_id: str, port: Port, terminal_id: str, equipment: Equipment, stays: Sequence[Stay], year: int
) -> Row | None:
    """Moves of the ships worked by cranes, tonnes by unloaders; None without these, or where no ship needs them."""
    cranes: Cranes | Unloaders | None = getattr(port.terminals[terminal_id], equipment)
    worked = [
        stay
        for stay in stays
        if stay.caller.equipment == equipment and stay.caller.work_h is None and stay.caller.moves > 0.0
    ]
    if cranes is None or not worked:
        return None
    at_work = open_share(port, year, "access") * (cranes.work_to_hour - cranes.work_from_hour) / 24.0
    moves = sum(stay.caller.n_calls * stay.caller.moves for stay in worked)
    crane_h = sum(stay.caller.n_calls * stay.work_h * at_work * stay.n_cranes for stay in worked)
    offered_h = cranes.n * year_hours(year) * at_work
    stage, unit, one = _WORDS[equipment]
    because = {
        f"n_{equipment}": float(cranes.n),
        f"{unit}_per_{one}_h": moves / crane_h,
        f"{one}_h_offered": offered_h,
        f"{equipment}_on_a_ship": crane_h / sum(s.caller.n_calls * s.work_h * at_work for s in worked),
    }
    name = joined(named(port.name, port_id), named(port.terminals[terminal_id].name, terminal_id))
    return Row(stage, f"{port_id}/{terminal_id}", name, moves, offered_h * moves / crane_h, unit, because)
