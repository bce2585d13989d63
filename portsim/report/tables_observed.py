"""The tables of observed values beside simulated ones, with what each observed value rests on."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

from portsim.report.data import ReportData
from portsim.report.file_words import reason
from portsim.report.printed import PrintedTable, bracketed, headed, plus_minus, word
from portsim.report.summary import NAME_JOINT, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH, Unit, measure_unit, percent


def validation_table(data: ReportData, lang: Language) -> PrintedTable:
    """Observed values of whole years with their bands, beside simulated ones, each fact in a column of its own."""
    rows = []
    for row in _yearly(data):
        unit = _validation_unit(data, row, lang)
        simulated, difference, verdict = _simulated(data, row, unit, lang)
        names = (data.label(row["measure"], lang), data.names.full(row["entity"], lang), str(row["period"]))
        observed = f"{unit.number(row['observed'])}{_band(row, unit, lang)}"
        basis = (
            word("role", str(row["role"]), lang),
            _publisher_of(data, row, lang) or word("basis", "estimate", lang),
        )
        rows.append((*names, observed, simulated, unit.label, difference, verdict, *basis))
    keys = ("measure", "where", "period", "band", _simulated_key(data), "unit", "difference", "verdict", "status")
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in (*keys, "source"))
    title = TEXTS.text("table.validation", lang)
    return PrintedTable("validation", title, header, tuple(rows), frozenset({0, 1, 2, 5, 7, 8, 9}))


def validation_page_table(data: ReportData, lang: Language) -> PrintedTable:
    """The same in fewer columns, with all that each observed value rests on: the page has room for it."""
    found = _yearly(data)
    dated = len({row["period"] for row in found}) > 1
    rows = []
    for row in found:
        unit = _validation_unit(data, row, lang)
        where = data.names.full(row["entity"], lang)
        rows.append(
            (
                headed(data.label(row["measure"], lang), unit.label, lang),
                f"{where}{NAME_JOINT[lang]}{row['period']}" if dated else where,
                f"{unit.number(row['observed'])}{_band(row, unit, lang)}",
                *_simulated(data, row, unit, lang),
                word("role", str(row["role"]), lang),
                _rests_on(data, row, lang),
            )
        )
    keys = ("measure", "where", "band", _simulated_key(data), "difference", "verdict", "status", "basis")
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in keys)
    title = TEXTS.text("table.validation", lang)
    notes = (TEXTS.text("note.validation", lang),)
    return PrintedTable("validation", title, header, tuple(rows), frozenset({0, 1, 5, 6, 7}), notes=notes)


def _yearly(data: ReportData) -> list[dict[Hashable, Any]]:
    """Rows of whole years; none of a year that was not simulated, which tells nothing."""
    return [row for row in data.validation.to_dict("records") if str(row["period"]) in data.years]


def monthly_validation_table(data: ReportData, lang: Language) -> PrintedTable:
    """Observed months beside simulated ones; what was said of them stands below, once."""
    found = [row for row in data.validation.to_dict("records") if str(row["period"])[:-3] in data.years]
    rows = []
    for row in found:
        unit = _validation_unit(data, row, lang)
        shown = (f"{unit.number(row['observed'])}{_band(row, unit, lang)}", *_simulated(data, row, unit, lang))
        measure = headed(data.label(row["measure"], lang), unit.label, lang)
        rows.append((measure, data.names.full(row["entity"], lang), str(row["period"]), *shown))
    keys = ("measure", "where", "period", "observed", _simulated_key(data), "difference", "verdict")
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in keys)
    notes = tuple(dict.fromkeys(_rests_on(data, row, lang) for row in found))
    title = TEXTS.text("table.validation_months", lang)
    return PrintedTable("validation_months", title, header, tuple(rows), frozenset({0, 1, 2, 6}), notes=notes)


def _simulated_key(data: ReportData) -> str:
    return "simulated_interval" if data.replications > 1 else "simulated"


def _validation_unit(data: ReportData, row: dict[Hashable, Any], lang: Language) -> Unit:
    definition = data.measures.get(row["measure"])
    key = row["unit"] or (definition.unit if definition else "")
    sizes = [abs(row[name]) for name in ("observed", "simulated", "high") if math.isfinite(row[name])]
    return measure_unit(row["measure"], key, max(sizes, default=0.0), lang)


def _band(row: dict[Hashable, Any], unit: Unit, lang: Language) -> str:
    low, high = (unit.number(row[end]) if math.isfinite(row[end]) else "" for end in ("low", "high"))
    if not (low or high):
        return ""
    band = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return bracketed(band, lang) if lang == "zh" else f" {bracketed(band, lang)}"


def _simulated(data: ReportData, row: dict[Hashable, Any], unit: Unit, lang: Language) -> tuple[str, str, str]:
    value = Value(row["simulated"], row["half_width"], data.replications)
    return plus_minus(value, unit), percent(row["difference"], lang), word("verdict", str(row["verdict"]), lang)


def _publisher_of(data: ReportData, row: Mapping[Hashable, Any], lang: Language) -> str:
    """Who published an observed value; empty where no one did."""
    return data.publishers(lang).get(str(row["source"]), str(row["publisher"]))


def _rests_on(data: ReportData, row: dict[Hashable, Any], lang: Language) -> str:
    """What was said of an observed value, who published it, what of it is assumed."""
    parts = [reason(str(row["note"]), lang)] if row["note"] else []
    for key, words in (("publisher", _publisher_of(data, row, lang)), ("assumed", reason(str(row["assumed"]), lang))):
        if words:
            parts.append(TEXTS.text(f"basis.{key}", lang, words=words))
    return ("；" if lang == "zh" else "; ").join(parts) or DASH
