"""The planner's chart of waiting: wait over service against berth occupancy, over the curves of queueing theory.

The curves are of ships that arrive at random and whose work follows an Erlang-2 law at n equal berths (M/E2/n),
computed in `portsim.capacity.queue_curves`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd
import plotly.graph_objects as go

from portsim.capacity.queue_curves import CurvePoint, curve
from portsim.report.axes import number_axis
from portsim.report.caption import Caption, year_tail
from portsim.report.colours import GREY, port_colours, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name, words
from portsim.report.placing import PlacedNames
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of

N_BERTHS = (1, 2, 3, 4, 6, 10)
_LEAST_TOP = 0.4
_NAMED = 5
_ACROSS_PX, _UP_PX = 6.2, 250.0
"""Of a point of occupancy, and of the whole height, at 720 x 480: names are placed in pixels."""
_CURVE = "#B6BCC6"


@cache
def curves(n_berths: tuple[int, ...] = N_BERTHS) -> list[list[CurvePoint]]:
    """The curves in steps of one point of occupancy, 0 to 97 %."""
    return [curve(n, [step / 100 for step in range(98)]) for n in n_berths]


def wait_against_occupancy(
    points: pd.DataFrame,
    lines: Sequence[Sequence[CurvePoint]],
    names: Names,
    period: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Terminals as points coloured by port, curves of theory behind them.

    Parameters
    ----------
    points
        Columns entity (terminal), occupancy_share (0-1), ratio (wait for a berth over service), half_width (of ratio,
        NaN for none), n_berths (equivalent berths).
    lines
        Curves, see `curves`.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    share = unit_of("share", lang)
    top = max(_LEAST_TOP, 1.3 * float(points["ratio"].max()))
    figure = framed(
        f"{TEXTS.text('chart.wait_curves.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(TEXTS.text("chart.wait_curves.unit", lang), lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.wait_curves.note", lang)),
        lang,
        bottom=52,
        top=LEGEND_ROOM,
        left=56,
    )
    for line in lines:
        shown = [point for point in line if point.wait_over_service <= 0.97 * top]
        figure.add_scatter(
            x=[100 * point.occupancy_share for point in shown],
            y=[point.wait_over_service for point in shown],
            mode="lines",
            line={"color": _CURVE, "width": 1.4},
            hoverinfo="skip",
            showlegend=False,
        )
        end = [100 * shown[-1].occupancy_share], [shown[-1].wait_over_service]
        words(figure, *end, [f" n = {shown[-1].n_berths}"], "middle right", GREY)
    ports = [port for port in names.ports if any(names.port_of(entity) == port for entity in points["entity"])]
    colours = port_colours(ports)
    for port in ports:
        mine = points[[names.port_of(entity) == port for entity in points["entity"]]]
        _points(figure, mine, colours[port], top, names, lang)
        key(figure, legend_name(names.own(port, lang)), colours[port], "circle")
    _name(figure, points, top, names, lang)
    figure.update_layout(
        xaxis=number_axis(
            f"{TEXTS.text('axis.occupancy', lang)}{TEXTS.text('sep.list', lang)}{share.label}", ",.0f", -1, 101
        ),
        yaxis=number_axis("", ",.2~f", -0.02 * top, top),
    )
    legend_below_title(figure)
    return figure


def _points(figure: go.Figure, mine: pd.DataFrame, colour: str, top: float, names: Names, lang: Language) -> None:
    halves = mine["half_width"].where(mine["ratio"] + mine["half_width"] <= top).fillna(0.0)
    figure.add_scatter(
        x=100 * mine["occupancy_share"],
        y=mine["ratio"],
        mode="markers",
        marker={"size": 9, "color": colour, "line": {"width": 1, "color": "white"}},
        error_y={
            "type": "data", "array": [half or None for half in halves], "visible": bool((halves > 0).any()),
            "color": transparent(colour, 0.45), "thickness": 1, "width": 3,
        },
        customdata=[
            [
                plain(names.full(entity, lang)),
                TEXTS.text("chart.wait_curves.says", lang, share=f"{100 * share:.1f}", ratio=f"{ratio:.3f}",
                           n=f"{n_berths:.1f}"),
            ]
            for entity, share, ratio, n_berths in rows(mine, "entity", "occupancy_share", "ratio", "n_berths")
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )  # fmt: skip


def _name(figure: go.Figure, points: pd.DataFrame, top: float, names: Names, lang: Language) -> None:
    """Name the points with the longest waits, beside them where no other point or name stands."""
    up = _UP_PX / top
    placed = PlacedNames(6.2, 15.0, 0.0, 100.0 * _ACROSS_PX)
    places = [
        (entity, 100.0 * share * _ACROSS_PX, ratio * up)
        for entity, share, ratio in rows(points, "entity", "occupancy_share", "ratio")
    ]
    for _, x, y in places:
        placed.keep_clear(x, y, 5.0)
    for entity, x, y in sorted(places, key=lambda place: -place[2])[:_NAMED]:
        name = shorten(names.full(entity, lang), 44)
        at_x, at_y, side = placed.beside(x, y, 9.0, name, upwards=True)
        words(figure, [at_x / _ACROSS_PX], [at_y / up], [plain(name)], side)
