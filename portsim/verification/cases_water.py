"""Ships that wait for the tide against the exact wait, and the tide itself against published figures of four gauges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

import numpy as np

from portsim.capacity.tide import Constituent, heights_m
from portsim.model.world import simulate
from portsim.scenario.scenario import Scenario
from portsim.verification.case import Case, Expected, Found
from portsim.verification.estimate import Floats, Interval, interval
from portsim.verification.files import SEED, scenario, shipped
from portsim.verification.queues import calls_at
from portsim.verification.theory import wait_at_tide_h, waiting_share_at_tide

N_REPLICATIONS = 20
LAST_WHOLE_H = 8_700.0
GATES = ((24.84, 5.0), (24.0, 12.0))
"""Period of the tide and hours open in each, h."""
GAUGES = {
    "beihai": ("beihai", 3.32), "haikou": ("haikou", 1.69), "dongfang": ("yangpu", 1.91), "zhapo": ("yangjiang", 2.23),
}  # fmt: skip
"""A port of the shipped baseline that takes the gauge's constituents; published mean daily range of 2025, m."""
STEPS_A_DAY = 144


def cases() -> Iterator[Case]:
    """All cases of the tide."""
    for period_h, open_h in GATES:
        expected = (
            Expected("waiting_share", waiting_share_at_tide(period_h, open_h), "tide_share", 0.05),
            Expected("wait_tide_h", wait_at_tide_h(period_h, open_h), "tide_wait", 0.05),
        )
        words = {"period": f"{period_h:g}", "open": f"{open_h:g}"}
        look = partial(look_at_gate, period_h, open_h)
        yield Case(f"tide_gate/{open_h:g}-in-{period_h:g}", "tide_gate", "tide_gate", expected, look, True, 4.0, words)
    for gauge, (_, range_m) in GAUGES.items():
        published = [Expected("tide_range_m", range_m, "gauge", 0.05, by_chance=False)]
        if gauge == "beihai":
            published += [
                Expected("days_above_1_share", 0.88, "gauge", 0.03, by_chance=False),
                Expected("days_above_1_5_share", 0.70, "gauge", 0.03, by_chance=False),
                Expected("tide_range_2035_ratio", 0.81, "nodal_cycle", 0.03, by_chance=False),
            ]
        yield Case(f"tide/{gauge}", "tide", f"tide.{gauge}", tuple(published), partial(look_at_gauge, gauge), True, 3.0)


def look_at_gate(period_h: float, open_h: float) -> Found:
    """Ships at random at a channel that opens once in a period, nothing else in their way."""
    window = "ports.harbour.channels.bar.tide_window"
    described = scenario("tide_gate", {f"{window}.period_h": period_h, f"{window}.open_h": open_h})
    shares, waits = [], []
    for replication in range(N_REPLICATIONS):
        calls = calls_at(simulate(described, SEED, replication), "harbour/terminal")
        # Whole periods only, and none whose ships may not have left at the end.
        seen = calls["arrived_h"] < period_h * int(LAST_WHOLE_H / period_h)
        shares.append(float((calls["wait_tide_h"][seen] > 0.0).mean()))
        waits.append(float(calls["wait_h"][seen].mean()))  # all of it: nothing but the tide may delay them
    return {"waiting_share": interval(shares), "wait_tide_h": interval(waits)}


@cache
def _baseline() -> Scenario:
    return shipped("baseline")


def look_at_gauge(gauge: str) -> Found:
    """Daily range and high waters at a gauge, from the constituents of the baseline."""
    tide = _baseline().ports[GAUGES[gauge][0]].tide
    assert tide is not None  # the baseline gives one to each of these ports
    constituents = {id: Constituent(one.amplitude_m, one.phase_deg) for id, one in tide.constituents.items()}
    days = _days_of(constituents, 2025)
    high_m = days.max(axis=1)
    later = _mean_range_m(_days_of(constituents, 2035))
    return {
        "tide_range_m": Interval(_mean_range_m(days)),
        "days_above_1_share": Interval(float((high_m >= 1.0).mean())),
        "days_above_1_5_share": Interval(float((high_m >= 1.5).mean())),
        "tide_range_2035_ratio": Interval(later / _mean_range_m(days)),
    }


def _days_of(constituents: dict[str, Constituent], year: int) -> Floats:
    """Heights above mean sea level every ten minutes, a row for each local day, m."""
    n_days = (datetime(year + 1, 1, 1) - datetime(year, 1, 1)).days
    hours: Floats = np.arange(STEPS_A_DAY * n_days, dtype=np.float64) * (24.0 / STEPS_A_DAY)
    heights: Floats = heights_m(constituents, datetime(year, 1, 1), hours).reshape(n_days, STEPS_A_DAY)
    return heights


def _mean_range_m(days: Floats) -> float:
    return float((days.max(axis=1) - days.min(axis=1)).mean())
