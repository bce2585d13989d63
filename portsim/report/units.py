"""Units as printed in each language: label, factor and decimals in one place, so that no label meets a wrong factor."""

from __future__ import annotations

import math
from dataclasses import dataclass

from portsim.report.texts import Language

DASH = "–"
SMALL_TEU = 50_000.0
"""Below this largest value TEU are printed one by one: hundredths of a million say nothing of a small port."""

SMALL_CNY: dict[Language, float] = {"zh": 1e8, "en": 1e9}
"""Below this largest value money is printed in ten thousands (zh) or millions (en)."""

SMALL_T_CO2 = 100_000.0
"""Below this largest value CO2 is printed in single tonnes."""

LONG_H = 10.0
"""From this largest value on hours are printed with one decimal: the rest is noise."""

SMALL_COUNT = 20.0
"""Below this a mean count needs its decimals: 0.43 ships waiting."""


@dataclass(frozen=True)
class Unit:
    """How values of one unit are printed in one language.

    Parameters
    ----------
    label
        As printed: ``万TEU``.
    factor
        A printed 1 is this many of the unit in the data.
    decimals
        Digits behind the point.
    gap
        Between the number and the label; Chinese text has none.
    """

    label: str
    factor: float
    decimals: int
    gap: str = " "

    def scaled(self, value: float) -> float:
        """The number to print or draw."""
        return value / self.factor

    def number(self, value: float) -> str:
        """The printed number, without its label; a dash where there is none."""
        if not math.isfinite(value):
            return DASH
        text = f"{self.scaled(value):,.{self.decimals}f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text

    def with_label(self, value: float) -> str:
        """The printed number and its label: ``746.2万TEU``, ``23.0 %``."""
        return f"{self.number(value)}{self.gap}{self.label}".rstrip() if math.isfinite(value) else DASH

    @property
    def tickformat(self) -> str:
        """The format of an axis in plotly (d3)."""
        return ",~f" if self.decimals == 0 else f",.{self.decimals}~f"


_TABLE: dict[str, dict[Language, Unit]] = {
    "teu_large": {"zh": Unit("万TEU", 1e4, 1, ""), "en": Unit("million TEU", 1e6, 3)},
    "teu_thousand": {"zh": Unit("千TEU", 1e3, 1, ""), "en": Unit("thousand TEU", 1e3, 1)},
    "TEU": {"zh": Unit("TEU", 1.0, 0, ""), "en": Unit("TEU", 1.0, 0)},
    "share": {"zh": Unit("%", 0.01, 1, ""), "en": Unit("%", 0.01, 1)},
    "h": {"zh": Unit("小时", 1.0, 2, ""), "en": Unit("h", 1.0, 2)},
    "h_long": {"zh": Unit("小时", 1.0, 1, ""), "en": Unit("h", 1.0, 1)},
    "1": {"zh": Unit("", 1.0, 0, ""), "en": Unit("", 1.0, 0)},
    "ratio": {"zh": Unit("", 1.0, 2, ""), "en": Unit("", 1.0, 2)},
    "moves/h": {"zh": Unit("自然箱/小时", 1.0, 1, ""), "en": Unit("moves/h", 1.0, 1)},
    "1/day": {"zh": Unit("/日", 1.0, 1, ""), "en": Unit("per day", 1.0, 1)},
    "t": {"zh": Unit("万吨", 1e4, 1, ""), "en": Unit("thousand t", 1e3, 0)},
    "t/h": {"zh": Unit("吨/小时", 1.0, 0, ""), "en": Unit("t/h", 1.0, 0)},
    "t/lockage": {"zh": Unit("吨/闸次", 1.0, 0, ""), "en": Unit("t per lockage", 1.0, 0)},
    "vehicles": {"zh": Unit("万辆", 1e4, 1, ""), "en": Unit("thousand vehicles", 1e3, 1)},
    "passengers": {"zh": Unit("万人次", 1e4, 1, ""), "en": Unit("thousand passengers", 1e3, 1)},
    "CNY/TEU": {"zh": Unit("元/TEU", 1.0, 0, ""), "en": Unit("CNY per TEU", 1.0, 0)},
    "CNY": {"zh": Unit("亿元", 1e8, 2, ""), "en": Unit("CNY bn", 1e9, 3)},
    "t_co2": {"zh": Unit("万吨CO₂", 1e4, 1, ""), "en": Unit("thousand t CO₂", 1e3, 0)},
    "t_co2_small": {"zh": Unit("吨CO₂", 1.0, 0, ""), "en": Unit("t CO₂", 1.0, 0)},
    "CNY_small": {"zh": Unit("万元", 1e4, 1, ""), "en": Unit("CNY million", 1e6, 2)},
    "kg/TEU": {"zh": Unit("kg CO₂/TEU", 1.0, 0, ""), "en": Unit("kg CO₂ per TEU", 1.0, 0)},
    "g/TEU-km": {"zh": Unit("g CO₂/箱公里", 1.0, 0, ""), "en": Unit("g CO₂ per TEU-km", 1.0, 0)},
    "m3": {"zh": Unit("万立方米", 1e4, 1, ""), "en": Unit("million m3", 1e6, 1)},
}


def unit(key: str, lang: Language) -> Unit:
    """The unit of a key of the data; an unknown one is printed as it is."""
    found = _TABLE.get(key)
    return found[lang] if found else Unit(key, 1.0, 2)


def known_units() -> dict[str, dict[Language, Unit]]:
    """All units by key and language."""
    return {key: dict(both) for key, both in _TABLE.items()}


def throughput_unit(largest: float, lang: Language) -> Unit:
    """万TEU or million TEU; single TEU where even the largest value to print is small.

    Parameters
    ----------
    largest
        Largest value of the table or chart, TEU.
    lang
        Language.
    """
    return unit("TEU" if largest < SMALL_TEU else "teu_large", lang)


def measure_unit(measure: str, key: str, largest: float, lang: Language) -> Unit:
    """The unit in which a measure is printed.

    Parameters
    ----------
    measure
        Id of the measure; annual TEU totals are printed in large units, TEU per call are not.
    key
        Unit of the data.
    largest
        Largest value to print, in the unit of the data.
    lang
        Language.
    """
    if key == "t" and measure.startswith("co2_"):
        return unit("t_co2_small" if largest < SMALL_T_CO2 else "t_co2", lang)
    if key == "CNY" and largest < SMALL_CNY[lang]:
        return unit("CNY_small", lang)
    if key == "TEU" and measure != "call_size_teu":
        return throughput_unit(largest, lang)
    if key == "h" and largest >= LONG_H:
        return unit("h_long", lang)
    if key == "1" and largest < SMALL_COUNT:
        return unit("ratio", lang)
    return unit(key, lang)


def percent(part: float, lang: Language) -> str:
    """A signed difference as a percentage: ``+2.3 %``."""
    if not math.isfinite(part):
        return DASH
    shown = f"{100 * part:+.1f}"
    shown = "0.0" if float(shown) == 0 else shown
    return f"{shown}%" if lang == "zh" else f"{shown} %"


def change(part: float, unit: Unit, lang: Language) -> str:
    """A change as a part of the base; a dash for a share, of which a percentage would be taken for points."""
    return DASH if unit.label == "%" else percent(part, lang)


def four_digits(value: float) -> str:
    """A number with four significant digits and never an exponent: ``17.77``, ``10,000``."""
    return f"{float(f'{value:.4g}'):,.15g}"
