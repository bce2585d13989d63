"""What a scenario rests on: its inputs counted and grouped by kind, with sources, reasons and ranges of values."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from portsim.report.data import ReportData
from portsim.report.file_words import as_written, input_unit, reason
from portsim.report.printed import PrintedTable, word
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH

THINGS = frozenset(
    ("allotments", "annual_back", "annual_out", "annual_t", "annual_volume", "bulk", "channels", "dates", "disruptions",
     "festivals", "fleets", "flows", "gateway_constants", "gateways", "levers", "lines", "links", "locks",
     "maintenance", "markets", "mix", "mode_constants", "observed", "observed_trains_per_day", "openings", "parcels",
     "peaks", "policies", "ports", "quays", "routes", "seasons", "services", "sources", "terminal_shore_power_share",
     "terminals", "zones")
)  # fmt: skip
"""Fields below which things stand by ids or years: which of them it is does not make another kind of input."""


@dataclass(frozen=True)
class InputCounts:
    """How many numbers were given, from where, and how many were left to the documented defaults."""

    given: int
    sourced: int
    assumed: int
    defaults: int

    @property
    def bare(self) -> int:
        """Given numbers with neither a source nor a reason."""
        return self.given - self.sourced - self.assumed


def count_inputs(inputs: pd.DataFrame) -> InputCounts:
    """Count the numbers (rows with a unit) of a table of inputs."""
    if not len(inputs):
        return InputCounts(0, 0, 0, 0)
    numbers = inputs[inputs["unit"].fillna("") != ""]
    given = numbers[numbers["status"] == "given"]
    sourced = given["source"].fillna("") != ""
    assumed = ~sourced & (given["assumed"].fillna("") != "")
    return InputCounts(len(given), int(sourced.sum()), int(assumed.sum()), int((numbers["status"] == "default").sum()))


def kind_of(path: str) -> str:
    """The path with every id of a thing replaced by a star: ``ports.*.terminals.*.cranes.n``."""
    kept: list[str] = []
    for part in re.sub(r"\[[^\]]*\]", ".*", path).split("."):
        is_name = bool(kept) and (kept[-1] in THINGS or part.isdecimal())
        kept.append("*" if is_name else part)
    return ".".join(kept)


def inputs_table(data: ReportData, lang: Language) -> PrintedTable:
    """Inputs grouped by kind, status and basis, with the number of values and their range."""
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in ("input", "unit", "count", "values", "status", "basis"))
    title = TEXTS.text("table.inputs", lang)
    if not len(data.inputs):
        return PrintedTable("inputs", title, header, ())
    publishers = data.publishers(lang)
    groups: dict[tuple[str, str, str, str], list[object]] = {}
    columns = ("path", "unit", "status", "source", "assumed", "value")
    for path, unit, status, source, assumed, value in zip(
        *(data.inputs[name].fillna("") for name in columns), strict=True
    ):
        if not unit:
            continue
        shown = "sourced" if source else "assumed" if assumed and status == "given" else status
        basis = publishers.get(source, source) or reason(assumed, lang)
        groups.setdefault((kind_of(path), unit, shown, basis), []).append(value)
    rows = tuple(
        (
            kind,
            input_unit(unit, lang),
            str(len(values)),
            value_range(values),
            word("status", status, lang),
            basis or DASH,
        )
        for (kind, unit, status, basis), values in sorted(groups.items())
    )
    return PrintedTable("inputs", title, header, rows, frozenset({0, 1, 3, 4, 5}))


def words_as_written(data: ReportData) -> int:
    """How many reasons and notes a Chinese page prints in another language, since no Chinese of them is known."""
    notes = data.validation["note"] if len(data.validation) else pd.Series(dtype=str)
    return as_written(str(text) for text in pd.concat([data.inputs["assumed"], notes]).dropna().unique())


def value_range(values: list[object]) -> str:
    """``12`` or ``3 … 45`` for numbers, the words themselves (up to three) for others."""
    numbers: list[float] = []
    for value in values:
        try:
            numbers.append(float(str(value)))
        except ValueError:
            words = list(dict.fromkeys("" if value is None else str(value) for value in values))
            shown = "; ".join(part for part in words[:3] if part)
            return (shown[:90] + "…" if len(shown) > 90 else shown + (" …" if len(words) > 3 else "")) or DASH
    known = [number for number in numbers if number == number]
    if not known:
        return DASH
    low, high = min(known), max(known)
    return f"{low:,.6g}" if low == high else f"{low:,.6g} … {high:,.6g}"


def sources_table(data: ReportData, lang: Language) -> PrintedTable:
    """Publications figures are taken from."""
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in ("id", "publisher", "title", "date"))
    columns = [data.source_column(name, lang) for name in ("id", "publisher", "title", "date")]
    rows = tuple(zip(*columns, strict=True)) if len(data.sources) else ()
    return PrintedTable("sources", TEXTS.text("table.sources", lang), header, rows, frozenset({0, 1, 2, 3}))


def definitions_table(data: ReportData, lang: Language) -> PrintedTable:
    """Definitions of the measures that occur in the results."""
    rows = tuple(
        (data.label(name, lang), measure.definition_zh if lang == "zh" else measure.definition_en, name)
        for name, measure in data.measures.items()
        if data.summary.has(name)
    )
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in ("measure", "definition", "id"))
    return PrintedTable("definitions", TEXTS.text("table.definitions", lang), header, rows, frozenset({0, 1, 2}))


def provenance_table(data: ReportData, lang: Language) -> PrintedTable:
    """Who made these numbers: hash, seed, versions."""
    facts = {"scenario": data.name, "identity": data.identity, **data.provenance}
    rows = tuple((TEXTS.text(f"prov.{key}", lang), value) for key, value in facts.items() if TEXTS.has(f"prov.{key}"))
    return PrintedTable("provenance", TEXTS.text("table.provenance", lang), ("", ""), rows, frozenset({0, 1}))
