"""What options are worth, works against what they bring, and targets of a plan: from numbers worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd
import pytest
from catalogue_faults import faults
from study_files import QUAY, mistakes, study

from portsim.analysis.answer import answer
from portsim.analysis.appraisal import appraise, yearly_share
from portsim.analysis.benefits import benefits
from portsim.analysis.worth import worth
from portsim.cli.study_tables import lines_after, tables_of
from portsim.cli.study_words import STUDY_WORDS
from portsim.cli.study_worth import verdicts
from portsim.results.opening import open_results
from portsim.study.running import run_study

SIZE = "services.ships.call_size_teu"
OPTIONS = f"options: {{today: , longer: {{set: {{{QUAY}: 900}}}}}}\n"


class Folder:
    """A results folder in which every way of `today` costs nothing, and those of others the utility of their run."""

    def __init__(self, utility: dict[str, list[float]], nesting: dict[str, float] | None = None, **study: Any) -> None:
        self.utility = utility
        self.nesting = nesting or dict.fromkeys(utility, 0.6)
        self.study = {"compare_to": "today", **study}
        self.draws: list[str] = ["one"]
        self.runs = [type("Run", (), {"option": "today", "manifest": {"year": 2035}})()]

    def table(self, name: str) -> pd.DataFrame:
        assert name == "inputs"
        rows = [{"option": option, "path": "choice.nesting", "number": value} for option, value in self.nesting.items()]
        return pd.DataFrame(rows)

    def pairs(
        self, name: str, first: str, second: str, of_draws: bool = False
    ) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
        assert name == "choices"
        for number, pair in enumerate(zip(self.utility[first], self.utility[second], strict=True)):
            yield f"1-{number}", *(self.choices(value) for value in pair)

    def choices(self, utility: float) -> pd.DataFrame:
        row = {"flow": "f", "gateway": "a", "hub": "", "mode": "road", "utility": utility}
        return pd.DataFrame([row | {"teu_per_year": 100.0, "mu": 0.001}])

    def measures(self, only: Collection[str] = ()) -> pd.DataFrame:
        rows = [
            (
                option,
                f"1-{n}",
                "throughput_teu",
                "TEU",
                "cluster",
                "2035",
                1000.0 + (50.0 if option != "today" else 0.0),
            )
            for option, runs in self.utility.items()
            for n in range(len(runs))
        ]
        table = pd.DataFrame(rows, columns=["option", "run", "measure", "unit", "entity", "period", "value"])
        return table[table["measure"].isin(only)] if only else table


CELLS = [({}, {"today": "today", "berth": "berth"})]


def test_the_benefit_of_an_option_is_that_of_each_pair_of_runs() -> None:
    # 0.05 and 0.07 of utility at 0.001 a yuan are 50 and 70 CNY for each of 100 TEU a year
    folder = Folder({"today": [0.0, 0.0], "berth": [0.05, 0.07]})
    table = benefits(folder, ["today", "berth"], "today")  # type: ignore[arg-type]
    assert table["run"].tolist() == ["1-0", "1-1"]
    assert table["headline_cny"].tolist() == pytest.approx([5_000.0, 7_000.0])
    found = worth(folder, CELLS, (0.05, 0.95))  # type: ignore[arg-type]
    assert found is not None
    assert found.part("berth")["mean"] == pytest.approx(6_000.0)
    # two values 2 000 apart: sd 1 414.2, over the root of 2 is 1 000; t of one degree of freedom is 12.706
    assert found.part("berth")["half_width"] == pytest.approx(12_706.2, rel=1e-4)
    rows = found.as_measures()
    assert rows.groupby("option")["value"].mean().to_dict() == pytest.approx({"today": 0.0, "berth": 6_000.0})
    assert found.over_draws["mean"].tolist() == pytest.approx([6_000.0])


def test_options_with_another_likeness_of_ways_have_no_benefit() -> None:
    folder = Folder({"today": [0.0], "berth": [0.05]}, nesting={"today": 0.6, "berth": 0.8})
    assert benefits(folder, ["today", "berth"], "today").empty  # type: ignore[arg-type]
    assert worth(folder, CELLS, (0.05, 0.95)) is None  # type: ignore[arg-type]


def test_a_hundred_over_ten_years_at_eight_per_cent_costs_fourteen_ninety_a_year() -> None:
    # present worth of 1 a year for ten years at 8 %, summed year by year: 6.7101
    present = sum(1.08**-year for year in range(1, 11))
    assert 100.0 * yearly_share(0.08, 10) == pytest.approx(100.0 / present)
    assert yearly_share(0.08, 10, 0.02) == pytest.approx(1.0 / present + 0.02)


def test_works_break_even_where_their_yearly_cost_is_the_benefit() -> None:
    share = yearly_share(0.08, 40, 0.02)
    benefit = pd.DataFrame({"option": ["berth", "crane"], "mean": [200e6, -1e6], "half_width": [5e6, 1e6]})
    more = pd.DataFrame({"option": ["berth", "crane"], "difference": [40_000.0, -10.0], "half_width": [1.0, 1.0]})
    works = {
        "berth": {"cny": 1e9, "range": [0.5e9, 2e9], "life_years": 40},
        "crane": {"cny": 1e8, "range": None, "life_years": 40},
    }
    berth, crane = appraise(benefit, more, works, 0.08, 0.02).to_dict("records")
    assert berth["yearly_cny"] == pytest.approx(1e9 * share)
    assert berth["break_even_cny"] * share == pytest.approx(200e6)
    assert berth["cny_per_teu"] == pytest.approx(1e9 * share / 40_000.0)
    assert [berth["ratio"], berth["ratio_low"], berth["ratio_high"]] == pytest.approx(
        [0.2 / share, 0.1 / share, 0.4 / share]
    )
    assert crane["break_even_cny"] == 0.0
    assert math.isnan(crane["cny_per_teu"])


def test_the_works_of_an_option_are_set_against_its_own_benefit_and_boxes() -> None:
    folder = Folder(
        {"today": [0.0, 0.0], "berth": [0.05, 0.05]},
        investments={"berth": {"cny": 40_000.0, "range": [20_000.0, 80_000.0], "life_years": 40}},
        appraisal={"discount_share": 0.08, "upkeep_share": 0.02},
    )
    found = worth(folder, CELLS, (0.05, 0.95))  # type: ignore[arg-type]
    assert found is not None
    (row,) = found.works.to_dict("records")
    # 5 000 CNY a year against 40 000 x (0.0839 + 0.02)
    assert row["ratio"] == pytest.approx(5_000.0 / (40_000.0 * yearly_share(0.08, 40, 0.02)))
    assert row["teu"] == 50.0


def test_targets_are_met_in_a_share_of_draws_or_runs_and_the_words_say_which(tmp_path) -> None:
    """Waits are a tenth of 400 to 700 TEU and the number of the draw: some stay below 70 h, none reaches 1 000 h."""
    text = (
        f"uncertainties: {{{SIZE}: {{uniform: [400, 700]}}}}\nsampling: {{method: latin_hypercube, n: N}}\n"
        "replications: 2\nmeasures: [wait_h]\n"
        "targets:\n"
        "  short: {title: {en: Waits below 70 h, zh: 待时不超过70小时}, "
        "measure: wait_h, year: 2025, at_most: 70, assumed: x}\n"
        "  long: {measure: wait_h, year: 2025, at_least: 1000, source: a plan}\n"
    )
    run_study(study(tmp_path, text.replace("N", "4")), tmp_path / "out", 1, simulator="fake_model:by_scenario")
    found = answer(open_results(tmp_path / "out"))
    assert found.targets is not None
    draws = found.results.draw_measures({"wait_h"})
    met = found.targets.set_index("id")["met_share"].to_dict()
    waits = draws[(draws["entity"] == "cluster") & (draws["period"] == "2025")]["value"]
    assert met == {"short": (waits <= 70).mean(), "long": 0.0}
    assert len(waits) == 4
    (table,) = [one for one in tables_of(found, "en") if one.key == "targets"]
    assert "Share of draws that meet it (95 % interval)" in table.header
    assert table.rows[0][0] == "Waits below 70 h"
    assert "Shares of fewer than 100 draws are no probabilities." in lines_after(found, "en")
    run_study(study(tmp_path, text.replace("N", "100")), tmp_path / "out", 1, simulator="fake_model:by_scenario")
    (table,) = [one for one in tables_of(answer(open_results(tmp_path / "out")), "zh") if one.key == "targets"]
    assert "达到目标的概率（95%区间）" in table.header
    plain = text.split("replications")[1]
    run_study(study(tmp_path, f"replications{plain}"), tmp_path / "runs", 1, simulator="fake_model:by_scenario")
    (table,) = [one for one in tables_of(answer(open_results(tmp_path / "runs")), "en") if one.key == "targets"]
    assert "Runs that meet it" in table.header


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("targets: {far: {measure: wait_h, year: 2040, at_least: 1, assumed: x}}", "2040 is in no run; there are 2025"),
        ("targets: {far: {measure: wait_hh, year: 2025, at_least: 1, assumed: x}}", "did you mean wait_h?"),
        (
            "targets: {far: {measure: wait_h, entities: [harbor], year: 2025, at_least: 1, assumed: x}}",
            "did you mean harbour?",
        ),
        ("targets: {far: {measure: wait_h, year: 2025, assumed: x}}", "give `at_least` or `at_most`"),
        (
            "options: {a: , b: {investment: {cny: 1, life_years: 40, assumed: x}}}\ncompare_to: a",
            "options with an `investment` need it",
        ),
        (
            "options: {a: , b: {investment: {cny: 1, range: [2, 3], life_years: 40, assumed: x}}}\ncompare_to: a\n"
            "appraisal: {discount_share: 0.08, upkeep_share: 0.02, assumed: x}",
            "the range is [low, high] around",
        ),
        (
            "options: {a: , b: {investment: {cny: 1, life_years: 40}}}\ncompare_to: a\n"
            "appraisal: {discount_share: 0.08, upkeep_share: 0.02, assumed: x}",
            "say `source`, or `assumed` with the reason",
        ),
        (
            "targets: {far: {measure: wait_h, year: 2025, at_least: 1}}",
            "targets.far: say `source`, or `assumed` with the reason",
        ),
        (
            "targets: {far: {measure: wait_h, year: 2025, at_least: 1, source: a plan, assumed: x}}",
            "targets.far: say `source`, or `assumed` with the reason",
        ),
        (
            "appraisal: {discount_share: 0.08, upkeep_share: 0.02}",
            "appraisal: say `source`, or `assumed` with the reason",
        ),
        (
            "appraisal: {discount_share: 0.08, upkeep_share: 0.02, assumed: x}",
            "needs `compare_to`, the option without the works",
        ),
        (
            "options: {a: , b: }\nselect_best: {measure: user_benefit_cny, direction: max, indifference: 1}",
            "needs `compare_to`, the option it is a benefit over",
        ),
        ("options: {a: , b: {base: two_port}}", "did you mean two_ports?"),
        ("measures: [gateway_share@harbour>nowhere]", "unknown entity nowhere"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path, text: str, message: str) -> None:
    assert any(message in line for line in mistakes(tmp_path, text)), mistakes(tmp_path, text)


def test_a_measure_of_ships_at_berth_may_be_asked_for(tmp_path) -> None:
    assert study(tmp_path, "measures: [co2_t@harbour>berth]").file.measures == ("co2_t@harbour>berth",)


def test_an_option_may_have_a_base_of_its_own(tmp_path) -> None:
    found = study(tmp_path, "options: {own: {base: two_ports}, of_the_study: }")
    assert [len(case.loaded.scenario.ports) > 1 for case in found.cases] == [True, False]


def test_the_words_are_there_in_both_languages() -> None:
    assert faults(STUDY_WORDS) == []


@pytest.mark.parametrize(
    ("half_width", "told"),
    [(1.0, "chance allowed for: berth."), (60.0, "none is worth its cost"), (math.nan, "is not said from one run")],
)
def test_works_are_worth_their_cost_if_the_low_end_of_the_benefit_pays_for_them(half_width: float, told: str) -> None:
    works = pd.DataFrame(
        {"option": ["berth"], "teu": [1.0], "benefit_cny": [150.0], "benefit_half_width_cny": [half_width],
         "yearly_cny": [100.0]}
    )  # fmt: skip
    found = type("Answer", (), {"study": {"options": {"berth": {"option": "berth", "factors": {}}}}})()
    assert told in list(verdicts(found, works, "en"))[-1]  # type: ignore[arg-type]
