"""What a study says as two plain tables: a row for each option and measure, and a row for each option and draw."""

from __future__ import annotations

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.analysis.benefits import HEADLINE, USER_BENEFIT

_KEYS = ["option", "measure", "entity", "period"]
_DRAWN = {"n": "draws_n", "mean": "draws_mean", "low": "draws_low", "high": "draws_high"}


def summary_sheet(found: Answer) -> pd.DataFrame:
    """A row for each option and measure: the central case, its difference to the option compared to, and the draws.

    Returns
    -------
    Columns option (label of the case), measure, unit, entity, period, n, mean, half_width, low, high; with `compare_to`
    difference, difference_half_width, relative, is_sure; with draws draws_n, draws_mean, draws_low, draws_high (5 % and
    95 %). The benefit to shippers stands last, as `user_benefit_cny`.
    """
    table = found.summary.drop(columns="sd")
    if found.differences is not None:
        columns = {"half_width": "difference_half_width"}
        differs = found.differences[[*_KEYS, "difference", "half_width", "relative", "is_sure"]].rename(columns=columns)
        table = table.merge(differs, "left", _KEYS)
    if found.draws is not None:
        table = table.merge(_drawn(found.draws)[[*_KEYS, *_DRAWN.values()]], "left", _KEYS)
    if found.worth is not None:
        headline = found.worth.benefit[found.worth.benefit["measure"] == HEADLINE].drop(columns="sd")
        headline = headline.assign(measure=USER_BENEFIT, period=found.worth.period)
        if found.draws is not None:
            headline = headline.merge(_drawn(found.worth.over_draws)[["option", *_DRAWN.values()]], "left", "option")
        table = pd.concat([table, headline], ignore_index=True)
    return table


def _drawn(draws: pd.DataFrame) -> pd.DataFrame:
    return draws.rename(columns=_DRAWN)


def draws_sheet(found: Answer) -> pd.DataFrame:
    """A row for each option and draw: the values drawn, then the measures of the study.

    Returns
    -------
    Columns option, draw, one for each uncertain path, one for each ``measure@entity`` (``measure@entity/year`` where
    runs have several years), and user_benefit_cny where cargo chooses.
    """
    results = found.results
    measures = results.draw_measures({measure for measure, _ in found.measures})
    names = measures["measure"].astype(str) + "@" + measures["entity"].astype(str)
    is_wanted = names.isin([f"{measure}@{entity}" for measure, entity in found.measures])
    is_year = measures["period"].astype(str).str.len() == len("2025")
    rows = measures[is_wanted & is_year].assign(name=names)
    many = rows.groupby("option", observed=True)["period"].nunique().max() > 1
    rows["name"] += "/" + rows["period"].astype(str) if many else ""
    wide = rows.pivot_table("value", ["option", "draw"], "name", sort=False, observed=True).reset_index()
    wide["option"] = wide["option"].astype(str)
    table = wide[["option", "draw"]].merge(results.drawn(), "left", left_on="draw", right_index=True)
    table = table.merge(wide, "left", ["option", "draw"])
    if found.worth is not None:
        benefit = found.worth.as_measures(of_draws=True).rename(columns={"value": USER_BENEFIT})
        benefit["draw"] = benefit["draw"].astype(int)
        table = table.merge(benefit[["option", "draw", USER_BENEFIT]], "left", ["option", "draw"])
    return table
