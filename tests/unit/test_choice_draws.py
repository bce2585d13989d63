"""Single choices keyed by what they belong to: the nested logit's shares, and the same luck in every scenario."""

from __future__ import annotations

import numpy as np
import pytest
from choice_trees import counts, tree_of

from portsim import keyed
from portsim.choice import draws
from portsim.choice.draws import chosen
from portsim.choice.logit import probabilities
from portsim.choice.tree import Tree
from portsim.keyed import keys

N = 60_000
UTILITY = np.array([0.0, -0.4, -1.2, 0.3, -0.7, 0.1])
TREE = tree_of((2, 3, 1))
WAYS = keys(names=["qinzhou/rail", "qinzhou/road", "beihai/rail", "beihai/road", "beihai/hub", "nansha/road"])
GATEWAYS = keys(names=["qinzhou", "beihai", "nansha"])


def one_flow(utility=UTILITY, tree=TREE, nesting=0.6, ways=WAYS, gateways=GATEWAYS, n=N, seed=1):
    """The choices of the consignments 0 to n - 1 of one flow."""
    flow_key = keys(seed, names=["nanning-asean"])
    return chosen(utility, tree, nesting, flow_key, ways, gateways, np.zeros(n, np.int64), np.arange(n))


def chi_square(taken: np.ndarray, tree: Tree, p: np.ndarray) -> float:
    expected = len(taken) * p
    return float(((counts(taken, tree) - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("nesting", [0.3, 0.6, 0.9, 1.0])
def test_keyed_choices_have_the_shares_of_the_nested_logit(nesting):
    p, _ = probabilities(UTILITY, TREE, nesting)
    assert chi_square(one_flow(nesting=nesting), TREE, p) < 20.5  # 99.9 % of chi-square with 5 degrees of freedom


def test_the_plain_shares_would_not_pass_for_the_nested_ones():
    plain, _ = probabilities(UTILITY, TREE, 1.0)
    assert chi_square(one_flow(nesting=0.6), TREE, plain) > 200.0


@pytest.mark.parametrize("index", [0.3, 0.6, 0.9])
def test_the_taste_for_a_gateway_follows_the_positive_stable_law(index):
    # E exp(-t S) = exp(-t^index); exp(-t S) lies in 0 to 1, so four standard errors of 200 000 are below 0.0045
    words = keyed.mixed(np.arange(200_000, dtype=np.uint64))
    stable = np.exp(draws._log_stable(words, index))
    for t in (0.1, 1.0, 3.0):
        assert np.exp(-t * stable).mean() == pytest.approx(np.exp(-(t**index)), abs=0.0045)


def test_the_stable_number_of_index_one_half_is_half_an_inverse_square():
    # index 1/2: S = sin(x/2)^2 / (sin(x)^2 w) = 1 / (4 cos(x/2)^2 w), x = pi u; at u = 1/2: 1 / (2 w)
    words = keyed.mixed(np.arange(9, dtype=np.uint64))
    first = keyed.mixed(words)
    half_angle = np.pi * keyed.uniform(first) / 2.0
    rate = -np.log(keyed.uniform(keyed.mixed(first + keyed.GOLDEN)))
    assert np.exp(-draws._log_stable(words, 0.5)) == pytest.approx(4.0 * np.cos(half_angle) ** 2 * rate)


def test_an_added_mode_moves_only_those_who_take_it():
    before = one_flow()
    utility, ways = np.insert(UTILITY, 1, 0.2), np.insert(WAYS, 1, keys(names=["qinzhou/canal"]))
    after = one_flow(utility, tree_of((3, 3, 1)), ways=ways)
    stayed = after != 1
    assert 0.1 * N < (~stayed).sum() < 0.5 * N
    assert np.array_equal(after[stayed] - (after[stayed] > 1), before[stayed])


def test_an_added_gateway_moves_only_those_who_take_it():
    before = one_flow()
    utility, ways = np.append(UTILITY, 0.2), np.append(WAYS, keys(names=["yangpu/road"]))
    after = one_flow(utility, tree_of((2, 3, 1, 1)), ways=ways, gateways=np.append(GATEWAYS, keys(names=["yangpu"])))
    stayed = after != 6
    assert 0.1 * N < (~stayed).sum() < 0.5 * N
    assert np.array_equal(after[stayed], before[stayed])


def test_a_cheaper_way_loses_no_consignment():
    before, after = one_flow(), one_flow(UTILITY + np.array([0.0, 0.5, 0.0, 0.0, 0.0, 0.0]))
    changed = before != after
    assert changed.any()
    assert set(after[changed].tolist()) == {1}


def test_a_closed_way_is_never_taken_and_only_its_own_cargo_moves():
    utility = UTILITY.copy()
    utility[3] = -np.inf
    before, after = one_flow(), one_flow(utility)
    assert not (after == 3).any()
    assert np.array_equal(after[before != 3], before[before != 3])


def test_a_flow_with_nothing_open_gets_no_way():
    tree = tree_of((1, 1), (2,))
    utility = np.array([-np.inf, -np.inf, 0.0, 0.0])
    flow, number = np.array([0, 1, 0]), np.array([0, 0, 1])
    ways, gateways = keys(names=list("abcd")), keys(names=list("xyz"))
    taken = chosen(utility, tree, 0.6, keys(names=["f", "g"]), ways, gateways, flow, number)
    assert taken[0] == taken[2] == -1
    assert taken[1] in (2, 3)


def test_company_changes_no_choice():
    assert np.array_equal(one_flow(n=4_000)[:1_700], one_flow(n=1_700))


def test_no_consignments_choose_nothing():
    assert len(one_flow(n=0)) == 0


def test_the_order_of_flows_and_consignments_changes_no_choice():
    utility = np.array([0.0, 0.2, -0.1, 0.4, 0.1, -0.3, 0.0])
    ways, flow_keys = keys(names=list("abcdefg")), keys(5, names=["one", "two"])
    gateways = keys(names=["q", "b", "q"])
    flow, number = np.repeat([0, 1], 500), np.tile(np.arange(500), 2)
    taken = chosen(utility, tree_of((2, 1), (4,)), 0.6, flow_keys, ways, gateways, flow, number)
    turned = np.array([3, 4, 5, 6, 0, 1, 2])  # the second flow first
    shuffle = np.random.default_rng(3).permutation(1000)
    again = chosen(
        utility[turned], tree_of((4,), (2, 1)), 0.6, flow_keys[::-1], ways[turned], gateways[[2, 0, 1]],
        1 - flow[shuffle], number[shuffle],
    )  # fmt: skip
    assert np.array_equal(turned[again], taken[shuffle])


def test_other_seeds_and_other_flows_choose_independently():
    # two independent choices agree with probability sum p^2, about 0.2; 60 000 of them within 4 standard errors
    p, _ = probabilities(UTILITY, TREE, 0.6)
    alike = (one_flow(seed=1) == one_flow(seed=2)).mean()
    assert alike == pytest.approx((p**2).sum(), abs=4 * (0.25 / N) ** 0.5)


def test_neighbouring_consignments_choose_independently():
    p, _ = probabilities(UTILITY, TREE, 0.6)
    taken = one_flow()
    assert (taken[1:] == taken[:-1]).mean() == pytest.approx((p**2).sum(), abs=4 * (0.25 / N) ** 0.5)


def test_uniforms_never_reach_zero_or_one():
    ends = keyed.uniform(np.array([0, 2**64 - 1], np.uint64))
    assert 0.0 < ends[0] < 1e-15
    assert 1.0 - 1e-15 < ends[1] < 1.0


def test_the_scrambler_is_the_published_one():
    # SplitMix64 from state 0 gives 0xE220A8397B1DCDAF first (the reference implementation's known first output)
    assert keyed.mixed(np.array([0x9E3779B97F4A7C15], np.uint64))[0] == np.uint64(0xE220A8397B1DCDAF)


def test_keys_differ_by_every_word_and_not_by_company():
    one = keys(1, "flow", names=["a", "b"])
    assert len({*one.tolist(), *keys(2, "flow", names=["a"]).tolist(), *keys("1", "flow", names=["a"]).tolist()}) == 4
    assert keys(1, "flow", names=["b"])[0] == one[1]
