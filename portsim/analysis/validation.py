"""Simulated values beside what statistics say of the real cluster."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CLOSE_SHARE = 0.10
"""A value without a band of belief is close within a tenth."""
_ROUNDING = 1e-9
"""2.2 over 2.0 is a little more than 1.1 in binary."""


def validate(summary: pd.DataFrame, observed: pd.DataFrame) -> pd.DataFrame:
    """Put each observed value beside its simulated mean.

    Parameters
    ----------
    summary
        As `portsim.analysis.intervals.summarise` gives it, of one option.
    observed
        Columns measure, entity, period, value, low, high, role, note; more are kept.

    Returns
    -------
    Those columns (``value`` as ``observed``) with unit, simulated, half_width, difference (share of the observed) and
    verdict: ``inside``, ``below`` or ``above`` a band, ``close`` or ``off`` where there is none, ``missing``.
    """
    import pandas as pd

    found = {
        (row["measure"], row["entity"], row["period"]): (row["unit"], row["mean"], row["half_width"])
        for row in summary.to_dict("records")
    }
    rows = []
    for row in observed.to_dict("records"):
        key = (row["measure"], row["entity"], row["period"])
        unit, mean, half_width = found.get(key, ("", math.nan, math.nan))
        value = row.pop("value")
        difference = mean / value - 1.0 if value else 0.0 if mean == value else math.nan
        verdict = _verdict(mean, difference, row["low"], row["high"])
        rows.append(
            row
            | {"unit": unit, "observed": value, "simulated": mean, "half_width": half_width}
            | {"difference": difference, "verdict": verdict}
        )
    return pd.DataFrame(rows)


def _verdict(mean: float, difference: float, low: float, high: float) -> str:
    if math.isnan(mean):
        return "missing"
    if not (_absent(low) and _absent(high)):
        if not _absent(low) and mean < low:
            return "below"
        return "above" if not _absent(high) and mean > high else "inside"
    return "close" if abs(difference) <= CLOSE_SHARE + _ROUNDING else "off"


def _absent(value: float | None) -> bool:
    return value is None or math.isnan(value)
