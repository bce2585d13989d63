"""What a way costs a shipper: money, time by its value, waiting for the departure, and not knowing when it arrives.

Every figure (value of time, lift, toll) belongs to the scenario, with its source; here are only the formulas.
docs/explanation/choice.md says which of them are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portsim.choice.tree import Floats, Integers

_REFERENCE_COST_CNY, _SMALLEST_COST_CNY = 1_000.0, 500.0  # per TEU; both assumed
_SLOWEST_TO_FASTEST = 1.2  # slower lines set no time and no rate: nobody waits for them by choice (assumed)
_HOURS_A_WEEK = 168.0


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


@dataclass(frozen=True, eq=False)
class CommonLines:
    """The services between the same two places, as one line; infinite where there is none.

    Parameters
    ----------
    headway_h
        (R,) hours between sailings of any of them.
    time_h, rate_cny_per_teu
        (R,) means over those within a fifth of the fastest, by their weekly capacity.
    """

    headway_h: Floats
    time_h: Floats
    rate_cny_per_teu: Floats


def common_lines(
    relation: Integers,
    n_relations: int,
    sailings_per_week: Floats,
    capacity_teu: Floats,
    time_h: Floats,
    rate_cny_per_teu: Floats,
) -> CommonLines:
    """Put S services together to one line for each of R relations; a service split in two changes nothing.

    Parameters
    ----------
    relation
        (S,) relation of each service, 0 to R - 1.
    n_relations
        R.
    sailings_per_week
        (S,) departures, above 0.
    capacity_teu
        (S,) of one departure, above 0.
    time_h, rate_cny_per_teu
        (S,) hours under way and price of each service.

    Raises
    ------
    ValueError
        When a service has no sailings or no capacity.
    """
    if np.any(sailings_per_week <= 0.0) or np.any(capacity_teu <= 0.0):
        raise ValueError("a service needs sailings and capacity above 0")
    fastest_h = np.full(n_relations, np.inf)
    np.minimum.at(fastest_h, relation, time_h)
    quick = time_h <= _SLOWEST_TO_FASTEST * fastest_h[relation]
    weight = np.where(quick, sailings_per_week * capacity_teu, 0.0)

    def by_relation(values: Floats) -> Floats:
        return np.bincount(relation, values, n_relations).astype(np.float64)

    def per(part: Floats | float, whole: Floats) -> Floats:
        quotient: Floats = np.divide(part, whole, out=np.full(n_relations, np.inf), where=whole > 0.0)
        return quotient

    total = by_relation(weight)
    return CommonLines(
        headway_h=per(_HOURS_A_WEEK, by_relation(sailings_per_week)),
        time_h=per(by_relation(weight * time_h), total),
        rate_cny_per_teu=per(by_relation(weight * rate_cny_per_teu), total),
    )


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


def barge_cost_cny_per_teu(
    distance_km: float, lift_cny: float, carriage_cny_per_teu_km: float, dray_cny: float, toll_cny: float = 0.0
) -> float:
    """Return the price of a box by barge: a lift at both ends, the water between, the truck to the quay, the toll.

    All per TEU; the truck is counted once, at the inland end.
    """
    return 2.0 * lift_cny + carriage_cny_per_teu_km * distance_km + dray_cny + toll_cny
