"""The tables of a report, every number printed in its unit; the console prints the same ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from portsim.analysis.specialization import concentration, volumes_by_class
from portsim.report.data import ReportData
from portsim.report.printed import PrintedTable, bracketed, headed, interval, plus_minus, word
from portsim.report.summary import CLUSTER, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit, percent, throughput_unit

SHIP_MEASURES = (
    "wait_h",
    "wait_h_p90",
    "service_h",
    "turnaround_h",
    "direct_berthing_share",
    "n_calls",
    "rolled_share",
)
TERMINAL_MEASURES = (
    "berth_occupancy_share",
    "berth_reservation_share",
    "n_calls",
    "crane_moves_per_h",
    "ship_moves_per_h",
    "yard_occupancy_share",
    "wait_h",
)
BULK_TERMINAL_MEASURES = (
    "berth_occupancy_share",
    "berth_reservation_share",
    "n_calls",
    "ship_t_per_h",
    "stockyard_occupancy_share",
    "wait_h",
)
SIGNED_MEASURES = frozenset({"box_balance_share", "n_ships_waiting_growth"})
"""The measures that may be negative."""
SERVICE_MEASURES = ("service_n_sailings", "service_load_share", "rolled_share")
VOLUME_MEASURES = ("throughput_t", "roro_vehicles", "cruise_passengers")
"""What goes over the quay in no box."""
PART_MEASURES = ("discharged_teu", "loaded_teu", "transhipment_share", "empty_share", "foreign_share", "sea_rail_teu")
CARGO_MEASURES = (
    "delivered_teu",
    "unserved_teu",
    "rolled_teu",
    "sea_rail_teu",
    "rail_share",
    "trains_per_day",
    "train_load_share",
    "door_to_door_h",
    "import_dwell_h",
    "export_dwell_h",
    "transhipment_dwell_h",
    "box_balance_share",
    "port_concentration_ratio",
    "past_cluster_teu",
    "logistics_cost_cny",
    "co2_t",
    "co2_past_t",
    "co2_door_to_door_t",
)
_ONE_TEU = 1.0
ZONE_MEASURES = (
    "delivered_teu",
    "door_to_door_h",
    "door_to_door_h_p95",
    "door_to_door_spread_h",
    "door_to_door_cny",
    "door_to_door_cny_p95",
    "co2_kg_per_teu",
)
"""What cargo of a zone takes from door to door."""


def throughput_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Throughput by port and in all: mean, 95 % interval, observed, difference."""
    measure = "throughput_teu"
    ports = [port for port in data.names.ports if data.summary.get(measure, port, year)]
    entities = [*ports, *([CLUSTER] if len(ports) > 1 and data.summary.get(measure, CLUSTER, year) else [])]
    unit = throughput_unit(data.summary.largest(measure, entities, year), lang)
    any_seen = any(data.observed.basis(measure, entity, year) for entity in entities)
    rows = []
    for entity in entities:
        value = data.summary.get(measure, entity, year)
        seen = data.observed.get(measure, entity, year)
        mean = value.mean if value else math.nan
        cells = [data.names.own(entity, lang), unit.number(mean), interval(value, unit, lang)]
        if any_seen:
            difference = percent(mean / seen - 1.0 if seen else math.nan, lang)
            cells += [f"{unit.number(seen)}{_estimate_mark(data, measure, entity, year, lang)}", difference]
        rows.append(tuple(cells))
    keys = ("port", "mean", "interval", *(("observed", "difference") if any_seen else ()))
    header = [TEXTS.text(f"table.{key}", lang) for key in keys]
    title = headed(TEXTS.text("table.throughput", lang, year=year), unit.label, lang)
    return PrintedTable("throughput", title, tuple(header), tuple(rows), emphasized=CLUSTER in entities)


def _estimate_mark(data: ReportData, measure: str, entity: str, period: str, lang: Language) -> str:
    if data.observed.basis(measure, entity, period) != "estimate":
        return ""
    mark = bracketed(TEXTS.text("basis.estimate", lang), lang)
    return mark if lang == "zh" else f" {mark}"


def ports_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Waiting, time alongside and in port, direct berthing, calls and roll-over by port."""
    title = TEXTS.text("table.wait", lang, year=year)
    table = _grid(data, "ports", title, "table.port", [*data.names.ports, CLUSTER], SHIP_MEASURES, year, lang)
    return replace(table, notes=(TEXTS.text("note.direct", lang),))


def parts_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """What throughput is made of, by port."""
    title = TEXTS.text("table.throughput_parts", lang, year=year)
    return _grid(data, "parts", title, "table.port", [*data.names.ports, CLUSTER], PART_MEASURES, year, lang)


def bulk_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Tonnes, vehicles and passengers by port, each port followed by its cargoes."""
    title = TEXTS.text("table.bulk", lang, year=year)
    known = data.summary.entities("throughput_t", year)
    parts = {one: [part for part in known if part.startswith(f"{one}:")] for one in (*data.names.ports, CLUSTER)}
    entities = [entity for port in data.names.ports for entity in (port, *parts[port])]
    if len(data.names.ports) > 1:
        entities += [*parts[CLUSTER], CLUSTER]
    carrying = [one for one in entities if data.summary.largest(VOLUME_MEASURES, [one], year) > 0.0]
    return _grid(data, "bulk", title, "table.port", carrying, VOLUME_MEASURES, year, lang)


