"""What a way costs a shipper: money, time by its value, waiting for the departure, and not knowing when it arrives.

Every figure (value of time, lift, toll) belongs to the scenario, with its source; here are only the formulas.
docs/explanation/choice.md says which of them are assumptions.
"""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Floats

_REFERENCE_COST_CNY, _SMALLEST_COST_CNY = 1_000.0, 500.0  # per TEU; both assumed


def generalised_cost(
    money_cny: Floats,
    time_h: Floats,
    headway_h: Floats,
    sd_h: Floats,
    vot_cny_per_teu_day: Floats,
    reliability_weight: float,
) -> Floats:
    """Return CNY per TEU: money + vot (time + headway / 2) + vot x weight x standard deviation of the time.

    Parameters
    ----------
    money_cny
        Freight, handling, tolls and port charges less subsidies, CNY per TEU.
    time_h
        Running and free terminal time and the perceived excess, hours.
    headway_h
        Hours between departures, summed where several are waited for; 0 for what leaves at once.
    sd_h
        Standard deviation of the time, hours.
    vot_cny_per_teu_day
        Value of time of the cargo.
    reliability_weight
        Hours of time that one hour of standard deviation is worth.
    """
    hours = time_h + 0.5 * headway_h + reliability_weight * sd_h
    return money_cny + vot_cny_per_teu_day / 24.0 * hours


def sensitivity(base_inland_cost_cny: Floats, mu0_per_cny: float, cost_scale: str) -> Floats:
    """Return (F,) utility of one CNY, mu.

    With ``inland_cost``, mu0 (1000 / C)^0.5: 100 CNY matter less to who pays 6 000 for the way to the port than to who
    pays 600. With ``constant``, mu0.

    Parameters
    ----------
    base_inland_cost_cny
        (F,) inland cost C of the base state, CNY per TEU; counted as 500 at least. NaN where a flow has no inland leg,
        counted as 1 000.
    mu0_per_cny
        Utility of one CNY at an inland cost of 1 000.
    cost_scale
        ``inland_cost`` or ``constant``.

    Raises
    ------
    ValueError
        When the scale has another name.
    """
    if cost_scale == "constant":
        return np.full(len(base_inland_cost_cny), mu0_per_cny)
    if cost_scale != "inland_cost":
        raise ValueError(f"the scale of costs must be inland_cost or constant, not {cost_scale}")
    cost = np.where(np.isnan(base_inland_cost_cny), _REFERENCE_COST_CNY, base_inland_cost_cny)
    mu: Floats = mu0_per_cny * np.sqrt(_REFERENCE_COST_CNY / np.maximum(cost, _SMALLEST_COST_CNY))
    return mu


def lock_toll_cny_per_teu(
    toll_cny_per_gt_lock: float, dwt_t: float, gt_per_dwt: float, n_locks: int, teu_aboard: float
) -> float:
    """Return the toll of a barge for its passage of some locks, shared by the TEU on board.

    Parameters
    ----------
    toll_cny_per_gt_lock
        CNY per gross ton and lock.
    dwt_t, gt_per_dwt
        Deadweight of the barge and gross tons per ton of it.
    n_locks
        Locks passed.
    teu_aboard
        Laden and empty boxes on board, above 0.

    Raises
    ------
    ValueError
        When nothing is on board.
    """
    if teu_aboard <= 0.0:
        raise ValueError("a toll can only be shared by boxes on board")
    return toll_cny_per_gt_lock * gt_per_dwt * dwt_t * n_locks / teu_aboard
