"""Small marks that several charts share: legends below the title, words beside points, panels side by side."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from portsim.report.colours import INK, lighter
from portsim.report.frame import SUBTITLE_LINE_PX
from portsim.report.lettering import plain, shorten

_LEGEND_FROM_TOP = 66.0
_ANY_BAR = "#555B66"
"""Stands in the legend for the colours of all ports."""
LEGEND_ROOM = 108
"""Room above the panels where a legend of up to two lines stands between subtitle and panels, pixels."""


def legend_below_title(figure: go.Figure) -> None:
    """Put the legend between subtitle and panels, from the left; the figure has `LEGEND_ROOM` at its top."""
    from_top = _LEGEND_FROM_TOP + SUBTITLE_LINE_PX * (figure.layout.meta["subtitle_lines"] - 1)
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h", "x": 0.015, "xref": "container", "xanchor": "left",
            "y": 1.0 - from_top / float(figure.layout.height), "yref": "container", "yanchor": "top",
            "font": {"size": 12}, "traceorder": "normal", "itemwidth": 30,
        },
    )  # fmt: skip


def key(figure: go.Figure, name: str, colour: str, symbol: str = "square", line: str | None = None) -> None:
    """Add an entry to the legend; `name` is harmless already."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=name,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 1, "color": line or colour}},
        hoverinfo="skip",
    )


def line_key(figure: go.Figure, name: str, colour: str, dash: str = "solid") -> None:
    """Add a line to the legend; `name` is harmless already."""
    figure.add_scatter(
        x=[None], y=[None], mode="lines", name=name, line={"color": colour, "width": 2, "dash": dash}, hoverinfo="skip"
    )


def bars_key(figure: go.Figure, name: str, share: float, is_hollow: bool = False) -> None:
    """Tell in the legend, in grey, what bars of all colours are: `share` of them is white, or they are hollow.

    Parameters
    ----------
    figure
        Where.
    name
        Harmless already.
    share
        As for `lighter`.
    is_hollow
        Whether they are white with a rim of their colour.
    """
    key(figure, name, "white" if is_hollow else lighter(_ANY_BAR, share), "square", _ANY_BAR)


def words(
    figure: go.Figure,
    x: Sequence[object],
    y: Sequence[object],
    text: Sequence[str],
    position: str | Sequence[str] = "top center",
    colour: str | Sequence[str] = INK,
    size: int = 11,
    **axes: str,
) -> None:
    """Write harmless words beside points; they are neither cut nor in the legend."""
    figure.add_scatter(
        x=list(x),
        y=list(y),
        text=list(text),
        mode="text",
        textposition=position,
        textfont={"size": size, "color": colour},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        **axes,
    )


def spans(n: int, gap: float) -> list[list[float]]:
    """Places of `n` panels side by side, as parts of the width, from left to right."""
    size = (1 - gap * (n - 1)) / n
    return [[round(i * (size + gap), 4), round(i * (size + gap) + size, 4)] for i in range(n)]


def heading(figure: go.Figure, text: str, x: float, y: float, shift: int = 0) -> None:
    """Write a harmless heading over a panel whose upper left corner is at (x, y) of the figure's inner part."""
    figure.add_annotation(
        text=text, x=x, y=y, xref="paper", yref="paper", xanchor="left", xshift=shift, yanchor="bottom", yshift=5,
        showarrow=False, font={"size": 12, "color": INK},
    )  # fmt: skip


def short(name: str) -> str:
    """A name without what stands behind it in brackets."""
    return name.split(" (", maxsplit=1)[0].split("（", maxsplit=1)[0].strip() or name


def legend_name(name: str) -> str:
    """A name for a legend: harmless, and cut where it would leave no room for the others."""
    return plain(shorten(name, 24))
