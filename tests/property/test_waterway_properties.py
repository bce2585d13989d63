"""Whatever waterways, locks and barges a scenario has: no barge is lost, none is quicker than the water allows."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from waterway_files import LINE, RAW, river

from portsim.model.kernel import Kernel, StrictKernel
from portsim.model.world import simulate

KM = 60.0
FASTEST_KMH = 16.0
FEW = settings(max_examples=7, deadline=None, derandomize=True)

locks = st.fixed_dictionaries(
    {"head_m": st.just(10.0), "rate_factor": st.sampled_from([0.64, 1.0])},
    optional={
        "hours_per_day": st.sampled_from([12.0, 22.0]),
        "turn": st.just("wait_to_fill"),
        "order": st.just("n_of_m"),
        "maintenance": st.just({"works": {"line": "one", "first_day": "06-01", "days": 20}}),
    },
)
lines = st.sampled_from([{"one": LINE}, {"one": LINE | {"length_m": 80.0}, "two": LINE}])
services = st.lists(
    st.fixed_dictionaries({
        "route": st.sampled_from([["river"], ["river/up"], ["high/up", "side"], ["side", "low"]]),
        "annual_t": st.sampled_from([1e6, 8e6, 60e6]).map(lambda tonnes: {"2025": tonnes}),
        "returns": st.booleans(), "priority": st.booleans(), "escape_h": st.sampled_from([10.0, 72.0]),
    }),
    min_size=1, max_size=3,
)  # fmt: skip


def scenario(drawn):
    high, low, high_lines, low_lines, traffic = drawn
    side = {"mode": "waterway", "length_km": 12.0, "depth_m": 4.5}
    named = {f"traffic_{n}": RAW["services"]["barges"] | {"stay_h": 12.0} | one for n, one in enumerate(traffic)}
    return river(
        clock__warmup_days=0, locks={"high": high | {"lines": high_lines}, "low": low | {"lines": low_lines}},
        links__river__length_km=KM, links__river__locks={"high": 15.0, "low": 40.0}, links__side=side, services=named,
    )  # fmt: skip


@FEW
@given(st.tuples(locks, locks, lines, lines, services))
def test_trips_balance_waits_are_not_negative_and_no_passage_is_quicker_than_sailing_and_two_lockages(drawn):
    records = simulate(scenario(drawn), 3, 0)  # raises where barges do not balance
    ids = [entity.id for entity in records.entities]
    rows = records.tables["passages"].columns()
    assert (rows["entered_h"] >= rows["arrived_h"] - 1e-9).all()
    assert (rows["left_h"] > rows["entered_h"]).all()
    one_way_h = (8.75 + 4 + 12 + 4 + 7) / 60
    whole = rows["place"] == ids.index("river")
    assert (rows["left_h"][whole] - rows["arrived_h"][whole] >= KM / FASTEST_KMH + 2 * one_way_h - 1e-9).all()
    lockages = records.tables["lockages"].columns()
    assert (lockages["area_share"] <= 1.0).all()
    in_lock = np.isin(rows["place"], [ids.index("high"), ids.index("low")])
    assert lockages["ships"].sum() == in_lock.sum()
    assert np.isclose(lockages["cargo_t"].sum(), rows["cargo_t"][in_lock].sum())


@FEW
@given(st.tuples(locks, locks, lines, lines, services))
def test_the_strict_kernel_gives_the_same_lockages_and_passages(drawn):
    described = scenario(drawn)
    ordinary, strict = (simulate(described, 3, 0, kernel) for kernel in (Kernel, StrictKernel))
    for table in ("lockages", "passages", "escapes"):
        one, other = ordinary.tables[table].columns(), strict.tables[table].columns()
        assert all(np.array_equal(one[name], other[name]) for name in one)


@FEW
@given(st.tuples(locks, locks, lines, lines, services))
def test_a_line_does_one_thing_at_a_time_and_rises_and_falls_in_turn(drawn):
    records = simulate(scenario(drawn), 4, 0)
    rows = records.tables["lockages"].columns()
    for line in np.unique(rows["line"]):
        mine = rows["line"] == line
        assert (rows["start_h"][mine][1:] >= rows["end_h"][mine][:-1] - 1e-9).all()
        assert (rows["up"][mine][1:] != rows["up"][mine][:-1]).all()
