"""The two things that are compared: results that are there, or scenarios that are run for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from portsim.cli.carrying import carry_out, failure_of
from portsim.cli.console import Language, say
from portsim.cli.workers import Workers
from portsim.errors import InputError, OutputError, Problem, SomeRunsFailed
from portsim.results.index import INDEX
from portsim.results.opening import Results, open_results
from portsim.scenario.load import LoadedScenario
from portsim.study.loading import load_scenario
from portsim.study.outcome import StudyOutcome
from portsim.study.requests import RunRequest, replicate


@dataclass(frozen=True)
class Wanted:
    """What the analyst asked for on the command line; None is what was left out."""

    to: str | None
    measures: Sequence[str]
    output: Path | None
    replications: int | None
    seed: int | None
    workers: Workers
    sets: Sequence[str]
    languages: tuple[Language, ...]
    as_json: bool
    quiet: bool
    allow_outside: bool

    @property
    def lang(self) -> Language:
        """Language of what is said beside the tables."""
        return self.languages[0]

    def refuse_runs(self) -> None:
        """Complain about what only scenarios that are run can follow.

        Raises
        ------
        InputError
            Such an option was given.
        """
        given = {"--set": self.sets, "--replications": self.replications, "--seed": self.seed}
        given |= {"--jobs": self.workers.jobs, "--address": self.workers.address}
        for name, value in given.items():
            if value not in (None, "", []):
                raise InputError(f"{name} is for scenarios that are run, not for results that are there")


@dataclass(frozen=True)
class OneSide:
    """One of two things compared: runs that are there, or a scenario to be run."""

    name: str
    results: Results | None = None
    option: str = ""
    loaded: LoadedScenario | None = field(default=None, repr=False)

    @property
    def folder_name(self) -> str:
        """What it may be called in the name of a folder."""
        if self.loaded is not None:
            return self.loaded.scenario.name
        return self.results.path.resolve().name if self.results else self.name


def sides_of(first: str, second: str, wanted: Wanted) -> list[OneSide]:
    """The two things named on the command line.

    Raises
    ------
    InputError
        One is neither a scenario nor results, or both are the same; problems of both together.
    """
    sides: list[OneSide] = []
    problems: list[Problem] = []
    for text in (first, second):
        try:
            sides.append(_side(text, wanted))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if sides[0].name == sides[1].name:
        if first == second:
            raise InputError(f"{first} is compared with itself")
        sides = [replace(side, name=text) for text, side in zip((first, second), sides, strict=True)]
    return sides


def _side(text: str, wanted: Wanted) -> OneSide:
    folder, at, option = text.rpartition("@")
    if (Path(text) / INDEX).is_file():
        folder, option = text, ""
    elif not (at and (Path(folder) / INDEX).is_file()):
        loaded = load_scenario(text, sets=list(wanted.sets), allow_outside=wanted.allow_outside)
        return OneSide(loaded.scenario.name, loaded=loaded)
    results = open_results(folder)
    if not option and len(results.options) > 1:
        raise InputError(
            f"{text} holds several options: name one, as {text}@{results.options[0]}, or compare them by --to"
        )
    return OneSide(option or results.options[0], results, option or results.options[0])


def run_sides(sides: list[OneSide], folder: Path, wanted: Wanted) -> tuple[list[OneSide], StudyOutcome]:
    """Run the scenarios, with the seeds of the results they are compared with.

    Raises
    ------
    InputError
        Replications or a seed were given beside results that have their own.
    OutputError
        The folder is a file.
    SomeRunsFailed
        A scenario has no whole run.
    """
    if folder.is_file():
        raise OutputError(f"cannot write {folder}: it is a file, not a folder")
    to_run = {side.name: side.loaded for side in sides if side.loaded is not None}
    there = [side for side in sides if side.results is not None]
    if not wanted.quiet:
        for loaded in to_run.values():
            for warning in loaded.warnings:
                say(str(warning))
    if there:
        runs = [run for side in there if side.results for run in side.results.runs if run.option == side.option]
        if wanted.replications or wanted.seed is not None:
            folder = next(side.results.path for side in there if side.results)
            raise InputError(
                f"leave out --replications and --seed: a scenario is run as often and with the same chance as {folder}"
            )
        requests = [RunRequest(name, one, run.seed, run.replication) for name, one in to_run.items() for run in runs]
    else:
        seed = 1 if wanted.seed is None else wanted.seed
        requests = replicate(to_run, wanted.replications or 5, seed)
    outcome = carry_out(requests, ", ".join(to_run), folder, None, wanted.quiet, wanted.lang, wanted.workers)
    whole = {one.option for one in outcome.outcomes if one.status != "failed"}
    if any(name not in whole for name in to_run):
        raise SomeRunsFailed(failure_of(outcome, ", ".join(to_run), wanted.lang))
    ran = open_results(folder)
    return [side if side.results else OneSide(side.name, ran, side.name) for side in sides], outcome
