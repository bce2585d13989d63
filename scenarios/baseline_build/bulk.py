"""Bulk, vehicles and cruise ships of the baseline: streams from published totals, and what they ask of the berths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from baseline_build.files import DATA, Row, number, read_input, read_table

YEAR = "2025"
SPREAD = 0.1
"""A parcel is drawn evenly between a tenth below and a tenth above its mean (assumed)."""
HOURS_PER_YEAR = 8_760.0
AVAILABILITY = 0.95
AIS_KINDS = {
    "dry_bulk": ("ore", "coal", "grain", "other_dry"),
    "general": ("general",),
    "tanker": ("crude", "products", "chemicals", "lng"),
    "roro": ("vehicles",),
}
_ONWARD = ("onward.rail", "onward.road", "onward.barge", "onward.pipeline")


class Parcel(NamedTuple):
    """What the ships of one class carry: their share of a stream, and the mean of a call (t, vehicles, passengers)."""

    ship_class: str
    share: float
    size: float


class Stream(NamedTuple):
    """One stream: its row of the inputs, its year's volume (t, vehicles, passengers) and its parcels."""

    row: Row
    volume: float
    parcels: tuple[Parcel, ...]

    @property
    def calls(self) -> float:
        """Calls a year."""
        return sum(self.volume * parcel.share / parcel.size for parcel in self.parcels)

    @property
    def is_cargo_of_port(self) -> bool:
        """Whether its tonnes are in the port's statistics; bunkers, vehicles and passengers are not."""
        return bool(self.row["mt"])


def bulk_t() -> dict[str, float]:
    """Tonnes in no box by port: all cargo less boxes, ferry vehicles where counted, and what is unexplained."""
    items = {(row["port"], row["item"]): float(row["value"]) for row in read_input("bulk_volumes")}
    boxes_mt = {row["port"]: float(row["teu_10k"]) / 100.0 for row in read_input("port_totals")}
    ferry_mt = items["all", "ferry_vehicles"] * items["all", "ferry_t_per_vehicle"]
    return {
        port: 1e6
        * (
            total
            - boxes_mt[port] * items["all", "container_t_per_teu"]
            - ferry_mt * items.get((port, "ferry_vehicles_counted"), 0.0)
            - items.get((port, "unexplained"), 0.0)
        )
        for (port, item), total in items.items()
        if item == "all_cargo"
    }


def streams() -> list[Stream]:
    """All streams; the tonnes guessed for each are scaled to the port's total."""
    rows, totals, mixes = read_input("bulk_streams"), bulk_t(), _mixes()
    guessed = {port: sum(float(row["mt"] or 0) for row in rows if row["port"] == port) for port in totals}
    return [
        Stream(
            row,
            round(float(row["mt"]) / guessed[row["port"]] * totals[row["port"]], -4)
            if row["mt"]
            else float(row["volume"]),
            mixes[row["mix"]] if row["mix"] else (Parcel(row["ship_class"], 1.0, float(row["unit_size"])),),
        )
        for row in rows
    ]


def _mixes() -> dict[str, tuple[Parcel, ...]]:
    mixes: dict[str, tuple[Parcel, ...]] = {}
    for row in read_input("bulk_parcels"):
        parcel = Parcel(row["ship_class"], float(row["share"]), float(row["parcel_t"]))
        mixes[row["mix"]] = (*mixes.get(row["mix"], ()), parcel)
    return mixes


def bulk_rows() -> list[Row]:
    """The table of streams."""
    copied = ("id", "name.en", "name.zh", "port", "terminal", "cargo", "direction")
    return [
        {column: stream.row[column] for column in copied}
        | {f"annual_volume.{YEAR}": str(number(stream.volume, 0)), "parcels": _cell(stream.parcels)}
        | {column: stream.row[column] for column in ("erlang_k", "work_h.gamma.mean", "work_h.gamma.sd", *_ONWARD)}
        | {"source": stream.row["source"], "assumed": stream.row["assumed"]}
        for stream in streams()
    ]


