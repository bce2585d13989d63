"""The chart of annual throughput: by port, observed beside simulated."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence, Set
from dataclasses import replace

import plotly.graph_objects as go

from portsim.report.axes import name_axis, value_axis, whisker
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import lighter, port_colours
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import bars_key, words
from portsim.report.summary import Names, Observed, Summary, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, throughput_unit

MEASURE = "throughput_teu"
_BAR, _BAR_ALONE = 0.38, 0.55
_SHIFT = _BAR / 2 + 0.01
_LIGHT = 0.55
"""Part of white in the bars of simulated values."""


def throughput_by_port(
    summary: Summary, observed: Observed, names: Names, period: str, caption: Caption, lang: Language
) -> go.Figure:
    """Annual throughput by port: observed solid beside simulated lighter, whiskers are 95 % intervals, bars from 0.

    Where nothing is published, the estimate of the scenario is a hollow bar: no one shall take it for a statistic.

    Parameters
    ----------
    summary, observed
        Simulated means and observed values of ``throughput_teu``, TEU.
    names
        Ports in the order in which they are drawn.
    period
        Year.
    caption
        What stands around the chart.
    lang
        ``"zh"`` (万TEU) or ``"en"`` (million TEU).
    """
    ports = [port for port in names.ports if summary.get(MEASURE, port, period)]
    values = [value for port in ports if (value := summary.get(MEASURE, port, period))]
    seen = [observed.get(MEASURE, port, period) for port in ports]
    any_seen = any(math.isfinite(value) for value in seen)
    estimated = {port for port in ports if observed.basis(MEASURE, port, period) == "estimate"}
    published = [value for value in seen if math.isfinite(value)]
    unit = throughput_unit(max([1.0, summary.largest(MEASURE, ports, period), *published]), lang)
    figure = framed(
        f"{TEXTS.text('chart.throughput.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, "chart.interval"),
        caption.note(lang, _note(bool(estimated), lang), observed=any_seen),
        lang,
        bottom=52,
    )
    labels = [names.own(port, lang) for port in ports]
    if any_seen:
        _observed_bars(figure, ports, labels, seen, estimated, unit, lang)
    _simulated_bars(figure, ports, labels, values, unit, any_seen, lang)
    if any_seen:
        _legend(
            figure, {port for port, value in zip(ports, seen, strict=True) if math.isfinite(value)}, estimated, lang
        )
    tops = [*published, *(value.mean + value.drawn_half_width for value in values)]
    figure.update_layout(
        xaxis=name_axis(labels),
        yaxis=value_axis(unit.tickformat, unit.scaled(max(tops, default=0.0))),
        showlegend=any_seen,
        barmode="overlay",
    )
    return figure


def _observed_bars(
    figure: go.Figure,
    ports: Sequence[str],
    labels: Sequence[str],
    seen: Sequence[float],
    estimated: Collection[str],
    unit: Unit,
    lang: Language,
) -> None:
    colours = port_colours(ports)
    x = [slot - _SHIFT for slot in range(len(ports))]
    heights = [unit.scaled(value) if math.isfinite(value) else None for value in seen]
    figure.add_bar(
        x=x,
        y=heights,
        width=_BAR,
        marker={
            "color": ["white" if port in estimated else colours[port] for port in ports],
            "line": {"width": 1.5, "color": [colours[port] for port in ports]},
        },
        customdata=[
            [plain(label), said(f"series.{_series_of(port, estimated)}", unit, value, lang)]
            for port, label, value in zip(ports, labels, seen, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    words(figure, x, heights, [_short(unit, value) if math.isfinite(value) else "" for value in seen])


def _simulated_bars(
    figure: go.Figure,
    ports: Sequence[str],
    labels: Sequence[str],
    values: Sequence[Value],
    unit: Unit,
    any_seen: bool,
    lang: Language,
) -> None:
    colours = port_colours(ports)
    x = [slot + (_SHIFT if any_seen else 0.0) for slot in range(len(ports))]
    figure.add_bar(
        x=x,
        y=[unit.scaled(value.mean) for value in values],
        width=_BAR if any_seen else _BAR_ALONE,
        marker={
            "color": [lighter(colours[port], _LIGHT) for port in ports],
            "line": {"width": 1, "color": [colours[port] for port in ports]},
        },
        error_y=whisker([unit.scaled(value.drawn_half_width) for value in values]),
        customdata=[
            [plain(label), said("series.simulated", unit, value.mean, lang, value.half_width)]
            for label, value in zip(labels, values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    tops = [unit.scaled(value.mean + value.drawn_half_width) for value in values]
    words(figure, x, tops, [_short(unit, value.mean) for value in values])


def _legend(figure: go.Figure, seen: Set[str], estimated: Set[str], lang: Language) -> None:
    if seen - estimated:
        bars_key(figure, TEXTS.text("series.observed", lang), 0.0)
    if estimated:
        bars_key(figure, TEXTS.text("series.estimate", lang), 0.0, is_hollow=True)
    bars_key(figure, TEXTS.text("series.simulated", lang), _LIGHT)


def _note(any_estimated: bool, lang: Language) -> str:
    keys = ["chart.throughput.note", *(["chart.throughput.hollow"] if any_estimated else [])]
    return ("" if lang == "zh" else " ").join(TEXTS.text(key, lang) for key in keys)


def _series_of(port: str, estimated: Collection[str]) -> str:
    return "estimate" if port in estimated else "observed"


def _short(unit: Unit, value: float) -> str:
    """A label of at most two decimals: three do not fit over a bar of eight ports at 720 pixels."""
    return replace(unit, decimals=min(unit.decimals, 2)).number(value)
