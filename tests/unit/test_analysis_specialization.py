"""Concentration and specialization of two and three ports."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from portsim.analysis.specialization import concentration, hhi, location_quotients, overlap, volumes_by_class

TWO = pd.DataFrame({"boxes": [80.0, 20.0], "ore": [20.0, 80.0]}, index=["qinzhou", "fangchenggang"])


def test_concentration_runs_from_one_over_n_to_one():
    assert hhi([5.0, 5.0, 5.0, 5.0]) == pytest.approx(0.25)
    assert hhi([7.0, 0.0]) == 1.0
    assert hhi([80.0, 20.0]) == pytest.approx(0.64 + 0.04)
    assert math.isnan(hhi([0.0, 0.0]))
    with pytest.raises(ValueError, match="below 0"):
        hhi([1.0, -1.0])


def test_each_class_has_its_concentration_and_its_largest_port():
    table = concentration(TWO.assign(grain=[0.0, 9.0])).set_index("class")
    assert table.loc["boxes", ["volume", "largest", "largest_share"]].tolist() == [100.0, "qinzhou", 0.8]
    assert table["hhi"].tolist() == pytest.approx([0.68, 0.68, 1.0])
    assert table["n_equivalent"].tolist() == pytest.approx([1 / 0.68, 1 / 0.68, 1.0])


def test_a_port_with_four_fifths_boxes_in_a_cluster_with_half_has_a_quotient_of_1_6():
    table = location_quotients(TWO)
    assert table.loc["qinzhou"].tolist() == pytest.approx([1.6, 0.4])
    assert table.loc["fangchenggang"].tolist() == pytest.approx([0.4, 1.6])


def test_overlap_is_one_for_the_same_mix_and_nought_for_none_in_common():
    apart = pd.DataFrame({"boxes": [8.0, 0.0, 4.0], "ore": [0.0, 5.0, 4.0]}, index=["a", "b", "c"])
    table = overlap(apart)
    assert table.to_numpy().diagonal().tolist() == [1.0, 1.0, 1.0]
    assert (table.loc["a", "b"], table.loc["a", "c"], table.loc["c", "b"]) == (0.0, 0.5, 0.5)
    assert overlap(TWO).loc["qinzhou", "fangchenggang"] == pytest.approx(0.4)


def test_a_port_without_volume_has_no_mix():
    idle = pd.DataFrame({"boxes": [1.0, 0.0], "ore": [1.0, 0.0]}, index=["a", "b"])
    assert location_quotients(idle).loc["b"].isna().all()
    assert math.isnan(overlap(idle).loc["a", "b"])


def test_boxes_and_each_cargo_are_classes_of_their_own():
    rows = [
        ("throughput_teu", "a", "2025", 100.0),
        ("throughput_teu", "a/t1", "2025", 100.0),  # a part of a
        ("throughput_teu", "cluster", "2025", 100.0),
        ("throughput_t", "a", "2025", 70.0),  # the sum over its cargoes
        ("throughput_t", "a:ore", "2025", 40.0),
        ("throughput_t", "a:coal", "2025", 30.0),
        ("throughput_t", "b:ore", "2025", 5.0),
        ("throughput_t", "cluster:ore", "2025", 45.0),
        ("throughput_t", "ore_in", "2025", 45.0),  # a stream
        ("throughput_t", "a:ore", "2025-01", 4.0),
        ("wait_h", "a", "2025", 9.0),
    ]
    means = pd.DataFrame(rows, columns=["measure", "entity", "period", "mean"])
    table = volumes_by_class(means, "2025")
    assert table.to_dict("index") == {
        "a": {"container": 100.0, "ore": 40.0, "coal": 30.0},
        "b": {"container": 0.0, "ore": 5.0, "coal": 0.0},
    }
    assert volumes_by_class(means, "2025-01").to_dict("index") == {"a": {"container": 0.0, "ore": 4.0}}
