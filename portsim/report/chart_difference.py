"""The chart of differences to the base: a dot and a paired interval for each port and measure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis, rows_height
from portsim.report.caption import Caption, year_tail
from portsim.report.colours import GREY, PALE, SERIES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import heading, key, legend_below_title, spans
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, measure_unit

UNSURE = "#A3A9B3"
MOST_MEASURES = 3


def difference_to_base(
    differences: pd.DataFrame,
    measures: Sequence[str],
    labels: Mapping[str, str],
    names: Names,
    period: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """One panel per measure, ports from top to bottom; grey where the interval covers 0.

    Parameters
    ----------
    differences
        Of one option, as `portsim.analysis.differences.paired_differences` gives them: columns measure, unit, entity,
        period, difference, low, high (NaN below two pairs).
    measures
        At most `MOST_MEASURES` of them, from left to right.
    labels
        Heading of each measure.
    names, period, lang
        As for `throughput_by_port`.
    caption
        Of the option, with the number of pairs.
    """
    mine = differences[(differences["period"] == period) & differences["measure"].isin(list(measures))]
    found = set(mine["entity"].tolist())
    entities = [e for e in (*names.ports, "cluster", *names.of_kind("terminal")) if e in found]
    rooms = [names.own(entity, lang) for entity in entities]
    figure = framed(
        f"{TEXTS.text('chart.difference.title', lang)}{year_tail(period, lang)}",
        caption.subtitle("", lang, "chart.interval.paired"),
        caption.note(lang, TEXTS.text("chart.difference.note", lang)),
        lang,
        height=max(rows_height(rooms), 320) + 40,
        left=label_room(rooms),
        bottom=36,
        top=118,
    )
    places = spans(len(measures), 0.06)
    for panel, measure in enumerate(measures):
        tail = str(panel + 1) if panel else ""
        part = mine[mine["measure"] == measure]
        values = {e: numbers for e, *numbers in rows(part, "entity", "difference", "low", "high")}
        sizes = [abs(number) for numbers in values.values() for number in numbers if math.isfinite(number)]
        unit = measure_unit(measure, str(part["unit"].iloc[0]) if len(part) else "", max(sizes, default=0.0), lang)
        _dots(figure, entities, values, unit, names, tail, lang)
        reach = 1.12 * unit.scaled(max(sizes, default=0.0)) or 1.0
        figure.update_layout(
            {
                f"xaxis{tail}": {
                    "domain": places[panel], "anchor": f"y{tail}", "range": [-reach, reach], "gridcolor": PALE,
                    "zeroline": True, "zerolinecolor": GREY, "zerolinewidth": 1.5, "nticks": 5,
                    "tickformat": ",.3~r", "tickfont": {"size": 11},
                },
                f"yaxis{tail}": {
                    **row_axis(rooms), "anchor": f"x{tail}", "domain": [0.0, 1.0],
                    "showticklabels": panel == 0, "gridcolor": PALE, "showgrid": True,
                },
            }
        )  # fmt: skip
        told = [labels.get(measure, measure), *([unit.label] if unit.label else [])]
        word = TEXTS.text("sep.list", lang).join(told)
        heading(figure, plain(word), places[panel][0], 1.0)
    key(figure, TEXTS.text("difference.sure", lang), SERIES[0], "circle")
    key(figure, TEXTS.text("difference.unsure", lang), UNSURE, "circle")
    legend_below_title(figure)
    return figure


def _dots(
    figure: go.Figure,
    entities: Sequence[str],
    values: Mapping[str, Sequence[float]],
    unit: Unit,
    names: Names,
    tail: str,
    lang: Language,
) -> None:
    shown: list[tuple[int, str, float, float, float]] = []
    for row, entity in enumerate(entities):
        if entity in values:
            value, low, high = values[entity]
            shown.append((row, entity, value, low, high))
    colours = [SERIES[0] if is_sure(low, high) else UNSURE for _, _, _, low, high in shown]
    for (row, _, _, low, high), colour in zip(shown, colours, strict=True):
        if math.isfinite(low) and math.isfinite(high):
            figure.add_scatter(
                x=[unit.scaled(low), unit.scaled(high)], y=[row, row], mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 2}, showlegend=False, xaxis=f"x{tail}", yaxis=f"y{tail}",
            )  # fmt: skip
    figure.add_scatter(
        x=[unit.scaled(value) for _, _, value, _, _ in shown],
        y=[row for row, *_ in shown],
        mode="markers",
        marker={"size": 9, "color": colours, "line": {"width": 1, "color": "white"}},
        customdata=[
            [
                plain(names.own(entity, lang)),
                f"{unit.number(v)} ({unit.number(low)} … {unit.number(high)}) {unit.label}",
            ]
            for _, entity, v, low, high in shown
        ],
        hovertemplate=HOVER,
        showlegend=False,
        xaxis=f"x{tail}",
        yaxis=f"y{tail}",
    )


def is_sure(low: float, high: float) -> bool:
    """Whether an interval does not cover 0; without an interval nothing is sure."""
    return low > 0.0 or high < 0.0
