"""Ships at a bar that the tide opens once in a period, against the exact wait, by a scenario file and the real channel.

A ship that comes at any moment of a period of T hours, open for o of them, waits with probability 1 - o/T, and then
half of T - o on average: (T - o)^2 / 2T over all.
"""

from __future__ import annotations

import numpy as np
import pytest
from queue_runs import SEED, calls_at, interval, scenario

from portsim.model.world import simulate

N_REPLICATIONS = 20


@pytest.mark.parametrize(
    ("period_h", "open_h", "waiting_share", "wait_h"), [(24.84, 5.0, 0.7987, 7.92), (24.0, 12.0, 0.5, 3.0)]
)
def test_ships_wait_for_the_tide_as_long_as_its_window_tells(period_h, open_h, waiting_share, wait_h):
    window = "ports.harbour.channels.bar.tide_window"
    described = scenario("tide_gate", {f"{window}.period_h": period_h, f"{window}.open_h": open_h})
    shares, waits = [], []
    for replication in range(N_REPLICATIONS):
        calls = calls_at(simulate(described, SEED, replication), "harbour/terminal")
        # Whole periods only, and none whose ships may not have left at the end.
        seen = calls["arrived_h"] < period_h * int(8700.0 / period_h)
        assert np.allclose(calls["wait_tide_h"], calls["wait_h"])
        shares.append((calls["wait_tide_h"][seen] > 0.0).mean())
        waits.append(calls["wait_tide_h"][seen].mean())
    assert interval(shares).agrees_with(waiting_share, 0.05)
    assert interval(waits).agrees_with(wait_h, 0.05)
