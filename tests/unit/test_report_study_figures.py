"""Which charts the page of a study has, and what they show: worked by hand from a few draws."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from chart_words import owes_nothing
from report_tables import report

from portsim.analysis.answer import Answer, Best
from portsim.report.study_charts import study_charts
from portsim.report.study_page import SECTIONS, PageLayout, shown
from portsim.report.study_tables import StudyTables, light, tolls_of
from portsim.report.summary import Names
from portsim.report.texts import LANGUAGES
from portsim.study.file import Section

TEU = "throughput_teu"
NO_DRAWS = pd.DataFrame(columns=["option", "draw", "run", "measure", "unit", "entity", "period", "value"])


def draws(values: dict[tuple[str, str, str, str], list[float]]) -> pd.DataFrame:
    """Rows by (option, measure, entity, period): one value for each draw, from 1."""
    rows = [
        (option, draw, f"1-{draw}", measure, "x", entity, period, value)
        for (option, measure, entity, period), ones in values.items()
        for draw, value in enumerate(ones, 1)
    ]
    return pd.DataFrame(rows, columns=NO_DRAWS.columns)


def study(
    told: dict[str, Any], drawn: pd.DataFrame = NO_DRAWS, tolls: Any = None, best: Any = (), **options: Any
) -> Any:
    words = {label: {"option": label, "factors": {}} for label in options}
    facts = {"study": "s", "options": words, "sampling": {"method": "latin_hypercube"}, **told}

    def of_measures(only: Any) -> pd.DataFrame:
        return drawn[drawn["measure"].isin(only)]

    results = SimpleNamespace(study=facts, draws=bool(len(drawn)), draw_measures=of_measures)
    columns = ["option", "measure", "unit", "entity", "period", "n", "mean", "sd", "half_width"]
    summary = pd.DataFrame([(label, TEU, "TEU", "cluster", "2025", 2, 8.8e6, 1e4, 9e4) for label in options],
                           columns=columns)  # fmt: skip
    found = Answer(results, ((TEU, "cluster"),), summary, None, None, tuple(best), None)  # type: ignore[arg-type]
    return StudyTables(
        found, options, tolls or {label: {} for label in options}, lambda label, lang: label.upper(),
        lambda option, lang: option.upper(), "A <gulf>", "0123456789abcdef", "9.9",
    )  # fmt: skip


def by_key(tables: StudyTables, lang: Any = "en") -> dict[str, Any]:
    charts = study_charts(tables, None, lang)
    for chart in charts:
        assert chart.section in SECTIONS
        if "to BASE" in chart.title or "“BASE”" in chart.title:
            chart.figure.layout.title.subtitle.text += " A &lt;gulf&gt;"  # the pair stands there in place of the study
        owes_nothing(chart.figure, lang, replications="")
    return {chart.key: chart for chart in charts}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_draws_the_stack_has_run_noise_and_there_is_no_fan(lang: Any) -> None:
    charts = by_key(study({}, a=report(), b=report()), lang)
    assert list(charts) == ["throughput_teu_cluster_2025", "throughput_stack"]
    subtitle = charts["throughput_stack"].figure.layout.title.subtitle.text
    assert ("run noise" if lang == "en" else "随机波动") in subtitle
    totals = charts["throughput_stack"].table.query("entity == 'cluster' and value > 8e6")
    assert totals["high"].dropna().tolist() == [8_928_000.0] * 2  # 8.838 and 0.09 million


def test_the_stack_tells_observed_years_from_cases_and_draws_from_noise() -> None:
    """Draws of 1 to 21 million: 5 and 95 % are 2 and 20."""
    values = [1e6 * n for n in range(1, 22)]
    drawn = draws({(option, TEU, "cluster", "2025"): values for option in ("a", "b")})
    chart = by_key(study({}, drawn, a=report(), b=report()))["throughput_stack"]
    assert list(chart.figure.layout.xaxis.ticktext) == ["2025, observed", "A", "B"]
    assert "draws (uncertainty)" in chart.figure.layout.title.subtitle.text
    whole = chart.table[chart.table["entity"] == "cluster"].set_index("column")
    assert whole.loc["a 2025", ["low", "high"]].tolist() == pytest.approx([2e6, 20e6])
    assert whole.loc["observed 2025", "value"] == 7.2e6 + 1.35e6 + 5e3


def test_options_that_are_years_are_one_fan_with_the_targets_of_its_ports() -> None:
    """Of the ports together 3 and 30 in both draws' years: medians 33 and 66 million; the cluster has no target."""
    drawn = draws(
        {("early", TEU, port, "2030"): [n * 1e6] * 5 for port, n in (("big", 30), ("small", 3), ("cluster", 40))}
        | {("late", TEU, port, "2035"): [n * 1e6] * 5 for port, n in (("big", 60), ("small", 6), ("cluster", 80))}
    )
    target = {"title": {"en": "<plan>", "zh": "规划"}, "measure": TEU, "entities": ["big", "small"], "year": 2035,
              "value": 7e7}  # fmt: skip
    tables = study({"targets": {"t": target}}, drawn, early=report(years=("2030",)), late=report(years=("2035",)))
    charts = by_key(tables)
    together = charts["outlook_big-small"]
    assert together.table.set_index("year")["p50"].to_dict() == {2030: 33e6, 2035: 66e6}
    assert "&lt;plan&gt;" in together.figure.to_json().replace("\\u0026", "&").replace("\\u003c", "<")
    assert charts["outlook"].table["p50"].tolist() == [40e6, 80e6]
    assert "plan" not in charts["outlook"].figure.to_json()


