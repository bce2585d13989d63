"""The words of the reports: one catalogue by key, the same keys and placeholders in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portsim.report.texts_en import ENGLISH
from portsim.report.texts_zh import CHINESE

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


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


TEXTS = Catalogue(ENGLISH, CHINESE)
