"""The chart of a measure month by month: a line for each port or other thing, with the band of run noise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from portsim.report.axes import number_axis
from portsim.report.caption import Caption, said, year_tail
from portsim.report.colours import SERIES, port_colours, transparent
from portsim.report.frame import HEIGHT, HOVER, framed
from portsim.report.lettering import plain, shorten
from portsim.report.marks import legend_below_title, line_key
from portsim.report.summary import CLUSTER, Names, Summary
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, measure_unit

MOST_SERIES = 12
MOST_BANDS = 3
"""More bands would hide each other."""
_CLUSTER_COLOUR = "#1F2933"


def series_by_month(
    summary: Summary,
    measure: str,
    label: str,
    entities: Sequence[str],
    names: Names,
    caption: Caption,
    lang: Language,
    year: str,
) -> go.Figure:
    """Means over replications by month, from 0 unless a value is below, with 95 % intervals where there is room.

    Parameters
    ----------
    summary
        Means and intervals; months have periods ``2025-01``.
    measure, label
        Id and heading of the measure.
    entities
        What is drawn, at most `MOST_SERIES`.
    names, caption, lang
        As for the other charts.
    year
        Whose months are drawn.
    """
    shown = list(entities)[:MOST_SERIES]
    months = summary.months(measure, year)
    values = {e: [summary.get(measure, e, month) for month in months] for e in shown}
    has_bands = len(shown) <= MOST_BANDS
    sizes = [abs(v.mean) + v.drawn_half_width for row in values.values() for v in row if v]
    unit = measure_unit(measure, summary.unit(measure), max(sizes, default=0.0), lang)
    figure = framed(
        f"{plain(label)}{year_tail(year, lang)}",
        caption.subtitle(unit.label, lang, "chart.band" if has_bands else ""),
        caption.note(lang, TEXTS.text("chart.series.note" if has_bands else "chart.series.note.many", lang)),
        lang,
        height=HEIGHT,
        left=64,
        bottom=36,
        top=112 + 18 * max(0, math.ceil(len(shown) / 5) - 1),
    )
    colours = _colours(shown)
    least, most = 0.0, 0.0
    for entity in shown:
        name = plain(shorten(names.full(entity, lang), 24))
        low = [unit.scaled(v.mean - v.drawn_half_width) if v else math.nan for v in values[entity]]
        high = [unit.scaled(v.mean + v.drawn_half_width) if v else math.nan for v in values[entity]]
        means = [unit.scaled(v.mean) if v else math.nan for v in values[entity]]
        least = min([least, *(v for v in means if math.isfinite(v))])
        most = max([most, *(v for v in (high if has_bands else means) if math.isfinite(v))])
        if has_bands:
            _band(figure, months, low, high, colours[entity])
        figure.add_scatter(
            x=months, y=means, mode="lines+markers", name=name, showlegend=False, line={"color": colours[entity],
            "width": 2}, marker={"size": 5}, customdata=_words(months, values[entity], name, unit, lang),
            hovertemplate=HOVER,
        )  # fmt: skip
        line_key(figure, name, colours[entity])
    legend_below_title(figure)
    start = 1.1 * least if least < 0 else 0.0
    figure.update_layout(
        xaxis={"type": "category", "showgrid": False, "tickfont": {"size": 12}, "nticks": 13, "zeroline": False},
        yaxis=number_axis("", unit.tickformat, start, 1.08 * most or 1.0),
    )
    return figure


def _colours(entities: Sequence[str]) -> Mapping[str, str]:
    """Ports in their own colours where there are some; other things in those of series."""
    fixed = port_colours([one for one in entities if one != CLUSTER]) if len(entities) <= len(SERIES) + 3 else {}
    ring = {entity: SERIES[i % len(SERIES)] for i, entity in enumerate(entities)}
    return {entity: _CLUSTER_COLOUR if entity == CLUSTER else fixed.get(entity, ring[entity]) for entity in entities}


def _band(figure: go.Figure, months: list[str], low: list[float], high: list[float], colour: str) -> None:
    known = [i for i, value in enumerate(low) if math.isfinite(value)]
    if not known or all(low[i] == high[i] for i in known):
        return
    figure.add_scatter(
        x=[months[i] for i in known] + [months[i] for i in reversed(known)],
        y=[high[i] for i in known] + [low[i] for i in reversed(known)],
        mode="lines", line={"width": 0}, fill="toself", fillcolor=transparent(colour, 0.16), hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _words(months: Sequence[str], values: Sequence[object], name: str, unit: Unit, lang: Language) -> list[list[str]]:
    found = []
    for month, value in zip(months, values, strict=True):
        mean, half = getattr(value, "mean", math.nan), getattr(value, "half_width", math.nan)
        found.append([f"{name}, {month}", said("series.simulated", unit, mean, lang, half)])
    return found
