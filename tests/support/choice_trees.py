"""Small trees of alternatives, by hand and drawn, that the tests of choice share."""

from __future__ import annotations

import numpy as np

from portsim.choice.tree import Floats, Integers, Tree


def tree_of(*flows: tuple[int, ...]) -> Tree:
    """Return a tree from the sizes of the nests of each flow: ``tree_of((2, 1), (3,))`` has 2 flows and 3 nests."""
    flow = [f for f, sizes in enumerate(flows) for size in sizes for _ in range(size)]
    nest = [g for sizes in flows for g, size in enumerate(sizes) for _ in range(size)]
    return Tree.from_labels(np.array(flow, np.int64), np.array(nest, np.int64))


def random_tree(seed: int) -> tuple[Tree, Floats]:
    """Return a drawn tree of 1 to 6 flows with 1 to 4 nests of 1 to 4 alternatives, and utilities for it."""
    chance = np.random.default_rng(seed)
    sizes = [tuple(chance.integers(1, 5, chance.integers(1, 5)).tolist()) for _ in range(chance.integers(1, 7))]
    tree = tree_of(*sizes)
    return tree, chance.normal(0.0, 3.0, tree.n_alternatives)


def counts(taken: Integers, tree: Tree) -> Integers:
    """(A,) how many consignments took each alternative."""
    return np.bincount(taken, minlength=tree.n_alternatives)
