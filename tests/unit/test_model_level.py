"""A level tells the same however sparsely it is kept."""

from __future__ import annotations

import numpy as np
import pytest

from portsim.model.level import Level


@pytest.mark.parametrize("asked_first", [False, True])
def test_a_ship_that_waits_from_half_past_one_to_three_counts_by_the_hour(asked_first):
    level = Level(6.0)
    if asked_first:
        level.at(0.0)  # from then on kept by the hour
    level.add(1.5, 1.0)
    level.add(3.0, -1.0)
    assert level.hourly().tolist() == [0.0, 0.5, 1.0, 0.0, 0.0, 0.0]
    level.add(4.25, 2.0)  # three quarters of hour 4
    level.add(7.0, 5.0)  # after the end
    level.add(-3.0, 1.0)  # counts from the start
    assert level.hourly().tolist() == [1.0, 1.5, 2.0, 1.0, 2.5, 3.0]


def test_many_changes_and_few_give_the_same_bits():
    rng = np.random.default_rng(7)
    changes = list(zip(rng.uniform(0.0, 48.0, 200).tolist(), rng.normal(size=200).tolist(), strict=True))
    by_hour, sparse = Level(48.0), Level(4800.0)
    for time_h, amount in changes:  # 400 numbers: more than 48 hours, fewer than 4800
        by_hour.add(time_h, amount)
        sparse.add(time_h, amount)
    assert np.array_equal(by_hour.hourly(), sparse.hourly()[:48])
    assert sparse.at(20.0) == by_hour.at(20.0)


def test_what_was_booked_before_anybody_asked_is_seen_when_somebody_does():
    level = Level(100.0)
    level.add(2.0, 10.0)
    level.add(50.0, -4.0)
    assert level.at(10.0) == 10.0
    assert level.falls_to(6.0, 10.0) == 50.0
    assert (level.has_fallen(0.0, 49.0), level.has_fallen(0.0, 51.0)) == (False, True)
