"""From the tables of one report to the charts of records and causes: what each needs, and the numbers beside it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime

import pandas as pd

from portsim.report.chart_animation import ship_animation
from portsim.report.chart_berth_plan import berth_plan
from portsim.report.chart_calibration import observed_against_simulated
from portsim.report.chart_convergence import convergence
from portsim.report.chart_corridors import corridors
from portsim.report.chart_days import MOST_PORTS, queue_and_yard
from portsim.report.chart_lock import MEASURES as LOCK_MEASURES
from portsim.report.chart_lock import lock_by_month
from portsim.report.chart_map import flow_map, on_the_map
from portsim.report.chart_modes import gateway_share, modal_split
from portsim.report.chart_specialization import specialization
from portsim.report.chart_wait_causes import wait_by_cause
from portsim.report.chart_wait_curves import curves, wait_against_occupancy
from portsim.report.chart_wait_spread import wait_spread
from portsim.report.coast import BOX
from portsim.report.colours import CAUSES, GROUPS
from portsim.report.data import ReportData
from portsim.report.made import Made, Maker
from portsim.report.makers_cost import co2, cost
from portsim.report.recorded import PLAN_DAYS, PLAN_FROM
from portsim.report.rows import rows, summed
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language

_LEAST_POINTS = 4
LEAST_RUNS = 3


def berth_points(data: ReportData, year: str) -> pd.DataFrame:
    """Occupancy and wait for a berth over service of each terminal, with the number of berths it amounts to.

    Returns
    -------
    Columns entity, occupancy_share, ratio, half_width (of the ratio, from that of the wait), n_berths (metres of quay
    over the mean metres a ship takes, or berths).
    """
    points = []
    berths = equivalent_berths(data, year)
    for terminal in data.names.of_kind("terminal"):
        wait, service, busy = (
            data.summary.get(measure, terminal, year)
            for measure in ("wait_berth_h", "service_h", "berth_occupancy_share")
        )
        if wait and service and busy and service.mean > 0 and terminal in berths:
            half = wait.half_width / service.mean
            points.append((terminal, busy.mean, wait.mean / service.mean, half, berths[terminal]))
    return pd.DataFrame(points, columns=["entity", "occupancy_share", "ratio", "half_width", "n_berths"])


def equivalent_berths(data: ReportData, year: str) -> dict[str, float]:
    """Berths of each terminal: its metres of quay over the mean metres a ship takes there, and its single berths."""
    capacities, quays = data.records.get("capacities"), data.records.get("quays")
    if capacities is None or quays is None:
        return {}
    length = quays[quays["period"] == year].set_index("entity")["value"].to_dict()
    mine = capacities[capacities["period"].str.startswith(year) & capacities["what"].isin(["quay_m_h", "berth_h"])]
    hours = 24.0 * (pd.Timestamp(int(year) + 1, 1, 1) - pd.Timestamp(int(year), 1, 1)).days
    found: dict[str, float] = {}
    totals = summed(mine.astype({"entity": str, "what": str}), "entity", "what")
    for quay, what, total in rows(totals, "entity", "what", "value"):
        terminal = quay.rsplit("/", 1)[0]
        metres = length.get(terminal, math.nan) if what == "quay_m_h" else 1.0
        if metres > 0:
            found[terminal] = found.get(terminal, 0.0) + total / hours / metres
    return found


def _wait_curves(data: ReportData, year: str, lang: Language) -> list[Made]:
    points = berth_points(data, year)
    if not len(points):
        return []
    figure = wait_against_occupancy(points, curves(), data.names, year, data.caption(lang), lang)
    return [Made(figure, _named(points, data, lang).assign(period=year, unit="ratio"))]


def _wait_causes(data: ReportData, year: str, lang: Language) -> list[Made]:
    ports = [port for port in data.names.ports if data.summary.get("wait_berth_h", port, year)]
    if not ports:
        return []
    values = []
    for port in ports:
        for measure in ("wait_h", *(f"wait_{cause}_h" for cause in CAUSES)):
            value = data.summary.get(measure, port, year)
            if value:
                values.append((measure, port, data.names.own(port, lang), year, "h", value.mean, value.low, value.high))
    table = pd.DataFrame(values, columns=["measure", "entity", "name", "period", "unit", "mean", "low", "high"])
    return [Made(wait_by_cause(data.summary, data.names, year, data.caption(lang), lang), table)]


def _wait_spread(data: ReportData, year: str, lang: Language) -> list[Made]:
    waits = data.records.get("waits")
    if waits is None or not (waits["period"] == year).any():
        return []
    table = _named(waits[waits["period"] == year].round(3), data, lang).assign(unit="h")
    return [Made(wait_spread(waits, data.names, year, data.caption(lang), lang), table)]


def _berth_plan(data: ReportData, year: str, lang: Language) -> list[Made]:
    stays = data.records.get("plan")
    if stays is None or year != data.years[0]:
        return []
    boxes = stays[stays.groupby("terminal")["teu"].transform("sum") > 0]
    if not len(boxes):
        return []
    port = str(boxes.groupby("port")["teu"].sum().idxmax())
    mine = boxes[boxes["port"] == port]
    caption = replace(data.caption(lang), replications=1)
    first_day = datetime(int(year), *PLAN_FROM)
    figure = berth_plan(mine, port, first_day, PLAN_DAYS, data.names, caption, lang)
    return [Made(figure, _named(mine, data, lang, "terminal", "service").assign(unit="TEU"))]


def _days(data: ReportData, year: str, lang: Language) -> list[Made]:
    days = data.records.get("days")
    if days is None or not days["date"].str.startswith(year).any():
        return []
    mine = days[days["date"].str.startswith(year)]
    capacity = yard_capacity(data, year)
    ports = sorted(capacity, key=lambda port: -max(capacity[port].values()))[:MOST_PORTS]
    ports = [port for port in data.names.ports if port in ports]
    if not ports:
        return []
    figure = queue_and_yard(mine, capacity, ports, data.names, year, data.caption(lang), lang)
    units = mine["quantity"].map({"yard_teu": "TEU", "ships_waiting": "1"})
    return [Made(figure, mine.assign(unit=units)[mine["entity"].isin(ports)].round(2))]


def yard_capacity(data: ReportData, year: str) -> dict[str, dict[str, float]]:
    """Capacity of the yards by port and month of a year, TEU, terminals added up."""
    capacities = data.records.get("capacities")
    if capacities is None:
        return {}
    mine = capacities[(capacities["what"] == "yard_teu") & capacities["period"].str.startswith(f"{year}-")]
    found: dict[str, dict[str, float]] = {}
    for entity, period, value in rows(mine, "entity", "period", "value"):
        months = found.setdefault(data.names.port_of(str(entity)), {})
        months[str(period)] = months.get(str(period), 0.0) + float(value)
    return found


def _animation(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Three days of ships, where the modelled ports lie on the coast that is drawn."""
    table = data.names.table
    if year != data.years[0] or not {"lon", "lat"} <= set(table.columns):
        return []
    ports = table[table["id"].isin(data.names.ports) & table["lon"].notna()]
    west, east, south, north = BOX
    if not (ports["lon"].between(west, east) & ports["lat"].between(south, north)).any():
        return []
    ships = data.records.get("positions")
    if ships is None:
        return []
    caption = replace(data.caption(lang), replications=1)
    figure = ship_animation(ships, ports[["id", "lon", "lat"]], data.names, caption, lang)
    return [Made(figure, ships.assign(unit="degree"))]


