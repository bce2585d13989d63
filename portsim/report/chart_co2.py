"""The chart of CO2: tonnes by mode of transport and of ships at berth, option beside option or place beside place."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import name_axis, name_room, value_axis, whisker
from portsim.report.caption import Caption
from portsim.report.colours import MODES
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, words
from portsim.report.rows import rows
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit

SOURCES = {mode: MODES[mode] for mode in ("road", "rail", "barge", "river_sea", "sea")} | {
    "berth": "#C9A227",
    "past": "#C9CDD2",
}
"""Colour of each source of CO2: modes of transport, ships at berth, and all of the cargo past the cluster."""


def co2_by_mode(
    emissions: pd.DataFrame,
    totals: pd.DataFrame,
    options: Mapping[str, str],
    unit: Unit,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Stacked bars from 0, one per option; the whisker is that of the total.

    Parameters
    ----------
    emissions
        Columns option, mode (one of `SOURCES`), value (unit of the data of `unit`).
    totals
        Columns option, value, half_width (NaN for none): the sum of the modes and its interval.
    options
        Name of each option, or place, by id, from left to right.
    unit
        How the values are printed: ``t_co2`` or ``kg/TEU``.
    caption, lang
        As for the other charts.
    """
    modes = [mode for mode in SOURCES if (emissions["mode"] == mode).any()]
    total = {option: (value, half) for option, value, half in rows(totals, "option", "value", "half_width")}
    halves = [unit.scaled(total[option][1]) if total[option][1] > 0 else 0.0 for option in options]
    tops = [unit.scaled(total[option][0]) + half for option, half in zip(options, halves, strict=True)]
    figure = framed(
        TEXTS.text("chart.co2.title", lang),
        caption.subtitle(unit.label, lang, "chart.interval.total"),
        caption.note(lang, TEXTS.text("chart.co2.note", lang)),
        lang,
        bottom=name_room(list(options.values())),
        top=LEGEND_ROOM,
    )
    for mode in modes:
        value = {option: v for option, m, v in rows(emissions, "option", "mode", "value") if m == mode}
        heights = [unit.scaled(value.get(option, 0.0)) for option in options]
        figure.add_bar(
            x=list(range(len(options))),
            y=heights,
            width=0.56,
            marker={"color": SOURCES[mode], "line": {"width": 0.8, "color": "white"}},
            error_y=whisker(halves) if mode == modes[-1] else None,
            customdata=[
                [plain(name), f"{TEXTS.text(f'mode.{mode}', lang)}: {unit.with_label(value.get(option, 0.0))}"]
                for option, name in options.items()
            ],
            hovertemplate=HOVER,
            showlegend=False,
        )
        key(figure, TEXTS.text(f"mode.{mode}", lang), SOURCES[mode])
    words(figure, list(range(len(options))), tops, [unit.number(total[option][0]) for option in options])
    figure.update_layout(
        xaxis=name_axis(list(options.values())),
        yaxis=value_axis(unit.tickformat, max(tops, default=1.0)),
        barmode="stack",
    )
    legend_below_title(figure)
    return figure
