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


def volumes_by_class(means: pd.DataFrame, period: str, t_per_teu: float) -> pd.DataFrame:
    """Tonnes of each class of cargo over the quays of each port, boxes being one class.

    Parameters
    ----------
    means
        Columns measure, entity, period, mean, as `portsim.analysis.intervals.summarise` gives them, of one option.
    period
        Year or month.
    t_per_teu
        Tonnes that a TEU of throughput stands for, empties included: by it boxes are weighed against bulk.

    Returns
    -------
    Shape (ports, classes): ``containers`` and the cargoes of `throughput_t`; 0 where a port has none.
    """
    now = means[means["period"].astype(str) == period].astype({"measure": str, "entity": str})
    bulk = now[(now["measure"] == "throughput_t") & now["entity"].str.contains(":")]
    port, cargo = bulk["entity"].str.split(":", n=1).str[0], bulk["entity"].str.split(":", n=1).str[1]
    tonnes = bulk.assign(port=port, cargo=cargo).pivot_table("mean", "port", "cargo", aggfunc="sum", sort=False)
    boxes = now[(now["measure"] == "throughput_teu") & ~now["entity"].str.contains("[:/]")].set_index("entity")["mean"]
    ports = [name for name in dict.fromkeys([*boxes.index, *tonnes.index]) if name != "cluster"]
    table = tonnes.reindex(ports).fillna(0.0)
    table.insert(0, "containers", (boxes * t_per_teu).reindex(ports).fillna(0.0))
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
