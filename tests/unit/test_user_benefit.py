"""What changes are worth, in parts worked by hand, from the tables of choices of two runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from choice_trees import random_tree, tree_of

from portsim.analysis.user_benefit import benefit_by_flow, user_benefit
from portsim.choice.logit import probabilities
from portsim.choice.tree import Floats, Tree


def table(rows: list[tuple[str, str, str, float]], teu: float = 100.0, mu: float = 0.001) -> pd.DataFrame:
    """A table of choices from rows (flow, gateway, mode, utility)."""
    frame = pd.DataFrame(rows, columns=["flow", "gateway", "mode", "utility"])
    return frame.assign(hub="", teu_per_year=teu, mu=mu)


def of_tree(utility: Floats, tree: Tree, volume: Floats | float = 100.0, mu: Floats | float = 0.001) -> pd.DataFrame:
    """The same from the utilities of the alternatives of a tree."""
    flow = tree.flow_of_alternative
    return pd.DataFrame({
        "flow": [f"f{f}" for f in flow], "gateway": [f"g{n}" for n in tree.nest_of_alternative], "hub": "",
        "mode": [f"m{a}" for a in range(tree.n_alternatives)], "utility": utility,
        "teu_per_year": np.broadcast_to(volume, tree.n_flows)[flow], "mu": np.broadcast_to(mu, tree.n_flows)[flow],
    })  # fmt: skip


def parts(before: list[float], after: list[float], tree: Tree, nesting: float = 1.0) -> list[float]:
    """Change at base shares, gain of switchers and variety, CNY a year of 100 TEU at 0.001 a yuan."""
    worth = user_benefit(of_tree(np.array(before), tree), of_tree(np.array(after), tree), nesting)
    return [worth.at_base_shares_cny, worth.of_switchers_cny, worth.of_variety_cny]


def half_rule(before: list[float], after: list[float], tree: Tree) -> float:
    return user_benefit(of_tree(np.array(before), tree), of_tree(np.array(after), tree), 1.0).half_rule_cny


def test_what_is_cheaper_for_all_has_no_switchers() -> None:
    # 50 CNY of utility 0.05 off both ways for 100 TEU
    assert parts([-2.0, -2.0], [-1.95, -1.95], tree_of((1, 1))) == pytest.approx([5000.0, 0.0, 0.0], abs=1e-6)
    assert half_rule([-2.0, -2.0], [-1.95, -1.95], tree_of((1, 1))) == pytest.approx(5000.0)


def test_a_cheaper_way_is_worth_more_than_its_base_share() -> None:
    # shares 1/2; one way better by ln 3: base 1/2 ln 3, in all ln(4/2) = ln 2; 100 TEU / 0.001
    expected = [1e5 * 0.5 * np.log(3.0), 1e5 * (np.log(2.0) - 0.5 * np.log(3.0)), 0.0]
    assert parts([0.0, 0.0], [np.log(3.0), 0.0], tree_of((1, 1))) == pytest.approx(expected)


def test_a_new_way_no_better_than_the_old_is_mere_variety() -> None:
    assert parts([0.0, -np.inf], [0.0, 0.0], tree_of((1, 1))) == pytest.approx([0.0, 0.0, 1e5 * np.log(2.0)])
    assert parts([0.0, -np.inf], [0.0, -1.0], tree_of((1, 1))) == pytest.approx([0.0, 0.0, 1e5 * np.log1p(np.exp(-1))])


def test_a_new_way_that_is_better_gains_by_its_advantage() -> None:
    # better by ln 3: ln 4 in all, ln 2 of it for being there
    expected = [0.0, 1e5 * np.log(2.0), 1e5 * np.log(2.0)]
    assert parts([0.0, -np.inf], [0.0, np.log(3.0)], tree_of((1, 1))) == pytest.approx(expected)


def test_the_variety_of_a_way_in_an_old_nest_counts_by_the_nesting() -> None:
    assert parts([0.0, -np.inf], [0.0, 0.0], tree_of((2,)), 0.6)[2] == pytest.approx(0.6e5 * np.log(2.0))


def test_closing_a_way_takes_what_opening_it_gave() -> None:
    opened = parts([0.0, -np.inf], [0.0, np.log(3.0)], tree_of((1, 1)))
    closed = parts([0.0, np.log(3.0)], [0.0, -np.inf], tree_of((1, 1)))
    assert closed == pytest.approx([-part for part in opened])


def test_when_every_way_is_replaced_all_is_gain_of_those_who_switch() -> None:
    assert parts([0.0, -np.inf], [-np.inf, 0.5], tree_of((1, 1))) == pytest.approx([0.0, 0.5e5, 0.0])


def test_the_parts_add_up_to_the_change_of_the_logsum() -> None:
    """Of drawn trees in which ways close and open, the logsums being those of the choice itself."""
    for seed in range(30):
        tree, before = random_tree(seed)
        chance = np.random.default_rng(seed + 500)
        after = before + chance.normal(0.0, 1.0, tree.n_alternatives)
        closing, opening = chance.random((2, tree.n_alternatives)) < 0.2
        first = tree.flow_start[:-1]
        closing[first] = opening[first] = False
        before[opening], after[closing & ~opening] = -np.inf, -np.inf
        mu, volume = chance.uniform(0.001, 0.002, tree.n_flows), chance.uniform(1.0, 900.0, tree.n_flows)
        # a way that does not exist yet has no row; one that is barred has one
        first_table = of_tree(before, tree, volume, mu)[~opening]
        second_table = of_tree(after, tree, volume, mu).sample(frac=1.0, random_state=seed)
        worth = user_benefit(first_table, second_table, 0.6)
        logsums = [probabilities(utility, tree, 0.6)[1] for utility in (before, after)]
        total = worth.headline_cny + worth.of_variety_cny
        assert total == pytest.approx((volume / mu * (logsums[1] - logsums[0])).sum())
        if not closing.any():
            by_flow = benefit_by_flow(first_table, second_table, 0.6)
            assert by_flow[["of_switchers_cny", "of_variety_cny"]].to_numpy().min() >= -1e-6


def test_for_small_changes_the_rule_of_a_half_agrees() -> None:
    for seed in range(10):
        tree, before = random_tree(seed)
        change = 0.05 * np.random.default_rng(seed + 500).normal(size=tree.n_alternatives)
        worth = benefit_by_flow(of_tree(before, tree), of_tree(before + change, tree), 0.6)
        headline = worth["at_base_shares_cny"] + worth["of_switchers_cny"]
        # the rule errs in the third power of the change: 1e5 x a few times 0.05^3 CNY, a hundredth of the base effect
        assert worth["half_rule_cny"].to_numpy() == pytest.approx(headline.to_numpy(), abs=10.0)


def test_the_rule_of_a_half_by_hand() -> None:
    # shares 1/2 and 3/4 of the improved way: (1/2 + 3/4) / 2 x ln 3
    assert half_rule([0.0, 0.0], [np.log(3.0), 0.0], tree_of((1, 1))) == pytest.approx(1e5 * 0.625 * np.log(3.0))


def test_the_rule_of_a_half_leaves_new_ways_out() -> None:
    assert half_rule([0.0, -np.inf], [0.0, 0.0], tree_of((1, 1))) == 0.0


def test_ways_without_a_gateway_are_nests_by_their_hub() -> None:
    """From market to market over two hubs: two nests, so that lambda does not count."""
    before = table([("f", "", "sea", 0.0)]).assign(hub="a")
    after = pd.concat([before, before.assign(hub="b")], ignore_index=True)
    assert user_benefit(before, after, 0.6).of_variety_cny == pytest.approx(1e5 * np.log(2.0))


def test_flows_without_an_open_way_are_left_out_and_counted() -> None:
    before = table([("f", "a", "road", 0.0), ("g", "a", "road", 0.0)])
    worth = user_benefit(before, table([("f", "a", "road", 0.1), ("g", "a", "road", -np.inf)]), 0.6)
    assert worth.n_left_out == 1
    assert worth.teu_per_year == 100.0
    assert worth.headline_cny == pytest.approx(1e5 * 0.1)


@pytest.mark.parametrize("nesting", [0.0, 1.1])
def test_lambda_is_above_zero_and_at_most_one(nesting: float) -> None:
    rows = table([("f", "a", "road", 0.0)])
    with pytest.raises(ValueError, match="at most 1"):
        user_benefit(rows, rows, nesting)
