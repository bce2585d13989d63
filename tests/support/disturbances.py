"""Random clusters in which things go wrong: a typhoon at every port, and disruptions of all kinds at random hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from dates import between
from hypothesis import strategies as st
from random_clusters import clusters, numbers
from small_clusters import Raw

from portsim.scenario.disruption import Effect, resources
from portsim.scenario.scenario import Scenario

LEAVE_H = (6.0, 18.0)
"""Longer than any ship of the random clusters needs to unmoor and sail out."""


@st.composite
def typhoons(draw: st.DrawFn, warmup_days: int) -> Raw:
    """One or two a year, at least a fortnight apart."""
    dates = {}
    for name, first_h in (("one", 1_000.0), ("two", 4_000.0))[: draw(st.integers(1, 2))]:
        start_h = draw(numbers(first_h, first_h + 2_000.0))
        dates[name] = between(start_h, start_h + draw(numbers(12, 60)), warmup_days)
    leave_h = draw(numbers(*LEAVE_H, places=0))
    return {
        "dates": dates, "stops": "all",
        "evacuation": {
            "leave_h": leave_h, "lead_h": leave_h + draw(numbers(0, 24, places=0)),
            "come_back": draw(st.sampled_from(["first", "queue"])),
            "recovery_h": draw(st.sampled_from([0.0, 48.0])),
        },
    }  # fmt: skip


@st.composite
def disruptions(draw: st.DrawFn, able: dict[str, tuple[Effect, ...]], warmup_days: int) -> Raw:
    """Up to six, each of another thing, and every channel closed for a while."""
    some = draw(st.lists(st.sampled_from(sorted(able)), min_size=2, max_size=6, unique=True))
    some += [path for path in able if ".channels." in path and path not in some]
    found: Raw = {}
    for n, resource in enumerate(some):
        what = draw(st.sampled_from(able[resource]))
        value = {"closed": True, "rate_share": draw(numbers(0.2, 0.9)), "n": 0}[what]
        start_h = draw(numbers(200, 6_000, places=0))
        times = between(start_h, start_h + draw(numbers(1, 200, places=0)), warmup_days)
        found[f"trouble_{n}"] = {"resource": resource, what: value} | times
    return found


@st.composite
def disturbed(draw: st.DrawFn) -> Raw:
    """A random cluster with both."""
    raw = draw(clusters())
    warmup_days = raw["clock"]["warmup_days"]
    for port in raw["ports"].values():
        if "terminals" in port:
            port["weather"] = port.get("weather", {}) | {"typhoon": draw(typhoons(warmup_days))}
            for channel in port.get("channels", {}).values():
                channel["speed_kn"] = 10.0
    able = {path: effects for path, effects in resources(Scenario.model_validate(raw)).items() if effects}
    return raw | {"disruptions": draw(disruptions(able, warmup_days))}


def hours_of(raw: Raw, times: Raw) -> tuple[float, float]:
    """Start and end of a closure or a disruption, hours of the run."""
    start = datetime(2025, 1, 1) - timedelta(days=raw["clock"]["warmup_days"])
    hours = [(datetime.fromisoformat(times[end]) - start) / timedelta(hours=1) for end in ("starts", "ends")]
    return hours[0], hours[1]
