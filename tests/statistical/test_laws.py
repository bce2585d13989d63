"""Draws of every law of chance against the same law in scipy, and the streams they come from."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from portsim.model.chance import block_of, draws_of
from portsim.scenario.laws import Law, mean_of
from portsim.streams import Streams, one_by_one

N = 20_000
LAWS = {  # as a file gives it, and the law of scipy
    "exponential": ({"exponential": 3.0}, stats.expon(scale=3.0)),
    "erlang": ({"erlang": {"k": 3, "mean": 12.0}}, stats.erlang(3, scale=4.0)),
    "erlang of one phase": ({"erlang": {"k": 1, "mean": 3.0}}, stats.expon(scale=3.0)),
    # mean / sd = 84 / 36: shape (7/3)^2 = 49/9, scale 36^2 / 84
    "gamma": ({"gamma": {"mean": 84.0, "sd": 36.0}}, stats.gamma(49 / 9, scale=1296 / 84)),
    "gamma wider than its mean": ({"gamma": {"mean": 2.0, "sd": 4.0}}, stats.gamma(0.25, scale=8.0)),
    # variance of the logarithm log(1 + (2/8)^2) = 0.0606246, its mean log 8 - 0.0303123
    "lognormal": ({"lognormal": {"mean": 8.0, "sd": 2.0}}, stats.lognorm(0.2462207, scale=8.0 * math.exp(-0.0303123))),
    "normal": ({"normal": {"mean": -1.5, "sd": 6.0}}, stats.norm(-1.5, 6.0)),
    "uniform": ({"uniform": {"low": 2.0, "high": 4.0}}, stats.uniform(2.0, 2.0)),
    "triangular": ({"triangular": {"low": 12.0, "mode": 18.0, "high": 36.0}}, stats.triang(0.25, 12.0, 24.0)),
    "triangular from its mode": ({"triangular": {"low": 1.0, "mode": 1.0, "high": 4.0}}, stats.triang(0.0, 1.0, 3.0)),
}


def law_of(raw: object) -> Law:
    return TypeAdapter(Law).validate_python(raw)


def sample(raw: object, path: str, n: int = N) -> np.ndarray:
    """Draws as the model takes them, one by one."""
    draw = draws_of(law_of(raw), Streams(2025, 0).generator(path))
    return np.array([draw() for _ in range(n)])


@pytest.mark.parametrize("name", LAWS)
def test_draws_follow_their_law(name):
    """Kolmogorov-Smirnov: a right law is farther off than 1.95 / sqrt(n) in one of a thousand samples."""
    raw, exact = LAWS[name]
    distance = stats.kstest(sample(raw, name), exact.cdf).statistic
    assert distance < 1.95 / math.sqrt(N)


@pytest.mark.parametrize("name", LAWS)
def test_draws_have_the_mean_and_spread_of_their_law(name):
    """Within four standard errors; that of a variance is var x sqrt((kurtosis + 2) / n)."""
    raw, exact = LAWS[name]
    draws = sample(raw, name)
    mean, variance, excess_kurtosis = (float(value) for value in exact.stats("mvk"))
    assert draws.mean() == pytest.approx(mean, abs=4.0 * math.sqrt(variance / N))
    assert draws.var() == pytest.approx(variance, rel=4.0 * math.sqrt((excess_kurtosis + 2.0) / N))


@pytest.mark.parametrize("name", LAWS)
def test_the_mean_said_of_a_law_is_its_mean(name):
    raw, exact = LAWS[name]
    assert mean_of(law_of(raw)) == pytest.approx(exact.mean(), rel=1e-6)


def test_observed_values_are_drawn_alike_and_nothing_else():
    """1.5 and 7 a quarter each, 2, which was observed twice, a half; four sd of 20 000 draws are 245 and 283."""
    counts = Counter(sample({"empirical": [1.5, 2, 2, 7]}, "observed").tolist())
    assert set(counts) == {1.5, 2.0, 7.0}
    assert counts[1.5] == pytest.approx(5_000, abs=245)
    assert counts[7.0] == pytest.approx(5_000, abs=245)
    assert counts[2.0] == pytest.approx(10_000, abs=283)
    assert mean_of(law_of({"empirical": [1.5, 2, 2, 7]})) == 3.125  # 12.5 / 4


def test_a_number_is_always_that_number():
    assert set(sample(6, "number", 100)) == {6.0}
    assert type(draws_of(law_of(6), Streams(1, 0).generator("x"))()) is float
    assert mean_of(law_of(6)) == 6.0


def test_ends_of_a_range_are_never_passed():
    assert sample(LAWS["uniform"][0], "ends").min() >= 2.0
    assert sample(LAWS["uniform"][0], "ends").max() <= 4.0
    assert sample(LAWS["triangular"][0], "ends").min() >= 12.0
    assert sample(LAWS["triangular"][0], "ends").max() <= 36.0


@pytest.mark.parametrize("name", [*LAWS, "empirical"])
def test_draws_do_not_depend_on_the_length_of_the_blocks(name):
    """3000 one by one (blocks of 32, 64 ... 1024) are 3000 at once; so no block begins like the one before."""
    raw = {"empirical": [1.5, 2, 2, 7]} if name == "empirical" else LAWS[name][0]
    at_once = block_of(law_of(raw), Streams(2025, 0).generator("blocks"))(3000)
    assert sample(raw, "blocks", 3000).tolist() == at_once.tolist()


def test_a_new_block_goes_on_where_the_last_ended():
    """Blocks of 32, 64, 128 and then 256 each begin at draws 0, 32, 96, 224, 480, 736."""
    lengths = []

    def block(length: int) -> np.ndarray:
        lengths.append(length)
        return np.random.default_rng(len(lengths)).random(length)

    draw = one_by_one(block)
    draws = [draw() for _ in range(737)]
    assert lengths == [32, 64, 128, 256, 256, 256]
    starts = [0, 32, 96, 224, 480, 736]
    assert [draws[start] for start in starts] == [np.random.default_rng(n).random() for n in range(1, 7)]
    first = sample(LAWS["normal"][0], "edge", 96)
    assert not set(first[:32]) & set(first[32:])


def correlation(one: tuple[int, int, str], other: tuple[int, int, str], lag: int = 0) -> float:
    left, right = (Streams(seed, run).generator(path).random(N + lag) for seed, run, path in (one, other))
    return float(np.corrcoef(left[:N], right[lag:])[0, 1])


@pytest.mark.parametrize(
    "other",
    [(1, 1, "service/a/work"), (2, 0, "service/a/work"), (1, 0, "service/b/work"), (1, 0, "service/a/interarrival")],
    ids=["replication", "seed", "service", "attribute"],
)
@pytest.mark.parametrize("lag", [0, 1, 32])
def test_streams_of_another_replication_seed_service_or_attribute_are_uncorrelated(other, lag):
    """Four standard deviations of a correlation of 20 000 independent pairs: 4 / sqrt(20 000) = 0.028."""
    assert abs(correlation((1, 0, "service/a/work"), other, lag)) < 0.0283


def test_seed_and_replication_do_not_stand_for_each_other():
    """The pairs (seed, replication) of ten by ten begin a hundred streams, none twice."""
    firsts = {Streams(seed, run).generator("x").random() for seed in range(10) for run in range(10)}
    assert len(firsts) == 100
