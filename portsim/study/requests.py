"""The runs somebody wants: a scenario under a label, a seed and a replication, and for a draw what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portsim.capacity.check_water import check_water
from portsim.errors import InputError
from portsim.scenario.load import LoadedScenario, finished
from portsim.scenario.nodes import Findings
from portsim.scenario.paths import apply_sets
from portsim.scenario.policies import RecordChoice

CHECKS = (check_water,)
"""Checks of a scenario beyond its own, as every command makes them."""


@dataclass(frozen=True)
class RunRequest:
    """One run somebody wants.

    Parameters
    ----------
    option
        Label of the scenario among those compared.
    loaded
        The scenario; of a draw the one that is changed.
    seed, replication
        Seed of the study, replication from 0.
    draw
        Number of the draw of uncertain inputs; 0 for the scenario as it is.
    changes
        What the draw sets, by path.
    records
        Which replications keep their record tables; None: as the scenario says. Draws keep none.
    """

    option: str
    loaded: LoadedScenario = field(repr=False)
    seed: int
    replication: int
    draw: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)
    records: RecordChoice | None = None

    @property
    def keeps_records(self) -> bool:
        """Whether the record tables of this run are wanted."""
        which = self.records or self.loaded.scenario.outputs.records
        return not self.draw and (which == "all" or (which == "first" and self.replication == 0))

    def scenario(self) -> LoadedScenario:
        """The scenario that is run; that of a draw is made anew at each call, so that nobody keeps a thousand.

        Raises
        ------
        InputError
            A value of the draw cannot be, or does not fit the others.
        """
        return changed(self.loaded, self.changes) if self.draw else self.loaded


def changed(loaded: LoadedScenario, changes: Mapping[str, Any]) -> LoadedScenario:
    """A scenario with some values changed, checked.

    Raises
    ------
    InputError
        A value cannot be, or does not fit the others.
    """
    findings = Findings()
    return finished(apply_sets(loaded.root.copied(), list(changes.items()), findings), findings, CHECKS)


def replicate(
    scenarios: Mapping[str, LoadedScenario] | Sequence[LoadedScenario], replications: int = 5, seed: int = 1
) -> list[RunRequest]:
    """Ask for replications of scenarios, all with the same seeds.

    Parameters
    ----------
    scenarios
        By label, or in order under their own names (``name-2`` for the second of a name).
    replications
        Number of replications of each, at least 1.
    seed
        Seed of the study, at least 0.

    Raises
    ------
    InputError
        No scenario, no replication or a negative seed.
    """
    labelled = dict(scenarios) if isinstance(scenarios, Mapping) else _labelled(scenarios)
    if not labelled:
        raise InputError("no scenario to run")
    if replications < 1:
        raise InputError(f"replications must be at least 1, not {replications}")
    if seed < 0:
        raise InputError(f"the seed must be at least 0, not {seed}")
    return [RunRequest(label, loaded, seed, n) for label, loaded in labelled.items() for n in range(replications)]


def _labelled(scenarios: Iterable[LoadedScenario]) -> dict[str, LoadedScenario]:
    labelled: dict[str, LoadedScenario] = {}
    for loaded in scenarios:
        name, n = loaded.scenario.name, 2
        while name in labelled:
            name, n = f"{loaded.scenario.name}-{n}", n + 1
        labelled[name] = loaded
    return labelled