def test_fewer_than_five_draws_have_no_fan() -> None:
    drawn = draws({("a", TEU, "cluster", year): [1e6] * 4 for year in ("2025", "2026")})
    assert "outlook" not in by_key(study({}, drawn, a=report(), b=report()))


def test_a_toll_on_a_waterway_makes_a_curve_of_the_boxes_it_keeps() -> None:
    """Of 10 million TEU 2, 1 and 0.5 are on the canal: 20, 10 and 5 %."""
    kept = {"free": 2e6, "half": 1e6, "full": 5e5}
    drawn = draws(
        {(option, "canal_teu", "ditch", "2025"): [teu, teu] for option, teu in kept.items()}
        | {(option, TEU, "cluster", "2025"): [1e7, 1e7] for option in kept}
    )
    tolls = {"free": {}, "half": {"ditch": 0.5}, "full": {"ditch": 1.0}}
    chart = by_key(study({}, drawn, tolls, **{option: report() for option in kept}))["toll_ditch"]
    shares = chart.table.set_index("toll")["p50"].to_dict()
    assert shares == pytest.approx({0.0: 0.2, 0.5: 0.1, 1.0: 0.05})
    assert chart.section == "hinterland"


def test_what_only_one_case_has_is_called_by_its_name() -> None:
    """The first case has no canal; its boxes are nevertheless those of the Ditch, not of `ditch`."""
    entities = report().names.table
    canal = pd.DataFrame([("ditch", "waterway", "", "Ditch", "小河")], columns=entities.columns[:5])
    with_canal = replace(report(), names=Names(pd.concat([entities, canal])))
    tables = study({}, a=report(), b=with_canal)
    assert tables.names.own("ditch", "en") == "Ditch"
    assert tables.names.ports == report().names.ports


def test_two_tolls_are_no_curve() -> None:
    tables = study({}, tolls={"a": {}, "b": {"ditch": 1.0}}, a=report(), b=report())
    assert not [key for key in by_key(tables) if key.startswith("toll")]


def test_the_tolls_of_a_scenario_stand_in_its_inputs() -> None:
    inputs = pd.DataFrame(
        {"path": ["links.ditch.toll_cny_per_gt_lock", "links.ditch.length_km"], "value": ["1.5", "9"]}
    )
    assert tolls_of(inputs) == {"ditch": 1.5}


