"""Is there water enough: ships whose draught no tide of the simulated years lifts over a channel's bottom."""

from __future__ import annotations

from portsim.capacity.water import tide_heights_m
from portsim.clock import Clock
from portsim.scenario.case import Case
from portsim.scenario.check_access import callers
from portsim.scenario.port import channel_of


def check_water(case: Case) -> None:
    """Every ship can come in and go out some time."""
    scenario = case.scenario
    clock = Clock(scenario.clock.year, scenario.clock.n_years, scenario.clock.warmup_days)
    highest: dict[str, float] = {}
    seen = set()
    for where, class_id, stop in callers(scenario):
        port, ship = scenario.ports[stop.port], scenario.fleets[class_id]
        channel_id = channel_of(port, stop.terminal)
        channel = port.channels.get(channel_id)
        if channel is None or channel.tide_window is not None or (class_id, stop.port, channel_id) in seen:
            continue
        seen.add((class_id, stop.port, channel_id))
        drafts = (ship.inbound_draught_m or ship.draught_m, ship.outbound_draught_m or ship.draught_m)
        need_m = max(drafts) + channel.under_keel_clearance_m
        if need_m <= channel.depth_m:
            continue
        if port.tide is not None and stop.port not in highest:
            highest[stop.port] = float(tide_heights_m(port.tide, clock).max())
        tide_m = highest.get(stop.port, 0.0)
        if need_m >= channel.depth_m + tide_m:
            water = f"depth {channel.depth_m:g} m" + (f" and the highest tide {tide_m:.2f} m" if port.tide else "")
            case.error(
                where,
                f"no tide lifts {class_id} into {stop.port}: draught {max(drafts):g} m and clearance "
                f"{channel.under_keel_clearance_m:g} m need {need_m:g} m, channel {channel_id} has {water}"
                + ("" if port.tide else "; the port has no tide"),
            )
