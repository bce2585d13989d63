"""Charts as tables of colour: occupancy of berths by terminal and month, load of sailings by port and market."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from portsim.report.axes import label_room, rows_height
from portsim.report.caption import Caption, of_what, said, year_tail
from portsim.report.colour_table import Cells, add_colour_table
from portsim.report.frame import framed
from portsim.report.printed import word
from portsim.report.summary import Names, Summary, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of

_SEQUENTIAL = [[0.0, "#FFFFFF"], [0.35, "#D6E6F2"], [0.65, "#6BAED6"], [0.85, "#2171B5"], [1.0, "#08306B"]]


def occupancy_by_month(
    summary: Summary,
    names: Names,
    year: str,
    caption: Caption,
    lang: Language,
    terminals: Sequence[str] | None = None,
    part: str = "",
) -> go.Figure:
    """Berth occupancy as a heatmap, terminals by months; the colour runs from 0 to 100 %.

    Parameters
    ----------
    summary
        Means of ``berth_occupancy_share`` by month.
    names, year, caption, lang
        As for `throughput_by_port`.
    terminals, part
        As for `occupancy_by_terminal`.
    """
    measure = "berth_occupancy_share"
    months = summary.months(measure, year)
    wanted = names.of_kind("terminal") if terminals is None else terminals
    rows = [e for e in wanted if any(summary.get(measure, e, month) for month in months)]
    columns = [f"{int(month[5:])}月" if lang == "zh" else str(int(month[5:])) for month in months]
    cells = [[summary.get(measure, entity, month) for month in months] for entity in rows]
    return _heatmap(
        cells,
        [names.full(entity, lang) for entity in rows],
        columns,
        f"{TEXTS.text('chart.occupancy_months.title', lang)}{part}{year_tail(year, lang)}",
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
    columns = [f"{word('group', group, lang)}\n{word('direction', way, lang)}" for group, way in pairs]
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
    figure = framed(
        title,
        caption.subtitle(of_what(unit.label, what, lang), lang),
        caption.note(lang, note),
        lang,
        height=rows_height(rows),
        left=label_room(rows),
        bottom=64 if any("\n" in label for label in columns) else 36,
    )
    numbers = [[math.nan if value is None else unit.scaled(value.mean) for value in row] for row in cells]
    table = Cells(
        rows,
        columns,
        numbers,
        [["" if math.isnan(number) else f"{number:.0f}" for number in row] for row in numbers],
        [[said("series.simulated", unit, v.mean, lang, v.half_width) if v else "" for v in row] for row in cells],
    )
    top = max([100.0, *(number for row in numbers for number in row if not math.isnan(number))])
    add_colour_table(figure, table, _SEQUENTIAL, (0.0, top))
    return figure
