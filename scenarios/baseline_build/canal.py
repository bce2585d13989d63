"""Boxes of Nanning that take the Pinglu Canal in 2027: shares moved from the road to Qinzhou, laid over the baseline.

No count of the canal's boxes exists. The barges' share is set so that boxes make 15 % of the 16 Mt assumed for 2027 (30
% of the forecast for 2029); the two river-sea services are those of the opening day, their shares assumed.
"""

from __future__ import annotations

from baseline_build.files import Row, number

ZONE, GATEWAY = "nanning", "qinzhou"
BARGE_SHARE = 0.13
"""Of the cargo by road to Qinzhou: with empties 2.3 Mt a year, 15 % of 16 Mt with what the river-sea ships carry."""
YANGPU_SHARE = 0.5
"""Of the cargo that changes ship at Yangpu anyway."""
CAN_THO_SHARE = 0.3
"""Of the cargo with the south of Vietnam."""
_BECAUSE = {
    "barge": "13 % of the road's share: boxes make 15 % of the 16 Mt assumed for 2027; until modes are chosen",
    "yangpu": "half of the road's boxes that change ship at Yangpu anyway; no figure found",
    "can_tho": "30 % of the road's boxes with the south of Vietnam; no figure found",
    "road": "what the canal leaves",
}


def canal_route_rows(routes: list[Row]) -> list[Row]:
    """Rows laid over the routes of the baseline."""
    rows: list[Row] = []
    for route in routes:
        if (route["zone"], route["gateway"], route["mode"]) != (ZONE, GATEWAY, "road"):
            continue
        share, market = float(route["share"]), route["market"]
        moved = [_row(route, f"{route['id'].replace('_road', '_barge')}", "barge", BARGE_SHARE * share)]
        if route["hub"] == "yangpu":
            moved.append(_row(route, f"{ZONE}_{market}_river_sea_via_yangpu", "yangpu", YANGPU_SHARE * share))
        elif market == "south_vietnam":
            moved.append(_row(route, f"{ZONE}_{market}_river_sea", "can_tho", CAN_THO_SHARE * share))
        left = share - sum(float(row["share"]) for row in moved)
        rows.append({**dict.fromkeys(route, ""), "id": route["id"], "share": _text(left), "assumed": _BECAUSE["road"]})
        rows += moved
    return rows


def _row(route: Row, id: str, why: str, share: float) -> Row:
    by_barge = why == "barge"
    return {
        **route, "id": id, "gateway": route["gateway"] if by_barge else "",
        "mode": "barge" if by_barge else "river_sea", "share": _text(share), "assumed": _BECAUSE[why],
    }  # fmt: skip


def _text(share: float) -> str:
    return str(number(share, 4))
