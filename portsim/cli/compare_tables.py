"""The tables of the command `compare`: one for each option and period, every number in its unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from portsim.analysis.comparison import ARROW
from portsim.cli.compare_words import COMPARE_WORDS
from portsim.cli.layout import LONGEST_WORD
from portsim.report.printed import PrintedTable, headed
from portsim.report.summary import CLUSTER, NAME_JOINT, Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH, Unit, change, measure_unit
from portsim.results.measures import COMPARED, MEASURES

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
_ONLY = ("measure", "entity", "unit", "mean")
SHOWN = 12
"""Rows without a counterpart that are named; the others are counted."""
HEADS = ("difference", "interval", "relative", "sure")


def differs(table: pd.DataFrame) -> pd.Series:
    """Which rows differ in any pair of runs."""
    return ~((table["difference"] == 0.0) & ~(table["half_width"] > 0.0))


def narrowed(table: pd.DataFrame) -> tuple[float, int]:
    """How many times narrower the paired intervals are, in the middle, and of how many rows; NaN of none."""
    rows = table[(table["half_width"] > 0.0) & (table["unpaired_half_width"] > 0.0)]
    factors = rows["unpaired_half_width"] / rows["half_width"]
    return (float(factors.median()) if len(rows) else math.nan), len(rows)


def label(measure: str, lang: Language) -> str:
    """Heading of a measure, with a capital letter."""
    found = MEASURES.get(measure) or COMPARED.get(measure)
    text = (found.label_zh if lang == "zh" else found.label_en) if found else measure
    return text[:1].upper() + text[1:]


def period_text(period: str, lang: Language) -> str:
    """A period, or the two that are compared."""
    first, arrow, second = period.partition(ARROW)
    if arrow:
        return COMPARE_WORDS.text("years", lang, first=first, second=second)
    return COMPARE_WORDS.text("year", lang, first=first)


def tables_of(table: pd.DataFrame, names: Names, lang: Language) -> Iterator[PrintedTable | str]:
    """A table for each option and period; a sentence where nothing differs."""
    for (option, base, period), group in table[~_said_twice(table, names)].groupby(
        ["option", "to", "period"], sort=False
    ):
        shown = group[differs(group)]
        about = {"option": option, "base": base, "period": period_text(str(period), lang)}
        if shown.empty:
            yield COMPARE_WORDS.text("none", lang, n=len(group), **about)
            continue
        n = int(shown["n"].max())
        title = COMPARE_WORDS.text("title" if n > 1 else "title.one", lang, **({"n": n} if n > 1 else {}), **about)
        heads = [COMPARE_WORDS.text(f"head.{key}", lang) for key in ("measure", "place")]
        heads += [_short(base, "base", lang), _short(option, "option", lang)]
        heads += [*(COMPARE_WORDS.text(f"head.{key}", lang) for key in HEADS)]
        yield PrintedTable("compare", title, tuple(heads), tuple(_rows(shown, names, lang)), frozenset({0, 1, 7}))


def _said_twice(table: pd.DataFrame, names: Names) -> pd.Series:
    """Rows of all ports that are there for the port too, where there is only one."""
    ports = names.ports
    with_port = table.loc[table["entity"].isin(ports[:1]) & (len(ports) == 1), "measure"]
    return (table["entity"] == CLUSTER) & table["measure"].isin(with_port)


def _short(option: object, stands_for: str, lang: Language) -> str:
    """Heading of a column of means: the option, or what it is where its label is long; the title has it in full."""
    return str(option) if cell_len(str(option)) <= LONGEST_WORD else COMPARE_WORDS.text(f"head.{stands_for}", lang)


def _rows(shown: pd.DataFrame, names: Names, lang: Language) -> Iterator[tuple[str, ...]]:
    is_change = shown["measure"].isin(list(COMPARED))  # what a change is worth: neither side has it
    of_changes = float(shown.loc[is_change, "mean"].abs().max()) if is_change.any() else 0.0
    for measure, group in shown.groupby("measure", sort=False):
        alone = str(measure) in COMPARED
        largest = of_changes if alone else float(group[["base", "mean"]].abs().to_numpy().max())
        unit = measure_unit(str(measure), str(group["unit"].iloc[0]), largest, lang)
        for row in group.to_dict("records"):
            yield (
                headed(label(str(measure), lang), unit.label, lang),
                names.full(str(row["entity"]), lang),
                DASH if alone else unit.number(row["base"]),
                DASH if alone else unit.number(row["mean"]),
                *_difference(row, unit, lang),
            )


def _difference(row: Row, unit: Unit, lang: Language) -> tuple[str, str, str, str]:
    finer = replace(unit, decimals=unit.decimals + 1)  # a difference is small beside what differs
    has_interval = math.isfinite(row["half_width"])
    ends = TEXTS.text("table.from_to", lang, low=signed(row["low"], finer), high=signed(row["high"], finer))
    sure = COMPARE_WORDS.text("sure.yes" if row["is_sure"] else "sure.no", lang)
    return (
        signed(row["difference"], finer),
        ends if has_interval else DASH,
        change(row["relative"], unit, lang),
        sure if has_interval else DASH,
    )


def only_lines(table: pd.DataFrame, names: Names, lang: Language) -> Iterator[str]:
    """What one option has and the other lacks, a line for each option."""
    joint = COMPARE_WORDS.text("joint", lang)
    for option, group in table.groupby("option", sort=False):
        rows = []
        for measure, entity, key, mean in zip(*(group[name] for name in _ONLY), strict=True):
            unit = measure_unit(str(measure), str(key), abs(mean), lang)
            what = NAME_JOINT[lang].join((label(str(measure), lang), names.full(str(entity), lang)))
            rows.append(COMPARE_WORDS.text("only.value", lang, what=what, value=unit.with_label(mean)))
        what = joint.join(rows[:SHOWN])
        if len(rows) > SHOWN:
            what = COMPARE_WORDS.text("only.more", lang, what=what, n=len(rows) - SHOWN)
        yield COMPARE_WORDS.text("only", lang, option=option, what=what)


def signed(value: float, unit: Unit) -> str:
    """A number with its sign; none before 0."""
    text = unit.number(value)
    return f"+{text}" if value > 0.0 and float(text.replace(",", "")) != 0.0 else text
