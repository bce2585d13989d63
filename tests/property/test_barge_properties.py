"""Whatever fleets, rules and boxes there are: barges are at one place at a time, never overfull, and lose nothing."""

from __future__ import annotations

import numpy as np
from barge_clusters import canal, river_sea
from cargo_clusters import checked
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.model.kernel import StrictKernel
from portsim.model.world import simulate

SLOTS, PAYLOAD_T = 20, 180.0
FEW = settings(max_examples=8, deadline=None, derandomize=True)

lines = st.fixed_dictionaries({
    "n_vessels": st.integers(1, 6), "departures": st.sampled_from(["fill", "timetable"]),
    "fill_share": st.sampled_from([0.0, 0.3, 1.0]), "latest_h": st.sampled_from([0.0, 24.0, 200.0]),
    "departures_per_week": st.sampled_from([2.0, 14.0]), "phase_h": st.sampled_from([0.0, 5.5]),
    "sea_h": st.sampled_from([0.0, 4.0]), "delay_h": st.sampled_from([0.0, {"exponential": 6.0}]),
    "priority": st.booleans(),
})  # fmt: skip
cargoes = st.tuples(st.sampled_from([0.0, 15.0, 200.0]), st.sampled_from([5.0, 150.0]), st.sampled_from([1, 12, 45]))
few_boxes = st.tuples(st.sampled_from([0.0, 25.0]), st.sampled_from([5.0, 25.0]), st.sampled_from([1, 12, 45]))
locks = st.sampled_from([{}, {"order": "n_of_m"}, {"turn": "wait_to_fill"}, {"hours_per_day": 10.0}])


def changes(size_teu, lock, second):
    bulk = {
        "kind": "barge_traffic", "route": ["canal"], "mix": {"barge": 1.0}, "annual_t": {"2025": 3e5}, "stay_h": 20.0,
    }  # fmt: skip
    return {
        "cargo.mean_consignment_teu": size_teu, "services.bulk": bulk, "fleets.barge.payload_t_per_slot": 9.0,
        "services.second": {**canal()["services"]["barges"], **second},
    } | {f"locks.gate.{name}": value for name, value in lock.items()}  # fmt: skip


@FEW
@given(lines, lines, cargoes, locks)
def test_a_barge_is_in_one_place_never_overfull_and_what_it_took_arrives(first, second, cargo, lock):
    exports, imports, size_teu = cargo
    scenario = checked(canal(exports, imports, changes(size_teu, lock, second), **first))
    records = simulate(scenario, 5, 0, StrictKernel)  # raises where TEU, boxes, trips or empties do not balance
    trips = records.tables["barge_trips"].columns()
    assert (trips["laden_teu"] + trips["empty_teu"] <= SLOTS).all()
    assert (trips["laden_teu"] * 10.4 + trips["empty_teu"] * 2.2 <= PAYLOAD_T + 1e-6).all()
    assert (trips["laden_teu"] >= 0).all()
    assert (trips["empty_teu"] >= 0).all()
    assert (trips["departed_h"] >= trips["loading_h"]).all()
    assert (trips["arrived_h"] >= trips["departed_h"] + 13.0 + trips["lock_wait_h"] - 1e-6).all()
    assert (trips["discharged_h"] >= trips["arrived_h"]).all()
    assert (trips["berth_wait_h"] >= 0.0).all()
    for service in np.unique(trips["service"]):
        for barge in np.unique(trips["barge"][trips["service"] == service]):
            mine = np.flatnonzero((trips["service"] == service) & (trips["barge"] == barge))
            mine = mine[np.argsort(trips["loading_h"][mine], kind="stable")]
            assert (trips["loading_h"][mine][1:] >= trips["discharged_h"][mine][:-1] - 1e-9).all()
            assert (trips["outbound"][mine] == (np.arange(len(mine)) % 2 == 0)).all(), "out and back, in turns"
    boxes = records.tables["consignments"].columns()
    there = boxes["delivered_h"] == boxes["delivered_h"]
    assert (boxes["delivered_h"][there] > boxes["ready_h"][there]).all()


@FEW
@given(
    st.sampled_from([None, "harbour"]), few_boxes, locks, st.sampled_from([0.5, 1.0, 3.5]), st.integers(0, 167),
    st.sampled_from([20, 60]), st.sampled_from([-20.0, 0.0, 30.0]),
)  # fmt: skip
def test_river_sea_ships_are_never_overfull_nor_quicker_than_the_canal(
    hub, cargo, lock, per_week, phase_h, slots, late_h
):
    exports, imports, size_teu = cargo
    raw = river_sea(exports, imports, hub, {
        "cargo.mean_consignment_teu": size_teu, "services.river_sea.sailings_per_week": per_week,
        "services.river_sea.phase_h": phase_h, "fleets.sea_barge.capacity_teu": slots,
        "services.river_sea.lateness_h": {"normal": {"mean": late_h, "sd": 10.0}},
    } | {f"locks.gate.{name}": value for name, value in lock.items()})  # fmt: skip
    records = simulate(checked(raw), 5, 0, StrictKernel)
    legs = records.tables["voyages"].columns()
    mine = legs["service"] == [entity.id for entity in records.entities].index("river_sea")
    assert mine.any()
    assert (legs["laden_teu"][mine] + legs["empty_teu"][mine] <= slots).all()
    # 12 h of canal, a lockage of 1 h, 240 nm at top speed in 20 h.
    assert (legs["arrived_h"][mine] - legs["departed_h"][mine] >= 33.0 - 1e-6).all()
    for ship in np.unique(legs["ship"][mine]):
        of_ship = np.flatnonzero(mine & (legs["ship"] == ship))
        of_ship = of_ship[np.argsort(legs["departed_h"][of_ship], kind="stable")]
        assert (legs["departed_h"][of_ship][1:] >= legs["arrived_h"][of_ship][:-1] - 1e-6).all()
    passages = records.tables["passages"].columns()
    down = passages["service"] == [entity.id for entity in records.entities].index("river_sea")
    assert passages["teu"][down].max(initial=0) <= slots
