"""The observed table: port totals that the demand was made from, and statistics that it was not (validation)."""

from __future__ import annotations

from baseline_build.bulk import AIS_KINDS, bulk_t, streams
from baseline_build.files import Row, read_input
from baseline_build.season import monthly_teu

YEAR = "2025"
SMALL_PORTS = ("maoming", "yangjiang")
_NOT_BULK = {"zhanjiang": " and ferry vehicles", "haikou": ", ferry vehicles and 25.8 Mt not explained"}
COLUMNS = ("measure", "entity", "period", "value", "role", "low", "high", "note", "source", "assumed", "confidence")


def observed_rows() -> list[Row]:
    """All rows: boxes and tonnes of the year, months of the Guangxi ports, other statistics."""
    return [
        {"id": f"{row['measure']}_{row['entity']}_{row['period']}".replace("-", "_").replace(":", "_")}
        | {column: row.get(column, "") for column in COLUMNS}
        for row in [*_totals(), *_earlier(2024), *_earlier(2023), *_tonnes(), *_months(), *_other_statistics()]
    ]


def _totals() -> list[Row]:
    teu = monthly_teu()
    ports = read_input("port_totals")
    rows = []
    for port in ports:
        name, value = port["port"], float(port["teu_10k"]) * 1e4
        if name in teu[f"{YEAR}-01"]:
            value = sum(of_month[name] for month, of_month in teu.items() if month.startswith(YEAR))
        rows.append({
            "measure": "throughput_teu", "entity": name, "period": YEAR, "value": f"{value:.12g}", "role": "fitted",
            "low": _teu(port["low"]), "high": _teu(port["high"]),
            "note": "assumed total" if port["assumed"] else "TEU over the quay, laden and empty",
            "source": port["source"], "assumed": port["assumed"], "confidence": port["confidence"],
        })  # fmt: skip
    whole = sum(float(port["teu_10k"]) for port in ports)
    small = sum(float(port["teu_10k"]) for port in ports if port["port"] in SMALL_PORTS)
    rows.append({
        "measure": "throughput_teu", "entity": "cluster", "period": YEAR, "value": f"{whole * 1e4:.12g}",
        "role": "fitted", "note": f"six ports {whole - small:,.1f}, Maoming and Yangjiang {small:g} (10k TEU)",
        "assumed": "sum of the ports; Haikou, Zhanjiang, Maoming and Yangjiang are assumed",
    })  # fmt: skip
    return rows


def _earlier(year: int) -> list[Row]:
    """Totals of a year before: not what the demand of the baseline was made from."""
    note = "TEU over the quay, laden and empty"
    rows, whole = [], 0.0
    for port in ("qinzhou", "fangchenggang", "beihai"):
        teu = sum(of_month[port] for month, of_month in monthly_teu().items() if month.startswith(str(year)))
        whole += teu
        rows.append(
            {"entity": port, "value": f"{teu:.12g}", "source": "gx_port_authority_monthly", "confidence": "high"}
        )
    for row in read_input("earlier_totals"):
        if row["year"] == str(year):
            whole += float(row["teu_10k"]) * 1e4
            rows.append({
                "entity": row["entity"], "value": _teu(row["teu_10k"]), "low": _teu(row["low"]),
                "high": _teu(row["high"]), "source": row["source"], "assumed": row["assumed"],
                "confidence": row["confidence"],
            })  # fmt: skip
    rows.append({
        "entity": "cluster", "value": f"{whole:.12g}", "confidence": "medium",
        "assumed": "sum of the ports; Haikou, Maoming and Yangjiang are assumed",
    })  # fmt: skip
    same = {"measure": "throughput_teu", "period": str(year), "role": "validation", "note": note}
    return [{**same, **row} for row in rows]


def fitted_rows(year: int) -> list[Row]:
    """To lay over the table where an earlier year is fitted: what was observed in it is fitted, not validation."""
    fitted = ("throughput_teu", "sea_rail_teu", "foreign_share", "transhipment_share", "empty_share")
    return [
        {"id": row["id"], "role": "fitted"}
        for row in observed_rows()
        if row["period"] == str(year) and row["measure"] in fitted
    ]


def _teu(cell: str) -> str:
    return f"{float(cell) * 1e4:.12g}" if cell else ""


def _months() -> list[Row]:
    return [
        {
            "measure": "throughput_teu", "entity": port, "period": month, "value": f"{teu:.12g}", "role": "validation",
            "note": "the season is fitted on 2021-24; growth within the year is not in it",
            "source": "gx_port_authority_monthly", "confidence": "medium" if month.endswith("-12") else "high",
        }
        for month, ports in sorted(monthly_teu().items())
        if month.startswith(YEAR)
        for port, teu in ports.items()
    ]  # fmt: skip


def _tonnes() -> list[Row]:
    """Tonnes in no box: published totals less boxes, less ferry vehicles where the statistics count them."""
    totals = {row["port"]: row for row in read_input("bulk_volumes") if row["item"] == "all_cargo"}
    rest = bulk_t()
    rows = [
        {
            "measure": "throughput_t", "entity": port, "period": YEAR, "value": f"{round(tonnes, -4):.12g}",
            "role": "fitted", "low": _less(totals[port], "low", tonnes), "high": _less(totals[port], "high", tonnes),
            "note": f"{totals[port]['value']} Mt in all, less boxes{_NOT_BULK.get(port, '')}",
            "source": totals[port]["source"], "confidence": totals[port]["confidence"],
            "assumed": totals[port]["assumed"] or "boxes of 10.4 t a TEU, as at Yangpu in 2021",
        }
        for port, tonnes in rest.items()
    ]  # fmt: skip
    whole = f"{round(sum(rest.values()), -4):.12g}"
    assumed = "sum of the ports; Haikou, Zhanjiang and Yangjiang are assumed"
    return [
        *rows,
        {
            "measure": "throughput_t", "entity": "cluster", "period": YEAR, "value": whole, "role": "fitted",
            "note": "cargo in no box, ferry vehicles apart", "assumed": assumed, "confidence": "low",
        },
    ]  # fmt: skip


def _less(total: Row, end: str, tonnes: float) -> str:
    """An end of the band of all cargo, less what is not bulk in it."""
    return f"{round(tonnes + 1e6 * (float(total[end]) - float(total['value'])), -4):.12g}" if total[end] else ""


def _other_statistics() -> list[Row]:
    rows = [{**row, "period": row["period"] or YEAR} for row in read_input("statistics")]
    return [_with_bulk_calls(row) if row["measure"] == "n_calls" else row for row in rows]


def _with_bulk_calls(row: Row) -> Row:
    """Calls of container ships and of all others; AIS sees at least the lower end."""
    bulk = sum(stream.calls for stream in streams() if stream.row["port"] == row["entity"])
    seen = next(ais for ais in read_input("ais_calls") if ais["port"] == row["entity"])
    low = float(row["low"]) + sum(float(seen[kind]) for kind in AIS_KINDS)
    value, high = float(row["value"]) + bulk, float(row["high"]) + 1.3 * bulk
    return {**row, "value": f"{value:.0f}", "low": f"{low:.0f}", "high": f"{high:.0f}"}
