"""Setting single values: which paths match, what a value does, and what is said when nothing matches."""

from __future__ import annotations

import pytest
from scenario_files import SMALL, only_problem, problems

from portsim.scenario.load import load_scenario
from portsim.scenario.paths import split_item, split_path


def with_sets(*sets):
    return load_scenario(SMALL, sets=sets).scenario


def refused(item):
    problem = only_problem(SMALL, sets=[item])
    assert problem.file.startswith("--set ")
    return problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clock.year", ("clock", "year")),
        ("demand.flows[origin=a.b].annual_teu", ("demand", "flows", "[origin=a.b]", "annual_teu")),
        ("locks.*.rate_factor", ("locks", "*", "rate_factor")),
        ("", ()), (".a", ()), ("a..b", ()), ("a.", ()), ("a]", ()), ("[a=b]", ()),
    ],
)  # fmt: skip
def test_a_path_is_split_into_words(text, words):
    assert split_path(text) == words


def test_the_value_begins_at_the_first_equals_sign_outside_brackets():
    assert split_item("flows[a=b].c=d=e") == ("flows[a=b].c", "d=e")
    assert split_item("flows[a=b].c") is None


def test_a_plain_value_replaces_whether_given_or_a_default():
    scenario = with_sets("clock.warmup_days=70", "demand.factor=1.5", "ports.harbour.terminals.boxes.queue=shortest")
    assert (scenario.clock.warmup_days, scenario.demand.factor) == (70, 1.5)
    assert scenario.ports["harbour"].terminals["boxes"].queue == "shortest"


def test_times_multiplies_what_is_given_a_default_a_law_and_rounds_whole_numbers():
    scenario = with_sets(
        "demand.flows.out.annual_teu={times: 1.1}",
        "services.line.buffer_share={times: 2}",
        "services.line.lateness_h={times: 0.5}",
        "ports.harbour.terminals.boxes.yard.import_dwell_h={times: 2}",
        "ports.harbour.terminals.boxes.cranes.n={times: 0.5}",
    )
    boxes = scenario.ports["harbour"].terminals["boxes"]
    assert scenario.demand.flows["out"].annual_teu == pytest.approx(22000)
    assert scenario.services["line"].buffer_share == 0.2
    assert scenario.services["line"].lateness_h.normal.sd == 3.0
    assert boxes.yard.import_dwell_h.gamma.mean == 216.0
    assert boxes.cranes.n == 2


def test_times_leaves_the_phases_of_an_erlang_law_alone():
    sets = ("services.line.lateness_h={erlang: {k: 3, mean: 4}}", "services.line.lateness_h={times: 2}")
    law = with_sets(*sets).services["line"].lateness_h
    assert (law.erlang.k, law.erlang.mean) == (3, 8.0)


def test_a_star_stands_for_all_ids_that_have_the_field():
    scenario = with_sets("demand.flows.*.annual_teu={times: 2}", "services.*.sailings_per_week=2")
    assert [flow.annual_teu for flow in scenario.demand.flows.values()] == [40000.0, 36000.0]
    assert scenario.services["line"].sailings_per_week == 2.0


def test_a_filter_chooses_rows_by_a_column_given_or_default():
    scenario = with_sets("demand.flows[origin=inland].annual_teu=7", "demand.flows[growth_share=0].growth_share=0.01")
    assert [flow.annual_teu for flow in scenario.demand.flows.values()] == [7.0, 18000.0]
    assert {flow.growth_share for flow in scenario.demand.flows.values()} == {0.01}


def test_a_parameter_of_a_default_law_may_be_set_alone():
    law = with_sets("ports.harbour.terminals.boxes.yard.import_dwell_h.gamma.sd=12").ports["harbour"].terminals["boxes"]
    assert (law.yard.import_dwell_h.gamma.mean, law.yard.import_dwell_h.gamma.sd) == (108.0, 12.0)


def test_null_deletes_a_mapping_is_laid_over_and_text_stays_text():
    scenario = with_sets("demand.flows.back=null", "fleets.feeder={loa_m: 170}", "name=run2025")
    assert list(scenario.demand.flows) == ["out"]
    assert (scenario.fleets["feeder"].loa_m, scenario.fleets["feeder"].capacity_teu) == (170.0, 1000)
    assert scenario.name == "run2025"
    assert with_sets("name=2025").name == "2025"


def test_values_of_a_study_are_plain_python():
    sets = {"demand.factor": 1.25, "fleets.feeder": {"loa_m": 150}, "demand.flows.*.annual_teu": {"times": 2}}
    scenario = load_scenario(SMALL, sets=sets).scenario
    assert (scenario.demand.factor, scenario.fleets["feeder"].loa_m) == (1.25, 150.0)
    assert scenario.demand.flows["back"].annual_teu == 36000.0


def test_a_set_value_is_in_the_inputs_with_its_text_as_the_file():
    row = next(row for row in load_scenario(SMALL, sets=["demand.factor=1.5"]).inputs if row.path == "demand.factor")
    assert (row.value, row.file, row.line, row.status) == (1.5, "--set demand.factor=1.5", 0, "given")


def test_a_set_value_may_have_an_origin():
    loaded = load_scenario(SMALL, sets=["demand.factor={value: 1.5, assumed: why not}"])
    assert next(row for row in loaded.inputs if row.path == "demand.factor").assumed == "why not"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("demand.fctor=2", "demand has no field fctor, did you mean factor?"),
        ("dmand.factor=2", "a scenario has no key dmand, did you mean demand?"),
        ("services.lime.sailings_per_week=2", "nothing is called lime in services, did you mean line?"),
        ("services.*.sailings_per_weak=2", "services.train has no field sailings_per_weak"),
        ("demand.flows[origin=inlnd].annual_teu=2", "no row of demand.flows has origin inlnd, did you mean inland?"),
        ("demand.flows[orgin=inland].annual_teu=2", "demand.flows has no column orgin, did you mean origin?"),
        ("observed.*.value=2", "this path matches nothing"),
        ("services.line.rotation.0=x", "services.line.rotation is a list; it is set as a whole"),
        ("demand.factor.x=2", "demand.factor is a single value, nothing stands below it"),
        ("services.line.lateness_h.gamma.sd=2", "the law services.line.lateness_h has no gamma; there are normal"),
        ("services.line.ship_class={times: 2}", "there is no number here to multiply"),
        ("demand.factor={times: x}", "`times` is a number, such as {times: 1.1}"),
        ("demand.factor", "write path=value, such as demand.factor=1.1 or services.*.sailings_per_week={times: 0.5}"),
        ("demand.factor=[1", "the value cannot be read: not YAML: a bracket is not closed, or a comma is missing"),
        ("demand.factor=2 TEU", "a number is expected, not text '2 TEU'; "
         "write the number alone, its unit is in the name of the field"),
        ("clock.n_years=0", "0 is not at least 1 (>= 1, <= 50)"),
        ("links={table: x.csv}", "a table (x.csv) is named in a scenario file, not here"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_said(item, message):
    assert refused(item).startswith(message)


def test_all_sets_that_cannot_be_set_are_said_at_once():
    assert len(problems(SMALL, sets=["demand.fctor=2", "clock.yeer=2", "demand.factor=x"])) == 3
