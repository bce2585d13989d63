"""Tables ready to print, and how their cells are worded: means with intervals, headings with units."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portsim.report.summary import Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH, Unit


@dataclass(frozen=True)
class PrintedTable:
    """A table ready to print.

    Parameters
    ----------
    key
        Name of the table, for anchors and files.
    title
        What it shows.
    header
        Heading of each column.
    rows
        Printed cells.
    texts
        Positions of the columns that hold words; the others hold numbers.
    emphasized
        Whether the last row is a total.
    notes
        What stands below it.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset({0})
    emphasized: bool = False
    notes: tuple[str, ...] = ()


def interval(value: Value | None, unit: Unit, lang: Language, *, signed: bool = False) -> str:
    """The ends of an interval in words of the language, a dash where there is none; below 0 only where `signed`."""
    if value is None or not value.has_interval:
        return DASH
    low, high = interval_ends(value, unit, signed=signed)
    return TEXTS.text("table.from_to", lang, low=unit.number(low), high=unit.number(high))


def interval_ends(value: Value, unit: Unit, *, signed: bool = False) -> tuple[float, float]:
    """The ends of an interval, within what the measure can be: not negative unless `signed`, a share not above 1."""
    high = min(1.0, value.high) if unit.label == "%" and value.mean <= 1.0 else value.high
    return (value.low if signed else max(0.0, value.low)), high


def plus_minus(value: Value | None, unit: Unit) -> str:
    """``746.2 ± 3.1``; the mean alone where there is no interval."""
    if value is None or not math.isfinite(value.mean):
        return DASH
    if value.mean == 0 and value.half_width == 0:
        return "0"
    if not value.has_interval:
        return unit.number(value.mean)
    return f"{unit.number(value.mean)} ± {unit.number(value.half_width)}"


def word(prefix: str, name: str, lang: Language) -> str:
    """The printed word of a code; the code itself where the catalogue has none."""
    key = f"{prefix}.{name}"
    return TEXTS.text(key, lang) if TEXTS.has(key) else name


def bracketed(text: str, lang: Language) -> str:
    """A text in the brackets of the language; nothing where there is no text."""
    return (f"（{text}）" if lang == "zh" else f"({text})") if text else ""


def headed(text: str, label: str, lang: Language) -> str:
    """A heading with its unit in brackets."""
    if not label:
        return text
    return f"{text}{bracketed(label, lang)}" if lang == "zh" else f"{text} {bracketed(label, lang)}"
