"""The tables of a report, every number printed in its unit; the console prints the same ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portsim.report.data import ReportData
from portsim.report.summary import CLUSTER, Value
from portsim.report.texts import TEXTS, Language
from portsim.report.units import DASH, Unit, measure_unit, percent, throughput_unit

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
SERVICE_MEASURES = ("service_n_sailings", "service_load_share", "rolled_share")
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
)


@dataclass(frozen=True)
class PrintedTable:
    """A table ready to print.

    Parameters
    ----------
    key
        Name of the table, for anchors and files.
    title
        What it shows.
    header
        Heading of each column.
    rows
        Printed cells.
    texts
        Positions of the columns that hold words; the others hold numbers.
    emphasized
        Whether the last row is a total.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset({0})
    emphasized: bool = False


def throughput_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Throughput by port and in all: mean, 95 % interval, observed, difference."""
    measure = "throughput_teu"
    ports = [port for port in data.names.ports if data.summary.get(measure, port, year)]
    entities = [*ports, *([CLUSTER] if len(ports) > 1 and data.summary.get(measure, CLUSTER, year) else [])]
    unit = throughput_unit(data.summary.largest(measure, entities, year), lang)
    rows = []
    for entity in entities:
        value = data.summary.get(measure, entity, year)
        seen = data.observed.get(measure, entity, year)
        mean = value.mean if value else math.nan
        rows.append(
            (
                data.names.own(entity, lang),
                unit.number(mean),
                interval(value, unit, lang),
                unit.number(seen),
                percent(mean / seen - 1.0 if seen else math.nan, lang),
            )
        )
    header = [TEXTS.text(f"table.{key}", lang) for key in ("port", "mean", "interval", "observed", "difference")]
    return PrintedTable(
        "throughput",
        f"{TEXTS.text('table.throughput', lang, year=year)} {bracketed(unit.label, lang)}".replace(" （", "（"),
        tuple(header),
        tuple(rows),
        emphasized=CLUSTER in entities,
    )


def ports_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Waiting, time alongside and in port, direct berthing, calls and roll-over by port."""
    title = TEXTS.text("table.wait", lang, year=year)
    return _grid(data, "ports", title, "table.port", [*data.names.ports, CLUSTER], SHIP_MEASURES, year, lang)


def parts_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """What throughput is made of, by port."""
    title = TEXTS.text("table.throughput_parts", lang, year=year)
    return _grid(data, "parts", title, "table.port", [*data.names.ports, CLUSTER], PART_MEASURES, year, lang)


def terminals_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Occupancy, calls, cranes and yards by terminal."""
    title = TEXTS.text("table.terminals", lang, year=year)
    terminals = data.names.of_kind("terminal")
    return _grid(data, "terminals", title, "table.terminal", terminals, TERMINAL_MEASURES, year, lang)


def services_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Sailings, load and roll-over by liner service."""
    title = TEXTS.text("table.load", lang, year=year)
    services = data.summary.entities("service_load_share", year)
    return _grid(data, "services", title, "table.service_name", services, SERVICE_MEASURES, year, lang)


def cargo_table(data: ReportData, year: str, lang: Language) -> PrintedTable:
    """Measures of the whole cluster that stand in no other table, one per row."""
    rows = []
    for measure in CARGO_MEASURES:
        value = data.summary.get(measure, CLUSTER, year)
        if value:
            unit = measure_unit(measure, data.summary.unit(measure), abs(value.mean), lang)
            rows.append((data.label(measure, lang), unit.number(value.mean), interval(value, unit, lang), unit.label))
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in ("measure", "mean", "interval", "unit"))
    title = TEXTS.text("table.others", lang, year=year)
    return PrintedTable("cargo", title, header, tuple(rows), frozenset({0, 3}))


def validation_table(data: ReportData, lang: Language) -> PrintedTable:
    """Observed values with their bands beside simulated ones; annual values only, months are in the chart."""
    rows = []
    for row in data.validation.to_dict("records"):
        if len(str(row["period"])) != 4:
            continue
        sizes = [abs(row[key]) for key in ("observed", "simulated", "high") if math.isfinite(row[key])]
        unit = measure_unit(row["measure"], row["unit"], max(sizes, default=0.0), lang)
        band = ""
        if math.isfinite(row["low"]) and math.isfinite(row["high"]):
            band = f" ({unit.number(row['low'])}–{unit.number(row['high'])})"
        simulated = Value(row["simulated"], row["half_width"], data.replications)
        rows.append(
            (
                data.label(row["measure"], lang),
                data.names.full(row["entity"], lang),
                str(row["period"]),
                f"{unit.number(row['observed'])}{band}",
                plus_minus(simulated, unit),
                unit.label,
                percent(row["difference"], lang),
                word("verdict", str(row["verdict"]), lang),
                word("role", str(row["role"]), lang),
                str(row["basis"]) or DASH,
            )
        )
    keys = ("measure", "where", "period", "band", "simulated", "unit", "difference", "verdict", "status", "source")
    header = tuple(TEXTS.text(f"table.{key}", lang) for key in keys)
    title = TEXTS.text("table.validation", lang)
    return PrintedTable("validation", title, header, tuple(rows), frozenset({0, 1, 2, 5, 7, 8, 9}))


def interval(value: Value | None, unit: Unit, lang: Language) -> str:
    """The ends of an interval in words of the language; a dash where there is none."""
    if value is None or not value.has_interval:
        return DASH
    return TEXTS.text("table.from_to", lang, low=unit.number(value.low), high=unit.number(value.high))


def plus_minus(value: Value | None, unit: Unit) -> str:
    """``746.2 ± 3.1``; the mean alone where there is no interval."""
    if value is None or not math.isfinite(value.mean):
        return DASH
    return (
        f"{unit.number(value.mean)} ± {unit.number(value.half_width)}"
        if value.has_interval
        else unit.number(value.mean)
    )


def word(prefix: str, name: str, lang: Language) -> str:
    """The printed word of a code; the code itself where the catalogue has none."""
    key = f"{prefix}.{name}"
    return TEXTS.text(key, lang) if TEXTS.has(key) else name


def bracketed(text: str, lang: Language) -> str:
    """A text in the brackets of the language; nothing where there is no text."""
    return (f"（{text}）" if lang == "zh" else f"({text})") if text else ""


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
    get: Callable[[str, str], Value | None] = lambda entity, measure: data.summary.get(measure, entity, year)  # noqa: E731
    shown = [measure for measure in measures if any(get(entity, measure) for entity in entities)]
    present = [entity for entity in entities if any(get(entity, measure) for measure in shown)]
    units = {
        measure: measure_unit(measure, data.summary.unit(measure), data.summary.largest(measure, present, year), lang)
        for measure in shown
    }
    header = [TEXTS.text(first, lang)]
    header += [f"{data.label(m, lang)} {bracketed(units[m].label, lang)}".replace(" （", "（").strip() for m in shown]
    alone = present == [CLUSTER] or (len(present) == 2 and present[-1] == CLUSTER)
    if alone:
        present = [entity for entity in present if entity != CLUSTER]
    rows = [
        (data.names.full(entity, lang), *(plus_minus(get(entity, measure), units[measure]) for measure in shown))
        for entity in present
    ]
    return PrintedTable(key, title, tuple(header), tuple(rows), emphasized=CLUSTER in present)
