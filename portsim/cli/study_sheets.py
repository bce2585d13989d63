"""What a study says as tables for Excel and pandas: ``study.csv`` by option and measure, ``draws.csv`` draw by draw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.analysis.sheets import draws_sheet, summary_sheet
from portsim.cli.study_tables import measure_label
from portsim.report.csv_files import BOM, csv_text
from portsim.report.summary import Names
from portsim.report.texts import Language
from portsim.results.disk import write_whole
from portsim.results.parquet import plain_table, write_table
from portsim.study import naming

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
    write_whole(path.with_suffix(".csv"), BOM + csv_text(table))
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
