"""Where runs are carried out: here, one after the other, on processes of this machine, or on any executor.

Processes are started afresh (``spawn``) on every system, leave Ctrl-C to their parent, and go when it goes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from types import FrameType
from typing import TypeVar

from portsim.study.outcome import Cause

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2
"""Tasks handed out per process: the next is there when one ends, and a thousand tasks need no memory."""


class Stopped(Exception):
    """The work was stopped from outside."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(cause)


def in_order_of_finish(
    do: Callable[[T], R],
    tasks: Iterable[tuple[int, T]],
    executor: Executor | None,
    n_at_once: int,
    cancels: bool = True,
) -> Generator[tuple[int, R], None, None]:
    """Carry out numbered tasks and give their results as they come.

    Parameters
    ----------
    do
        A function that can be found by name in another process.
    tasks
        Number and argument; made only when one is handed out.
    executor
        Carries them out; None: here, in order.
    n_at_once
        How many tasks the executor works on at a time.
    cancels
        Whether tasks that have not begun are cancelled when nobody wants more results; not for `own_processes`, which
        end anyway: the thread that minds them would stumble over cancelled tasks and print it.

    Raises
    ------
    BrokenExecutor
        A worker process died.
    """
    remaining = iter(tasks)
    if executor is None:
        for number, task in remaining:
            yield number, do(task)
        return
    running: dict[Future[R], int] = {}

    def hand_out(n: int) -> None:
        for number, task in islice(remaining, n):
            with _deaf_to_ctrl_c():
                running[executor.submit(do, task)] = number

    try:
        hand_out(_AHEAD * max(1, n_at_once))
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                result = future.result()
                hand_out(1)
                yield number, result
    finally:
        for future in running if cancels else ():
            future.cancel()


@contextmanager
def own_processes(n_processes: int) -> Iterator[Executor | None]:
    """Processes for as long as the work takes; None for 1 or less: then all is done here."""
    if n_processes <= 1:
        yield None
        return
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(n_processes, multiprocessing.get_context("spawn"), _prepare_worker)
    try:
        yield pool
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


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started in here never hear Ctrl-C, not even before `_prepare_worker`; this one hears it at the end."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Terminated(BaseException):
    """SIGTERM came."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Make one exception of Ctrl-C and SIGTERM.

    Raises
    ------
    Stopped
        One of them came.
    """
    try:
        with _sigterm_raises():
            yield
    except KeyboardInterrupt:
        raise Stopped("ctrl_c") from None
    except _Terminated:
        raise Stopped("sigterm") from None


@contextmanager
def _sigterm_raises() -> Iterator[None]:
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
