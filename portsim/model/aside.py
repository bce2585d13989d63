"""Parts of the cluster that meet nothing else, such as ferries, run by themselves before all the rest.

All that such a part is given is drawn before the run and it uses nothing that others use, so what it does is the same.
But done at one go its little memory stays at hand, and its events are not sorted in among those of the cluster: that
takes half the time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from portsim.clock import HOURS_PER_WEEK
from portsim.model.kernel import Kernel

_WRITTEN_EVERY_H = HOURS_PER_WEEK / 2.0


def run_aside(env: Kernel, end_h: float, write: Callable[[], None]) -> None:
    """Run what is started on a clock of its own from the start to the end, and have its rows written now and then."""
    for hour in np.arange(_WRITTEN_EVERY_H, end_h, _WRITTEN_EVERY_H).tolist():
        env.run(until=hour)
        write()
    env.run(until=end_h)
