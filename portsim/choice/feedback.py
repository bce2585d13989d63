"""How shippers learn from week to week where it has been slow: the perceived excess time of each component.

A component is whatever can be crowded: a rail relation, a lock in one direction, a yard and its gate, the ship side of
a port. Its excess is the time above its free-flow time; the weight of a week shrinks where the perceived time swings
and grows back where it drifts (docs/explanation/choice.md).
"""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Flags, Floats, Tree

_SMALLEST_WEIGHT = 0.05


class Feedback:
    """Perceived excess hours of C components, smoothed week by week.

    Parameters
    ----------
    n_components
        C.
    weight
        Weight of a week's observation, 0.05 to 1, of every component at first and at most.

    Attributes
    ----------
    perceived_h
        (C,) perceived excess over the free-flow time.
    weight
        (C,) weight that the last update used.

    Raises
    ------
    ValueError
        When the weight is outside 0.05 to 1.
    """

    def __init__(self, n_components: int, weight: float = 0.3) -> None:
        if not _SMALLEST_WEIGHT <= weight <= 1.0:
            raise ValueError(f"the weight of a week must be {_SMALLEST_WEIGHT} to 1, not {weight}")
        self.perceived_h: Floats = np.zeros(n_components)
        self.weight: Floats = np.full(n_components, weight)
        self._largest = weight
        self._direction: Floats = np.zeros(n_components)

    def update(self, observed_excess_h: Floats, has_users: Flags) -> Floats:
        """Take in one week and return the perceived excess of each component, (C,) hours (a copy).

        A weight is halved when the change of its component reverses its sign and doubled when it keeps it, before it
        is used, within 0.05 and the first weight. A component without users moves towards free flow by the same rule.

        Parameters
        ----------
        observed_excess_h
            (C,) mean over those who passed and those still waiting; not read where nobody used the component.
        has_users
            (C,) whether anybody did.

        Raises
        ------
        ValueError
            When the excess of a component with users is not a finite number.
        """
        seen = np.where(has_users, observed_excess_h, 0.0)
        if not np.all(np.isfinite(seen)):
            raise ValueError("the excess of a component with users must be a finite number of hours")
        change = seen - self.perceived_h
        direction = np.sign(change)
        turn = direction * self._direction
        factor = np.where(turn < 0.0, 0.5, np.where(turn > 0.0, 2.0, 1.0))
        self.weight = np.clip(self.weight * factor, _SMALLEST_WEIGHT, self._largest)
        self._direction = np.where(direction == 0.0, self._direction, direction)  # a week without change is no turn
        self.perceived_h = self.perceived_h + self.weight * change
        return self.perceived_h.copy()


def gap(p_before: Floats, p_now: Floats, volume: Floats, tree: Tree) -> float:
    """Return the share of all cargo whose choice changed from one week to the next, 0 to 1.

    The volume-weighted mean over flows of 1/2 sum |p_now - p_before|; 0 without any cargo.

    Parameters
    ----------
    p_before, p_now
        (A,) probabilities of the two weeks, over the same alternatives.
    volume
        (F,) TEU of each flow.
    tree
        The flows of the alternatives.
    """
    total = float(volume.sum())
    if total == 0.0:
        return 0.0
    return float(volume @ tree.sum_by_flow(np.abs(p_now - p_before))) / 2.0 / total
