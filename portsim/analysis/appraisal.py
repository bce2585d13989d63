"""Whether works are worth their cost: the cost of a year against what they bring in it, and the break-even cost.

The cost of building is spread over the life of the works by the annuity factor i / (1 - (1 + i)^-n), and the upkeep of
a year is added (any textbook of engineering economics; in China: Methods and Parameters for Economic Appraisal of
Construction Projects, 3rd edition, 2006). The benefit of the simulated year is taken for every year of the life.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def yearly_share(discount_share: float, life_years: float, upkeep_share: float = 0.0) -> float:
    """Part of the cost of building that falls on each year of the life.

    Parameters
    ----------
    discount_share
        Interest a year, above 0.
    life_years
        How long the works last.
    upkeep_share
        Upkeep a year, as a part of the cost of building.

    Examples
    --------
    >>> round(yearly_share(0.08, 50), 4)
    0.0817
    """
    worth_today: float = (1.0 + discount_share) ** -life_years
    return discount_share / (1.0 - worth_today) + upkeep_share


def appraise(
    benefit: pd.DataFrame,
    throughput: pd.DataFrame,
    investments: Mapping[str, Mapping[str, Any]],
    discount_share: float,
    upkeep_share: float,
) -> pd.DataFrame:
    """Set the works of options against what they bring.

    Parameters
    ----------
    benefit
        Of shippers, CNY a year: columns option, mean, half_width.
    throughput
        TEU a year more than without: columns option, difference, half_width.
    investments
        By option: cny, range (low, high; None where none is given), life_years.
    discount_share, upkeep_share
        As in `yearly_share`.

    Returns
    -------
    A row for each option with an investment, in their order: option, cny, cny_low, cny_high, yearly_cny, teu,
    teu_half_width, cny_per_teu (yearly cost over TEU; NaN where it brings none), benefit_cny, benefit_half_width_cny,
    ratio (benefit over yearly cost), ratio_low, ratio_high (at the dearest and the cheapest of the range),
    break_even_cny (cost of building at which both are the same; 0 where shippers lose).
    """
    import pandas as pd

    worth = benefit.set_index("option")
    more = throughput.set_index("option")
    rows = []
    for option, works in investments.items():
        share = yearly_share(discount_share, works["life_years"], upkeep_share)
        cny = float(works["cny"])
        low, high = works.get("range") or (cny, cny)
        teu, teu_half = _of(more, option, "difference"), _of(more, option, "half_width")
        gain, gain_half = _of(worth, option, "mean"), _of(worth, option, "half_width")
        rows.append(
            {
                "option": option, "cny": cny, "cny_low": low, "cny_high": high, "yearly_cny": cny * share,
                "teu": teu, "teu_half_width": teu_half, "cny_per_teu": cny * share / teu if teu > 0.0 else float("nan"),
                "benefit_cny": gain, "benefit_half_width_cny": gain_half, "ratio": gain / (cny * share),
                "ratio_low": gain / ((high if gain > 0.0 else low) * share),
                "ratio_high": gain / ((low if gain > 0.0 else high) * share),
                "break_even_cny": gain / share if gain == gain and gain > 0.0 else 0.0 if gain == gain else gain,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _of(table: pd.DataFrame, option: str, column: str) -> float:
    return float(table[column].get(option, float("nan")))
