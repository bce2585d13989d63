"""Who carries out the runs of a command: processes of this computer, or a cluster by its address."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer


@dataclass(frozen=True)
class Workers:
    """What the analyst asked for.

    Parameters
    ----------
    jobs
        Runs at a time; None: all cores of this computer, or all workers of the cluster.
    executor
        ``processes`` or ``dask``.
    address
        Of the scheduler of a cluster.

    Raises
    ------
    typer.BadParameter
        Another executor, or an address missing or in vain.
    """

    jobs: int | None = None
    executor: str = "processes"
    address: str = ""

    def __post_init__(self) -> None:
        if self.executor not in ("processes", "dask"):
            raise typer.BadParameter(f"{self.executor}: allowed are processes, dask", param_hint="--executor")
        if self.executor == "dask" and not self.address:
            raise typer.BadParameter("dask needs --address tcp://host:8786", param_hint="--executor")
        if self.executor != "dask" and self.address:
            raise typer.BadParameter("an address goes with --executor dask", param_hint="--address")

    @contextmanager
    def at_work(self, folder: Path) -> Iterator[tuple[Executor | None, int | None, Path]]:
        """Executor, runs at a time, and the folder as the workers call it.

        Raises
        ------
        InputError, OutputError
            The cluster does not answer, or cannot be used.
        """
        if self.executor == "processes":
            yield None, self.jobs, folder
            return
        from portsim.study.executors import dask_cluster

        with dask_cluster(self.address, folder) as (executor, n_workers):
            yield executor, self.jobs or n_workers, folder.resolve()
