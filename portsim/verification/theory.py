"""What queueing theory says of ships that wait for berths, lock and tide; for Erlang laws see capacity.queue_curves."""

from __future__ import annotations

import math


def erlang_b(offered: float, n_berths: int) -> float:
    """Share of ships turned away where nobody may wait, M/G/c/c (Erlang 1917).

    Parameters
    ----------
    offered
        Berths that would be busy in the mean if nobody had to wait, a.
    n_berths
        Berths, c.
    """
    blocked = 1.0
    for berths in range(1, n_berths + 1):
        blocked = offered * blocked / (berths + offered * blocked)
    return blocked


def erlang_c(offered: float, n_berths: int) -> float:
    """Share of ships that wait, M/M/c (Erlang 1917); parameters as `erlang_b`."""
    blocked = erlang_b(offered, n_berths)
    return n_berths * blocked / (n_berths - offered * (1.0 - blocked))


def wait_of_erlang(offered: float, n_berths: int) -> float:
    """Mean wait over mean work, M/M/c: C / (c - a)."""
    return erlang_c(offered, n_berths) / (n_berths - offered)


def share_waiting_longer(offered: float, n_berths: int, works: float) -> float:
    """Share of ships that wait longer than so many mean works, M/M/c: those who wait do so exponentially."""
    return erlang_c(offered, n_berths) * math.exp(-(n_berths - offered) * works)


def wait_of_pollaczek_khinchine(load: float, squared_cv: float) -> float:
    """Mean wait over mean work, M/G/1: rho (1 + cv^2) / (2 (1 - rho))."""
    return load * (1.0 + squared_cv) / (2.0 * (1.0 - load))


def trips_of_closed_shuttle(n_barges: int, berth_h: float, under_way_h: float) -> float:
    """Trips an hour of barges that turn round for ever between one exponential berth and the way (machine repair).

    With r = S/Z the berth is idle with probability 1 / sum over k of N!/(N - k)! r^k. Of the time under way only the
    mean matters.
    """
    ratio = berth_h / under_way_h
    idle = 1.0 / sum(math.perm(n_barges, k) * ratio**k for k in range(n_barges + 1))
    return (1.0 - idle) / berth_h


def waiting_share_at_tide(period_h: float, open_h: float) -> float:
    """Share of ships at random that find a tide window closed: 1 - o / T."""
    return 1.0 - open_h / period_h


def wait_at_tide_h(period_h: float, open_h: float) -> float:
    """Mean wait of ships at random for a tide window: (T - o)^2 / (2 T)."""
    return (period_h - open_h) ** 2 / (2.0 * period_h)
