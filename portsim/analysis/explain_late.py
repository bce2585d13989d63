"""What follows when a ship comes outside her pro forma time: longer waits, boxes left behind, trains missed.

Proved by the records, call by call: how late a ship came, how long she waited, how many boxes that were due her next
sailing left behind, and which boxes landed for a train (a train's departure less the boxes' hours in the yard is the
hour at which their ship had finished). Not in the records: which export boxes a sailing left behind, where a box
waits for a train in its zone, and boxes on barges.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

GROUPS = ("early", "kept", "late")
"""Calls that came too early, in time and too late."""
_LATE_COLUMNS = [
    "group", "n_calls", "share", "lateness_h", "wait_in_h", "wait_out_h", "service_h", "left_teu", "left_teu_per_call",
    "left_share", "share_with_left",
]  # fmt: skip
_TRAIN_COLUMNS = ["group", "teu", "missed_teu", "missed_share", "later_h", "full_teu", "full_share", "yard_h"]
_SAME_H = 1e-6
"""Hours that rounding may leave between two records of one moment."""


def with_lateness(calls: pd.DataFrame, late_h: float) -> pd.DataFrame:
    """Calls of ships with a pro forma time, with columns lateness_h and group (see `GROUPS`)."""
    import numpy as np

    liners = calls[calls["pro_forma_h"].notna()].copy()
    lateness = liners["arrived_h"] - liners["pro_forma_h"]
    liners["lateness_h"] = lateness
    liners["group"] = np.where(lateness > late_h, "late", np.where(lateness < -late_h, "early", "kept"))
    return liners


def with_left_behind(calls: pd.DataFrame, voyages: pd.DataFrame) -> pd.DataFrame:
    """Calls with the boxes that were due their sailing and stayed ashore, left_laden_teu; NaN where it is not known."""
    keys = ["run", "service", "ship", "voyage", "departed_h"]
    sailed = voyages[[*keys, "left_laden_teu"]].drop_duplicates(keys)
    for key in ("run", "service"):  # categories of two tables need not be the same
        sailed[key], calls = sailed[key].astype(str), calls.assign(**{key: calls[key].astype(str)})
    joined = calls.merge(sailed, on=keys, how="left", validate="many_to_one")
    return joined.set_index(calls.index)


def late_calls(calls: pd.DataFrame, voyages: pd.DataFrame, late_h: float, n_runs: int) -> pd.DataFrame:
    """Compare calls that came early, in time and late.

    Parameters
    ----------
    calls
        Measured calls.
    voyages
        Legs of the same runs.
    late_h
        Hours from the pro forma time beyond which a call is early or late.
    n_runs
        Replications.

    Returns
    -------
    One row per group that has calls: group, n_calls, share, lateness_h, wait_in_h, wait_out_h, service_h (means per
    call), left_teu (of a replication), left_teu_per_call, left_share (of the boxes due), share_with_left.
    """
    import pandas as pd

    liners = with_left_behind(with_lateness(calls, late_h), voyages)
    out = sum((liners[name] for name in liners if str(name).startswith("sailing_")), start=0.0 * liners["wait_h"])
    liners["wait_out_h"], liners["wait_in_h"] = out, liners["wait_h"] - out
    rows = []
    for group in GROUPS:
        mine = liners[liners["group"] == group]
        if not len(mine):
            continue
        left, loaded = mine["left_laden_teu"].sum(), mine.loc[mine["left_laden_teu"].notna(), "loaded_laden_teu"].sum()
        row = {"group": group, "n_calls": len(mine) / n_runs, "share": len(mine) / len(liners)}
        row |= {name: mine[name].mean() for name in ("lateness_h", "wait_in_h", "wait_out_h", "service_h")}
        row |= {"left_teu": left / n_runs, "left_teu_per_call": mine["left_laden_teu"].mean()}
        row |= {"left_share": left / (left + loaded) if left + loaded else 0.0}
        row["share_with_left"] = (mine["left_laden_teu"] > 0).sum() / len(mine)
        rows.append(row)
    return pd.DataFrame(rows, columns=_LATE_COLUMNS)


def rail_imports(
    consignments: pd.DataFrame,
    trains: pd.DataFrame,
    relations: Mapping[str, tuple[str, str]],
) -> pd.DataFrame:
    """Boxes that left their port by train: run, gateway, zone, teu, departed_h of the train, landed_h.

    Parameters
    ----------
    relations
        Zone and port by id of the train service.
    """
    boxes = consignments[
        (consignments["mode"] == "rail") & ~consignments["outbound"] & consignments["import_dwell_h"].notna()
    ]
    boxes = boxes.assign(zone=boxes["destination"].astype(str), port=boxes["gateway"].astype(str))
    runs = import_trains(trains, relations).assign(train_h=trains["departed_h"])
    keys = ["run", "zone", "port", "arrived_h"]
    left = boxes.rename(columns={"delivered_h": "arrived_h"})[[*keys, "teu", "import_dwell_h"]]
    left, right = (table.astype({"run": str}) for table in (left, runs[[*keys, "train_h", "closes_h"]]))
    found: pd.DataFrame = left.merge(right.drop_duplicates(keys), on=keys, how="inner")
    found["landed_h"] = found["train_h"] - found["import_dwell_h"]
    return found


def import_trains(trains: pd.DataFrame, relations: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Trains that left a port, with zone and port, and the hour from which on they took no more boxes."""
    left = trains[~trains["outbound"]]
    left = left.assign(closes_h=left["departed_h"] - left["track_h"])
    ends = [relations[id] for id in left["service"].astype(str)]
    named: pd.DataFrame = left.assign(zone=[end[0] for end in ends], port=[end[1] for end in ends])
    return named.astype({"zone": str, "port": str})


