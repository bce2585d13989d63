"""Waits at the berths against the exact results of queueing theory, by scenario files and the real terminal."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from queue_runs import (
    N_REPLICATIONS,
    SEED,
    Interval,
    Queue,
    calls_at,
    controls,
    erlang_b,
    erlang_c,
    interval,
    replications,
    scenario,
)

from portsim.model.world import simulate

TERMINAL = "harbour/terminal"
YEAR_H = 8760.0
MMC = {  # berths, load: mean wait over mean work, calls of all replications together
    (1, 0.5): (1.0000, 130_000), (1, 0.7): (2.3333, 340_000),
    (4, 0.5): (0.0870, 200_000), (4, 0.7): (0.3572, 380_000), (4, 0.8): (0.7455, 680_000), (4, 0.9): (1.9694, 500_000),
    (10, 0.5): (0.0072, 250_000), (10, 0.7): (0.0739, 560_000), (10, 0.8): (0.2046, 840_000),
}  # fmt: skip
MG1 = {  # law of the work: square of its coefficient of variation, calls
    "erlang": (0.5, 260_000),
    "deterministic": (0.0, 190_000),
    "lognormal": (0.64, 320_000),
}
MG1_LOAD = 0.7
ALONE_AND_POOLED = {  # kind of terminal: names, berths of each, mean wait over mean work
    "one": (("one_a", "one_b", "one_c", "one_d", "one_e"), 1, 4.0),
    "five": (("five",), 5, 0.5541),
    "two": (("two_a", "two_b", "two_c"), 2, 1.7778),
    "six": (("six",), 6, 0.4315),
}


def law(kind: str, mean_h: float) -> dict[str, object] | float:
    return {
        "exponential": {"exponential": mean_h},
        "erlang": {"erlang": {"k": 2, "mean": mean_h}},
        "deterministic": mean_h,
        "lognormal": {"lognormal": {"mean": mean_h, "sd": 0.8 * mean_h}},
    }[kind]


@cache
def berths(n_berths: int, load: float, n_calls: int, kind: str = "exponential") -> tuple[float, float, list[Queue]]:
    """Mean gap and work, and what the terminal showed, replication by replication. Four berths are a quay's length."""
    gap_h = YEAR_H * N_REPLICATIONS / n_calls
    work_h = load * n_berths * gap_h
    sets = {"services.ships.interarrival_h": {"exponential": gap_h}, "services.ships.work_h": law(kind, work_h)}
    if n_berths != 4:
        sets["ports.harbour.terminals.terminal.quays.row.n_berths"] = n_berths
    described = scenario("quay" if n_berths == 4 else "berths", sets)
    return gap_h, work_h, replications(described, {TERMINAL: (n_berths, work_h)})[TERMINAL]


def estimate(measure: str, n_berths: int, load: float, n_calls: int, kind: str = "exponential") -> Interval:
    gap_h, work_h, seen = berths(n_berths, load, n_calls, kind)
    known = controls([[queue] for queue in seen], gap_h, work_h, n_berths)
    return interval([getattr(queue, measure) for queue in seen], known)


def narrow(exact: float, load: float) -> float:
    return 0.10 if load >= 0.9 or exact < 0.05 else 0.05


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_the_mean_wait_is_that_of_erlang(n_berths, load):
    exact, n_calls = MMC[n_berths, load]
    offered = n_berths * load
    assert exact == pytest.approx(erlang_c(offered, n_berths) / (n_berths - offered), abs=1e-4)
    found = estimate("wait_over_work", n_berths, load, n_calls)
    assert found.agrees_with(exact, narrow(exact, load)), found


@pytest.mark.parametrize(("n_berths", "load"), MMC)
def test_as_many_ships_wait_as_erlang_says(n_berths, load):
    exact = erlang_c(n_berths * load, n_berths)
    found = estimate("waiting_share", n_berths, load, MMC[n_berths, load][1])
    assert found.agrees_with(exact, narrow(exact, load)), found


def test_the_formula_gives_the_published_shares_of_ships_that_wait():
    published = {(1.8, 2): 0.852632, (3.6, 4): 0.787753, (8.0, 10): 0.409180}
    assert {case: round(erlang_c(*case), 6) for case in published} == published


@pytest.mark.parametrize("kind", MG1)
def test_the_mean_wait_at_one_berth_is_that_of_pollaczek_and_khinchine(kind):
    squared_cv, n_calls = MG1[kind]
    exact = MG1_LOAD * (1.0 + squared_cv) / (2.0 * (1.0 - MG1_LOAD))
    gap_h, work_h, seen = berths(1, MG1_LOAD, n_calls, kind)
    known = controls([[queue] for queue in seen], gap_h, work_h, 1)
    if kind == "deterministic":
        known = known[:, [0, 2]]  # its work is always the same
    found = interval([queue.wait_over_work for queue in seen], known)
    assert found.agrees_with(exact, 0.05), found


