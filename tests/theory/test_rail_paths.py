"""Trains that come at random wait for paths as in the textbook queue of a slotted line (M/D/1 with a clock).

A path every s hours, trains at random at a use u: a train waits half an interval for the clock and u s/(2 (1 - u)) for
those before it, s/(2 (1 - u)) in all (time division, Bertsekas and Gallager 1992, section 3.5).
"""

from __future__ import annotations

import numpy as np
import pytest

from portsim.model.inland.path_book import PathBook

N = 60_000


def mean_wait_h(use: float, regular_share: float = 0.0) -> float:
    """Mean wait of trains on 24 paths a day, of those that regular trains leave."""
    free_per_day = 24.0 * (1.0 - regular_share)
    rng = np.random.default_rng(20250101)
    hours = np.cumsum(rng.exponential(24.0 / free_per_day / use, N)).tolist()
    book = PathBook(0.0, 2.0 * hours[-1], 24.0, 24.0 * regular_share, 0.1, [0.0], lambda *hours: None)
    return float(np.mean([book.take(hour, False, hour) - hour for hour in hours]))


@pytest.mark.parametrize(("use", "expected_h"), [(0.3, 0.5 / 0.7), (0.6, 0.5 / 0.4), (0.8, 0.5 / 0.2)])
def test_trains_at_random_wait_as_in_a_slotted_queue(use: float, expected_h: float) -> None:
    # Interval 1 h. 60 000 trains; at 0.8 the mean has a standard error of some 2 %.
    assert mean_wait_h(use) == pytest.approx(expected_h, rel=0.06)


def test_regular_trains_on_three_quarters_of_the_paths_leave_a_slower_clock() -> None:
    # A free path every 4 h, used to 0.5: 4/(2 x 0.5) = 4 h.
    assert mean_wait_h(0.5, regular_share=0.75) == pytest.approx(4.0, rel=0.04)
