"""Which values the uncertain inputs take in the samples of a study: thin layers over `scipy.stats.qmc` and SALib.

Everything follows from the seed of the study; the options do not come in, so that all of them get the same samples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from portsim.errors import InputError
from portsim.streams import Streams
from portsim.study.laws import HIGH, LOW, Uncertainty, Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from portsim.study.file import Sampling, StudyFile

GRID_LEVELS, MORRIS_LEVELS = 3, 4
_OWN_CHANCE = ("latin_hypercube", "sobol")
Drawn = dict[str, Value]
_Named = tuple[str, Drawn, dict[str, float]]


@dataclass(frozen=True)
class Sample:
    """One draw of all uncertain inputs.

    Parameters
    ----------
    number
        From 1; 0 is the central case.
    name
        Of a sample of a list, or ``berths.n=low`` of one at a time; else empty.
    values
        The values drawn, by path: what the analysis reads. Of ``times`` the factor.
    changes
        What is set in the scenario, by path.
    replication
        Of the run. Draws of an uncertain world have chance of their own, as the world has; designs that compare
        samples with each other or with the central case share the chance of its replication 0.
    shares
        Where a design has them: the places of the values in their laws, from 0 to 1, as SALib wants them.
    """

    number: int
    name: str
    values: dict[str, Any]
    changes: dict[str, Any]
    replication: int
    shares: dict[str, float] = field(default_factory=dict)


def draw(study: StudyFile) -> list[Sample]:
    """The samples of a study, the same whenever they are drawn.

    Raises
    ------
    InputError
        The design needs SALib, which is not installed.
    """
    sampling, uncertain = study.sampling, study.uncertainties
    if sampling.method == "list":
        return [
            Sample(number, name, dict(changes), dict(changes), 0)
            for number, (name, changes) in enumerate(sampling.samples.items(), 1)
        ]
    named = _DESIGNS[sampling.method](sampling, uncertain, study.seed) if uncertain else []
    own = sampling.method in _OWN_CHANCE
    samples = []
    for number, (name, values, shares) in enumerate(named, 1):
        changes = {path: uncertain[path].change(value) for path, value in values.items()}
        samples.append(Sample(number, name, dict(values), changes, number - 1 if own else 0, shares))
    return samples


def n_samples(study: StudyFile) -> int:
    """How many samples `draw` gives, without drawing them."""
    sampling, uncertain = study.sampling, study.uncertainties
    if sampling.method == "list":
        return len(sampling.samples)
    if not uncertain:
        return 0
    if sampling.method == "one_at_a_time":
        return sum(len(one.law.ends()) for one in uncertain.values())
    if sampling.method == "grid":
        n = 1
        for one in uncertain.values():
            n *= len(_levels(one, sampling.levels or GRID_LEVELS))
        return n
    per_n = {"none": 0, "morris": len(uncertain) + 1, "saltelli": len(uncertain) + 2}
    return (sampling.n or 0) * per_n.get(sampling.method, 1)


def _problem(uncertain: Mapping[str, Uncertainty]) -> dict[str, Any]:
    """The inputs as SALib calls them: names and ranges, here shares of each law from 0 to 1."""
    return {"num_vars": len(uncertain), "names": list(uncertain), "bounds": [[0.0, 1.0]] * len(uncertain)}


def _of_shares(uncertain: Mapping[str, Uncertainty], shares: NDArray[np.float64]) -> list[_Named]:
    """Samples from a table of shares, one row each: the quantile of every law."""
    rows = [dict(zip(uncertain, row, strict=True)) for row in shares.tolist()]
    return [("", {path: uncertain[path].law.quantile(share) for path, share in row.items()}, row) for row in rows]


def _none(_sampling: Sampling, _uncertain: Mapping[str, Uncertainty], _seed: int) -> list[_Named]:
    return []


def _latin_hypercube(sampling: Sampling, uncertain: Mapping[str, Uncertainty], seed: int) -> list[_Named]:
    """Each column has its own stream of chance: one uncertainty more leaves the draws of the others as they were."""
    import numpy as np
    from scipy.stats import qmc

    columns = [
        qmc.LatinHypercube(1, rng=Streams(seed, 0).generator(f"study/{path}")).random(sampling.n)[:, 0]
        for path in uncertain
    ]
    return _of_shares(uncertain, np.column_stack(columns))


def _sobol(sampling: Sampling, uncertain: Mapping[str, Uncertainty], seed: int) -> list[_Named]:
    from scipy.stats import qmc

    n = sampling.n or 1
    points = qmc.Sobol(len(uncertain), rng=Streams(seed, 0).generator("study/sobol"))
    return _of_shares(uncertain, points.random_base2((n - 1).bit_length())[:n])


def _morris(sampling: Sampling, uncertain: Mapping[str, Uncertainty], seed: int) -> list[_Named]:
    """Trajectories (Morris 1991); shares run from 5 % to 95 % where a law has no ends."""
    with _salib():
        from SALib.sample import morris

    shares = morris.sample(
        _problem(uncertain), sampling.n or 1, num_levels=sampling.levels or MORRIS_LEVELS, seed=_number(seed, "morris")
    )
    return _of_shares(uncertain, _inside(uncertain, shares))


def _saltelli(sampling: Sampling, uncertain: Mapping[str, Uncertainty], seed: int) -> list[_Named]:
    """The samples Sobol indices of first and total order are computed from (Saltelli et al. 2010)."""
    import warnings

    with _salib():
        from SALib.sample import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a power of two is better: the check of the study says so
        shares = sobol.sample(
            _problem(uncertain), sampling.n or 1, calc_second_order=False, seed=_number(seed, "saltelli")
        )
    return _of_shares(uncertain, _inside(uncertain, shares))


def _one_at_a_time(_sampling: Sampling, uncertain: Mapping[str, Uncertainty], _seed: int) -> list[_Named]:
    named: list[_Named] = []
    for path, one in uncertain.items():
        ends = one.law.ends()
        words = [f"={value}" for value in ends] if one.law.is_choice else ["=low", "=high"]
        named += [(f"{path}{word}", {path: value}, {}) for word, value in zip(words, ends, strict=True)]
    return named


def _grid(sampling: Sampling, uncertain: Mapping[str, Uncertainty], _seed: int) -> list[_Named]:
    values = [_levels(one, sampling.levels or GRID_LEVELS) for one in uncertain.values()]
    return [("", dict(zip(uncertain, row, strict=True)), {}) for row in product(*values)]


def _levels(one: Uncertainty, n: int) -> list[Value]:
    """All values of a choice; of another law the middles of equally likely parts."""
    if one.law.is_choice:
        return one.law.ends()
    return [one.law.quantile((k + 0.5) / n) for k in range(n)]


def _inside(uncertain: Mapping[str, Uncertainty], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of 0 and 1 moved to 5 % and 95 % in the columns of laws without ends."""
    moved = shares.copy()
    for column, one in enumerate(uncertain.values()):
        if one.law.normal or one.law.lognormal:
            moved[:, column] = LOW + shares[:, column] * (HIGH - LOW)
    return moved


def _number(seed: int, design: str) -> int:
    return int(Streams(seed, 0).generator(f"study/{design}").integers(2**31))


class _salib:  # noqa: N801  used as a word of the language
    """Say what to install where SALib is missing."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ImportError):
            raise InputError("this design needs SALib: pip install 'portsim[sensitivity]'") from error


_DESIGNS: dict[str, Callable[[Sampling, Mapping[str, Uncertainty], int], list[_Named]]] = {
    "none": _none,
    "latin_hypercube": _latin_hypercube,
    "sobol": _sobol,
    "morris": _morris,
    "saltelli": _saltelli,
    "one_at_a_time": _one_at_a_time,
    "grid": _grid,
}
