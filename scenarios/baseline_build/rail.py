"""Rail lines of the baseline: the way of block trains and of trains of bulk, and the background on the lines."""

from __future__ import annotations

from baseline_build.files import Row, number, read_input

TRAIN_T = 3_500.0
"""Tonnes of a laden train of bulk, the default of the file format."""
DAYS_A_WEEK, DAYS_A_YEAR = 7.0, 365.25

_NORTH = ("rail_guiyang_liuzhou", "rail_liuzhou_litang")
INLAND = {
    "chongqing": _NORTH, "sichuan": _NORTH, "guizhou": _NORTH, "northwest": _NORTH,
    "hunan": ("rail_huaihua_liuzhou", "rail_liuzhou_litang"),
    "liuzhou": ("rail_liuzhou_litang",), "guilin": ("rail_liuzhou_litang",),
    "yunnan": ("rail_nanning_kunming",), "baise": ("rail_nanning_kunming",),
    "chongzuo_pingxiang": ("rail_nanning_pingxiang",), "nanning": (), "yulin_guigang": (), "wuzhou_hezhou": (),
}  # fmt: skip
"""Lines of a zone on the way to Litang, Nanning or Yulin, where the ways to the ports part."""
BY_NANNING = frozenset({"yunnan", "baise", "chongzuo_pingxiang", "nanning"})
"""Zones whose trains come through Nanning, all others through Litang or Yulin."""
TO_PORT = {"qinzhou": "rail_qinzhou_port", "fangchenggang": "rail_fangchenggang"}
BULK = {
    "qinzhou": "rail_mahuang > rail_qinzhou_port", "fangchenggang": "rail_mahuang > rail_fangchenggang",
    "beihai": "rail_yulin_tieshan", "zhanjiang": "rail_yulin_zhanjiang",
}  # fmt: skip
"""Lines of the rail tonnes of a port's bulk: those by the sea. Where it goes from there is not published; on the lines
inland it is in the trains observed, or in none."""


def rail_route(zone: str, port: str) -> str:
    """The lines of a block train, from the zone to the port.

    Raises
    ------
    KeyError
        No way is known for trains of this zone.
    """
    return " > ".join(_lines(zone, port))


def _lines(zone: str, port: str) -> tuple[str, ...]:
    inland = INLAND[zone]
    if port in TO_PORT:
        joins = ("rail_nanning_qinzhou",) if zone in BY_NANNING else ("rail_litang_qinzhou",)
        return (*inland, *joins, "rail_mahuang", TO_PORT[port])
    seaward = "rail_yulin_zhanjiang" if port == "zhanjiang" else "rail_yulin_tieshan"
    if zone == "yulin_guigang":
        return (seaward,)
    if zone == "hunan":  # by Yongzhou, without the way round by Liuzhou
        return ("rail_yongzhou_yulin", seaward)
    joins = ("rail_nanning_litang", "rail_litang_yulin") if zone in BY_NANNING else ("rail_litang_yulin",)
    return (*inland, *joins, seaward)


def with_rail(streams: list[Row]) -> list[Row]:
    """Streams of bulk with the lines of their rail tonnes."""
    return [row | {"rail_route": BULK.get(row["port"], "") if _rail_t(row) else ""} for row in streams]


def _rail_t(stream: Row) -> float:
    if stream["cargo"] in ("vehicles", "passengers") or not stream["onward.rail"]:
        return 0.0
    return float(stream["annual_volume.2025"]) * float(stream["onward.rail"])


def line_rows(trains: list[Row], streams: list[Row]) -> list[Row]:
    """The table of rail lines, with the trains of the baseline among those observed in 2025.

    Told as a number, it stays when a scenario sends more trains, which then come on top of the background.
    """
    per_day: dict[str, float] = {}
    for train in trains:
        for line in train["route"].split(" > "):
            per_day[line] = per_day.get(line, 0.0) + 2.0 * float(train["departures_per_week"]) / DAYS_A_WEEK
    for stream in streams:
        for line in stream["rail_route"].split(" > ") if stream["rail_route"] else ():
            per_day[line] = per_day.get(line, 0.0) + 2.0 * _rail_t(stream) / TRAIN_T / DAYS_A_YEAR
    rows = []
    for row in read_input("rail_lines"):
        known = str(number(per_day.get(row["id"], 0.0), 1)) if row["observed_trains_per_day.2025"] else ""
        why = "block trains of the timetable and trains of bulk of 3 500 t, laden one way" if known else ""
        note = {"observed_modelled_per_day": known, "observed_modelled_per_day.assumed": why}
        rows.append({"id": row["id"], "mode": "rail", **{k: v for k, v in row.items() if k != "id"}, **note})
    return rows
