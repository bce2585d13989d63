"""Chance that belongs to things: uniform numbers which are hashes of whose they are, so that nothing depends on order.

The number of a consignment, say, is the same in every scenario, whatever else is drawn and in which blocks. Streams
(`portsim.streams`) are for what happens one after the other; keys are for very many things at once.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Keys = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SHIFTS = tuple(np.uint64(bits) for bits in (30, 27, 31))
_FACTORS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def keys(*words: str | int, names: list[str]) -> Keys:
    """Return one key for each name, such as a flow or gateway id, that depends on the words and that name alone.

    >>> both = keys(7, "flow", names=["nanning-asean", "yunnan-asean"])
    >>> bool(both[1] == keys(7, "flow", names=["yunnan-asean"])[0])
    True
    """
    prefix = repr(words).encode()
    digests = (blake2b(prefix + name.encode(), digest_size=8).digest() for name in names)
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


def mixed(words: Keys) -> Keys:
    """Scramble 64-bit words: the finaliser of SplitMix64 (Steele, Lea and Flood 2014), wrapping at 2^64."""
    scrambled = words ^ (words >> _SHIFTS[0])
    scrambled *= _FACTORS[0]
    scrambled ^= scrambled >> _SHIFTS[1]
    scrambled *= _FACTORS[1]
    scrambled ^= scrambled >> _SHIFTS[2]
    return scrambled


def uniform(words: Keys) -> Floats:
    """Numbers strictly between 0 and 1; 52 bits, since the half that keeps 0 away would round 53 of them up to 1."""
    return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def words_of(key: Keys, number: Integers) -> Keys:
    """Return a word for each of n things: from the keys of what they belong to, (n,), and their numbers there, (n,)."""
    return key ^ mixed(number.astype(np.uint64) * GOLDEN)
