"""Charts of what the ports offer to ships: waiting time by port and occupancy of berths by terminal."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from portsim.report.axes import label_room, name_axis, row_axis, rows_height, value_axis, whisker
from portsim.report.caption import Caption, of_what, said, year_tail
from portsim.report.colours import INK, lighter, port_colours
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import bars_key, words
from portsim.report.summary import Names, Summary, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit
from portsim.report.units import unit as unit_of

_LEFT, _RIGHT = 0.12, 0.26
"""The diamond stands beside the bar: on it, it would hide the whisker."""
_LIGHT = 0.35
"""Part of white in the bars."""


def wait_by_port(summary: Summary, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Mean waiting time by port as bars from 0 with whiskers, the 90th percentile as a diamond.

    Parameters
    ----------
    summary
        Means of ``wait_h`` and ``wait_h_p90``, hours.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    ports = [port for port in names.ports if summary.get("wait_h", port, period)]
    unit = unit_of("h", lang)
    means = [value for port in ports if (value := summary.get("wait_h", port, period))]
    high = [summary.get("wait_h_p90", port, period) for port in ports]
    labels = [names.own(port, lang) for port in ports]
    figure = framed(
        f"{TEXTS.text('chart.wait.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.wait.note", lang)),
        lang,
        bottom=52,
    )
    colours = port_colours(ports)
    x = [slot - _LEFT for slot in range(len(ports))]
    figure.add_bar(
        x=x,
        y=[value.mean for value in means],
        width=0.42,
        marker={
            "color": [lighter(colours[p], _LIGHT) for p in ports],
            "line": {"width": 1, "color": [colours[p] for p in ports]},
        },
        error_y=whisker([value.drawn_half_width for value in means]),
        customdata=_says("chart.wait.mean", labels, means, unit, lang),
        hovertemplate=HOVER,
        showlegend=False,
    )
    if any(high):
        bars_key(figure, TEXTS.text("chart.wait.mean", lang), _LIGHT)
        _diamonds(figure, labels, high, unit, lang)
    tops = [value.mean + value.drawn_half_width for value in means]
    words(figure, x, tops, [unit.number(value.mean) for value in means])
    figure.update_layout(
        xaxis=name_axis(labels),
        yaxis=value_axis(unit.tickformat, max([*tops, *(value.mean for value in high if value)], default=1.0)),
        showlegend=any(high),
    )
    return figure


def _diamonds(
    figure: go.Figure, labels: Sequence[str], high: Sequence[Value | None], unit: Unit, lang: Language
) -> None:
    shown = [(slot, label, value) for slot, (label, value) in enumerate(zip(labels, high, strict=True)) if value]
    figure.add_scatter(
        x=[slot + _RIGHT for slot, _, _ in shown],
        y=[value.mean for _, _, value in shown],
        mode="markers",
        name=TEXTS.text("chart.wait.p90", lang),
        marker={"symbol": "diamond", "size": 10, "color": INK},
        cliponaxis=False,
        customdata=_says("chart.wait.p90", [one for _, one, _ in shown], [one for *_, one in shown], unit, lang),
        hovertemplate=HOVER,
    )


def _says(key: str, labels: Sequence[str], values: Sequence[Value], unit: Unit, lang: Language) -> list[list[str]]:
    return [
        [plain(label), said(key, unit, value.mean, lang, value.half_width)]
        for label, value in zip(labels, values, strict=True)
    ]


def occupancy_by_terminal(
    summary: Summary,
    names: Names,
    period: str,
    caption: Caption,
    lang: Language,
    terminals: Sequence[str] | None = None,
    part: str = "",
) -> go.Figure:
    """Mean berth occupancy by terminal as horizontal bars from 0, with whiskers, coloured by port.

    Parameters
    ----------
    summary
        Means of ``berth_occupancy_share``.
    names, period, caption, lang
        As for `throughput_by_port`.
    terminals
        Those to draw; all if None.
    part
        What stands behind the title where they are not all.
    """
    measure = "berth_occupancy_share"
    wanted = names.of_kind("terminal") if terminals is None else terminals
    rows = [entity for entity in wanted if summary.get(measure, entity, period)]
    unit = unit_of("share", lang)
    labels = [names.full(entity, lang) for entity in rows]
    values = [value for entity in rows if (value := summary.get(measure, entity, period))]
    figure = framed(
        f"{TEXTS.text('chart.occupancy.title', lang)}{part}{year_tail(period, lang)}",
        caption.subtitle(
            of_what(unit.label, TEXTS.text("axis.share_of_available", lang), lang), lang, "chart.interval"
        ),
        caption.note(lang, TEXTS.text("chart.occupancy.note", lang)),
        lang,
        height=rows_height(labels),
        left=label_room(labels),
        bottom=36,
    )
    colours = port_colours(names.ports)
    own = [colours.get(names.port_of(entity), INK) for entity in rows]
    figure.add_bar(
        orientation="h",
        y=list(range(len(rows))),
        x=[unit.scaled(value.mean) for value in values],
        width=0.66,
        marker={"color": [lighter(colour, _LIGHT) for colour in own], "line": {"width": 1, "color": own}},
        error_x=whisker([unit.scaled(value.drawn_half_width) for value in values]),
        customdata=_says("series.simulated", labels, values, unit, lang),
        hovertemplate=HOVER,
        showlegend=False,
    )
    ends = [unit.scaled(value.mean + value.drawn_half_width) for value in values]
    numbers = [f"  {unit.number(value.mean)}" for value in values]
    words(figure, ends, list(range(len(rows))), numbers, "middle right")
    end = max(100.0, 1.12 * max(ends, default=0.0))
    figure.update_layout(
        yaxis=row_axis(labels),
        xaxis={**value_axis(unit.tickformat, 1.0), "range": [0, end]},
        barmode="overlay",
    )
    return figure
