"""What `import portsim` offers to notebooks: scenarios, runs, studies, results, comparisons, verification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.results.opening import Results, open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.outcome import Progress
from portsim.study.reading import read_study
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from portsim.verification.running import Verification

__all__ = [
    "LoadedScenario",
    "Results",
    "compare",
    "load_scenario",
    "open_results",
    "run",
    "run_study",
    "study_answer",
    "verify",
    "warm_up",
]


def run(
    scenario: str | Path | LoadedScenario,
    replications: int = 5,
    seed: int = 1,
    jobs: int | None = None,
    output: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    sets: Sequence[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
) -> Results:
    """Run a scenario and open its results.

    Parameters
    ----------
    scenario
        Path of a file, name of a shipped scenario, or a loaded one.
    replications, seed, jobs
        Number of replications, seed of the study, processes (None: all cores).
    output
        Results folder; ``results/<name>`` if None.
    overlays, sets
        Overlays and ``path=value`` texts, for a scenario that is not loaded yet.

    Raises
    ------
    portsim.errors.InputError
        The scenario is wrong.
    portsim.errors.SomeRunsFailed
        Runs failed.
    """
    loaded = scenario if isinstance(scenario, LoadedScenario) else load_scenario(scenario, overlays, sets)
    folder = Path(output) if output is not None else Path("results", loaded.scenario.name)
    run_scenarios(replicate([loaded], replications, seed), folder, jobs, on_progress).raise_if_failed()
    return open_results(folder)


def run_study(
    study: str | Path,
    quick: bool = False,
    jobs: int | None = None,
    output: str | Path | None = None,
    sets: Sequence[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    executor: Executor | None = None,
) -> Results:
    """Run a study and open its results; runs that are there already are not repeated.

    Parameters
    ----------
    study
        Path of a study file, or name of a shipped study.
    quick
        Whether its short form is run.
    jobs
        Processes (None: all cores); with an executor the runs it works on at a time.
    output
        Results folder; ``results/<name>`` if None.
    sets
        ``path=value`` texts, laid over every option.
    on_progress
        Called after each run.
    executor
        Carries out the runs in place of processes of this computer; it must see the results folder.

    Raises
    ------
    portsim.errors.InputError
        The study is wrong.
    portsim.errors.SomeRunsFailed
        Runs failed.
    """
    from portsim.study.running import run_study as carry_out

    read = read_study(study, quick, sets)
    folder = Path(output) if output is not None else Path("results", read.file.name)
    carry_out(read, folder, jobs, on_progress, executor).raise_if_failed()
    return open_results(folder)


def study_answer(results: Results | str | Path) -> dict[str, pd.DataFrame]:
    """What a study says, as tables; the numbers that `portsim study` prints.

    Parameters
    ----------
    results
        The results of a study, or their folder.

    Returns
    -------
    By name, as far as the study has them: ``study`` (option and measure: central case, difference to `compare_to`,
    draws), ``draws`` (option and draw: values drawn and measures), ``benefit`` (parts of what an option is worth to
    shippers, CNY a year), ``works`` (investments against what they bring), ``targets`` (share of draws meeting each).

    Raises
    ------
    portsim.errors.InputError
        No run is whole, or a file is damaged.
    """
    from portsim.analysis.answer import answer
    from portsim.analysis.sheets import draws_sheet, summary_sheet

    opened = results if isinstance(results, Results) else open_results(results)
    found = answer(opened)
    tables = {"study": summary_sheet(found)}
    if opened.draws:
        tables["draws"] = draws_sheet(found)
    if found.worth is not None:
        tables["benefit"] = found.worth.benefit
        tables |= {"works": found.worth.works} if len(found.worth.works) else {}
    return tables | ({"targets": found.targets} if found.targets is not None else {})


def compare(
    results: Results | str | Path,
    to: str | Results | None = None,
    measures: Sequence[str] = (),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare options run by run under common random numbers.

    Parameters
    ----------
    results
        Results, or the path of their folder; every option is compared.
    to
        What with: an option of the same results, or results of one option. None: what the study says, else the first
        option.
    measures
        ``measure`` or ``measure@entity``, with ``*`` and ``?``; all if empty. Rows of one measure and period are
        corrected together (Holm): fewer entities mean a milder correction.
    confidence
        Of the intervals.

    Returns
    -------
    One row for each option, measure, entity and period: columns option, to, measure, unit, entity, period, n (pairs of
    runs), base, mean, difference (mean minus base), relative, half_width, low, high, unpaired_half_width, p, p_holm,
    is_sure.

    Raises
    ------
    portsim.errors.InputError
        There is nothing to compare, no such option or measure, or no run of one seed and replication in both.

    Examples
    --------
    ``compare(open_results("results/canal"), to="without", measures=["throughput_teu"])`` is a DataFrame.
    """
    from portsim.analysis.comparison import compare_results

    opened = results if isinstance(results, Results) else open_results(results)
    return compare_results(opened, to, measures, confidence)


def verify(full: bool = False, jobs: int | None = None, only: Sequence[str] = ()) -> Verification:
    """Run known answers of textbooks and codes through the model and say whether it reproduces them.

    Parameters
    ----------
    full
        All cells of the tables, some minutes; else the short form, less than a minute on two cores.
    jobs
        Processes (None: all cores).
    only
        Kinds or ids of cases, with ``*`` and ``?``; all if empty.

    Returns
    -------
    What was found: ``is_good``, ``misses``, and a DataFrame by ``table()``.

    Raises
    ------
    portsim.errors.InputError
        A name in `only` that no case has.
    """
    from portsim.verification.running import verify as carry_out

    return carry_out(full, jobs, only)


def warm_up(
    results: Results | str | Path, option: str | None = None, season: ArrayLike | None = None
) -> dict[str, pd.DataFrame]:
    """Whether runs had settled when measuring began: MSER-5, the data of Welch's graph, and the trend after it.

    Parameters
    ----------
    results
        Results, or the path of their folder; records kept.
    option
        Label of the scenario; the first if None.
    season
        Shape (weeks,): factor of each week from the start of the runs. Without it a season is taken for a warm-up.

    Returns
    -------
    ``quantities`` and ``weeks``, see `portsim.analysis.settling.settling`.

    Raises
    ------
    portsim.errors.InputError
        No such option, or no run of it kept its records.
    """
    from portsim.analysis.settling import settling

    opened = results if isinstance(results, Results) else open_results(results)
    return settling(opened, option if option is not None else next(iter(opened.scenarios)), season)
