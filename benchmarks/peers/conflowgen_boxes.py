"""Containers of one terminal made by ConFlowGen: a weekly service in, its boxes out by truck, train and ship; JSON."""

from __future__ import annotations

import datetime
import json
import sys
import time

import conflowgen


def main() -> None:
    """Make as many weeks as the first argument says; a line of 500 and one of 300 TEU a week, and a train."""
    n_weeks = int(sys.argv[1])
    conflowgen.DatabaseChooser().create_new_sqlite_database(":memory:")
    first = datetime.date(2025, 1, 1)
    manager = conflowgen.ContainerFlowGenerationManager()
    manager.set_properties(start_date=first, end_date=first + datetime.timedelta(weeks=n_weeks), name="benchmark")
    calls = conflowgen.PortCallManager()
    for kind, name, capacity, inbound, every in (
        ("deep_sea_vessel", "ocean", 4_000, 500, 7), ("feeder", "coast", 800, 300, 7), ("train", "inland", 96, 60, 7),
    ):  # fmt: skip
        calls.add_service_that_calls_terminal(
            vehicle_type=conflowgen.ModeOfTransport[kind],
            service_name=name,
            vehicle_arrives_at=first,
            vehicle_arrives_at_time=datetime.time(8),
            average_vehicle_capacity=capacity,
            average_inbound_container_volume=inbound,
            vehicle_arrives_every_k_days=every,
        )
    begun = time.process_time()
    manager.generate()
    seconds = time.process_time() - begun
    from conflowgen.domain_models.container import Container

    print(json.dumps({"seconds": seconds, "n": Container.select().count()}))


if __name__ == "__main__":
    main()
