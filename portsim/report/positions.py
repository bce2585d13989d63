"""Where the ships were, hour by hour: from voyages and calls to points on the map, for the animation.

Ships sail in straight lines, bent only so that they pass the Qiongzhou Strait and the coast of Guangdong: a sketch.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from portsim.report.rows import rows

MOST_VESSELS = 200
MOST_FRAMES = 720
STATES = ("sea", "anchor", "berth")
Point = tuple[float, float]
_GOLDEN = 2.399963
_STRAIT: tuple[Point, ...] = ((109.55, 20.22), (110.15, 20.12), (110.75, 20.3))
"""Through the Qiongzhou Strait, from west to east."""
_WEST_OF_HAINAN: tuple[Point, ...] = ((108.35, 19.5), (108.35, 18.2))
_EAST_OF_HAINAN: tuple[Point, ...] = ((111.5, 19.9), (110.9, 18.0))
"""Round Hainan, from north to south."""
_OFF_GUANGDONG: tuple[Point, ...] = ((113.4, 21.3), (117.4, 22.8))
"""Along the coast of Guangdong, from west to east."""
_WEST_OF_GUANGDONG_LON, _EAST_CHINA = 112.0, (114.5, 22.6)
"""Ways from west of the one to places north-east of the other lead along that coast."""
_STRAIT_LON, _STRAIT_WEST_LON, _EAST_LON = 110.15, 109.6, 110.3
_SOUTHERN_LAT = 18.5
"""Ways to places south of it lead round Hainan."""
_SPREAD = {"berth": 0.05, "anchor": 0.16}
"""Ships in one port are drawn beside each other: degrees from its point at most."""


def sea_path(start: Point, end: Point) -> list[Point]:
    """Points of a way over the sea between two (longitude, latitude), round Leizhou and Hainan."""
    (west, east) = (start, end) if start[0] <= end[0] else (end, start)
    (north, south) = (start, end) if start[1] >= end[1] else (end, start)
    if south[1] < _SOUTHERN_LAT and south[0] < _EAST_LON and north[1] > _SOUTHERN_LAT:
        if north[0] > _EAST_LON:
            bends = _EAST_OF_HAINAN
        elif north[0] > _STRAIT_WEST_LON:
            bends = (_STRAIT[0], *_WEST_OF_HAINAN)
        else:
            bends = _WEST_OF_HAINAN if north[0] > _WEST_OF_HAINAN[0][0] else ()
        return [start, *bends, end] if start == north else [start, *reversed(bends), end]
    eastwards = _STRAIT if west[0] < _STRAIT_LON and east[0] > _EAST_LON else ()
    if west[0] < _WEST_OF_GUANGDONG_LON and east[0] > _EAST_CHINA[0] and east[1] > _EAST_CHINA[1]:
        eastwards += _OFF_GUANGDONG
    return [start, *eastwards, end] if start == west else [start, *reversed(eastwards), end]


def positions(
    calls: pd.DataFrame,
    voyages: pd.DataFrame,
    places: Mapping[str, Point],
    start: datetime,
    first: datetime,
    n_frames: int = MOST_FRAMES,
    step_h: float = 1.0,
) -> pd.DataFrame:
    """Places of the liners that called most often in a stretch of hours of one run.

    Parameters
    ----------
    calls, voyages
        Records of one run.
    places
        Longitude and latitude of the ports.
    start
        Civil time of hour 0 of the records.
    first, n_frames, step_h
        First frame, number of frames (at most `MOST_FRAMES`) and hours between them.

    Returns
    -------
    Columns vessel (number from 0), service, frame, time, lon, lat, state (one of `STATES`); hours in which nothing is
    known of a ship are left out. At most `MOST_VESSELS` ships.
    """
    n_frames = min(n_frames, MOST_FRAMES)
    begin = (first - start) / timedelta(hours=1)
    hours = begin + step_h * np.arange(n_frames)
    tracks: dict[tuple[str, int], list[tuple[float, float, float, str]]] = {}
    legs = voyages[(voyages["ship"] >= 0) & (voyages["arrived_h"] >= begin) & (voyages["departed_h"] <= hours[-1])]
    for service, ship, origin, destination, departed, arrived in rows(
        legs, "service", "ship", "origin", "destination", "departed_h", "arrived_h"
    ):
        if origin in places and destination in places:
            track = tracks.setdefault((service, ship), [])
            track.extend(_sailed(sea_path(places[origin], places[destination]), departed, arrived))
    stays = calls[(calls["ship"] >= 0) & (calls["unberthed_h"] >= begin) & (calls["arrived_h"] <= hours[-1])]
    n_calls: dict[tuple[str, int], int] = {}
    for service, ship, port, arrived, berthed, unberthed in rows(
        stays, "service", "ship", "port", "arrived_h", "berthed_h", "unberthed_h"
    ):
        vessel = (service, ship)
        if port in places:
            n_calls[vessel] = n_calls.get(vessel, 0) + 1
            track = tracks.setdefault(vessel, [])
            for moment, state in ((arrived, "anchor"), (berthed, "berth"), (unberthed, "sea")):
                track.append((moment, *places[port], state))
    chosen = sorted(n_calls, key=lambda vessel: (-n_calls[vessel], vessel))[:MOST_VESSELS]
    parts = [_framed(number, vessel[0], tracks[vessel], hours) for number, vessel in enumerate(chosen)]
    empty = pd.DataFrame(columns=["vessel", "service", "frame", "lon", "lat", "state"])
    table = pd.concat(parts, ignore_index=True) if parts else empty
    table.insert(3, "time", [first + timedelta(hours=step_h * frame) for frame in table["frame"].tolist()])
    return table


def _sailed(path: list[Point], departed: float, arrived: float) -> list[tuple[float, float, float, str]]:
    """Moments at the points of a way that is sailed at one speed."""
    lengths = [0.0, *(float(np.hypot(b[0] - a[0], b[1] - a[1])) for a, b in pairwise(path))]
    gone = np.cumsum(lengths) / (sum(lengths) or 1.0)
    moments = departed + (arrived - departed) * gone
    return [(moment, *point, "sea") for moment, point in zip(moments.tolist(), path, strict=True)]


def _framed(number: int, service: str, track: list[tuple[float, float, float, str]], hours: np.ndarray) -> pd.DataFrame:
    ordered = sorted(track, key=lambda moment: moment[0])
    times = np.array([moment[0] for moment in ordered])
    frames = np.flatnonzero((hours >= times[0]) & (hours <= times[-1]))
    at = hours[frames]
    codes = np.array([STATES.index(moment[3]) for moment in ordered])[np.searchsorted(times, at, side="right") - 1]
    states = [STATES[code] for code in codes]
    away = np.array([_SPREAD.get(state, 0.0) for state in states]) * ((number % 7 + 3) / 9)
    angle = _GOLDEN * number  # ships one after the other stand far apart
    return pd.DataFrame(
        {
            "vessel": number,
            "service": service,
            "frame": frames,
            "lon": np.round(np.interp(at, times, [moment[1] for moment in ordered]) + away * np.cos(angle), 2),
            "lat": np.round(np.interp(at, times, [moment[2] for moment in ordered]) + away * np.sin(angle), 2),
            "state": states,
        }
    )