@cache
def pooling() -> dict[str, tuple[float, float, int, list[list[Queue]]]]:
    """For each kind of terminal its mean gap and work, its berths, and by replication what its terminals showed."""
    gap_h = {"one": 2.0, "five": 0.48, "two": 1.3, "six": 0.48}
    work_h = {kind: 0.8 * gap_h[kind] * n for kind, (_, n, _) in ALONE_AND_POOLED.items()}
    sets: dict[str, object] = {}
    watched = {}
    for kind, (names, n_berths, _) in ALONE_AND_POOLED.items():
        for name in names:
            sets[f"services.to_{name}.interarrival_h"] = {"exponential": gap_h[kind]}
            sets[f"services.to_{name}.work_h"] = {"exponential": work_h[kind]}
            watched[f"harbour/{name}"] = (n_berths, work_h[kind])
    seen = replications(scenario("pooling", sets), watched)
    return {
        kind: (gap_h[kind], work_h[kind], n, list(zip(*(seen[f"harbour/{name}"] for name in names), strict=True)))
        for kind, (names, n, _) in ALONE_AND_POOLED.items()
    }


@pytest.mark.parametrize("kind", ALONE_AND_POOLED)
def test_the_wait_of_berths_alone_and_pooled_is_that_of_erlang(kind):
    exact = ALONE_AND_POOLED[kind][2]
    gap_h, work_h, n_berths, rows = pooling()[kind]
    values = [float(np.mean([queue.wait_over_work for queue in row])) for row in rows]
    found = interval(values, controls(rows, gap_h, work_h, n_berths))
    assert found.agrees_with(exact, 0.05), found


@pytest.mark.parametrize(("n_berths", "offered", "published"), [(3, 2.0, 0.210526), (10, 8.0, 0.121661)])
def test_without_waiting_room_as_many_ships_are_turned_away_as_erlang_says(n_berths, offered, published):
    assert erlang_b(offered, n_berths) == pytest.approx(published, abs=1e-6)
    gap_h = YEAR_H / 6_000
    sets = {
        "services.ships.interarrival_h": {"exponential": gap_h},
        "services.ships.work_h": {"exponential": offered * gap_h},
        "ports.harbour.terminals.terminal.quays.row.n_berths": n_berths,
        "ports.harbour.terminals.terminal.waiting_room": 0,
    }
    work_h = offered * gap_h
    seen = replications(scenario("berths", sets), {TERMINAL: (n_berths, work_h)})[TERMINAL]
    assert all(queue.mean_wait_h == 0.0 == queue.ships_waiting for queue in seen)
    found = interval([queue.turned_away_share for queue in seen], np.array([[q.mean_gap_h - gap_h] for q in seen]))
    assert found.agrees_with(published, 0.05), found


def test_littles_law_holds_in_every_queue():
    """Ships waiting, as the terminal counts them by itself, against the rate and the mean wait in its log of calls."""
    cells = [berths(*case, n_calls, "exponential")[2] for case, (_, n_calls) in MMC.items()]
    cells += [berths(1, MG1_LOAD, n_calls, kind)[2] for kind, (_, n_calls) in MG1.items()]
    cells += [[queue for row in rows for queue in row] for _, _, _, rows in pooling().values()]
    for seen in cells:
        waiting = np.array([queue.ships_waiting for queue in seen])
        expected = np.array([queue.arrivals_per_h * queue.mean_wait_h for queue in seen])
        assert waiting.mean() == pytest.approx(expected.mean(), rel=2e-3)
        assert waiting == pytest.approx(expected, rel=0.05)


def test_a_quay_of_four_lengths_is_four_berths_call_by_call():
    times = {"services.ships.interarrival_h": {"exponential": 4.0}, "services.ships.work_h": {"exponential": 13.0}}
    at_quay = simulate(scenario("quay", times), SEED, 0)
    rows = {"ports.harbour.terminals.terminal.quays.row.n_berths": 4}
    at_berths = simulate(scenario("berths", times | rows), SEED, 0)
    quay, row = calls_at(at_quay, TERMINAL), calls_at(at_berths, TERMINAL)
    assert (quay["wait_h"] > 0.0).any()
    for column in ("arrived_h", "berthed_h", "unberthed_h"):
        assert quay[column].tolist() == row[column].tolist()
