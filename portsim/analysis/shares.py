"""How sure a share is: so many hits out of so many tries."""

from __future__ import annotations


def share_interval(hits: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of a share by Clopper and Pearson (1934): it covers the true share at least as often as it says.

    Parameters
    ----------
    hits
        Tries that met the condition; a tie may count in parts.
    n
        All tries, at least 1.
    confidence
        Confidence of the interval.

    Raises
    ------
    ValueError
        No tries, or more hits than tries.
    """
    from scipy.special import betaincinv

    if n < 1 or not 0.0 <= hits <= n:
        raise ValueError(f"{hits} hits in {n} tries")
    tail = (1.0 - confidence) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1.0 - tail))
    return low, high
