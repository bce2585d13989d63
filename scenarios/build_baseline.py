"""Rebuild the derived tables of ``baseline.yaml`` and ``canal_2027.yaml`` from the sourced inputs in ``data/inputs``.

Run ``python scenarios/build_baseline.py`` in the project's folder: it writes ``data/*.csv`` and prints an arithmetic
check. With ``--check`` it writes nothing and fails if a committed table differs. How and why stands in
docs/explanation/baseline.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from baseline_build.balance import border_loads, boxes, calls_per_week, throughput_10k
from baseline_build.bulk import bulk_report, bulk_rows
from baseline_build.bulk_growth import PATHS, bulk_growth_rows, growth_report
from baseline_build.cargo import parcels
from baseline_build.demand import demand_rows, demand_rows_of
from baseline_build.files import DATA, Row, as_csv, number, read_input
from baseline_build.observed import fitted_rows, observed_rows
from baseline_build.outlook import YEARS as OUTLOOK_YEARS
from baseline_build.outlook import ship_growth_rows, train_growth_rows
from baseline_build.outside import gateway_rows, outside_rows
from baseline_build.places import lane_rows, road_rows, zone_rows
from baseline_build.prices import ship_rows
from baseline_build.rail import line_rows, with_rail
from baseline_build.season import fitted_season, season_factors
from baseline_build.timetable import Line, leg_loads, lines_with_windows, relations
from baseline_build.trains import train_rows
from baseline_build.waterways import barge_rows, waterway_rows


def liner_rows(lines: list[Line]) -> list[Row]:
    """The table of liner services: the plan with its windows and lateness."""
    by_id = {line.id: line for line in lines}
    rows = []
    for row in read_input("liner_plan"):
        service = {"id": row["id"], "kind": "liner", **{k: v for k, v in row.items() if k != "id"}}
        note = {"source": service.pop("source"), "assumed": service.pop("assumed")}
        line = by_id[row["id"]]
        times = {
            "phase_h": str(number(line.phase_h, 1)),
            "lateness_h.triangular.low": str(number(line.earliest_h, 1)), "lateness_h.triangular.mode": "0",
            "lateness_h.triangular.high": str(number(line.latest_h, 1)),
        }  # fmt: skip
        rows.append({**service, **times, **note})
    return rows


def build() -> tuple[dict[str, str], list[Line]]:
    """All derived tables as CSV text by name, and the services with their phases."""
    cargo = parcels()
    lines = lines_with_windows()
    trains, bulk = train_rows(cargo), with_rail(bulk_rows())
    tables = {
        "zones": zone_rows(),
        "links": lane_rows() + road_rows(),
        "liners": liner_rows(lines),
        "trains": trains,
        "rail_lines": line_rows(trains, bulk),
        "waterways": waterway_rows(),
        "barges": barge_rows(),
        "observed": observed_rows(),
        "bulk": bulk,
        "ship_classes": ship_rows(),
        "gateways": gateway_rows(),
        "outside_links": outside_rows(),
        "demand_flows": demand_rows(),
        "demand_flows_2023": demand_rows_of(2023),
        "demand_flows_2024": demand_rows_of(2024),
        "observed_2023": fitted_rows(2023),
        "observed_2024": fitted_rows(2024),
    }
    for year in OUTLOOK_YEARS:
        tables[f"ships_{year}"] = ship_growth_rows(year)
        tables[f"trains_{year}"] = train_growth_rows(tables["trains"], year)
    for path in PATHS:
        tables[f"bulk_growth_{path}"] = bulk_growth_rows(path)
    return {name: as_csv(_same_columns(rows)) for name, rows in tables.items()}, lines


def _same_columns(rows: list[Row]) -> list[Row]:
    columns = dict.fromkeys(column for row in rows for column in row)
    return [{column: row.get(column, "") for column in columns} for row in rows]


def report(lines: list[Line]) -> str:
    """The arithmetic check: totals, empties, calls and load factors, as they come out without a run."""
    common = relations(lines)
    week = boxes(parcels(), common)
    months, dip = fitted_season()
    text = [
        f"season: {months}, festival -{dip:.3f}; of 2025: {season_factors(2025)}",
        "",
        "port            10k TEU  empty  calls/week",
    ]
    calls = calls_per_week(lines)
    for port, (teu, empty) in throughput_10k(week).items():
        text.append(f"{port:15} {teu:7.1f}  {empty:5.2f}  {calls[port]:6.1f}")
    text += ["", "slots used over the border by laden and empty boxes, and by laden boxes of the fullest sailing"]
    mean = border_loads(lines, leg_loads(common, week.all))
    laden = border_loads(lines, leg_loads(common, week.laden))
    for key, (load, _) in sorted(mean.items()):
        text.append(f"{':'.join(key):32} {load:5.2f}  {laden[key][1]:5.2f}")
    return "\n".join(text)


def main(arguments: list[str]) -> int:
    """Rebuild or check; exit code 1 if a check finds a difference."""
    tables, lines = build()
    stale = [name for name, text in tables.items() if _committed(name) != text]
    if "--check" in arguments:
        for name in stale:
            sys.stderr.write(f"{name}.csv differs from what the inputs give\n")
        return 1 if stale else 0
    for name in stale:
        (DATA / f"{name}.csv").write_text(tables[name], encoding="utf-8", newline="\n")
    written = f"written: {', '.join(stale) or 'nothing, all tables as before'}"
    sys.stdout.write("\n\n".join((report(lines), bulk_report(), growth_report(), written)) + "\n")
    return 0


def _committed(name: str) -> str | None:
    path = DATA / f"{name}.csv"
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
