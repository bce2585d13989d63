"""Whatever stands in a study file: it is read, or its mistakes are told, nothing else. Samples keep to their laws."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_files import write

from portsim.errors import InputError
from portsim.study.design import draw, n_samples
from portsim.study.file import StudyFile
from portsim.study.laws import Law
from portsim.study.reading import read_study

SIZE = "services.ships.call_size_teu"
WHOLE = {
    "format": 1, "name": "x", "base": "tutorial", "options": {"a": {"set": {SIZE: 500}}, "b": None},
    "factors": {"clock.n_years": [1]}, "uncertainties": {SIZE: {"uniform": [400, 700]}},
    "sampling": {"method": "latin_hypercube", "n": 2}, "replications": {"at_least": 2}, "compare_to": "a",
    "select_best": {"measure": "wait_h", "direction": "min", "indifference": 1}, "measures": ["wait_h@harbour"],
    "quick": {"replications": 1, "sampling": {"n": 1}}, "seed": 3,
}  # fmt: skip
KEYS = ["a", "n", "set", "times", "uniform", "choice", "method", SIZE, "*.*", ""]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "a", "b", "tutorial", "*", SIZE, "[a=b]", "wait_h", "min", "sobol", "no", "0x1"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from([*WHOLE, "optins"]), ANYTHING, min_size=1, max_size=3), st.booleans())
def test_a_study_with_anything_in_it_is_read_or_its_mistakes_are_told(changes, quick):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), yaml.safe_dump({**WHOLE, **changes}, allow_unicode=True), "x.yaml")
        study = refused = None
        try:
            study = read_study(path, quick)
        except InputError as error:
            refused = error
    if refused is not None:
        assert refused.problems
        assert all(problem.message for problem in refused.problems)
    if study is not None:
        assert study.cases
        assert len({case.label for case in study.cases}) == len(study.cases)


LAWS = st.one_of(
    st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)).map(lambda p: {"uniform": [p[0], p[0] + p[1]]}),
    st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0, 1)).map(
        lambda p: {"triangular": [p[0], p[0] + p[1] * p[2], p[0] + p[1]]}
    ),
    st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)).map(lambda p: {"normal": list(p)}),
    st.tuples(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6)).map(lambda p: {"lognormal": list(p)}),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LAWS, st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted))
def test_quantiles_rise_with_the_share_and_stay_within_the_ends(parameters, shares):
    law = Law.model_validate(parameters)
    values = [law.quantile(share) for share in shares]
    assert values == sorted(values)
    if law.uniform or law.triangular:
        low, *_, high = law.uniform or law.triangular
        slack = 1e-9 * max(1.0, abs(low), abs(high))
        assert low - slack <= values[0]
        assert values[-1] <= high + slack
    if law.lognormal:
        assert values[0] > 0.0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.dictionaries(st.sampled_from(["p", "q", "r.s"]), LAWS, min_size=1),
    st.sampled_from([("latin_hypercube", "n"), ("sobol", "n"), ("grid", "levels"), ("one_at_a_time", "")]),
    st.integers(2, 9),
    st.integers(0, 10**9),
)
def test_a_design_gives_as_many_samples_as_it_says_each_with_all_it_draws(laws, design, n, seed):
    method, size = design
    sampling = {"method": method} | ({size: n} if size else {})
    file = StudyFile.model_validate(
        {"format": 1, "name": "x", "base": "b", "uncertainties": laws, "sampling": sampling, "seed": seed}
    )
    samples = draw(file)
    assert len(samples) == n_samples(file)
    if method == "latin_hypercube":
        for path in laws:
            strata = sorted(int(sample.shares[path] * n) for sample in samples)
            assert strata == list(range(n))
    if method != "one_at_a_time":
        assert all(set(sample.values) == set(laws) for sample in samples)
