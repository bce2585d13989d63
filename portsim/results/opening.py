"""A results folder, opened for reading: plain pandas tables of the runs of the last command.

pandas is imported when a table is asked for, not before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portsim.errors import InputError
from portsim.results.folder import KEY_LENGTH, MANIFEST
from portsim.results.format import steps
from portsim.results.index import SCENARIOS, Entry, read_index
from portsim.results.parquet import read_table
from portsim.results.records import ALL_SPECS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

RECORD_TABLES = tuple(spec.name for spec in ALL_SPECS)
SCENARIO_TABLES = ("entities", "capacities", "observed", "inputs", "sources")


@dataclass(frozen=True)
class Run:
    """One whole run; `version` is the format its folder was written in, `draw` is 0 but for draws of a study."""

    option: str
    key: str
    seed: int
    replication: int
    path: Path
    version: int
    manifest: dict[str, Any] = field(repr=False)
    draw: int = 0

    @property
    def label(self) -> str:
        """Seed and replication, ``1-0``."""
        return f"{self.seed}-{self.replication}"


class Results:
    """The runs of the last command on a results folder.

    Parameters
    ----------
    path
        The folder.

    Attributes
    ----------
    study
        What was asked: name, seed, replications, options; of a study also its question, draws and so on.
    runs
        The runs of the scenarios as they are (the central case of a study) that are whole, in the order asked for.
    draws
        The runs of draws of uncertain inputs that are whole, in the order asked for.
    failures
        Index entries of runs that failed, with the error.
    missing
        Index entries of runs that were not carried out, or whose folder is gone or damaged.

    Raises
    ------
    InputError
        It is no results folder, it is damaged, or a newer portsim wrote it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        index = read_index(path)
        self.study = index.study
        self.failures = tuple(entry for entry in index.entries if entry.status == "failed")
        opened = [(entry, self._open(entry)) for entry in index.entries if entry.status != "failed"]
        whole = [run for _, run in opened if run is not None]
        self.runs = tuple(run for run in whole if not run.draw)
        self.draws = tuple(run for run in whole if run.draw)
        self.missing = tuple(entry for entry, run in opened if run is None)

    def __repr__(self) -> str:
        lacking = len(self.failures) + len(self.missing)
        rest = f", {lacking} failed or missing" if lacking else ""
        draws = f" and {len(self.draws)} of draws" if self.draws else ""
        options = ", ".join(self.options) or "nothing"
        return f"Results({str(self.path)!r}: {len(self.runs)} runs{draws} of {options}{rest})"

    def _open(self, entry: Entry) -> Run | None:
        folder = self.path / entry.run.place
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            version = manifest["format"]
            for step in steps(version, str(folder)):
                manifest = step.manifest(manifest)
            if manifest["key"] != entry.run.key:
                return None
            if any((folder / name).stat().st_size != file["bytes"] for name, file in manifest["files"].items()):
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        run = entry.run
        return Run(entry.option, run.key, run.seed, run.replication, folder, version, manifest, entry.draw)

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Labels of the scenarios that were run, in order."""
        return tuple(self.study.get("options", {}))

    @property
    def scenarios(self) -> dict[str, dict[str, Any]]:
        """By option: name, title, identity and key of its scenario."""
        return dict(self.study.get("options", {}))

    def resolved(self, option: str) -> str:
        """The scenario of an option as it ran, as YAML with origins.

        Raises
        ------
        InputError
            No such option, or its file is gone.
        """
        if option not in self.scenarios:
            raise InputError(f"{self.path}: no option {option}; there are {', '.join(self.options) or 'none'}")
        path = self.path / SCENARIOS / f"{self.scenarios[option]['key'][:KEY_LENGTH]}.yaml"
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: missing; run the same command again") from error

    def measures(self, option: str | None = None, only: Collection[str] = ()) -> pd.DataFrame:
        """The measures of all runs but draws: option, run, measure, unit, entity, period, value.

        Parameters
        ----------
        option
            Only the runs of this scenario, for folders whose runs together fill the memory; all if None.
        only
            Ids of measures, for the same; all if empty.

        Raises
        ------
        InputError
            No run is whole, or a file is damaged.
        """
        runs = [run for run in self.runs if option in (None, run.option)]
        if not runs:
            raise InputError(f"{self.path}: none of its runs is whole; run the same command again")
        return _frame(_kept(table, only) for table in self._tables("measures", runs))

    def draw_measures(self, only: Collection[str] = ()) -> pd.DataFrame:
        """The measures of the draws of a study: option, draw, run, measure, unit, entity, period, value.

        Draws of one number had the same uncertain values and the same chance in all options.

        Parameters
        ----------
        only
            Ids of measures, for folders whose draws together fill the memory; all if empty.

        Raises
        ------
        InputError
            There are no draws, none is whole, or a file is damaged.
        """
        if not self.draws:
            raise InputError(f"{self.path}: no draws of uncertain inputs, or none of their runs is whole")
        import pyarrow as pa

        tables = []
        for run, table in zip(self.draws, self._tables("measures", self.draws), strict=True):
            kept = _kept(table, only)
            tables.append(kept.add_column(1, "draw", pa.array([run.draw] * len(kept), pa.int64())))
        return _frame(tables)

    def drawn(self) -> pd.DataFrame:
        """The values drawn of the uncertain inputs: a column for each path, a row for each draw (from 1).

        Empty for results without draws.
        """
        import pandas as pd

        rows = self.study.get("draws", [])
        return pd.DataFrame([row["values"] for row in rows], index=pd.Index([row["draw"] for row in rows], name="draw"))

    def table(self, name: str, option: str | None = None) -> pd.DataFrame:
        """A table of records of all runs that kept it, or a small table that belongs to the scenario.

        Parameters
        ----------
        name
            ``calls``, ``voyages``, ``consignments``, ``trains``, ``levels`` (columns option and run first), or
            ``entities``, ``capacities``, ``observed``, ``inputs``, ``sources`` (column option first, one copy of each).
        option
            Only that of this scenario; of all if None.

        Raises
        ------
        InputError
            There is no such table, no run kept it, or a file is damaged.
        """
        if name not in (*RECORD_TABLES, *SCENARIO_TABLES):
            known = ", ".join((*RECORD_TABLES, *SCENARIO_TABLES))
            raise InputError(f"no table {name}; there are {known}")
        mine = [run for run in self.runs if option in (None, run.option)]
        runs = [run for run in mine if f"{name}.parquet" in run.manifest["files"]]
        if not runs:
            raise InputError(f"{self.path}: no run kept the table {name}")
        if name in RECORD_TABLES:
            return _frame(self._tables(name, runs))
        first = {run.option: run for run in reversed(runs)}
        only = [run for run in runs if first[run.option] is run]
        return _frame(table.drop_columns(["run"]) for table in self._tables(name, only))

    def one_by_one(self, name: str, option: str, most: int | None = None) -> Iterator[pd.DataFrame]:
        """A table of one option, run by run, for folders whose runs together fill the memory.

        Parameters
        ----------
        name
            A table of records, as for `table`, or ``measures``.
        option
            Label of the scenario.
        most
            Runs to read at most; all if None.

        Yields
        ------
        The table of one run that kept it, in the order of the runs.
        """
        kept = [run for run in self.runs if run.option == option and f"{name}.parquet" in run.manifest["files"]]
        for run in kept[:most]:
            yield _frame(self._tables(name, [run]))

    def pairs(
        self, name: str, first: str, second: str, of_draws: bool = False
    ) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
        """A table of records of two options side by side, pair by pair: runs of one seed and replication.

        Parameters
        ----------
        name
            A table of records, as for `table`.
        first, second
            Labels of the scenarios.
        of_draws
            Whether the draws of a study are paired, by their number, in place of the other runs.

        Yields
        ------
        Label of the run (or number of the draw) and the tables of both, where both kept it.
        """
        runs = self.draws if of_draws else self.runs
        kept = [run for run in runs if f"{name}.parquet" in run.manifest["files"]]
        of_first = {run.draw if of_draws else run.label: run for run in kept if run.option == first}
        for run in kept:
            label = run.draw if of_draws else run.label
            if run.option == second and label in of_first:
                yield str(label), _frame(self._tables(name, [of_first[label]])), _frame(self._tables(name, [run]))

    def _tables(self, name: str, runs: Iterable[Run]) -> Iterator[pa.Table]:
        import pyarrow as pa

        for run in runs:
            table = read_table(run.path / f"{name}.parquet")
            for step in steps(run.version, str(run.path)):
                table = step.table(name, table)
            for label, text in (("run", run.label), ("option", run.option)):
                words = pa.DictionaryArray.from_arrays(pa.array([0] * len(table), pa.int32()), pa.array([text]))
                table = table.add_column(0, label, words)
            yield table


def _kept(table: pa.Table, only: Collection[str]) -> pa.Table:
    """The rows of some measures; all where none is named."""
    if not only:
        return table
    import pyarrow as pa
    import pyarrow.compute as pc

    return table.filter(pc.is_in(table["measure"].cast(pa.string()), value_set=pa.array(sorted(only))))


def _frame(tables: Iterable[pa.Table]) -> pd.DataFrame:
    import pyarrow as pa

    joined = pa.concat_tables(list(tables)).unify_dictionaries()
    frame: pd.DataFrame = joined.to_pandas()
    return frame


def open_results(path: str | Path) -> Results:
    """Open a results folder.

    Parameters
    ----------
    path
        The folder that `run` wrote, ``results/<name>``.

    Raises
    ------
    InputError
        It is no results folder, it is damaged, or a newer portsim wrote it.

    Examples
    --------
    ``open_results("results/baseline").measures()`` is a DataFrame.
    """
    return Results(Path(path))
