"""The charts of ships and quays of a report: why they wait and how long, who lay where, what stood in the yards."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime

import pandas as pd

from portsim.report.chart_animation import ship_animation
from portsim.report.chart_berth_plan import berth_plan
from portsim.report.chart_days import MOST_PORTS, queue_and_yard
from portsim.report.chart_wait_causes import wait_by_cause
from portsim.report.chart_wait_curves import curves, wait_against_occupancy
from portsim.report.chart_wait_spread import wait_spread
from portsim.report.coast import BOX
from portsim.report.colours import CAUSES
from portsim.report.data import ReportData
from portsim.report.made import Made, named
from portsim.report.recorded import PLAN_DAYS, PLAN_FROM
from portsim.report.rows import rows, summed
from portsim.report.texts import Language


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


def make_wait_curves(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Wait against occupancy of each terminal, over the curves of theory."""
    points = berth_points(data, year)
    if not len(points):
        return []
    figure = wait_against_occupancy(points, curves(), data.names, year, data.caption(lang), lang)
    return [Made(figure, named(points, data, lang).assign(period=year, unit="ratio"))]


def make_wait_causes(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Wait by port and cause."""
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


def make_wait_spread(data: ReportData, year: str, lang: Language) -> list[Made]:
    """How waits spread by port."""
    waits = data.records.get("waits")
    if waits is None or not (waits["period"] == year).any():
        return []
    table = named(waits[waits["period"] == year].round(3), data, lang).assign(unit="h")
    return [Made(wait_spread(waits, data.names, year, data.caption(lang), lang), table)]


def make_berth_plan(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Two weeks at the quays of the port with the most boxes in them."""
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
    return [Made(figure, named(mine, data, lang, "terminal", "service").assign(unit="TEU"))]


def make_days(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Ships waiting and boxes in the yards, day by day."""
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


def make_animation(data: ReportData, year: str, lang: Language) -> list[Made]:
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
