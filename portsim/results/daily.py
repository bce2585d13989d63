"""Day by day through a run: boxes over the quay of a port, and how many ships wait there or lie alongside."""

from __future__ import annotations

import numpy as np

from portsim.results.record_columns import BOXES, QUANTITIES
from portsim.results.records import Records
from portsim.results.view import Floats, View

DAY_H = 24.0


def day_starts_h(records: Records) -> Floats:
    """Midnights of all days of a run, warm-up included, h."""
    return np.arange(0.0, records.clock.end_h, DAY_H)


def daily_teu(records: Records, place: str) -> Floats:
    """TEU over the quay of a port or terminal, by the day on which the last line of each ship is let go.

    Returns
    -------
    One value a day, as :func:`day_starts_h`.
    """
    calls = records.tables["calls"].columns()
    mine = _terminals(records, place)[calls["terminal"]] & ~calls["turned_away"]
    teu = np.sum([calls[name].astype(float) for name in BOXES], axis=0)[mine]
    days = (calls["unberthed_h"][mine] // DAY_H).astype(np.intp)
    return np.bincount(days, teu, len(day_starts_h(records))).astype(float)


def daily_level(records: Records, place: str, quantity: str) -> Floats:
    """Time-weighted mean of a level, one of `QUANTITIES`, over each day, summed over the terminals of a place."""
    levels = records.tables["levels"].columns()
    mine = _terminals(records, place)[levels["entity"]] & (levels["quantity"] == QUANTITIES.index(quantity))
    days = (levels["start_h"][mine] // DAY_H).astype(np.intp)
    return np.bincount(days, levels["mean"][mine], len(day_starts_h(records))).astype(float)


def _terminals(records: Records, place: str) -> np.ndarray:
    """For each entity, whether it is a terminal of the place."""
    view = View(records)
    at = view.position[place]
    is_mine: np.ndarray = (view.terminal_of[:-1] >= 0) & ((view.port_of[:-1] == at) | (view.terminal_of[:-1] == at))
    return is_mine