def test_options_are_a_table_by_regret_with_those_not_beaten_in_bold() -> None:
    numbers = {"n": 8, "mean": 2.0, "mean_regret": 0.5, "regret_p95": 1.0, "max_regret": 1.2, "best_share": 0.25,
               "best_share_low": 0.1, "best_share_high": 0.5, "near_best_share": 0.5}  # fmt: skip
    shares = {"a": numbers, "b": numbers | {"mean_regret": 0.1, "best_share": 0.75}}
    best = Best({"x.year": 3}, "wait_h", "big", "2025", "min", None, "b", 3, 26, shares, ("b",))
    chart = by_key(study({"select_best": {"confidence": 0.9}}, a=report(), b=report(), best=[best]))["options"]
    assert chart.section == "answer"
    names = chart.figure.data[0].cells["values"][0]
    assert list(names) == ["<b>B</b>", "A"]
    assert "8 draws" in chart.figure.layout.title.subtitle.text
    assert "year 3" in chart.title
    notes = " ".join(note.text for note in chart.figure.layout.annotations)
    assert "90 % confidence" in notes
    assert "Regret:" in notes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_costs_and_corridors_are_drawn_against_the_base(lang: Any) -> None:
    """Way on land 1 000 against 800: the option's land part is 200 lower, and 500 TEU move from road to rail."""
    columns = ["period", "zone", "mode", "gateway", "market", "outbound", "value", "n"]
    ways = {"base": [("road", 1_000.0)], "option": [("road", 500.0), ("rail", 500.0)]}
    options = {
        name: report(records={
            "costs": pd.DataFrame({"part": ["inland", "onward", "time"], "value": [land, 500.0, 100.0], "n": 2}),
            "journeys": pd.DataFrame([("2025", "z", mode, "big", "m", True, teu, 2) for mode, teu in ways[name]],
                                     columns=columns),
        })
        for name, land in (("base", 1_000.0), ("option", 800.0))
    }  # fmt: skip
    charts = by_key(study({"compare_to": "base"}, **options), lang)
    cost = charts["cost_option"].table.pivot_table(index="part", columns="option", values="value")
    assert cost.loc["inland"].to_dict() == {"base": 1_000.0, "option": 800.0}
    moved = charts["corridor_change_option"].table.set_index("mode")["value"].to_dict()
    assert moved == {"road": -500.0, "rail": 500.0}
    assert "OPTION" in charts["corridor_change_option"].figure.layout.title.subtitle.text


def test_the_base_alone_has_no_corridors_to_compare() -> None:
    charts = by_key(study({"compare_to": "a"}, a=report()))
    assert not [key for key in charts if key.startswith(("corridor", "cost", "difference"))]


def test_a_light_report_keeps_years_and_small_records_alone() -> None:
    records = {"journeys": pd.DataFrame({"value": [1.0]}), "days": pd.DataFrame({"value": [1.0]})}
    kept = light(report(records=records))
    assert set(kept.records) == {"journeys"}
    assert not kept.summary.months(TEU, "2025")
    assert kept.summary.get(TEU, "big", "2025") == report().summary.get(TEU, "big", "2025")
    assert not len(kept.inputs)


def test_a_study_chooses_parts_order_titles_and_notes_but_not_to_hide_what_failed() -> None:
    charts = study_charts(study({}, a=report(), b=report()), None, "en")
    layout = PageLayout(("sensitivity", "answer"), {"answer": "In short"}, {"answer": "Read this."})
    assert layout.order == ("sensitivity", "answer", "failures")
    assert shown(charts, layout) == []  # those of the results are not shown
    assert [one.key for one in shown(charts, PageLayout())] == [one.key for one in charts]


def test_the_parts_a_study_may_name_are_those_of_the_page() -> None:
    assert {*Section.__args__, "failures"} == set(SECTIONS)  # type: ignore[attr-defined]
