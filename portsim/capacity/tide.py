"""The astronomical tide from the harmonic constituents of a gauge, with the slow changes of the moon's orbit.

``h(t) = sum of f A cos(V(t) + u - g)``: amplitude A and phase lag g are the gauge's, the astronomical argument V
follows from the Doodson numbers and the mean longitudes of moon and sun, and the nodal factors f and angles u from the
longitude of the moon's node (18.6 years). V: International Hydrographic Organization, Standard list of tidal
constituents. Mean longitudes: J. Meeus, Astronomical Algorithms (1998), chapters 22, 25 and 47. f and u: A. T. Doodson
and H. D. Warburg, Admiralty Manual of Tides (1941), as in D. Pugh, Tides, Surges and Mean Sea-Level (1987), table 4.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from portsim.streams import Floats

_LOCAL_AHEAD = timedelta(hours=8)  # Asia/Shanghai, no daylight saving
_BLOCK = 64
_J2000 = datetime(2000, 1, 1, 12)
_DAYS_PER_CENTURY = 36525.0


class Constituent(NamedTuple):
    """Amplitude (m) and Greenwich phase lag (degrees) of one constituent at a gauge."""

    amplitude_m: float
    phase_deg: float


class Argument(NamedTuple):
    """Astronomical argument: multiples of lunar time tau, s, h, p and p1, a constant (degrees), and nodal factors.

    The nodal part is a product of powers of those of a few main constituents: ``(("m2", 2),)`` for M4. A negative power
    turns u round and keeps f.
    """

    tau: int
    s: int
    h: int
    p: int
    p1: int
    constant_deg: float
    nodal: tuple[tuple[str, float], ...] = ()


_M2, _O1, _K1, _K2, _MF = (("m2", 1.0),), (("o1", 1.0),), (("k1", 1.0),), (("k2", 1.0),), (("mf", 1.0),)
ARGUMENTS: dict[str, Argument] = {
    # Long periods.
    "sa": Argument(0, 0, 1, 0, 0, 0),
    "ssa": Argument(0, 0, 2, 0, 0, 0),
    "mm": Argument(0, 1, 0, -1, 0, 0, (("mm", 1.0),)),
    "msf": Argument(0, 2, -2, 0, 0, 0, (("m2", -1.0),)),
    "mf": Argument(0, 2, 0, 0, 0, 0, _MF),
    "mtm": Argument(0, 3, 0, -1, 0, 0, _MF),
    "msqm": Argument(0, 4, -2, 0, 0, 0, _MF),
    # Once a day.
    "c_2q1": Argument(1, -3, 0, 2, 0, 270, _O1),
    "sgm": Argument(1, -3, 2, 0, 0, 270, _O1),
    "q1": Argument(1, -2, 0, 1, 0, 270, _O1),
    "rho1": Argument(1, -2, 2, -1, 0, 270, _O1),
    "o1": Argument(1, -1, 0, 0, 0, 270, _O1),
    "m1": Argument(1, 0, 0, 1, 0, 90, (("m1", 1.0),)),
    "p1": Argument(1, 1, -2, 0, 0, 270),
    "s1": Argument(1, 1, -1, 0, 0, 180),
    "k1": Argument(1, 1, 0, 0, 0, 90, _K1),
    "j1": Argument(1, 2, 0, -1, 0, 90, (("j1", 1.0),)),
    "oo1": Argument(1, 3, 0, 0, 0, 90, (("oo1", 1.0),)),
    # Twice a day.
    "ep2": Argument(2, -3, 2, 1, 0, 0, _M2),
    "c_2n2": Argument(2, -2, 0, 2, 0, 0, _M2),
    "mu2": Argument(2, -2, 2, 0, 0, 0, _M2),
    "n2": Argument(2, -1, 0, 1, 0, 0, _M2),
    "nu2": Argument(2, -1, 2, -1, 0, 0, _M2),
    "ma2": Argument(2, 0, -1, 0, 0, 0, _M2),
    "m2": Argument(2, 0, 0, 0, 0, 0, _M2),
    "mb2": Argument(2, 0, 1, 0, 0, 0, _M2),
    "mks2": Argument(2, 0, 2, 0, 0, 0, (*_M2, *_K2)),
    "lambda2": Argument(2, 1, -2, 1, 0, 180, _M2),
    "l2": Argument(2, 1, 0, -1, 0, 180, (("l2", 1.0),)),
    "t2": Argument(2, 2, -3, 0, 1, 0),
    "s2": Argument(2, 2, -2, 0, 0, 0),
    "r2": Argument(2, 2, -1, 0, -1, 180),
    "k2": Argument(2, 2, 0, 0, 0, 0, _K2),
    "c_2sm2": Argument(2, 4, -4, 0, 0, 0, (("m2", -1.0),)),
    # Shallow water.
    "m3": Argument(3, 0, 0, 0, 0, 180, (("m2", 1.5),)),
    "t3": Argument(3, 3, -4, 0, 1, 180),
    "s3": Argument(3, 3, -3, 0, 0, 180),
    "r3": Argument(3, 3, -2, 0, -1, 0),
    "n4": Argument(4, -2, 0, 2, 0, 0, (("m2", 2.0),)),
    "mn4": Argument(4, -1, 0, 1, 0, 0, (("m2", 2.0),)),
    "m4": Argument(4, 0, 0, 0, 0, 0, (("m2", 2.0),)),
    "ms4": Argument(4, 2, -2, 0, 0, 0, _M2),
    "s4": Argument(4, 4, -4, 0, 0, 0),
    "c_2mo5": Argument(5, -1, 0, 0, 0, 270, (("m2", 2.0), *_O1)),
    "c_2mk5": Argument(5, 1, 0, 0, 0, 90, (("m2", 2.0), *_K1)),
    "m6": Argument(6, 0, 0, 0, 0, 0, (("m2", 3.0),)),
    "c_2ms6": Argument(6, 2, -2, 0, 0, 0, (("m2", 2.0),)),
    "m8": Argument(8, 0, 0, 0, 0, 0, (("m2", 4.0),)),
}
"""Arguments by the usual name in lower case; ``c_`` stands before one that begins with a digit.

