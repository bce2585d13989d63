"""Ships alongside without a crane, and cranes that work by day only, by hand."""

from __future__ import annotations

import pytest
from harbours import first_calls, harbour

ONE_CRANE = {"n": 1, "moves_per_h": 10.0, "availability_share": 1.0}


def boxes(at, n):
    return {"at": at, "work_h": None, "call_size_teu": n}


def test_a_ship_alongside_waits_idle_for_the_only_crane():
    # 20 moves at 10 an hour: a works 100-102. b is alongside at 101 and works 102-104: one hour without a crane.
    calls = first_calls(harbour({}, {"a": boxes(100, 20), "b": boxes(101, 20)}, cranes=ONE_CRANE, teu_per_box=1.0))
    assert calls["a"]["idle_crane_h"] == pytest.approx(0.0)
    assert calls["b"]["idle_crane_h"] == pytest.approx(1.0)
    assert calls["b"]["work_end_h"] == pytest.approx(104.0)


def test_cranes_that_work_by_day_stand_still_at_night():
    # Hour 116 is 20:00. 60 moves at 10 an hour: 2 h until 22:00 (118), then from 06:00 (126) the other 4, until 130.
    cranes = ONE_CRANE | {"work_from_hour": 6.0, "work_to_hour": 22.0}
    calls = first_calls(harbour({}, {"a": boxes(116, 60)}, cranes=cranes, teu_per_box=1.0))
    assert calls["a"]["work_end_h"] == pytest.approx(130.0)
    assert calls["a"]["idle_crane_h"] == pytest.approx(8.0)
    assert calls["a"]["crane_h"] == pytest.approx(6.0)