def _lock(data: ReportData, year: str, lang: Language) -> list[Made]:
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


def _journeys(data: ReportData, year: str) -> pd.DataFrame:
    """Journeys of the year, empty where there are none."""
    journeys = data.records.get("journeys")
    if journeys is None:
        return pd.DataFrame(columns=["period", "zone", "mode", "gateway", "market", "outbound", "value"])
    markets = set(data.names.of_kind("market"))
    # boxes between two markets by a hub have no zone of the hinterland
    return journeys[(journeys["period"] == year) & ~journeys["zone"].isin(markets)]


def _modal_split(data: ReportData, year: str, lang: Language) -> list[Made]:
    journeys = _journeys(data, year)
    if not len(journeys):
        return []
    table = _named(summed(journeys, "period", "gateway", "mode").assign(unit="TEU"), data, lang, "gateway")
    return [Made(modal_split(journeys, data.names, year, data.caption(lang), lang), table)]


def _gateways(data: ReportData, year: str, lang: Language) -> list[Made]:
    journeys = _journeys(data, year)
    if not len(journeys):
        return []
    table = _named(summed(journeys, "period", "zone", "gateway").assign(unit="TEU"), data, lang, "zone", "gateway")
    return [Made(gateway_share(journeys, data.names, year, data.caption(lang), lang), table)]


def _corridors(data: ReportData, year: str, lang: Language) -> list[Made]:
    journeys = _journeys(data, year)
    if not len(journeys):
        return []
    groups = market_groups(data)
    grouped = journeys.assign(group=[groups.get(market, "") for market in journeys["market"]])
    table = summed(grouped, "period", "zone", "mode", "gateway", "group").assign(unit="TEU").round(1)
    figure = corridors(journeys, groups, data.names, year, data.caption(lang), lang)
    return [Made(figure, _named(table, data, lang, "zone", "gateway"))]


