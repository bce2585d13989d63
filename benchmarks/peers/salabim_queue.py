"""The berth queue M/M/8 at load 0.8 as a user of salabim writes it; prints CPU seconds, ships and mean wait as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import salabim as sim

N_BERTHS, WORK_H = 8, 6.4


class Vessel(sim.Component):
    """One call."""

    def process(self) -> Iterator[Any]:
        """Ask for a berth, work, leave."""
        arrived = self.env.now()
        yield self.request(self.env.berths)
        self.env.waits.append(self.env.now() - arrived)
        yield self.hold(self.env.work.sample())
        self.release()


class Arrivals(sim.Component):
    """Ships at random."""

    def process(self) -> Iterator[Any]:
        """One after the other."""
        gap = sim.Exponential(1.0)
        for _ in range(self.env.n_ships):
            yield self.hold(gap.sample())
            Vessel()


def main() -> None:
    """Run as many ships as the first argument says."""
    sim.yieldless(False)
    env = sim.Environment(trace=False, random_seed=1)
    env.n_ships, env.waits = int(sys.argv[1]), []
    env.work = sim.Exponential(WORK_H)
    env.berths = sim.Resource("berths", capacity=N_BERTHS)
    Arrivals()
    begun = time.process_time()
    env.run()
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "n": len(env.waits), "mean_wait_h": sum(env.waits) / len(env.waits)}))


if __name__ == "__main__":
    main()
