"""The charts of the hinterland in a report, with the numbers beside them: locks, modes, gateways, corridors."""

from __future__ import annotations

import math

import pandas as pd

from portsim.report.chart_corridors import corridors
from portsim.report.chart_lock import MEASURES as LOCK_MEASURES
from portsim.report.chart_lock import lock_by_month
from portsim.report.chart_map import flow_map, on_the_map
from portsim.report.chart_modes import gateway_share, modal_split
from portsim.report.chart_specialization import specialization
from portsim.report.colours import GROUPS
from portsim.report.data import ReportData
from portsim.report.made import Made, named
from portsim.report.rows import rows, summed
from portsim.report.texts import TEXTS, Language


def make_lock(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Use, lockages, tonnes and wait of each lock by month."""
    made = []
    months = data.summary.months("lock_use_share", year)
    for lock in data.names.of_kind("lock"):
        if not any(data.summary.get("lock_use_share", lock, month) for month in months):
            continue
        values = []
        for measure in LOCK_MEASURES:
            for way in (f"{lock}:up", f"{lock}:down", lock):
                for month in months:
                    value = data.summary.get(measure, way, month)
                    if value:
                        unit = data.summary.unit(measure)
                        values.append((measure, way, month, unit, value.mean, value.low, value.high, value.n))
        table = pd.DataFrame(values, columns=["measure", "entity", "period", "unit", "mean", "low", "high", "n"])
        figure = lock_by_month(data.summary, lock, data.names, year, data.caption(lang), lang)
        made.append(Made(figure, table, lock))
    return made


def hinterland_journeys(data: ReportData, year: str) -> pd.DataFrame:
    """Journeys of the year, empty where there are none."""
    journeys = data.records.get("journeys")
    if journeys is None:
        return pd.DataFrame(columns=["period", "zone", "mode", "gateway", "market", "outbound", "value"])
    markets = set(data.names.of_kind("market"))
    # boxes between two markets by a hub have no zone of the hinterland
    return journeys[(journeys["period"] == year) & ~journeys["zone"].isin(markets)]


def make_modal_split(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Inland modes by gateway."""
    journeys = hinterland_journeys(data, year)
    if not len(journeys):
        return []
    table = named(summed(journeys, "period", "gateway", "mode").assign(unit="TEU"), data, lang, "gateway")
    return [Made(modal_split(journeys, data.names, year, data.caption(lang), lang), table)]


def make_gateways(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Gateways by zone."""
    journeys = hinterland_journeys(data, year)
    if not len(journeys):
        return []
    table = named(summed(journeys, "period", "zone", "gateway").assign(unit="TEU"), data, lang, "zone", "gateway")
    return [Made(gateway_share(journeys, data.names, year, data.caption(lang), lang), table)]


def make_corridors(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Corridors from zone to market."""
    journeys = hinterland_journeys(data, year)
    if not len(journeys):
        return []
    groups = market_groups(data)
    grouped = journeys.assign(group=[groups.get(market, "") for market in journeys["market"]])
    table = summed(grouped, "period", "zone", "mode", "gateway", "group").assign(unit="TEU").round(1)
    figure = corridors(journeys, groups, data.names, year, data.caption(lang), lang)
    return [Made(figure, named(table, data, lang, "zone", "gateway"))]


def market_groups(data: ReportData) -> dict[str, str]:
    """Group of each market."""
    table = data.names.table
    if "group" not in table.columns:
        return {}
    markets = table[table["kind"] == "market"]
    return {str(market): str(group) for market, group in rows(markets, "id", "group")}


def make_flow_map(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Corridors on the map of the coast."""
    flows = on_the_map(corridor_flows(data, year))
    if not len(flows):
        return []
    sizes = {port: value.mean for port in data.names.ports if (value := data.summary.get("throughput_teu", port, year))}
    table = named(flows.assign(period=year, unit="TEU").round(4), data, lang, "zone", "gateway")
    return [Made(flow_map(flows, sizes, data.names, year, data.caption(lang), lang), table)]


def corridor_flows(data: ReportData, year: str) -> pd.DataFrame:
    """Laden TEU by zone, gateway and mode with their places, both directions, and the load of the trains between them.

    Returns
    -------
    Columns as `flow_map` takes them; zones and gateways without a place are left out. The share of capacity of rail is
    the mean load of the trains of the relation, laden and empty boxes over slots.
    """
    columns = ["zone", "zone_lon", "zone_lat", "gateway", "gateway_lon", "gateway_lat", "mode", "value", "share"]
    table = data.names.table
    if not {"lon", "lat"} <= set(table.columns):
        return pd.DataFrame(columns=columns)
    places = {name: (lon, lat) for name, lon, lat in rows(table, "id", "lon", "lat") if not math.isnan(lon)}
    flows, loads = [], train_loads(data, year)
    for zone, gateway, mode, teu in rows(
        summed(hinterland_journeys(data, year), "zone", "gateway", "mode"), "zone", "gateway", "mode", "value"
    ):
        if zone in places and gateway in places:
            share = loads.get((zone, gateway), math.nan) if mode == "rail" else math.nan
            flows.append((zone, *places[zone], gateway, *places[gateway], mode, teu, share))
    return pd.DataFrame(flows, columns=columns)


def train_loads(data: ReportData, year: str) -> dict[tuple[str, str], float]:
    """Mean load of the trains between a zone and a port, 0-1; several relations of a pair count alike."""
    if not len(data.inputs):
        return {}
    ends = data.inputs[data.inputs["path"].str.fullmatch(r"services\.\w+\.(zone|port)")]
    of = {tuple(path.split(".")[1:]): str(value) for path, value in rows(ends, "path", "value")}
    found: dict[tuple[str, str], list[float]] = {}
    for service in data.summary.entities("train_load_share", year):
        load = data.summary.get("train_load_share", service, year)
        if load and (service, "zone") in of and (service, "port") in of:
            found.setdefault((of[service, "zone"], of[service, "port"]), []).append(load.mean)
    return {pair: sum(loads) / len(loads) for pair, loads in found.items()}


def make_specialization(data: ReportData, year: str, lang: Language) -> list[Made]:
    """What each port does more of than the cluster, by market of its boxes."""
    journeys = hinterland_journeys(data, year)
    groups = market_groups(data)
    journeys = journeys.assign(group=[groups.get(market, "") for market in journeys["market"]])
    table = summed(journeys[journeys["group"] != ""], "gateway", "group")
    volumes = table.pivot_table(index="gateway", columns="group", values="value", fill_value=0.0)
    classes = {group: TEXTS.text(f"group.{group}", lang) for group in GROUPS if group in volumes.columns}
    if len(volumes) < 2 or len(classes) < 2:
        return []
    what = TEXTS.text("chart.specialization.what", lang)
    figure = specialization(volumes, classes, what, data.names, year, data.caption(lang), lang)
    return [Made(figure, named(table.assign(period=year, unit="TEU").round(1), data, lang, "gateway"))]
