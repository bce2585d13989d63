"""Tasks handed out one by one: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portsim.errors import InputError, OutputError
from portsim.study.executors import Stopped, in_order_of_finish, look_around, stoppable, try_workers
from portsim.study.key import source_digest


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


class Cluster:
    """Answers for its workers as `distributed.Client.run` does."""

    def __init__(self, answers: dict[str, tuple[bool, str]] | Exception) -> None:
        self.answers = answers
        self.token = Path()

    def run(self, function: object, token: str) -> dict[str, tuple[bool, str]]:
        assert function is look_around
        self.token = Path(token)
        assert look_around(token) == (True, source_digest())
        if isinstance(self.answers, Exception):
            raise self.answers
        return self.answers


def test_workers_that_see_the_folder_and_have_the_same_portsim_are_taken(tmp_path):
    cluster = Cluster({"tcp://a:1": (True, source_digest())})
    try_workers(cluster, tmp_path / "out")
    assert not cluster.token.exists()
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("answers", "error", "message"),
    [
        ({"tcp://a:1": (False, ""), "tcp://b:1": (True, "")}, OutputError, "tcp://a:1 does not see"),
        ({"tcp://a:1": (True, "other")}, InputError, "another portsim is installed on tcp://a:1"),
        (ModuleNotFoundError("No module named 'portsim'"), InputError, "cannot use portsim: ModuleNotFoundError"),
    ],
)
def test_workers_that_cannot_do_it_are_named_before_the_first_run(tmp_path, answers, error, message):
    cluster = Cluster(answers)
    with pytest.raises(error, match=message):
        try_workers(cluster, tmp_path)
    assert not cluster.token.exists()
