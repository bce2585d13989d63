"""Reading a study file: its form, every option's scenario with all its checks, and the values it may take; all at once.

A path that leads nowhere, an option that is no option, a measure nobody computes: each is said at its file, line and
column, with the nearest spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from portsim.errors import InputError, Problem, sort_problems
from portsim.scenario import shipped
from portsim.scenario.load import finished
from portsim.scenario.nodes import Findings, Node, Place, node_of
from portsim.scenario.paths import SetItem, apply_sets
from portsim.scenario.reading import read_yaml
from portsim.scenario.validation import read_as
from portsim.study.cases import Case, CaseBuilder
from portsim.study.check_study import check_study
from portsim.study.design import n_samples
from portsim.study.file import FORMAT, STUDY_ONLY, StudyFile
from portsim.study.requests import CHECKS


@dataclass(frozen=True)
class Study:
    """A study that passed all checks.

    Parameters
    ----------
    file
        What was written; the short form with ``--quick``.
    cases
        Options crossed with factors, in order.
    warnings
        What is odd.
    is_quick
        Whether it is the short form.
    """

    file: StudyFile
    path: Path
    cases: tuple[Case, ...]
    warnings: list[Problem]
    is_quick: bool = False

    @property
    def n_samples(self) -> int:
        """Samples of each case beside the central one."""
        return n_samples(self.file)


def is_study(file: str) -> bool:
    """Whether a file, or a shipped one of this name, is a study: told by its keys."""
    if shipped.is_bare_name(file):
        return file in shipped.names("experiments") and file not in shipped.names()
    try:
        root = read_yaml(Path(file), Findings())
    except InputError:
        return False
    return any(key in STUDY_ONLY for key in root.value)


def read_study(
    path_or_name: str | Path,
    quick: bool = False,
    sets: Sequence[SetItem] | Mapping[str, object] = (),
    allow_outside: bool = False,
) -> Study:
    """Read a study and check it.

    Parameters
    ----------
    path_or_name
        Path of a file, or the bare name of a shipped study.
    quick
        Whether the short form is read.
    sets
        Values set in every option, after those of the option and before the factors.
    allow_outside
        Whether tables may lie outside the folders of the files that name them.

    Raises
    ------
    InputError
        With all problems, sorted by file and line.
    """
    named = isinstance(path_or_name, str) and shipped.is_bare_name(path_or_name)
    path = shipped.find(str(path_or_name), "experiments") if named else Path(path_or_name)
    findings = Findings()
    root = _read_file(path, findings)
    dropped: list[tuple[str | int, ...]] = []
    file = read_as(StudyFile, root, findings, {"format": 1, "name": "x", "base": "tutorial"}, dropped)
    if file is None or ("base",) in dropped:
        raise InputError(findings.errors)
    short = _shortened(file, root, findings)
    file = short if quick else file
    items: list[SetItem] = list(sets.items()) if isinstance(sets, Mapping) else list(sets)
    cases = CaseBuilder(file, root, path.parent, items, allow_outside, findings).build()
    if cases:
        _check_ends(file, root, cases, findings)
    check_study(file, root, [(case.option, case.loaded) for case in cases], dropped, findings)
    if findings.errors:
        raise InputError(findings.errors)
    return Study(file, path, tuple(cases), sort_problems(findings.warnings), quick)


def _read_file(path: Path, findings: Findings) -> Node:
    """One study file as it stands, its short forms written out."""
    root = read_yaml(path, findings, "study file")
    given = root.value.get("format")
    if given is not None and type(given.value) is int and given.value > FORMAT:
        message = f"{given.value} is newer than this portsim, which reads format {FORMAT}; update portsim"
        place = given.place
        raise InputError([Problem("error", place.file.name, place.line, place.column, "format", message)])
    often = root.value.get("replications")
    if often is not None and type(often.value) is int:
        root.value["replications"] = Node({"at_least": often}, often.place, often.key_place)
    for name in ("options", "factors", "uncertainties"):
        things = root.value.get(name)
        if things is not None and type(things.value) is dict:
            for key, thing in things.value.items():
                if name == "options" and thing.value is None:  # `today:` alone is the base as it is
                    things.value[key] = Node({}, thing.place, thing.key_place)
    return root


def _shortened(file: StudyFile, root: Node, findings: Findings) -> StudyFile:
    try:
        short = file.shortened()
        type(short.sampling).model_validate(short.sampling.model_dump())
    except ValueError as error:
        place = root.nearest(("quick", "sampling")).place
        findings.error(place, ("quick", "sampling"), f"does not fit `sampling`: {_last_words(error)}")
        return file
    return short


def _last_words(error: ValueError) -> str:
    message = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    return message.removeprefix("Value error, ")


def _check_ends(file: StudyFile, root: Node, cases: Sequence[Case], findings: Findings) -> None:
    """Lay the ends of all laws, and all samples of a list, over the first case of every option."""
    rounds = list(_ends(file, root))
    for case in {case.option: case for case in reversed(cases)}.values():
        for changes in rounds:
            tried = Findings()
            tree = apply_sets(case.loaded.root.copied(), list(changes.items()), tried)
            try:
                finished(tree, tried, CHECKS)
            except InputError as error:
                for problem in error.problems:
                    _pass_on(problem, changes, findings)


def _pass_on(problem: Problem, changes: Mapping[str, Node], findings: Findings) -> None:
    """Say in the study what does not fit: where the values stand, not where the scenario suffers from them."""
    place = next(iter(changes.values())).place
    if problem.file == place.file.name:
        findings.problems.append(problem)
        return
    values = ", ".join(f"{path} at {node.plain()}" for path, node in changes.items())
    findings.error(place, ("uncertainties",), f"with {values}: {problem.path}: {problem.message}")


def _ends(file: StudyFile, root: Node) -> Iterator[dict[str, Node]]:
    values = {path: [one.change(end) for end in one.law.ends()] for path, one in file.uncertainties.items()}
    for number in range(max(map(len, values.values()), default=0)):
        yield {
            path: node_of(ends[min(number, len(ends) - 1)], _place(root, ("uncertainties", path)))
            for path, ends in values.items()
        }
    for name, changes in file.sampling.samples.items():
        yield {
            path: node_of(value, _place(root, ("sampling", "samples", name, path))) for path, value in changes.items()
        }


def _place(root: Node, path: tuple[str, ...]) -> Place:
    node = root.nearest(path)
    return node.key_place or node.place
