"""Rivers of the baseline and the barges on them that carry neither boxes nor anything else modelled: background."""

from __future__ import annotations

from baseline_build.files import Row, number, read_input

MIX = {"barge_1000": 0.15, "barge_2000": 0.35, "barge_3000": 0.50}
"""Mean 2 350 dwt, below the 2 986 dwt seen at Changzhou: the Yu river above Guigang is a 2 000 to 3 000 t waterway."""


def _values() -> dict[str, float]:
    return {row["item"]: float(row["value"]) for row in read_input("xijiang")}


def xijin_t_2025() -> float:
    """Cargo through Xijin in 2025, both directions: the months known of 2022, made a year and grown like Changzhou."""
    known = _values()
    year = known["xijin_2022_t"] * 12.0 / known["xijin_2022_months"]
    return year * known["changzhou_2025_t"] / known["changzhou_2022_t"]


def waterway_rows() -> list[Row]:
    """Links of the Yu river and of the Xun and Xi rivers, with their locks."""
    known = _values()
    xijin_km = known["canal_mouth_km"] + known["xijin_below_mouth_km"]
    changzhou_km = known["guigang_guangzhou_km"] * known["wuzhou_share_of_way"]
    return [
        {
            "id": "yu_river", "mode": "waterway", "name.en": "Yu river, Nanning - Guigang",
            "name.zh": "郁江（南宁—贵港）", "length_km": str(number(known["nanning_guigang_km"], 1)), "depth_m": "4.1",
            "locks.xijin": str(number(xijin_km, 1)),
            "assumed": "length and lock from published distances; depth of a 3 000 t waterway; speeds are the defaults",
        },
        {
            "id": "xun_xi_river", "mode": "waterway", "name.en": "Xun and Xi rivers, Guigang - Guangzhou",
            "name.zh": "浔江—西江（贵港—广州）", "length_km": str(number(known["guigang_guangzhou_km"], 1)),
            "depth_m": "4.1", "locks.guigang": "0", "locks.changzhou": str(number(changzhou_km, 0)),
            "assumed": "length published, Changzhou read off a map; Guiping lock left out, no figures were found; "
            "depth of a 3 000 t waterway",
        },
    ]  # fmt: skip


def barge_rows() -> list[Row]:
    """Background traffic through Xijin: between Nanning and Guigang, wherever they go from there."""
    return [{
        "id": "xijin_background", "kind": "barge_traffic", "name.en": "Bulk barges through Xijin (background)",
        "name.zh": "西津散货驳船（背景交通）", "route": "yu_river",
        **{f"mix.{id}": str(share) for id, share in MIX.items()},
        "annual_t.2025": str(round(xijin_t_2025(), -5)), "load_out_share": "0.92", "load_back_share": "0.3",
        "stay_h.gamma.mean": "48", "stay_h.gamma.sd": "24",
        "assumed": "cargo of the first lock in 2022 grown like Changzhou (15 to 30 Mt); mix of a 2 000 to 3 000 t "
        "waterway; loads of Changzhou in the first half of 2026",
    }]  # fmt: skip
