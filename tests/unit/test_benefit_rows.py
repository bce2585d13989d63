"""User benefit in a comparison: by run, zone and cluster, with the intervals of its pairs."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from portsim.analysis.benefit_rows import Side, are_wanted, benefit_rows
from portsim.analysis.comparison import compare_results, measures_with_benefits
from portsim.errors import InputError

CHOICES = [  # flow, origin, destination, TEU a year, utility
    ("out", "hill", "sea", 100.0, -1.0), ("in", "sea", "hill", 50.0, -2.0), ("up", "plain", "sea", 10.0, 0.0),
    ("across", "sea", "isle", 1_000.0, 0.0),
]  # fmt: skip
MU = 0.001


class Folder:
    """Results of two options; the ways of the second are better by so much utility, run by run."""

    options = ("old", "new")
    path = "results/x"
    study = {"compare_to": "old"}
    scenarios = {"old": {}, "new": {}}

    def __init__(self, better: list[float], nesting: tuple[float, float] = (0.6, 0.6)) -> None:
        self.better, self.nesting = better, nesting
        self.runs = [
            type("Run", (), {"option": option, "label": f"1-{n}", "manifest": {"year": 2025}})()
            for option in self.options
            for n in range(len(better))
        ]

    def one_by_one(self, name: str, option: str) -> Iterator[pd.DataFrame]:
        assert name == "choices"
        for n, better in enumerate(self.better):
            rows = pd.DataFrame(CHOICES, columns=["flow", "origin", "destination", "teu_per_year", "utility"])
            gain = better if option == "new" else 0.0
            yield rows.assign(
                utility=rows["utility"] + gain, gateway="a", hub="", mode="road", mu=MU, run=f"1-{n}", option=option
            )

    def table(self, name: str) -> pd.DataFrame:
        if name == "entities":
            return pd.DataFrame({"id": ["hill", "plain", "sea", "isle"], "kind": ["zone", "zone", "market", "market"]})
        assert name == "inputs"
        return pd.DataFrame({"option": self.options, "path": "choice.nesting", "number": self.nesting})

    def measures(self) -> pd.DataFrame:
        rows = [
            (o, f"1-{n}", "wait_h", "h", "cluster", "2025", 1.0) for o in self.options for n in range(len(self.better))
        ]
        return pd.DataFrame(rows, columns=["option", "run", "measure", "unit", "entity", "period", "value"])


def sides(folder: Folder) -> tuple[Side, Side]:
    return Side(folder, "old", "old"), Side(folder, "new", "new")  # type: ignore[arg-type]


def test_a_zone_has_the_benefit_of_its_flows_in_and_out_and_the_cluster_that_of_all() -> None:
    base, other = sides(Folder([0.1]))
    rows = benefit_rows(base, [other])
    mine = rows[(rows["option"] == "new") & (rows["measure"] == "user_benefit_cny")].set_index("entity")["value"]
    # 0.1 of utility at 0.001 a yuan: 100 CNY a TEU; hill 150 TEU, plain 10, all 1 160
    assert mine.to_dict() == pytest.approx({"hill": 15_000.0, "plain": 1_000.0, "cluster": 116_000.0})
    assert set(rows.loc[rows["option"] == "old", "value"]) == {0.0}
    assert set(rows["period"]) == {"2025"}


def test_the_interval_is_that_of_the_pairs() -> None:
    folder = Folder([0.1, 0.1, 0.1, 0.1])
    same = compare_results(folder, measures=["user_benefit_cny@cluster"])  # type: ignore[arg-type]
    assert (same["difference"].iloc[0], same["half_width"].iloc[0]) == (
        pytest.approx(116_000.0),
        pytest.approx(0.0, abs=1e-6),
    )
    folder = Folder([0.08, 0.12])
    table = compare_results(folder, measures=["user_benefit_cny@cluster"])  # type: ignore[arg-type]
    # 92 800 and 139 200: mean 116 000, standard error 23 200, t of one degree of freedom 12.706
    assert table["difference"].iloc[0] == pytest.approx(116_000.0)
    assert table["half_width"].iloc[0] == pytest.approx(12.7062 * 23_200.0, rel=1e-4)
    assert table["n"].iloc[0] == 2
    assert table["unpaired_half_width"].isna().all()  # there is no such value of one run


def test_where_the_likeness_of_ways_differs_there_is_no_benefit() -> None:
    base, other = sides(Folder([0.1], nesting=(0.6, 0.7)))
    assert benefit_rows(base, [other]).empty
    folder = Folder([0.1], nesting=(0.6, 0.7))
    with pytest.raises(InputError, match="no measure user_benefit_cny"):
        compare_results(folder, measures=["user_benefit_cny"])  # type: ignore[arg-type]


def test_benefits_are_computed_only_where_they_are_asked_for() -> None:
    assert are_wanted([])
    assert are_wanted(["wait_h", "user_*@hill"])
    assert not are_wanted(["wait_h", "throughput_teu@a"])
    found = measures_with_benefits(Folder([0.1]), patterns=["wait_h"])  # type: ignore[arg-type]
    assert set(found["measure"]) == {"wait_h"}