def market_groups(data: ReportData) -> dict[str, str]:
    """Group of each market."""
    table = data.names.table
    if "group" not in table.columns:
        return {}
    markets = table[table["kind"] == "market"]
    return {str(market): str(group) for market, group in rows(markets, "id", "group")}


def _flow_map(data: ReportData, year: str, lang: Language) -> list[Made]:
    flows = on_the_map(corridor_flows(data, year))
    if not len(flows):
        return []
    sizes = {port: value.mean for port in data.names.ports if (value := data.summary.get("throughput_teu", port, year))}
    table = _named(flows.assign(period=year, unit="TEU").round(4), data, lang, "zone", "gateway")
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
        summed(_journeys(data, year), "zone", "gateway", "mode"), "zone", "gateway", "mode", "value"
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


def _specialization(data: ReportData, year: str, lang: Language) -> list[Made]:
    journeys = _journeys(data, year)
    groups = market_groups(data)
    journeys = journeys.assign(group=[groups.get(market, "") for market in journeys["market"]])
    table = summed(journeys[journeys["group"] != ""], "gateway", "group")
    volumes = table.pivot_table(index="gateway", columns="group", values="value", fill_value=0.0)
    classes = {group: TEXTS.text(f"group.{group}", lang) for group in GROUPS if group in volumes.columns}
    if len(volumes) < 2 or len(classes) < 2:
        return []
    what = TEXTS.text("chart.specialization.what", lang)
    figure = specialization(volumes, classes, what, data.names, year, data.caption(lang), lang)
    return [Made(figure, _named(table.assign(period=year, unit="TEU").round(1), data, lang, "gateway"))]


def _calibration(data: ReportData, year: str, lang: Language) -> list[Made]:
    checked = data.validation
    if not len(checked):
        return []
    mine = checked[(checked["measure"] == "throughput_teu") & checked["period"].str.startswith(year)]
    mine = mine[(mine["observed"] > 0) & (mine["simulated"] > 0)]
    mine = mine[mine["entity"].isin([*data.names.ports, CLUSTER])]
    if len(mine) < _LEAST_POINTS:
        return []
    caption = data.observed_caption(lang, "throughput_teu", sorted(set(mine["period"].tolist())))
    table = mine[["measure", "entity", "period", "role", "unit", "observed", "simulated", "half_width"]]
    figure = observed_against_simulated(table, data.names, caption, lang)
    return [Made(figure, _named(table.round(1), data, lang))]


def _convergence(data: ReportData, year: str, lang: Language) -> list[Made]:
    replications = data.records.get("replications")
    if replications is None:
        return []
    mine = replications[replications["period"] == year]
    values = {m: mine.loc[mine["measure"] == m, "value"].tolist() for m in dict.fromkeys(mine["measure"].tolist())}
    values = {measure: ones for measure, ones in values.items() if len(ones) >= LEAST_RUNS}
    if not values:
        return []
    units = {measure: str(unit) for measure, unit in rows(mine, "measure", "unit")}
    labels = {measure: data.label(measure, lang) for measure in values}
    return [Made(convergence(values, units, labels, data.caption(lang), lang), mine)]


def _named(table: pd.DataFrame, data: ReportData, lang: Language, *columns: str) -> pd.DataFrame:
    """The table with the names of its entities behind their ids."""
    named = table.reset_index(drop=True)
    for column in columns or ("entity",):
        label = "name" if column == "entity" else f"{column}_name"
        place = list(named.columns).index(column) + 1
        named.insert(place, label, [data.names.full(str(entity), lang) for entity in named[column]])
    return named


MAKERS = (
    Maker("wait_causes", "service", _wait_causes),
    Maker("wait_spread", "service", _wait_spread),
    Maker("wait_curves", "service", _wait_curves),
    Maker("berth_plan", "service", _berth_plan),
    Maker("days", "service", _days),
    Maker("animation", "service", _animation),
    Maker("modal_split", "hinterland", _modal_split),
    Maker("gateways", "hinterland", _gateways),
    Maker("corridors", "hinterland", _corridors),
    Maker("flow_map", "hinterland", _flow_map),
    Maker("lock", "hinterland", _lock),
    Maker("cost", "cost", cost),
    Maker("co2", "cost", co2),
    Maker("specialization", "specialization", _specialization),
    Maker("calibration", "validation", _calibration),
    Maker("convergence", "validation", _convergence),
)
"""The charts in the order of the page; a new one is a line here."""
