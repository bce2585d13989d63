"""What the options of a study are worth: the benefit of those who send cargo, and works set against what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from portsim.analysis.appraisal import appraise
from portsim.analysis.benefits import HEADLINE, USER_BENEFIT, benefits, summed_up
from portsim.analysis.differences import paired_differences
from portsim.results.opening import Results

Cells = Sequence[tuple[dict[str, Any], dict[str, str]]]
"""Every combination of the factors, with the option of each label in it."""
TEU = "throughput_teu"


@dataclass(frozen=True)
class Worth:
    """What options are worth against one of them.

    Parameters
    ----------
    to
        Labels of the cases compared to, one for each combination of the factors.
    period
        The year whose choices are compared.
    rows, draw_rows
        Benefit by option and run, or draw, as `portsim.analysis.benefits.benefits` gives it.
    benefit
        At the central case: option (label of the case), measure (part of the benefit), n, mean, half_width, ... in CNY
        a year.
    over_draws
        Of the headline: option, n, mean, low, high; empty without draws.
    works
        As `portsim.analysis.appraisal.appraise` gives them; empty where no option has an investment.
    """

    to: tuple[str, ...]
    period: str
    rows: pd.DataFrame
    draw_rows: pd.DataFrame
    benefit: pd.DataFrame
    over_draws: pd.DataFrame
    works: pd.DataFrame

    def as_measures(self, of_draws: bool = False) -> pd.DataFrame:
        """The headline as rows of a measure, 0 for the cases compared to: option, run or draw, measure, ..., value."""
        rows = (self.draw_rows if of_draws else self.rows)[["option", "run", HEADLINE]]
        rows = rows.rename(columns={HEADLINE: "value"})
        zero = [rows[["run"]].drop_duplicates().assign(option=label, value=0.0) for label in self.to]
        both = pd.concat([*zero, rows], ignore_index=True)
        both = both.rename(columns={"run": "draw"}) if of_draws else both
        return both.assign(measure=USER_BENEFIT, unit="CNY", entity="cluster", period=self.period)

    def part(self, label: str, measure: str = HEADLINE) -> dict[str, float]:
        """Mean and half width of a part of the benefit of a case."""
        rows = self.benefit[(self.benefit["option"] == label) & (self.benefit["measure"] == measure)]
        return {} if rows.empty else {name: float(rows[name].iloc[0]) for name in ("n", "mean", "half_width")}


def worth(results: Results, cells: Cells, shares: tuple[float, float]) -> Worth | None:
    """What the options of a study are worth against the one they are compared to; None where cargo does not choose.

    Parameters
    ----------
    results
        The opened results folder of a study.
    cells
        Combinations of the factors.
    shares
        Quantiles over draws that are given.
    """
    to = results.study.get("compare_to")
    central, drawn, bases = [], [], []
    for _, options in cells if to else ():
        label_of = {option: label for label, option in options.items()}
        if to in label_of:
            bases.append(label_of[to])
            central.append(benefits(results, list(options), label_of[to]))
            drawn += [benefits(results, list(options), label_of[to], of_draws=True)] if results.draws else []
    rows = pd.concat(central, ignore_index=True) if central else pd.DataFrame()
    if rows.empty:
        return None
    found = summed_up(rows)
    of_draws = pd.concat(drawn, ignore_index=True) if drawn else rows.head(0)
    period = str(next(run.manifest["year"] for run in results.runs if run.option == bases[0]))
    return Worth(
        tuple(bases), period, rows, of_draws, found, _over_draws(of_draws, shares), _works(results, cells, found)
    )


def _over_draws(drawn: pd.DataFrame, shares: tuple[float, float]) -> pd.DataFrame:
    groups = drawn.groupby("option", sort=False)[HEADLINE]
    table = groups.agg(["count", "mean"]).reset_index().rename(columns={"count": "n"})
    for name, share in zip(("low", "high"), shares, strict=True):
        table[name] = groups.quantile(share).to_numpy()
    return table


def _works(results: Results, cells: Cells, benefit: pd.DataFrame) -> pd.DataFrame:
    """The investments of the options, in every cell."""
    to, rule, built = results.study["compare_to"], results.study.get("appraisal"), results.study.get("investments")
    if not rule or not built:
        return pd.DataFrame()
    gain, measures = benefit[benefit["measure"] == HEADLINE], results.measures(only={TEU})
    parts = []
    for _, options in cells:
        label_of = {option: label for label, option in options.items()}
        there = {label_of[option]: works for option, works in built.items() if option in label_of}
        if to in label_of:
            more = _throughput(measures, options, label_of[to])
            parts.append(appraise(gain, more, there, rule["discount_share"], rule["upkeep_share"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _throughput(measures: pd.DataFrame, options: dict[str, str], to: str) -> pd.DataFrame:
    """TEU of the cluster beyond those of an option, a year: the mean over the years of a run."""
    is_it = (measures["entity"] == "cluster") & measures["option"].isin(options)
    rows = measures[is_it & (measures["period"].astype(str).str.len() == len("2025"))].astype({"option": object})
    keys = ["option", "run", "measure", "unit", "entity"]
    yearly = rows.groupby(keys, sort=False, observed=True)["value"].mean().reset_index()
    return paired_differences(yearly.assign(period="year"), to)
