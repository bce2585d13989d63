"""Fuel of a ship at sea by the cubic law, by scenario files and real voyages (case 7 of the external numbers)."""

from __future__ import annotations

import pytest
from harbours import harbour

from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.scenario import Scenario

CRANES = {"n": 4, "moves_per_h": 30.0}
FEEDER_450_FFE = {"design_speed_kn": 12.0, "design_fuel_t_per_day": 18.8}
FEEDER_800_FFE = {"design_speed_kn": 14.0, "design_fuel_t_per_day": 23.7}


def legs(distance_nm, speed_kn, fuel):
    """A ship between a harbour and a far port, always on time: all she sails in the year, both ways."""
    raw = harbour({}, {}, 60, cranes=CRANES, yard={"capacity_teu": 1000})
    raw["markets"] = {"far": {"group": "asean"}}
    raw["ports"]["abroad"] = {"market": "far"}
    raw["links"] = {
        "lane": {"mode": "sea", "origin": "harbour", "destination": "abroad", "distance_nm": distance_nm},
    }
    raw["fleets"]["liner"] = {
        "capacity_teu": 900, "loa_m": 140, "draught_m": 8, "speed_kn": speed_kn, "top_speed_kn": speed_kn, **fuel,
    }  # fmt: skip
    raw["services"]["liner"] = {
        "kind": "liner", "ship_class": "liner", "rotation": ["harbour/t", "abroad"], "buffer_share": 0.0,
        "lateness_h": 0.0,
    }  # fmt: skip
    records = simulate(Scenario.model_validate(raw), 1, 0)
    return records.tables["voyages"].columns(), compute_measures(records)


@pytest.mark.parametrize(
    ("days", "speed_kn", "fuel", "fuel_t"),
    [(15.0, 4030.0 / 360.0, FEEDER_450_FFE, 228.935), (9.0, 15.4954, FEEDER_800_FFE, 289.21)],
)
def test_a_voyage_burns_what_the_cubic_law_says(days, speed_kn, fuel, fuel_t):
    voyages, measures = legs(speed_kn * 24.0 * days, speed_kn, fuel)
    is_home, is_counted = voyages["crossing"] == -1, voyages["departed_h"] >= 60 * 24.0  # not in the warm-up
    assert voyages["fuel_t"][is_home] == pytest.approx(fuel_t, rel=1e-4)
    # With no boxes she leaves the harbour a day (her pro forma stay) early and sails so much slower: over the same
    # distance fuel goes with the square of the speed.
    outbound_t = fuel_t * (days / (days + 1.0)) ** 2
    assert voyages["fuel_t"][~is_home] == pytest.approx(outbound_t, rel=1e-4)
    n_home, n_out = (is_home & is_counted).sum(), (~is_home & is_counted).sum()
    assert min(n_home, n_out) >= 10
    total_t = measures.value("fuel_t", "cluster", "2025")
    assert total_t == pytest.approx(n_home * fuel_t + n_out * outbound_t, rel=1e-4)


def test_half_the_speed_burns_an_eighth_a_day_and_a_quarter_in_all():
    fast, _ = legs(2880.0, 12.0, FEEDER_450_FFE)
    slow, _ = legs(2880.0, 6.0, FEEDER_450_FFE)
    # 2 880 nm are 10 days at 12 kn: 188 t; 20 days at 6 kn.
    assert fast["fuel_t"][fast["crossing"] == -1] == pytest.approx(188.0, rel=1e-6)
    assert slow["fuel_t"][slow["crossing"] == -1] == pytest.approx(47.0, rel=1e-6)


def test_a_ship_with_much_time_waits_rather_than_sail_at_a_crawl():
    # 2 880 nm at 3 kn are 40 days; at half the design speed of 12 kn she burns 47 t in 20 days, and waits for the rest.
    crawling, _ = legs(2880.0, 3.0, FEEDER_450_FFE)
    assert crawling["fuel_t"] == pytest.approx(47.0, rel=1e-6)


def test_ships_without_a_fuel_law_burn_nothing_that_is_known():
    voyages, measures = legs(2880.0, 12.0, {})
    assert all(fuel_t != fuel_t for fuel_t in voyages["fuel_t"])
    with pytest.raises(KeyError):
        measures.value("fuel_t", "cluster", "2025")
