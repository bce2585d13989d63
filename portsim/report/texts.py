"""The words of the reports: one catalogue by key, the same keys and placeholders in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal

from portsim.report.texts_en import ENGLISH
from portsim.report.texts_zh import CHINESE

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def placeholders(text: str) -> frozenset[str]:
    """Names of the placeholders of a text: ``"{n} runs"`` has ``n``."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@dataclass(frozen=True)
class Catalogue:
    """Texts by key in both languages.

    Examples
    --------
    >>> TEXTS.text("chart.throughput.title", "en")
    'Container throughput by port'
    """

    english: Mapping[str, str]
    chinese: Mapping[str, str]

    def text(self, key: str, lang: Language, **values: object) -> str:
        """One text with its placeholders filled.

        Raises
        ------
        KeyError
            No such key, or a placeholder without a value.
        """
        return (self.chinese if lang == "zh" else self.english)[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self.english

    def faults(self) -> list[str]:
        """What differs between the languages: keys and placeholders; empty when all is well."""
        both = self.english.keys() & self.chinese.keys()
        return sorted(
            [f"{key}: only in one language" for key in self.english.keys() ^ self.chinese.keys()]
            + [
                f"{key}: placeholders"
                for key in both
                if placeholders(self.english[key]) != placeholders(self.chinese[key])
            ]
            + [f"{key}: empty" for key in both if not (self.english[key].strip() and self.chinese[key].strip())]
        )


TEXTS = Catalogue(ENGLISH, CHINESE)
