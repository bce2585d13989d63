"""What cases and uncertain inputs are called: as the study says in each language, else by their paths."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from portsim.report.uncertain import input_label, law_in_words, uncertain_table
from portsim.scenario.shipped import find, names
from portsim.study.naming import case_name, cell_name, factor_names, input_name
from portsim.study.reading import read_study

CRANES, YEAR = "ports.p.terminals.*.cranes.n", "clock.year"
STUDY = {
    "options": {
        "more, x1.25, 2030": {
            "option": "more",
            "option_title": {"en": "More cranes", "zh": "增加岸桥"},
            "factors": {CRANES: {"times": 1.25}, YEAR: 2030},
        }
    },
    "factors": {CRANES: [{"times": 1.0}, {"times": 1.25}], YEAR: [2025, 2030]},
    "names": {CRANES: {"en": "cranes of the port", "zh": "本港岸桥数"}},
    "uncertainties": {
        CRANES: {"times": {"uniform": [0.5, 1.5]}, "assumed": "as 2025"},
        "demand.growth_path": {"choice": ["low", "plan"], "source": "a plan"},
    },
}


def test_a_case_is_called_by_its_option_and_what_is_varied_in_the_language() -> None:
    label = "more, x1.25, 2030"
    assert case_name(STUDY, label, "en") == "More cranes, cranes of the port x 1.25, year 2030"
    assert case_name(STUDY, label, "zh") == "增加岸桥，本港岸桥数 x 1.25，year 2030"
    assert cell_name(STUDY, {CRANES: 2, YEAR: 2030}, "zh") == "本港岸桥数=2，year=2030"


def test_the_only_case_of_a_study_without_options_is_called_by_its_scenario() -> None:
    alone = {"option": "ports", "option_title": None, "title": {"en": "Two ports", "zh": "两港"}, "factors": {}}
    assert case_name({"options": {"ports": alone}}, "ports", "zh") == "两港"
    assert case_name({"options": {"ports": alone | {"title": None}}}, "ports", "zh") == "ports"
    both = {"options": {"ports": alone, "more": alone | {"option": "more"}}}
    assert case_name(both, "more", "zh") == "more"  # the scenarios of options have the same title


def test_what_is_not_named_keeps_its_path() -> None:
    assert factor_names(STUDY, [CRANES, YEAR], "en") == ["cranes of the port", "year"]
    assert input_name(STUDY, YEAR, "zh") == YEAR
    assert input_name({}, YEAR, "zh") == YEAR  # a results folder of before
    assert input_label(STUDY, CRANES, "zh") == "本港岸桥数"
    assert input_label({}, "costs.barge_factor", "zh") == "costs.barge_factor"


def test_uncertain_inputs_are_told_by_name_path_law_and_reason() -> None:
    drawn = pd.DataFrame({CRANES: [0.75, 1.25], "demand.growth_path": ["low", "plan"]})
    assert uncertain_table(STUDY, drawn, "zh").rows == (
        (f"本港岸桥数（{CRANES}）", "× 均匀分布：0.5、1.5", "0.75 … 1.25", "同2025年"),
        ("demand.growth_path", "等可能：low、plan", "low、plan", "a plan"),
    )
    assert uncertain_table(STUDY, drawn, "en").rows[0] == (
        f"cranes of the port ({CRANES})", "× uniform: 0.5, 1.5", "0.75 … 1.25", "as 2025",
    )  # fmt: skip


def test_a_law_that_is_not_known_is_a_dash() -> None:
    assert law_in_words({"assumed": "no law"}, "en") == "–"
    assert law_in_words({"triangular": [1, 2, 4]}, "en") == "triangular: 1, 2, 4"


@pytest.mark.parametrize("name", names("experiments"))
def test_shipped_studies_name_all_they_vary_in_both_languages(name: str) -> None:
    file = read_study(find(name, "experiments")).file
    assert set(file.names) == {*file.uncertainties, *file.factors}
    assert all(re.search("[\u4e00-\u9fff]", one.zh) and one.en.isascii() for one in file.names.values())
