"""Study files: every mistake at its line and column with the nearest spelling, all at once; options as meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scenario_files import DATA, write
from study_files import QUAY, mistakes, odd, study, study_file

from portsim.errors import InputError
from portsim.scenario.laws import LAW_NAMES
from portsim.scenario.load import load_scenario
from portsim.scenario.shape import record_shape
from portsim.study.file import StudyFile
from portsim.study.laws import LAWS
from portsim.study.reading import is_study, read_study
from portsim.study.schema_export import schema_text

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_options_and_factors_are_crossed_and_only_factors_with_several_values_are_named(tmp_path):
    one = study(
        tmp_path,
        f"options:\n  today:\n  longer: {{set: {{{QUAY}: 900}}}}\n"
        "factors: {services.ships.call_size_teu: [500, 600], clock.n_years: [1]}",
    )
    assert [case.label for case in one.cases] == [
        "today, call_size_teu=500", "today, call_size_teu=600",
        "longer, call_size_teu=500", "longer, call_size_teu=600",
    ]  # fmt: skip
    last = one.cases[-1]
    assert (last.option, last.factors) == ("longer", {"services.ships.call_size_teu": 600, "clock.n_years": 1})
    scenario = last.loaded.scenario
    assert scenario.ports["harbour"].terminals["terminal_1"].quays["quay_1"].length_m == 900.0
    assert scenario.services["ships"].call_size_teu == 600
    assert one.cases[1].loaded.identity == load_scenario("tutorial").identity  # 600 TEU is what the tutorial has


def test_a_study_without_options_runs_its_base_under_its_name(tmp_path):
    (case,) = study(tmp_path, "replications: 3").cases
    assert (case.label, case.option, case.loaded.identity) == (
        "tutorial", "tutorial", load_scenario("tutorial").identity,
    )  # fmt: skip


def test_overlays_of_an_option_come_before_its_values_and_those_of_the_command(tmp_path):
    text = "format: 1\nname: o\nports: {harbour: {inbound_h: 2.5}}\nservices: {ships: {call_size_teu: 700}}\n"
    write(tmp_path, text, "over.yaml")
    option = f"options: {{a: {{overlays: [over.yaml], set: {{services.*.call_size_teu: {{times: 2}}, {QUAY}: 800}}}}}}"
    (case,) = study(tmp_path, option, sets=[f"{QUAY}=850"]).cases
    scenario = case.loaded.scenario
    assert scenario.ports["harbour"].inbound_h == 2.5
    assert scenario.services["ships"].call_size_teu == 1400  # 700 of the overlay times 2
    assert scenario.ports["harbour"].terminals["terminal_1"].quays["quay_1"].length_m == 850.0


def test_mistakes_of_form_and_of_sense_are_told_together_each_at_its_place(tmp_path):
    assert mistakes(
        tmp_path,
        "optins: {}\n"
        "options:\n"
        "  wide: {set: {ports.harbour.terminals.terminal_1.quays.quay_1.lenght_m: 900}}\n"
        "  far: {set: {ports.harbor.inbound_h: 1}}\n"
        "factors: {clock.year: 2030}\n"
        "uncertainties:\n"
        "  services.ships.work_h.exponential: {triangle: [8, 10, 12]}\n"
        "  services.*.nothing: {uniform: [1, 2]}\n"
        "sampling: {method: latin_hypercub, n: 3}\n"
        "compare_to: wid\n"
        "measures: [throughput_tue, wait_h@harbor]",
    ) == [
        "4:1: optins: unknown field, did you mean options?",
        "6:16: ports.harbour.terminals.terminal_1.quays.quay_1.lenght_m: "
        "ports.harbour.terminals.terminal_1.quays.quay_1 has no field lenght_m, did you mean length_m?",
        "7:15: ports.harbor.inbound_h: nothing is called harbor in ports, did you mean harbour?",
        "8:23: factors.clock.year: a list of values is expected, such as [2027, 2030]",
        "10:39: uncertainties.services.ships.work_h.exponential.triangle: unknown field, did you mean triangular?",
        "12:20: sampling.method: one of none, latin_hypercube, sobol, morris, saltelli, one_at_a_time, grid, list is "
        "expected, not text 'latin_hypercub', did you mean latin_hypercube?",
        "13:13: compare_to: unknown option wid, did you mean wide?",
    ]


def test_measures_and_their_entities_are_looked_up_once_a_scenario_could_be_read(tmp_path):
    assert mistakes(
        tmp_path,
        "measures: [throughput_tue, wait_h@harbor, wait_h@harbour:container]\n"
        "replications: {at_least: 2, at_most: 4, until: {wait_hours: 0.1}}",
    ) == [
        "4:12: measures.0: unknown measure throughput_tue, did you mean throughput_teu?",
        "4:28: measures.1: unknown entity harbor, did you mean harbour?",
        "5:61: replications.until.wait_hours: unknown measure wait_hours, did you mean wait_h?",
    ]


def test_an_uncertain_path_that_leads_nowhere_is_told_at_the_law(tmp_path):
    text = "uncertainties: {servces.ships.call_size_teu: {uniform: [1, 2]}}\nsampling: {method: one_at_a_time}"
    assert mistakes(tmp_path, text) == [
        "4:17: servces.ships.call_size_teu: a scenario has no key servces, did you mean services?"
    ]


def test_both_ends_of_a_law_go_through_all_checks_of_a_scenario(tmp_path):
    """50 m of quay fit no ship of 160 m: that the low end does so is told before any run."""
    text = f"uncertainties: {{{QUAY}: {{triangular: [50, 700, 900]}}}}\nsampling: {{method: latin_hypercube, n: 2}}"
    assert mistakes(tmp_path, text) == [
        f"4:17: uncertainties: with {QUAY} at 50.0: services.ships.port: no quay long enough at harbour/terminal_1: "
        "the ship has 160 m, the longest quay takes 30 m"
    ]  # of 50 m the clearance of 20 m is taken off
    text = "options: {a: {set: {clock.n_years: 0}}}\nuncertainties: {clock.n_years: {choice: [1, 99]}}\n"
    assert mistakes(tmp_path, text) == ["4:21: clock.n_years: 0 is not at least 1 (>= 1, <= 50)"]
    text = "uncertainties: {clock.n_years: {choice: [1, 2, 99]}}\nsampling: {method: grid}"
    assert mistakes(tmp_path, text) == ["4:17: clock.n_years: 99 is not at most 50 (>= 1, <= 50)"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("replications: {at_least: 5, at_most: 3}", "at_most (3) is below at_least (5)"),
        ("replications: {at_least: 5, at_most: 9}", "at_most above at_least needs `until`"),
        ("replications: {at_least: 5, until: {wait_h: 0.1}}", "`until` needs `at_most`"),
        ("replications: {at_least: 1, at_most: 9, until: {wait_h: 0.1}}", "`until` needs at_least: 2"),
        ("replications: {at_least: 2, at_most: 9, until: {wait_h: 3}}", "is a share of the mean between 0 and 1"),
        ("sampling: {method: sobol}", "sampling by sobol needs `n`"),
        ("sampling: {method: grid, n: 3}", "sampling by grid has no `n`"),
        ("sampling: {method: sobol, n: 3, levels: 2}", "sampling by sobol has no `levels`"),
        ("sampling: {method: morris, n: 3, levels: 3}", "morris needs an even number of `levels`"),
        ("sampling: {method: list}", "`samples` and the method `list` go together"),
        ("sampling: {method: grid}", "grid needs `uncertainties` to draw"),
        ("uncertainties: {clock.n_years: {uniform: [3, 2]}}", "the law uniform is [low, high] in rising order"),
        ("uncertainties: {clock.n_years: {triangular: [3, 5, 4]}}", "[low, mode, high] in rising order"),
        ("uncertainties: {clock.n_years: {normal: [3, 0]}}", "the latter above 0"),
        ("uncertainties: {clock.n_years: {lognormal: [-3, 1]}}", "the mean of the law lognormal is above 0"),
        ("uncertainties: {clock.n_years: {uniform: [1, 2, 3]}}", "at most 2 expected, 3 given"),
        ("uncertainties: {clock.n_years: {uniform: [1, 2], choice: [1]}}", "give one law"),
        ("uncertainties: {clock.n_years: {assumed: because}}", "give one law"),
        ("select_best: {measure: wait_h, direction: min, indifference: 1}", "needs at least two `options`"),
        ("select_best: {measure: wait_h, direction: least, indifference: 1}", "one of min, max is expected"),
        ("sampling: {method: grid}\nquick: {sampling: {n: 1}}", "does not fit `sampling`"),
        ("factors: {clock.year: [2025, 2026]}\nquick: {factors: {clock.yaer: [2025]}}", "no factor of the study"),
        (
            "factors: {clock.year: [2025, 2026]}\nnames: {clock.yaer: {en: a, zh: b}}",
            "neither an uncertain input nor a factor of the study, did you mean clock.year?",
        ),
        ("names: {clock.year: {en: a}}", "zh"),
        ("options: {a: {overlays: [nowhere]}}", "no shipped file of this name"),
        ("format: 2", "given twice"),
        ("seed: -1", "-1 is not at least 0"),
    ],
)
def test_what_does_not_fit_together_is_said(tmp_path, text, message):
    assert any(message in one for one in mistakes(tmp_path, text))


def test_a_base_that_does_not_exist_is_told_where_it_is_named(tmp_path):
    path = write(tmp_path, "format: 1\nname: x\nbase: tutoril\n")
    with pytest.raises(InputError) as caught:
        read_study(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.path) == (3, 7, "base")
    assert "did you mean tutorial?" in problem.message


def test_a_mistake_in_the_base_is_told_once_however_many_options_rest_on_it(tmp_path):
    write(tmp_path, "format: 1\nname: b\nextends: tutorial\nports: {harbour: {inbuond_h: 1}}\n", "b.yaml")
    path = write(tmp_path, "format: 1\nname: x\nbase: b.yaml\noptions: {p: , q: }\n")
    with pytest.raises(InputError) as caught:
        read_study(path)
    (problem,) = caught.value.problems
    assert problem.message == "unknown field, did you mean inbound_h? (in h)"
    assert problem.file.endswith("b.yaml")


def test_a_format_to_come_and_a_file_without_a_base_are_refused(tmp_path):
    for text, message in [
        ("format: 2\nname: x\nbase: tutorial\n", "newer than this portsim"),
        ("format: 1\nname: x\n", "base"),
    ]:
        with pytest.raises(InputError, match=message):
            read_study(write(tmp_path, text))


def test_the_quick_form_has_fewer_samples_replications_and_factors(tmp_path):
    text = (
        "uncertainties: {services.ships.call_size_teu: {choice: [500, 600]}}\n"
        "sampling: {method: latin_hypercube, n: 8}\n"
        "factors: {services.ships.work_h.exponential: [8, 10, 12]}\n"
        "replications: {at_least: 3, at_most: 9, until: {wait_h: 0.1}}\n"
        "quick: {sampling: {n: 1}, replications: 2, factors: {services.ships.work_h.exponential: [12]}}"
    )
    full, quick = study(tmp_path, text), study(tmp_path, text, quick=True)
    assert (full.n_samples, len(full.cases), full.file.replications.most) == (8, 3, 9)
    assert (quick.n_samples, len(quick.cases), quick.file.replications.most) == (1, 1, 2)
    assert not quick.file.replications.until
    assert quick.cases[0].loaded.scenario.services["ships"].work_h.exponential == 12


def test_uncertainties_that_are_not_drawn_and_unbalanced_points_are_odd(tmp_path):
    uncertain = "uncertainties: {services.ships.call_size_teu: {choice: [500, 600]}}"
    assert odd(tmp_path, uncertain) == ["4:16: uncertainties: the uncertainties are not drawn: sampling is `none`"]
    assert odd(tmp_path, f"{uncertain}\nsampling: {{method: sobol, n: 6}}") == [
        "5:30: sampling.n: 6 is no power of two: the points are not balanced"
    ]
    assert odd(tmp_path, f"{uncertain}\nsampling: {{method: sobol, n: 8}}") == []


def test_scenarios_and_studies_are_told_apart_by_their_keys(tmp_path):
    assert is_study(str(study_file(tmp_path, "replications: 2")))
    assert not is_study(str(write(tmp_path, "format: 1\nname: x\nextends: tutorial\n", "scenario.yaml")))
    assert not is_study("tutorial")
    assert not is_study(str(tmp_path / "nowhere.yaml"))


def test_no_key_by_which_a_study_is_told_may_stand_in_a_scenario():
    from portsim.scenario.scenario import Scenario
    from portsim.study.file import STUDY_ONLY

    assert not set(STUDY_ONLY) & (set(record_shape(Scenario).fields) | {"extends", "overlays", "overrides"})
    assert set(STUDY_ONLY) <= set(record_shape(StudyFile).fields)


def test_a_study_of_a_year_to_come_without_the_growth_path_is_odd(tmp_path):
    text = "format: 1\nname: x\nbase: two_ports\n"
    paths = "  set: {demand.growth_paths: {slow: 0.01, fast: 0.08}, demand.growth_path: slow}\n"
    later = f"{text}options:\n  a:\n  {paths}factors: {{clock.year: [2030]}}\n"
    (said,) = read_study(write(tmp_path, later)).warnings
    assert said.message.startswith("demand.growth_path is not among the uncertainties")
    drawn = "uncertainties: {demand.growth_path: {choice: [slow, fast]}}\nsampling: {method: grid}\n"
    assert read_study(write(tmp_path, later + drawn)).warnings == []
    assert read_study(write(tmp_path, text)).warnings == []  # the year of the tables itself: nothing grows


def test_a_study_that_compares_waterways_without_the_cost_of_barges_is_odd(tmp_path):
    base = f"format: 1\nname: x\nbase: {(DATA / 'everything.yaml').as_posix()}\n"
    slow = "options: {as_is: , slow: {set: {locks.*.rate_factor: 0.5}}}\n"
    told = [problem.message for problem in read_study(write(tmp_path, base + slow)).warnings]
    assert [one for one in told if "costs.barge_factor" in one]
    same = "options: {as_is: , deep: {set: {ports.*.inbound_h: 2}}}\n"
    told = [problem.message for problem in read_study(write(tmp_path, base + same)).warnings]
    assert not [one for one in told if "costs.barge_factor" in one]


def test_laws_of_uncertainty_are_called_as_laws_of_chance_are():
    assert set(LAWS) - {"choice"} <= set(LAW_NAMES)


def test_the_json_schema_is_as_the_program_would_write_it_today():
    assert (REFERENCE / "study.schema.json").read_text(encoding="utf-8") == schema_text()
    schema = json.loads(schema_text())
    assert set(schema["properties"]) == set(record_shape(StudyFile).fields)
    assert schema["required"] == ["format", "name", "base"]


@pytest.mark.parametrize("given", ["5", "[a]", "word"])
def test_values_of_an_option_that_are_no_mapping_are_told_at_their_place(tmp_path, given):
    (said,) = mistakes(tmp_path, f"options: {{a: {{set: {given}}}}}\ncompare_to: a")
    assert said.startswith("4:20: options.a.set")
