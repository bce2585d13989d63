"""The tide of the four gauges: published speeds, the moon's node; ranges and levels are cases of `portsim verify`."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from portsim.capacity.tide import ARGUMENTS, Constituent, heights_m, nodal_factors, speed_deg_per_h

DATA = Path(__file__).parents[2] / "scenarios" / "data"
SPEEDS = {  # degrees an hour, IHO standard list; t3 and r3: s3 less and more a year's round of the sun's perigee
    "sa": 0.0410686, "ssa": 0.0821373, "mm": 0.5443747, "msf": 1.0158958, "mf": 1.0980330, "mtm": 1.6424078,
    "msqm": 2.1139288, "c_2q1": 12.8542862, "sgm": 12.9271398, "q1": 13.3986609, "rho1": 13.4715145, "o1": 13.9430356,
    "m1": 14.4966939, "p1": 14.9589314, "s1": 15.0, "k1": 15.0410686, "j1": 15.5854433, "oo1": 16.1391017,
    "ep2": 27.4238338, "c_2n2": 27.8953548, "mu2": 27.9682085, "n2": 28.4397295, "nu2": 28.5125832, "ma2": 28.9430356,
    "m2": 28.9841042, "mb2": 29.0251729, "mks2": 29.0662415, "lambda2": 29.4556253, "l2": 29.5284789,
    "t2": 29.9589333, "s2": 30.0, "r2": 30.0410667, "k2": 30.0821373, "c_2sm2": 31.0158958, "m3": 43.4761564,
    "t3": 44.9589333, "s3": 45.0, "r3": 45.0410667, "n4": 56.8794591, "mn4": 57.4238338, "m4": 57.9682085,
    "ms4": 58.9841042, "s4": 60.0, "c_2mo5": 71.911244, "c_2mk5": 73.009277, "m6": 86.9523127, "c_2ms6": 87.9682085,
    "m8": 115.9364170,
}  # fmt: skip


def gauge(name):
    with (DATA / f"tide_{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Constituent(float(row["amplitude_m"]), float(row["phase_deg"])) for row in csv.DictReader(file)
        }


@pytest.mark.parametrize("id", SPEEDS)
def test_a_constituent_goes_round_at_its_published_speed(id):
    assert speed_deg_per_h(id) == pytest.approx(SPEEDS[id], abs=2e-6)


def test_the_node_of_the_moon_changes_o1_by_a_fifth_and_k1_by_a_ninth():
    # The node passed the equinox in mid-2006 and early 2025 (largest declination), and opposite in October 2015.
    years = [nodal_factors(datetime(year, 7, 2)) for year in range(2006, 2026)]
    for id, swing in (("o1", 0.19), ("k1", 0.11), ("m2", 0.037)):
        factors = [factor[id][0] for factor in years]
        assert (max(factors) - min(factors)) / 2 == pytest.approx(swing, abs=0.01)
    assert np.argmax([factor["o1"][0] for factor in years]) in (0, 18, 19)
    assert np.argmin([factor["o1"][0] for factor in years]) == 9


def test_the_sun_alone_makes_high_water_at_the_same_hours_every_day():
    # S2 has the argument 30 degrees an hour from midnight UTC: with phase 90 its high waters are at 3 and 15 UTC,
    # 11 and 23 local time.
    hours = np.arange(0.0, 48.0, 0.5)
    heights = heights_m({"s2": Constituent(2.0, 90.0)}, datetime(2025, 3, 1), hours)
    assert hours[heights > 1.999].tolist() == [11.0, 23.0, 35.0, 47.0]


def test_a_year_of_its_own_factors_begins_with_each_civil_year():
    hours = np.arange(0.0, 24.0 * 3, 1.0)
    across = heights_m({"o1": Constituent(1.0, 0.0)}, datetime(2024, 12, 30), hours)
    after = heights_m({"o1": Constituent(1.0, 0.0)}, datetime(2025, 1, 1), hours[:24])
    assert across[48:] == pytest.approx(after, abs=1e-9)


def test_every_constituent_of_the_gauges_is_known_and_its_speed_checked():
    for name in ("beihai", "haikou", "dongfang", "zhapo"):
        assert set(gauge(name)) == set(ARGUMENTS) == set(SPEEDS)
