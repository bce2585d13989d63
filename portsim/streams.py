"""Streams of chance named by path, so that adding a berth, a ship or a port changes no other thing's draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FIRST_BLOCK, _LARGEST_BLOCK = 32, 256


@dataclass(frozen=True)
class Streams:
    """All streams of one replication.

    Parameters
    ----------
    seed
        Seed of the study.
    replication
        Number of the replication, from 0.
    """

    seed: int
    replication: int

    def generator(self, path: str) -> np.random.Generator:
        """Return the generator of one path, such as ``service/ycx/lateness``.

        The same (seed, replication, path) always gives the same numbers, whatever else is drawn
        (``numpy.random.SeedSequence`` with a spawn key of the replication and a hash of the path).
        """
        digest = blake2b(path.encode(), digest_size=8).digest()
        key = (self.replication, int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:], "big"))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=key)))


def one_by_one(block: Callable[[int], Floats]) -> Callable[[], float]:
    """Return a function that gives the draws of `block` singly as Python floats, drawn in blocks of growing length.

    `block` takes a length and returns that many draws; the numbers do not depend on the block lengths.
    """

    def blocks() -> Iterator[list[float]]:
        length = _FIRST_BLOCK
        while True:
            yield block(length).tolist()
            length = min(2 * length, _LARGEST_BLOCK)

    return chain.from_iterable(blocks()).__next__
