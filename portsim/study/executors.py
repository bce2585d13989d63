"""Where runs are carried out: here, one after the other, on processes of this machine, on a cluster, on any executor.

Processes are started afresh (``spawn``) on every system, leave Ctrl-C to their parent, and go when it goes.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from portsim.errors import InputError, OutputError, PortsimError
from portsim.results.disk import make_folder, write_whole
from portsim.study.key import source_digest
from portsim.study.outcome import Cause

N = TypeVar("N")
T = TypeVar("T")
R = TypeVar("R")
_WORKERS_S = 15
"""How long the first worker of a cluster may take to come."""
_LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.utils", "tornado.application", "asyncio")
_AHEAD = 2
"""Tasks handed out per process: the next is there when one ends, and a thousand tasks need no memory."""


class Stopped(Exception):
    """The work was stopped from outside."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(cause)


def in_order_of_finish(
    do: Callable[[T], R],
    tasks: Iterable[tuple[N, T]],
    executor: Executor | None,
    n_at_once: int,
    cancels: bool = True,
) -> Generator[tuple[N, R | Exception], None, None]:
    """Carry out numbered tasks and give their results as they come.

    What the executor could not carry out (its worker died twice, say) gives the error in place of a result.

    Parameters
    ----------
    do
        A function that can be found by name in another process.
    tasks
        Number (or any name) and argument; made only when one is handed out.
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
        A worker process died, or the executor gave up all tasks.
    PortsimError
        A task raised it.
    """
    remaining = iter(tasks)
    if executor is None:
        for number, task in remaining:
            yield number, do(task)
        return
    running: dict[Future[R], N] = {}

    def hand_out(n: int) -> None:
        for number, task in islice(remaining, n):
            with _deaf_to_ctrl_c():
                running[executor.submit(do, task)] = number

    try:
        hand_out(_AHEAD * max(1, n_at_once))
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                result = _result(future)
                hand_out(1)
                yield number, result
    finally:
        for future in running if cancels else ():
            future.cancel()


def _result(future: Future[R]) -> R | Exception:
    try:
        return future.result()
    except (BrokenExecutor, PortsimError):
        raise
    except CancelledError:  # by nobody here: a cluster does it when its scheduler is gone
        raise BrokenExecutor("the executor gave up") from None
    except Exception as error:  # noqa: BLE001  whatever it was, the other tasks go on
        return error


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


@contextmanager
def dask_cluster(address: str, output: Path) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask cluster, which write into a folder that all of them see.

    Parameters
    ----------
    address
        Of the scheduler, ``tcp://host:8786``.
    output
        The results folder; made where it is missing.

    Yields
    ------
    The executor, and how many runs it works on at a time.

    Raises
    ------
    InputError
        dask is not installed, no scheduler answers, there is no worker, or a worker has no or another portsim.
    OutputError
        The folder cannot be written, or a worker does not see it.
    """
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise InputError("--executor dask needs dask: pip install 'portsim[dask]'") from error
    try:
        connect: Any = Client  # without types of its own
        client = connect(address, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise InputError(f"no Dask scheduler answers at {address}: {error}") from error
    for name in _LOGS:  # a scheduler that dies is told in one message, not in tracebacks
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKERS_S)
        except TimeoutError as error:
            message = f"the Dask scheduler at {address} has no worker; start some: dask worker {address}"
            raise InputError(message) from error
        try_workers(client, output)
        yield client.get_executor(), sum(client.nthreads().values())


def try_workers(client: Any, output: Path) -> None:
    """Have every worker of a cluster look for a token in a folder and tell which portsim it has.

    Raises
    ------
    InputError
        A worker has no portsim, or another one.
    OutputError
        The folder cannot be written, or a worker does not see it.
    """
    make_folder(output)
    token = output.resolve() / f".token-{secrets.token_hex(8)}"
    write_whole(token, "portsim")
    try:
        found: dict[str, tuple[bool, str]] = client.run(look_around, str(token))
    except Exception as error:  # whatever a worker raises: most often that it has no portsim
        raise InputError(f"a Dask worker cannot use portsim: {type(error).__name__}: {error}") from error
    finally:
        with suppress(OSError):
            token.unlink(missing_ok=True)
    blind = sorted(worker for worker, (sees, _) in found.items() if not sees)
    if blind:
        raise OutputError(
            f"the results folder must be shared under the same path; {', '.join(blind)} does not see {token.parent}"
        )
    other = sorted(worker for worker, (_, digest) in found.items() if digest != source_digest())
    if other:
        raise InputError(f"another portsim is installed on {', '.join(other)}: results would not be the same")


def look_around(token: str) -> tuple[bool, str]:
    """On a worker: whether it sees a file, and the digest of its portsim."""
    return Path(token).is_file(), source_digest()


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
