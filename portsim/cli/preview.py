"""The command that puts demand against capacity by stage, before any run."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence

from portsim.capacity.preview import preview
from portsim.capacity.preview_row import STAGES, Row, Stage
from portsim.choice.fixed_routes import as_routes
from portsim.cli.console import Language, say
from portsim.cli.layout import console_width, fold, table_lines
from portsim.cli.preview_words import PREVIEW_WORDS
from portsim.report.printed import PrintedTable
from portsim.report.units import unit
from portsim.scenario.scenario import Scenario
from portsim.study.loading import load_scenario

SHOWN = 14
"""Rows of a table on the terminal; all are in the JSON."""
NAMED = 4
"""Places named in the sum below."""


def print_preview(
    file: str, sets: Sequence[str], as_json: bool, allow_outside: bool, languages: Sequence[Language]
) -> None:
    """Print the stages of a scenario in its first and its last year.

    Raises
    ------
    InputError
        The scenario is wrong.
    """
    loaded = load_scenario(file, sets=list(sets), allow_outside=allow_outside)
    for warning in loaded.warnings:
        say(str(warning))
    scenario = loaded.scenario
    arithmetic = as_routes(scenario)
    years = {year: preview(arithmetic, year) for year in years_of(scenario)}
    if as_json:
        print(json.dumps(as_data(scenario.name, years, languages[0]), ensure_ascii=False, indent=1))
        return
    for lang in languages:
        for year, rows in years.items():
            for line in lines(rows, year, lang):
                print(line)


def years_of(scenario: Scenario) -> list[int]:
    """The first and the last year of a run."""
    first, last = scenario.clock.year, scenario.clock.year + scenario.clock.n_years - 1
    return sorted({first, last})


def as_data(name: str, years: dict[int, tuple[Row, ...]], lang: Language) -> dict[str, object]:
    """What ``--json`` prints: all rows, and the formula of each stage in words."""
    stages = {row.stage for rows in years.values() for row in rows}
    formulas = {stage: PREVIEW_WORDS.text(f"formula.{stage}", lang) for stage in STAGES if stage in stages}
    return {
        "scenario": name,
        "formulas": formulas,
        "rows": [{"year": year} | _row_data(row) for year, rows in years.items() for row in rows],
    }


def _row_data(row: Row) -> dict[str, object]:
    use = row.use_share
    return {
        "stage": row.stage, "place": row.place, "name_en": row.name.en, "name_zh": row.name.zh, "demand": row.demand,
        "capacity": row.capacity, "unit": row.unit, "use_share": use if math.isfinite(use) else None, "flag": row.flag,
        "because": dict(row.because),
    }  # fmt: skip


def lines(rows: Sequence[Row], year: int, lang: Language) -> Iterator[str]:
    """The tables with their formulas, and what stands out."""
    width = console_width()
    for stage in STAGES:
        mine = [row for row in rows if row.stage == stage]
        for table in _tables(stage, mine, year, lang):
            yield from table_lines(table, width)[:-1]
            for note in table.notes:
                yield from fold(note, width or 120)
            yield ""
    yield from _sum(rows, lang)


def _tables(stage: Stage, rows: Sequence[Row], year: int, lang: Language) -> Iterator[PrintedTable]:
    """One table for each unit of a stage: metres of quay and berths do not add up."""
    text = PREVIEW_WORDS.text
    units = list(dict.fromkeys(row.unit for row in rows))
    for one in units:
        mine = [row for row in rows if row.unit == one]
        if len(mine) > SHOWN:
            mine.sort(key=lambda row: -row.use_share)
        key, word = "title" if len(mine) <= SHOWN else "title.part", text(f"unit.{one}", lang)
        title = text(key, lang, stage=text(f"stage.{stage}", lang), year=year, shown=SHOWN, all=len(mine))
        asked, offered = (text(f"head.{side}", lang, unit=word) for side in ("demand", "capacity"))
        heads = (text("head.place", lang), asked, offered, text("head.use", lang), text("head.flag", lang))
        given = all("given" in row.because for row in mine)
        note = text("formula.lock.given" if given else f"formula.{stage}", lang)
        notes = (note,) if given or one == units[-1] or stage == "lock" else ()
        cells = tuple(_cells(row, lang) for row in mine[:SHOWN])
        yield PrintedTable(f"preview.{stage}.{one}", title, heads, cells, frozenset({0, 4}), notes=notes)


def _cells(row: Row, lang: Language) -> tuple[str, ...]:
    digits = 2 if row.unit == "share" else 0
    flag = PREVIEW_WORDS.text(f"flag.{row.flag}", lang) if row.flag else ""
    amounts = (f"{row.demand:,.{digits}f}", f"{row.capacity:,.{digits}f}")
    return (_name(row, lang), *amounts, unit("share", lang).number(row.use_share), flag)


def _name(row: Row, lang: Language) -> str:
    name = row.name.zh if lang == "zh" else row.name.en
    return PREVIEW_WORDS.text("place.only", lang, name=name) if ":only:" in row.place else name


def _sum(rows: Sequence[Row], lang: Language) -> Iterator[str]:
    fullest = sorted(rows, key=lambda row: -row.use_share)
    marked = False
    for flag in ("over", "high"):
        mine = [row for row in fullest if row.flag == flag]
        if mine:
            yield PREVIEW_WORDS.text(f"sum.{flag}", lang, places=_named(mine, lang))
            marked = True
    if not marked and fullest:
        yield PREVIEW_WORDS.text("sum.none", lang, places=_named(fullest[:NAMED], lang))
    yield PREVIEW_WORDS.text("sum.limits", lang)


def _named(rows: Sequence[Row], lang: Language) -> str:
    said = [
        PREVIEW_WORDS.text(
            "sum.place",
            lang,
            stage=PREVIEW_WORDS.text(f"stage.{row.stage}", lang),
            name=_name(row, lang),
            share=unit("share", lang).with_label(row.use_share),
        )
        for row in rows[:NAMED]
    ]
    if len(rows) > NAMED:
        said.append(PREVIEW_WORDS.text("sum.more", lang, n=len(rows) - NAMED))
    return PREVIEW_WORDS.text("joint", lang).join(said)
