"""What a change is worth to those who send cargo, in CNY a year, from the tables of choices of two runs.

The parts are those of `docs/explanation/choice.md`: change of cost at the shares of before, gain of those who switch,
and mere variety, shown apart. Flows of one of the runs only are left out; so are those without an open way in one of
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WAY = ("gateway", "hub", "mode")
"""What tells the ways of a flow apart; those by one gateway are a nest."""
PARTS = ("at_base_shares_cny", "of_switchers_cny", "of_variety_cny", "half_rule_cny")
"""Parts of the benefit of a flow, CNY a year."""


@dataclass(frozen=True)
class UserBenefit:
    """Worth of a change to all flows in both runs, CNY a year; positive where shippers are better off.

    Attributes
    ----------
    at_base_shares_cny
        Change of cost if nobody switched, over the ways open before and after.
    of_switchers_cny
        What those who switch gain besides.
    of_variety_cny
        What new ways bring (or closed ones took) up to the point where they are as good as the mean of the others.
    half_rule_cny
        Rule of a half, a check of the first two for small changes.
    teu_per_year
        Cargo of the flows counted, TEU a year, as before.
    n_left_out
        Flows with cargo that have no open way before or after, or are in one table only.
    """

    at_base_shares_cny: float
    of_switchers_cny: float
    of_variety_cny: float
    half_rule_cny: float
    teu_per_year: float
    n_left_out: int

    @property
    def headline_cny(self) -> float:
        """Change of cost and gain of those who switch, CNY a year."""
        return self.at_base_shares_cny + self.of_switchers_cny


def user_benefit(before: pd.DataFrame, after: pd.DataFrame, nesting: float) -> UserBenefit:
    """Return what going from one run to another is worth, at the cargo and the weight of a yuan of before.

    Parameters
    ----------
    before, after
        Tables `choices` of two runs: columns flow, gateway, hub, mode, utility, teu_per_year (TEU/year) and mu (1/CNY).
    nesting
        lambda in (0, 1], the same in both.

    Raises
    ------
    ValueError
        When lambda is outside (0, 1].
    """
    worth = benefit_by_flow(before, after, nesting)
    with_cargo = (one.loc[one["teu_per_year"] > 0.0, "flow"].astype(str) for one in (before, after))
    left_out = set().union(*with_cargo) - set(worth.index)
    same, switchers, variety, half, teu = (float(worth[name].sum()) for name in (*PARTS, "teu_per_year"))
    return UserBenefit(same, switchers, variety, half, teu, len(left_out))


def benefit_by_flow(before: pd.DataFrame, after: pd.DataFrame, nesting: float) -> pd.DataFrame:
    """Return the same flow by flow.

    Parameters
    ----------
    before, after, nesting
        As `user_benefit` takes them.

    Returns
    -------
    By flow, of those with an open way in both: columns at_base_shares_cny, of_switchers_cny, of_variety_cny,
    half_rule_cny (CNY a year) and teu_per_year, as before.

    Raises
    ------
    ValueError
        When lambda is outside (0, 1].
    """
    if not 0.0 < nesting <= 1.0:
        raise ValueError(f"nesting must be above 0 and at most 1, not {nesting}")
    ways = _side_by_side(before, after)
    is_open = (ways[["before", "after"]] > -np.inf).groupby(ways["flow"], sort=False).any()
    ways = ways[ways["flow"].isin(is_open.index[is_open.all(axis=1)])].reset_index(drop=True)
    numbers, names = pd.factorize(ways["flow"])  # grouping by numbers is many times faster than by words
    nests, kinds = pd.factorize(ways["nest"])
    ways = ways.assign(flow=numbers, nest=pd.factorize(numbers * len(kinds) + nests)[0])  # a nest is of one flow
    parts = _parts(ways, nesting)
    parts.index = pd.Index(names[parts.index], name="flow")
    flows = before.astype({"flow": str}).drop_duplicates("flow").set_index("flow").reindex(parts.index)
    worth = parts.mul(flows["teu_per_year"] / flows["mu"], axis=0)
    return pd.DataFrame({
        "at_base_shares_cny": worth["same"],
        "of_switchers_cny": worth["total"] - worth["same"] - worth["variety"],
        "of_variety_cny": worth["variety"],
        "half_rule_cny": worth["half"],
        "teu_per_year": flows["teu_per_year"],
    })  # fmt: skip


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Rows of all ways of either run: flow, nest, utilities before and after, minus infinity where not open."""
    tables = []
    for one in (before, after):
        keyed = one[["flow", *WAY, "utility"]].astype(dict.fromkeys(("flow", *WAY), str))
        tables.append(keyed.set_index(["flow", *WAY])["utility"])
    both = pd.concat(tables, axis=1, keys=["before", "after"]).fillna(-np.inf).reset_index()
    # A ship from the zone's own inland port, or from market to market, has the hub where boxes change ship as its nest.
    nest = both["gateway"].where(~both["gateway"].isin(["", "None", "nan", "<NA>"]), "by ship " + _of_ship(both))
    return both.assign(nest=nest)


