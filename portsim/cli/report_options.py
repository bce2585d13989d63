"""The options of a study, read one by one: the page of each is written while it is there, and a light copy is kept."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from portsim.cli.console import Language
from portsim.report.changes import changes
from portsim.report.data import ReportData
from portsim.report.gather import data_of
from portsim.report.study_tables import light, tolls_of
from portsim.report.writing import Wanted, write_report
from portsim.results.opening import open_results
from portsim.study.runner import available_cores

MOST_PROCESSES = 4
"""Each holds one option with all its months and inputs: some 300 MB of the baseline."""


@dataclass(frozen=True)
class ReadOption:
    """What is kept of an option.

    Parameters
    ----------
    data
        A light copy of its report.
    tolls
        By waterway, CNY per gross ton and lock.
    changes
        Inputs it has otherwise than the base, see `portsim.report.changes.changes`; none of the base itself.
    """

    data: ReportData
    tolls: dict[str, float]
    changes: pd.DataFrame


def read_options(
    results: Path,
    places: Mapping[str, Path | None],
    folder: Path | None,
    languages: Sequence[Language],
    bases: Mapping[str, str],
) -> dict[str, ReadOption]:
    """Read the options of a results folder and write the pages of those that have a place.

    Parameters
    ----------
    results
        The results folder.
    places
        By label: folder of its pages below `folder`; None for none.
    folder
        Of the report; needed where an option has a place.
    languages
        Of the pages.
    bases
        By label: the case it is told from.

    Raises
    ------
    InputError
        A file of the results is damaged.
    OutputError
        The disk refuses.
    """
    read = partial(_read, results, folder, tuple(languages), next(iter(places)), dict(bases))
    n_processes = min(MOST_PROCESSES, available_cores(), sum(place is not None for place in places.values()))
    if n_processes < 2:
        return dict(zip(places, map(read, places, places.values()), strict=True))
    # a fresh process: one that is copied would share the locks of the libraries that run threads
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(n_processes, mp_context=context) as pool:
        return dict(zip(places, pool.map(read, places, places.values()), strict=True))


def _read(
    results: Path,
    folder: Path | None,
    languages: tuple[Language, ...],
    first: str,
    bases: Mapping[str, str],
    label: str,
    place: Path | None,
) -> ReadOption:
    opened = open_results(results)
    data = data_of(opened, label)
    if place and folder:
        write_report(data, folder / place, languages, Wanted(formats=()))
    kept = light(data)
    # what the page of the study says of assumptions is counted in the first option
    base = bases.get(label, label)
    before = opened.table("inputs", base) if base != label else data.inputs
    told = changes(before, data.inputs)
    return ReadOption(replace(kept, inputs=data.inputs) if label == first else kept, tolls_of(data.inputs), told)
