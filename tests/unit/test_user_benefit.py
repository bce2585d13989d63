"""Benefits from the tables of two runs: worked by hand, and the same as those of the arrays of the choice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from choice_trees import random_tree

from portsim.analysis.user_benefit import user_benefit
from portsim.choice import benefit as of_arrays


def table(rows: list[tuple[str, str, str, float]], teu: float = 100.0, mu: float = 0.001) -> pd.DataFrame:
    """A table of choices from rows (flow, gateway, mode, utility)."""
    frame = pd.DataFrame(rows, columns=["flow", "gateway", "mode", "utility"])
    return frame.assign(hub="", teu_per_year=teu, mu=mu)


def test_what_is_fifty_yuan_cheaper_on_all_ways_is_worth_fifty_yuan_a_box() -> None:
    # 0.05 of utility at 0.001 a yuan is 50 CNY, for 100 TEU a year; nobody switches
    before = table([("f", "a", "road", -2.0), ("f", "b", "road", -1.0)])
    worth = user_benefit(before, before.assign(utility=before["utility"] + 0.05), 0.6)
    assert worth.headline_cny == pytest.approx(5_000.0)
    assert worth.half_rule_cny == pytest.approx(5_000.0)
    assert [worth.of_switchers_cny, worth.of_variety_cny] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_new_gateway_as_good_as_the_old_is_mere_variety() -> None:
    # two equal gateways for one: ln 2 / 0.001 a TEU, 100 TEU
    before = table([("f", "a", "road", 0.0)])
    worth = user_benefit(before, table([("f", "a", "road", 0.0), ("f", "b", "road", 0.0)]), 0.6)
    assert worth.of_variety_cny == pytest.approx(1e5 * np.log(2.0))
    assert worth.headline_cny == pytest.approx(0.0, abs=1e-6)


def test_flows_without_an_open_way_are_left_out_and_counted() -> None:
    before = table([("f", "a", "road", 0.0), ("g", "a", "road", 0.0)])
    worth = user_benefit(before, table([("f", "a", "road", 0.1), ("g", "a", "road", -np.inf)]), 0.6)
    assert worth.n_left_out == 1
    assert worth.teu_per_year == 100.0
    assert worth.headline_cny == pytest.approx(1e5 * 0.1)


def test_tables_give_what_the_arrays_of_the_choice_give() -> None:
    for seed in range(12):
        tree, before = random_tree(seed)
        chance = np.random.default_rng(seed + 900)
        after = before + chance.normal(0.0, 1.0, tree.n_alternatives)
        closing, opening = chance.random((2, tree.n_alternatives)) < 0.2
        first = tree.flow_start[:-1]
        closing[first] = opening[first] = False
        before[opening], after[closing & ~opening] = -np.inf, -np.inf
        mu, volume = chance.uniform(0.001, 0.002, tree.n_flows), chance.uniform(1.0, 900.0, tree.n_flows)
        flow = tree.flow_of_alternative
        frame = pd.DataFrame({
            "flow": [f"f{f}" for f in flow], "gateway": [f"g{n}" for n in tree.nest_of_alternative], "hub": "",
            "mode": [f"m{a}" for a in range(tree.n_alternatives)], "teu_per_year": volume[flow], "mu": mu[flow],
        })  # fmt: skip
        # a way that does not exist yet has no row; one that is barred has one
        rows = frame.assign(utility=before)
        worth = user_benefit(rows[~opening], frame.assign(utility=after).sample(frac=1.0, random_state=seed), 0.6)
        known = of_arrays.user_benefit(before, after, tree, 0.6, mu, volume)
        rule = of_arrays.rule_of_a_half(before, after, tree, 0.6, mu, volume).sum()
        assert worth.at_base_shares_cny == pytest.approx(known.at_base_shares_cny.sum(), abs=1e-6)
        assert worth.of_switchers_cny == pytest.approx(known.of_switchers_cny.sum(), abs=1e-6)
        assert worth.of_variety_cny == pytest.approx(known.of_variety_cny.sum(), abs=1e-6)
        assert worth.half_rule_cny == pytest.approx(rule, abs=1e-6)
