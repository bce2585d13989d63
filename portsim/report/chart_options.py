"""The chart of options: the mean of a measure by option, with run noise as whiskers and what is not known as a band."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, number_axis, row_axis, rows_height, whisker
from portsim.report.caption import Caption, year_tail
from portsim.report.colours import SERIES, lighter
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import key, legend_below_title
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit


def means_by_option(
    means: pd.DataFrame, measure: str, place: str, period: str, unit: Unit, caption: Caption, lang: Language
) -> go.Figure:
    """Dots in rows, options from top to bottom.

    Parameters
    ----------
    means
        Columns name (of the option), mean, half_width (NaN for none), draw_low, draw_high (5 % and 95 % quantile over
        draws of the uncertain inputs, NaN for none), in the unit of the data.
    measure, place, period
        Names of the measure and of the place; the year.
    unit
        How values are printed.
    caption, lang
        As for the other charts.
    """
    labels = [str(name) for name in means["name"].tolist()]
    numbers = [tuple(map(unit.scaled, row)) for row in rows(means, "mean", "half_width", "draw_low", "draw_high")]
    has_draws = any(math.isfinite(low) for _, _, low, _ in numbers)
    has_noise = any(math.isfinite(half) for _, half, _, _ in numbers)
    figure = framed(
        f"{plain(measure)}{TEXTS.text('sep.subtitle', lang)}{plain(place)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, ""),
        caption.note(lang, TEXTS.text("chart.options.note.draws" if has_draws else "chart.options.note", lang)),
        lang,
        height=max(rows_height(labels), 320) + 20,
        left=label_room(labels),
        bottom=36,
        top=98,
    )
    if has_draws:
        figure.add_bar(
            orientation="h",
            y=list(range(len(labels))),
            x=[high - low if math.isfinite(low) else 0.0 for _, _, low, high in numbers],
            base=[low if math.isfinite(low) else 0.0 for _, _, low, _ in numbers],
            width=0.5,
            marker={"color": lighter(SERIES[0], 0.7), "line": {"width": 0}},
            hoverinfo="skip",
            showlegend=False,
        )
        key(figure, TEXTS.text("chart.options.draws", lang), lighter(SERIES[0], 0.7))
    figure.add_scatter(
        x=[mean for mean, *_ in numbers],
        y=list(range(len(labels))),
        mode="markers",
        marker={"size": 11, "color": SERIES[0]},
        error_x=whisker([half if math.isfinite(half) else 0.0 for _, half, _, _ in numbers]),
        customdata=[[plain(label), _said(one, unit)] for label, one in zip(labels, numbers, strict=True)],
        hovertemplate=HOVER,
        showlegend=False,
        cliponaxis=False,
    )
    tail = "chart.options.mean" if has_noise else "chart.wait.mean"
    key(figure, TEXTS.text(tail, lang), SERIES[0], "circle")
    legend_below_title(figure)
    start, end = _reach(numbers)
    figure.update_layout(xaxis=number_axis("", _tickformat(unit, end - start), start, end), yaxis=row_axis(labels))
    return figure


def _tickformat(unit: Unit, span: float) -> str:
    """Decimals enough to tell the marks of an axis apart that does not begin at 0."""
    needed = -math.floor(math.log10(span / 6.0)) if span > 0.0 else 0
    return f",.{max(unit.decimals, needed, 0)}~f"


def _said(numbers: tuple[float, ...], unit: Unit) -> str:
    mean, half, low, high = (value * unit.factor for value in numbers)
    text = unit.number(mean) + (f" ± {unit.number(half)}" if math.isfinite(half) else "")
    return f"{text} {unit.label}" + (f" ({unit.number(low)} … {unit.number(high)})" if math.isfinite(low) else "")


def _reach(numbers: list[tuple[float, ...]]) -> tuple[float, float]:
    """Limits of the axis: dots need no zero, but what lies near it is shown with it."""
    ends = []
    for mean, half, low, high in numbers:
        noise = half if math.isfinite(half) else 0.0
        ends += [value for value in (mean - noise, mean + noise, low, high) if math.isfinite(value)]
    least, most = min(ends), max(ends)
    if 0.0 <= least <= 0.6 * most:
        return 0.0, 1.08 * most or 1.0
    spread = (most - least) or abs(most) * 0.1 or 1.0
    return least - 0.12 * spread, most + 0.12 * spread
