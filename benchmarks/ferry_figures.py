"""Figures of the Qiongzhou Strait from the sailings of a run of the baseline.

    portsim run baseline --no-images --output FOLDER
    python benchmarks/ferry_figures.py FOLDER

Normal day, spring rush, the fullest day and 1 October, both ferries together; waits by ferry. Figures of
docs/explanation/ferry.md come from here.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pandas as pd

import portsim
from portsim.scenario.load import load_scenario

YEAR = 2025
RUSH = (date(2025, 1, 14), date(2025, 2, 22))
"""Forty days, the first fifteen of them before the Spring Festival of 29 January."""
HOLIDAY = date(2025, 10, 1)
MEASURES = ("ferry_vehicles", "ferry_passengers", "ferry_sailings_per_day", "ferry_wait_h", "ferry_load_share")


def main() -> None:
    """Print what the page quotes."""
    results = portsim.open_results(Path(sys.argv[1]))
    days = by_day(results.table("sailings"))
    print(f"replications {days.index.unique('run').size}")
    print(f"sailings on the median day {days['sailings'].median():.0f}")
    rush = days.loc[(slice(None), slice(number(RUSH[0]), number(RUSH[1]))), :]
    of_run = rush.groupby("run").sum()
    print(f"rush: {rush['sailings'].mean():.0f} sailings a day, {of_run['vehicles'].mean() / 1e6:.2f} million vehicles,"
          f" {of_run['passengers'].mean() / 1e6:.1f} million passengers,"
          f" {rush['vehicles'].sum() / rush['sailings'].sum():.0f} vehicles a sailing")  # fmt: skip
    most = days["sailings"].groupby("run").max()
    print(f"most sailings in a day: {most.min()} to {most.max()}")
    holiday = days.xs(number(HOLIDAY), level="day")
    print(f"{HOLIDAY}: sailings {sorted(holiday['sailings'])}, vehicles {sorted(holiday['vehicles'])}")
    measures = results.measures()
    measures = measures[measures["measure"].isin(MEASURES)]
    months = measures["period"].astype(str).isin([str(YEAR), f"{YEAR}-05", f"{YEAR}-11"])
    print(measures[months].groupby(["measure", "entity", "period"], observed=True)["value"].agg(["mean", "min", "max"])
          .query("entity in ['cluster', 'strait_ferry', 'rail_ferry']").round(3).to_string())  # fmt: skip


def number(day: date) -> int:
    """Days since New Year."""
    return (day - date(YEAR, 1, 1)).days


def by_day(sailings: pd.DataFrame) -> pd.DataFrame:
    """Sailings, vehicles and passengers by replication and day of the year, by the hour of departure."""
    warmup_days = load_scenario("baseline").scenario.clock.warmup_days
    day = (sailings["departed_h"] // 24.0 - warmup_days).astype(int)
    kept = day.between(0, 364)
    carried = sailings["trucks"].astype(int) + sailings["cars"].astype(int)
    rows = pd.DataFrame({"run": sailings["run"].astype(str), "day": day, "vehicles": carried,
                         "passengers": sailings["passengers"], "sailings": 1})[kept]  # fmt: skip
    return rows.groupby(["run", "day"]).sum()


if __name__ == "__main__":
    main()
