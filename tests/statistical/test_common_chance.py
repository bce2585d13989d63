"""Common random numbers: a change to one thing leaves the draws of all others as they were, ship by ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from queue_runs import CASES, SEED, TERMINAL, row_of_berths, scenario

from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.scenario.load import load_scenario
from portsim.verification.queues import calls_at

BUSY = {"services.ships.interarrival_h": {"exponential": 6.0}, "services.ships.work_h": {"exponential": 4.0}}
WORK = "services.ships.work_h"
SECOND_LINE = """
services:
  barges:
    {kind: tramp, ship_class: ship, port: harbour, terminal: terminal,
     interarrival_h: {exponential: 20}, work_h: {exponential: 5}}
"""
NEW_PORT = """
ports: {elsewhere: {terminals: {pier: {quays: {row: {n_berths: 1}}}}}}
services:
  others: {kind: tramp, ship_class: ship, port: elsewhere, interarrival_h: {exponential: 3}, work_h: {exponential: 2}}
"""


def ships(records: Records) -> dict[str, np.ndarray]:
    """Calls of the service `ships`, in order of arrival, up to the last days, when some have not left."""
    calls = calls_at(records, TERMINAL)
    number = next(i for i, entity in enumerate(records.entities) if entity.id == "ships")
    mine = (calls["service"] == number) & (calls["arrived_h"] < records.clock.end_h - 240.0)
    return {name: values[mine] for name, values in calls.items()}


def year(**changes: object) -> dict[str, np.ndarray]:
    return ships(simulate(scenario("berths", BUSY | changes), SEED, 0))


def year_with(addition: str, folder: Path) -> dict[str, np.ndarray]:
    path = folder / "more.yaml"
    base = (CASES / "berths.yaml").as_posix()
    path.write_text(f"format: 1\nname: more\nextends: {base}\n{addition}", encoding="utf-8")
    return ships(simulate(load_scenario(path, sets=BUSY).scenario, SEED, 0))


def drawn_work(calls: dict[str, np.ndarray]) -> np.ndarray:
    return calls["work_end_h"] - calls["work_start_h"]


def test_a_port_without_any_link_leaves_every_time_of_the_others_as_it_was(tmp_path):
    alone, together = year(), year_with(NEW_PORT, tmp_path)
    assert len(alone["arrived_h"]) > 1000
    for column in ("arrived_h", "berthed_h", "work_start_h", "work_end_h", "departed_h"):
        assert alone[column].tolist() == together[column].tolist()


def test_another_line_at_the_same_terminal_changes_the_waits_but_no_arrival_and_no_work(tmp_path):
    alone, together = year(), year_with(SECOND_LINE, tmp_path)
    assert alone["arrived_h"].tolist() == together["arrived_h"].tolist()
    assert drawn_work(alone) == pytest.approx(drawn_work(together), abs=1e-9)
    assert together["wait_h"].sum() > alone["wait_h"].sum()


def test_twice_the_work_is_the_same_work_doubled_ship_by_ship_for_the_same_arrivals():
    once, twice = year(), year(**{WORK: {"exponential": 8.0}, "ports.harbour.terminals.terminal.quays.row.n_berths": 3})
    n = min(len(once["arrived_h"]), len(twice["arrived_h"]))
    assert once["arrived_h"].tolist() == twice["arrived_h"].tolist()
    assert 2.0 * drawn_work(once)[:n] == pytest.approx(drawn_work(twice)[:n], abs=1e-9)


def test_the_rule_of_the_queue_changes_no_arrival_and_no_work():
    first, shortest = year(), year(**{"ports.harbour.terminals.terminal.queue": "shortest"})
    assert first["arrived_h"].tolist() == shortest["arrived_h"].tolist()
    assert drawn_work(first) == pytest.approx(drawn_work(shortest), abs=1e-9)
    assert first["wait_h"].tolist() != shortest["wait_h"].tolist()


def test_replications_are_uncorrelated():
    """Mean waits of one and the next of 30 replications: independent, |r| is above 0.63 less than once in 3 000."""
    waits = [queue.mean_wait_h for queue in row_of_berths(1, 0.5, 60_000).queues]
    assert len(set(waits)) == len(waits)
    assert abs(np.corrcoef(waits[:-1], waits[1:])[0, 1]) < 0.63


def test_gaps_and_works_of_the_same_ship_are_uncorrelated():
    """Gap against work, and each against its next: of some 1 400 ships four deviations are 4 / sqrt(1 400) = 0.107."""
    calls = year()
    gaps, works = np.diff(calls["arrived_h"]), drawn_work(calls)[1:]
    for left, right in ((gaps, works), (gaps[:-1], gaps[1:]), (works[:-1], works[1:])):
        assert abs(np.corrcoef(left, right)[0, 1]) < 0.107


def test_two_services_alike_draw_gaps_and_works_of_their_own():
    """8 000 ships at each of two terminals alike: four deviations of a correlation are 4 / sqrt(8 000) = 0.045."""
    records = simulate(scenario("pooling", {}), SEED, 0)
    one, other = (calls_at(records, f"harbour/{name}") for name in ("one_a", "one_b"))
    works = [drawn_work(calls)[:8000] for calls in (one, other)]
    gaps = [np.diff(calls["arrived_h"])[:8000] for calls in (one, other)]
    for left, right in (works, gaps):
        assert abs(np.corrcoef(left, right)[0, 1]) < 0.045
