"""From a file to a scenario that can run: reading, merging, setting, validating, checking; all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from portsim.errors import InputError, Problem
from portsim.scenario.case import Case
from portsim.scenario.check import check
from portsim.scenario.evidence import Source
from portsim.scenario.identity import identity
from portsim.scenario.layers import Layers
from portsim.scenario.nodes import Findings, Node
from portsim.scenario.paths import SetItem, apply_sets
from portsim.scenario.resolve import InputRow, input_rows, resolved_yaml
from portsim.scenario.scenario import Scenario
from portsim.scenario.validation import validate

__all__ = ["InputRow", "LoadedScenario", "load_scenario"]


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario that passed all checks, with the origin of its values.

    Attributes
    ----------
    scenario
        The frozen description a run is made from.
    identity
        SHA-256 of all that can change a result (see `portsim.scenario.identity`).
    warnings
        What is odd but does not stop a run.
    """

    scenario: Scenario
    identity: str
    warnings: list[Problem]
    root: Node = field(repr=False)

    @cached_property
    def resolved_yaml(self) -> str:
        """The whole scenario as one YAML file, with defaults and origins."""
        return resolved_yaml(self.scenario, self.root)

    @cached_property
    def inputs(self) -> list[InputRow]:
        """Every value that can change a result, given or default, with unit, place and origin."""
        return input_rows(self.scenario, self.root)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The publications figures are taken from, by id."""
        return self.scenario.sources


def load_scenario(
    path_or_name: str | Path,
    overlays: Sequence[str | Path] = (),
    sets: Sequence[SetItem] | Mapping[str, object] = (),
    allow_outside: bool = False,
    checks: Sequence[Callable[[Case], None]] = (),
) -> LoadedScenario:
    """Load a scenario and check it.

    Parameters
    ----------
    path_or_name
        Path of a file, or the bare name of a shipped scenario (``"baseline"``).
    overlays
        Overlays laid over it from left to right, paths or shipped names.
    sets
        Values set last: texts ``path=value``, pairs of path and plain value, or a mapping of them.
    allow_outside
        Whether tables may lie outside the folders of the files that name them.
    checks
        Further checks, of layers above this one.

    Raises
    ------
    InputError
        With all problems, sorted by file and line.

    Examples
    --------
    >>> load_scenario("tutorial", sets=["clock.n_years=2"]).scenario.clock.n_years
    2
    """
    findings = Findings()
    layers = Layers(findings, allow_outside)
    root = layers.read(layers.locate(path_or_name, Path()), overlays)
    apply_sets(root, list(sets.items()) if isinstance(sets, Mapping) else sets, findings)
    return finished(root, findings, checks)


def finished(root: Node, findings: Findings, checks: Sequence[Callable[[Case], None]] = ()) -> LoadedScenario:
    """Validate and check a merged scenario.

    Raises
    ------
    InputError
        With all problems, those found before included.
    """
    validated = validate(root, findings)
    if validated.scenario is not None:
        case = Case(validated.scenario, root, validated, findings)
        for one in (check, *checks):
            one(case)
    errors = findings.errors
    if errors or validated.scenario is None:
        raise InputError(errors)
    return LoadedScenario(validated.scenario, identity(validated.scenario), findings.warnings, root)
