"""What block trains and container barges offer to boxes between a zone and a quay: distance, price and discount."""

from __future__ import annotations

from typing import Any

from portsim.scenario.base import quantity


def box_distance() -> Any:
    """Field `distance_km`: how far a box goes."""
    return quantity(
        "way of a box; where cargo chooses it tells near from far", "km", None, "that of the road between the two",
        gt=0, le=10_000,
    )  # fmt: skip


def box_price() -> Any:
    """Field `cost_cny_per_teu`: what the carrier asks by the list."""
    return quantity(
        "what it costs from door to quay by the list, first and last mile included", "CNY/TEU", 0.0,
        "asked for where cargo chooses", ge=0, le=1_000_000,
    )  # fmt: skip


def box_discount() -> Any:
    """Field `subsidy_cny_per_teu`: what is taken off the list."""
    return quantity("discount or subsidy taken off it", "CNY/TEU", 0.0, "none unless given", ge=0, le=1_000_000)
