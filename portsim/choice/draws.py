"""Which way each single consignment takes, drawn so that scenarios share their luck.

Every number is a hash of what it belongs to (seed and flow, number of the consignment, gateway or alternative), so a
consignment has the same taste in every scenario and nothing depends on the order of the draws. The alternative with
the largest U = V + lambda (e + ln S) is taken: e a Gumbel number of the alternative, S a positive stable number of
index lambda of the gateway (Kanter's formula), which together are exactly the nested logit of `portsim.choice.logit`.
An alternative that is added draws no one from one old alternative to another.
"""

from __future__ import annotations

import numpy as np

from portsim.choice.logit import check
from portsim.choice.tree import Floats, Integers, Keys, Tree
from portsim.keyed import GOLDEN, keys, mixed, uniform, words_of

_ALTERNATIVE, _NEST = np.uint64(0x632BE59BD9B4E019), np.uint64(0x9E6C63D0876A9A47)
_BLOCK = 1_500  # consignments at a time: their arrays stay small enough to be used again, which halves the time


def chosen(
    utility: Floats,
    tree: Tree,
    nesting: float,
    key: Keys,
    alternative_key: Keys,
    nest_key: Keys,
    flow: Integers,
    number: Integers,
) -> Integers:
    """Return the alternative that each of n consignments takes.

    Parameters
    ----------
    utility, tree, nesting
        As `portsim.choice.logit.probabilities` takes them: (A,) utilities, the tree, lambda.
    key
        (F,) key of each flow; it carries the seed and the replication.
    alternative_key
        (A,) key of each alternative, different within a flow.
    nest_key
        (N,) key of each nest, different within a flow.
    flow
        (n,) flow of each consignment.
    number
        (n,) number of each consignment within its flow, over the whole run.

    Returns
    -------
    (n,) indices of alternatives; -1 where a flow has none open.

    Raises
    ------
    ValueError
        When lambda is outside (0, 1], or a utility is plus infinity or not a number.
    """
    check(utility, tree, nesting)
    words = words_of(key[flow], number)
    worth, nesting_keys, luck_keys = utility / nesting, mixed(nest_key ^ _NEST), mixed(alternative_key ^ _ALTERNATIVE)
    taken = np.empty(len(flow), np.int64)
    for block in (slice(start, start + _BLOCK) for start in range(0, len(flow), _BLOCK)):
        taken[block] = _taken(worth, tree, nesting, luck_keys, nesting_keys, flow[block], mixed(words[block]))
    return taken


def chosen_again(
    utility: Floats,
    tree: Tree,
    nesting: float,
    key: Keys,
    alternative_key: Keys,
    nest_key: Keys,
    flow: Integers,
    number: Integers,
    beside: Floats,
) -> Integers:
    """Return the alternative that each of n consignments takes which chooses once more, by utilities of its own.

    It has the tastes by which `chosen` had it choose at first. Parameters as there, and

    beside
        What speaks for each alternative of each consignment besides its utility, one consignment after the other.
    """
    words = mixed(words_of(key[flow], number))
    nest, _, nest_owner = _expanded(tree.nest_flow_start, tree.nest_flow_width, flow)
    taste = _log_stable(words[nest_owner] + mixed(nest_key[nest] ^ _NEST), nesting)
    pair, pair_begin, pair_owner = _expanded(tree.flow_start, tree.flow_width, flow)
    luck = uniform(mixed(words[pair_owner] + mixed(alternative_key[pair] ^ _ALTERNATIVE)))
    score = utility[pair] + beside + nesting * (np.repeat(taste, tree.nest_width[nest]) - np.log(-np.log(luck)))
    return _first_largest(score, pair, pair_begin, pair_owner)


def luck_of(key: Keys, flow: Integers, number: Integers, word: str) -> Floats:
    """Return (n,) uniform numbers of consignments that belong to a word; `key` is that of the flows, (F,)."""
    own = keys("luck", names=[word])[0]
    return uniform(mixed(words_of(key[flow], number) ^ own))


def _taken(
    worth: Floats,
    tree: Tree,
    nesting: float,
    alternative_key: Keys,
    nest_key: Keys,
    flow: Integers,
    consignment: Keys,
) -> Integers:
    nest, _, nest_owner = _expanded(tree.nest_flow_start, tree.nest_flow_width, flow)
    taste = _log_stable(consignment[nest_owner] + nest_key[nest], nesting)
    pair, pair_begin, pair_owner = _expanded(tree.flow_start, tree.flow_width, flow)
    luck = uniform(mixed(consignment[pair_owner] + alternative_key[pair]))
    score = worth[pair] - np.log(-np.log(luck)) + np.repeat(taste, tree.nest_width[nest])
    return _first_largest(score, pair, pair_begin, pair_owner)


def _expanded(start: Integers, widths: Integers, flow: Integers) -> tuple[Integers, Integers, Integers]:
    """All members of the flows of all consignments: the member, where each consignment begins, whose it is."""
    width = widths[flow]
    end = np.cumsum(width)
    begin = end - width
    member = np.arange(end[-1]) + np.repeat(start[flow] - begin, width)
    return member, begin, np.repeat(np.arange(len(flow)), width)


def _first_largest(score: Floats, pair: Integers, begin: Integers, owner: Integers) -> Integers:
    best = np.maximum.reduceat(score, begin)
    hits = np.flatnonzero(score == best[owner])
    taken = np.full(len(begin), -1, np.int64)
    taken[owner[hits[::-1]]] = pair[hits[::-1]]
    taken[np.isneginf(best)] = -1
    return taken


def _log_stable(words: Keys, index: float) -> Floats:
    """Logarithm of positive stable numbers, E exp(-t S) = exp(-t^index): Kanter (1975), from an angle and a rate.

    S = sin(a pi u) / sin(pi u)^(1/a) x (sin((1 - a) pi u) / w)^((1 - a) / a), u uniform, w exponential, a the index.
    """
    if index == 1.0:
        return np.zeros(len(words))  # S is 1: the plain logit has no taste for a gateway of its own
    first = mixed(words)
    angle = np.pi * uniform(first)
    rate = -np.log(uniform(mixed(first + GOLDEN)))
    rest = np.log(_sine((1.0 - index) * angle) / rate)
    return np.log(_sine(index * angle)) + ((1.0 - index) * rest - np.log(_sine(angle))) / index


def _sine(angle: Floats) -> Floats:
    """Sine between 0 and pi by the tangent of half the angle: numpy's tangent is several times faster than its sine."""
    half = np.tan(0.5 * angle)
    return 2.0 * half / (1.0 + half * half)
