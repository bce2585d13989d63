"""Quantities given for some civil years: straight between the years given, level before and after."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from pydantic import StringConstraints

Year = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
"""A civil year as a key, ``2030``."""


def in_year(given: Mapping[str, float], year: int) -> float:
    """The value of a year; `given` has at least one."""
    known = sorted((int(one), value) for one, value in given.items())
    if year <= known[0][0]:
        return known[0][1]
    for (before, low), (after, high) in pairwise(known):
        if year <= after:
            return low + (high - low) * (year - before) / (after - before)
    return known[-1][1]