def streams_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Volume, calls and waiting by stream."""
    title = TEXTS.text("table.streams", lang, year=year)
    measures = (*VOLUME_MEASURES, "n_calls", "wait_h")
    return _grid(data, "streams", title, "table.stream", data.names.of_kind("stream"), measures, year, lang)


def terminals_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Occupancy, calls, cranes and yards of the terminals that handle boxes, or whose ships bring no cargo."""
    title = TEXTS.text("table.terminals", lang, year=year)
    terminals = data.names.of_kind("terminal")
    bulk = bulk_terminals(data, year)
    shown = [
        one for one in terminals if one not in bulk or data.summary.largest(("throughput_teu",), [one], year) > 0.0
    ]
    return _grid(data, "terminals", title, "table.terminal", shown, TERMINAL_MEASURES, year, lang)


def bulk_terminals_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Occupancy, calls, unloaders and stockyards of the terminals of bulk, vehicles and passengers."""
    title = TEXTS.text("table.bulk_terminals", lang, year=year)
    shown = bulk_terminals(data, year)
    return _grid(data, "bulk_terminals", title, "table.terminal", shown, BULK_TERMINAL_MEASURES, year, lang)


def bulk_terminals(data: ReportData, year: str) -> list[str]:
    """Terminals with bulk, vehicles or passengers in a year."""
    terminals = data.names.of_kind("terminal")
    return [one for one in terminals if data.summary.largest(VOLUME_MEASURES, [one], year) > 0.0]


def services_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Sailings, load and roll-over by liner service."""
    title = TEXTS.text("table.load", lang, year=year)
    services = data.summary.entities("service_load_share", year)
    table = _grid(data, "services", title, "table.service_name", services, SERVICE_MEASURES, year, lang)
    return replace(table, notes=(TEXTS.text("note.load", lang),))


def cargo_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Measures of the whole cluster that stand in no other table, one per row."""
    rows = []
    for measure in CARGO_MEASURES:
        value = data.summary.get(measure, CLUSTER, year)
        if value:
            unit = measure_unit(measure, data.summary.unit(measure), abs(value.mean), lang)
            ends = interval(value, unit, lang, signed=measure in SIGNED_MEASURES)
            rows.append((data.label(measure, lang), unit.number(value.mean), ends, unit.label))
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in ("measure", "mean", "interval", "unit"))
    title = TEXTS.text("table.others", lang, year=year)
    return PrintedTable("cargo", title, header, tuple(rows), frozenset({0, 3}))


def zones_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Boxes, time, cost and CO2 from door to door by zone, in and out, through the cluster and past it."""
    title = TEXTS.text("table.zones", lang, year=year)
    zones = data.names.of_kind("zone")
    entities = [*zones, *([CLUSTER] if zones else [])]
    table = _grid(data, "zones", title, "table.zone", entities, ZONE_MEASURES, year, lang)
    if table.emphasized:
        last = (TEXTS.text("table.all_cargo", lang), *table.rows[-1][1:])
        table = replace(table, rows=(*table.rows[:-1], last))
    return replace(table, notes=(TEXTS.text("note.zones", lang),)) if _has_hub_boxes(data, zones, year) else table


def _has_hub_boxes(data: ReportData, zones: Sequence[str], year: str) -> bool:
    """Whether more boxes were delivered than those of the zones: from market to market by a port of the cluster."""
    whole = data.summary.get("delivered_teu", CLUSTER, year)
    mine = [value.mean for zone in zones if (value := data.summary.get("delivered_teu", zone, year))]
    return whole is not None and bool(mine) and whole.mean > sum(mine) + _ONE_TEU


def concentration_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """How far each class of cargo is concentrated on few ports; nothing where there is one port."""
    volumes = volumes_by_class(data.summary.table, year)
    volumes = volumes.loc[[port for port in data.names.ports if port in volumes.index]]
    rows = []
    for name, volume, hhi, n_equivalent, largest, share in concentration(volumes).itertuples(index=False, name=None):
        if len(volumes) > 1 and volume > 0.0:
            key = ("throughput_teu", "TEU") if name == "container" else ("throughput_t", "t")
            amount = measure_unit(*key, volume, lang).with_label(volume)
            shown = (amount, f"{hhi:.2f}", f"{n_equivalent:.1f}", data.names.own(largest, lang), f"{100 * share:.1f}")
            rows.append((word("cargo", str(name), lang), *shown))
    keys = ("class", "volume", "hhi", "n_equivalent", "largest", "largest_share")
    header = tuple(TEXTS.text(f"concentration.{key}", lang) for key in keys)
    title = TEXTS.text("concentration.title", lang, year=year)
    notes = (TEXTS.text("concentration.note", lang),)
    return PrintedTable("concentration", title, header, tuple(rows), frozenset({0, 4}), notes=notes)


def _grid(
    data: ReportData,
    key: str,
    title: str,
    first: str,
    entities: Sequence[str],
    measures: Sequence[str],
    year: str,
    lang: Language,
) -> PrintedTable:
    """Entities by measures; rows and columns without any value are left out."""

    def get(entity: str, measure: str) -> Value | None:
        return data.summary.get(measure, entity, year)

    shown = [measure for measure in measures if any(get(entity, measure) for entity in entities)]
    present = [entity for entity in entities if any(get(entity, measure) for measure in shown)]
    units = {
        measure: measure_unit(measure, data.summary.unit(measure), data.summary.largest(measure, present, year), lang)
        for measure in shown
    }
    header = [TEXTS.text(first, lang)]
    header += [headed(data.label(m, lang), units[m].label, lang) for m in shown]
    alone = present == [CLUSTER] or (len(present) == 2 and present[-1] == CLUSTER)
    if alone:
        present = [entity for entity in present if entity != CLUSTER]
    rows = [
        (data.names.full(entity, lang), *(plus_minus(get(entity, measure), units[measure]) for measure in shown))
        for entity in present
    ]
    return PrintedTable(key, title, tuple(header), tuple(rows), emphasized=CLUSTER in present)
