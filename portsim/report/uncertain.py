"""What a study does not know: its uncertain inputs, what they are called, and their laws in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from portsim.report.file_words import reason
from portsim.report.lettering import path_label
from portsim.report.printed import PrintedTable, bracketed
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH, four_digits

_LAWS = ("triangular", "uniform", "normal", "lognormal", "choice")
_JOINT: dict[Language, str] = {"zh": "、", "en": ", "}


def input_label(study: Mapping[str, Any], path: str, lang: Language) -> str:
    """What a study calls an input; else its path, which may be broken into lines."""
    told = (study.get("names") or {}).get(path)
    return str(told[lang]) if told else path_label(path)


def uncertain_table(study: Mapping[str, Any], drawn: pd.DataFrame, lang: Language) -> PrintedTable:
    """The uncertain inputs of a study: name and path, law, ends of what was drawn, and why.

    Parameters
    ----------
    study
        What ``study.json`` holds.
    drawn
        Values by draw in rows and by path in columns.
    lang
        Language.
    """
    rows = []
    for path, law in study.get("uncertainties", {}).items():
        label = input_label(study, path, lang)
        named = label if label.replace(" ", "") == path else _with_path(label, path, lang)
        ends = _ends(drawn[path].dropna().tolist(), lang) if path in drawn else DASH
        basis = str(law.get("source") or "") or reason(str(law.get("assumed") or ""), lang)
        rows.append((named, law_in_words(law, lang), ends, basis or DASH))
    keys = ("study.uncertain", "study.uncertain.law", "study.uncertain.range", "table.basis")
    header = tuple(TEXTS.text(key, lang) for key in keys)
    title = TEXTS.text("study.uncertain", lang)
    return PrintedTable("uncertain", title, header, tuple(rows), frozenset({0, 1, 2, 3}))


def law_in_words(law: Mapping[str, Any], lang: Language) -> str:
    """A law with its parameters: ``triangular: 0.25, 0.35, 0.55``; of a factor with a sign of multiplication before.

    Examples
    --------
    >>> law_in_words({"times": {"uniform": [0.9, 1.1]}}, "en")
    '× uniform: 0.9, 1.1'
    """
    times = law.get("times")
    if isinstance(times, Mapping):
        return f"× {law_in_words(times, lang)}"
    for name in _LAWS:
        if law.get(name) is not None:
            values = _JOINT[lang].join(map(str, law[name]))
            return TEXTS.text(f"law.{name}", lang, values=values)
    return DASH


def _with_path(label: str, path: str, lang: Language) -> str:
    tail = bracketed(path, lang)
    return f"{label}{tail}" if lang == "zh" else f"{label} {tail}"


def _ends(values: Sequence[object], lang: Language) -> str:
    numbers = [float(value) for value in values if isinstance(value, int | float) and math.isfinite(value)]
    if numbers:
        return f"{four_digits(min(numbers))} … {four_digits(max(numbers))}"
    return _JOINT[lang].join(map(str, dict.fromkeys(values))) or DASH
