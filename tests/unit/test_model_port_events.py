"""How many events of the clockwork a run costs: counted, so that the budget holds on any machine.

At most 14 for a call of a ship and one for a consignment; nothing wakes up only to look whether something has changed.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_clusters import Raw, coming, one_terminal, run, two_ports

from portsim.results.records import Records

PER_CALL = 14
PER_CONSIGNMENT = 1


def a_ship_every(hours: float, port: Raw | None = None, **terminal: Any) -> Records:
    """A year of ships of about 600 TEU at 800 m of quay, with every step of a call."""
    services = {"ships": {
        "interarrival_h": {"exponential": hours}, "call_size_teu": {"gamma": {"mean": 600.0, "sd": 200.0}},
    }}  # fmt: skip
    described: Raw = {"quays": {"quay": {"length_m": 800}}, "cranes": {"n": 8}, "mooring_h": 1.0} | terminal
    return run(one_terminal(services, port={"inbound_h": 2.0, "outbound_h": 1.0} | (port or {}), **described))


WAYS: dict[str, Raw] = {
    "free": {},
    "narrow": {
        "channels": {"fairway": {"length_km": 30.0, "depth_m": 18.0, "separation_h": 0.5}},
        "pilots": {"n": 3, "return_h": 1.0},
        "weather": {"storm": {"monthly_events": [2.0] * 12, "duration_h": {"exponential": 12.0}, "stops": "all"}},
    },
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("overtaking", [False, True])
def test_a_call_at_a_busy_terminal_costs_few_events(way: str, overtaking: bool) -> None:
    records = a_ship_every(4.0, WAYS[way], overtaking=overtaking)
    calls = records.tables["calls"].columns()
    assert len(calls["port"]) > 1_500
    assert (calls["wait_h"] > 0.0).mean() > 0.1  # busy: ships wait and share cranes
    assert records.n_events <= PER_CALL * len(calls["port"])


def test_a_call_costs_no_more_where_the_queue_never_ends() -> None:
    # Four ships find room; a ship every two hours is more than they can be worked. Those that wait cost nothing.
    records = a_ship_every(2.0)
    n_arrived = records.balance["ships_arrived"]
    assert records.balance["ships_in_port"] > 500
    assert records.n_events <= PER_CALL * n_arrived


def test_a_year_with_one_call_costs_one_call_and_the_weeks() -> None:
    # Books of empties once a week, of records twice, cargo every three weeks: 3.4 a week, and the end of the run.
    records = run(one_terminal({"a": coming(0.0, call_size_teu=600.0)}, cranes={"n": 2}))
    assert len(records.tables["calls"]) == 1
    assert records.n_events <= PER_CALL + 3.4 * 53


def test_the_calls_of_the_shipped_example_bear_all_its_events() -> None:
    # Trains, weeks and stays abroad included.
    records = two_ports()
    assert records.n_events <= PER_CALL * len(records.tables["calls"])


def test_consignments_cost_next_to_no_events() -> None:
    # The same cargo in eight times as many consignments, on the same ships and trains.
    few, many = two_ports("cargo.mean_consignment_teu=80"), two_ports("cargo.mean_consignment_teu=10")
    more = len(many.tables["consignments"]) - len(few.tables["consignments"])
    assert more > 30_000
    assert many.n_events - few.n_events <= 0.01 * PER_CONSIGNMENT * more