Three times a day the constant follows from solar time counted from noon, as in Schureman. 3N2 and 3L2 of TICON-4 (at
most 3.4 mm at the gauges used) are left out: the standard list does not define them.
"""


def heights_m(constituents: Mapping[str, Constituent], start: datetime, hours: Floats) -> Floats:
    """Height of the tide over mean sea level.

    Parameters
    ----------
    constituents
        Of the gauge, by id; see `ARGUMENTS`.
    start
        Local time of hour 0 (Asia/Shanghai, naive).
    hours
        Hours from the start, in order, shape (n,).

    Returns
    -------
    ndarray
        Heights in m, shape (n,). f and u are those of the middle of each civil year.

    Raises
    ------
    KeyError
        A constituent that is not known.
    """
    heights = np.zeros(len(hours))
    begun = 0
    for year_end_h, middle in _years(start, float(hours[-1])):
        ended = int(np.searchsorted(hours, year_end_h))
        if ended > begun:
            heights[begun:ended] = _in_one_year(constituents, start, hours[begun:ended], nodal_factors(middle))
        begun = ended
    return heights


def _years(start: datetime, last_h: float) -> Iterable[tuple[float, datetime]]:
    """Hour at which each civil year ends, with the middle of that year."""
    year, end_h = start.year, 0.0
    while end_h <= last_h:
        end_h = (datetime(year + 1, 1, 1) - start) / timedelta(hours=1)
        yield end_h, datetime(year, 7, 2)
        year += 1


def _in_one_year(
    constituents: Mapping[str, Constituent], start: datetime, hours: Floats, nodal: Mapping[str, tuple[float, float]]
) -> Floats:
    first = start - _LOCAL_AHEAD + timedelta(hours=float(hours[0]))
    since_h = hours - hours[0]
    is_even = len(hours) > _BLOCK**2 and np.unique(np.diff(since_h)).size == 1
    at_first, rates = _arguments(first)
    heights = np.zeros(len(hours))
    for id, (amplitude_m, phase_deg) in constituents.items():
        argument = ARGUMENTS[id]
        multiples = np.array(argument[:5])
        factor, angle_deg = _nodal_part(argument.nodal, nodal)
        if amplitude_m:
            begin_deg = float(multiples @ at_first) + argument.constant_deg + angle_deg - phase_deg
            speed = math.radians(float(multiples @ rates))
            heights += factor * amplitude_m * _wave(speed, math.radians(begin_deg), since_h, is_even)
    return heights


def _wave(speed: float, begin: float, since_h: Floats, is_even: bool) -> Floats:
    """Cosine of an angle that begins somewhere (radians) and grows by `speed` an hour.

    At even steps the addition theorem gives all but a few of them, at a quarter of the cost.
    """
    n = len(since_h)
    if not is_even:
        return np.cos(speed * since_h + begin)
    step_h = float(since_h[1])
    fine = speed * step_h * np.arange(_BLOCK)
    coarse = begin + speed * step_h * _BLOCK * np.arange(-(-n // _BLOCK))[:, None]
    waves: Floats = np.cos(coarse) * np.cos(fine) - np.sin(coarse) * np.sin(fine)
    return waves.ravel()[:n]


def speed_deg_per_h(id: str) -> float:
    """Speed of a constituent, degrees an hour (at the beginning of 2000)."""
    return float(np.array(ARGUMENTS[id][:5]) @ _arguments(_J2000)[1])


def _arguments(utc: datetime) -> tuple[Floats, Floats]:
    """Lunar time tau and the mean longitudes s, h, p, p1 in degrees, and their rates in degrees an hour."""
    centuries = (utc - _J2000) / timedelta(days=1) / _DAYS_PER_CENTURY
    per_h = 1.0 / (24.0 * _DAYS_PER_CENTURY)
    s, h, p, _, p1 = (_longitude(terms, centuries) for terms in _LONGITUDES)
    s_rate, h_rate, p_rate, _, p1_rate = (per_h * terms[1] for terms in _LONGITUDES)
    sun_deg = 15.0 * ((utc - datetime(utc.year, utc.month, utc.day)) / timedelta(hours=1))
    return (
        np.array([sun_deg - s + h, s, h, p, p1]),
        np.array([15.0 - s_rate + h_rate, s_rate, h_rate, p_rate, p1_rate]),
    )


_LONGITUDES = (  # moon, sun, moon's perigee, moon's ascending node, sun's perigee: degrees, per century, per its square
    (218.3164477, 481267.88123421, -0.0015786),
    (280.46646, 36000.76983, 0.0003032),
    (83.3532465, 4069.0137287, -0.0103200),
    (125.04452, -1934.136261, 0.0020708),
    (282.93735, 1.71946, 0.00046),
)


def _longitude(terms: tuple[float, float, float], centuries: float) -> float:
    return (terms[0] + terms[1] * centuries + terms[2] * centuries**2) % 360.0


def nodal_factors(utc: datetime) -> dict[str, tuple[float, float]]:
    """Nodal factor f and angle u (degrees) of the main constituents at a moment."""
    centuries = (utc - _J2000) / timedelta(days=1) / _DAYS_PER_CENTURY
    p, node = (math.radians(_longitude(_LONGITUDES[k], centuries)) for k in (2, 3))
    factors = {id: (f(math.cos, node), u(math.sin, node)) for id, (f, u) in _SERIES.items()}
    size, angle_deg = _polar(2.0 * math.cos(p) + 0.4 * math.cos(p - node), math.sin(p) + 0.2 * math.sin(p - node))
    factors["m1"] = size, angle_deg - math.degrees(p)  # published beside an argument without p
    angles = ((-0.2505, 2 * p), (-0.1102, 2 * p - node), (-0.0156, 2 * p - 2 * node), (-0.0370, node))
    factors["l2"] = _polar(
        1.0 + sum(size * math.cos(angle) for size, angle in angles),
        sum(size * math.sin(angle) for size, angle in angles),
    )
    return factors


def _series(constant: float, *terms: float) -> Callable[[Callable[[float], float], float], float]:
    """A short Fourier series in the longitude of the node."""
    return lambda wave, node: constant + sum(term * wave(k * node) for k, term in enumerate(terms, start=1))


_SERIES = {
    "mm": (_series(1.0, -0.1300, 0.0013), _series(0.0)),
    "mf": (_series(1.0429, 0.4135, -0.0040), _series(0.0, -23.74, 2.68, -0.38)),
    "o1": (_series(1.0089, 0.1871, -0.0147, 0.0014), _series(0.0, 10.80, -1.34, 0.19)),
    "k1": (_series(1.0060, 0.1150, -0.0088, 0.0006), _series(0.0, -8.86, 0.68, -0.07)),
    "j1": (_series(1.0129, 0.1676, -0.0170, 0.0016), _series(0.0, -12.94, 1.34, -0.19)),
    "oo1": (_series(1.1027, 0.6504, 0.0317, -0.0014), _series(0.0, -36.68, 4.02, -0.57)),
    "m2": (_series(1.0004, -0.0373, 0.0002), _series(0.0, -2.14)),
    "k2": (_series(1.0241, 0.2863, 0.0083, -0.0015), _series(0.0, -17.74, 0.68, -0.04)),
}


def _polar(x: float, y: float) -> tuple[float, float]:
    return math.hypot(x, y), math.degrees(math.atan2(y, x))


def _nodal_part(powers: tuple[tuple[str, float], ...], nodal: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """Nodal factor and angle of a constituent made of others."""
    factor, angle_deg = 1.0, 0.0
    for id, power in powers:
        f, u_deg = nodal[id]
        factor *= f ** abs(power)
        angle_deg += power * u_deg
    return factor, angle_deg
