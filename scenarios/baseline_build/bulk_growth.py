"""Bulk of the outlook years: how much each stream grows on the three paths, and what that asks of the berths."""

from __future__ import annotations

from baseline_build.bulk import YEAR, Stream, berth_loads, streams
from baseline_build.files import Row, number, read_input

PATHS = ("low", "central", "plan")
YEARS = (2027, 2030, 2035)


def growth(path: str) -> dict[str, float]:
    """Growth a year by stream or kind of cargo."""
    return {row["of"]: float(row[path]) for row in read_input("bulk_growth")}


def grown(path: str, year: int) -> list[Stream]:
    """All streams with the volume of a year: a growth of the stream's own goes before that of its cargo."""
    rates, found = growth(path), []
    for stream in streams():
        rate = rates.get(stream.row["id"], rates[stream.row["cargo"]])
        volume = stream.volume * (1.0 + rate) ** (year - int(YEAR))
        found.append(stream._replace(volume=round(volume, -4 if stream.is_cargo_of_port else -2)))
    return found


def bulk_growth_rows(path: str) -> list[Row]:
    """Volumes of the outlook years, to lay over the table of streams."""
    rates, by_year = growth(path), {year: grown(path, year) for year in YEARS}
    return [
        {"id": stream.row["id"]}
        | {f"annual_volume.{year}": str(number(by_year[year][place].volume, 0)) for year in YEARS}
        | {"assumed": f"{path} path, {rates.get(stream.row['id'], rates[stream.row['cargo']]):+.1%} a year from 2025"}
        for place, stream in enumerate(streams())
    ]


def growth_report() -> str:
    """Tonnes by port and path in 2035, and the terminals whose berths would be used to more than two thirds."""
    text = ["Mt in no box   2025  " + "  ".join(f"{path} {YEARS[-1]}" for path in PATHS)]
    paths = [streams(), *(grown(path, YEARS[-1]) for path in PATHS)]
    for port in dict.fromkeys(stream.row["port"] for stream in paths[0]):
        sums = [sum(s.volume for s in found if s.row["port"] == port and s.is_cargo_of_port) / 1e6 for found in paths]
        text.append(f"{port:15}" + "".join(f"{mt:9.1f}" for mt in sums))
    for path, found in zip(PATHS, paths[1:], strict=True):
        loads = {terminal: load for terminal, load in berth_loads(found).items() if load > 2.0 / 3.0}
        text.append(f"{path} {YEARS[-1]}: " + ", ".join(f"{id} {load:.2f}" for id, load in loads.items()))
    return "\n".join(text)
