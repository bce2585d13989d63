"""Gateway shares, modes and costs of a log book that is worked by hand."""

from __future__ import annotations

import pytest
from tiny_records import a_year, add

from portsim.results.measures import MeasureTable, compute_measures
from portsim.results.records import Records


def four_consignments() -> Records:
    """60 TEU by road over a, 20 by rail over a, 10 over b by a ship that changes at a, 10 past the cluster."""
    records = a_year()
    add(records, "consignments", teu=60, delivered_h=100.0)
    add(records, "consignments", teu=20, mode="rail", delivered_h=100.0)
    add(records, "consignments", teu=10, gateway="b", hub="a", delivered_h=100.0)
    add(records, "consignments", teu=10, gateway="far", delivered_h=100.0)
    add(records, "consignments", teu=500, delivered_h=float("nan"))  # on its way at the end: counts nowhere
    return records


def measured(records: Records) -> MeasureTable:
    return compute_measures(records)


def test_shares_of_a_zone_add_gateways_outside_and_sum_to_one() -> None:
    table = measured(four_consignments())
    shares = {entity: value for name, _, entity, _, value in table if name == "gateway_share"}
    expected = {"a": 0.8, "b": 0.1, "far": 0.1}
    assert shares == pytest.approx(
        {f"{place}>{way}": one for place in ("hill", "cluster") for way, one in expected.items()}
    )
    assert table.value("past_cluster_teu", "far", "2025") == 10.0
    assert table.value("past_cluster_teu", "cluster", "2025") == 10.0


def test_the_modal_split_leaves_out_what_goes_past_the_cluster() -> None:
    table = measured(four_consignments())
    # a: 60 of 80 by road; the cluster: 70 of 90
    assert table.value("mode_share", "a>road", "2025") == pytest.approx(0.75)
    assert table.value("mode_share", "a>rail", "2025") == pytest.approx(0.25)
    assert table.value("mode_share", "cluster>road", "2025") == pytest.approx(70 / 90)
    assert table.value("mode_share", "cluster>barge", "2025") == 0.0
    assert table.value("mode_share", "hill>rail", "2025") == pytest.approx(20 / 90)


def test_a_box_pays_what_its_way_costs() -> None:
    records = four_consignments()
    for way, money in (({}, 1_000.0), ({"mode": "rail"}, 1_500.0), ({"gateway": "b", "hub": "a"}, 3_000.0),
                       ({"gateway": "b"}, 9.0), ({"gateway": "far"}, 4_000.0)):  # fmt: skip
        add(records, "choices", money_cny=money, **way)
    table = measured(records)
    # 60 x 1 000 + 20 x 1 500 + 10 x 3 000 + 10 x 4 000 = 160 000 CNY for 100 TEU
    for place in ("hill", "cluster"):
        assert table.value("logistics_cost_cny", place, "2025") == pytest.approx(160_000.0)
        assert table.value("door_to_door_cny", place, "2025") == pytest.approx(1_600.0)
        assert table.value("door_to_door_cny_p50", place, "2025") == 1_000.0
        assert table.value("door_to_door_cny_p95", place, "2025") == 4_000.0


def test_costs_are_unknown_where_routes_have_fixed_shares() -> None:
    assert not [row for row in measured(four_consignments()) if row[0].endswith("_cny")]


def test_the_gap_is_the_mean_of_the_last_half_year() -> None:
    records = a_year()
    for week, gap in enumerate([0.5] * 10 + [0.01] * 13 + [0.03] * 13):
        add(records, "lessons", at_h=168.0 * (week + 1), gap=gap)
    assert measured(records).value("choice_gap_share", "cluster", "2025") == pytest.approx(0.02)
