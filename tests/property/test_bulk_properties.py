"""Random streams at one terminal: tonnes balance, the stockyard keeps within its walls and follows from the calls.

The oracle adds up the stock anew from what was landed when, parcel by parcel or, where a ship found the yard full, part
by part; the log of calls tells the same tonnes.
"""

from __future__ import annotations

import numpy as np
import pytest
from bulk_ports import bulk_port, records_of, stream, world_of
from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.model.port.stockyard import Stockyard
from portsim.results.record_columns import QUANTITIES

WELL = settings(max_examples=30, deadline=None, derandomize=True)
HOURS = np.arange(24.0 * 365) + 0.5

sizes = st.one_of(
    st.integers(2_000, 30_000),
    st.integers(0, 9_000).map(lambda low: {"uniform": {"low": low, "high": 2 * low + 1_000}}),
)  # fmt: skip
rules = st.one_of(
    st.floats(2.0, 40.0).map(lambda days: {"dwell_days": days}),
    st.floats(500.0, 10_000.0).map(lambda tonnes: {"out_t_per_day": tonnes}),
)
streams = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.builds(
        lambda size, direction, volume, k, work: stream(
            size, direction=direction, annual_volume={"2025": volume}, erlang_k=k, **work
        ),
        sizes, st.sampled_from(["discharge", "load", "both"]), st.sampled_from([2.0e4, 1.0e6, 2.0e6]),
        st.integers(1, 5), st.sampled_from([{}, {}, {"work_h": 5.0}]),
    ),
    min_size=1,
)  # fmt: skip
terminals = st.fixed_dictionaries({
    "stockyard": st.builds(
        lambda rule, room, hours: {"capacity_t": room, "anchor_after_h": hours} | rule,
        rules, st.floats(30_000.0, 90_000.0), st.sampled_from([0.0, 5.0, 500.0]),
    ),
    "unloaders": st.fixed_dictionaries({"n": st.integers(1, 4), "t_per_h": st.floats(300.0, 3_000.0)}),
    "mooring_h": st.sampled_from([0.0, 1.0]),
    "waiting_room": st.sampled_from([None, 0, 3]),
})  # fmt: skip


def busy_volume(raw):
    """Leave out streams of more than 3 000 ships: small parcels of a large volume."""
    for one in raw["bulk"].values():
        size = one["parcels"]["ship"]["size"]
        mean = size if isinstance(size, int) else (size["uniform"]["low"] + size["uniform"]["high"]) / 2
        one["annual_volume"] = {"2025": min(one["annual_volume"]["2025"], 600.0 * max(1.0, mean))}
    return raw


def stock_by_dwell(landings, hours_out, at):
    """Each parcel falls evenly to nothing over its hours."""
    ends, tonnes = (np.array(column) for column in zip(*landings, strict=True))
    age = at[:, None] - ends
    return (np.where(age >= 0.0, np.clip(1.0 - age / hours_out, 0.0, 1.0), 0.0) * tonnes).sum(axis=1)


def stock_by_outflow(landings, t_per_h, at):
    """One heap, from which the same goes out every hour."""
    stocks, hour, stock = [], 0.0, 0.0
    moments = sorted([(end, 0, tonnes) for end, tonnes in landings] + [(time, 1, 0.0) for time in at.tolist()])
    for time, kind, tonnes in moments:
        stock = max(0.0, stock - t_per_h * (time - hour)) + tonnes
        hour = time
        if kind == 1:
            stocks.append(stock)
    return np.array(stocks)


@WELL
@given(streams, terminals)
def test_the_stock_follows_from_the_calls_and_keeps_within_the_walls(described, terminal):
    yard = terminal["stockyard"]
    world = world_of(busy_volume(bulk_port(described, **terminal)))
    landings: list[tuple[float, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        landed = Stockyard.landed

        def seen(self: Stockyard, amount: int) -> None:
            landings.append((self._env.now, amount))
            landed(self, amount)

        patch.setattr(Stockyard, "landed", seen)
        records = world.run()  # fails where the books do not balance
    in_log = int(records.tables["calls"].columns()["discharged_t"].sum())
    in_port = sum(stay.parcel.discharged_t for stay in world.book.in_port)
    assert in_log <= sum(amount for _, amount in landings) <= in_log + in_port
    levels = records.tables["levels"].columns()
    mine = levels["quantity"] == QUANTITIES.index("stockyard_t")
    mean, highest = levels["mean"][mine], levels["maximum"][mine]
    assert (highest <= yard["capacity_t"] * (1.0 + 1e-9)).all()
    assert (mean >= -1e-6).all()
    if not landings:
        assert highest.max() == 0.0
        return
    ends = np.array([end for end, _ in landings])
    moments = np.append(HOURS, ends)
    if "dwell_days" in yard:
        stock = stock_by_dwell(landings, 48.0 * yard["dwell_days"], moments)
    else:
        order = np.argsort(moments, kind="stable")
        stock = np.empty(len(moments))
        stock[order] = stock_by_outflow(landings, yard["out_t_per_day"] / 24.0, moments[order])
    assert stock.max() <= yard["capacity_t"] * (1.0 + 1e-9)
    largest = max(tonnes for _, tonnes in landings)
    hourly = stock[: len(HOURS)].reshape(-1, 24)
    n_a_day = np.bincount((ends / 24.0).astype(int), minlength=365)[:365] + 1
    # The middle of an hour stands for it: a landing within it is half an hour off at most; slopes end within it too.
    assert (np.abs(hourly.mean(axis=1) - mean) <= n_a_day * largest / 40.0 + 1e-6 * yard["capacity_t"]).all()
    assert (hourly.max(axis=1) <= highest * (1.0 + 1e-9) + 1e-6).all()


@WELL
@given(streams, terminals)
def test_all_that_came_is_in_the_log_in_port_or_gone_unworked(described, terminal):
    records = records_of(busy_volume(bulk_port(described, **terminal)))
    counts, calls = records.balance, records.tables["calls"].columns()
    assert counts.get("bulk_t_worked", 0) == int(calls["discharged_t"].sum() + calls["loaded_t"].sum())
    by_direction = {one["direction"] for one in described.values()}
    if "discharge" not in by_direction and "both" not in by_direction:
        assert calls["discharged_t"].sum() == 0
    worked = ~calls["turned_away"] & (calls["unloader_h"] > 0.0)
    hours = calls["work_end_h"] - calls["work_start_h"]
    rate = terminal["unloaders"]["t_per_h"] * 0.95
    # Nobody is worked faster than by two unloaders for all her hours, nor counted more tonnes than unloader-hours make.
    tonnes = (calls["discharged_t"] + calls["loaded_t"]).astype(float)
    assert (tonnes[worked] <= 2.0 * rate * hours[worked] * (1.0 + 1e-9) + 1e-3).all()
    assert (tonnes[worked] <= rate * calls["unloader_h"][worked] * (1.0 + 1e-9) + 1e-3).all()
