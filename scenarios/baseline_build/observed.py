"""The observed table: port totals that the demand was made from, and statistics that it was not (validation)."""

from __future__ import annotations

from baseline_build.files import Row, read_input
from baseline_build.season import monthly_teu

YEAR = "2025"
SMALL_PORTS = ("maoming", "yangjiang")
COLUMNS = ("measure", "entity", "period", "value", "role", "low", "high", "note", "source", "assumed", "confidence")


def observed_rows() -> list[Row]:
    """All rows: totals of the year, months of the Guangxi ports, other statistics."""
    return [
        {"id": f"{row['measure']}_{row['entity']}_{row['period']}".replace("-", "_")}
        | {column: row.get(column, "") for column in COLUMNS}
        for row in [*_totals(), *_months(), *_other_statistics()]
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


def _other_statistics() -> list[Row]:
    return [{**row, "period": row["period"] or YEAR} for row in read_input("statistics")]
