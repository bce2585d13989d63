"""The tables of a study as the terminal shows them: a table for each measure, options in rows; and who is best."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.analysis.benefits import USER_BENEFIT
from portsim.analysis.inputs import SHARES, Inputs
from portsim.cli.compare_tables import narrowed
from portsim.cli.console import Language
from portsim.cli.study_words import STUDY_WORDS
from portsim.cli.study_worth import worth_lines, worth_tables
from portsim.cli.texts import WORDS
from portsim.report.best import best_lines
from portsim.report.file_words import reason
from portsim.report.printed import PrintedTable, bracketed
from portsim.report.summary import Names
from portsim.report.units import DASH, Unit, change, measure_unit
from portsim.report.units import unit as plain_unit
from portsim.results.measures import MEASURES
from portsim.study import naming

SURE = "*"
INPUTS = "inputs"
"""Key of the table of what the uncertain inputs move."""
Row = dict[str, Any]


def tables_of(found: Answer, lang: Language) -> Iterator[PrintedTable]:
    """One table for each measure, entity and year."""
    names = Names(found.results.table("entities"))
    for measure, entity in found.measures:
        rows = found.summary[(found.summary["measure"] == measure) & (found.summary["entity"] == entity)]
        for period in dict.fromkeys(rows["period"]):
            yield _table(found, rows[rows["period"] == period], (measure, entity, str(period)), names, lang)
    yield from worth_tables(found, lang)
    if found.inputs is not None and found.inputs.tables:
        yield _inputs_table(found, found.inputs, names, lang)


def _table(found: Answer, rows: pd.DataFrame, what: tuple[str, str, str], names: Names, lang: Language) -> PrintedTable:
    measure, entity, period = what
    unit = measure_unit(measure, str(rows["unit"].iloc[0]), float(rows["mean"].abs().max()), lang)
    title = measure_label(measure, lang)
    words = {"measure": title, "entity": names.full(entity, lang), "period": period}
    headed = WORDS.text("study.table", lang, unit=_bracketed(unit.label, lang), **words)
    by_option = {
        name: _by_option(table, what)
        for name, table in (("difference", found.differences), ("draws", found.draws))
        if table is not None
    }
    factors = naming.varied(found.study)
    columns = naming.factor_names(found.study, factors, lang)
    header = [WORDS.text("study.option", lang), *columns, WORDS.text("study.n", lang), WORDS.text("study.mean", lang)]
    if "difference" in by_option:
        base = title_of(found, str(found.study["compare_to"]), lang)
        header += [WORDS.text("study.difference", lang, to=base), WORDS.text("study.relative", lang)]
    if "draws" in by_option:
        header += [WORDS.text("study.draws_mean", lang), WORDS.text("study.draws_range", lang)]
    cells = []
    for row in rows.to_dict("records"):
        label = str(row["option"])
        line = [
            naming.option_name(found.study, label, lang),
            *naming.factor_cells(found.study, label, factors),
            str(int(row["n"])),
        ]
        line.append(_plus_minus(row["mean"], row["half_width"], unit))
        line += _difference_cells(by_option["difference"].get(label), unit, lang) if "difference" in by_option else []
        line += _draw_cells(by_option["draws"].get(label), unit) if "draws" in by_option else []
        cells.append(tuple(line))
    texts = frozenset(range(1 + len(factors)))
    return PrintedTable(f"{measure}@{entity}", headed, tuple(header), tuple(cells), texts)


def _bracketed(label: str, lang: Language) -> str:
    """A unit behind a heading."""
    return bracketed(label, lang) if lang == "zh" or not label else f" {bracketed(label, lang)}"


def measure_label(measure: str, lang: Language) -> str:
    """Heading of a measure, or of the benefit to shippers."""
    if measure == USER_BENEFIT:
        return STUDY_WORDS.text("benefit", lang)
    return MEASURES[measure].label_zh if lang == "zh" else MEASURES[measure].label_en


def _inputs_table(found: Answer, moved: Inputs, names: Names, lang: Language) -> PrintedTable:
    """Which uncertain input moves the answer."""
    means = found.summary[(found.summary["measure"] == moved.measure) & (found.summary["entity"] == moved.entity)]
    unit = measure_unit(moved.measure, str(means["unit"].iloc[0]), float(means["mean"].abs().max()), lang)
    share = plain_unit("share", lang)
    title = measure_label(moved.measure, lang)
    headed = WORDS.text("study.inputs", lang, measure=title, entity=names.full(moved.entity, lang), period=moved.period)
    header = [WORDS.text("study.option", lang), WORDS.text("study.input", lang)]
    for column in moved.columns:
        label = share.label if column in SHARES else unit.label
        header.append(WORDS.text(f"study.inputs.{column}", lang) + _bracketed(label, lang))
    cells = []
    for option, table in moved.tables.items():
        for row in table.to_dict("records"):
            numbers = [(share if name in SHARES else unit).number(float(row[name])) for name in moved.columns]
            cells.append(
                (naming.option_name(found.study, option, lang), _input_name(found, str(row["input"]), lang), *numbers)
            )
    return PrintedTable(INPUTS, headed, tuple(header), tuple(cells), frozenset({0, 1}))


def _input_name(found: Answer, path: str, lang: Language) -> str:
    if path in ("run_noise", "rest"):
        return WORDS.text(f"study.inputs.{path}", lang)
    return naming.input_name(found.study, path, lang)


def _by_option(table: pd.DataFrame, what: tuple[str, str, str]) -> dict[str, Row]:
    measure, entity, period = what
    mine = (table["measure"] == measure) & (table["entity"] == entity) & (table["period"] == period)
    return {
        str(row["option"]): {str(key): value for key, value in row.items()} for row in table[mine].to_dict("records")
    }


def case_name(found: Answer, label: str, lang: Language) -> str:
    """Title of the option of a case, and the values of the factors that are varied."""
    return naming.case_name(found.study, label, lang)


def title_of(found: Answer, option: str, lang: Language) -> str:
    """Title of an option; its id where it has none."""
    return naming.title_of(found.study, option, lang)


def _plus_minus(mean: float, half_width: float, unit: Unit) -> str:
    return unit.number(mean) + (f" ± {unit.number(half_width)}" if math.isfinite(half_width) else "")


def _difference_cells(row: Row | None, unit: Unit, lang: Language) -> list[str]:
    if row is None:
        return [DASH, DASH]
    sign = "+" if row["difference"] > 0 else ""
    sure = SURE if row["is_sure"] else ""
    difference = _signed(row["difference"], row["half_width"], unit)
    return [f"{sign}{difference}{sure}", change(float(row["relative"]), unit, lang)]


def _signed(value: float, half_width: float, unit: Unit) -> str:
    return _plus_minus(float(value), float(half_width), unit)


def _draw_cells(row: Row | None, unit: Unit) -> list[str]:
    if row is None:
        return [DASH, DASH]
    return [unit.number(row["mean"]), f"{unit.number(row['low'])} … {unit.number(row['high'])}"]


def lines_after(found: Answer, lang: Language) -> list[str]:
    """What stands below the tables: what the signs mean, and which option is best."""
    lines = [WORDS.text("study.note.interval", lang)]
    if found.differences is not None:
        lines.append(WORDS.text("study.note.sure", lang))
        factor, n_rows = narrowed(found.differences)
        if math.isfinite(factor):
            lines.append(STUDY_WORDS.text("narrower", lang, factor=f"{factor:.1f}", n=n_rows))
    if found.draws is not None:
        lines.append(WORDS.text("study.note.draws", lang, n=int(found.draws["n"].max())))
    lines += [WORDS.text("study.note.nothing", lang, what=f"{measure}@{entity}") for measure, entity in found.lacking]
    if found.inputs is not None and found.inputs.why_not:
        lines.append(WORDS.text("study.note.inputs", lang, why=reason(found.inputs.why_not, lang)))
    lines += worth_lines(found, lang)
    for best in found.best:
        cell, label = naming.cell_name(found.study, best.cell, lang), measure_label(best.measure, lang)
        lines += ["", *best_lines(best, label, cell, lambda option: title_of(found, option, lang), lang)]
    return lines
