"""CO2 of a log book that is worked by hand: both accounts, berths, and a cap."""

from __future__ import annotations

import math

import pytest
from tiny_records import a_year, add, add_call

from portsim.results.measures import compute_measures
from portsim.results.records import Records

ROAD = {"inland_km": 100.0, "inland_co2_kg": 80.0, "sea_km": 1_000.0, "sea_co2_kg": 90.0}
RAIL = {"mode": "rail", "inland_km": 200.0, "inland_co2_kg": 20.0, "sea_km": 1_000.0, "sea_co2_kg": 90.0}
FAR = {"gateway": "far", "past_cluster": True, "inland_km": 600.0, "inland_co2_kg": 480.0, "sea_km": 800.0,
       "sea_co2_kg": 72.0}  # fmt: skip


def a_year_of_boxes() -> Records:
    """60 TEU by road and 20 by rail over a, 10 past the cluster; 500 on their way at the end count nowhere."""
    records = a_year()
    for way in (ROAD, RAIL, FAR):
        add(records, "way_emissions", **way)
    add(records, "consignments", teu=60, delivered_h=100.0)
    add(records, "consignments", teu=20, mode="rail", delivered_h=100.0)
    add(records, "consignments", teu=10, gateway="far", delivered_h=100.0)
    add(records, "consignments", teu=500, delivered_h=math.nan)
    return records


def values(records: Records, measure: str) -> dict[str, float]:
    return {entity: value for name, _, entity, _, value in compute_measures(records) if name == measure}


def test_inland_legs_emit_what_the_factor_of_their_mode_says() -> None:
    co2 = values(a_year_of_boxes(), "co2_t")
    # 60 x 80 kg and 20 x 20 kg
    assert co2["a>road"] == pytest.approx(4.8)
    assert co2["a>rail"] == pytest.approx(0.4)
    assert co2["a"] == co2["cluster"] == pytest.approx(5.2)
    assert co2["cluster>barge"] == 0.0  # there is none of it: what a canal brings is compared with it
    assert "b>road" not in co2


def test_ships_at_sea_emit_by_the_fuel_of_their_legs_full_or_empty() -> None:
    records = a_year_of_boxes()
    add(records, "emission_rates", rate="sea_t_per_t_fuel", value=3.114)
    add(records, "voyages", departed_h=50.0, fuel_t=10.0)
    add(records, "voyages", departed_h=60.0, fuel_t=5.0, laden_teu=80)
    add(records, "voyages", departed_h=60.0, fuel_t=math.nan)  # no fuel law: not known
    co2 = values(records, "co2_t")
    assert co2["cluster>sea"] == pytest.approx(15.0 * 3.114)
    assert co2["cluster"] == pytest.approx(5.2 + 15.0 * 3.114)
    assert co2["a"] == pytest.approx(5.2)  # a leg belongs to no one port
    grams = values(records, "co2_g_per_teu_km")
    # 80 laden TEU went 1 000 km at sea through the cluster; those past it are on other ships
    assert grams["cluster>sea"] == pytest.approx(15.0 * 3.114e6 / 80_000.0)
    assert grams["cluster>road"] == pytest.approx(80_000.0 / 100.0)
    assert grams["cluster>rail"] == pytest.approx(20_000.0 / 200.0)


def test_a_ship_at_berth_emits_by_hours_and_power_where_both_are_known() -> None:
    records = a_year()
    add(records, "emission_rates", rate="berth_kg_per_h", place="a/t1", ship_class="feeder", value=200.0)
    add_call(records, arrived=10.0, wait=3.0, alongside=20.0)  # at a/t1
    add_call(records, arrived=10.0, wait=0.0, alongside=40.0, terminal="b/t")  # her power there is not known
    co2 = values(records, "co2_t")
    assert co2["a>berth"] == co2["a"] == co2["cluster>berth"] == pytest.approx(20.0 * 0.2)
    assert co2["b"] == 0.0
    assert "b>berth" not in co2


def test_cargo_that_goes_over_to_an_outside_gateway_is_no_saving_from_door_to_door() -> None:
    """Ten TEU by road over a, then the same ten past the cluster on a way that emits more."""
    before, after = a_year(), a_year()
    for records, gateway in ((before, "a"), (after, "far")):
        for way in (ROAD, FAR):
            add(records, "way_emissions", **way)
        add(records, "consignments", teu=10, gateway=gateway, delivered_h=100.0)
    assert values(after, "co2_t") == {}  # nothing of it is left in the account of the carriers
    assert values(after, "co2_past_t") == pytest.approx({"far": 5.52, "cluster": 5.52})
    for place in ("hill", "cluster"):
        change = values(after, "co2_door_to_door_t")[place] - values(before, "co2_door_to_door_t")[place]
        # 10 TEU x (480 + 72 - 80 - 90) kg: its distances and modes, nothing else
        assert change == pytest.approx(3.82)


def test_a_box_emits_the_mean_of_its_zone_from_door_to_door() -> None:
    # 60 x 170 + 20 x 110 + 10 x 552 kg for 90 TEU
    per_teu = values(a_year_of_boxes(), "co2_kg_per_teu")
    assert per_teu == pytest.approx({"hill": 17_920.0 / 90.0, "cluster": 17_920.0 / 90.0})


def test_boxes_whose_distance_is_not_given_are_left_out() -> None:
    records = a_year()
    add(records, "way_emissions", **ROAD | {"inland_km": math.nan, "inland_co2_kg": math.nan})
    add(records, "way_emissions", **RAIL)
    add(records, "consignments", teu=60, delivered_h=100.0)
    add(records, "consignments", teu=20, mode="rail", delivered_h=100.0)
    assert values(records, "co2_t")["cluster"] == pytest.approx(0.4)
    assert values(records, "co2_door_to_door_t")["cluster"] == pytest.approx(2.2)
    assert values(records, "co2_kg_per_teu")["cluster"] == pytest.approx(110.0)


def test_the_use_of_a_cap_is_the_share_of_it() -> None:
    records = a_year_of_boxes()
    add(records, "emission_rates", rate="cap_t", place="a", value=4.0)
    add(records, "emission_rates", rate="cap_t", place="cluster", value=10.4)
    assert values(records, "co2_cap_use_share") == pytest.approx({"a": 1.3, "cluster": 0.5})
