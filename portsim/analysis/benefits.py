"""What options are worth to those who send cargo, run by run and draw by draw, from the choices that the runs kept.

The measure is `portsim.analysis.user_benefit` of pairs of runs that share all chance; here the pairs of a results
folder are found, and what they say is summed up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from portsim.results.benefit import BENEFIT

if TYPE_CHECKING:
    import pandas as pd

    from portsim.results.opening import Results

HEADLINE = "headline_cny"
"""Sum of the first two parts, CNY a year."""
SHOWN = (HEADLINE, "at_base_shares_cny", "of_switchers_cny", "of_variety_cny")
"""What tables show of the benefit, CNY a year."""
USER_BENEFIT = BENEFIT.id
"""What the headline is called where options are chosen by it."""
CHOICES, NESTING = "choices", "choice.nesting"


def benefits(results: Results, options: Sequence[str], to: str, of_draws: bool = False) -> pd.DataFrame:
    """Benefit of options over one of them.

    Parameters
    ----------
    results
        The opened results folder.
    options
        Labels of scenarios; `to` itself is passed over.
    to
        The one they are compared with.
    of_draws
        Whether the draws of a study are taken, in place of the replications of the central case.

    Returns
    -------
    Columns option, run (or number of the draw), headline_cny, at_base_shares_cny, of_switchers_cny, of_variety_cny (CNY
    a year) and n_left_out (flows without an open way in one of the two). No rows where cargo does not choose, or where
    the likeness of ways (lambda) differs between two options.
    """
    import pandas as pd

    from portsim.analysis.user_benefit import user_benefit

    nesting = nesting_of(results)
    rows = []
    for option in options:
        if option == to or nesting.get(option) is None or nesting[option] != nesting.get(to):
            continue
        for label, before, after in results.pairs(CHOICES, to, option, of_draws):
            found = user_benefit(before, after, nesting[option])
            rows.append({"option": option, "run": label, "headline_cny": found.headline_cny} | asdict(found))
    return pd.DataFrame(rows, columns=["option", "run", *SHOWN, "n_left_out"])


def nesting_of(results: Results) -> dict[str, float]:
    """The likeness of ways by one gateway, by option; of no option without a choice."""
    inputs = results.table("inputs")
    mine = inputs[inputs["path"].astype(str) == NESTING]
    return {str(option): float(value) for option, value in zip(mine["option"], mine["number"], strict=True)}


def summed_up(table: pd.DataFrame) -> pd.DataFrame:
    """Means with t intervals of the benefit, as `portsim.analysis.intervals.summarise` gives them.

    Parameters
    ----------
    table
        As `benefits` returns it.

    Returns
    -------
    Columns option, measure (part of the benefit), unit, entity, period, n, mean, sd, half_width, low, high.
    """
    from portsim.analysis.intervals import summarise

    long = table.melt(["option", "run"], list(SHOWN), "measure", "value")
    return summarise(long.assign(unit="CNY", entity="cluster", period="year").drop(columns="run"))
