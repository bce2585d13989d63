"""Random harbours with channels, windows, pilots and weather: rules that no ship may ever break."""

from __future__ import annotations

import numpy as np
from harbours import records_of
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.clock import Clock
from portsim.model.port.weather import closures
from portsim.scenario.scenario import Scenario
from portsim.streams import Streams

TOUCH_H = 1e-6
LIMIT_T = 50_000.0


@st.composite
def harbours(draw):
    """Irregular callers of three sizes at one harbour whose way in has rules of all kinds."""

    def maybe(value):
        return draw(st.none() | st.just(value))

    hours = st.sampled_from([0.3, 1.0, 2.5])
    channel = {
        "length_km": 18.52 * draw(hours), "speed_kn": 10.0, "depth_m": 16.0,
        "two_way_up_to_dwt_t": draw(st.sampled_from([None, 0.0, LIMIT_T])), "convoy_ships": draw(st.integers(1, 3)),
        "separation_h": draw(st.sampled_from([0.0, 0.2])),
        "tide_window": maybe({"period_h": 24.0, "open_h": draw(st.sampled_from([2.0, 9.0])), "from_draught_m": 12.0}),
    }  # fmt: skip
    escorts = {"n": draw(st.integers(2, 4)), "per_ship": draw(st.integers(1, 2)), "return_h": draw(hours)}
    fog = {"monthly_events": [12.0] * 12, "duration_h": {"exponential": 8.0}}
    terminal = {
        "quays": {"q": {"n_berths": draw(st.integers(2, 6)), "depth_m": 18.0}},
        "overtaking": draw(st.booleans()), "queue": draw(st.sampled_from(["first_come", "shortest"])),
    }  # fmt: skip
    gap_h = draw(st.sampled_from([6.0, 14.0]))
    sizes = {"deep": (15.0, 90_000.0), "large": (11.0, 60_000.0), "small": (7.0, 9_000.0)}
    return {
        "format": 1, "name": "random", "clock": {"year": 2025, "warmup_days": 0},
        "ports": {"harbour": {
            "terminals": {"t": terminal}, "channels": {"c": channel},
            "inbound_h": draw(st.sampled_from([0.0, 0.5])), "outbound_h": draw(st.sampled_from([0.0, 0.5])),
            "pilots": maybe(escorts), "weather": draw(st.sampled_from([{}, {"fog": fog}])),
        }},
        "fleets": {f"class_{id}": {"draught_m": draught, "dwt_t": dwt} for id, (draught, dwt) in sizes.items()},
        "services": {
            id: {"kind": "tramp", "ship_class": f"class_{id}", "port": "harbour",
                 "interarrival_h": {"exponential": gap_h}, "work_h": {"exponential": 5.0}}
            for id in sizes
        },
    }  # fmt: skip


def most_at_once(starts, ends):
    """Largest number of spans open at one moment; one that ends when another starts is over."""
    hours = np.concatenate([starts, ends - TOUCH_H])
    steps = np.concatenate([np.ones(len(starts)), -np.ones(len(ends))])
    return int(np.cumsum(steps[np.lexsort((-steps, hours))]).max(initial=0))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(harbours())
def test_nobody_breaks_the_rules_of_the_way_in_and_out(raw):
    records = records_of(raw)
    port = raw["ports"]["harbour"]
    channel = port["channels"]["c"]
    calls = {name: values[:1500] for name, values in records.tables["calls"].columns().items()}
    ids = [entity.id for entity in records.entities]
    size = np.array([ids[number] for number in calls["service"]])
    hours = channel["length_km"] / 18.52

    parts = sum(calls[f"wait_{cause}_h"] for cause in ("weather", "berth", "tide", "channel", "pilot"))
    span = calls["inbound_h"] - calls["arrived_h"] + calls["unberthed_h"] - calls["ready_h"]
    assert np.allclose(parts, calls["wait_h"], rtol=0, atol=1e-12)
    assert np.allclose(span, calls["wait_h"], atol=1e-6)
    assert all((calls[f"wait_{cause}_h"] >= 0.0).all() for cause in ("weather", "berth", "tide", "channel", "pilot"))

    starts = {"in": calls["inbound_h"], "out": calls["unberthed_h"]}
    ends = {"in": starts["in"] + hours, "out": starts["out"] + port["outbound_h"] + hours}
    if channel["tide_window"]:
        for start in starts.values():
            assert (start[size == "deep"] % 24.0 < channel["tide_window"]["open_h"] + TOUCH_H).all()
        assert (calls["wait_tide_h"][size != "deep"] == 0.0).all()
    if channel["two_way_up_to_dwt_t"] is not None:
        large = np.isin(size, ["deep", "large"]) | (channel["two_way_up_to_dwt_t"] == 0.0)
        for n in np.flatnonzero(large):
            for way, other in (("in", "out"), ("out", "in")):
                met = (starts[other] < ends[way][n] - TOUCH_H) & (ends[other] > starts[way][n] + TOUCH_H)
                assert not met.any()
    for start in starts.values():
        assert (np.diff(np.sort(start)) >= channel["separation_h"] - TOUCH_H).all()
    if port["pilots"]:
        pilots = port["pilots"]
        back = pilots["return_h"]
        taken = [starts["in"], starts["out"]]
        free = [calls["berthed_h"] + back, calls["departed_h"] + back]
        assert most_at_once(np.concatenate(taken), np.concatenate(free)) * pilots["per_ship"] <= pilots["n"]
    for cause, weather in Scenario.model_validate(raw).ports["harbour"].weather.items():
        fog = closures(f"port/harbour/weather/{cause}", weather, Clock(2025, 1, 0), Streams(1, 0))
        for start_h, end_h in fog:
            for start in starts.values():
                assert not ((start > start_h + TOUCH_H) & (start < end_h - TOUCH_H)).any()
