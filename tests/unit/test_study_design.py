"""Samples of uncertain inputs: quantiles worked by hand, strata met, the same for every option and every time."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from study_files import study

from portsim.study.design import Sample, draw, n_samples
from portsim.study.file import StudyFile
from portsim.study.laws import Law, Uncertainty
from portsim.study.requests import changed

TWO = {"a.x": {"uniform": [10.0, 20.0]}, "a.y": {"triangular": [0.0, 1.0, 2.0]}}


def file(uncertainties: dict[str, object], seed: int = 1, **sampling: object) -> StudyFile:
    return StudyFile.model_validate(
        {"format": 1, "name": "x", "base": "b", "uncertainties": uncertainties, "sampling": sampling, "seed": seed}
    )


def column(samples: list[Sample], path: str) -> list[float]:
    return [sample.values[path] for sample in samples]


def test_quantiles_of_the_laws_are_those_worked_by_hand():
    assert Law(uniform=(10.0, 30.0)).quantile(0.25) == pytest.approx(15.0)
    # Triangular on 0, 1, 4: density rises to 1/2 at 1, so a quarter of the draws lies below 1; below 0.5 lies 1/16.
    triangular = Law(triangular=(0.0, 1.0, 4.0))
    assert triangular.quantile(0.25) == pytest.approx(1.0)
    assert triangular.quantile(1 / 16) == pytest.approx(0.5)
    # Above the mode: the right triangle over [x, 4] has the area (4 - x)^2 / 12; at x = 1 + 3/2 that is 3/16.
    assert triangular.quantile(1 - 3 / 16) == pytest.approx(2.5)
    # 97.5 % of a normal law lies below 1.96 standard deviations (tables).
    assert Law(normal=(100.0, 10.0)).quantile(0.975) == pytest.approx(119.59964, abs=1e-4)
    # Mean 1 and sd sqrt(e - 1): the logarithm has variance ln(1 + e - 1) = 1 and mean -1/2, so the median is e^-0.5.
    lognormal = Law(lognormal=(1.0, math.sqrt(math.e - 1)))
    assert lognormal.quantile(0.5) == pytest.approx(math.exp(-0.5))
    assert Law(choice=("low", "mid", "high")).quantile(0.34) == "mid"
    assert Law(choice=("low", "mid", "high")).quantile(1.0) == "high"


def test_ends_are_those_of_the_law_or_its_five_percent_quantiles():
    assert Law(triangular=(1.0, 2.0, 5.0)).ends() == [1.0, 5.0]
    # 5 % of a normal law lies below -1.644854 standard deviations (tables).
    low, high = Law(normal=(0.0, 1.0)).ends()
    assert (low, high) == (pytest.approx(-1.644854, abs=1e-6), pytest.approx(1.644854, abs=1e-6))
    assert Law(choice=(3, 1, 3)).ends() == [3, 1]


def test_a_latin_hypercube_puts_one_draw_in_every_stratum_of_every_law():
    samples = draw(file(TWO, method="latin_hypercube", n=10))
    strata = sorted(int(x - 10.0) for x in column(samples, "a.x"))  # ten strata of 1 on 10 to 20
    assert strata == list(range(10))
    # Triangular on 0, 1, 2: the share below y is y^2 / 2 up to 1 and 1 - (2 - y)^2 / 2 above.
    shares = [y * y / 2 if y < 1 else 1 - (2 - y) ** 2 / 2 for y in column(samples, "a.y")]
    assert sorted(int(10 * share) for share in shares) == list(range(10))


def test_one_uncertainty_more_leaves_the_draws_of_the_others_as_they_were():
    few, more = (
        draw(file(laws, method="latin_hypercube", n=6)) for laws in (TWO, {"a.w": {"uniform": [0.0, 1.0]}} | TWO)
    )
    assert column(few, "a.x") == column(more, "a.x")
    assert column(few, "a.y") == column(more, "a.y")


@pytest.mark.parametrize(
    "sampling",
    [
        {"method": "latin_hypercube", "n": 5}, {"method": "sobol", "n": 5}, {"method": "morris", "n": 3},
        {"method": "saltelli", "n": 4}, {"method": "grid", "levels": 2}, {"method": "one_at_a_time"},
        {"method": "none"},
    ],
)  # fmt: skip
def test_samples_follow_from_the_seed_alone_and_their_number_is_known_before(sampling):
    laws = TWO | {"a.z": {"choice": ["p", "q", "r"]}, "a.n": {"times": {"normal": [1.0, 0.1]}}}
    first, again, other = (draw(file(laws, seed, **sampling)) for seed in (1, 1, 2))
    assert first == again
    assert len(first) == n_samples(file(laws, **sampling))
    assert [sample.number for sample in first] == list(range(1, len(first) + 1))
    has_chance = sampling["method"] in ("latin_hypercube", "sobol", "morris", "saltelli")
    assert (first != other) == has_chance
    for sample in first:
        for path, value in sample.values.items():
            assert sample.changes[path] == ({"times": value} if path == "a.n" else value)
            assert not isinstance(value, float) or math.isfinite(value)


def test_sobol_points_fill_every_half_and_quarter_alike():
    samples = draw(file(TWO, method="sobol", n=8))
    xs = column(samples, "a.x")
    assert sorted(int((x - 10.0) / 1.25) for x in xs) == list(range(8))  # one in each eighth
    lower = [x < 15.0 for x in xs]
    left = [y < 1.0 for y in column(samples, "a.y")]
    assert Counter(zip(lower, left, strict=True)) == dict.fromkeys(product((True, False), repeat=2), 2)


def test_a_morris_trajectory_changes_one_input_at_each_step_by_two_thirds_of_its_range():
    """Four levels 0, 1/3, 2/3, 1 and steps of 2/3 (Morris 1991, p = 4)."""
    samples = draw(file(TWO, method="morris", n=2))
    assert len(samples) == 2 * (2 + 1)
    for start in (0, 3):
        for one, following in zip(samples[start : start + 2], samples[start + 1 : start + 3], strict=True):
            steps = [following.shares[path] - one.shares[path] for path in TWO]
            assert sorted(abs(step) for step in steps) == [0.0, pytest.approx(2 / 3)]


def test_a_saltelli_block_mixes_two_points_column_by_column():
    """Rows A, A with column k of B, ..., B: k + 2 of them (Saltelli et al. 2010)."""
    first, with_x, with_y, last = draw(file(TWO, method="saltelli", n=1))
    assert with_x.values == {"a.x": last.values["a.x"], "a.y": first.values["a.y"]}
    assert with_y.values == {"a.x": first.values["a.x"], "a.y": last.values["a.y"]}


def test_one_at_a_time_takes_both_ends_of_each_and_leaves_the_others_alone():
    laws = {"a.x": {"uniform": [10.0, 20.0]}, "a.z": {"choice": ["p", "q", "r"]}}
    samples = draw(file(laws, method="one_at_a_time"))
    assert [(sample.name, sample.values) for sample in samples] == [
        ("a.x=low", {"a.x": 10.0}), ("a.x=high", {"a.x": 20.0}),
        ("a.z=p", {"a.z": "p"}), ("a.z=q", {"a.z": "q"}), ("a.z=r", {"a.z": "r"}),
    ]  # fmt: skip


def test_a_grid_takes_the_middles_of_equal_parts_and_all_values_of_a_choice():
    laws = {"a.x": {"uniform": [10.0, 20.0]}, "a.z": {"choice": ["p", "q"]}}
    samples = draw(file(laws, method="grid", levels=2))
    assert [tuple(sample.values.values()) for sample in samples] == [
        (12.5, "p"), (12.5, "q"), (17.5, "p"), (17.5, "q"),
    ]  # fmt: skip


def test_draws_of_an_uncertain_world_have_chance_of_their_own_and_comparisons_share_it():
    assert [one.replication for one in draw(file(TWO, method="latin_hypercube", n=3))] == [0, 1, 2]
    assert {one.replication for one in draw(file(TWO, method="morris", n=2))} == {0}
    assert {one.replication for one in draw(file(TWO, method="one_at_a_time"))} == {0}


def test_a_list_is_taken_as_it_stands(tmp_path: Path):
    samples = "{big: {services.ships.call_size_teu: 900}, slow: {services.*.work_h: {times: 1.5}}}"
    text = f"sampling: {{method: list, samples: {samples}}}"
    one = study(tmp_path, text)
    big, slow = draw(one.file)
    assert (big.number, big.name, big.changes) == (1, "big", {"services.ships.call_size_teu": 900})
    ships = changed(one.cases[0].loaded, slow.changes).scenario.services["ships"]
    assert (ships.work_h.exponential, ships.call_size_teu) == (15.0, 600)  # 10 h times 1.5


def test_a_factor_is_drawn_where_times_is_said():
    drawn = Uncertainty.model_validate({"times": {"uniform": [0.5, 1.5]}, "assumed": "half to half again"})
    assert drawn.change(drawn.law.quantile(0.25)) == {"times": 0.75}
