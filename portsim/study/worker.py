"""One run, from a scenario to a whole run folder; what a worker process does, and all that it gives back."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import time
import traceback as tracebacks
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from portsim.errors import OutputError
from portsim.results.folder import MANIFEST, RunId, whole_manifest, write_run
from portsim.results.measures import compute_measures
from portsim.results.parquet import record_table, write_table
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.study.description import Description, write_capacities, write_entities, write_measures

KEPT_ALWAYS = ("choices",)
"""Records small enough to be kept of every run: what a change is worth to shippers is told by pairs of them."""
SIMULATOR = "portsim.model.world:simulate"
_LIBRARIES = ("portsim", "numpy", "simpy", "scipy", "pandas", "pyarrow")


@dataclass(frozen=True)
class Task:
    """One run to carry out, with all a worker needs and nothing more.

    Parameters
    ----------
    run
        Key, seed and replication.
    scenario
        What to run.
    about
        Name, title, identity ... for the manifest.
    description
        Small tables for the folder.
    results
        The results folder.
    keeps_records
        Whether the record tables are kept beside the measures.
    token
        Marks unfinished folders.
    simulator
        ``module:function`` that takes scenario, seed and replication.
    """

    run: RunId
    scenario: Scenario
    about: dict[str, Any]
    description: Description
    results: Path
    keeps_records: bool
    token: str
    simulator: str = SIMULATOR


@dataclass(frozen=True)
class Done:
    """What comes back from a run: small, whatever the run was.

    Parameters
    ----------
    error, traceback
        Why it failed; empty if it did not.
    wall_s, cpu_s, n_events
        Time of simulation and measures, and events of the clockwork.
    took_s
        Time with the writing of the folder.
    was_there
        Whether another command had carried it out meanwhile.
    """

    error: str = ""
    traceback: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    n_events: int = 0
    took_s: float = 0.0
    was_there: bool = False


def carry_out_all(tasks: Sequence[Task]) -> list[Done]:
    """Carry out several runs, one after the other; see `carry_out`."""
    return [carry_out(task) for task in tasks]


def carry_out(task: Task) -> Done:
    """Simulate, measure, write the folder.

    A run that fails is told in `Done.error`: others go on.

    Raises
    ------
    OutputError
        The disk refuses: no other run could be written either.
    """
    begun, begun_cpu = time.perf_counter(), time.process_time()
    if _is_there(task):
        return Done(was_there=True)
    try:
        module, function = task.simulator.split(":")
        simulate = getattr(importlib.import_module(module), function)
        records: Records = simulate(task.scenario, task.run.seed, task.run.replication)
        measures = compute_measures(records).columns()
        wall_s, cpu_s = time.perf_counter() - begun, time.process_time() - begun_cpu
        manifest = _manifest(task, records, wall_s, cpu_s)

        def fill(folder: Path) -> None:
            write_measures(measures, folder)
            write_entities(records.entities, folder)
            write_capacities(records, folder)
            task.description.write(folder)
            ids = [entity.id for entity in records.entities]
            for name, table in records.tables.items():
                if not (task.keeps_records or (name in KEPT_ALWAYS and len(table))):
                    continue
                write_table(record_table(table, ids), folder / f"{name}.parquet")

        write_run(task.results, task.run, manifest, fill, task.token, replace=task.keeps_records)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001  one run that fails, for whatever reason, must not stop the others
        text = str(error) or type(error).__name__
        return Done(text, tracebacks.format_exc(), time.perf_counter() - begun, time.process_time() - begun_cpu)
    return Done("", "", wall_s, cpu_s, records.n_events, time.perf_counter() - begun)


def _is_there(task: Task) -> bool:
    """Whether another command on this folder, or this task before its worker was lost, has carried out the run."""
    manifest = whole_manifest(task.results / task.run.place, task.run)
    return manifest is not None and (bool(manifest.get("keeps_records")) or not task.keeps_records)


def _manifest(task: Task, records: Records, wall_s: float, cpu_s: float) -> dict[str, Any]:
    clock = records.clock
    return {
        **task.about,
        "description": task.description.digest,
        "start": clock.start.isoformat(),
        "year": clock.year,
        "n_years": clock.n_years,
        "warmup_days": clock.warmup_days,
        "keeps_records": task.keeps_records,
        "n_rows": {name: len(table) for name, table in records.tables.items()},
        "n_events": records.n_events,
        "balance": records.balance,
        "cpu_simulation_s": round(records.cpu_s, 3),
        "cpu_s": round(cpu_s, 3),
        "wall_s": round(wall_s, 3),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of Python, portsim and the libraries a result rests on; empty for one that is not installed."""
    found = {"python": sys.version.split()[0]}
    for library in _LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            found[library] = ""
    return found


def renew_description(task: Task, folder: Path, manifest: dict[str, Any]) -> None:
    """Give a cached run the titles, names and origins its scenario has today; measures and records stay.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    from portsim.model.directory import Directory

    known = ("format", "key", "seed", "replication", "files")
    kept = {name: value for name, value in manifest.items() if name not in known}

    def fill(partial: Path) -> None:
        for name in manifest["files"]:
            if name != MANIFEST:
                try:
                    os.link(folder / name, partial / name)
                except OSError:
                    shutil.copyfile(folder / name, partial / name)
        for name in ("entities", *task.description.tables):
            (partial / f"{name}.parquet").unlink(missing_ok=True)  # a link: never write through it
        write_entities(Directory(task.scenario).entities, partial)
        task.description.write(partial)

    about = kept | task.about | {"description": task.description.digest}
    write_run(task.results, task.run, about, fill, task.token, replace=True)
