"""What differs between the two languages of a catalogue of texts."""

from __future__ import annotations

from string import Formatter

from portsim.report.texts import Catalogue


def placeholders(text: str) -> frozenset[str]:
    """Names of the placeholders of a text: ``"{n} runs"`` has ``n``."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def faults(catalogue: Catalogue) -> list[str]:
    """Keys of one language, other placeholders, empty texts; none when all is well."""
    english, chinese = catalogue.english, catalogue.chinese
    both = english.keys() & chinese.keys()
    return sorted(
        [f"{key}: only in one language" for key in english.keys() ^ chinese.keys()]
        + [f"{key}: placeholders" for key in both if placeholders(english[key]) != placeholders(chinese[key])]
        + [f"{key}: empty" for key in both if not (english[key].strip() and chinese[key].strip())]
    )
