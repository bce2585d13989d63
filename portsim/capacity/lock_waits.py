"""How long locks of the Xijiang make ships wait, by number of lines and traffic over capacity.

Fitted with the lock code of the model by ``scenarios/fit_lock_waits.py``: chambers of 280 x 34 m, the Xijiang mix of
ships at random, as many up as down, lines that turn empty when only the other side waits. Waits are in lockages (entry
of three rows to exit, both directions). docs/explanation/locks.md says how it was made and what it leaves out.
"""

from __future__ import annotations

from bisect import bisect_right

LINES = (1, 2, 4)
USES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
MOMENTS = (
    (
        (0.206, 0.207), (0.405, 0.353), (0.563, 0.409), (0.669, 0.435), (0.747, 0.460), (0.808, 0.487),
        (0.890, 0.534), (1.007, 0.615), (1.239, 0.797), (1.466, 0.988), (1.934, 1.401), (3.262, 2.632),
    ),
    (
        (0.137, 0.192), (0.209, 0.234), (0.322, 0.282), (0.408, 0.317), (0.475, 0.345), (0.533, 0.375),
        (0.604, 0.410), (0.699, 0.455), (0.846, 0.532), (0.975, 0.614), (1.209, 0.783), (1.878, 1.357),
    ),
    (
        (0.083, 0.164), (0.099, 0.159), (0.156, 0.176), (0.209, 0.192), (0.260, 0.221), (0.321, 0.264),
        (0.408, 0.317), (0.513, 0.366), (0.636, 0.413), (0.725, 0.448), (0.862, 0.518), (1.174, 0.740),
    ),
)  # fmt: skip
"""By lines and use: (mean, standard deviation) of the wait, in lockages."""


def wait_moments(n_lines: int, use: float) -> tuple[float, float]:
    """Mean and standard deviation of the wait, in lockages; straight between the entries of the table.

    Three lines take the mean of two and four, more than four wait as at four.
    """
    if n_lines in LINES:
        return _at(LINES.index(n_lines), use)
    if n_lines > LINES[-1]:
        return _at(len(LINES) - 1, use)
    two, four = _at(1, use), _at(2, use)
    return (two[0] + four[0]) / 2.0, (two[1] + four[1]) / 2.0


def _at(row: int, use: float) -> tuple[float, float]:
    after = min(max(bisect_right(USES, use), 1), len(USES) - 1)
    part = (use - USES[after - 1]) / (USES[after] - USES[after - 1])
    (low, low_sd), (high, high_sd) = MOMENTS[row][after - 1], MOMENTS[row][after]
    return low + part * (high - low), low_sd + part * (high_sd - low_sd)
