"""What waiting does to cargo and barges: boxes rolled by gateway, and waits at locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from portsim.clock import Clock


def rolled_exports(consignments: pd.DataFrame, clock: Clock, n_runs: int) -> pd.DataFrame:
    """Export boxes that a sailing left behind, by gateway; of those delivered in the reported years.

    Returns
    -------
    Columns: gateway, teu, rolled_teu (of a replication), rolled_share, rolls (mean of those rolled), yard_h and
    rolled_yard_h: mean hours in the yard of boxes never rolled and of those rolled.
    """
    import pandas as pd

    delivered = consignments["delivered_h"]
    inside = (delivered >= clock.warmup_h) & (delivered < clock.end_h)
    exports = consignments[inside & consignments["outbound"] & consignments["export_dwell_h"].notna()]
    weighed = exports.assign(yard_teu_h=exports["teu"] * exports["export_dwell_h"])
    rows = []
    for gateway, boxes in weighed.groupby("gateway", observed=True):
        rolled, kept = boxes[boxes["rolls"] > 0], boxes[boxes["rolls"] == 0]
        teu, rolled_teu = float(boxes["teu"].sum()), float(rolled["teu"].sum())
        row = {"gateway": gateway, "teu": teu / n_runs, "rolled_teu": rolled_teu / n_runs}
        row |= {"rolled_share": rolled_teu / teu, "rolls": _mean(rolled["teu"] * rolled["rolls"], rolled_teu)}
        row["yard_h"] = _mean(kept["yard_teu_h"], teu - rolled_teu)
        row["rolled_yard_h"] = _mean(rolled["yard_teu_h"], rolled_teu)
        rows.append(row)
    found = pd.DataFrame(
        rows, columns=["gateway", "teu", "rolled_teu", "rolled_share", "rolls", "yard_h", "rolled_yard_h"]
    )
    return found.sort_values("rolled_teu", ascending=False, kind="stable", ignore_index=True)


def _mean(total: pd.Series[float], teu: float) -> float:
    return float(total.sum()) / teu if teu else float("nan")


def lock_waits(passages: pd.DataFrame, locks: set[str], clock: Clock, n_runs: int) -> pd.DataFrame:
    """Waits at locks by direction, of vessels whose lockage began in the reported years.

    Returns
    -------
    Columns: lock, up, n_vessels, hours (of a replication), wait_h (mean), wait_h_p95; the longest mean wait first.
    """
    import pandas as pd

    entered = passages["entered_h"]
    inside = (entered >= clock.warmup_h) & (entered < clock.end_h) & passages["place"].isin(locks)
    kept = passages[inside]
    waits = kept.assign(wait_h=kept["entered_h"] - kept["arrived_h"])
    groups = waits.groupby(["place", "up"], observed=True)["wait_h"]
    table = pd.DataFrame({
        "n_vessels": groups.size() / n_runs, "hours": groups.sum() / n_runs, "wait_h": groups.mean(),
        "wait_h_p95": groups.quantile(0.95),
    })  # fmt: skip
    found = table.reset_index().rename(columns={"place": "lock"})
    return found.sort_values("wait_h", ascending=False, kind="stable", ignore_index=True)
