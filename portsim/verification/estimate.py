"""What a run found: an estimate and its 99.9 % interval over replications."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
CONFIDENCE = 0.999


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and half the width of its 99.9 % interval; a half-width of 0 where no chance is in it."""

    mean: float
    half_width: float = 0.0

    def agrees_with(self, exact: float, within_share: float) -> bool:
        """Whether it covers the exact value and is narrow enough to say something."""
        return abs(self.mean - exact) <= self.half_width < within_share * abs(exact)


def interval(values: Sequence[float], controls: NDArray[Any] | None = None) -> Interval:
    """99.9 % interval of the mean of independent values.

    Parameters
    ----------
    values
        One for each replication, n in number.
    controls
        Observations less their true means, shape (n, controls): what is given is then the value expected at zero of a
        straight-line fit, with its t interval (control variates; Law, *Simulation Modeling and Analysis*, chapter 11).
    """
    n = len(values)
    lines = np.ones((n, 1)) if controls is None else np.column_stack([np.ones(n), controls])
    spare = n - lines.shape[1]
    fit = np.linalg.lstsq(lines, np.array(values), rcond=None)[0]
    left = np.array(values) - lines @ fit
    variance = (left @ left) / spare * np.linalg.inv(lines.T @ lines)[0, 0]
    return Interval(float(fit[0]), float(stdtrit(spare, (1.0 + CONFIDENCE) / 2.0)) * math.sqrt(variance))
