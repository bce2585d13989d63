"""What the cases of a study are called in print: titles of options, names of inputs, values of what is varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from portsim.study.cases import short_names

Study = Mapping[str, Any]
"""What ``study.json`` holds."""
Language = Literal["zh", "en"]
_JOINT: dict[Language, str] = {"zh": "，", "en": ", "}


def varied(study: Study) -> list[str]:
    """The factors that have several values, by path."""
    return [path for path, values in study.get("factors", {}).items() if len(values) > 1]


def factor_cells(study: Study, label: str, factors: list[str]) -> list[str]:
    """The values of some factors in a case, as printed."""
    values = study["options"][label]["factors"]
    return [_printed(values[path]) for path in factors]


def input_name(study: Study, path: str, lang: Language) -> str:
    """What the study calls an uncertain input or a factor; its path where it does not."""
    told = (study.get("names") or {}).get(path)
    return str(told[lang]) if told else path


def factor_names(study: Study, factors: list[str], lang: Language) -> list[str]:
    """What the study calls some factors; else the last word of a path, or all of it where several end alike."""
    names = study.get("names") or {}
    return [input_name(study, path, lang) if path in names else short for path, short in short_names(factors).items()]


def title_of(study: Study, option: str, lang: Language) -> str:
    """Title of an option; its id where it has none. The only one may be called by the title of its scenario."""
    told = study["options"]
    titles = {words.get("option"): words.get("option_title") for words in told.values()}
    alone = next(iter(told.values())).get("title") if len(told) == 1 else None
    title = titles.get(option) or alone
    return str(title[lang]) if title else option


def option_name(study: Study, label: str, lang: Language) -> str:
    """Title of the option of a case."""
    return title_of(study, str(study["options"][label].get("option", label)), lang)


def case_name(study: Study, label: str, lang: Language) -> str:
    """Title of the option of a case, and the values of the factors that are varied."""
    factors = varied(study)
    values = zip(factor_names(study, factors, lang), factor_cells(study, label, factors), strict=True)
    return _JOINT[lang].join([option_name(study, label, lang), *(f"{name} {value}" for name, value in values)])


def cell_name(study: Study, cell: Mapping[str, Any], lang: Language) -> str:
    """The values of the factors that are varied: ``year=2035, toll=1.0``."""
    factors = varied(study)
    names = zip(factor_names(study, factors, lang), factors, strict=True)
    return _JOINT[lang].join(f"{name}={cell[path]}" for name, path in names)


def _printed(value: Any) -> str:
    return f"x {value['times']}" if isinstance(value, dict) else str(value)
