"""Demand against capacity by stage, by arithmetic and before any run: from the channel to the gate, trains and locks.

Nothing queues here and nobody is late: a use near 1 means that the stage cannot do more, and one of 0.85 that it makes
wait. docs/how-to/find-the-bottleneck.md says what each figure leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portsim.capacity.preview_barge import barge_rows
from portsim.capacity.preview_cargo import Cargo, cargo_of
from portsim.capacity.preview_channel import access_rows
from portsim.capacity.preview_inland import lock_rows, rail_rows
from portsim.capacity.preview_landside import gate_rows, plug_rows, track_rows
from portsim.capacity.preview_quay import crane_row, quay_rows
from portsim.capacity.preview_rail import line_rows
from portsim.capacity.preview_row import STAGES, Row, named
from portsim.capacity.preview_stockyard import stockyard_rows
from portsim.capacity.preview_terminal import EQUIPMENT, Caller, Stay, callers_of, stays_of
from portsim.capacity.preview_weather import year_hours
from portsim.capacity.preview_yard import yard_rows
from portsim.clock import HOURS_PER_WEEK
from portsim.scenario.base import Name
from portsim.scenario.geography import Place
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Stop


def preview(scenario: Scenario, year: int) -> tuple[Row, ...]:
    """All stages of a cluster in one year.

    Parameters
    ----------
    scenario
        A checked scenario.
    year
        Civil year whose demand is asked for.

    Returns
    -------
    Rows in the order of `portsim.capacity.preview_row.STAGES`.
    """
    cargo = cargo_of(scenario, year)
    callers = callers_of(scenario, cargo, year)
    stays = {
        Stop(port_id, terminal_id): stays_of(
            port, terminal, [one for one in callers if (one.port, one.terminal) == (port_id, terminal_id)], year
        )
        for port_id, port in scenario.ports.items()
        for terminal_id, terminal in port.terminals.items()
    }
    work_h = {(stay.caller.service, stop): stay.work_h for stop, mine in stays.items() for stay in mine}
    yards = list(yard_rows(scenario, cargo, year, work_h))
    rows = [
        *_port_rows(scenario, callers, stays, year),
        *yards,
        *stockyard_rows(scenario, year),
        *plug_rows(scenario, yards, year),
        *gate_rows(scenario, cargo, year),
        *track_rows(scenario, cargo, year),
        *rail_rows(scenario, cargo, year),
        *line_rows(scenario, year),
        *barge_rows(scenario, cargo, year),
        *lock_rows(scenario, cargo, year),
        *_slot_rows(scenario, cargo, year),
    ]
    return tuple(sorted(rows, key=lambda row: STAGES.index(row.stage)))


def _port_rows(
    scenario: Scenario, callers: Sequence[Caller], stays: Mapping[Stop, Sequence[Stay]], year: int
) -> Iterator[Row]:
    for port_id, port in scenario.ports.items():
        if not port.terminals:
            continue
        yield from access_rows(port_id, port, [one for one in callers if one.port == port_id], year)
        for terminal_id in port.terminals:
            mine = stays[Stop(port_id, terminal_id)]
            yield from quay_rows(port_id, port, terminal_id, mine, year)
            for equipment in EQUIPMENT:
                row = crane_row(port_id, port, terminal_id, equipment, mine, year)
                if row is not None:
                    yield row


def _slot_rows(scenario: Scenario, cargo: Cargo, year: int) -> Iterator[Row]:
    """Slots by relation.

    A relation shares the ships of its common lines with others: what is aboard on the fullest of the legs it needs
    counts, whosever boxes they are.
    """
    weeks = year_hours(year) / HOURS_PER_WEEK
    for pair, teu in cargo.laden.items():
        lines = [line for line in cargo.lines.get(pair, []) if line.laden_share > 0.0]
        slots = sum(line.round.per_week * weeks * line.round.slots_teu for line in lines)
        aboard = sum(max(cargo.aboard[line.round.service, leg] for leg in line.legs) for line in lines)
        because = {"laden_teu": teu, "empty_teu": cargo.empty.get(pair, 0.0), "n_services": float(len(lines))}
        yield Row("relation", f"{pair[0]}-{pair[1]}", _between(scenario, *pair), aboard, slots, "TEU", because)


def _between(scenario: Scenario, origin: str, destination: str) -> Name:
    here, there = (named(_place(scenario, id).name, id) for id in (origin, destination))
    return Name.made(en=f"{here.en} - {there.en}", zh=f"{here.zh}—{there.zh}")


def _place(scenario: Scenario, id: str) -> Place:
    return scenario.ports.get(id) or scenario.markets.get(id) or scenario.zones[id]
