"""Waiting over service time of ships at a group of berths when arrivals and work follow Erlang laws: M/E2/n and kin.

The planner's curves of berth occupancy. They are computed exactly by matrix-analytic methods (Neuts, *Matrix-Geometric
Solutions in Stochastic Models*, 1981; logarithmic reduction of Latouche and Ramaswami, Journal of Applied Probability
30, 1993) and not read from the tables in circulation, some of whose rows are misprinted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portsim.errors import InputError

Matrix = NDArray[np.floating[Any]]
_MOST_STATES = 2_000
"""States of one number of ships: what a desk computer solves in seconds."""


@dataclass(frozen=True)
class CurvePoint:
    """One point of a curve.

    Parameters
    ----------
    n_berths
        Number of berths.
    occupancy_share
        Berth occupancy, 0-1.
    wait_over_service
        Mean wait for a berth over mean time at berth.
    """

    n_berths: int
    occupancy_share: float
    wait_over_service: float


@cache
def wait_over_service(occupancy_share: float, n_berths: int, service_phases: int = 2, arrival_phases: int = 1) -> float:
    """Mean wait over mean service time of E_a/E_s/n, first come, first served.

    Parameters
    ----------
    occupancy_share
        Berth occupancy: arrivals per time, times mean service time, over the number of berths; at least 0, below 1.
    n_berths
        Number of equal berths, n.
    service_phases
        s: 1 for exponential service, 2 for Erlang-2 (coefficient of variation 0.71).
    arrival_phases
        a: 1 for arrivals at random (M), 2 for Erlang-2 times between arrivals.

    Raises
    ------
    InputError
        A number out of range, or a system too large to be solved.

    Examples
    --------
    One berth, exponential service (M/M/1): rho / (1 - rho).

    >>> round(wait_over_service(0.8, 1, service_phases=1), 6)
    4.0
    >>> round(wait_over_service(0.5, 4, service_phases=2, arrival_phases=2), 4)
    0.0257
    """
    _check(occupancy_share, n_berths, service_phases, arrival_phases)
    if occupancy_share == 0.0:
        return 0.0
    arrivals = occupancy_share * n_berths  # ships in a mean service time
    levels = [_level(ships, n_berths, service_phases, arrival_phases, arrivals) for ships in range(n_berths + 1)]
    top = levels[-1]
    up = _level_up(n_berths, n_berths, service_phases, arrival_phases, arrivals)
    # From one above all berths on every level looks like the next: a departure brings a waiting ship alongside.
    down = _departures(n_berths, service_phases, arrival_phases, is_refilled=True)
    rate = _rate_matrix(up, top, down)
    share = _boundary(levels, n_berths, service_phases, arrival_phases, arrivals, rate, down)
    rest = np.linalg.inv(np.eye(len(rate)) - rate)
    waiting = float((share @ rate @ rest @ rest).sum())
    return waiting / arrivals


def curve(n_berths: int, occupancies: Sequence[float], service_phases: int = 2) -> list[CurvePoint]:
    """The curve of one number of berths under arrivals at random.

    Parameters
    ----------
    n_berths
        Number of berths.
    occupancies
        Berth occupancies, 0-1.
    service_phases
        Erlang phases of the service time.
    """
    return [CurvePoint(n_berths, rho, wait_over_service(rho, n_berths, service_phases)) for rho in occupancies]


def _check(occupancy_share: float, n_berths: int, service_phases: int, arrival_phases: int) -> None:
    if not 0.0 <= occupancy_share < 1.0:
        raise InputError(f"berth occupancy must be at least 0 and below 1, not {occupancy_share:g}")
    if min(n_berths, service_phases, arrival_phases) < 1:
        raise InputError("berths and phases are counted from 1")
    if math.comb(n_berths + service_phases - 1, service_phases - 1) * arrival_phases > _MOST_STATES:
        raise InputError(f"{n_berths} berths and {service_phases} phases are too many for an exact curve")


@cache
def _placings(ships: int, phases: int) -> tuple[tuple[int, ...], ...]:
    """In how many ways ships at work can stand in the phases of their work."""
    bars = combinations(range(ships + phases - 1), phases - 1)
    return tuple(tuple(b - a - 1 for a, b in zip((-1, *cut), (*cut, ships + phases - 1), strict=True)) for cut in bars)


def _places(ships: int, phases: int) -> dict[tuple[int, ...], int]:
    return {placing: place for place, placing in enumerate(_placings(ships, phases))}


def _moved(placing: tuple[int, ...], leaves: int | None, enters: int | None) -> tuple[int, ...]:
    return tuple(n - (phase == leaves) + (phase == enters) for phase, n in enumerate(placing))


def _level(ships: int, n_berths: int, s: int, a: int, arrivals: float) -> Matrix:
    """Steps of work and of the arrival clock with so many ships in port; on the diagonal minus the rates out."""
    busy = min(ships, n_berths)
    states = _places(busy, s)
    work = np.zeros((len(states), len(states)))
    for placing, here in states.items():
        for phase in range(s - 1):
            if placing[phase]:
                work[here, states[_moved(placing, phase, phase + 1)]] += s * placing[phase]
        work[here, here] -= s * busy
    clock = arrivals * a * (np.eye(a, k=1) - np.eye(a))
    inside: Matrix = np.kron(np.eye(a), work) + np.kron(clock, np.eye(len(states)))
    return inside


def _level_up(ships: int, n_berths: int, s: int, a: int, arrivals: float) -> Matrix:
    """Arrivals: the last phase of the clock ends, and the ship goes alongside where a berth is free."""
    tick = np.zeros((a, a))
    tick[-1, 0] = arrivals * a
    here = _places(min(ships, n_berths), s)
    if ships >= n_berths:
        return np.kron(tick, np.eye(len(here)))
    there = _places(ships + 1, s)
    begins = np.zeros((len(here), len(there)))
    for placing, place in here.items():
        begins[place, there[_moved(placing, None, 0)]] = 1.0
    return np.kron(tick, begins)


def _departures(busy: int, s: int, a: int, *, is_refilled: bool) -> Matrix:
    """Departures from so many busy berths; the next ship in line comes alongside at once where there is one."""
    here = _places(busy, s)
    there = here if is_refilled else _places(busy - 1, s)
    leaves = np.zeros((len(here), len(there)))
    for placing, place in here.items():
        if placing[-1]:
            leaves[place, there[_moved(placing, s - 1, 0 if is_refilled else None)]] += s * placing[-1]
    return np.kron(np.eye(a), leaves)


def _rate_matrix(up: Matrix, inside: Matrix, down: Matrix) -> Matrix:
    """R of the repeating levels, by logarithmic reduction: quadratic convergence, also near full occupancy."""
    high, low = np.linalg.solve(-inside, up), np.linalg.solve(-inside, down)
    first, product = low, high
    for _ in range(64):
        both = high @ low + low @ high
        scale = np.linalg.inv(np.eye(len(both)) - both)
        high, low = scale @ high @ high, scale @ low @ low
        step = product @ low
        first = first + step
        product = product @ high
        if float(np.abs(step).max()) < 1e-15:
            break
    rate: Matrix = np.linalg.solve((-inside - up @ first).T, up.T).T
    return rate


def _boundary(
    levels: Sequence[Matrix], n_berths: int, s: int, a: int, arrivals: float, rate: Matrix, down: Matrix
) -> Matrix:
    """Shares of time of the states with all berths busy and nobody waiting, of all states together being 1.

    Censoring from below: each level is folded into the next one, so that matrices stay as small as one level.
    """
    folded = levels[0]
    back: list[Matrix] = []
    for ships in range(n_berths):
        up = _level_up(ships, n_berths, s, a, arrivals)
        descend = _departures(ships + 1, s, a, is_refilled=False)
        into = descend @ np.linalg.inv(-folded)
        back.append(into)
        folded = levels[ships + 1] + into @ up
    closed = folded + rate @ down
    equations = closed.T.copy()
    equations[0] = 1.0  # the equations depend on each other: one is replaced by "the sum is 1"
    right = np.zeros(len(equations))
    right[0] = 1.0
    share = np.linalg.solve(equations, right)
    total = float((share @ np.linalg.inv(np.eye(len(rate)) - rate)).sum())
    level: Matrix = share
    for into in reversed(back):
        level = level @ into
        total += float(level.sum())
    scaled: Matrix = share / total
    return scaled
