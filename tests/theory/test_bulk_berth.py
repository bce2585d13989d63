"""One bulk berth: ships at random with parcels worked at an even rate are the queue M/D/1 of the handbooks."""

from __future__ import annotations

import numpy as np
import pytest
from bulk_ports import bulk_port, stream

from portsim.model.world import simulate
from portsim.scenario.scenario import Scenario
from portsim.verification.estimate import interval
from portsim.verification.files import SEED
from portsim.verification.theory import wait_of_pollaczek_khinchine

LOAD = 0.7
N_REPLICATIONS = 24
SETTLED_H = 200.0  # many times the hours in which such a queue forgets that it was empty


def mean_waits(size):
    """Mean wait over mean work of replications of a year; parcels of 500 t in the mean take half an hour."""
    volume = LOAD * 1_000.0 * 8760.0  # 0.7 of what the unloader makes in a year
    raw = bulk_port({"a": stream(size, annual_volume={"2025": volume})}, quays={"q": {"n_berths": 1}})
    described = Scenario.model_validate(raw)
    waits = []
    for replication in range(N_REPLICATIONS):
        calls = simulate(described, SEED, replication).tables["calls"].columns()
        waits.append(float(np.mean(calls["wait_h"][calls["arrived_h"] > SETTLED_H])) / 0.5)
    return interval(waits)


@pytest.mark.parametrize(
    ("size", "squared_cv", "exact"),
    [
        (500.0, 0.0, 1.1667),  # 0.7 / (2 x 0.3)
        ({"uniform": {"low": 0.0, "high": 1_000.0}}, 1 / 3, 1.5556),  # variance 1/12 over 1/4: 0.7 x 4/3 / 0.6
    ],
)
def test_the_wait_is_that_of_pollaczek_and_khinchine(size, squared_cv, exact):
    assert exact == pytest.approx(wait_of_pollaczek_khinchine(LOAD, squared_cv), abs=1e-4)
    found = mean_waits(size)
    assert found.agrees_with(exact, 0.05), found
