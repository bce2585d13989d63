"""Words of scenario files in Chinese: reasons and notes of shipped scenarios, studies and defaults; units of inputs.

Files give reasons in English. Their Chinese stands in ``chinese/reasons_of_*.csv``, found by the whole English text, so
that a text that is changed without its Chinese is printed as it is, and a test tells. ``{1}`` in both texts is a number
that is passed on. Texts of an analyst's own files are printed as written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portsim.report.texts import Language

REASONS = ("reasons_of_defaults.csv", "reasons_of_scenarios.csv")
ANSWERS = "reasons_of_answers.csv"
"""Why draws tell nothing of the inputs, as `portsim.analysis` says it."""
UNITS = "units_of_inputs.csv"
NUMBER = r"\d+(?:[ ,]\d{3}(?!\d))*(?:\.\d+)?"
"""A number as the files write it: ``14 566``, ``0.72``."""
_PLACE = re.compile(r"\{(\d)\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")


def reason(text: str, lang: Language) -> str:
    """A reason or note in a language; as it is written where its Chinese is not known.

    Examples
    --------
    >>> reason("assumed: usual technical availability", "zh")
    '假设：通常的设备完好率'
    >>> reason("my own reason", "zh")
    'my own reason'
    """
    return (_reasons().of(text) or text) if lang == "zh" else text


def input_unit(unit: str, lang: Language) -> str:
    """The unit of an input as printed; nothing for a count.

    Examples
    --------
    >>> input_unit("CNY/(TEU d)", "zh")
    '元/（TEU·天）'
    """
    if unit == "1":
        return ""
    return _units().get(unit, unit) if lang == "zh" else unit


def as_written(texts: Iterable[str]) -> int:
    """How many different texts are words of another language that a Chinese page prints as they are written."""
    known = _reasons()
    return sum(1 for text in set(texts) if _LATIN.search(text) and not (_HAN.search(text) or known.of(text)))


def pairs(file: str) -> list[tuple[str, str]]:
    """Every English text of a file with its Chinese one."""
    text = (files("portsim.report") / "chinese" / file).read_text(encoding="utf-8")
    return [(row["en"], row["zh"]) for row in csv.DictReader(text.splitlines())]


@dataclass(frozen=True)
class _Reasons:
    """Chinese texts by their English ones; and those with numbers to pass on, by pattern."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def of(self, text: str) -> str | None:
        """The Chinese of an English text; None where it is not known."""
        if text in self.whole:
            return self.whole[text]
        for pattern, chinese in self.patterns:
            if found := pattern.fullmatch(text):
                return chinese.format("", *(re.sub("[ ,]", "", number) for number in found.groups()))
        return None


@cache
def _reasons() -> _Reasons:
    told = [pair for file in (*REASONS, ANSWERS) for pair in pairs(file)]
    patterns = tuple((_pattern(english), chinese) for english, chinese in told if _PLACE.search(english))
    return _Reasons({english: chinese for english, chinese in told if not _PLACE.search(english)}, patterns)


@cache
def _units() -> dict[str, str]:
    return dict(pairs(UNITS))


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    return re.compile("".join(f"(?P<n{part}>{NUMBER})" if i % 2 else re.escape(part) for i, part in enumerate(parts)))
