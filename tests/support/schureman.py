"""The tide as in P. Schureman, Manual of Harmonic Analysis and Prediction of Tides (1940), without any of portsim.

Arguments of table 2 in solar hours T counted from noon, mean longitudes of table 1 (Newcomb, Brown; epoch 1899), and
node factors from the triangle of equator, ecliptic and the moon's orbit (formulas 65-235) in place of a series.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import NamedTuple

OBLIQUITY = math.radians(23.452)
INCLINATION = math.radians(5.145)


class Longitudes(NamedTuple):
    """Mean longitudes of moon, sun, lunar perigee, lunar node and solar perigee, degrees."""

    s: float
    h: float
    p: float
    n: float
    p1: float


def longitudes(utc: datetime) -> Longitudes:
    """Table 1: degrees from whole turns and a rest in a Julian century, from noon of 31 December 1899."""
    c = (utc - datetime(1899, 12, 31, 12)) / timedelta(days=36525)
    return Longitudes(
        270.43659 + (1336 * 360 + 307.89057) * c + 0.00198 * c**2,
        279.69660 + 36000.76892 * c + 0.00030 * c**2,
        334.32956 + (11 * 360 + 109.03403) * c - 0.01034 * c**2,
        259.18328 - (5 * 360 + 134.14201) * c + 0.00208 * c**2,
        281.22083 + 1.71902 * c + 0.00045 * c**2,
    )


class Orbit(NamedTuple):
    """Inclination I of the orbit to the equator; xi and nu, its crossing with the equator along the two; rad."""

    i: float
    xi: float
    nu: float


def orbit(node_deg: float) -> Orbit:
    """Solve the spherical triangle with vectors: where do the planes of the moon's orbit and the equator cross?"""
    node = math.radians(node_deg)
    # Axes: x to the vernal equinox, z to the celestial pole. Poles of the ecliptic and of the orbit, and the node.
    tilt = math.cos(OBLIQUITY), math.sin(OBLIQUITY)
    to_node = (math.cos(node), math.sin(node) * tilt[0], math.sin(node) * tilt[1])
    ecliptic_pole = (0.0, -tilt[1], tilt[0])
    side = cross(ecliptic_pole, to_node)
    pole = tuple(
        math.cos(INCLINATION) * e - math.sin(INCLINATION) * x for e, x in zip(ecliptic_pole, side, strict=True)
    )
    crossing = (-pole[1], pole[0], 0.0)  # where the orbit goes north through the equator
    length = math.hypot(*crossing)
    crossing = tuple(x / length for x in crossing)
    nu = math.atan2(crossing[1], crossing[0])
    along_orbit = math.atan2(dot(cross(crossing, to_node), pole), dot(crossing, to_node))
    xi = math.remainder(node - along_orbit, math.tau)
    return Orbit(math.acos(pole[2]), xi, nu)


