"""Charts of cargo by share: how it travels inland (modal split) and by which port it leaves or enters (gateways)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from portsim.report.axes import label_room, row_axis, rows_height
from portsim.report.caption import Caption, year_tail
from portsim.report.colours import MODES, port_colours
from portsim.report.frame import HOVER, framed
from portsim.report.lettering import plain
from portsim.report.marks import LEGEND_ROOM, key, legend_below_title, legend_name, words
from portsim.report.rows import summed
from portsim.report.summary import CLUSTER, Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of

OTHER_GATEWAYS = "other_gateways"
"""Nansha, Yantian, Shanghai, land borders ...: what passes the cluster by."""
_OTHERS_COLOUR = "#C9CDD3"
_LEAST_WRITTEN = 5.0
"""Parts below so many per cent are too narrow for a number."""


def modal_split(journeys: pd.DataFrame, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Inland modes of each port, of the cluster and of what passes it by, as bars of 100 %; laden TEU at their end.

    Parameters
    ----------
    journeys
        Columns period, mode, gateway, value (laden TEU); gateways that are no port of the cluster are one row.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    mine = journeys[journeys["period"] == period]
    mine = with_others(mine, names)
    modes = [mode for mode in MODES if (mine["mode"] == mode).any()]
    inside = mine[mine["gateway"] != OTHER_GATEWAYS].assign(gateway=CLUSTER)
    shares = summed(pd.concat([mine, inside]), "gateway", "mode")
    gateways = [port for port in (*names.ports, CLUSTER, OTHER_GATEWAYS) if (shares["gateway"] == port).any()]
    colours = {mode: MODES[mode] for mode in modes}
    return _parts(
        shares.rename(columns={"gateway": "row", "mode": "part"}),
        {port: gateway_name(port, names, lang) for port in gateways},
        {mode: TEXTS.text(f"mode.{mode}", lang) for mode in modes},
        colours,
        f"{TEXTS.text('chart.modal_split.title', lang)}{year_tail(period, lang)}",
        "chart.modal_split",
        caption,
        lang,
    )


def gateway_share(journeys: pd.DataFrame, names: Names, period: str, caption: Caption, lang: Language) -> go.Figure:
    """Ports by which the cargo of each zone leaves and enters, as bars of 100 %; zones from the largest down.

    Parameters
    ----------
    journeys
        Columns period, zone, gateway, value (laden TEU); gateways that are no port of the cluster are one part.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    shares = summed(with_others(journeys[journeys["period"] == period], names), "zone", "gateway")
    zones = summed(shares, "zone").sort_values("value", ascending=False, kind="stable")["zone"].tolist()
    ports = [port for port in (*names.ports, OTHER_GATEWAYS) if (shares["gateway"] == port).any()]
    return _parts(
        shares.rename(columns={"zone": "row", "gateway": "part"}),
        {zone: names.own(zone, lang) for zone in zones},
        {port: gateway_name(port, names, lang) for port in ports},
        {**port_colours(names.ports), OTHER_GATEWAYS: _OTHERS_COLOUR},
        f"{TEXTS.text('chart.gateways.title', lang)}{year_tail(period, lang)}",
        "chart.gateways",
        caption,
        lang,
    )


def with_others(journeys: pd.DataFrame, names: Names) -> pd.DataFrame:
    """The journeys with every gateway that is no port of the cluster called `OTHER_GATEWAYS`."""
    ports = set(names.ports)
    return journeys.assign(gateway=[one if one in ports else OTHER_GATEWAYS for one in journeys["gateway"]])


def gateway_name(gateway: str, names: Names, lang: Language) -> str:
    """Name of a port, or of all gateways elsewhere."""
    return TEXTS.text("gateway.others", lang) if gateway == OTHER_GATEWAYS else names.own(gateway, lang)


def _parts(
    shares: pd.DataFrame,
    rows: Mapping[str, str],
    parts: Mapping[str, str],
    colours: Mapping[str, str],
    title: str,
    key_of_texts: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """Rows of 100 % made of parts; columns of `shares`: row, part, value."""
    labels = list(rows.values())
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    figure = framed(
        title,
        caption.subtitle(TEXTS.text(f"{key_of_texts}.unit", lang, unit=unit.label), lang),
        caption.note(lang, TEXTS.text(f"{key_of_texts}.note", lang)),
        lang,
        height=max(rows_height(labels), 360) + 40,
        left=label_room(labels),
        bottom=36,
        top=LEGEND_ROOM,
    )
    value = shares.set_index(["row", "part"])["value"].to_dict()
    totals = {row: sum(value.get((row, part), 0.0) for part in parts) for row in rows}
    for part, word in parts.items():
        percent = [100.0 * value.get((row, part), 0.0) / (totals[row] or 1.0) for row in rows]
        _bar(figure, list(rows.values()), percent, plain(word), colours[part])
        key(figure, legend_name(word), colours[part])
    words(
        figure, [101.0] * len(rows), list(range(len(rows))), [unit.number(total) for total in totals.values()],
        "middle right",
    )  # fmt: skip
    figure.update_layout(
        yaxis=row_axis(labels),
        xaxis={
            "range": [0, 109], "tickvals": [0, 20, 40, 60, 80, 100], "ticksuffix": "%" if lang == "zh" else " %",
            "showgrid": False, "zeroline": False, "tickfont": {"size": 12},
        },
        barmode="stack",
    )  # fmt: skip
    legend_below_title(figure)
    return figure


def _bar(figure: go.Figure, labels: Sequence[str], percent: Sequence[float], word: str, colour: str) -> None:
    figure.add_bar(
        orientation="h",
        y=list(range(len(labels))),
        x=list(percent),
        width=0.68,
        marker={"color": colour, "line": {"width": 0.8, "color": "white"}},
        text=[f"{share:.0f}" if share >= _LEAST_WRITTEN else "" for share in percent],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 11},
        constraintext="none",
        customdata=[[plain(label), f"{word}: {share:.1f} %"] for label, share in zip(labels, percent, strict=True)],
        hovertemplate=HOVER,
        showlegend=False,
    )
