"""The chart of annual throughput: by port, observed beside simulated."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import plotly.graph_objects as go

from portsim.report.axes import name_axis, value_axis, whisker
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import INK, lighter, port_colours
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.summary import Names, Observed, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, throughput_unit

MEASURE = "throughput_teu"
_BAR = 0.38
LEGEND_INK = "#555B66"


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
    unit = throughput_unit(max(_largest(summary, observed, ports, period), 1.0), lang)
    seen = [observed.get(MEASURE, port, period) for port in ports]
    any_seen = any(math.isfinite(value) for value in seen)
    estimated = {port for port in ports if observed.basis(MEASURE, port, period) == "estimate"}
    figure = framed(
        f"{TEXTS.text('chart.throughput.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, "chart.interval"),
        caption.note(lang, _note(bool(estimated), lang), observed=any_seen),
        lang,
        bottom=52,
    )
    colours = port_colours(ports)
    slots = range(len(ports))
    shift = _BAR / 2 + 0.01 if any_seen else 0.0
    top = 0.0
    if any_seen:
        heights = [unit.scaled(value) if math.isfinite(value) else None for value in seen]
        top = max(height for height in heights if height is not None)
        figure.add_bar(
            x=[slot - shift for slot in slots],
            y=heights,
            width=_BAR,
            marker={
                "color": ["white" if p in estimated else colours[p] for p in ports],
                "line": {"width": 1.5, "color": [colours[p] for p in ports]},
            },
            customdata=[
                [plain(names.own(p, lang)), said(f"series.{_series_of(p, estimated)}", unit, v, lang)]
                for p, v in zip(ports, seen, strict=True)
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        _label_tops(figure, [slot - shift for slot in slots], heights, [_short(unit, value) for value in seen])
    values = [value for port in ports if (value := summary.get(MEASURE, port, period))]
    ends = [unit.scaled(value.mean + value.drawn_half_width) for value in values]
    top = max([top, *ends])
    figure.add_bar(
        x=[slot + shift for slot in slots],
        y=[unit.scaled(value.mean) for value in values],
        width=_BAR if any_seen else 0.55,
        marker={
            "color": [lighter(colours[port], 0.55) for port in ports],
            "line": {"width": 1, "color": [colours[port] for port in ports]},
        },
        error_y=whisker([unit.scaled(value.drawn_half_width) for value in values]),
        customdata=[
            [plain(names.own(p, lang)), said("series.simulated", unit, v.mean, lang, v.half_width)]
            for p, v in zip(ports, values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    _label_tops(figure, [slot + shift for slot in slots], ends, [_short(unit, value.mean) for value in values])
    if any_seen:
        looks = {"observed": LEGEND_INK, "estimate": "white", "simulated": lighter(LEGEND_INK, 0.55)}
        present = {
            *(_series_of(p, estimated) for p, v in zip(ports, seen, strict=True) if math.isfinite(v)),
            "simulated",
        }
        for key, colour in ((key, colour) for key, colour in looks.items() if key in present):
            figure.add_scatter(
                x=[None],
                y=[None],
                mode="markers",
                name=TEXTS.text(f"series.{key}", lang),
                marker={"symbol": "square", "size": 12, "color": colour, "line": {"width": 1.5, "color": LEGEND_INK}},
            )
    figure.update_layout(
        xaxis=name_axis([names.own(port, lang) for port in ports]),
        yaxis=value_axis("", unit.tickformat, top),
        showlegend=any_seen,
        barmode="overlay",
    )
    return figure


def _label_tops(figure: go.Figure, x: Sequence[float], y: Sequence[float | None], text: Sequence[str]) -> None:
    figure.add_scatter(
        x=list(x),
        y=list(y),
        text=["" if height is None else word for height, word in zip(y, text, strict=True)],
        mode="text",
        textposition="top center",
        textfont={"size": 11, "color": INK},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _note(any_estimated: bool, lang: Language) -> str:
    keys = ["chart.throughput.note", *(["chart.throughput.hollow"] if any_estimated else [])]
    return ("" if lang == "zh" else " ").join(TEXTS.text(key, lang) for key in keys)


def _series_of(port: str, estimated: Collection[str]) -> str:
    return "estimate" if port in estimated else "observed"


def _short(unit: Unit, value: float) -> str:
    """A label of at most two decimals: three do not fit over a bar of eight ports at 720 pixels."""
    return replace(unit, decimals=min(unit.decimals, 2)).number(value)


def _largest(summary: Summary, observed: Observed, ports: Sequence[str], period: str) -> float:
    seen = [observed.get(MEASURE, port, period) for port in ports]
    return max([summary.largest(MEASURE, ports, period), *(value for value in seen if math.isfinite(value))])
