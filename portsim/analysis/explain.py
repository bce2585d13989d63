"""Why ships wait and lie idle: hours lost by cause, before berthing, alongside and before sailing, from the calls.

Each moment a ship waits belongs to one cause (see `wait_weather_h` and its like in the records), so that the hours of
all causes add up. Hours and calls are means over the replications kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

    from portsim.clock import Clock

PHASES = ("in", "alongside", "out")
"""Before berthing, at the berth, before sailing."""


@dataclass(frozen=True)
class Where:
    """Which calls to look at; None for all."""

    port: str | None = None
    month: int | None = None
    ship_class: str | None = None


def measured_calls(calls: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """Calls that berthed and ended in the reported years, with the column ``period`` (``2025-03``)."""
    import numpy as np

    months = clock.months()
    ended = calls["unberthed_h"].to_numpy()
    inside = ~calls["turned_away"].to_numpy() & (ended >= months[0][1]) & (ended < months[-1][2])
    kept = calls[inside].copy()
    place = np.searchsorted([start_h for _, start_h, _ in months], ended[inside], side="right") - 1
    kept["period"] = [months[i][0] for i in place.tolist()]
    return kept


def chosen(calls: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The calls asked for, of those `measured_calls` gives."""
    kept = calls
    if where.port is not None:
        kept = kept[kept["port"] == where.port]
    if where.ship_class is not None:
        kept = kept[kept["ship_class"] == where.ship_class]
    if where.month is not None:
        kept = kept[kept["period"].str.endswith(f"-{where.month:02d}")]
    return kept


def lost_hours(calls: pd.DataFrame) -> pd.DataFrame:
    """Hours lost by each call: a column (phase, cause) for each cause the records know.

    A cause is what stands in ``wait_<cause>_h`` (before berthing; the part in ``sailing_<cause>_h`` before sailing) and
    in ``idle_<cause>_h`` (alongside).
    """
    import pandas as pd

    parts = {}
    for cause in causes(calls, "wait"):
        sailing = f"sailing_{cause}_h"
        out = calls[sailing] if sailing in calls else 0.0 * calls[f"wait_{cause}_h"]
        parts["in", cause] = (calls[f"wait_{cause}_h"] - out).clip(lower=0.0)  # what rounding leaves is no wait
        if sailing in calls:
            parts["out", cause] = out
    for cause in causes(calls, "idle"):
        parts["alongside", cause] = calls[f"idle_{cause}_h"]
    ordered = sorted(parts, key=lambda part: PHASES.index(part[0]))
    return pd.DataFrame({part: parts[part] for part in ordered}, index=calls.index)


def causes(calls: pd.DataFrame, kind: str) -> list[str]:
    """Causes with a column of one kind, ``wait`` or ``idle``, in the order of the columns."""
    found = (re.fullmatch(rf"{kind}_(\w+)_h", str(column)) for column in calls.columns)
    return [match[1] for match in found if match]


def by_cause(calls: pd.DataFrame, n_runs: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """Waiting and lost time by cause.

    Parameters
    ----------
    calls
        Calls of all replications.
    n_runs
        Replications they come from.
    by
        Columns to tell apart, such as ``("port",)``; none for all calls together.

    Returns
    -------
    Columns of `by`, then phase, cause, n_calls, hours (both of a replication), hours_per_call, share (of all hours lost
    by the same calls); causes that took no time are left out.
    """
    import pandas as pd

    lost = lost_hours(calls)
    keys = [calls[column] for column in by] or [pd.Series(0, index=calls.index, name="all")]
    groups = lost.groupby(keys, observed=True, sort=True)
    total, sizes = groups.sum(), groups.size()
    parts: list[tuple[str, str]] = cast("Any", lost.columns).tolist()
    rows = []
    for key, n, hours in zip(total.index, sizes.tolist(), total.to_numpy().tolist(), strict=True):
        names = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=False))
        for (phase, cause), value in zip(parts, hours, strict=True):
            if value > 0.0:
                rows.append(
                    names
                    | {"phase": phase, "cause": cause, "n_calls": n / n_runs, "hours": value / n_runs}
                    | {"hours_per_call": value / n, "share": value / sum(hours)}
                )
    columns = [*by, "phase", "cause", "n_calls", "hours", "hours_per_call", "share"]
    return pd.DataFrame(rows, columns=columns)


def by_place(calls: pd.DataFrame, n_runs: int, column: str) -> pd.DataFrame:
    """Hours lost by port, month, ship class or service, the most first (months in order).

    Returns
    -------
    Columns: the one asked for, n_calls, hours, hours_per_call, share (of all hours lost), in_h, alongside_h, out_h (per
    call), phase and cause that took most, and their share of the hours there.
    """
    import pandas as pd

    table = by_cause(calls, n_runs, (column,))
    n_calls = calls.groupby(column, observed=True).size()
    everything = float(table["hours"].sum())
    rows = []
    for key, n in zip(n_calls.index, n_calls.tolist(), strict=True):
        mine = table[table[column] == key]
        hours = float(mine["hours"].sum())
        row = {column: key, "n_calls": n / n_runs, "hours": hours, "hours_per_call": hours * n_runs / n}
        row["share"] = hours / everything if everything else 0.0
        for phase in PHASES:
            row[f"{phase}_h"] = float(mine.loc[mine["phase"] == phase, "hours_per_call"].sum())
        if hours:
            most = mine.sort_values("hours", ascending=False, kind="stable").iloc[0]
            row |= {"phase": most["phase"], "cause": most["cause"], "cause_share": most["share"]}
        rows.append(row)
    columns = [column, "n_calls", "hours", "hours_per_call", "share", "in_h", "alongside_h", "out_h"]
    found = pd.DataFrame(rows, columns=[*columns, "phase", "cause", "cause_share"])
    order = [column] if column == "period" else ["hours"]
    return found.sort_values(order, ascending=column == "period", kind="stable", ignore_index=True)
