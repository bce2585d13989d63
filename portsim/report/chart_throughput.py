"""The chart of annual throughput: by port, observed beside simulated."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from portsim.report.colours import INK, lighter, port_colours
from portsim.report.frame import HOVER, Caption, framed, name_axis, plain, said, value_axis, whisker, year_tail
from portsim.report.summary import Names, Observed, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import throughput_unit

MEASURE = "throughput_teu"
_BAR = 0.38


def throughput_by_port(
    summary: Summary, observed: Observed, names: Names, period: str, caption: Caption, lang: Language
) -> go.Figure:
    """Annual throughput by port: observed solid beside simulated lighter, whiskers are 95 % intervals, bars from 0.

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
    figure = framed(
        f"{TEXTS.text('chart.throughput.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.throughput.note", lang), observed=any_seen),
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
            marker={"color": [colours[port] for port in ports], "line": {"width": 0}},
            customdata=[
                [plain(names.own(p, lang)), said("series.observed", unit, v, lang)]
                for p, v in zip(ports, seen, strict=True)
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        _label_tops(figure, [slot - shift for slot in slots], heights, [unit.number(value) for value in seen])
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
    _label_tops(figure, [slot + shift for slot in slots], ends, [unit.number(value.mean) for value in values])
    if any_seen:
        for key, colour in (("series.observed", "#555B66"), ("series.simulated", lighter("#555B66", 0.55))):
            figure.add_scatter(
                x=[None],
                y=[None],
                mode="markers",
                name=TEXTS.text(key, lang),
                marker={"symbol": "square", "size": 12, "color": colour, "line": {"width": 1, "color": "#555B66"}},
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


def _largest(summary: Summary, observed: Observed, ports: Sequence[str], period: str) -> float:
    seen = [observed.get(MEASURE, port, period) for port in ports]
    return max([summary.largest(MEASURE, ports, period), *(value for value in seen if math.isfinite(value))])
