"""What queueing theory says of ships that wait for berths, beyond `portsim.verification.theory`, without portsim."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_matrix, diags
from scipy.sparse.linalg import expm_multiply, spsolve


def finite_room(offered: float, n_berths: int, room: int) -> tuple[float, float, float]:
    """M/M/c with room for so many to wait: share turned away; share that waits and mean wait over work of the others.

    Birth and death: from n to n + 1 ships in port at rate `offered`, from n to n - 1 at rate min(n, berths).
    """
    weights = [1.0]
    for ships in range(1, n_berths + room + 1):
        weights.append(weights[-1] * offered / min(ships, n_berths))
    probability = np.array(weights) / sum(weights)
    admitted = probability[:-1] / (1.0 - probability[-1])
    # Who finds n >= c in port waits for n - c + 1 departures, each in 1 / c of a mean work.
    wait = sum(share * (ships - n_berths + 1) / n_berths for ships, share in enumerate(admitted) if ships >= n_berths)
    return float(probability[-1]), float(admitted[n_berths:].sum()), float(wait)


def wait_with_phases(load: float, n_berths: int, arrival_phases: int, work_phases: int, most: int = 400) -> float:
    """Mean wait over mean work of E_k/E_m/c (m 1 or 2), from the balance equations of phases and ships in port.

    A state is the phase of the next arrival, the ships in port, and how many of those at berth are in their second
    phase of work. The line is cut off at `most` ships, which must be so many that nobody sees it.
    """
    assert work_phases in (1, 2)
    states = [
        (phase, ships, second)
        for ships in range(most + 1)
        for phase in range(arrival_phases)
        for second in range(min(ships, n_berths) + 1 if work_phases == 2 else 1)
    ]
    number = {state: place for place, state in enumerate(states)}
    rates: list[tuple[int, int, float]] = []
    for (phase, ships, second), here in number.items():
        alongside = min(ships, n_berths)
        rate = load * n_berths * arrival_phases
        if phase < arrival_phases - 1:
            rates.append((number[phase + 1, ships, second], here, rate))
        elif ships < most:
            rates.append((number[0, ships + 1, second], here, rate))
        else:
            rates.append((number[0, ships, second], here, rate))
        if work_phases == 2 and alongside > second:
            rates.append((number[phase, ships, second + 1], here, 2.0 * (alongside - second)))
        leaving = second * 2.0 if work_phases == 2 else float(alongside)
        if leaving:
            rates.append((number[phase, ships - 1, max(0, second - 1)], here, leaving))
    into, out_of, rate_of = (np.array(part) for part in zip(*rates, strict=True))
    n = len(states)
    balance = csc_matrix((rate_of, (into, out_of)), (n, n)) - diags(np.bincount(out_of, rate_of, n))
    # The equations depend on each other: the first is replaced by "the state 0 has weight 1".
    balance = balance.tolil()
    balance[0, :] = 0.0
    balance[0, 0] = 1.0
    weights = spsolve(balance.tocsc(), np.eye(1, n)[0])
    probability = weights / weights.sum()
    in_port = np.array([ships for _, ships, _ in states])
    assert probability[in_port == most].sum() < 1e-12
    waiting = float(probability @ np.maximum(in_port - n_berths, 0))
    return waiting / (load * n_berths)  # Little's law, with the mean work as unit of time


def waiting_from_empty(load: float, works: float, n_times: int) -> tuple[np.ndarray, np.ndarray]:
    """M/M/1 that begins without ships: equidistant times up to so many mean works, mean ships waiting at each."""
    most = 800
    up, down = np.full(most, load), np.ones(most)
    stay = -(np.append(up, 0.0) + np.append(0.0, down))
    flow = diags([down, stay, up], [1, 0, -1], format="csc")
    probability = expm_multiply(flow, np.eye(1, most + 1)[0], start=0.0, stop=works, num=n_times)
    return np.linspace(0.0, works, n_times), probability @ np.maximum(np.arange(most + 1) - 1, 0)
