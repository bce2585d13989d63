"""Fit the waits at locks that are not simulated lockage by lockage, with the lock code of the model itself.

Run ``python scenarios/fit_lock_waits.py`` in the project's folder: it prints the table that stands in
``portsim/capacity/lock_waits.py``. With ``--check`` it prints how far the committed table is from a new fit and
fails beyond the tolerance. Ships of the Xijiang mix come at random to junctions of one, two and four chambers of
280 x 34 m, as many up as down; traffic over capacity is set against ships served with endless queues on both sides.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np

from portsim.capacity.lock_waits import LINES, MOMENTS, USES
from portsim.model.inland.chamber import Chamber, Times
from portsim.model.inland.lock import Lock
from portsim.model.inland.policies import earliest
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.kernel import Kernel, Process
from portsim.scenario import lock as described

LINE = {"length_m": 280.0, "beam_m": 34.0, "sill_depth_m": 5.8, "fill_min": 12.0}
MIX = (  # share, length, beam, draught: the barge classes of the baseline
    (0.10, 50.0, 10.8, 2.6), (0.25, 66.0, 12.8, 3.2), (0.45, 75.0, 15.2, 3.9), (0.20, 90.0, 15.8, 5.0),
)  # fmt: skip
N_SHIPS = 120_000
N_SATURATED = 20_000
WARM_UP_SHARE = 0.1
ROWS = 3
TOLERANCE = 0.06


def junction(env: Kernel, n_lines: int, waits: list[float]) -> Lock:
    """A junction of equal chambers whose waits of ships go to a list."""
    lock = described.Lock(head_m=10.0, rate_factor=1.0, lines={f"line_{n}": LINE for n in range(n_lines)})
    chambers = [Chamber(0, lock, line, None) for line in lock.lines.values()]
    return Lock(env, 0, chambers, earliest, None, lambda row: None, lambda row: waits.append(row[4] - row[3]))


def lockage_h() -> float:
    """The unit of the table: a lockage of the code, three rows, both directions."""
    lock = described.Lock(head_m=10.0, rate_factor=1.0, lines={"line": LINE})
    return Times.of(lock, lock.lines["line"]).lockage_h(ROWS, True, True)


class Past:
    """Beyond the lock: nothing more to see."""

    def enter(self, vessels: list[Vessel]) -> None:
        """They are gone."""


def ships(rng: np.random.Generator, n: int) -> Iterator[tuple[Vessel, bool]]:
    """Ships of the mix and their directions."""
    kinds = [VesselClass(-1, *dimensions) for _, *dimensions in MIX]
    past = Past()
    chosen = rng.choice(len(MIX), n, p=[share for share, *_ in MIX]).tolist()
    for kind, up in zip(chosen, (rng.random(n) < 0.5).tolist(), strict=True):
        vessel = Vessel(kinds[kind])
        vessel.onward = past
        yield vessel, up


def served_per_h(n_lines: int) -> float:
    """Ships an hour with endless queues on both sides."""
    env, waits = Kernel(), list[float]()
    lock = junction(env, n_lines, waits)
    fleet = list(ships(np.random.default_rng(1), N_SATURATED))
    for up in (False, True):
        lock.arrive([vessel for vessel, upward in fleet if upward is up], up)
    env.run(until=0.8 * N_SATURATED / (6.0 * n_lines) * lockage_h())
    return len(waits) / env.now


def moments(n_lines: int, use: float, per_h: float, seed: int = 2) -> tuple[float, float]:
    """Mean and standard deviation of the wait at one use, in lockages."""
    env, waits = Kernel(), list[float]()
    lock = junction(env, n_lines, waits)
    rng = np.random.default_rng(seed)
    rate = max(use, 0.001) * per_h
    n = N_SHIPS if use >= 0.5 else N_SHIPS // 4

    def arrivals() -> Process:
        for (vessel, up), gap_h in zip(ships(rng, n), rng.exponential(1.0 / rate, n).tolist(), strict=True):
            yield gap_h
            lock.arrive([vessel], up)

    env.start(arrivals())
    env.run()
    kept = np.array(waits[int(WARM_UP_SHARE * n) :]) / lockage_h()
    return float(kept.mean()), float(kept.std())


def main() -> int:
    """Print the table; with ``--check`` compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    worst = 0.0
    for n_lines, row in zip(LINES, MOMENTS, strict=True):
        per_h = served_per_h(n_lines)
        fitted = [moments(n_lines, use, per_h) for use in USES]
        text = ", ".join(f"({mean:.3f}, {sd:.3f})" for mean, sd in fitted)
        sys.stdout.write(f"    ({text}),  # {n_lines} lines, {per_h:.2f} ships an hour\n")
        apart = np.abs(np.array(fitted) / np.array(row) - 1.0)
        worst = max(worst, float(apart.max()))
    sys.stdout.write(f"largest difference from the committed table: {worst:.1%}\n")
    return 1 if check and worst > TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main())
