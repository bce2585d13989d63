"""What the costs do not say: constants of gateways and modes, fitted so that the choice gives the observed cargo.

The contraction of Berry, Levinsohn and Pakes (1995), constant += ln observed - ln modelled, each step shortened by
lambda: within a nest a constant moves the shares 1 / lambda times as strongly, and full steps would overshoot. Several
margins (port totals, foreign share, sea-rail) are fitted in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from portsim.choice.logit import probabilities
from portsim.choice.tree import Flags, Floats, Integers, Tree


@dataclass(frozen=True, eq=False)
class Margin:
    """One set of K constants and the cargo that was observed with each.

    Parameters
    ----------
    member
        (A,) which constant each alternative carries, 0 to K - 1; -1 for none.
    observed
        (K,) TEU observed, above 0 where free; not read where not free.
    free
        (K,) whether the constant is fitted; the others stay 0. Where the margin covers all cargo of its flows, one
        must not be free: cargo cannot tell that all are better.
    """

    member: Integers
    observed: Floats
    free: Flags


@dataclass(frozen=True, eq=False)
class Fit:
    """Fitted constants and what the choice gives with them.

    Parameters
    ----------
    constants
        (K,) for each margin, in utility.
    modelled
        (K,) for each margin, in TEU.
    n_rounds
        Rounds over all margins.
    largest_step
        Largest change of a constant in the last round over all margins; at most the tolerance where they agree.
    converged
        False where margins conflict or the rounds did not suffice: the first margin is met, the others leave
        residuals.
    """

    constants: tuple[Floats, ...]
    modelled: tuple[Floats, ...]
    n_rounds: int
    largest_step: float
    converged: bool


def fit(
    utility: Floats,
    tree: Tree,
    nesting: float,
    volume: Floats,
    margins: Sequence[Margin],
    tolerance: float = 1e-8,
    max_rounds: int = 1_000,
) -> Fit:
    """Fit the constants of all margins.

    Parameters
    ----------
    utility
        (A,) utilities without the constants.
    tree, nesting
        The alternatives; lambda.
    volume
        (F,) TEU of each flow.
    margins
        The most trusted first: where they conflict it is fitted once more, alone.
    tolerance, max_rounds
        The fit ends when no constant changes more, or after so many rounds.

    Raises
    ------
    ValueError
        When a free constant has no observed cargo, or no open alternative with cargo carries it.
    """
    constants = tuple(np.zeros(len(margin.observed)) for margin in margins)
    for margin in margins:
        _check(margin, utility, tree, volume)
    pairs = list(zip(margins, constants, strict=True))

    def cargo() -> Floats:
        p, _ = probabilities(added(utility, margins, constants), tree, nesting)
        return p * volume[tree.flow_of_alternative]

    def rounds(some: Sequence[tuple[Margin, Floats]]) -> tuple[int, float]:
        n_rounds, largest = 0, np.inf
        while largest > tolerance and n_rounds < max_rounds:
            n_rounds, largest = n_rounds + 1, 0.0
            for margin, constant in some:
                largest = max(largest, _step(margin, constant, cargo(), nesting))
        return n_rounds, largest

    n_rounds, largest = rounds(pairs)
    converged = largest <= tolerance
    if not converged:
        rounds(pairs[:1])
    modelled = tuple(_carried(cargo(), margin) for margin in margins)
    return Fit(constants, modelled, n_rounds, largest, converged)


def added(utility: Floats, margins: Sequence[Margin], constants: Sequence[Floats]) -> Floats:
    """(A,) utilities with the constants that each alternative carries."""
    total = utility
    for margin, constant in zip(margins, constants, strict=True):
        total = total + np.append(constant, 0.0)[margin.member]  # member -1 takes the last, 0
    return total


def _step(margin: Margin, constant: Floats, cargo: Floats, nesting: float) -> float:
    """Move the free constants of one margin, in place, towards their cargo; the largest step."""
    step = nesting * np.log(margin.observed[margin.free] / _carried(cargo, margin)[margin.free])
    constant[margin.free] += step
    return float(np.abs(step).max(initial=0.0))


def _carried(cargo: Floats, margin: Margin) -> Floats:
    by_constant: Floats = np.bincount(margin.member + 1, cargo, len(margin.observed) + 1)[1:].astype(np.float64)
    return by_constant


def _check(margin: Margin, utility: Floats, tree: Tree, volume: Floats) -> None:
    open_cargo = np.where(np.isneginf(utility), 0.0, volume[tree.flow_of_alternative])
    for what, teu in (
        ("observed cargo", margin.observed),
        ("open alternative with cargo", _carried(open_cargo, margin)),
    ):
        without = np.flatnonzero(margin.free & ~(teu > 0.0))
        if len(without):
            raise ValueError(f"no {what} for the free constants {without.tolist()}")
