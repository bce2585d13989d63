"""What pooling berths is worth: terminals alone against one of all their berths, by scenario files."""

from __future__ import annotations

from functools import cache
from operator import attrgetter

import pytest
from queue_runs import Cell, replications, scenario
from queue_theory import wait_of_erlang

LOAD = 0.8
KINDS = {  # kind of terminal: names, berths of each, mean gap in h, mean wait over mean work
    "one": (("one_a", "one_b", "one_c", "one_d", "one_e"), 1, 2.5, 4.0),
    "five": (("five",), 5, 0.48, 0.5541),
    "two": (("two_a", "two_b", "two_c"), 2, 1.5, 1.7778),
    "six": (("six",), 6, 0.58, 0.4315),
}


@cache
def terminals() -> dict[str, Cell]:
    sets: dict[str, object] = {}
    watched = {}
    for names, n_berths, gap_h, _ in KINDS.values():
        for name in names:
            sets[f"services.to_{name}.interarrival_h"] = {"exponential": gap_h}
            sets[f"services.to_{name}.work_h"] = {"exponential": LOAD * gap_h * n_berths}
            watched[f"harbour/{name}"] = (n_berths, LOAD * gap_h * n_berths)
    seen = replications(scenario("pooling", sets), watched)
    return {
        kind: Cell(gap_h, LOAD * gap_h * n, n, list(zip(*(seen[f"harbour/{name}"] for name in names), strict=True)))
        for kind, (names, n, gap_h, _) in KINDS.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_wait_of_berths_alone_and_pooled_is_that_of_erlang(kind):
    _, n_berths, _, exact = KINDS[kind]
    assert exact == pytest.approx(wait_of_erlang(LOAD * n_berths, n_berths), abs=1e-4)
    found = terminals()[kind].estimate(attrgetter("wait_over_work"))
    assert found.agrees_with(exact, 0.05), found


@pytest.mark.parametrize(("alone", "pooled", "times"), [("one", "five", 7.219), ("two", "six", 4.120)])
def test_berths_alone_let_ships_wait_several_times_longer(alone, pooled, times):
    """4.0 / 0.5541 = 7.219 and 1.7778 / 0.4315 = 4.120; each wait is known to a twentieth."""
    waits = [terminals()[kind].estimate(attrgetter("wait_over_work")) for kind in (alone, pooled)]
    assert waits[0].mean / waits[1].mean == pytest.approx(times, rel=0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_each_terminal_of_a_port_counts_its_own_ships_at_anchor(kind):
    for queue in terminals()[kind].queues:
        assert queue.ships_waiting == pytest.approx(queue.ships_waiting_by_log, rel=1e-9)


@pytest.mark.parametrize("kind", ["one", "two"])
def test_terminals_of_one_port_draw_different_ships(kind):
    for row in terminals()[kind].rows:
        assert len({queue.mean_gap_h for queue in row}) == len({queue.mean_work_h for queue in row}) == len(row)
