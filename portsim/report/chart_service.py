"""Charts of what the ports offer to ships: waiting by port, occupancy of berths by terminal and month, load of sailings."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from portsim.report.colours import INK, lighter, port_colours
from portsim.report.frame import (
    HOVER,
    SMALL_WIDTH,
    Caption,
    framed,
    label_room,
    name_axis,
    name_lines,
    plain,
    said,
    shorten,
    value_axis,
    whisker,
    year_tail,
)
from portsim.report.summary import Names, Summary, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of

_SEQUENTIAL = [[0.0, "#FFFFFF"], [0.35, "#D6E6F2"], [0.65, "#6BAED6"], [0.85, "#2171B5"], [1.0, "#08306B"]]
_ROW_PX = 24


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
    figure = framed(
        f"{TEXTS.text('chart.wait.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(unit.label, lang, "chart.interval"),
        caption.note(lang, TEXTS.text("chart.wait.note", lang)),
        lang,
        bottom=52,
    )
    colours = port_colours(ports)
    figure.add_bar(
        x=list(range(len(ports))),
        y=[value.mean for value in means],
        width=0.5,
        marker={
            "color": [lighter(colours[p], 0.35) for p in ports],
            "line": {"width": 1, "color": [colours[p] for p in ports]},
        },
        error_y=whisker([value.drawn_half_width for value in means]),
        customdata=[
            [plain(names.own(p, lang)), said("chart.wait.mean", unit, v.mean, lang, v.half_width)]
            for p, v in zip(ports, means, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    if any(high):
        figure.add_scatter(
            x=[slot for slot, value in enumerate(high) if value],
            y=[value.mean for value in high if value],
            mode="markers",
            name=TEXTS.text("chart.wait.p90", lang),
            marker={"symbol": "diamond", "size": 10, "color": INK},
            customdata=[
                [plain(names.own(p, lang)), said("chart.wait.p90", unit, v.mean, lang, v.half_width)]
                for p, v in zip(ports, high, strict=True)
                if v
            ],
            hovertemplate=HOVER,
        )
        figure.add_scatter(
            x=[None], y=[None], mode="markers", name=TEXTS.text("chart.wait.mean", lang),
            marker={"symbol": "square", "size": 12, "color": lighter("#555B66", 0.35), "line": {"width": 1, "color": "#555B66"}},
        )  # fmt: skip
    figure.add_scatter(
        x=[slot + 0.27 for slot in range(len(ports))],
        y=[value.mean for value in means],
        text=[unit.number(value.mean) for value in means],
        mode="text",
        textposition="middle right",
        textfont={"size": 11},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    top = max([v.mean + v.drawn_half_width for v in means] + [v.mean for v in high if v], default=1.0)
    figure.update_layout(
        xaxis=name_axis([names.own(port, lang) for port in ports]),
        yaxis=value_axis("", unit.tickformat, top),
        showlegend=any(high),
    )
    return figure


def occupancy_by_terminal(summary: Summary, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Mean berth occupancy by terminal as horizontal bars from 0, with whiskers, coloured by port."""
    measure = "berth_occupancy_share"
    rows = [entity for entity in names.of_kind("terminal") if summary.get(measure, entity, period)]
    unit = unit_of("share", lang)
    labels = [shorten(names.full(entity, lang), 40) for entity in rows]
    values = [value for entity in rows if (value := summary.get(measure, entity, period))]
    figure = framed(
        f"{TEXTS.text('chart.occupancy.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(
            _of_what(unit.label, TEXTS.text("axis.share_of_available", lang), lang), lang, "chart.interval"
        ),
        caption.note(lang, TEXTS.text("chart.occupancy.note", lang)),
        lang,
        height=_height(len(rows)),
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
        marker={"color": [lighter(colour, 0.35) for colour in own], "line": {"width": 1, "color": own}},
        error_x=whisker([unit.scaled(value.drawn_half_width) for value in values]),
        customdata=[
            [plain(label), said("series.simulated", unit, v.mean, lang, v.half_width)]
            for label, v in zip(labels, values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    ends = [unit.scaled(value.mean + value.drawn_half_width) for value in values]
    figure.add_scatter(
        x=ends,
        y=list(range(len(rows))),
        text=[f"  {unit.number(value.mean)}" for value in values],
        mode="text",
        textposition="middle right",
        textfont={"size": 11},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    end = max(100.0, 1.12 * max(ends, default=0.0))
    figure.update_layout(
        yaxis=_row_axis(labels),
        xaxis={**value_axis("", unit.tickformat, 1.0), "range": [0, end]},
        barmode="overlay",
    )
    return figure


def occupancy_by_month(summary: Summary, names: Names, year: str, caption: Caption, lang: Language) -> go.Figure:
    """Berth occupancy as a heatmap, terminals by months; the colour runs from 0 to 100 %."""
    measure = "berth_occupancy_share"
    months = summary.months(measure, year)
    rows = [e for e in names.of_kind("terminal") if any(summary.get(measure, e, month) for month in months)]
    columns = [f"{int(month[5:])}月" if lang == "zh" else str(int(month[5:])) for month in months]
    cells = [[summary.get(measure, entity, month) for month in months] for entity in rows]
    return _heatmap(
        cells,
        [names.full(entity, lang) for entity in rows],
        columns,
        f"{TEXTS.text('chart.occupancy_months.title', lang)}{year_tail(year, lang)}",
        TEXTS.text("axis.share_of_available", lang),
        caption,
        TEXTS.text("chart.occupancy.note", lang),
        lang,
    )


def load_by_port(summary: Summary, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Load factors as a heatmap: ports by market group and direction; the colour runs from 0 to 100 %."""
    measure = "load_share"
    entities = [entity.split(":") for entity in summary.entities(measure, period) if entity.count(":") == 2]
    ports = [port for port in names.ports if any(parts[0] == port for parts in entities)]
    pairs = list(dict.fromkeys((group, direction) for _, group, direction in entities))
    cells = [[summary.get(measure, f"{port}:{group}:{way}", period) for group, way in pairs] for port in ports]
    columns = [f"{_word('group', group, lang)}\n{_word('direction', way, lang)}" for group, way in pairs]
    return _heatmap(
        cells,
        [names.own(port, lang) for port in ports],
        columns,
        f"{TEXTS.text('chart.load.title', lang)}{year_tail(period, lang)}",
        "",
        caption,
        TEXTS.text("chart.load.note", lang),
        lang,
    )


def _word(prefix: str, name: str, lang: Language) -> str:
    key = f"{prefix}.{name}"
    return TEXTS.text(key, lang) if TEXTS.has(key) else name


def _heatmap(
    cells: list[list[Value | None]],
    rows: list[str],
    columns: list[str],
    title: str,
    what: str,
    caption: Caption,
    note: str,
    lang: Language,
) -> go.Figure:
    unit = unit_of("share", lang)
    rows = [shorten(label, 40) for label in rows]
    figure = framed(
        title,
        caption.subtitle(_of_what(unit.label, what, lang), lang),
        caption.note(lang, note),
        lang,
        height=_height(len(rows)),
        left=label_room(rows),
        bottom=64 if any("\n" in label for label in columns) else 36,
    )
    numbers = [[None if value is None else unit.scaled(value.mean) for value in row] for row in cells]
    top = max([100.0, *(number for row in numbers for number in row if number is not None)])
    figure.add_heatmap(
        z=numbers,
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        zmin=0,
        zmax=top,
        colorscale=_SEQUENTIAL,
        xgap=2,
        ygap=2,
        showscale=False,
        customdata=[
            [
                [
                    plain(label),
                    said("series.simulated", unit, *((v.mean, lang, v.half_width) if v else (math.nan, lang))),
                ]
                for v in row
            ]
            for label, row in zip(rows, cells, strict=True)
        ],
        hovertemplate=HOVER,
        hoverongaps=False,
    )
    for i, row in enumerate(numbers):
        for j, number in enumerate(row):
            if number is not None:
                figure.add_annotation(
                    x=j, y=i, text=f"{number:.0f}", showarrow=False,
                    font={"size": 11, "color": "white" if number > 0.68 * top else INK},
                )  # fmt: skip
    slot_px = (SMALL_WIDTH - 20 - label_room(rows)) / max(len(columns), 1)
    broken = [[line for part in label.split("\n") for line in name_lines(part, slot_px)] for label in columns]
    ticks = ["<br>".join(plain(line) for line in lines) for lines in broken]
    figure.update_layout(
        yaxis=_row_axis(rows),
        xaxis={
            "tickmode": "array", "tickvals": list(range(len(columns))), "ticktext": ticks, "tickangle": 0, "showgrid": False,
            "zeroline": False, "ticks": "", "tickfont": {"size": 11},
        },
    )  # fmt: skip
    return figure


def _of_what(label: str, what: str, lang: Language) -> str:
    return (f"{label}（{what}）" if lang == "zh" else f"{label} ({what})") if what else label


def _row_axis(labels: list[str]) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [f"{plain(label)} " for label in labels],
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 12},
    }


def _height(n_rows: int) -> int:
    return max(300, 170 + _ROW_PX * n_rows)
