"""Keyed draws from the nested logit: the same consignment has the same luck in every scenario.

The way with the largest U = V + lambda (e + ln S) is taken, e a Gumbel number keyed by (flow, consignment, way) and S a
positive stable number of index lambda keyed by (flow, consignment, gateway): exact nested logit, since the sum of
exp(V/lambda) powers of stable mixtures is (Kanter's formula for S). A way that is added draws numbers of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from portsim.choice.tree import Integers, Tree
from portsim.streams import Floats

Keys = NDArray[np.uint64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_ANGLE = np.uint64(0xA5A5A5A5A5A5A5A5)


def chosen(
    utility: Floats,
    tree: Tree,
    nesting: float,
    flow_key: Keys,
    way_key: Keys,
    nest_key: Keys,
    flow: Integers,
    number: Integers,
    seed: int,
) -> Integers:
    """Number of the way each consignment takes, shape (n,).

    Parameters
    ----------
    utility, tree, nesting
        As for `probabilities`.
    flow_key, way_key, nest_key
        Names of flows (F,), ways (A,) and nests (N,) as numbers.
    flow, number
        Flow and number in it of each consignment, shape (n,).
    seed
        Key of the replication.
    """
    if not len(flow):
        return np.empty(0, dtype=np.int64)
    base = _mixed(_mixed(flow_key[flow] + np.uint64(seed)) + number.astype(np.uint64))
    lengths = np.diff(tree.flow_start)[flow]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    way = np.arange(starts[-1]) + np.repeat(tree.flow_start[:-1][flow] - starts[:-1], lengths)
    noise = -np.log(-np.log(_uniform(_mixed(np.repeat(base, lengths) ^ way_key[way]))))
    if nesting < 1.0:
        n_nests = np.diff(tree.nest_flow_start)[flow]
        firsts = np.concatenate([[0], np.cumsum(n_nests)])
        nest = np.arange(firsts[-1]) + np.repeat(tree.nest_flow_start[:-1][flow] - firsts[:-1], n_nests)
        key = np.repeat(base, n_nests) ^ nest_key[nest]
        luck = _log_stable(_uniform(_mixed(key)), _uniform(_mixed(key ^ _ANGLE)), nesting)
        noise += np.repeat(luck, np.diff(tree.nest_start)[nest])
    worth = utility[way] + nesting * noise
    best = np.maximum.reduceat(worth, starts[:-1])
    first = np.flatnonzero(worth == np.repeat(best, lengths))
    owner = np.repeat(np.arange(len(flow)), lengths)[first]
    found: Integers = way[first[np.searchsorted(owner, np.arange(len(flow)))]]
    return found


def _mixed(keys: Keys) -> Keys:
    """Bits of keys well stirred (the finaliser of splitmix64)."""
    z = keys + _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    return z ^ (z >> _S31)


def _uniform(keys: Keys) -> Floats:
    """Numbers in the open interval (0, 1)."""
    numbers: Floats = ((keys >> _S11).astype(np.float64) + 0.5) * 2.0**-53
    return numbers


def _log_stable(u: Floats, w: Floats, index: float) -> Floats:
    """Logarithm of positive stable numbers with Laplace transform exp(-s^index), from two uniform numbers (Kanter)."""
    angle = np.pi * u
    exponential = -np.log(w)
    log_a = (
        index / (1.0 - index) * np.log(np.sin(index * angle))
        + np.log(np.sin((1.0 - index) * angle))
        - 1.0 / (1.0 - index) * np.log(np.sin(angle))
    )
    numbers: Floats = (1.0 - index) / index * (log_a - np.log(exponential))
    return numbers
