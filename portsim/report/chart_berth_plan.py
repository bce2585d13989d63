"""The berth plan: who lay at the quays of a port in two weeks of one replication, as a Gantt chart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room
from portsim.report.caption import Caption
from portsim.report.colours import GREY, PALE, lighter, port_colours
from portsim.report.frame import HEIGHT, HOVER, framed
from portsim.report.lettering import name_lines, plain, shorten
from portsim.report.marks import key, legend_below_title
from portsim.report.rows import rows
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language

SIZES = (500, 1_500)
"""Limits between small, middling and large calls, TEU."""
_SHADES = (0.7, 0.35, 0.0)
_ROW_PX = 21


def berth_plan(
    stays: pd.DataFrame, port: str, first_day: datetime, n_days: int, names: Names, caption: Caption, lang: Language
) -> go.Figure:
    """Stays as bars from first to last line, in rows by quay; the darker, the more boxes.

    Parameters
    ----------
    stays
        Of this port: columns terminal, quay, service, row (from 0 at each quay), berthed, unberthed (datetimes), teu.
    port
        Port, which decides the colour.
    first_day, n_days
        What is shown.
    names, lang
        As for the other charts.
    caption
        Of one replication.
    """
    quays = list(dict.fromkeys(stays.sort_values(["terminal", "quay"], kind="stable")["quay"]))
    rows_of = {quay: int(stays.loc[stays["quay"] == quay, "row"].max()) + 1 for quay in quays}
    first_row, n_rows = {}, 0
    for quay in quays:
        first_row[quay] = n_rows
        n_rows += rows_of[quay]
    terminals: dict[str, list[int]] = {}
    for quay in quays:
        mine = range(first_row[quay], first_row[quay] + rows_of[quay])
        terminals.setdefault(quay.rsplit("/", 1)[0], []).extend(mine)
    labels = [names.own(terminal, lang) for terminal in terminals]
    figure = framed(
        TEXTS.text("chart.berth_plan.titled", lang, port=plain(shorten(names.own(port, lang), 40))),
        caption.subtitle(_span(first_day, n_days, lang), lang),
        caption.note(lang, TEXTS.text("chart.berth_plan.note", lang)),
        lang,
        height=max(HEIGHT, 190 + _ROW_PX * n_rows),
        left=min(label_room(labels), 190),
        bottom=36,
        top=98,
    )
    colour = port_colours([port])[port]
    for size, shade in enumerate(_SHADES):
        of_size = stays[[_size(teu) == size for teu in stays["teu"]]]
        _bars(figure, of_size, first_row, lighter(colour, shade), first_day, n_days, names, lang)
        key(figure, _size_words(size, lang), lighter(colour, shade), "square", colour)
    for quay in quays[1:]:
        same = first_row[quay] not in (places[0] for places in terminals.values())
        figure.add_hline(y=first_row[quay] - 0.5, line={"color": PALE if same else GREY, "width": 0.8})
    figure.update_layout(
        xaxis={
            "type": "date", "range": [first_day.isoformat(), (first_day + timedelta(days=n_days)).isoformat()],
            # not at the end, where half of the label would leave the picture
            "tickvals": [(first_day + timedelta(days=day)).isoformat() for day in range(0, n_days, 2)],
            "tickformat": "%-m-%-d" if lang == "zh" else "%-d %b", "gridcolor": PALE, "zeroline": False,
            "tickfont": {"size": 12},
        },
        yaxis={
            "tickmode": "array", "tickvals": [sum(places) / len(places) for places in terminals.values()],
            "ticktext": [
                "<br>".join(f"{plain(shorten(line, 25))} " for line in name_lines(label, 160)) for label in labels
            ],
            "range": [n_rows - 0.5, -0.5], "showgrid": False, "zeroline": False, "ticks": "", "tickfont": {"size": 12},
        },
        barmode="overlay",
        bargap=0.0,
    )  # fmt: skip
    legend_below_title(figure)
    return figure


def _bars(
    figure: go.Figure,
    stays: pd.DataFrame,
    first_row: dict[str, int],
    colour: str,
    first_day: datetime,
    n_days: int,
    names: Names,
    lang: Language,
) -> None:
    last = first_day + timedelta(days=n_days)
    shown = rows(stays, "quay", "row", "service", "berthed", "unberthed", "teu")
    spans = [(max(berthed, first_day), min(unberthed, last)) for _, _, _, berthed, unberthed, _ in shown]
    figure.add_bar(
        orientation="h",
        y=[first_row[quay] + row for quay, row, *_ in shown],
        base=[begin.isoformat() for begin, _ in spans],
        x=[(end - begin) / timedelta(milliseconds=1) for begin, end in spans],
        width=0.74,
        marker={"color": colour, "line": {"width": 0.8, "color": "white"}},
        customdata=[
            [plain(names.full(service, lang)), f"{berthed:%m-%d %H:%M} – {unberthed:%m-%d %H:%M}, {teu:,} TEU"]
            for _, _, service, berthed, unberthed, teu in shown
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )


def _size(teu: int) -> int:
    return sum(teu >= limit for limit in SIZES)


def _size_words(size: int, lang: Language) -> str:
    low, high = SIZES
    return TEXTS.text(f"size.{('small', 'middling', 'large')[size]}", lang, low=f"{low:,}", high=f"{high:,}")


def _span(first_day: datetime, n_days: int, lang: Language) -> str:
    last = first_day + timedelta(days=n_days - 1)
    if lang == "zh":
        return f"{first_day.year}年{first_day.month}月{first_day.day}日至{last.month}月{last.day}日"
    return f"{first_day:%d %b} to {last:%d %b %Y}"
