"""Trucks between a zone and a port: unlimited in number, their time spread about the mean."""

from __future__ import annotations

import math

from portsim.scenario.geography import Road
from portsim.streams import Floats


def truck_hours(road: Road, normal: Floats) -> Floats:
    """Door-to-gate times, h: lognormal with the road's mean and spread, from standard normal numbers."""
    variance = math.log1p(road.spread_share**2)
    hours: Floats = road.time_h * math.e ** (math.sqrt(variance) * normal - variance / 2)
    return hours