def cross(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    """Vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Scalar product."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def node_factors(utc: datetime) -> dict[str, tuple[float, float]]:
    """Node factor f and angle u, degrees, of the constituents from which all others are made."""
    at = longitudes(utc)
    i, xi, nu = orbit(at.n)
    p = math.radians(at.p) - xi
    sin, cos, tan, double = math.sin(i), math.cos(i), math.tan(i / 2.0), math.sin(2.0 * i)
    half_sin, half_cos = math.sin(i / 2.0), math.cos(i / 2.0)
    m2 = half_cos**4 / 0.9154
    o1 = sin * half_cos**2 / 0.3800
    k1_angle = math.atan2(double * math.sin(nu), double * math.cos(nu) + 0.3347)
    k2_angle = math.atan2(sin**2 * math.sin(2.0 * nu), sin**2 * math.cos(2.0 * nu) + 0.0727)
    l2_size = math.sqrt(1.0 - 12.0 * tan**2 * math.cos(2.0 * p) + 36.0 * tan**4)
    l2_angle = math.atan2(math.sin(2.0 * p), 1.0 / (6.0 * tan**2) - math.cos(2.0 * p))
    m1_size = math.sqrt(0.25 + 1.5 * cos / half_cos**2 * math.cos(2.0 * p) + 2.25 * cos**2 / half_cos**4)
    m1_angle = math.atan2((5.0 * cos - 1.0) * math.sin(p), (7.0 * cos + 1.0) * math.cos(p)) - p
    radians = {
        "none": (1.0, 0.0),
        "mm": ((2.0 / 3.0 - sin**2) / 0.5021, 0.0),
        "mf": (sin**2 / 0.1578, -2.0 * xi),
        "o1": (o1, 2.0 * xi - nu),
        "j1": (double / 0.7214, -nu),
        "oo1": (sin * half_sin**2 / 0.0164, -2.0 * xi - nu),
        "m2": (m2, 2.0 * xi - 2.0 * nu),
        "k1": (math.sqrt(0.8965 * double**2 + 0.6001 * double * math.cos(nu) + 0.1006), -k1_angle),
        "k2": (math.sqrt(19.0444 * sin**4 + 2.7702 * sin**2 * math.cos(2.0 * nu) + 0.0981), -k2_angle),
        "l2": (m2 * l2_size, 2.0 * xi - 2.0 * nu - l2_angle),
        "m1": (o1 * m1_size, m1_angle - nu),
    }
    return {id: (f, math.degrees(u)) for id, (f, u) in radians.items()}


TABLE_2 = {  # multiples of T, s, h, p, p1; degrees; node factor
    "sa": (0, 0, 1, 0, 0, 0, "none"),
    "ssa": (0, 0, 2, 0, 0, 0, "none"),
    "mm": (0, 1, 0, -1, 0, 0, "mm"),
    "mf": (0, 2, 0, 0, 0, 0, "mf"),
    "c_2q1": (1, -4, 1, 2, 0, 90, "o1"),
    "sgm": (1, -4, 3, 0, 0, 90, "o1"),
    "q1": (1, -3, 1, 1, 0, 90, "o1"),
    "rho1": (1, -3, 3, -1, 0, 90, "o1"),
    "o1": (1, -2, 1, 0, 0, 90, "o1"),
    "m1": (1, -1, 1, 1, 0, -90, "m1"),
    "p1": (1, 0, -1, 0, 0, 90, "none"),
    "s1": (1, 0, 0, 0, 0, 0, "none"),
    "k1": (1, 0, 1, 0, 0, -90, "k1"),
    "j1": (1, 1, 1, -1, 0, -90, "j1"),
    "oo1": (1, 2, 1, 0, 0, -90, "oo1"),
    "c_2n2": (2, -4, 2, 2, 0, 0, "m2"),
    "mu2": (2, -4, 4, 0, 0, 0, "m2"),
    "n2": (2, -3, 2, 1, 0, 0, "m2"),
    "nu2": (2, -3, 4, -1, 0, 0, "m2"),
    "m2": (2, -2, 2, 0, 0, 0, "m2"),
    "lambda2": (2, -1, 0, 1, 0, 180, "m2"),
    "l2": (2, -1, 2, -1, 0, 180, "l2"),
    "t2": (2, 0, -1, 0, 1, 0, "none"),
    "s2": (2, 0, 0, 0, 0, 0, "none"),
    "r2": (2, 0, 1, 0, -1, 180, "none"),
    "k2": (2, 0, 2, 0, 0, 0, "k2"),
    "s3": (3, 0, 0, 0, 0, 0, "none"),
    "s4": (4, 0, 0, 0, 0, 0, "none"),
}
COMPOUNDS = {  # products of others: the arguments add up
    "m4": ("m2", "m2"), "m6": ("m2", "m2", "m2"), "m8": ("m2", "m2", "m2", "m2"), "n4": ("n2", "n2"),
    "mn4": ("m2", "n2"), "ms4": ("m2", "s2"), "c_2ms6": ("m2", "m2", "s2"), "c_2mk5": ("m2", "m2", "k1"),
    "c_2mo5": ("m2", "m2", "o1"),
}  # fmt: skip


def factor_and_argument(id: str, utc: datetime) -> tuple[float, float]:
    """Node factor and V + u, degrees, of a constituent at a moment; T is 0 at noon."""
    if id in COMPOUNDS:
        parts = [factor_and_argument(part, utc) for part in COMPOUNDS[id]]
        return math.prod(f for f, _ in parts), sum(argument for _, argument in parts)
    *multiples, constant, nodal = TABLE_2[id]
    at = longitudes(utc)
    solar = 15.0 * (utc - datetime(utc.year, utc.month, utc.day, 12)) / timedelta(hours=1)
    f, u = node_factors(utc)[nodal]
    values = (solar, at.s, at.h, at.p, at.p1)
    return f, constant + u + sum(many * value for many, value in zip(multiples, values, strict=True))
