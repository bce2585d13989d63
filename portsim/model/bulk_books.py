"""The books of bulk at the end of a run: ways inland, stock of the stockyards, and the proof that nothing was lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from portsim.clock import HOURS_PER_DAY, Clock
from portsim.errors import BalanceError
from portsim.model.carriers.bulk import BulkShips
from portsim.model.directory import Directory
from portsim.model.port.book import PortBook, carried
from portsim.model.port.port import Port
from portsim.results.record_columns import ONWARD_MODES, QUANTITIES
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario

_TOLERANCE = 1e-6
_COLUMNS = {"t": ("discharged_t", "loaded_t"), "vehicles": ("vehicles",), "passengers": ("passengers",)}


def note_stockyards(records: Records, ports: Mapping[str, Port]) -> None:
    """Append the daily mean and maximum of the stock of every stockyard."""
    n_days = round(records.clock.end_h / HOURS_PER_DAY)
    midnights = HOURS_PER_DAY * np.arange(n_days)
    append = records.tables["levels"].append_block
    for port in ports.values():
        for terminal in port.terminals.values():
            if terminal.stockyard is not None:
                mean, highest = terminal.stockyard.daily(n_days)
                number, quantity = np.array(terminal.number), np.array(QUANTITIES.index("stockyard_t"))
                append(number, quantity, midnights, mean, highest)


def note_onward(records: Records, scenario: Scenario, directory: Directory, clock: Clock) -> None:
    """Append what each stream moved in each month of the run, by mode inland."""
    calls = records.tables["calls"].columns()
    edges = np.array([0.0, *(start_h for _, start_h, _ in clock.months()), clock.end_h])
    month = np.searchsorted(edges, calls["unberthed_h"], side="right") - 1
    amount = (calls["discharged_t"] + calls["loaded_t"] + calls["vehicles"] + calls["passengers"]).astype(float)
    append = records.tables["onward"].append
    for id, stream in scenario.bulk.items():
        if stream.onward is None:
            continue
        number = directory.number[id]
        mine = (calls["service"] == number) & ~calls["turned_away"]
        by_month = np.bincount(month[mine], amount[mine], len(edges) - 1).tolist()
        for code, mode in enumerate(ONWARD_MODES):
            share: float = getattr(stream.onward, mode)
            for start_h, moved in zip(edges.tolist(), by_month, strict=False):
                if share * moved > 0.0:
                    append((number, code, start_h, share * moved))


def bulk_balance(
    records: Records, ships: Iterable[BulkShips], ports: Mapping[str, Port], book: PortBook
) -> dict[str, float | int]:
    """Count tonnes, vehicles and passengers that came, were worked, are in port; and tonnes in and out of stockyards.

    Raises
    ------
    BalanceError
        Something was lost or made up.
    """
    calls = records.tables["calls"].columns()
    counts: dict[str, float | int] = {}
    came = dict.fromkeys(_COLUMNS, 0)
    for ship in ships:
        came[ship.unit] += ship.n_brought
    for unit, columns in _COLUMNS.items():
        worked = sum(int(calls[column].sum(dtype=np.int64)) for column in columns)
        in_port = sum(carried(stay)[unit] for stay in book.in_port)
        lost = came[unit] - worked - in_port - book.turned_away[unit]
        if lost:
            raise BalanceError(f"bulk does not balance: {lost} {unit} missing of {came[unit]}")
        if came[unit]:
            counts |= {f"bulk_{unit}_arrived": came[unit], f"bulk_{unit}_worked": worked}
            counts |= {f"bulk_{unit}_in_port": in_port, f"bulk_{unit}_turned_away": book.turned_away[unit]}
    for id, port in ports.items():
        for terminal_id, terminal in port.terminals.items():
            if terminal.stockyard is not None:
                stock_t = terminal.stockyard.amount()
                landed_t = int(calls["discharged_t"][calls["terminal"] == terminal.number].sum(dtype=np.int64))
                landed_t += sum(
                    stay.parcel.discharged_t if stay.work_end_h == stay.work_end_h else stay.landed_t
                    for stay in book.in_port
                    if stay.terminal is terminal
                )
                lost_t = landed_t - terminal.stockyard.gone_t - stock_t
                if abs(lost_t) > _TOLERANCE * max(1.0, landed_t) or stock_t < -_TOLERANCE * landed_t:
                    raise BalanceError(
                        f"the stockyard of {id}/{terminal_id} does not balance: {landed_t} t landed, "
                        f"{terminal.stockyard.gone_t:.3f} t gone, {stock_t:.3f} t in stock"
                    )
                for name, value in (("landed", landed_t), ("gone", terminal.stockyard.gone_t), ("stock", stock_t)):
                    counts[f"stockyards_t_{name}"] = counts.get(f"stockyards_t_{name}", 0) + value
    return counts
