"""The chart of throughput over years and scenarios: one stack of ports per column, with whiskers and targets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import name_axis, name_room, value_axis
from portsim.report.caption import Caption
from portsim.report.colours import GREY, INK, lighter, port_colours
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, throughput_unit


def throughput_stack(
    parts: pd.DataFrame,
    totals: pd.DataFrame,
    columns: Mapping[str, str],
    targets: pd.DataFrame,
    names: Names,
    caption: Caption,
    lang: Language,
    interval: str = "chart.draws",
) -> go.Figure:
    """Stacked bars from 0: observed columns solid, simulated ones lighter; the whisker is of the total.

    Parameters
    ----------
    parts
        Columns column, entity (port), value (TEU), is_observed.
    totals
        Columns column, value, low, high (TEU; ends of the whisker, NaN for an observed column).
    columns
        Heading of each column by id, from left to right: years, or scenarios.
    targets
        Columns value (TEU), label: lines across; may be empty.
    names, caption, lang
        As for the other charts.
    interval
        Key of the text that says what the whiskers are: ``chart.draws`` (5 to 95 % of the draws, uncertainty) or
        ``chart.interval.total`` (95 % interval, run noise).
    """
    largest = float(max([totals["value"].max(), totals["high"].fillna(0.0).max(), *targets["value"].tolist()]))
    unit = throughput_unit(largest, lang)
    ports = [port for port in names.ports if (parts["entity"] == port).any()]
    colours = port_colours(ports)
    figure = framed(
        TEXTS.text("chart.throughput_stack.title", lang),
        caption.subtitle(unit.label, lang, interval),
        caption.note(lang, TEXTS.text("chart.throughput_stack.note", lang), observed=bool(parts["is_observed"].any())),
        lang,
        bottom=name_room(list(columns.values())),
        top=LEGEND_ROOM,
    )
    place = {column: n for n, column in enumerate(columns)}
    for port in ports:
        mine = rows(parts[parts["entity"] == port], "column", "value", "is_observed")
        figure.add_bar(
            x=[place[column] for column, _, _ in mine],
            y=[unit.scaled(value) for _, value, _ in mine],
            width=0.62,
            marker={
                "color": [colours[port] if seen else lighter(colours[port], 0.4) for _, _, seen in mine],
                "line": {"width": 0.8, "color": "white"},
            },
            customdata=[
                [f"{plain(names.own(port, lang))}, {plain(columns[column])}", unit.with_label(value)]
                for column, value, _ in mine
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        key(figure, legend_name(names.own(port, lang)), colours[port])
    _whiskers(figure, [(place[c], *ends) for c, *ends in rows(totals, "column", "value", "low", "high")], unit)
    for value, label in rows(targets, "value", "label"):
        figure.add_hline(
            y=unit.scaled(value), layer="below", line={"color": GREY, "width": 1.4, "dash": "dash"},
            annotation={"text": plain(label), "font": {"size": 11, "color": GREY}}, annotation_position="top left",
        )  # fmt: skip
    figure.update_layout(
        xaxis=name_axis(list(columns.values())),
        yaxis=value_axis(unit.tickformat, unit.scaled(largest)),
        barmode="stack",
    )
    legend_below_title(figure)
    return figure


def _whiskers(figure: go.Figure, totals: Sequence[tuple[int, float, float, float]], unit: Unit) -> None:
    """Whiskers of the sums, and the sums above them; `totals` are places, values and ends, TEU."""
    spread = [one for one in totals if math.isfinite(one[2]) and math.isfinite(one[3])]
    figure.add_scatter(
        x=[x for x, *_ in spread],
        y=[unit.scaled(value) for _, value, _, _ in spread],
        mode="markers",
        marker={"size": 1, "color": "rgba(0,0,0,0)"},
        error_y={
            "type": "data", "symmetric": False, "thickness": 1.4, "width": 5, "color": INK,
            "array": [unit.scaled(high - value) for _, value, _, high in spread],
            "arrayminus": [unit.scaled(value - low) for _, value, low, _ in spread],
        },
        hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    tops = [unit.scaled(high if math.isfinite(high) else value) for _, value, _, high in totals]
    for (x, value, _, _), top in zip(totals, tops, strict=True):
        figure.add_annotation(x=x, y=top, text=unit.number(value), showarrow=False, yanchor="bottom", yshift=4,
                              font={"size": 11, "color": INK})  # fmt: skip
