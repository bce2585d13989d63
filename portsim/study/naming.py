"""What the cases of a study are called in print: titles of options, and values of the factors that are varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from portsim.study.cases import short_names

Study = Mapping[str, Any]
"""What ``study.json`` holds."""


def varied(study: Study) -> list[str]:
    """The factors that have several values, by path."""
    return [path for path, values in study.get("factors", {}).items() if len(values) > 1]


def factor_cells(study: Study, label: str, factors: list[str]) -> list[str]:
    """The values of some factors in a case, as printed."""
    values = study["options"][label]["factors"]
    return [f"x {values[path]['times']}" if isinstance(values[path], dict) else str(values[path]) for path in factors]


def title_of(study: Study, option: str, lang: Literal["zh", "en"]) -> str:
    """Title of an option; its id where it has none."""
    titles = {words.get("option"): words.get("option_title") for words in study["options"].values()}
    title = titles.get(option)
    return str(title[lang]) if title else option


def option_name(study: Study, label: str, lang: Literal["zh", "en"]) -> str:
    """Title of the option of a case."""
    return title_of(study, str(study["options"][label].get("option", label)), lang)


def case_name(study: Study, label: str, lang: Literal["zh", "en"]) -> str:
    """Title of the option of a case, and the values of the factors that are varied."""
    factors = varied(study)
    values = zip(short_names(factors).values(), factor_cells(study, label, factors), strict=True)
    return ", ".join([option_name(study, label, lang), *(f"{name} {value}" for name, value in values)])


def cell_name(study: Study, cell: Mapping[str, Any]) -> str:
    """The values of the factors that are varied: ``year=2035, toll=1.0``."""
    return ", ".join(f"{name}={cell[path]}" for path, name in short_names(varied(study)).items())
