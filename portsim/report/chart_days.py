"""The chart of queue and yard: boxes in the yards with their capacity, and ships waiting, day by day, by port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.colours import GREY, INK, PALE, port_colours, transparent
from portsim.report.frame import HOVER, Caption, framed, plain, shorten, year_tail
from portsim.report.marks import heading, spans
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, unit

MOST_PORTS = 4
_LOWER, _UPPER = [0.0, 0.4], [0.53, 1.0]


def queue_and_yard(
    days: pd.DataFrame,
    capacity_teu: Mapping[str, Mapping[str, float]],
    ports: Sequence[str],
    names: Names,
    year: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Two panels per port, the yard above the queue; band: least and largest of the replications.

    Parameters
    ----------
    days
        Columns entity (port), quantity (``yard_teu`` or ``ships_waiting``), date (``2025-01-31``), value, least,
        largest.
    capacity_teu
        Capacity of the yards by port and month (``2025-01``), TEU.
    ports
        At most `MOST_PORTS` ports from left to right.
    names, year, caption, lang
        As for the other charts.
    """
    teu = unit("teu_large" if lang == "zh" else "teu_thousand", lang)
    key = "chart.days.band" if caption.replications > 1 else ""
    figure = framed(
        f"{TEXTS.text('chart.days.title', lang)}{year_tail(year, lang)}",
        caption.subtitle(TEXTS.text("chart.days.unit", lang, unit=teu.label), lang, key),
        caption.note(lang, TEXTS.text("chart.days.note", lang)),
        lang,
        left=52,
        bottom=34,
        top=96,
    )
    colours = port_colours(ports)
    for column, port in enumerate(ports):
        across = spans(len(ports), 0.075)[column]
        tops = []
        for row, (quantity, scale) in enumerate((("yard_teu", teu), ("ships_waiting", unit("ratio", lang)))):
            tail = str(2 * column + row + 1) if column + row else ""
            mine = days[(days["entity"] == port) & (days["quantity"] == quantity)].sort_values("date")
            tops.append(_series(figure, mine, scale, colours[port], tail, plain(names.own(port, lang)), lang))
            if quantity == "yard_teu":
                tops[0] = max(tops[0], _capacity(figure, capacity_teu.get(port, {}), mine, scale, tail))
            _axes(figure, tail, across, _UPPER if row == 0 else _LOWER, tops[row], year, lang)
        name = plain(shorten(names.own(port, lang), 18))
        heading(figure, f"<b>{name}</b>", across[0], 1.0, -28)
        if column == 0:
            heading(figure, TEXTS.text("chart.days.queue", lang), 0.0, _LOWER[1], -28)
    return figure


def _series(
    figure: go.Figure, mine: pd.DataFrame, scale: Unit, colour: str, tail: str, name: str, lang: Language
) -> float:
    axes = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
    dates = list(mine["date"])
    if (mine["largest"] > mine["least"]).any():
        figure.add_scatter(
            x=[*dates, *reversed(dates)],
            y=[scale.scaled(v) for v in (*mine["largest"], *reversed(list(mine["least"])))],
            mode="lines",
            fill="toself",
            fillcolor=transparent(colour, 0.22),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            **axes,
        )
    figure.add_scatter(
        x=dates,
        y=[scale.scaled(value) for value in mine["value"]],
        mode="lines",
        line={"color": colour, "width": 1.5},
        customdata=[
            [name, f"{day}: {scale.with_label(value)}"] for day, value in zip(dates, mine["value"], strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
        **axes,
    )
    return max((scale.scaled(value) for value in mine["largest"]), default=0.0)


def _capacity(figure: go.Figure, months: Mapping[str, float], mine: pd.DataFrame, scale: Unit, tail: str) -> float:
    """The capacity as a dashed line of steps by month, under the days that are drawn."""
    days = [day for day in mine["date"] if day[:7] in months]
    figure.add_scatter(
        x=days,
        y=[scale.scaled(months[day[:7]]) for day in days],
        mode="lines",
        line={"color": INK, "width": 1.4, "dash": "dash", "shape": "hv"},
        hoverinfo="skip",
        showlegend=False,
        xaxis=f"x{tail}",
        yaxis=f"y{tail}",
    )
    return max((scale.scaled(value) for value in months.values()), default=0.0)


def _axes(
    figure: go.Figure, tail: str, across: list[float], down: list[float], top: float, year: str, lang: Language
) -> None:
    months = (1, 4, 7, 10)
    labels = [f"{month}月" if lang == "zh" else ("Jan", "Apr", "Jul", "Oct")[n] for n, month in enumerate(months)]
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": across, "anchor": f"y{tail}", "type": "date", "tickmode": "array",
                "tickvals": [f"{year}-{month:02d}-01" for month in months], "ticktext": labels, "tickangle": 0,
                "range": [f"{year}-01-01", f"{year}-12-31"], "showgrid": False, "zeroline": False,
                "tickfont": {"size": 11},
            },
            f"yaxis{tail}": {
                "domain": down, "anchor": f"x{tail}", "range": [0, 1.1 * top or 1.0], "nticks": 5,
                "tickformat": ",.4~g", "gridcolor": PALE, "zerolinecolor": GREY, "tickfont": {"size": 11},
            },
        }
    )  # fmt: skip
