"""The tide against the method of Schureman's manual: other longitudes, other arguments, geometry in place of series."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import pytest
from schureman import COMPOUNDS, TABLE_2, factor_and_argument, node_factors, orbit

from portsim.capacity.tide import Constituent, heights_m, nodal_factors

YEARS = range(2006, 2044)  # two rounds of the node, four of the perigee
LOCAL_AHEAD = timedelta(hours=8)


def test_the_orbit_of_the_moon_stands_as_in_the_manual():
    # Node at the vernal equinox: the tilts of ecliptic and orbit add up, and all three planes cross at the equinox.
    steepest = orbit(0.0)
    assert math.degrees(steepest.i) == pytest.approx(23.452 + 5.145)
    assert (steepest.xi, steepest.nu) == pytest.approx((0.0, 0.0), abs=1e-12)
    assert math.degrees(orbit(180.0).i) == pytest.approx(23.452 - 5.145)
    # Node a quarter turn on: cos I = cos 5.145 cos 23.452, I = 23.98; by the law of sines sin nu = sin 5.145 / sin I,
    # nu = 12.74, and the node is asin(sin 23.452 / sin I) = 78.3 degrees along the orbit, xi = 90 - 78.3 = 11.7.
    quarter = orbit(90.0)
    assert [math.degrees(angle) for angle in quarter] == pytest.approx([23.98, 11.70, 12.74], abs=0.05)


@pytest.mark.parametrize(
    ("id", "within", "within_deg"),
    [("mm", 0.002, 0.01), ("mf", 0.003, 0.2), ("o1", 0.002, 0.2), ("k1", 0.002, 0.2), ("j1", 0.003, 0.2),
     ("oo1", 0.006, 0.3), ("m2", 0.001, 0.05), ("k2", 0.004, 0.3), ("l2", 0.02, 1.0)],
)  # fmt: skip
def test_nodal_factors_follow_from_the_tilt_of_the_orbit(id, within, within_deg):
    for year in YEARS:
        f, u = nodal_factors(datetime(year, 7, 2))[id]
        true_f, true_u = node_factors(datetime(year, 7, 2))[id]
        assert f == pytest.approx(true_f, abs=within)
        assert math.remainder(u - true_u, 360.0) == pytest.approx(0.0, abs=within_deg)


@pytest.mark.parametrize("id", [*TABLE_2, *COMPOUNDS])
@pytest.mark.parametrize("local", [datetime(2015, 7, 2, 3), datetime(2025, 7, 2, 14, 30), datetime(2035, 7, 2, 23, 45)])
def test_a_constituent_has_the_size_and_hour_of_the_manual(id, local):
    # A constituent of 1 m with phase 0 and one with phase 90 are cosine and sine of the same angle.
    hour = np.array([0.0])
    cosine = heights_m({id: Constituent(1.0, 0.0)}, local, hour)[0]
    sine = heights_m({id: Constituent(1.0, 90.0)}, local, hour)[0]
    f, argument = factor_and_argument(id, local - LOCAL_AHEAD)
    # M1 is two lines that beat with the perigee: the series for it is a rough one.
    within, within_deg = {"m1": (0.15, 3.0), "l2": (0.02, 1.0)}.get(id, (0.006, 0.4))
    assert math.hypot(cosine, sine) == pytest.approx(f, abs=within)
    lead = math.degrees(math.atan2(sine, cosine)) - argument
    assert math.remainder(lead, 360.0) == pytest.approx(0.0, abs=within_deg)


def test_at_the_mean_new_moon_moon_and_sun_pull_together():
    # Mean new moon on 6 January 2000 at 14:19 UTC (J. Meeus, Astronomical Algorithms, chapter 49: JDE 2451550.09766,
    # less a minute of dynamical time). The moon then stands with the mean sun: 2.33 h past the meridian of Greenwich,
    # so the lunar tide of 12.42 h and the solar one of 12 h without lag have the same angle, 2 x 2.33 h x 15 = 69.8.
    new_moon = datetime(2000, 1, 6, 14, 19) + LOCAL_AHEAD
    for moon, sun, n in (("m2", "s2", 2), ("m3", "s3", 3), ("m4", "s4", 4)):
        angle = math.radians(n * 15.0 * (2 + 19 / 60))
        hour = np.array([0.0])
        solar = heights_m({sun: Constituent(1.0, 0.0)}, new_moon, hour)[0]
        assert solar == pytest.approx(math.cos(angle), abs=1e-3)
        f, u = nodal_factors(datetime(2000, 7, 2))["m2"]
        lunar = heights_m({moon: Constituent(1.0, n * u / 2)}, new_moon, hour)[0]
        assert lunar == pytest.approx(f ** (n / 2) * math.cos(angle), abs=2e-2)


@pytest.mark.parametrize("id", ["s1", "s2", "s3", "s4"])
def test_a_solar_tide_without_lag_is_highest_at_noon_in_greenwich(id):
    hours = np.arange(0.0, 24.0, 0.25)
    heights = heights_m({id: Constituent(1.0, 0.0)}, datetime(2026, 5, 1), hours)
    assert heights[hours == 20.0] == pytest.approx([1.0])  # noon in Greenwich is eight in the evening in the Gulf
    assert heights.max() <= 1.0 + 1e-9
