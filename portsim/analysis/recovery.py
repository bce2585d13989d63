"""What an event cost, from two runs at the same chance: one with it, one without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Loss:
    """What an event cost a place.

    Attributes
    ----------
    lost
        What was missing at the worst moment, summed up since the event began, in the unit of the flow times days.
    worst_h
        Start of the day at which most was missing.
    made_up_h
        Hours from the end of the event until as much had been done as without it; NaN within the run never.
    """

    lost: float
    worst_h: float
    made_up_h: float


def paired_recovery_h(
    days_h: Sequence[float],
    with_event: Sequence[float],
    without: Sequence[float],
    over_h: float,
    within: float,
    for_days: int = 2,
) -> float:
    """Hours from the end of an event until a level, such as ships waiting, is again what it is without the event.

    Parameters
    ----------
    days_h
        Starts of the days, h, in order.
    with_event, without
        Daily mean levels of the two runs, shape as `days_h`.
    over_h
        Hour at which the event is over.
    within
        Difference that counts as none, in the unit of the level.
    for_days
        Days in a row on which the difference must be so small.

    Returns
    -------
    Hours to the midnight at which the first of these days begins; NaN where there is none.
    """
    days, more = np.asarray(days_h), np.asarray(with_event) - np.asarray(without)
    calm = (more <= within) & (days >= over_h)
    for first in np.flatnonzero(calm).tolist():
        if calm[first : first + for_days].sum() == for_days:
            return float(days[first] - over_h)
    return float("nan")


def paired_loss(
    days_h: Sequence[float],
    with_event: Sequence[float],
    without: Sequence[float],
    event_h: float,
    over_h: float,
    within: float,
) -> Loss:
    """How far an event sets a flow back, such as TEU a day, and when that is made up.

    Parameters
    ----------
    days_h
        Starts of the days, h, in order.
    with_event, without
        Flow of each day in the two runs, shape as `days_h`.
    event_h, over_h
        First hour of the event, and the hour at which it is over.
    within
        Sum that counts as made up, in the unit of the flow times days.
    """
    days = np.asarray(days_h)
    counts = days + 24.0 > event_h
    missing: Floats = np.cumsum(np.where(counts, np.asarray(without) - np.asarray(with_event), 0.0))
    worst = int(np.argmax(missing))
    made_up = np.flatnonzero((missing <= within) & (np.arange(len(days)) > worst) & (days + 24.0 >= over_h))
    # The sum of a day is complete at its end.
    made_up_h = float(days[made_up[0]] + 24.0 - over_h) if len(made_up) else float("nan")
    return Loss(float(missing[worst]), float(days[worst]), made_up_h)
