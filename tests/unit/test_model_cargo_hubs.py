"""Boxes that change ship: they count twice at the hub, in two parts of the books, and never at its gates."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import LINER, WEEKS, cargo, lane, modelled_port, near, run, sailings, way
from small_clusters import Raw, rows

from portsim.results.measures import compute_measures

FEEDER = {
    "ports.small": modelled_port(),
    "links.road.destination": "small",
    "links.strait": {"mode": "sea", "origin": "small", "destination": "harbour", "distance_nm": 240},
    "services.feeder": LINER | {"rotation": ["small", "harbour"], "phase_h": 96.0},
    "demand.routes.way": way(gateway="small", hub="harbour"),
}


def across(weekly_teu: float = 200.0) -> Raw:
    """Cargo of a coastal market for overseas changes ship in the harbour."""
    return lane(
        changes={
            "markets.coast": {"group": "domestic"},
            "ports.near": {"market": "coast"},
            "links.short": {"mode": "sea", "origin": "near", "destination": "harbour", "distance_nm": 240},
            "services.second": LINER | {"rotation": ["harbour", "near"], "phase_h": 132.0},
            "demand.flows.across": {
                "origin": "coast", "destination": "overseas", "hub": "harbour", "annual_teu": weekly_teu * WEEKS,
            },
            "demand.routes": {},
        }
    )  # fmt: skip


def laden(records, port: str) -> tuple[int, int, int]:
    """Laden TEU discharged and loaded at a port, and those of both that changed ship."""
    calls = rows(records, "calls", port=port)
    names = ("discharged_laden_teu", "loaded_laden_teu", "transhipped_teu")
    return tuple(int(calls[name].sum()) for name in names)  # type: ignore[return-value]


def test_a_box_that_changes_ship_counts_twice_at_the_hub_and_once_at_its_gateway() -> None:
    records = run(lane(exports=200, changes=FEEDER))
    discharged, loaded, changed = laden(records, "small")
    assert (discharged, changed) == (0, 0)
    at_hub = laden(records, "harbour")
    # All that the feeder brings, and all that the ship takes, changes ship there: between the two there is the cargo in
    # the hub's yard, at most two weeks.
    assert at_hub[2] == at_hub[0] + at_hub[1]
    assert abs(at_hub[0] - loaded) <= 2 * 300
    assert abs(at_hub[1] - loaded) <= 3 * 300
    # 200 TEU a week in 52 weeks, sd sqrt(10 429), cut off by a week at the end.
    assert loaded == pytest.approx(200 * WEEKS, abs=4 * 102 + 200)


def test_throughput_of_the_cluster_counts_a_transhipped_export_three_times() -> None:
    records = run(lane(exports=200, changes=FEEDER))
    boxes = {port: laden(records, port) for port in ("small", "harbour")}
    empties = sum(
        int(rows(records, "calls", port=port)[name].sum())
        for port in boxes
        for name in ("discharged_empty_teu", "loaded_empty_teu")
    )
    throughput = compute_measures(records).value("throughput_teu", "cluster", "2025") - empties
    assert throughput == pytest.approx(3 * 200 * WEEKS, rel=0.06)


def test_the_yard_of_the_hub_holds_what_waits_for_the_ship() -> None:
    # Landed at 312, on with the ship of 504 (see the journeys): 192 h; 200 TEU a week x 192 / 168 = 229 TEU. Empties of
    # the hub are kept apart.
    records = run(lane(exports=200, changes=FEEDER))
    levels = records.tables["levels"].columns()
    number = next(n for n, entity in enumerate(records.entities) if entity.id == "harbour/t")
    mine = (levels["entity"] == number) & (levels["start_h"] > 1_000.0)
    yard, depot = (levels["mean"][mine & (levels["quantity"] == quantity)].mean() for quantity in (0, 4))
    assert near(yard - depot, 200 * 192 / 168, 200 * 192 / 168 / np.sqrt(200 * WEEKS))


def test_cargo_between_markets_has_a_hub_and_no_gate() -> None:
    records = run(across())
    made = cargo(records, "across", 0.0, 8000.0)
    assert set(made["gateway"].tolist()) == {-1}
    assert {records.entities[number].id for number in made["hub"].tolist()} == {"harbour"}
    assert made["boxes"] == pytest.approx(made["teu"] / 1.5)  # the harbour's TEU per box
    discharged, loaded, changed = laden(records, "harbour")
    assert changed == discharged + loaded
    assert loaded == pytest.approx(200 * WEEKS, abs=4 * 102 + 2 * 200)
    measures = compute_measures(records)
    calls = rows(records, "calls", port="harbour")
    empties = calls["discharged_empty_teu"].sum() + calls["loaded_empty_teu"].sum()
    assert measures.value("gateway_throughput_teu", "harbour", "2025") == empties


def test_each_sea_leg_counts_as_the_trade_of_its_own_market() -> None:
    # Discharged from the coast: domestic. Loaded for overseas: foreign. Empties of the two groups likewise.
    records = run(across())
    for service, is_foreign in (("second", False), ("line", True)):
        calls = rows(records, "calls", service=service)
        boxes = sum(calls[f"{way}_{what}_teu"] for way in ("loaded", "discharged") for what in ("laden", "empty"))
        assert boxes.sum() > 5_000
        assert np.array_equal(calls["foreign_teu"], boxes if is_foreign else 0 * boxes)


def test_a_foreign_export_is_foreign_on_the_feeder_too() -> None:
    records = run(lane(exports=200, changes=FEEDER))
    calls = rows(records, "calls", port="small")
    assert np.array_equal(calls["foreign_teu"], calls["loaded_laden_teu"])
    assert calls["foreign_teu"].sum() > 5_000


def test_a_rolled_box_waits_in_the_hub_and_not_in_the_gateway() -> None:
    # The ship has 100 slots for 150 TEU a week, the feeder room for all.
    changes = FEEDER | {"fleets.ship.capacity_teu": 100, "services.feeder.ship_class": "barge"}
    changes |= {"fleets.barge": {"capacity_teu": 500, "speed_kn": 10.0, "top_speed_kn": 12.0}}
    records = run(lane(exports=150, changes=changes))
    assert sailings(records, "feeder")["left_laden_teu"].sum() == 0
    assert set(sailings(records, "line")["laden_teu"][4:].tolist()) == {100}
    made = cargo(records, "exports", 1_000.0, 4_000.0)
    gone = ~np.isnan(made["delivered_h"])
    assert made["export_dwell_h"].max() <= 84.0
    # Every roll is a week more in the hub: 192 h and 168 h for each.
    assert made["transhipment_dwell_h"][gone] == pytest.approx(192.0 + 168.0 * made["rolls"][gone])
    assert made["rolls"][gone].max() > 2
