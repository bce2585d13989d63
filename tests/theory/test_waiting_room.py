"""Terminals where few or no ships may wait: the share turned away, against Erlang B and the M/M/c/K queue."""

from __future__ import annotations

from operator import attrgetter

import pytest
from queue_runs import row_of_berths
from queue_theory import finite_room

from portsim.verification.theory import erlang_b

NO_ROOM = (("waiting_room", 0),)


@pytest.mark.parametrize(
    ("n_berths", "offered", "law", "published"),
    [
        (3, 2.0, "lognormal", 0.210526),
        (3, 2.0, "deterministic", 0.210526),
    ],
)
def test_without_waiting_room_as_many_ships_are_turned_away_as_erlang_says(n_berths, offered, law, published):
    """Whatever the law of the work: only its mean counts (exponential work is a case of `portsim verify`)."""
    assert erlang_b(offered, n_berths) == pytest.approx(published, abs=1e-6)
    run = row_of_berths(n_berths, offered / n_berths, 150_000, law, rules=NO_ROOM)
    assert all(queue.mean_wait_h == 0.0 == queue.ships_waiting for queue in run.queues)
    found = run.estimate(attrgetter("turned_away_share"))
    assert found.agrees_with(published, 0.03), found


@pytest.mark.parametrize(
    ("n_berths", "offered", "room", "turned_away", "waiting", "wait"),
    [
        # 0, 1 or 2 ships in port are equally likely: a third is turned away, half of the others wait one mean work.
        (1, 1.0, 1, 1 / 3, 1 / 2, 1 / 2),
        # Weights 1, 3.6, 6.48, then 1.2 times the one before: 7.776 ... 16.12431; sum 68.94586, less the last 52.82155.
        (3, 3.6, 4, 0.233869, 0.790237, 0.718005),
    ],
)
def test_with_little_waiting_room_ships_are_turned_away_as_birth_and_death_say(
    n_berths, offered, room, turned_away, waiting, wait
):
    assert finite_room(offered, n_berths, room) == pytest.approx((turned_away, waiting, wait), abs=1e-6)
    run = row_of_berths(n_berths, offered / n_berths, 150_000, rules=(("waiting_room", room),))
    assert run.estimate(attrgetter("turned_away_share")).agrees_with(turned_away, 0.03)
    assert run.estimate(attrgetter("waiting_share")).agrees_with(waiting, 0.03)
    assert run.estimate(attrgetter("wait_over_work")).agrees_with(wait, 0.03)
    for queue in run.queues:
        assert queue.ships_waiting == pytest.approx(queue.ships_waiting_by_log, rel=1e-9)
        assert queue.ships_waiting <= room


def test_a_ship_that_is_turned_away_is_as_likely_short_as_long():
    """Nobody is chosen by her work: the ships let in work as long in the mean as those that come."""
    run = row_of_berths(3, 2.0 / 3, 150_000, "lognormal", rules=NO_ROOM)
    longer = [queue.mean_work_h / run.work_h for queue in run.queues]
    assert sum(longer) / len(longer) == pytest.approx(1.0, abs=0.01)  # 118 000 works of cv 0.8: 4 sd are 0.93 %
