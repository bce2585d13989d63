"""A log book small enough to be worked by hand: two ports, three terminals, one foreign and one domestic market."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from portsim.clock import Clock
from portsim.results.record_columns import GROUPS, MODES, QUANTITIES, RATES
from portsim.results.records import ALL_SPECS, Entity, Records

JANUARY_H, FEBRUARY_H = 744.0, 672.0
YEAR_H = 8760.0
SPECS = {spec.name: spec for spec in ALL_SPECS}
ENTITIES = [
    Entity("cluster", "cluster", "", "Cluster", "港口群"),
    Entity("a", "port", "cluster", "A", "甲港", 108.6, 21.7),
    Entity("a/t1", "terminal", "a", "A 1", "甲一"),
    Entity("a/t1/q", "quay", "a/t1", "A 1 quay", "甲一岸线"),
    Entity("a/t2", "terminal", "a", "A 2", "甲二"),
    Entity("a/t2/q", "quay", "a/t2", "A 2 quay", "甲二岸线"),
    Entity("b", "port", "cluster", "B", "乙港"),
    Entity("b/t", "terminal", "b", "B", "乙"),
    Entity("b/t/q", "quay", "b/t", "B berths", "乙泊位"),
    Entity("sea", "market", "", "Overseas", "海外", group="asean"),
    Entity("coast", "market", "", "Coast", "沿海", group="domestic"),
    Entity("sea_port", "external_port", "sea", "Overseas port", "海外港", group="asean"),
    Entity("coast_port", "external_port", "coast", "Coast port", "沿海港", group="domestic"),
    Entity("hill", "zone", "", "Hill", "山区"),
    Entity("far", "gateway", "", "Far away", "远方口岸"),
    Entity("blue", "service", "", "Blue", "蓝线"),
    Entity("shuttle", "service", "", "Shuttle", "穿梭"),
    Entity("train", "service", "a/t1", "Train", "班列"),
    Entity("feeder", "ship_class", "", "Feeder", "支线船"),
    Entity("out", "flow", "", "Hill to overseas", "山区至海外"),
    Entity("in", "flow", "", "Overseas to hill", "海外至山区"),
]
POSITION = {entity.id: i for i, entity in enumerate(ENTITIES)} | {"": -1}
TABLE_DEFAULTS: dict[str, dict[str, Any]] = {
    "calls": {"service": "blue", "ship_class": "feeder", "loa_m": 80.0, "occupied": 100.0, "terminal": "a/t1"},
    "voyages": {"service": "blue", "capacity_teu": 100, "group": "asean"},
    "consignments": {"flow": "out", "origin": "hill", "destination": "sea", "gateway": "a", "hub": "", "mode": "road"},
    "turns": {"flow": "out", "old_mode": "road", "mode": "road", "old_hub": "", "hub": ""},
    "queued": {"flow": "out", "hub": ""},
    "trains": {"service": "train", "capacity_teu": 100},
    "choices": {"flow": "out", "origin": "hill", "destination": "sea", "gateway": "a", "hub": "", "mode": "road"},
    "lessons": {},
    "way_emissions": {"flow": "out", "gateway": "a", "hub": "", "mode": "road"},
    "emission_rates": {"place": "cluster", "ship_class": ""},
    "levels": {"entity": "a/t1", "quantity": "yard_teu"},
    "gates": {"terminal": "a/t1"},
}
CODES = {
    "group": ("", *GROUPS), "mode": ("", *MODES), "old_mode": ("", *MODES), "quantity": ("", *QUANTITIES),
    "rate": ("", *RATES),
}  # fmt: skip


def a_year(warmup_days: int = 0, year: int = 2025, n_years: int = 1) -> Records:
    """An empty log book: a/t1 has 200 m of quay, a/t2 100 m, b/t two berths; yards of 1 000 and 500 TEU."""
    records = Records(Clock(year, n_years, warmup_days), [replace(entity) for entity in ENTITIES])
    for period, start_h, end_h in records.clock.months():
        hours = end_h - start_h
        records.capacities += [
            ("a/t1/q", "quay_m_h", period, 200.0 * hours, "m·h"),
            ("a/t2/q", "quay_m_h", period, 100.0 * hours, "m·h"),
            ("b/t/q", "berth_h", period, 2.0 * hours, "h"),
            ("a/t1", "yard_teu", period, 1_000.0, "TEU"),
            ("a/t2", "yard_teu", period, 500.0, "TEU"),
            ("a/t1", "cranes", period, 4.0, "1"),
        ]
    return records


def add(records: Records, table: str, **values: Any) -> None:
    """Append a row by names; entities and codes by their name, all else 0 (hours of dwell: NaN)."""
    row: dict[str, Any] = {column.name: 0 for column in SPECS[table].columns}
    row |= {name: math.nan for name in row if name.endswith("dwell_h") or name == "pro_forma_h"}
    row |= {column.name: "" for column in SPECS[table].columns if column.kind == "entity" or column.codes}
    row |= TABLE_DEFAULTS[table] | values
    if table == "calls":
        row["quay"] = row["terminal"] + "/q" if not row["turned_away"] else ""
        row["port"] = row["terminal"].split("/")[0]
    for column in SPECS[table].columns:
        if column.kind == "entity":
            row[column.name] = POSITION[row[column.name]]
        elif column.codes:
            row[column.name] = CODES[column.name].index(row[column.name]) - 1
    records.tables[table].append(tuple(row[name] for name in SPECS[table].names))


def add_call(records: Records, arrived: float, wait: float, alongside: float, **values: Any) -> None:
    """A call that waits, sails in in an hour, lies alongside and is at sea an hour later."""
    inbound = arrived + wait
    first, last = inbound + 1.0, inbound + 1.0 + alongside
    hours = {
        "arrived_h": arrived, "inbound_h": inbound, "berthed_h": first, "work_start_h": first, "work_end_h": last,
        "unberthed_h": last, "departed_h": last + 1.0, "wait_h": wait, "wait_berth_h": wait, "service_h": alongside,
    }  # fmt: skip
    add(records, "calls", **hours | values)