def with_their_ship(boxes: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """Boxes with the call that landed them: lateness_h, group, terminal, and the position of the call.

    Boxes whose call is not known for certain are left out: two ships that ended their work at the same port in the
    same instant, or a call outside those given.
    """
    import pandas as pd

    ends = calls[["run", "port", "terminal", "work_end_h", "lateness_h", "group"]].assign(call=calls.index)
    ends = ends.astype({"run": str, "port": str, "terminal": str}).sort_values("work_end_h")
    gap_h = ends.groupby(["run", "port"])["work_end_h"].diff()
    twins = (gap_h < 2.0 * _SAME_H) | (gap_h.groupby([ends["run"], ends["port"]]).shift(-1) < 2.0 * _SAME_H)
    joined: pd.DataFrame = pd.merge_asof(
        boxes.sort_values("landed_h"), ends[~twins], left_on="landed_h", right_on="work_end_h", by=["run", "port"],
        direction="nearest", tolerance=_SAME_H,  # type: ignore[arg-type]  # its keys are hours
    )  # fmt: skip
    return joined[joined["call"].notna()]


def missed_trains(boxes: pd.DataFrame, trains: pd.DataFrame, ready_h: Mapping[str, float]) -> pd.DataFrame:
    """For boxes with their ship: ready for a train, departures missed because the ship came late, and for want of room.

    A departure is missed by lateness if it lies between the hour the boxes would have been ready, had the ship come by
    her pro forma time and all else taken as long, and the hour they were. One without room is a departure after
    they were ready that did not take them.

    Parameters
    ----------
    boxes
        As `with_their_ship` gives them.
    trains
        Departures from the port, with columns run, zone, port, closes_h.
    ready_h
        Hours from landing to ready for a train, by terminal.

    Returns
    -------
    `boxes` with ready_at_h, n_missed, n_full and later_h: hours by which their train left after the one they would
    have been in time for.
    """
    import numpy as np

    ashore_h = np.array([ready_h[terminal] for terminal in boxes["terminal"]], dtype=float)
    found = boxes.assign(ready_at_h=boxes["landed_h"] + ashore_h)
    departures = {
        tuple(map(str, key)): np.unique(group["closes_h"].to_numpy())
        for key, group in trains.groupby(["run", "zone", "port"], observed=True)
    }
    counts = np.zeros((len(found), 2))
    later_h = np.zeros(len(found))
    for key, rows in found.groupby(["run", "zone", "port"]).indices.items():
        part = found.iloc[rows]
        late_h = part["lateness_h"].clip(lower=0.0).to_numpy()
        counts[rows], later_h[rows] = _missed(departures[key], part, late_h)  # type: ignore[index]
    return found.assign(n_missed=counts[:, 0], n_full=counts[:, 1], later_h=later_h)


def _missed(departures: np.ndarray, part: pd.DataFrame, late_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    ready, taken = part["ready_at_h"].to_numpy(), part["closes_h"].to_numpy()
    first = np.searchsorted(departures, ready - _SAME_H)
    could = np.searchsorted(departures, ready - late_h - _SAME_H)
    took = np.searchsorted(departures, taken - _SAME_H)
    counts = np.stack([first - could, np.maximum(0, took - first)], axis=1)
    # the train missed may have left before the records begin: then there is nothing to compare with
    later_h = np.where(first > could, taken - departures[np.minimum(could, len(departures) - 1)], 0.0)
    return counts, later_h


def by_train(boxes: pd.DataFrame, n_runs: int) -> pd.DataFrame:
    """Boxes landed for trains, by how their ship came.

    Returns
    -------
    One row per group: group, teu, missed_teu, missed_share, later_h (mean over the boxes that missed a train),
    full_teu, full_share (boxes that a train left behind for want of room), yard_h (mean from landing to departure).
    """
    import pandas as pd

    rows = []
    for group in GROUPS:
        mine = boxes[boxes["group"] == group]
        teu = float(mine["teu"].sum())
        if not teu:
            continue
        missed, full = mine[mine["n_missed"] > 0], mine[mine["n_full"] > 0]
        missed_teu, full_teu = float(missed["teu"].sum()), float(full["teu"].sum())
        row = {"group": group, "teu": teu / n_runs, "missed_teu": missed_teu / n_runs, "missed_share": missed_teu / teu}
        row["later_h"] = float((missed["teu"] * missed["later_h"]).sum()) / missed_teu if missed_teu else 0.0
        row |= {"full_teu": full_teu / n_runs, "full_share": full_teu / teu}
        row["yard_h"] = float((mine["teu"] * mine["import_dwell_h"]).sum()) / teu
        rows.append(row)
    return pd.DataFrame(rows, columns=_TRAIN_COLUMNS)
