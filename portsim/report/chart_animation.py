"""The animation: ships on the coast, hour by hour, sailing, at anchor or at berth; a sketch, not a record of tracks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from portsim.report.caption import Caption
from portsim.report.coast import draw_coast, map_axes
from portsim.report.colours import GREY, INK, port_colours
from portsim.report.frame import HEIGHT, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import key, legend_below_title, short, words
from portsim.report.placing import PlacedNames
from portsim.report.positions import MOST_FRAMES, MOST_VESSELS, STATES
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language

STATE_COLOURS = {"sea": "#2F6DA8", "anchor": "#C8602B", "berth": "#3F8F6B"}
_WEST, _EAST, _SOUTH, _NORTH = 106.4, 113.4, 17.9, 22.4
_DEGREES_PER_COLUMN, _LINE = 0.1, 0.22


def ship_animation(
    positions: pd.DataFrame, ports: pd.DataFrame, names: Names, caption: Caption, lang: Language
) -> go.Figure:
    """A frame per hour with play button and slider; the picture without them is the first frame.

    Parameters
    ----------
    positions
        Columns vessel, frame (from 0), time (datetime), lon, lat, state (one of `STATES`), as
        `portsim.report.positions.positions` gives them.
    ports
        Columns id, lon, lat of the ports to name.
    names, lang
        As for the other charts.
    caption
        Of one replication.

    Raises
    ------
    ValueError
        More vessels or frames than a browser plays smoothly: `MOST_VESSELS`, `MOST_FRAMES`.
    """
    moments = positions.drop_duplicates("frame").sort_values("frame")
    if positions["vessel"].nunique() > MOST_VESSELS or len(moments) > MOST_FRAMES:
        raise ValueError(f"an animation has at most {MOST_VESSELS} vessels and {MOST_FRAMES} frames")
    times = [f"{time:%Y-%m-%d %H:%M}" for time in moments["time"].tolist()]
    figure = framed(
        TEXTS.text("chart.animation.title", lang),
        caption.subtitle(f"{times[0]} – {times[-1]}" if times else "", lang),
        caption.note(lang, TEXTS.text("chart.animation.note", lang)),
        lang,
        height=HEIGHT + 100,
        left=14,
        bottom=84,
        top=104,
    )
    draw_coast(figure)
    colours = port_colours(names.ports)
    placed = PlacedNames(_DEGREES_PER_COLUMN, _LINE, _WEST, _EAST)
    for _, lon, lat in rows(ports, "id", "lon", "lat"):
        placed.keep_clear(lon, lat, 0.06)
    for port, lon, lat in rows(ports, "id", "lon", "lat"):
        figure.add_scatter(
            x=[lon], y=[lat], mode="markers", hoverinfo="skip", showlegend=False,
            marker={"size": 9, "symbol": "square", "color": colours.get(port, GREY)},
        )  # fmt: skip
        name = shorten(short(names.own(port, lang)), 24)
        x, y, side = placed.beside(lon, lat, 0.2, name)
        words(figure, [x], [y], [f"<b>{plain(name)}</b>"], side, colours.get(port, INK))
    groups = dict(iter(positions.groupby("frame")))
    first = len(figure.data)
    frames = moments["frame"].tolist()
    for trace in _ships(groups[frames[0]]) if frames else []:
        figure.add_scatter(**trace)
    figure.frames = [
        go.Frame(name=str(n), data=[go.Scatter(**trace) for trace in _ships(groups[frame])],
                 traces=list(range(first, first + len(STATES))))
        for n, frame in enumerate(frames)
    ]  # fmt: skip
    for state in STATES:
        key(figure, TEXTS.text(f"state.{state}", lang), STATE_COLOURS[state], "circle")
    legend_below_title(figure)
    map_axes(figure, _WEST, _EAST, _SOUTH, _NORTH)
    _controls(figure, times, lang)
    return figure


def _ships(part: pd.DataFrame) -> list[dict[str, Any]]:
    """One trace per state: places only, so that 720 frames stay small."""
    traces = []
    for state in STATES:
        mine = part[part["state"] == state]
        traces.append(
            {
                "x": mine["lon"].tolist(),
                "y": mine["lat"].tolist(),
                "mode": "markers",
                "marker": {"size": 8, "color": STATE_COLOURS[state], "line": {"width": 1, "color": "white"}},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    return traces


def _controls(figure: go.Figure, times: Sequence[str], lang: Language) -> None:
    quick = {"frame": {"duration": 60, "redraw": False}, "fromcurrent": True, "transition": {"duration": 0}}
    stop = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate", "transition": {"duration": 0}}
    figure.update_layout(
        updatemenus=[
            {
                "type": "buttons", "direction": "left", "showactive": False, "x": 0.0, "y": 0.0, "xanchor": "left",
                "yanchor": "top", "pad": {"t": 22, "r": 8}, "bgcolor": "white", "bordercolor": GREY,
                "font": {"size": 12},
                "buttons": [
                    {"label": TEXTS.text("animation.play", lang), "method": "animate", "args": [None, quick]},
                    {"label": TEXTS.text("animation.stop", lang), "method": "animate", "args": [[None], stop]},
                ],
            }
        ],
        sliders=[
            {
                "x": 0.22, "len": 0.78, "y": 0.0, "yanchor": "top", "pad": {"t": 8, "b": 0}, "ticklen": 0,
                "minorticklen": 0, "font": {"size": 1, "color": "white"}, "tickcolor": "white",
                "currentvalue": {"visible": True, "font": {"size": 12, "color": INK}, "xanchor": "right"},
                "steps": [
                    {"label": time, "method": "animate", "args": [[str(n)], stop]} for n, time in enumerate(times)
                ],
            }
        ],
    )  # fmt: skip
