"""Figures of the Pinglu Canal: cargo, waits and boxes in its first year, and in 2027 and 2035 as boxes would choose.

    python benchmarks/canal_figures.py

One replication each at seed 1. Figures of docs/explanation/locks.md and barges.md come from here.
"""

from __future__ import annotations

import numpy as np

from portsim.model.world import simulate
from portsim.results.measures import MeasureTable, compute_measures
from portsim.results.record_columns import MODES
from portsim.results.records import Records
from portsim.scenario.load import load_scenario

LINE, PORT = "nanning_qinzhou_barges", "qinzhou"
LOCKS = ("madao", "qishi", "qingnian")
RIVER_SEA = ("nanning_yangpu_river_sea", "nanning_can_tho_river_sea")
KNOWN = "policies.canal_first_year=null"  # lines that shippers have known for years
RUNS = {
    "2027": (2027, ()), "2027, as boxes choose": (2027, (KNOWN,)), "2035, as boxes choose": (2035, (KNOWN,)),
    "2027, as boxes choose, six barges": (2027, (KNOWN, f"services.{LINE}.n_vessels=6")),
}  # fmt: skip
BY_LOCK = ("lock_wait_h", "lock_wait_h_p95", "container_lock_wait_h", "lockages_per_day", "n_ships_per_lockage",
           "lock_use_share")  # fmt: skip
BY_LINE = ("barge_teu", "n_barge_trips", "barge_load_share", "barge_lock_wait_h", "barge_berth_wait_h", "barge_trip_h")


def main() -> None:
    """Print each run."""
    for name, (year, sets) in RUNS.items():
        records = simulate(load_scenario("canal_2027", sets=[f"clock.year={year}", *sets]).scenario, 1, 0)
        print(f"\n{name}")
        measured(compute_measures(records), str(year))
        by_mode(records)


def measured(table: MeasureTable, year: str) -> None:
    """Measures of the canal, its locks and its lines."""
    cargo, boxes_t, teu, transit_h = (
        table.value(m, "pinglu_canal", year) for m in ("canal_t", "canal_container_t", "canal_teu", "canal_transit_h")
    )
    print(f"cargo {cargo / 1e6:.1f} Mt, without boxes {(cargo - boxes_t) / 1e6:.1f}; {teu:.0f} TEU of"
          f" {boxes_t / 1e6:.1f} Mt; transit {transit_h:.1f} h")  # fmt: skip
    for measures, entities in ((BY_LOCK, LOCKS), (BY_LINE, (LINE,)), (("service_load_share",), RIVER_SEA)):
        for measure in measures:
            print(f"{measure:24}", *(f"{entity} {table.value(measure, entity, year):.2f}" for entity in entities))


def by_mode(records: Records) -> None:
    """Days from ready to delivered, and in the yard, of laden boxes of Nanning and North China through Qinzhou."""
    rows = {name: np.asarray(column) for name, column in records.tables["consignments"].columns().items()}
    ids = np.array([entity.id for entity in records.entities])
    far = np.where(rows["outbound"], rows["destination"], rows["origin"])
    near = np.where(rows["outbound"], rows["origin"], rows["destination"])
    here = (ids[near] == "nanning") & (ids[far] == "north_china") & (ids[rows["gateway"]] == PORT)
    here &= rows["delivered_h"] > rows["ready_h"]
    for outbound, dwell in ((True, "export_dwell_h"), (False, "import_dwell_h")):
        for mode in np.unique(rows["mode"][here]):
            of = here & (rows["outbound"] == outbound) & (rows["mode"] == mode) & (rows["ready_h"] > 0.0)
            door_h = np.average((rows["delivered_h"] - rows["ready_h"])[of], weights=rows["teu"][of])
            yard_h = np.average(rows[dwell][of], weights=rows["teu"][of])
            way = "exports" if outbound else "imports"
            print(f"{way} by {MODES[mode]}: {door_h / 24:.1f} days, {yard_h / 24:.1f} of them ashore at {PORT}")


if __name__ == "__main__":
    main()