def _of_ship(ways: pd.DataFrame) -> pd.Series:
    """Nest of ways without gateway: the hub from market to market; ships from an inland port are one nest."""
    return ways["hub"].where(ways["mode"] == "sea", "")


def _parts(ways: pd.DataFrame, nesting: float) -> pd.DataFrame:
    """By flow, in units of utility: total, same (at base shares), variety and half."""
    flow = ways["flow"]
    is_both = (ways["before"] > -np.inf) & (ways["after"] > -np.inf)
    change = (ways["after"].where(is_both, 0.0) - ways["before"].where(is_both, 0.0)).astype(float)
    p_before, worth_before = _shares(ways, ways["before"], nesting)
    p_after, worth_after = _shares(ways, ways["after"], nesting)
    p_common, _ = _shares(ways, ways["before"].where(is_both, -np.inf), nesting)
    total = worth_after - worth_before
    stays = is_both.groupby(flow).any().reindex(total.index)
    variety = _variety(ways, "after", is_both, nesting) - _variety(ways, "before", is_both, nesting)
    return pd.DataFrame(
        {
            "total": total,
            "same": (p_common * change).groupby(flow).sum().reindex(total.index).where(stays, 0.0),
            "variety": variety.reindex(total.index).where(stays, 0.0),
            "half": (0.5 * (p_before + p_after) * change).groupby(flow).sum().reindex(total.index),
        }
    )


def _variety(ways: pd.DataFrame, column: str, is_both: pd.Series, nesting: float) -> pd.Series:
    """What ways open in one run only add if no better than the mean of the others, by flow; 0 where none stays."""
    common = ways[column].where(is_both, -np.inf)
    p, worth = _shares(ways, common, nesting)
    mean = (p * common.where(is_both, 0.0)).groupby(ways["flow"]).transform("sum")
    _, with_equals = _shares(ways, ways[column].where(is_both, np.minimum(ways[column], mean)), nesting)
    finite = np.isfinite(worth) & np.isfinite(with_equals)
    return with_equals.where(finite, 0.0) - worth.where(finite, 0.0)


def _shares(ways: pd.DataFrame, utility: pd.Series, nesting: float) -> tuple[pd.Series, pd.Series]:
    """Probability of each way and logsum of each flow of a nested logit; 0 and minus infinity where nothing is open."""
    nest, flow = ways["nest"].to_numpy(), ways["flow"].to_numpy()
    flow_of_nest = np.zeros(nest.max() + 1, flow.dtype) if len(nest) else np.zeros(0, np.int64)
    flow_of_nest[nest] = flow
    within, inclusive = _one_level(utility.to_numpy(dtype=float) / nesting, nest)
    between, logsum = _one_level(nesting * inclusive, flow_of_nest)
    return pd.Series(within * between[nest], index=ways.index), pd.Series(logsum)


def _one_level(value: Floats, group: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Shares ~ exp(value) within each group, by row, and the log of the sum of exp(value), by group."""
    top = np.full(group.max() + 1 if len(group) else 0, -np.inf)
    np.maximum.at(top, group, value)
    is_closed = top == -np.inf
    weight = np.exp(value - np.where(is_closed, 0.0, top)[group])
    total = np.where(is_closed, 1.0, np.bincount(group, weight, len(top)))
    logsum: Floats = top + np.log(total)
    return weight / total[group], logsum
