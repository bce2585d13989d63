"""Quantiles of the laws of chance: how long a box stays, told by one uniform number, whichever port it comes to."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from portsim.scenario import laws
from portsim.streams import Floats

_POINTS = 2_049


def quantiles_of(law: laws.Law) -> Callable[[Floats], Floats]:
    """Return a function giving the quantiles of a law at some probabilities, in the unit of the law.

    Laws without a closed form are tabulated at 2 049 points (mean and standard deviation within 0.1 %; tails beyond
    one in two thousand are cut).
    """
    if isinstance(law, int | float):
        value = float(law)
        return lambda u: np.full(len(u), value)
    if isinstance(law, laws.Exponential):
        mean = law.exponential
        return lambda u: -mean * np.log1p(-u)
    if isinstance(law, laws.Uniform):
        low, high = law.uniform.low, law.uniform.high
        return lambda u: low + (high - low) * u
    if isinstance(law, laws.Empirical):
        values = np.sort(np.asarray(law.empirical))
        return lambda u: values[np.minimum((u * len(values)).astype(np.int64), len(values) - 1)]
    shares, points = _table(law)
    return lambda u: np.interp(u, shares, points)


def gamma_quantiles(mean: float, sd: float) -> Callable[[Floats], Floats]:
    """Return a function giving the quantiles of a gamma law, tabulated so that its mean is exact."""
    shape = (mean / sd) ** 2
    shares, points = _gamma(shape, mean / shape)
    tabulated_mean = np.sum(np.diff(shares) * (points[1:] + points[:-1])) / 2.0
    points *= mean / tabulated_mean
    return lambda u: np.interp(u, shares, points)


def normal_quantiles() -> Callable[[Floats], Floats]:
    """Return a function giving the quantiles of the standard normal law, tails beyond one in four thousand cut."""
    shares, points = _normal()
    return lambda u: np.interp(u, shares, points)


def _normal() -> tuple[Floats, Floats]:
    shares = (np.arange(_POINTS) + 0.5) / _POINTS
    return shares, np.array([NormalDist().inv_cdf(share) for share in shares.tolist()])


def _table(law: laws.Law) -> tuple[Floats, Floats]:
    if isinstance(law, laws.Erlang):
        return _gamma(float(law.erlang.k), law.erlang.mean / law.erlang.k)
    if isinstance(law, laws.Gamma):
        shape = (law.gamma.mean / law.gamma.sd) ** 2
        return _gamma(shape, law.gamma.mean / shape)
    if isinstance(law, laws.Triangular):
        triangle = law.triangular
        points = np.linspace(triangle.low, triangle.high, _POINTS)
        rising = np.interp(points, [triangle.low, triangle.mode, triangle.high], [0.0, 1.0, 0.0])
        return _summed(rising, points)
    shares, normal = _normal()
    if isinstance(law, laws.Lognormal):
        variance = math.log1p((law.lognormal.sd / law.lognormal.mean) ** 2)
        return shares, np.exp(math.log(law.lognormal.mean) - variance / 2 + math.sqrt(variance) * normal)
    assert isinstance(law, laws.Normal)  # the last of the laws
    return shares, law.normal.mean + law.normal.sd * normal


def _gamma(shape: float, scale: float) -> tuple[Floats, Floats]:
    """Density integrated over x = s^p, which is smooth at 0 also where the density of x is not.

    A law with hardly any spread is looked at near its mean only, lest it fall between two points.
    """
    power = 2.0 * max(1.0, 1.0 / shape)
    spread = math.sqrt(shape)
    smallest, largest = scale * max(0.0, shape - 9.0 * spread), scale * (shape + 8.0 * spread + 12.0)
    s = np.linspace(smallest ** (1.0 / power), largest ** (1.0 / power), _POINTS)
    x = s**power
    density = np.zeros(_POINTS)
    log_s = np.log(s[1:])
    log_density = (power * shape - 1.0) * log_s - x[1:] / scale
    density[1:] = np.exp(log_density - log_density.max())  # only the shape counts; as it is, it may overflow
    return _summed(density, x)


def _summed(density: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Shares below the points, by trapezia over equal steps."""
    steps = np.concatenate([[0.0], (density[1:] + density[:-1]) / 2.0])
    shares: Floats = np.cumsum(steps) / steps.sum()
    return shares, points
