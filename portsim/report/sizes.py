"""The two sizes in which every chart is readable: half a page of a report, and a slide or the page in a browser."""

from __future__ import annotations

from typing import Literal

import plotly.graph_objects as go

from portsim.report.frame import HEIGHT, SMALL_HEIGHT, SMALL_WIDTH, WIDTH

Size = Literal["half_page", "slide"]
SIZES: dict[Size, tuple[int, int]] = {"half_page": (SMALL_WIDTH, SMALL_HEIGHT), "slide": (WIDTH, HEIGHT)}
"""Width and height in pixels."""


def at_size(figure: go.Figure, size: Size) -> go.Figure:
    """A copy of a chart in one of the sizes.

    A chart with a row for each of many things, or a map, has a height of its own and keeps it.
    """
    width, height = SIZES[size]
    copy = go.Figure(figure)
    own = int(figure.layout.height)
    new = height if own == HEIGHT else own
    copy.update_layout(width=width, height=new)
    legend = copy.layout.legend
    if legend.yref == "container" and legend.y is not None:  # as many pixels below the upper edge as before
        legend.y = 1.0 - (1.0 - legend.y) * own / new
    return copy
