"""The chart of monthly throughput: one small panel per port, simulated line with its band, observed months as dots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from portsim.report.axes import panel_value_axis
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import GREY, port_colours, transparent
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import heading, spans
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
    columns = spans(n_across, _GAP_X)
    lines = spans(max(1, math.ceil(len(ports) / n_across)), _GAP_Y)[::-1]
    for i, one in enumerate(series):
        row, column = divmod(i, n_across)
        _panel(figure, str(i + 1) if i else "", one, scale, columns[column], lines[row], lang)
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


def _panel(
    figure: go.Figure, tail: str, one: _Series, scale: Unit, across: list[float], down: list[float], lang: Language
) -> None:
    axes = {"xaxis": f"x{tail}", "yaxis": f"y{tail}"}
    _band(figure, one, scale, axes)
    _months(
        figure, one, "series.simulated", {"mode": "lines", "line": {"color": one.colour, "width": 2}}, axes, scale, lang
    )
    if any(math.isfinite(value) for value in one.seen):
        marker = {"color": one.colour, "size": 6, "line": {"color": "white", "width": 1}}
        _months(figure, one, "series.observed", {"mode": "markers", "marker": marker}, axes, scale, lang)
    drawn = [mean + half for mean, half in zip(one.mean, one.half_width, strict=True)] + one.seen
    top = scale.scaled(max((value for value in drawn if math.isfinite(value)), default=1.0))
    places = list(range(len(one.mean)))
    every = 1 if across[1] - across[0] > 0.6 else 3
    figure.update_layout(
        {
            f"xaxis{tail}": {
                "domain": across, "anchor": f"y{tail}", "range": [-0.4, len(places) - 0.6], "tickmode": "array",
                "tickvals": places[::every], "ticktext": one.labels[::every], "tickangle": 0, "showgrid": False,
                "zeroline": False, "tickfont": {"size": 11},
            },
            f"yaxis{tail}": panel_value_axis(tail, down, top),
        }
    )  # fmt: skip
    heading(figure, f"<b>{shorten(one.name, 26)}</b>", across[0], down[1], -34)


def _band(figure: go.Figure, one: _Series, scale: Unit, axes: dict[str, str]) -> None:
    """The intervals, where every month has one."""
    if not any(one.half_width) or any(math.isnan(mean) for mean in one.mean):
        return
    x = list(range(len(one.mean)))
    upper = [scale.scaled(mean + half) for mean, half in zip(one.mean, one.half_width, strict=True)]
    lower = [scale.scaled(max(0.0, mean - half)) for mean, half in zip(one.mean, one.half_width, strict=True)]
    figure.add_scatter(
        x=[*x, *reversed(x)], y=[*upper, *reversed(lower)], mode="lines", line={"width": 0}, fill="toself",
        fillcolor=transparent(one.colour, 0.25), hoverinfo="skip", showlegend=False, **axes,
    )  # fmt: skip


def _months(
    figure: go.Figure,
    one: _Series,
    key: str,
    look: dict[str, object],
    axes: dict[str, str],
    scale: Unit,
    lang: Language,
) -> None:
    is_seen = key == "series.observed"
    values = one.seen if is_seen else one.mean
    halves = [math.nan] * len(values) if is_seen else [half or math.nan for half in one.half_width]
    words = [said(key, scale, value, lang, half) for value, half in zip(values, halves, strict=True)]
    figure.add_scatter(
        x=list(range(len(values))),
        y=[scale.scaled(value) if math.isfinite(value) else None for value in values],
        customdata=[[f"{one.name}, {label}", word] for label, word in zip(one.labels, words, strict=True)],
        hovertemplate=HOVER,
        showlegend=False,
        **look,
        **axes,
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
