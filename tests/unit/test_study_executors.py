"""Tasks handed out one by one: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from portsim.study.executors import Stopped, in_order_of_finish, stoppable


def test_tasks_are_made_only_when_they_are_handed_out():
    made: list[int] = []

    def tasks() -> Iterator[tuple[int, int]]:
        for number in range(200):
            made.append(number)
            yield number, number

    n_back, most_ahead, results = 0, 0, {}
    with ThreadPoolExecutor(2) as pool:
        for number, result in in_order_of_finish(abs, tasks(), pool, 2):
            n_back += 1
            most_ahead = max(most_ahead, len(made) - n_back)
            results[number] = result
    assert results == {number: number for number in range(200)}
    assert most_ahead == 4  # two for each of the two at once


def test_without_an_executor_tasks_are_done_here_in_order():
    made: list[int] = []

    def tasks() -> Iterator[tuple[int, int]]:
        for number in range(3):
            made.append(number)
            yield number, -number

    seen = []
    for number, result in in_order_of_finish(abs, tasks(), None, 1):
        seen.append((number, result, len(made)))
    assert seen == [(0, 0, 1), (1, 1, 2), (2, 2, 3)]


def test_what_is_waiting_is_cancelled_when_nobody_wants_more():
    done: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        results = in_order_of_finish(done.append, ((n, n) for n in range(100)), pool, 1)
        next(results)
        results.close()
    assert len(done) < 6  # two were in hand, one more was handed out for the first that ended


def test_ctrl_c_becomes_one_exception_with_its_cause():
    with pytest.raises(Stopped) as caught, stoppable():
        raise KeyboardInterrupt
    assert caught.value.cause == "ctrl_c"
