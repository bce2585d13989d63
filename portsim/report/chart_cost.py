"""The cost waterfall: what a TEU costs from door to door, part by part, in the base and in an option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import name_axis, name_room, value_axis
from portsim.report.caption import Caption
from portsim.report.colours import GREY, INK, PALE, SERIES, lighter
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name, words
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit
from portsim.report.units import unit as unit_of

_BAR = 0.36


def cost_waterfall(
    costs: pd.DataFrame, parts: Mapping[str, str], options: Mapping[str, str], caption: Caption, lang: Language
) -> go.Figure:
    """Two waterfalls side by side, the base light and the option dark; the last column is the sum.

    Parameters
    ----------
    costs
        Columns option, part, value (CNY per TEU; negative for a subsidy).
    parts
        Name of each part by id, in the order of the journey.
    options
        Name by id of the base and of the option, in this order; the base alone is allowed.
    caption, lang
        As for the other charts.
    """
    unit = unit_of("CNY/TEU", lang)
    figure = framed(
        TEXTS.text("chart.cost.title", lang),
        caption.subtitle(unit.label, lang),
        caption.note(lang, TEXTS.text("chart.cost.note", lang)),
        lang,
        bottom=name_room(list(parts.values())),
        top=LEGEND_ROOM,
    )
    value = {(option, part): v for option, part, v in rows(costs, "option", "part", "value")}
    ends = []
    for n, (option, name) in enumerate(options.items()):
        colour = lighter(SERIES[0], 0.5) if n == 0 and len(options) > 1 else SERIES[0]
        shift = (n - (len(options) - 1) / 2) * (_BAR + 0.03)
        steps = [value.get((option, part), 0.0) for part in parts]
        ends += _waterfall(figure, steps, list(parts.values()), plain(name), shift, colour, unit, lang)
        if len(options) > 1:
            key(figure, legend_name(name), colour)
    labels = [*parts.values(), TEXTS.text("cost.sum", lang)]
    figure.update_layout(xaxis=name_axis(labels), yaxis=value_axis(unit.tickformat, max(ends)), barmode="overlay")
    if min(ends) < 0:
        figure.update_layout(yaxis_range=[1.12 * min(ends), 1.12 * max(ends)])
    legend_below_title(figure)
    return figure


def _waterfall(
    figure: go.Figure,
    steps: Sequence[float],
    parts: Sequence[str],
    name: str,
    shift: float,
    colour: str,
    unit: Unit,
    lang: Language,
) -> list[float]:
    """Draw one waterfall; the heights it reaches."""
    starts = [sum(steps[:n]) for n in range(len(steps))]
    total = sum(steps)
    x = [n + shift for n in range(len(steps) + 1)]
    tops = [unit.scaled(max(start, start + step)) for start, step in zip(starts, steps, strict=True)]
    tops.append(unit.scaled(total))
    figure.add_bar(
        x=x,
        y=[unit.scaled(step) for step in (*steps, total)],
        base=[unit.scaled(start) for start in (*starts, 0.0)],
        width=_BAR,
        marker={"color": [colour] * len(steps) + [INK if shift >= 0 else GREY]},
        customdata=[
            [name, f"{plain(part)}: {unit.with_label(step)}"]
            for part, step in zip((*parts, TEXTS.text("cost.sum", lang)), (*steps, total), strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    for n, (start, step) in enumerate(zip(starts, steps, strict=True)):
        level = unit.scaled(start + step)
        figure.add_scatter(
            x=[x[n] - _BAR / 2, x[n + 1] + _BAR / 2], y=[level, level], mode="lines", hoverinfo="skip",
            line={"color": PALE, "width": 1}, showlegend=False,
        )  # fmt: skip
    words(figure, x, tops, [unit.number(step) for step in (*steps, total)], size=10)
    return [*tops, *(unit.scaled(min(start, start + step)) for start, step in zip(starts, steps, strict=True))]
