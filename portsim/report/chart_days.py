"""The chart of queue and yard: boxes in the yards with their capacity, and ships waiting, day by day, by port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.caption import Caption, year_tail
from portsim.report.colours import GREY, INK, PALE, port_colours, transparent
from portsim.report.frame import framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import heading, spans
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, unit

MOST_PORTS = 4
_DAY_MS = 86_400_000.0
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
    """One line and its band; days follow each other without a gap, so that only the first is written."""
    if not len(mine):
        return 0.0
    days = {"x0": mine["date"].iloc[0], "dx": _DAY_MS, "xaxis": f"x{tail}", "yaxis": f"y{tail}", "mode": "lines"}
    values, least, largest = (
        [_four_digits(scale.scaled(value)) for value in mine[column].tolist()]
        for column in ("value", "least", "largest")
    )
    if least != largest:
        edge = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        figure.add_scatter(y=least, **days, **edge)
        figure.add_scatter(y=largest, fill="tonexty", fillcolor=transparent(colour, 0.22), **days, **edge)
    figure.add_scatter(
        y=values,
        line={"color": colour, "width": 1.5},
        text=name,  # not in the template, which would read a %{...} of the name
        hovertemplate=f"%{{text}}<br>%{{x|%Y-%m-%d}}: %{{y}} {scale.label}<extra></extra>",
        showlegend=False,
        **days,
    )
    return max(largest)


def _four_digits(number: float) -> float:
    """As many digits as a picture can show: the page stays small."""
    return float(f"{number:.4g}")


def _capacity(figure: go.Figure, months: Mapping[str, float], mine: pd.DataFrame, scale: Unit, tail: str) -> float:
    """The capacity as a dashed line of steps by month, under the days that are drawn."""
    days = {day[:7]: day for day in reversed(mine["date"].tolist()) if day[:7] in months}
    points = [(day, scale.scaled(months[month])) for month, day in sorted(days.items())]
    if points:  # to the end of the last month
        points.append((mine["date"].iloc[-1], points[-1][1]))
    figure.add_scatter(
        x=[day for day, _ in points],
        y=[value for _, value in points],
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
