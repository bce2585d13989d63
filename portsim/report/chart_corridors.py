"""The charts of corridors: from zone by mode and gateway to market, as a Sankey diagram, and what an option changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from portsim.report.caption import Caption, year_tail
from portsim.report.colours import GREY, GROUPS, INK, MODES, port_colours, transparent
from portsim.report.frame import HEIGHT, framed
from portsim.report.lettering import plain, shorten_words
from portsim.report.marks import key, legend_below_title, short
from portsim.report.rows import rows, summed
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit
from portsim.report.units import unit as unit_of

STAGES = ("zone", "mode", "gateway", "group")
MOST_ZONES = 10
OTHERS = "others"
LEAST_GATEWAY = 0.015
"""Gateways outside the cluster with less than this share of all boxes are one."""
MORE, LESS = "#2F6DA8", "#C8602B"
_LEAST_LINK = 0.0005


@dataclass(frozen=True)
class _Link:
    """TEU between two nodes that stand in neighbouring columns."""

    start: str
    end: str
    teu: float


def corridors(
    journeys: pd.DataFrame, groups: Mapping[str, str], names: Names, period: str, caption: Caption, lang: Language
) -> go.Figure:
    """Zone -> inland mode -> gateway -> group of markets, both directions together; width is laden TEU.

    Parameters
    ----------
    journeys
        Columns period, zone, mode, gateway, market, value (TEU).
    groups
        Group of each market, one of `portsim.results.records.GROUPS`.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    table = staged(journeys, groups, period, names)
    figure = _framed("chart.corridors", period, unit, caption, lang)
    links = _links(table)
    _sankey(figure, links, [_link_colour(link, names) for link in links], names, unit, lang)
    return figure


def corridor_change(
    base: pd.DataFrame,
    option: pd.DataFrame,
    groups: Mapping[str, str],
    names: Names,
    period: str,
    caption: Caption,
    lang: Language,
) -> go.Figure:
    """What an option adds to each corridor (blue) and takes from it (orange); width is the change in laden TEU.

    Parameters
    ----------
    base, option
        Journeys of the two, as for `corridors`.
    groups, names, period, caption, lang
        As for `corridors`.
    """
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    signed = pd.concat([option, base.assign(value=-base["value"])])
    table = staged(signed, groups, period, names)
    figure = _framed("chart.corridor_change", period, unit, caption, lang)
    links = _links(table, float(base.loc[base["period"] == period, "value"].sum()))
    colours = [transparent(MORE if link.teu > 0 else LESS, 0.55) for link in links]
    _sankey(figure, links, colours, names, unit, lang)
    for word, colour in (("more", MORE), ("less", LESS)):
        key(figure, TEXTS.text(f"change.{word}", lang), colour)
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    legend_below_title(figure)
    return figure


def staged(journeys: pd.DataFrame, groups: Mapping[str, str], period: str, names: Names) -> pd.DataFrame:
    """Sums by zone, mode, gateway and group of markets; zones beyond the largest ten are one, small gateways too.

    Returns
    -------
    Columns zone, mode, gateway, group, value (TEU).
    """
    mine = journeys[journeys["period"] == period]
    of_market = [groups.get(market) or "other_overseas" for market in mine["market"]]
    mine = mine.assign(group=of_market, size=mine["value"].abs())
    sizes = summed(mine, "zone", value="size").sort_values("size", ascending=False, kind="stable")
    kept = set(sizes["zone"].tolist()[:MOST_ZONES]) if len(sizes) > MOST_ZONES + 1 else set(sizes["zone"])
    mine = mine.assign(zone=[zone if zone in kept else OTHERS for zone in mine["zone"]])
    through = summed(mine, "gateway", value="size")
    least = LEAST_GATEWAY * float(through["size"].sum())
    large = {*names.ports, *(gateway for gateway, size in rows(through, "gateway", "size") if size >= least)}
    mine = mine.assign(gateway=[gateway if gateway in large else OTHERS for gateway in mine["gateway"]])
    return summed(mine, *STAGES)


