"""What `import portsim` offers to notebooks: load a scenario, run it, run a study, open results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from portsim.results.opening import Results, open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.outcome import Progress
from portsim.study.reading import read_study
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios

__all__ = ["LoadedScenario", "Results", "load_scenario", "open_results", "run", "run_study"]


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
