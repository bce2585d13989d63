"""The chart of monthly throughput: one small panel per port, simulated line with its band, observed months as dots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import GREY, INK, PALE, port_colours, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.summary import Names, Observed, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, unit

MEASURE = "throughput_teu"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GAP_X, _GAP_Y = 0.065, 0.17
_SMALL = 5_000.0


@dataclass(frozen=True)
class _Series:
    """One port's months."""

    name: str
    colour: str
    labels: list[str]
    mean: list[float]
    half_width: list[float]
    seen: list[float]


def monthly_throughput(
    summary: Summary, observed: Observed, names: Names, year: str, caption: Caption, lang: Language
) -> go.Figure:
    """Monthly throughput, one panel per port with its own scale from 0.

    Parameters
    ----------
    summary, observed
        Simulated means and observed values of ``throughput_teu`` by month, TEU.
    names
        Ports in the order in which they are drawn.
    year
        Year whose months are drawn.
    caption, lang
        As for `throughput_by_port`.
    """
    months = summary.months(MEASURE, year)
    ports = [port for port in names.ports if any(summary.get(MEASURE, port, month) for month in months)]
    colours = port_colours(ports)
    labels = [f"{int(month[5:])}月" if lang == "zh" else _MONTHS[int(month[5:]) - 1] for month in months]
    series = [_series(summary, observed, port, names.own(port, lang), colours[port], months, labels) for port in ports]
    scale = _month_unit(max((max(one.mean) for one in series), default=0.0), lang)
    any_seen = any(math.isfinite(value) for one in series for value in one.seen)
    figure = framed(
        f"{TEXTS.text('chart.monthly.title', lang)}{year_tail(year, lang)}",
        caption.subtitle(scale.label, lang, "chart.band"),
        caption.note(lang, TEXTS.text("chart.monthly.note", lang), observed=any_seen),
        lang,
        left=50,
        bottom=34,
        top=108,
    )
    n_across = _across(len(ports))
    n_down = math.ceil(len(ports) / n_across) if ports else 1
    for i, one in enumerate(series):
        row, column = divmod(i, n_across)
        _panel(
            figure, i + 1, one, scale, _span(column, n_across, _GAP_X), _span(n_down - 1 - row, n_down, _GAP_Y), lang
        )
    _legend(figure, any_seen, lang)
    return figure


def _month_unit(largest: float, lang: Language) -> Unit:
    if largest < _SMALL:
        return unit("TEU", lang)
    return unit("teu_large" if lang == "zh" else "teu_thousand", lang)


def _series(
    summary: Summary, observed: Observed, port: str, name: str, colour: str, months: Sequence[str], labels: list[str]
) -> _Series:
    values = [summary.get(MEASURE, port, month) for month in months]
    return _Series(
        plain(name),
        colour,
        labels,
        [value.mean if value else math.nan for value in values],
        [value.drawn_half_width if value else 0.0 for value in values],
        [observed.get(MEASURE, port, month) for month in months],
    )


def _across(n_panels: int) -> int:
    return 1 if n_panels <= 1 else 2 if n_panels <= 4 else 3 if n_panels <= 6 else 4


def _span(position: int, n: int, gap: float) -> list[float]:
    size = (1 - gap * (n - 1)) / n
    start = position * (size + gap)
    return [round(start, 4), round(start + size, 4)]


def _panel(
    figure: go.Figure, number: int, one: _Series, scale: Unit, across: list[float], down: list[float], lang: Language
) -> None:
    tail = "" if number == 1 else str(number)
    axes = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
    x = list(range(len(one.mean)))
    shown = [None if math.isnan(value) else scale.scaled(value) for value in one.mean]
    if any(one.half_width) and None not in shown:
        upper = [scale.scaled(mean + half) for mean, half in zip(one.mean, one.half_width, strict=True)]
        lower = [scale.scaled(max(0.0, mean - half)) for mean, half in zip(one.mean, one.half_width, strict=True)]
        figure.add_scatter(
            x=[*x, *reversed(x)],
            y=[*upper, *reversed(lower)],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=transparent(one.colour, 0.25),
            hoverinfo="skip",
            showlegend=False,
            **axes,
        )
    words = [
        said("series.simulated", scale, mean, lang, half if half else math.nan)
        for mean, half in zip(one.mean, one.half_width, strict=True)
    ]
    figure.add_scatter(
        x=x,
        y=shown,
        mode="lines",
        line={"color": one.colour, "width": 2},
        customdata=[[f"{one.name}, {label}", word] for label, word in zip(one.labels, words, strict=True)],
        hovertemplate=HOVER,
        showlegend=False,
        **axes,
    )
    if any(math.isfinite(value) for value in one.seen):
        words = [said("series.observed", scale, value, lang) for value in one.seen]
        figure.add_scatter(
            x=x,
            y=[scale.scaled(value) if math.isfinite(value) else None for value in one.seen],
            mode="markers",
            marker={"color": one.colour, "size": 6, "line": {"color": "white", "width": 1}},
            customdata=[[f"{one.name}, {label}", word] for label, word in zip(one.labels, words, strict=True)],
            hovertemplate=HOVER,
            showlegend=False,
            **axes,
        )
    drawn = [mean + half for mean, half in zip(one.mean, one.half_width, strict=True)] + one.seen
    top = scale.scaled(max((value for value in drawn if math.isfinite(value)), default=1.0))
    every = 1 if across[1] - across[0] > 0.6 else 3
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": across,
                "anchor": f"y{tail}",
                "range": [-0.4, len(x) - 0.6],
                "tickmode": "array",
                "tickvals": x[::every],
                "ticktext": one.labels[::every],
                "tickangle": 0,
                "showgrid": False,
                "zeroline": False,
                "tickfont": {"size": 11},
            },
            f"yaxis{tail}": {
                "domain": down,
                "anchor": f"x{tail}",
                "range": [0, 1.1 * top if top > 0 else 1.0],
                "nticks": 5,
                "tickformat": ",.4~g",
                "gridcolor": PALE,
                "zerolinecolor": GREY,
                "tickfont": {"size": 11},
            },
        }
    )
    figure.add_annotation(
        text=f"<b>{shorten(one.name, 26)}</b>",
        x=across[0],
        y=down[1],
        xref="paper",
        yref="paper",
        xanchor="left",
        xshift=-34,
        yanchor="bottom",
        yshift=7,
        showarrow=False,
        font={"size": 12, "color": INK},
    )


def _legend(figure: go.Figure, any_seen: bool, lang: Language) -> None:
    if not any_seen:
        return
    for key, look in (
        ("series.simulated", {"mode": "lines", "line": {"color": GREY, "width": 2}}),
        ("series.observed", {"mode": "markers", "marker": {"color": GREY, "size": 8}}),
    ):
        figure.add_scatter(x=[None], y=[None], name=TEXTS.text(key, lang), showlegend=True, **look)
    figure.update_layout(showlegend=True)
