"""What to say first: at most five findings, as facts without words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from portsim.analysis.explain_logs import Explanation

MOST = 5


@dataclass(frozen=True)
class Finding:
    """A fact.

    Attributes
    ----------
    key
        Which one: none, cause, port, service, month, late, trains, lock.
    facts
        Numbers, and ids of places, causes and phases.
    """

    key: str
    facts: Mapping[str, float | str]


def findings(explained: Explanation) -> tuple[Finding, ...]:
    """The facts worth saying, the most important first."""
    if not len(explained.causes):
        return (Finding("none", {"n_calls": explained.n_calls}),)
    return tuple(islice(_all(explained), MOST))


def _all(explained: Explanation) -> Iterator[Finding]:
    yield _cause(explained)
    if len(explained.ports) > 1:
        most = explained.ports.iloc[0]
        yield Finding("port", _place(most, "port", explained) | {"share": float(most["share"])})
    elif len(explained.services) > 1:
        most = explained.services.iloc[0]
        yield Finding("service", _place(most, "service", explained) | {"share": float(most["share"])})
    months = explained.months[explained.months["n_calls"] > 0]
    if len(months) > 1:
        worst = months.sort_values("hours_per_call", ascending=False, kind="stable").iloc[0]
        yield Finding("month", _place(worst, "period", explained))
    yield from _late(explained.late)
    yield from _trains(explained.trains)
    if len(explained.locks):
        lock = explained.locks.iloc[0]
        way = "up" if lock["up"] else "down"
        yield Finding("lock", {"lock": str(lock["lock"]), "way": way, "wait_h": float(lock["wait_h"])})


def _cause(explained: Explanation) -> Finding:
    most = explained.causes.sort_values("hours", ascending=False, kind="stable").iloc[0]
    values: dict[str, float | str] = {"phase": most["phase"], "cause": most["cause"]}
    values |= {name: float(most[name]) for name in ("hours", "hours_per_call", "share")}
    return Finding("cause", values)


def _place(row: pd.Series, column: str, explained: Explanation) -> dict[str, float | str]:
    everywhere_h = float(explained.causes["hours"].sum()) / explained.n_calls
    values: dict[str, float | str] = {"place": str(row[column]), "hours_per_call": float(row["hours_per_call"])}
    values |= {"everywhere_h": everywhere_h, "phase": str(row["phase"]), "cause": str(row["cause"])}
    return values | {"cause_share": float(row["cause_share"])}


def _late(late: pd.DataFrame) -> Iterator[Finding]:
    groups = {row["group"]: row for row in late.to_dict("records")}
    if {"late", "kept"} <= set(groups):
        facts = {
            f"{group}_{name}": float(groups[group][name])
            for group in ("late", "kept")
            for name in ("share", "wait_in_h", "left_teu_per_call")
        }
        yield Finding("late", facts)


def _trains(trains: pd.DataFrame) -> Iterator[Finding]:
    late = trains[trains["group"] == "late"]
    if len(late):
        row = late.iloc[0]
        values = {name: float(row[name]) for name in ("teu", "missed_teu", "missed_share", "later_h")}
        yield Finding("trains", values | {"of_all_share": values["missed_teu"] / float(trains["teu"].sum())})
