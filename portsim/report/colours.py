"""Colours of the ports: fixed by id in every chart, told apart by colour-blind readers (Okabe and Ito's palette)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

INK = "#1F2933"
GREY = "#6B7280"
PALE = "#E5E7EB"

_PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#882255",
    "#8C6D1F",
    "#4B2E83",
    "#B2A300",
)
_FIXED = {
    "qinzhou": "#0072B2",
    "fangchenggang": "#D55E00",
    "beihai": "#009E73",
    "yangpu": "#CC79A7",
    "haikou": "#E69F00",
    "zhanjiang": "#56B4E9",
    "maoming": "#7F7F7F",
    "yangjiang": "#8C6D1F",
}


def port_colours(ports: Iterable[str]) -> dict[str, str]:
    """The colour of each port.

    Parameters
    ----------
    ports
        Ids of ports. The eight of the gulf have colours of their own; any other takes the colour its name falls on,
        or the next one that is free, so that no two ports of up to ten share one.

    Returns
    -------
    dict
        Colour ``#rrggbb`` by id.
    """
    ids = list(dict.fromkeys(ports))
    taken = {port: _FIXED[port] for port in ids if port in _FIXED}
    for port in sorted(set(ids) - taken.keys()):
        start = zlib.crc32(port.encode()) % len(_PALETTE)
        ring = [*_PALETTE[start:], *_PALETTE[:start]]
        taken[port] = next((colour for colour in ring if colour not in taken.values()), ring[0])
    return {port: taken[port] for port in ids}


def lighter(colour: str, share: float = 0.5) -> str:
    """Mix a colour ``#rrggbb`` with white; `share` of the result is white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


def transparent(colour: str, alpha: float) -> str:
    """The colour as ``rgba(...)`` with this opacity, 0-1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


CAUSES = {
    "berth": "#3B4A8C",
    "channel": "#2A9D8F",
    "tide": "#8ECAE6",
    "pilot": "#E9C46A",
    "weather": "#A0527A",
}
"""Causes of waiting; other hues than those of the ports that stand beside them."""
MODES = {
    "road": "#8A8D91",
    "rail": "#A33B20",
    "barge": "#1B7F79",
    "river_sea": "#7BB662",
    "sea": "#3B6FB6",
    "pipeline": "#C9A227",
}
"""Inland modes, fixed in every chart."""
GROUPS = {
    "domestic": "#5B6C8F",
    "hong_kong": "#C0803A",
    "asean": "#4E9A6B",
    "other_overseas": "#9A5B8F",
    "cluster": "#8A8D91",
}
"""Groups of markets, fixed in every chart."""
SERIES = ("#2F5D8A", "#C46A2B", "#4E8B57", "#8C5A9E", "#A8892C", "#4FA3B8", "#A3475A", "#6B7280")
"""Options, years and other series without a colour of their own."""
