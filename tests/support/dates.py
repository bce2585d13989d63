"""Hours of a run as a scenario file writes them, for tests of what happens on dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any


def moment(hour: float, warmup_days: int = 0, year: int = 2025) -> str:
    """The civil time of an hour of a run."""
    at = datetime(year, 1, 1) - timedelta(days=warmup_days) + timedelta(hours=hour)
    return f"{at:%Y-%m-%d %H:%M}"


def between(start_h: float, end_h: float, warmup_days: int = 0) -> dict[str, Any]:
    """Start and end of a closure or a disruption."""
    return {"starts": moment(start_h, warmup_days), "ends": moment(end_h, warmup_days)}


def disrupted(resource: str, start_h: float, end_h: float, warmup_days: int = 0, **what: Any) -> dict[str, Any]:
    """One disruption; closed unless something else is said."""
    return {"resource": resource} | between(start_h, end_h, warmup_days) | (what or {"closed": True})


def storm(start_h: float, end_h: float, warmup_days: int = 0, **evacuation: Any) -> dict[str, Any]:
    """A typhoon that closes the port between two hours."""
    return {"dates": {"one": between(start_h, end_h, warmup_days)}, "stops": "all", "evacuation": evacuation}