def _links(table: pd.DataFrame, total: float = 0.0) -> list[_Link]:
    """The links that are not too small against all boxes: those of the table, or `total` of them."""
    total = total or float(table["value"].abs().sum()) or 1.0
    links = []
    for left, right in pairwise(STAGES):
        for start, end, teu in rows(summed(table, left, right), left, right, "value"):
            if abs(teu) >= _LEAST_LINK * total:
                links.append(_Link(f"{left}/{start}", f"{right}/{end}", teu))
    return links


def _framed(prefix: str, period: str, unit: Unit, caption: Caption, lang: Language) -> go.Figure:
    return framed(
        f"{TEXTS.text(f'{prefix}.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(TEXTS.text("chart.corridors.unit", lang, unit=unit.label), lang),
        caption.note(lang, TEXTS.text(f"{prefix}.note", lang)),
        lang,
        height=HEIGHT + 40,
        left=14,
        bottom=30,
        top=118,
    )


def _sankey(
    figure: go.Figure, links: Sequence[_Link], colours: Sequence[str], names: Names, unit: Unit, lang: Language
) -> None:
    nodes = list(dict.fromkeys(node for link in links for node in (link.start, link.end)))
    place = {node: n for n, node in enumerate(nodes)}
    figure.add_sankey(
        arrangement="snap",
        node={
            "label": [_label(node, names, lang) for node in nodes],
            "color": [_colour(node, names) for node in nodes],
            "x": [0.001 + 0.998 * STAGES.index(node.split("/")[0]) / (len(STAGES) - 1) for node in nodes],
            "y": _heights(nodes, links),
            "pad": 15, "thickness": 14, "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [place[link.start] for link in links],
            "target": [place[link.end] for link in links],
            "value": [abs(link.teu) for link in links],
            "color": list(colours),
            "customdata": [
                f"{_label(link.start, names, lang)} – {_label(link.end, names, lang)}<br>{unit.with_label(link.teu)}"
                for link in links
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 12, "color": INK},
        domain={"x": [0.0, 1.0], "y": [0.0, 1.0]},
    )  # fmt: skip
    for n, stage in enumerate(STAGES):
        figure.add_annotation(
            text=f"<b>{TEXTS.text(f'stage.{stage}', lang)}</b>", x=n / (len(STAGES) - 1), y=1, xref="paper",
            yref="paper", xanchor="left" if n == 0 else "right" if n == len(STAGES) - 1 else "center",
            yanchor="bottom", yshift=5, showarrow=False, font={"size": 12, "color": GREY},
        )  # fmt: skip


def _heights(nodes: Sequence[str], links: Sequence[_Link]) -> list[float]:
    """Middle of each node in its column, from the top: the columns in the order of the nodes' sizes."""
    sizes = {
        node: max(
            sum(abs(link.teu) for link in links if link.start == node),
            sum(abs(link.teu) for link in links if link.end == node),
        )
        for node in nodes
    }
    found: dict[str, float] = {}
    for stage in STAGES:
        mine = [node for node in nodes if node.startswith(f"{stage}/")]
        column = sorted(mine, key=lambda node: (node.endswith(f"/{OTHERS}"), -sizes[node]))
        pad = 0.036
        total = sum(sizes[node] for node in column) or 1.0
        room = 1.0 - pad * (len(column) - 1)
        top = 0.0
        for node in column:
            share = room * sizes[node] / total
            found[node] = min(0.999, max(0.001, top + share / 2))
            top += share + pad
    return [found[node] for node in nodes]


def _label(node: str, names: Names, lang: Language) -> str:
    stage, name = node.split("/", 1)
    if stage == "mode":
        return TEXTS.text(f"mode.{name}", lang)
    if stage == "group":
        return TEXTS.text(f"group.{name}", lang)
    if name == OTHERS:
        return TEXTS.text(f"{stage}.others", lang)
    return plain(shorten_words(short(names.own(name, lang)), 20))


def _colour(node: str, names: Names) -> str:
    stage, name = node.split("/", 1)
    if stage == "mode":
        return MODES.get(name, GREY)
    if stage == "group":
        return GROUPS.get(name, GREY)
    return port_colours(names.ports).get(name, GREY) if stage == "gateway" else "#9AA3AF"


def _link_colour(link: _Link, names: Names) -> str:
    """A link has the colour of its gateway, or of its mode where it does not touch one."""
    node = next((end for end in (link.start, link.end) if end.startswith("gateway/")), link.end)
    return transparent(_colour(node, names), 0.38)
