"""Barges that turn round for ever are a closed queue with one server, whose throughput is known.

N barges, one exponential berth of mean S, on the way Z h in the mean: with r = S/Z the berth is idle with probability
1 / sum over k of N!/(N - k)! r^k, and trips an hour = (1 - idle)/S. The law of the time under way does not matter, only
its mean (a station with a server for everyone in a product-form network); here it is the sum of two delays.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from queue_runs import SCENARIOS, SEED
from scipy.special import stdtrit
from small_clusters import rows

from portsim.model.world import simulate
from portsim.scenario.load import load_scenario

N_REPLICATIONS = 10
BERTH_H, UNDER_WAY_H, YEAR_H = 2.0, 10.0, 8760.0


def rounds_per_h(n_barges: int, replication: int) -> float:
    """Rounds ended an hour in the year after the warm-up."""
    scenario = load_scenario(SCENARIOS / "shuttle.yaml", sets={"services.shuttle.n_vessels": n_barges}).scenario
    records = simulate(scenario, SEED, replication)
    back = rows(records, "barge_trips", outbound=False)
    return float((back["discharged_h"] >= records.clock.end_h - YEAR_H).sum() / YEAR_H)


@pytest.mark.parametrize(("n_barges", "exact"), [(2, 0.16216), (5, 0.35757), (10, 0.49081)])
def test_a_closed_shuttle_makes_the_trips_of_the_machine_repair_model(n_barges, exact):
    r = BERTH_H / UNDER_WAY_H
    idle = 1.0 / sum(math.perm(n_barges, k) * r**k for k in range(n_barges + 1))
    assert (1.0 - idle) / BERTH_H == pytest.approx(exact, abs=5e-6)  # the case, as it is tabled
    found = np.array([rounds_per_h(n_barges, replication) for replication in range(N_REPLICATIONS)])
    half_width = stdtrit(N_REPLICATIONS - 1, 0.9995) * found.std(ddof=1) / math.sqrt(N_REPLICATIONS)
    assert abs(found.mean() - exact) <= half_width < 0.05 * exact
