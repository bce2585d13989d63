"""The cases of a study: every option with every combination of factors, as scenarios that passed all checks.

The base is read once; what options, factors and samples change is laid over copies of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from portsim.errors import InputError, Problem
from portsim.scenario.layers import Layers
from portsim.scenario.load import LoadedScenario, finished
from portsim.scenario.nodes import Findings, Node, Place
from portsim.scenario.paths import SetItem, apply_sets, split_path
from portsim.study.file import StudyFile
from portsim.study.requests import CHECKS

MOST_CASES = 200


@dataclass(frozen=True)
class Case:
    """One thing that is run: an option with one value of every factor.

    Parameters
    ----------
    label
        How results call it: the option, and the factors that have several values.
    option
        Id of the option; the name of the base where the study has no options.
    factors
        Values of the factors, by path.
    title
        Name in both languages, where the option has one.
    loaded
        Its central scenario.
    """

    label: str
    option: str
    factors: dict[str, Any]
    title: dict[str, str]
    loaded: LoadedScenario = field(repr=False)


class CaseBuilder:
    """Builds the scenarios of all options and factors from one reading of the base.

    Parameters
    ----------
    file
        The study.
    root
        What was written, with places.
    folder
        Where its paths start from.
    sets
        Values set in every option, before the factors.
    allow_outside
        Whether tables may lie outside the folders of the files that name them.
    findings
        Takes the mistakes.
    """

    def __init__(
        self,
        file: StudyFile,
        root: Node,
        folder: Path,
        sets: Sequence[SetItem],
        allow_outside: bool,
        findings: Findings,
    ) -> None:
        self._file = file
        self._root = root
        self._folder = folder
        self._sets = sets
        self._allow_outside = allow_outside
        self._findings = findings

    def build(self) -> list[Case]:
        """The cases that could be read."""
        file = self._file
        below = Findings()
        layers = Layers(below, self._allow_outside)
        place = self._root.nearest(("base",)).place
        try:
            base = layers.read(layers.locate(file.base, self._folder))
        except InputError as error:
            self._pass_on(error.problems, place, ("base",))
            return []
        name = base.value.get("name")
        options = list(file.options) or [str(name.value) if name else "base"]
        bases = {option: self._base_of(option, layers, base) for option in options}
        combinations = list(self._combinations())
        if len(options) * len(combinations) > MOST_CASES:
            message = f"{len(options)} options and {len(combinations)} combinations of factors are more than "
            self._findings.error(self._root.nearest(("factors",)).place, ("factors",), f"{message}{MOST_CASES} cases")
            return []
        cases = []
        for option, own_base in bases.items():
            if own_base is None:
                continue
            findings = Findings()
            findings.problems, findings.unread = list(below.problems), list(below.unread)
            tree = self._option(own_base, option, findings)
            for factors in combinations:
                case = self._case(tree, option, factors, findings)
                cases += [case] if case else []
        return cases

    def _base_of(self, option: str, layers: Layers, base: Node) -> Node | None:
        """The base of an option: its own, or that of the study; None where it cannot be read."""
        own = self._file.options[option].base if option in self._file.options else None
        if own is None:
            return base
        where = ("options", option, "base")
        try:
            return layers.read(layers.locate(own, self._folder))
        except InputError as error:
            self._pass_on(error.problems, self._root.nearest(where).place, where)
            return None

    def _pass_on(self, problems: Iterable[Problem], place: Place, where: tuple[str, ...]) -> None:
        for problem in problems:
            if problem.line:
                self._findings.problems.append(problem)
            else:
                said = f"{problem.file}: {problem.message}" if problem.file else problem.message
                self._findings.error(place, where, said)

    def _option(self, base: Node, option: str, findings: Findings) -> Node:
        """The base with the overlays and the values of an option."""
        if option not in self._file.options:
            tree = base.copied()
        else:
            overlays = self._root.get(("options", option, "overlays"))
            items = overlays.value if overlays is not None and type(overlays.value) is list else []
            named = [(str(item.value), item.place, self._folder) for item in items]
            tree = Layers(findings, self._allow_outside).lay_over(base, named).copied()
            given = self._root.get(("options", option, "set"))
            if given is not None and type(given.value) is dict:  # anything else is told with the form of the file
                apply_sets(tree, list(given.value.items()), findings)
        return apply_sets(tree, self._sets, findings)

    def _combinations(self) -> Iterator[dict[str, Node]]:
        """All combinations of the values of the factors."""
        lists: dict[str, list[Node]] = {}
        for path in self._file.factors:
            node = self._root.get(("factors", path)) or self._root
            quick = self._root.get(("quick", "factors", path))
            if quick is not None and quick.plain() == self._file.factors[path]:
                node = quick
            if type(node.value) is not list or not node.value:
                self._findings.error(
                    node.place, ("factors", path), "a list of values is expected, such as [2027, 2030]"
                )
                continue
            lists[path] = [replace(item, key_place=item.place) for item in node.value]
        for path in self._file.quick.factors:
            if path not in self._file.factors:
                at = self._root.nearest(("quick", "factors", path))
                self._findings.error(at.key_place or at.place, ("quick", "factors", path), "no factor of the study")
        for values in product(*lists.values()):
            yield dict(zip(lists, values, strict=True))

    def _case(self, tree: Node, option: str, factors: dict[str, Node], above: Findings) -> Case | None:
        findings = Findings()
        findings.problems, findings.unread = list(above.problems), list(above.unread)
        changed = apply_sets(tree.copied(), list(factors.items()), findings)
        try:
            loaded = finished(changed, findings, CHECKS)
        except InputError as error:
            self._findings.problems += [*error.problems, *findings.warnings]
            return None
        self._findings.problems += loaded.warnings
        plain = {path: node.plain() for path, node in factors.items()}
        title = self._file.options[option].title if option in self._file.options else None
        words = {"en": title.en, "zh": title.zh} if title else {}
        return Case(self._label(option, plain), option, plain, words, loaded)

    def _label(self, option: str, factors: dict[str, Any]) -> str:
        several = [path for path in factors if len(self._file.factors[path]) > 1]
        words = [f"{name}={_short(factors[path])}" for path, name in short_names(several).items()]
        return ", ".join([option, *words])


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """What to call some paths in a table: their last word, or the whole of those that share it.

    Examples
    --------
    >>> short_names(["clock.year", "links.a.toll", "links.b.toll"])
    {'clock.year': 'year', 'links.a.toll': 'links.a.toll', 'links.b.toll': 'links.b.toll'}
    """
    last = {path: split_path(path)[-1] for path in paths}
    names = list(last.values())
    return {path: path if names.count(name) > 1 else name for path, name in last.items()}


def _short(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"times"}:
        return f"x{value['times']}"
    return str(value)
