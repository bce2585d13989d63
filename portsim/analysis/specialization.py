"""Who does what: concentration of a trade on few ports, and how far the ports do the same work.

Herfindahl-Hirschman index; location quotient (Florence). All on a table of volumes with a row for each port and a
column for each class of cargo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def volumes_by_class(means: pd.DataFrame, period: str) -> pd.DataFrame:
    """What goes over the quays of each port by class of cargo, boxes being one class.

    Parameters
    ----------
    means
        Columns measure, entity, period, mean, as `portsim.analysis.intervals.summarise` gives them, of one option.
    period
        Year or month.

    Returns
    -------
    Shape (ports, classes): ``container`` in TEU, empties included, and the cargoes of `throughput_t` in tonnes; 0 where
    a port has none. Classes in units of their own are not to be added up: `concentration` does not.
    """
    now = means[means["period"].astype(str) == period].astype({"measure": str, "entity": str})
    bulk = now[(now["measure"] == "throughput_t") & now["entity"].str.contains(":")]
    port, cargo = bulk["entity"].str.split(":", n=1).str[0], bulk["entity"].str.split(":", n=1).str[1]
    tonnes = bulk.assign(port=port, cargo=cargo).pivot_table("mean", "port", "cargo", aggfunc="sum", sort=False)
    boxes = now[(now["measure"] == "throughput_teu") & ~now["entity"].str.contains("[:/]")].set_index("entity")["mean"]
    ports = [name for name in dict.fromkeys([*boxes.index, *tonnes.index]) if name != "cluster"]
    table = tonnes.reindex(ports).fillna(0.0)
    table.insert(0, "container", boxes.reindex(ports).fillna(0.0))
    return table.rename_axis(index=None, columns=None)


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