def _cell(parcels: Iterable[Parcel]) -> str:
    laws = (
        f"{p.ship_class}: {{share: {number(p.share, 4)}, size: {{uniform: "
        f"{{low: {number(p.size * (1 - SPREAD), 0)}, high: {number(p.size * (1 + SPREAD), 0)}}}}}}}"
        for p in parcels
    )
    return f"{{{', '.join(laws)}}}"


def bulk_report() -> str:
    """The arithmetic check: tonnes and calls by port, and hours of work at the berths of each terminal."""
    all_streams, totals = streams(), bulk_t()
    text = ["port           Mt in no box   streams   calls by kind of ship (seen by AIS)"]
    for ais in read_input("ais_calls"):
        port = ais["port"]
        mine = [stream for stream in all_streams if stream.row["port"] == port]
        tonnes = sum(stream.volume for stream in mine if stream.is_cargo_of_port)
        called = {kind: sum(s.calls for s in mine if s.row["cargo"] in cargoes) for kind, cargoes in AIS_KINDS.items()}
        kinds = [f"{kind} {calls:.0f} ({ais[kind]})" for kind, calls in called.items()]
        text.append(f"{port:15} {totals[port] / 1e6:11.1f} {tonnes / 1e6:9.1f}   {', '.join(kinds)}")
    text += [
        f"calls in all: {sum(stream.calls for stream in all_streams):,.0f}",
        "",
        "terminal                       berths  calls  berth load  mean stock",
    ]
    loads = berth_loads(all_streams)
    for (port, id), terminal in _terminals().items():
        called = [s for s in all_streams if (s.row["port"], s.row["terminal"]) == (port, id)]
        text.append(
            f"{port + '/' + id:30} {_berths(terminal):5.0f} {sum(s.calls for s in called):7.0f}"
            f" {loads[f'{port}/{id}']:9.2f} {_stock_share(called, terminal):11.2f}"
        )
    return "\n".join(text)


def berth_loads(all_streams: list[Stream]) -> dict[str, float]:
    """Hours of work and mooring over the hours of the berths, by terminal."""
    loads = {}
    for (port, id), terminal in _terminals().items():
        called = [s for s in all_streams if (s.row["port"], s.row["terminal"]) == (port, id)]
        hours = sum(_berth_hours(stream, terminal) for stream in called)
        loads[f"{port}/{id}"] = hours / (_berths(terminal) * HOURS_PER_YEAR)
    return loads


def _terminals() -> dict[tuple[str, str], Row]:
    ports = dict.fromkeys(row["port"] for row in read_input("bulk_streams"))
    return {(port, row["id"]): row for port in ports for row in read_table(DATA / f"bulk_terminals_{port}.csv")}


def _berths(terminal: Row) -> float:
    return sum(float(terminal.get(f"quays.{quay}.n_berths") or 0) for quay in ("small", "deep"))


def _berth_hours(stream: Stream, terminal: Row) -> float:
    """Hours of berths a year: work and mooring, no waiting and no sharing of unloaders."""
    mooring_h = 2.0 * float(terminal["mooring_h"]) * stream.calls
    if stream.row["work_h.gamma.mean"]:
        return mooring_h + float(stream.row["work_h.gamma.mean"]) * stream.calls
    per_h = float(terminal["unloaders.t_per_h"]) * float(terminal["unloaders.most_per_ship"]) * AVAILABILITY
    return mooring_h + stream.volume / per_h


def _stock_share(called: Iterable[Stream], terminal: Row) -> float:
    """Mean stock over room; 0 without a stockyard."""
    if not terminal.get("stockyard.capacity_t"):
        return 0.0
    lands = {"discharge": 1.0, "load": 0.0, "both": 0.5}
    per_day = sum(stream.volume * lands[stream.row["direction"]] for stream in called) / 365.0
    return per_day * float(terminal["stockyard.dwell_days"]) / float(terminal["stockyard.capacity_t"])
