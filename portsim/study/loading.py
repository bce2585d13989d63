"""Reading a scenario file with all checks that any command makes: of its form, its sense and its capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portsim.capacity.check_water import check_water
from portsim.choice.check_ways import check_ways
from portsim.scenario import load
from portsim.scenario.load import LoadedScenario
from portsim.scenario.paths import SetItem


def load_scenario(
    path_or_name: str | Path,
    overlays: Sequence[str | Path] = (),
    sets: Sequence[SetItem] | Mapping[str, object] = (),
    allow_outside: bool = False,
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

    Raises
    ------
    portsim.errors.InputError
        With all problems, sorted by file and line.

    Examples
    --------
    >>> load_scenario("tutorial", sets=["clock.n_years=2"]).scenario.clock.n_years
    2
    """
    return load.load_scenario(path_or_name, overlays, sets, allow_outside, checks=(check_water, check_ways))
