"""Stand-ins for the model that a worker finds by name: quick, failing, and deadly to their process."""

from __future__ import annotations

import os
import signal
from typing import Any

from tiny_records import a_year, add_call

from portsim.results.records import Records


def quick(_scenario: Any, seed: int, replication: int) -> Records:
    """A year with one call; its wait tells seed and replication: 100 h x seed + replication."""
    records = a_year()
    add_call(records, arrived=1_000.0, wait=100.0 * seed + replication, alongside=10.0)
    return records


def by_size(scenario: Any, seed: int, replication: int) -> Records:
    """The year of the scenario; the wait has 1 h for 100 TEU of call size, twice that in odd replications."""
    records = a_year(year=scenario.clock.year)
    size = scenario.services["ships"].call_size_teu
    wait = 100.0 * seed + replication**2 + size / 100.0 * (1 + replication % 2)
    add_call(records, arrived=1_000.0, wait=wait, alongside=10.0)
    return records


def by_scenario(scenario: Any, _seed: int, replication: int) -> Records:
    """The wait of the call follows from the tutorial: a tenth of the call size, 20 h less at a quay above 800 m (20 h
    more, if calls are above 800 TEU), and replication + 1.
    """
    size = scenario.services["ships"].call_size_teu
    quay = scenario.ports["harbour"].terminals["terminal_1"].quays["quay_1"]
    longer = quay.length_m > 800
    records = a_year()
    wait = 0.1 * size + replication + 1.0 + (0.0 if not longer else 20.0 if size > 800 else -20.0)
    add_call(records, arrived=1_000.0, wait=wait, alongside=10.0)
    return records


def fails_at_1(scenario: Any, seed: int, replication: int) -> Records:
    """Replication 1 raises."""
    if replication == 1:
        raise RuntimeError("the crane fell over")
    return quick(scenario, seed, replication)


def always_fails(_scenario: Any, _seed: int, _replication: int) -> Records:
    """Every run raises."""
    raise RuntimeError("must not be called")


def killed_at_2(scenario: Any, seed: int, replication: int) -> Records:
    """The process of replication 2 is killed."""
    if replication == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(scenario, seed, replication)
