"""The berth queue M/M/8 at load 0.8 as a user of Ciw writes it; prints CPU seconds, customers and mean wait as JSON."""

from __future__ import annotations

import json
import sys
import time

import ciw

N_BERTHS, WORK_H = 8, 6.4


def main() -> None:
    """Run as many ships as the first argument says."""
    n_ships = int(sys.argv[1])
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=1.0)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / WORK_H)],
        number_of_servers=[N_BERTHS],
    )
    ciw.seed(1)
    begun = time.process_time()
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(n_ships)
    seconds = time.process_time() - begun
    waits = [record.waiting_time for record in simulation.get_all_records()]
    print(json.dumps({"seconds": seconds, "n": len(waits), "mean_wait_h": sum(waits) / len(waits)}))


if __name__ == "__main__":
    main()
