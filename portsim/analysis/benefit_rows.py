"""User benefit as rows of a comparison: what one scenario is worth against another, run by run, by zone and in all.

In each pair of runs the base has 0 and the other what the change from it is worth: their paired differences have the
intervals of the benefit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from portsim.analysis.benefits import CHOICES, nesting_of
from portsim.results.measures import COMPARED

if TYPE_CHECKING:
    import pandas as pd

    from portsim.results.opening import Results

_COLUMNS = ("option", "run", "measure", "unit", "entity", "period", "value")
_HEADLINE = ("at_base_shares_cny", "of_switchers_cny")
_CLUSTER = "cluster"


@dataclass(frozen=True)
class Side:
    """Runs of one scenario that take part in a comparison.

    Parameters
    ----------
    results, option
        Where they are.
    label
        What they are called there.
    """

    results: Results
    option: str
    label: str


def are_wanted(patterns: Collection[str]) -> bool:
    """Whether any of the patterns of a comparison speaks of the user benefit; no patterns mean everything."""
    names = [pattern.partition("@")[0] for pattern in patterns]
    return not names or any(fnmatchcase(measure, name) for measure in COMPARED for name in names)


def benefit_rows(base: Side, others: Iterable[Side]) -> pd.DataFrame:
    """User benefit of others over a base, in the form of measures of runs.

    Parameters
    ----------
    base, others
        What is compared with what.

    Returns
    -------
    Columns option, run, measure (those of `portsim.results.measures.COMPARED`), unit, entity (zones and ``cluster``),
    period (first year of the run), value; the base has 0 where another has a value. No rows where cargo does not choose
    in both, where the likeness of ways (lambda) differs, or where the runs of a pair did not keep their choices.
    """
    import pandas as pd

    from portsim.analysis.user_benefit import benefit_by_flow

    before, lambda_before = _choices(base), nesting_of(base.results).get(base.option)
    zones = _zones(base)
    rows: list[tuple[object, ...]] = []
    zero: dict[tuple[object, ...], None] = {}
    for other in others:
        after = _choices(other)
        if lambda_before is None or nesting_of(other.results).get(other.option) != lambda_before:
            continue
        for run in [run for run in after if run in before]:
            worth = benefit_by_flow(before[run], after[run], lambda_before)
            for measure, entity, value in _by_zone(worth, before[run], zones):
                about = (run, measure, COMPARED[measure].unit, entity)
                rows.append((other.label, *about, _period(other, run), value))
                zero[(base.label, *about, _period(base, run), 0.0)] = None
    return pd.DataFrame([*zero, *rows], columns=list(_COLUMNS))


def _by_zone(worth: pd.DataFrame, before: pd.DataFrame, zones: set[str]) -> Iterable[tuple[str, str, float]]:
    """Measure, entity and value, of the zones with cargo and of the cluster."""
    ends = before.astype({"flow": str}).drop_duplicates("flow").set_index("flow")[["origin", "destination"]].astype(str)
    ends = ends.reindex(worth.index)
    zone = ends["origin"].where(ends["origin"].isin(zones), ends["destination"])
    sums = worth.groupby(zone.where(zone.isin(zones))).sum()
    sums.loc[_CLUSTER] = worth.sum()
    sums["cny"] = sums[list(_HEADLINE)].sum(axis=1)
    for measure in COMPARED:
        for entity, value in sums[measure.removeprefix("user_benefit_")].items():
            yield measure, str(entity), float(value)


def _choices(side: Side) -> dict[str, pd.DataFrame]:
    """Choices by run, of the runs that kept them and have any."""
    tables = side.results.one_by_one(CHOICES, side.option)
    return {str(table["run"].iloc[0]): table for table in tables if len(table)}


def _zones(side: Side) -> set[str]:
    things = side.results.table("entities")
    return set(things.loc[things["kind"].astype(str) == "zone", "id"].astype(str))


def _period(side: Side, run: str) -> str:
    mine = (one for one in side.results.runs if one.option == side.option and one.label == run)
    return str(next(mine).manifest["year"])
