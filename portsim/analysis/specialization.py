"""Who does what: concentration of a trade on few ports, and how far the ports do the same work.

Herfindahl-Hirschman index; location quotient (Florence); index of specialization of Krugman (1991), Geography and
Trade. All on a table of volumes with a row for each port and a column for each class of cargo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def hhi(volumes: ArrayLike) -> float:
    """Concentration: the sum of the squared shares.

    Parameters
    ----------
    volumes
        One for each port, none below 0, in any one unit.

    Returns
    -------
    1 where one port has all, 1/n where n ports have the same; NaN where there is nothing.

    Raises
    ------
    ValueError
        A volume below 0.
    """
    x = np.asarray(volumes, dtype=float)
    _check(x)
    total = float(x.sum())
    return float(((x / total) ** 2).sum()) if total > 0.0 else float("nan")


def concentration(volumes: pd.DataFrame) -> pd.DataFrame:
    """Concentration of each class on ports.

    Parameters
    ----------
    volumes
        Shape (ports, classes).

    Returns
    -------
    Columns class, volume, hhi, n_equivalent (ports of equal size with that concentration), largest, largest_share.
    """
    import pandas as pd

    rows = []
    for name in volumes:
        column = volumes[name]
        index, total = hhi(column), float(column.sum())
        has_any = total > 0.0
        rows.append(
            {
                "class": name, "volume": total, "hhi": index, "n_equivalent": 1.0 / index,
                "largest": column.idxmax() if has_any else "",
                "largest_share": float(column.max()) / total if has_any else float("nan"),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def location_quotients(volumes: pd.DataFrame) -> pd.DataFrame:
    """Share of a class in the work of a port over its share in that of all ports.

    Parameters
    ----------
    volumes
        Shape (ports, classes), in one unit.

    Returns
    -------
    Shape (ports, classes): above 1 where a port does more of a class than the cluster as a whole; NaN for a port or
    class without volume.
    """
    mix = _mix(volumes)
    whole = volumes.sum(axis=0) / volumes.to_numpy().sum()
    quotients: pd.DataFrame = mix / whole.where(whole > 0.0)
    return quotients


def krugman(volumes: pd.DataFrame) -> pd.Series:
    """Specialization of each port against the others together: the sum of the differences of their shares by class.

    Parameters
    ----------
    volumes
        Shape (ports, classes), in one unit.

    Returns
    -------
    By port: 0 where it has the mix of the others, 2 where it shares no class with them; NaN where it or all others have
    nothing.
    """
    mix = _mix(volumes)
    others = _mix(volumes.sum(axis=0) - volumes)
    index: pd.Series = (mix - others).abs().sum(axis=1, skipna=False)
    return index


def overlap(volumes: pd.DataFrame) -> pd.DataFrame:
    """How far two ports do the same: 1 minus half the differences of their shares by class.

    Parameters
    ----------
    volumes
        Shape (ports, classes), in one unit.

    Returns
    -------
    Shape (ports, ports): 1 for the same mix, 0 for no class in common; NaN with a port without volume.
    """
    import pandas as pd

    mix = _mix(volumes).to_numpy()
    distance = np.abs(mix[:, None, :] - mix[None, :, :]).sum(axis=2)
    return pd.DataFrame(1.0 - 0.5 * distance, index=volumes.index, columns=list(volumes.index))


def _mix(volumes: pd.DataFrame) -> pd.DataFrame:
    """Shares of the classes in each port; NaN for a port without volume."""
    _check(volumes.to_numpy(dtype=float))
    total = volumes.sum(axis=1)
    return volumes.div(total.where(total > 0.0), axis=0)


def _check(volumes: Floats) -> None:
    if not (volumes >= 0.0).all():
        raise ValueError("a volume is below 0 or missing")
