"""What a study says as tables for Excel and pandas: ``study.csv`` by option and measure, ``draws.csv`` draw by draw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.analysis.benefits import PARTS, USER_BENEFIT
from portsim.cli.study_tables import measure_label
from portsim.report.charts import csv_text
from portsim.report.summary import Names
from portsim.report.texts import Language
from portsim.results.disk import write_whole
from portsim.results.parquet import plain_table, write_table
from portsim.study import naming

_KEYS = ["option", "measure", "entity", "period"]
_COUNTS = ("n", "draws_n", "draw")


def write_sheets(found: Answer, folder: Path, lang: Language) -> list[Path]:
    """Write the tables as CSV, with the mark of UTF-8 by which Excel knows Chinese text, and as Parquet.

    Parameters
    ----------
    found
        What the study says.
    folder
        Its results folder.
    lang
        Language of the names beside the ids.

    Returns
    -------
    The files.
    """
    tables = {"study": _named(found, summary_sheet(found), lang)}
    if found.results.draws:
        tables["draws"] = draws_sheet(found)
    return [path for name, table in tables.items() for path in _write(table, folder / name)]


def _write(table: pd.DataFrame, path: Path) -> Iterator[Path]:
    write_whole(path.with_suffix(".csv"), "\ufeff" + csv_text(table))
    types = dict.fromkeys(map(str, table.select_dtypes("number")), "number")
    types |= {name: "count" for name in _COUNTS if name in table} | ({"is_sure": "flag"} if "is_sure" in table else {})
    columns = {str(name): _plain(table[name], types.get(str(name), "word")) for name in table}
    types = {name: types.get(name, "word") for name in columns}
    write_table(plain_table(columns, types, {}), path.with_suffix(".parquet"))
    yield from (path.with_suffix(".csv"), path.with_suffix(".parquet"))


def _plain(column: pd.Series, kind: str) -> list[Any]:
    """The values of a column, None where there is none; words of a column of mixed values."""
    told = [None if pd.isna(value) else value for value in column.tolist()]
    if kind == "count":
        return [None if value is None else int(value) for value in told]
    return [None if value is None else str(value) for value in told] if kind == "word" else told


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
        headline = found.worth.benefit[found.worth.benefit["measure"] == PARTS[0]].drop(columns="sd")
        headline = headline.assign(measure=USER_BENEFIT, period=found.worth.period)
        if found.draws is not None:
            headline = headline.merge(_drawn(found.worth.over_draws)[["option", *_DRAWN.values()]], "left", "option")
        table = pd.concat([table, headline], ignore_index=True)
    return table


_DRAWN = {"n": "draws_n", "mean": "draws_mean", "low": "draws_low", "high": "draws_high"}


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


def _named(found: Answer, table: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """With what options, measures and places are called, and the values of the factors that are varied."""
    names = Names(found.results.table("entities"))
    factors = {
        path: [found.study["options"][option]["factors"][path] for option in table["option"]]
        for path in naming.varied(found.study)
    }
    return table.assign(
        **{path: list(map(str, values)) for path, values in factors.items()},
        option_name=[naming.option_name(found.study, option, lang) for option in table["option"]],
        measure_name=[measure_label(measure, lang) for measure in table["measure"]],
        place_name=[names.full(entity, lang) for entity in table["entity"]],
    )
