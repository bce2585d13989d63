"""Whether the runs of a study meet the figures of a plan: the targets of its file against its draws, or its runs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from portsim.analysis.attainment import attainment
from portsim.results.opening import Results

_KEYS = ["option", "run", "unit", "period"]


def targets_met(results: Results) -> pd.DataFrame | None:
    """Each target against the options that reach its year; None for a study without targets.

    Parameters
    ----------
    results
        The opened results folder of a study.

    Returns
    -------
    As `portsim.analysis.attainment.attainment` gives them, with the column ``id`` of the target, ``unit`` of its
    measure and ``value_mean``, the mean over the draws. Rows of options whose runs do not reach the year are left out.
    """
    targets = results.study.get("targets") or {}
    if not targets:
        return None
    measures = {target["measure"] for target in targets.values()}
    runs = results.draw_measures(measures) if results.draws else results.measures(only=measures)
    parts = []
    for id, target in targets.items():
        values = _values(runs, target)
        wanted = pd.DataFrame(
            [
                {
                    "id": id, "measure": target["measure"], "entity": "+".join(target["entities"]),
                    "period": str(target["year"]), "value": target["value"],
                    "direction": "at_least" if target["at_least"] is not None else "at_most",
                }
            ]
        )  # fmt: skip
        if len(values):
            parts.append(attainment(values, wanted, bool(results.draws)).assign(unit=str(values["unit"].iloc[0])))
    return pd.concat(parts, ignore_index=True).query("n > 0").reset_index(drop=True) if parts else pd.DataFrame()


def _values(runs: pd.DataFrame, target: dict[str, Any]) -> pd.DataFrame:
    """The values of a target in its year: those of its entities added up, of runs that have all of them."""
    entities = list(target["entities"])
    is_it = (runs["measure"] == target["measure"]) & runs["entity"].isin(entities)
    rows = runs[is_it & (runs["period"].astype(str) == str(target["year"]))].astype(dict.fromkeys(_KEYS, object))
    sums = rows.groupby(_KEYS, sort=False)["value"].agg(["sum", "count"]).reset_index()
    whole: pd.DataFrame = sums[sums["count"] == len(entities)].rename(columns={"sum": "value"})
    return whole.assign(measure=target["measure"], entity="+".join(map(str, entities)))
