"""Where runs are carried out: here, one after the other, or on processes of this machine.

Workers are started afresh (``spawn``) on every system, leave Ctrl-C to their parent, and go when it goes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from types import FrameType
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2
"""Tasks handed out per process: the next is there when one ends, and a thousand tasks need no memory."""


class Stopped(Exception):
    """The work was stopped from outside; the message says by what."""


def in_order_of_finish(
    do: Callable[[T], R], tasks: Iterable[tuple[int, T]], n_processes: int
) -> Iterator[tuple[int, R]]:
    """Carry out numbered tasks and give their results as they come.

    Parameters
    ----------
    do
        A function that can be found by name in another process.
    tasks
        Number and argument; made only when one is handed out.
    n_processes
        1 or less: here, in order.

    Raises
    ------
    Stopped
        By Ctrl-C, by SIGTERM, or because a worker process died.
    """
    with _sigterm_stops():
        try:
            if n_processes <= 1:
                for number, task in tasks:
                    yield number, do(task)
            else:
                yield from _on_processes(do, iter(tasks), n_processes)
        except KeyboardInterrupt:
            raise Stopped("interrupted") from None
        except _Terminated:
            raise Stopped("ended from outside (SIGTERM)") from None
        except BrokenProcessPool:
            raise Stopped(_worker_died()) from None


def _on_processes(do: Callable[[T], R], tasks: Iterator[tuple[int, T]], n_processes: int) -> Iterator[tuple[int, R]]:
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(n_processes, multiprocessing.get_context("spawn"), _prepare_worker)
    running: dict[Future[R], int] = {}
    try:
        for number, task in islice(tasks, _AHEAD * n_processes):
            running[pool.submit(do, task)] = number
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                result = future.result()
                for following, task in islice(tasks, 1):
                    running[pool.submit(do, task)] = following
                yield number, result
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def go_with_parent() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=go_with_parent, daemon=True).start()


def _worker_died() -> str:
    return (
        "a worker process died (killed, out of memory, or started from a script whose runs are not under "
        "`if __name__ == '__main__':`)"
    )


class _Terminated(BaseException):
    """SIGTERM came."""


@contextmanager
def _sigterm_stops() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
