"""Draws from the laws of chance an analyst gave: how long, how late, how large."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import repeat

import numpy as np

from portsim.scenario import laws
from portsim.streams import Floats, one_by_one


def block_of(law: laws.Law, rng: np.random.Generator) -> Callable[[int], Floats]:
    """Return a function giving `n` draws of the law as an array, in the unit of the law."""
    if isinstance(law, int | float):
        value = float(law)
        return lambda n: np.full(n, value)
    if isinstance(law, laws.Exponential):
        return lambda n: rng.exponential(law.exponential, n)
    if isinstance(law, laws.Erlang):
        k, mean = law.erlang.k, law.erlang.mean
        return lambda n: rng.gamma(k, mean / k, n)
    if isinstance(law, laws.Gamma):
        shape = (law.gamma.mean / law.gamma.sd) ** 2
        return lambda n: rng.gamma(shape, law.gamma.mean / shape, n)
    if isinstance(law, laws.Lognormal):
        variance = math.log1p((law.lognormal.sd / law.lognormal.mean) ** 2)
        return lambda n: rng.lognormal(math.log(law.lognormal.mean) - variance / 2, math.sqrt(variance), n)
    if isinstance(law, laws.Normal):
        return lambda n: rng.normal(law.normal.mean, law.normal.sd, n)
    if isinstance(law, laws.Uniform):
        return lambda n: rng.uniform(law.uniform.low, law.uniform.high, n)
    if isinstance(law, laws.Triangular):
        triangle = law.triangular
        return lambda n: rng.triangular(triangle.low, triangle.mode, triangle.high, n)
    values = np.asarray(law.empirical)
    return lambda n: values[rng.integers(0, len(values), n)]


def draws_of(law: laws.Law, rng: np.random.Generator) -> Callable[[], float]:
    """Return a function giving one draw of the law at each call."""
    if isinstance(law, int | float):
        return repeat(float(law)).__next__
    return one_by_one(block_of(law, rng))
