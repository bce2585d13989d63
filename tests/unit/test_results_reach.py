"""Time by zone and its spread, dwell by flow, legs, causes and concentration of a log book that is worked by hand."""

from __future__ import annotations

import math

import pytest
from tiny_records import a_year, add, add_call

from portsim.results.measures import compute_measures
from portsim.results.records import Records


def values(records: Records, measure: str) -> dict[str, float]:
    return {
        entity: value
        for name, _, entity, period, value in compute_measures(records)
        if name == measure and len(period) == 4
    }


def test_a_zone_has_the_mean_time_of_its_boxes_in_and_out() -> None:
    records = a_year()
    add(records, "consignments", teu=30, ready_h=100.0, delivered_h=200.0)
    add(records, "consignments", teu=10, flow="in", origin="sea", destination="hill", ready_h=100.0, delivered_h=400.0)
    add(
        records,
        "consignments",
        teu=60,
        flow="in",
        origin="sea",
        destination="coast",
        gateway="",
        hub="a",
        mode="sea",
        ready_h=100.0,
        delivered_h=110.0,
    )  # from market to market: of no zone
    add(records, "consignments", teu=500, ready_h=100.0, delivered_h=math.nan)
    # 30 x 100 h and 10 x 300 h
    assert values(records, "door_to_door_h")["hill"] == pytest.approx(150.0)
    assert values(records, "door_to_door_h_p50")["hill"] == 100.0
    assert values(records, "door_to_door_h_p95")["hill"] == 300.0
    # with 60 x 10 h
    assert values(records, "door_to_door_h")["cluster"] == pytest.approx(66.0)


def test_the_spread_is_that_within_ways_and_not_between_them() -> None:
    records = a_year()
    for hours in (90.0, 110.0):
        add(records, "consignments", teu=10, ready_h=0.0, delivered_h=hours)
    for hours in (470.0, 530.0):
        add(records, "consignments", teu=10, mode="rail", ready_h=0.0, delivered_h=hours)
    # by road 10 h off the mean of 100, by rail 30 h off that of 500: root of (10^2 + 30^2) / 2
    expected = math.sqrt(500.0)
    assert values(records, "door_to_door_spread_h") == pytest.approx({"hill": expected, "cluster": expected})


def test_the_spread_weighs_boxes_and_not_consignments() -> None:
    records = a_year()
    add(records, "consignments", teu=30, ready_h=0.0, delivered_h=100.0)
    add(records, "consignments", teu=10, ready_h=0.0, delivered_h=140.0)
    # mean 110: 30 boxes 10 h off, 10 boxes 30 h off
    assert values(records, "door_to_door_spread_h")["hill"] == pytest.approx(math.sqrt((30 * 100 + 10 * 900) / 40))


def test_dwell_is_told_by_flow_too() -> None:
    records = a_year()
    add(records, "consignments", teu=30, delivered_h=200.0, export_dwell_h=60.0)
    add(records, "consignments", teu=10, delivered_h=200.0, export_dwell_h=100.0)
    add(records, "consignments", teu=10, flow="in", delivered_h=200.0, import_dwell_h=24.0)
    assert values(records, "export_dwell_h")["out"] == pytest.approx(70.0)
    assert "in" not in values(records, "export_dwell_h")
    assert values(records, "import_dwell_h")["in"] == 24.0


def test_a_leg_has_the_load_of_its_sailings_and_what_they_left_behind() -> None:
    records = a_year()
    out = {"origin": "a", "destination": "sea_port", "crossing": 1}
    back = {"origin": "sea_port", "destination": "a", "crossing": -1, "leg": 1}
    add(records, "voyages", departed_h=10.0, laden_teu=80, left_laden_teu=7, **out)
    add(records, "voyages", departed_h=178.0, laden_teu=40, empty_teu=20, left_laden_teu=1, **out)
    add(records, "voyages", departed_h=100.0, laden_teu=30, **back)
    names = ("blue:a>sea_port", "blue:sea_port>a")
    assert values(records, "leg_load_share") == pytest.approx(dict(zip(names, (0.7, 0.3), strict=True)))
    assert values(records, "leg_rolled_teu") == {names[0]: 8.0}


def test_shares_of_waiting_add_up_to_one_where_ships_wait() -> None:
    records = a_year()
    add_call(records, arrived=10.0, wait=3.0, alongside=20.0, wait_berth_h=2.0, wait_tide_h=1.0)
    add_call(records, arrived=50.0, wait=1.0, alongside=20.0, wait_berth_h=0.0, wait_weather_h=1.0)
    add_call(records, arrived=50.0, wait=0.0, alongside=10.0, terminal="b/t")
    found = {
        cause: values(records, f"wait_{cause}_share") for cause in ("weather", "berth", "tide", "channel", "pilot")
    }
    assert {cause: shares["a"] for cause, shares in found.items()} == pytest.approx(
        {"weather": 0.25, "berth": 0.5, "tide": 0.25, "channel": 0.0, "pilot": 0.0}
    )
    assert all("b" not in shares for shares in found.values())


def test_half_the_ships_are_in_port_no_longer_than_the_median() -> None:
    records = a_year()
    for alongside in (10.0, 20.0, 90.0):
        add_call(records, arrived=10.0, wait=0.0, alongside=alongside)
    # an hour in and an hour out besides
    assert values(records, "turnaround_h_p50")["a"] == pytest.approx(22.0)
    # 90 and 95 % of the way from the second to the third
    assert values(records, "turnaround_h_p90")["a"] == pytest.approx(22.0 + 0.8 * 70.0)
    assert values(records, "turnaround_h_p95")["a"] == pytest.approx(22.0 + 0.9 * 70.0)


def test_two_ports_of_three_and_one_parts_are_concentrated_by_five_eighths() -> None:
    records = a_year()
    add_call(records, arrived=10.0, wait=0.0, alongside=9.0, loaded_laden_teu=300)
    add_call(records, arrived=10.0, wait=0.0, alongside=9.0, terminal="b/t", discharged_laden_teu=100)
    assert values(records, "port_concentration_ratio") == pytest.approx({"cluster": 0.75**2 + 0.25**2})
