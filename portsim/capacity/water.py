"""Water in a channel over the run: the tide of a port, and when a ship of some draught can pass."""

from __future__ import annotations

import numpy as np

from portsim.capacity.openings import Openings
from portsim.capacity.tide import Constituent, heights_m
from portsim.clock import Clock
from portsim.scenario.access import Channel, Tide
from portsim.streams import Floats

TIDE_STEP_H = 0.25
"""Steps at which the tide is computed; between them the water is taken to rise and fall evenly (error below 3 mm)."""


def tide_heights_m(tide: Tide, clock: Clock) -> Floats:
    """Height of the tide over chart datum every `TIDE_STEP_H`, from the start to two days after the end, m."""
    hours = np.arange(0.0, clock.end_h + 48.0, TIDE_STEP_H)
    constituents = {id: Constituent(one.amplitude_m, one.phase_deg) for id, one in tide.constituents.items()}
    heights: Floats = tide.mean_level_m + tide.factor * heights_m(constituents, clock.start, hours)
    return heights


def passable(channel: Channel, draught_m: float, hours: float, heights_m: Floats | None, end_h: float) -> Openings:
    """Times from which a ship finds water enough for the next `hours`.

    Parameters
    ----------
    channel
        Its depth, clearance or window.
    draught_m
        Draught of the ship, m.
    hours
        Time until she is through, h.
    heights_m
        Tide over chart datum every `TIDE_STEP_H`, m; None: the water stands at chart datum.
    end_h
        End of the run, h.
    """
    window = channel.tide_window
    if window is not None:
        if draught_m < window.from_draught_m:
            return Openings.always(end_h)
        return Openings.periodic(window.period_h, window.open_h, end_h)
    need_m = draught_m + channel.under_keel_clearance_m - channel.depth_m
    if need_m <= (0.0 if heights_m is None else float(heights_m.min())):
        return Openings.always(end_h)
    if heights_m is None:
        return Openings.never(end_h)
    return Openings.above(heights_m, TIDE_STEP_H, need_m, end_h).shortened(hours)
