"""The flow map: corridors between zones and gateways on the coast, as wide as their boxes; not a map of roads."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from portsim.report.caption import Caption, year_tail
from portsim.report.coast import draw_coast, map_axes
from portsim.report.colours import GREY, INK, port_colours
from portsim.report.frame import HEIGHT, HOVER, framed
from portsim.report.lettering import columns, plain, shorten
from portsim.report.marks import legend_below_title, line_key, short, words
from portsim.report.placing import PlacedNames
from portsim.report.rows import rows, summed
from portsim.report.summary import Names
from portsim.report.texts import TEXTS, Language
from portsim.report.units import unit as unit_of

WEST, EAST, SOUTH, NORTH = 104.06, 117.4, 17.9, 25.9
LIMITS = (0.5, 0.7, 0.85)
"""Steps of the share of capacity."""
SHADES = ("#3F8F6B", "#B7B13A", "#E08A2E", "#B3261E")
NO_CAPACITY = "#9AA3AF"
_WIDEST_PX, _LEAST_PX = 13.0, 0.7
_NEAR_DEGREES = 0.42
_LINE = 0.31
"""Height of a line of words on the map, degrees."""
LEAST_GATEWAY = 0.1
"""Gateways outside the cluster with less than this share of all boxes are not drawn."""
_DEGREES_PER_COLUMN = 0.12
"""Room of a half-width character on the map at 720 pixels."""


def flow_map(
    flows: pd.DataFrame, throughput_teu: dict[str, float], names: Names, period: str, caption: Caption, lang: Language
) -> go.Figure:
    """Lines between zones and gateways: width is laden TEU, colour the share of the capacity that is used.

    Parameters
    ----------
    flows
        Columns zone, zone_lon, zone_lat, gateway, gateway_lon, gateway_lat, mode, value (laden TEU, both directions),
        share (of capacity, 0-1; NaN where no capacity is known: roads). Gateways of other waters are left out, and
        those outside the cluster that few boxes take.
    throughput_teu
        By port; the area of its point.
    names, period, caption, lang
        As for `throughput_by_port`.
    """
    unit = unit_of("teu_large" if lang == "zh" else "teu_thousand", lang)
    figure = framed(
        f"{TEXTS.text('chart.flow_map.title', lang)}{year_tail(period, lang)}",
        caption.subtitle(TEXTS.text("chart.flow_map.unit", lang, unit=unit.label), lang),
        caption.note(lang, TEXTS.text("chart.flow_map.note", lang)),
        lang,
        height=HEIGHT + 80,
        left=14,
        bottom=14,
        top=104,
    )
    draw_coast(figure)
    flows = on_the_map(_that_count(flows, names))
    widest = float(flows["value"].max()) if len(flows) else 1.0
    ordered = flows.sort_values(["share", "value"], na_position="first", kind="stable")
    wanted = ("zone", "gateway", "zone_lon", "zone_lat", "gateway_lon", "gateway_lat", "mode", "value", "share")
    for zone, gateway, x0, y0, x1, y1, mode, teu, share in rows(ordered, *wanted):
        start = clipped(x0, y0, x1, y1)
        width = _WIDEST_PX * teu / widest
        if width < _LEAST_PX * 0.15:
            continue
        label = f"{names.own(zone, lang)} – {names.own(gateway, lang)}, {TEXTS.text(f'mode.{mode}', lang)}"
        used = "" if math.isnan(share) else f", {100 * share:.0f} %"
        figure.add_scatter(
            # a point in the middle, so that the line can be pointed at
            x=[start[0], (start[0] + x1) / 2, x1],
            y=[start[1], (start[1] + y1) / 2, y1],
            mode="lines",
            line={"color": shade(share), "width": max(_LEAST_PX, width)},
            opacity=0.85,
            customdata=[[plain(label), unit.with_label(teu) + used]] * 3,
            hovertemplate=HOVER,
            showlegend=False,
        )
    placed = PlacedNames(_DEGREES_PER_COLUMN, _LINE, WEST, EAST)
    _ports(figure, flows, throughput_teu, names, placed, lang)
    _zones(figure, flows, names, placed, lang)
    _legend(figure, flows, lang)
    map_axes(figure, WEST, EAST, SOUTH, NORTH)
    figure.add_annotation(
        text=TEXTS.text("chart.flow_map.sketch", lang), x=0.995, y=0.01, xref="x domain", yref="y domain",
        xanchor="right", yanchor="bottom", showarrow=False, font={"size": 13, "color": GREY},
    )  # fmt: skip
    return figure


def on_the_map(flows: pd.DataFrame) -> pd.DataFrame:
    """The flows whose gateway lies on this coast: a scenario of other waters has none."""
    lon, lat = flows["gateway_lon"], flows["gateway_lat"]
    return flows[(lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)]


def _that_count(flows: pd.DataFrame, names: Names) -> pd.DataFrame:
    """The flows by ports of the cluster, and by the large gateways elsewhere."""
    through = summed(flows, "gateway")
    least = LEAST_GATEWAY * float(through["value"].sum())
    kept = {*names.ports, *(gateway for gateway, teu in rows(through, "gateway", "value") if teu >= least)}
    return flows[flows["gateway"].isin(kept)]


def shade(share: float) -> str:
    """Colour of a share of capacity; grey where it is not known."""
    return NO_CAPACITY if math.isnan(share) else SHADES[sum(share >= limit for limit in LIMITS)]


def clipped(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """The start of a line that ends inside the map, or where the line enters the map."""
    inside = 1.0
    for start, end, low, high in ((x0, x1, WEST, EAST), (y0, y1, SOUTH, NORTH)):
        if start < low:
            inside = min(inside, (end - low) / (end - start))
        elif start > high:
            inside = min(inside, (high - end) / (start - end))
    return x1 + inside * (x0 - x1), y1 + inside * (y0 - y1)


def _zones(figure: go.Figure, flows: pd.DataFrame, names: Names, placed: PlacedNames, lang: Language) -> None:
    """Zones by name, on the edge with an arrow where they lie beyond; those at a port are not named twice."""
    ports = {(x, y) for x, y in rows(flows, "gateway_lon", "gateway_lat")}
    largest = flows.sort_values("value", ascending=False, kind="stable").drop_duplicates("zone")
    edge = []
    for zone, x, y, to_x, to_y in rows(largest, "zone", "zone_lon", "zone_lat", "gateway_lon", "gateway_lat"):
        name = plain(shorten(short(names.own(zone, lang)), 24))
        if clipped(x, y, to_x, to_y) != (x, y):
            edge.append((*clipped(x, y, to_x, to_y), name))
        elif min(math.dist((x, y), port) for port in ports) > _NEAR_DEGREES:
            figure.add_scatter(
                x=[x], y=[y], mode="markers", marker={"size": 6, "color": INK}, hoverinfo="skip", showlegend=False
            )
            at_x, at_y, side = placed.beside(x, y, 0.12, name, upwards=True)
            words(figure, [at_x], [at_y], [name], side)
    for x, _, name in sorted(point for point in edge if point[1] >= NORTH - 0.05):
        half = columns(f"↑ {name}") * _DEGREES_PER_COLUMN / 2
        middle = min(max(x, WEST + half), EAST - half)
        top = placed.above(middle, NORTH - 0.24, f"↑ {name}", -_LINE)
        words(figure, [middle], [top], [f"↑ {name}"], "middle center")
    for _, y, name in sorted(point for point in edge if point[1] < NORTH - 0.05):
        half = columns(f"← {name}") * _DEGREES_PER_COLUMN / 2
        level = placed.above(WEST + 0.05 + half, y + 0.15, f"← {name}", _LINE)
        words(figure, [WEST + 0.05], [level], [f"← {name}"], "middle right")


def _ports(
    figure: go.Figure,
    flows: pd.DataFrame,
    throughput_teu: dict[str, float],
    names: Names,
    placed: PlacedNames,
    lang: Language,
) -> None:
    largest = max(throughput_teu.values(), default=1.0)
    colours = port_colours(names.ports)
    places = rows(flows.drop_duplicates("gateway"), "gateway", "gateway_lon", "gateway_lat")
    sizes = {port: 7.0 + 19.0 * math.sqrt(throughput_teu.get(port, 0.0) / largest) for port, _, _ in places}
    for port, x, y in places:
        placed.keep_clear(x, y, sizes[port] / 80)
    for port, x, y in places:
        figure.add_scatter(
            x=[x], y=[y], mode="markers",
            marker={"size": sizes[port], "color": colours.get(port, GREY), "line": {"width": 1.5, "color": "white"}},
            customdata=[[plain(names.own(port, lang)), ""]], hovertemplate=HOVER, showlegend=False,
        )  # fmt: skip
        name = shorten(short(names.own(port, lang)), 24)
        at_x, at_y, side = placed.beside(x, y, 0.012 * sizes[port] + 0.05, f" {name} ")
        words(figure, [at_x], [at_y], [f"<b>{plain(name)}</b>"], side, colours.get(port, GREY))


def _legend(figure: go.Figure, flows: pd.DataFrame, lang: Language) -> None:
    if flows["share"].isna().any():
        line_key(figure, TEXTS.text("capacity.unknown", lang), NO_CAPACITY)
    edges = (0, *(round(100 * limit) for limit in LIMITS))
    for n, colour in enumerate(SHADES):
        last = n == len(SHADES) - 1
        word = TEXTS.text("capacity.over", lang, low=edges[n]) if last else f"{edges[n]}–{edges[n + 1]} %"
        line_key(figure, word, colour)
    legend_below_title(figure)
