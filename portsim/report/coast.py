"""The coast of the Beibu Gulf and the South China coast, drawn under maps: land only, no borders of any kind."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import plotly.graph_objects as go

BOX = (104.0, 118.0, 16.5, 26.5)
"""West, east, south and north end of the polygons, degrees."""
_LAND, _SHORE, _SEA = "#F1EFE8", "#C4C0B4", "#FBFDFE"


@cache
def coast() -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
    """Polygons of land as (longitudes, latitudes); source: Natural Earth 10 m, public domain."""
    text = files("portsim.report").joinpath("geography", "coast.json").read_text(encoding="utf-8")
    return tuple((tuple(flat[0::2]), tuple(flat[1::2])) for flat in json.loads(text)["polygons"])


def draw_coast(figure: go.Figure) -> None:
    """Draw the land as one filled trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for longitudes, latitudes in coast():
        x += [*longitudes, None]
        y += [*latitudes, None]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        fillcolor=_LAND,
        line={"color": _SHORE, "width": 0.7},
        hoverinfo="skip",
        showlegend=False,
    )


def map_axes(figure: go.Figure, west: float, east: float, south: float, north: float, stretch: float = 1.08) -> None:
    """Set the frame of a map; a degree of latitude is drawn `stretch` times as long as one of longitude."""
    plain = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "title": {"text": ""},
             "mirror": True, "showline": True, "linecolor": _SHORE, "linewidth": 1}  # fmt: skip
    figure.update_layout(
        plot_bgcolor=_SEA,
        xaxis={**plain, "range": [west, east], "constrain": "domain"},
        yaxis={**plain, "range": [south, north], "scaleanchor": "x", "scaleratio": stretch, "constrain": "domain"},
    )
