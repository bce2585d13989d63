"""The sheets of the workbook: what it is, overview, throughput, berths, modes, corridors, tidy numbers, definitions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from portsim.report.charts import Chart
from portsim.report.colours import port_colours
from portsim.report.data import ReportData
from portsim.report.page import scope_line
from portsim.report.printed import headed, word
from portsim.report.rows import rows
from portsim.report.sheet import Cell, Grid, Num, Sheet, StackedColumns, number, relative
from portsim.report.summary import CLUSTER, Value
from portsim.report.tables import BULK_TERMINAL_MEASURES, SHIP_MEASURES, TERMINAL_MEASURES
from portsim.report.texts import TEXTS, Language
from portsim.report.units import Unit, measure_unit, unit

MOST_TIDY_ROWS = 1_000_000
"""Excel has 1 048 576 rows in a sheet."""
_PLAIN = "#,##0.######"
PASSED_ON = ("modal_split", "gateways", "corridors", "cost", "co2")
"""Charts whose numbers have a sheet of their own, where the charts are there."""


@dataclass(frozen=True)
class Part:
    """One scenario of the workbook, by the name that stands in its tables, with its charts."""

    name: str
    data: ReportData
    charts: Sequence[Chart] = ()


def sheets_of(
    parts: Sequence[Part], lang: Language, differences: pd.DataFrame | None = None, base: str = ""
) -> list[Sheet]:
    """All sheets of a workbook.

    Parameters
    ----------
    parts
        The scenarios, at least one.
    lang
        Language of headings and names.
    differences
        To another scenario: columns option (the name of a part), measure, entity, period, difference, half_width.
    base
        Name of that other scenario.
    """
    sheets = [
        _overview(parts, lang, differences, base),
        _throughput(parts, lang),
        _service(parts, lang),
        _berths(parts, lang),
        *_passed_on(parts, lang),
        _validation(parts, lang),
        _tidy(parts, lang),
        _measures(parts, lang),
        _sources(parts, lang),
    ]
    kept = [sheet for sheet in sheets if not sheet.is_empty]
    return [_readme(parts, kept, lang), *kept]


def _title(key: str, lang: Language) -> str:
    return TEXTS.text(f"sheet.{key}", lang)


def _heads(lang: Language, *keys: str) -> tuple[str, ...]:
    return tuple(TEXTS.text(f"table.{key}", lang) for key in keys)


def _years(parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    for part in parts:
        for year in part.data.years:
            yield part, year


def _place(part: Part) -> str:
    """The cluster; of a scenario of one port that port."""
    ports = part.data.names.ports
    return ports[0] if len(ports) == 1 else CLUSTER


def _readme(parts: Sequence[Part], sheets: Sequence[Sheet], lang: Language) -> Sheet:
    data = parts[0].data
    lines = [TEXTS.text("readme.title", lang, title=data.title(lang) if len(parts) == 1 else base_name(parts))]
    lines += [f"{part.name}: {scope_line(part.data, lang)}" if len(parts) > 1 else scope_line(part.data, lang)
              for part in parts]  # fmt: skip
    lines += [TEXTS.text(f"readme.{key}", lang) for key in ("interval", "observed", "units", "text")]
    lines.append(TEXTS.text("page.footer_book", lang, version=data.version))
    about: list[tuple[Cell, ...]] = [(sheet.name, sheet.lines[0]) for sheet in sheets if sheet.lines]
    facts: list[tuple[Cell, ...]] = [(part.name, part.data.identity) for part in parts]
    title = TEXTS.text("readme.sheets", lang)
    hashes = Grid(
        TEXTS.text("table.provenance", lang), (_title("scenario", lang), TEXTS.text("prov.identity", lang)), facts
    )
    return Sheet(_title("readme", lang), tuple(lines), (Grid(title, (_title("sheet", lang), title), about), hashes))


def base_name(parts: Sequence[Part]) -> str:
    """The names of the scenarios, the first few of them."""
    names = [part.name for part in parts]
    return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")


def _overview(parts: Sequence[Part], lang: Language, differences: pd.DataFrame | None, base: str) -> Sheet:
    header = [*_heads(lang, "measure", "unit", "period")]
    for part in parts:
        tail = f": {part.name}" if len(parts) > 1 else ""
        header += [TEXTS.text("table.mean", lang) + tail, TEXTS.text("sheet.half_width", lang) + tail]
    alone = len(parts) == 1
    header += list(_heads(lang, "observed", "difference")) if alone else []
    found = _found(differences)
    changed = [part.name for part in parts if any(key[0] == part.name for key in found)]
    for name in changed:
        header += [TEXTS.text("sheet.difference_to", lang, name=name, base=base), TEXTS.text("sheet.half_width", lang)]
    lines: list[tuple[Cell, ...]] = []
    for measure in parts[0].data.measures:
        for year in dict.fromkeys(year for part in parts for year in part.data.years):
            values = [part.data.summary.get(measure, _place(part), year) for part in parts]
            if not any(values):
                continue
            largest = max(abs(value.mean) for value in values if value)
            key = next((key for part in parts if (key := part.data.summary.unit(measure))), "")
            one = measure_unit(measure, key, largest, lang)
            cells: list[Cell] = [parts[0].data.label(measure, lang), one.label, year]
            for value in values:
                cells += _mean(value, one)
            if alone:
                seen = parts[0].data.observed.get(measure, _place(parts[0]), year)
                mean = values[0].mean if values[0] else math.nan
                cells += [number(seen, one), relative(mean / seen - 1.0) if seen else None]
            for name in changed:
                change, half = found.get((name, measure, _place(parts[0]), year), (math.nan, math.nan))
                cells += [number(change, one), number(half, one)]
            lines.append(tuple(cells))
    return Sheet(_title("overview", lang), (_title("overview.about", lang),), (Grid("", tuple(header), lines),))


def _found(differences: pd.DataFrame | None) -> dict[tuple[str, str, str, str], tuple[float, float]]:
    if differences is None:
        return {}
    columns = ("option", "measure", "entity", "period", "difference", "half_width")
    return {(str(o), str(m), str(e), str(p)): (d, h) for o, m, e, p, d, h in rows(differences, *columns)}


def _mean(value: Value | None, one: Unit) -> list[Cell]:
    return [number(value.mean, one), number(value.half_width, one)] if value else [None, None]


def _throughput(parts: Sequence[Part], lang: Language) -> Sheet:
    measure, one = "throughput_teu", unit("teu_large", lang)
    ports = [
        port
        for port in dict.fromkeys(port for part in parts for port in part.data.names.ports)
        if any(part.data.summary.get(measure, port, year) for part, year in _years(parts))
    ]
    if not ports:
        return Sheet(_title("throughput", lang))
    names = parts[0].data.names
    pivot: list[tuple[Cell, ...]] = []
    tidy: list[tuple[Cell, ...]] = []
    for part, year in _years(parts):
        values = {port: part.data.summary.get(measure, port, year) for port in (*ports, CLUSTER)}
        label = f"{part.name} {year}" if len(parts) > 1 else year
        pivot.append((label, *(number(v.mean, one) if (v := values[port]) else None for port in ports)))
        for port, value in values.items():
            if value:
                seen = part.data.observed.get(measure, port, year)
                gap = relative(value.mean / seen - 1.0) if seen else None
                place = (part.name, year, part.data.names.own(port, lang))
                tidy.append((*place, *_mean(value, one), number(seen, one), gap))
    title = headed(TEXTS.text("chart.throughput.title", lang), one.label, lang)
    colours = port_colours(ports)
    header = (TEXTS.text("table.period", lang), *(names.own(port, lang) for port in ports))
    long = (_title("scenario", lang), *_heads(lang, "period", "port", "mean"), _title("half_width", lang))
    return Sheet(
        _title("throughput", lang),
        (headed(_title("throughput.about", lang), one.label, lang),),
        (Grid("", header, pivot), Grid(title, (*long, *_heads(lang, "observed", "difference")), tidy)),
        StackedColumns(title, one.label, tuple(colours[port] for port in ports)),
    )


def _service(parts: Sequence[Part], lang: Language) -> Sheet:
    grid = _by_place(parts, lang, "port", SHIP_MEASURES, "table.port")
    return Sheet(_title("service", lang), (_title("service.about", lang),) if grid.rows else (), (grid,))


def _berths(parts: Sequence[Part], lang: Language) -> Sheet:
    measures = tuple(dict.fromkeys((*TERMINAL_MEASURES, *BULK_TERMINAL_MEASURES)))
    grid = _by_place(parts, lang, "terminal", measures, "table.terminal")
    return Sheet(_title("berths", lang), (_title("berths.about", lang),) if grid.rows else (), (grid,))


def _by_place(parts: Sequence[Part], lang: Language, kind: str, measures: Sequence[str], first: str) -> Grid:
    """Places in rows, a mean and a half width of each measure in columns."""
    shown = [m for m in measures if any(part.data.summary.has(m) for part in parts)]
    places = {
        (part.name, year, entity): [part.data.summary.get(measure, entity, year) for measure in shown]
        for part, year in _years(parts)
        for entity in (*part.data.names.of_kind(kind), *((CLUSTER,) if kind == "port" else ()))
    }
    places = {key: values for key, values in places.items() if any(values)}
    units = []
    for n, measure in enumerate(shown):
        largest = max((abs(v.mean) for values in places.values() if (v := values[n])), default=0.0)
        key = next((key for part in parts if (key := part.data.summary.unit(measure))), "")
        units.append(measure_unit(measure, key, largest, lang))
    header = [_title("scenario", lang), TEXTS.text("table.period", lang), TEXTS.text(first, lang)]
    for measure, one in zip(shown, units, strict=True):
        header += [headed(parts[0].data.label(measure, lang), one.label, lang), _title("half_width", lang)]
    names = {part.name: part.data.names for part in parts}
    lines = [
        (name, year, names[name].full(entity, lang),
         *(cell for value, one in zip(values, units, strict=True) for cell in _mean(value, one)))
        for (name, year, entity), values in places.items()
    ]  # fmt: skip
    return Grid("", tuple(header), lines)


def _passed_on(parts: Sequence[Part], lang: Language) -> Iterator[Sheet]:
    """The numbers of some charts as they are, each kind with a sheet."""
    for key in PASSED_ON:
        found = [(part, chart) for part in parts for chart in part.charts if chart.key.split("_2")[0] == key]
        if not found:
            continue
        columns = list(found[0][1].table.columns)
        header = (_title("scenario", lang), *(_column(str(name), lang) for name in columns))
        lines: list[tuple[Cell, ...]] = [
            (part.name, *(_cell(value) for value in row))
            for part, chart in found
            for row in chart.table.reindex(columns=columns).itertuples(index=False, name=None)
        ]
        title = found[0][1].title
        yield Sheet(_title(key, lang), (title,), (Grid("", header, lines),))


def _column(name: str, lang: Language) -> str:
    return word("column", name, lang)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    try:
        real = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return Num(real, _PLAIN) if math.isfinite(real) else None


def _validation(parts: Sequence[Part], lang: Language) -> Sheet:
    lines: list[tuple[Cell, ...]] = []
    columns = ("measure", "entity", "period", "unit", "observed", "low", "high", "simulated", "half_width",
               "difference", "verdict", "role", "source", "publisher")  # fmt: skip
    for part in parts:
        publishers = part.data.publishers(lang)
        for m, e, p, key, seen, low, high, mean, half, gap, verdict, role, source, by in rows(
            part.data.validation, *columns
        ):
            definition = part.data.measures.get(str(m))
            one = unit(str(key) or (definition.unit if definition else ""), lang)
            names = (part.data.label(str(m), lang), part.data.names.full(str(e), lang), str(p), one.label)
            numbers = tuple(number(float(value), one) for value in (seen, low, high, mean, half))
            said = (
                word("verdict", str(verdict), lang),
                word("role", str(role), lang),
                publishers.get(str(source), str(by)),
            )
            lines.append((part.name, *names, *numbers, relative(float(gap)), *said))
    heads = _heads(lang, "measure", "where", "period", "unit", "observed")
    ends = (_title("band_low", lang), _title("band_high", lang), TEXTS.text("table.simulated", lang))
    rest = (_title("half_width", lang), *_heads(lang, "difference", "verdict", "status", "source"))
    grid = Grid("", (_title("scenario", lang), *heads, *ends, *rest), lines)
    return Sheet(_title("validation", lang), (TEXTS.text("page.validation", lang),) if lines else (), (grid,))


def _tidy(parts: Sequence[Part], lang: Language) -> Sheet:
    """Every mean in the units of the data; of several scenarios without the months."""
    lines: list[tuple[Cell, ...]] = []
    columns = ("measure", "entity", "period", "unit", "n", "mean", "half_width")
    for part in parts:
        names: dict[str, str] = {}
        table = part.data.summary.table
        if len(parts) > 1:
            table = table[table["period"].astype(str).isin(part.data.years)]
        for m, e, p, key, n, mean, half in rows(table, *columns):
            entity = str(e)
            name = names.setdefault(entity, part.data.names.full(entity, lang))
            half_width = Num(float(half), _PLAIN) if math.isfinite(half) else None
            cells = (Num(float(n), "0"), Num(float(mean), _PLAIN), half_width)
            lines.append((part.name, str(m), entity, name, str(p), str(key), *cells))
    header = ("scenario", "measure", "entity", "name", *columns[2:])
    about = TEXTS.text("sheet.tidy.about" if len(parts) == 1 else "sheet.tidy.about_years", lang)
    return Sheet(_title("tidy", lang), (about,), (Grid("", header, lines[:MOST_TIDY_ROWS]),), table_name="summary")


def _measures(parts: Sequence[Part], lang: Language) -> Sheet:
    data = parts[0].data
    lines: list[tuple[Cell, ...]] = [
        (name, data.label(name, lang), one.unit, one.definition_zh if lang == "zh" else one.definition_en)
        for name, one in data.measures.items()
        if any(part.data.summary.has(name) for part in parts)
    ]
    grid = Grid("", _heads(lang, "id", "measure", "unit", "definition"), lines)
    return Sheet(_title("measures", lang), (TEXTS.text("table.definitions", lang),), (grid,))


def _sources(parts: Sequence[Part], lang: Language) -> Sheet:
    columns = ("id", "publisher", "title", "date")
    found: dict[str, tuple[Cell, ...]] = {}
    for part in parts:
        if len(part.data.sources):
            told = [part.data.source_column(name, lang) for name in columns]
            found.update((cells[0], cells) for cells in zip(*told, strict=True))
    grid = Grid("", _heads(lang, *columns), list(found.values()))
    return Sheet(_title("sources", lang), (TEXTS.text("table.sources", lang),) if found else (), (grid,))
