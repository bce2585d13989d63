"""The chart of an event: a port day by day with it and without it, boxes over the quay above, ships waiting below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import plotly.graph_objects as go

from portsim.report.axes import panel_value_axis
from portsim.report.caption import Caption, said
from portsim.report.colours import GREY, INK, port_colours, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import heading, spans
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, unit

_GAP_X, _GAP_Y = 0.07, 0.13


@dataclass(frozen=True)
class EventSeries:
    """What happened at one port.

    Parameters
    ----------
    port, name
        Id, which decides the colour, and name as printed.
    closed
        First and last moment of the closure.
    teu, teu_without
        TEU over the quay on each day, with the event and without it.
    waiting, waiting_without
        Mean number of ships waiting on each day.
    """

    port: str
    name: str
    closed: tuple[datetime, datetime]
    teu: Sequence[float]
    teu_without: Sequence[float]
    waiting: Sequence[float]
    waiting_without: Sequence[float]


def event_by_day(
    series: Sequence[EventSeries], first_day: date, title: str, caption: Caption, lang: Language
) -> go.Figure:
    """Two panels a port, one above the other, with and without the event; the closure is shaded.

    Parameters
    ----------
    series
        Ports from left to right, one value per day from `first_day` on.
    first_day
        Day of the first value.
    title
        What happened.
    caption, lang
        As for the other charts.
    """
    teu = unit("teu_large" if lang == "zh" else "teu_thousand", lang)
    figure = framed(
        plain(title),
        caption.subtitle("", lang),
        caption.note(lang, TEXTS.text("chart.event.note", lang)),
        lang,
        left=50,
        bottom=34,
        top=112,
    )
    colours = port_colours([one.port for one in series])
    columns = spans(len(series), _GAP_X)
    for column, (across, one) in enumerate(zip(columns, series, strict=True)):
        rows = (
            (TEXTS.text("chart.event.teu", lang, unit=teu.label), one.teu, one.teu_without, teu, 0.5 + _GAP_Y / 2, 1.0),
            (TEXTS.text("chart.event.waiting", lang), one.waiting, one.waiting_without, unit("ratio", lang), 0.0,
             0.5 - _GAP_Y / 2),
        )  # fmt: skip
        for row, (what, with_event, without, scale, low, high) in enumerate(rows):
            tail = str(2 * column + row + 1) if column + row else ""
            axes = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
            _shade(figure, one.closed, tail)
            _line(figure, first_day, without, scale, one.name, "chart.event.without", GREY, axes, lang)
            _line(figure, first_day, with_event, scale, one.name, "chart.event.with", colours[one.port], axes, lang)
            top = max([1e-9, *(scale.scaled(value) for value in (*with_event, *without))])
            _axes(figure, tail, across, [low, high], top)
            text = f"<b>{plain(shorten(one.name, 26))}</b>  {plain(what)}" if row == 0 else plain(what)
            heading(figure, text, across[0], high, -34)
    _legend(figure, lang)
    return figure


def _shade(figure: go.Figure, closed: tuple[datetime, datetime], tail: str) -> None:
    figure.add_shape(
        type="rect",
        x0=closed[0].isoformat(),
        x1=closed[1].isoformat(),
        y0=0,
        y1=1,
        xref=f"x{tail}",
        yref=f"y{tail} domain",
        fillcolor=transparent(GREY, 0.25),
        line={"width": 0},
        layer="below",
    )


def _line(
    figure: go.Figure,
    first_day: date,
    values: Sequence[float],
    scale: Unit,
    name: str,
    key: str,
    colour: str,
    axes: dict[str, str],
    lang: Language,
) -> None:
    days = [first_day + timedelta(days=n) for n in range(len(values))]
    # A day's value stands at its noon.
    noons = [datetime(day.year, day.month, day.day, 12).isoformat() for day in days]
    figure.add_scatter(
        x=noons,
        y=[scale.scaled(value) for value in values],
        mode="lines",
        line={"color": colour, "width": 2 if key == "chart.event.with" else 1.5},
        customdata=[
            [f"{plain(name)}, {day:%Y-%m-%d}", said(key, scale, value, lang).rstrip()]
            for day, value in zip(days, values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
        **axes,
    )


def _axes(figure: go.Figure, tail: str, across: list[float], down: list[float], top: float) -> None:
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": across, "anchor": f"y{tail}", "type": "date", "tickformat": "%m-%d", "nticks": 6,
                "showgrid": False, "zeroline": False, "tickfont": {"size": 11},
            },
            f"yaxis{tail}": panel_value_axis(tail, down, top),
        }
    )  # fmt: skip


def _legend(figure: go.Figure, lang: Language) -> None:
    for key, look in (
        ("chart.event.with", {"mode": "lines", "line": {"color": INK, "width": 2}}),
        ("chart.event.without", {"mode": "lines", "line": {"color": GREY, "width": 1.5}}),
        ("chart.event.closed", {"mode": "markers", "marker": {"symbol": "square", "size": 12,
                                                             "color": transparent(GREY, 0.25)}}),
    ):  # fmt: skip
        figure.add_scatter(x=[None], y=[None], name=TEXTS.text(key, lang), showlegend=True, **look)
    figure.update_layout(showlegend=True)
