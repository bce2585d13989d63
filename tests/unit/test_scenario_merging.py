"""Parent, overlays from left to right, own values, `--set`: what wins, what is kept, and what is an error."""

from __future__ import annotations

import pytest
from scenario_files import SMALL, child, only_problem, problems, said, warnings, write

from portsim.scenario.load import load_scenario


def overlay(folder, name, text):
    return write(folder, f"format: 1\n{text}\n", name)


def test_own_values_win_over_overlays_and_overlays_over_the_parent(tmp_path):
    overlay(tmp_path, "a.yaml", "demand: {factor: 2}\nclock: {n_years: 2}\nfleets: {feeder: {loa_m: 150}}")
    overlay(tmp_path, "b.yaml", "clock: {warmup_days: 70}")
    loaded = load_scenario(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]\ndemand: {factor: 3}"))
    scenario = loaded.scenario
    assert (scenario.demand.factor, scenario.clock.n_years, scenario.clock.warmup_days) == (3.0, 2, 70)
    assert (scenario.fleets["feeder"].loa_m, scenario.fleets["feeder"].capacity_teu) == (150.0, 1000)


def test_overlays_given_to_the_loader_win_over_own_values_and_set_wins_over_all(tmp_path):
    path = overlay(tmp_path, "a.yaml", "demand: {factor: 2}\nclock: {n_years: 2}")
    own = child(tmp_path, "demand: {factor: 3}")
    scenario = load_scenario(own, overlays=[path], sets=["clock.n_years=4"]).scenario
    assert (scenario.demand.factor, scenario.clock.n_years) == (2.0, 4)


def test_the_name_is_ones_own_and_title_and_name_of_an_overlay_do_not_matter(tmp_path):
    overlay(tmp_path, "a.yaml", "name: other\ntitle: {en: Other, zh: 其他}")
    scenario = load_scenario(child(tmp_path, "overlays: [./a.yaml]")).scenario
    assert (scenario.name, scenario.title) == ("x", None)
    problem = only_problem(write(tmp_path, f"format: 1\nextends: {SMALL.as_posix()}\n"))
    assert said(problem) == "1:1: name: missing, required: name of the scenario; names the results folder"


def test_null_deletes_and_lists_replace(tmp_path):
    text = (
        "demand: {flows: {back: null, out: {season: null}}}\nservices: {line: {rotation: [harbour/boxes, island_port]}}"
    )
    scenario = load_scenario(child(tmp_path, text)).scenario
    assert list(scenario.demand.flows) == ["out"]
    assert scenario.demand.flows["out"].season is None
    assert scenario.services["line"].rotation == ("harbour/boxes", "island_port")


def test_a_law_of_another_kind_replaces_and_one_of_the_same_kind_merges(tmp_path):
    other = load_scenario(child(tmp_path, "services: {line: {lateness_h: {gamma: {mean: 3, sd: 1}}}}")).scenario
    assert other.services["line"].lateness_h.gamma.mean == 3.0
    same = load_scenario(child(tmp_path, "services: {line: {lateness_h: {normal: {sd: 9}}}}")).scenario
    assert (same.services["line"].lateness_h.normal.mean, same.services["line"].lateness_h.normal.sd) == (0.0, 9.0)
    number = load_scenario(child(tmp_path, "services: {line: {lateness_h: 0}}")).scenario
    assert number.services["line"].lateness_h == 0.0


def test_two_overlays_that_differ_are_an_error_at_the_later_one(tmp_path):
    overlay(tmp_path, "a.yaml", "demand: {factor: 2}")
    overlay(tmp_path, "b.yaml", "demand: {factor: 3}")
    problem = only_problem(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]"))
    assert problem.file.endswith("b.yaml")
    assert said(problem).startswith("2:10: demand.factor: two overlays differ: 3 here, 2 in ")
    assert problem.message.endswith(
        "a.yaml:2; if this one is meant to win, list demand.factor under `overrides:` in it"
    )


@pytest.mark.parametrize("listed", ["demand.factor", "demand", "demand.*"])
def test_the_later_overlay_may_override_what_it_lists(tmp_path, listed):
    overlay(tmp_path, "a.yaml", "demand: {factor: 2}")
    overlay(tmp_path, "b.yaml", f"overrides: [{listed}]\ndemand: {{factor: 3}}")
    assert load_scenario(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]")).scenario.demand.factor == 3.0


def test_overlays_that_set_a_path_alike_do_not_differ(tmp_path):
    overlay(tmp_path, "a.yaml", "demand: {factor: 2}")
    overlay(tmp_path, "b.yaml", "demand: {factor: 2}\nclock: {n_years: 2}")
    assert load_scenario(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]")).scenario.clock.n_years == 2


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        ("demand: {flows: {back: null}}", "demand: {flows: {back: {annual_teu: 7}}}", "demand.flows.back"),
        ("services: {line: {lateness_h: 3}}", "services: {line: {lateness_h: {exponential: 3}}}",
         "services.line.lateness_h"),
        ("services: {line: {lateness_h: {gamma: {mean: 1, sd: 1}}}}",
         "services: {line: {lateness_h: {exponential: 3}}}",
         "services.line.lateness_h"),
        ("services: {line: {rotation: [harbour, island_port]}}", "services: {line: {rotation: [island_port, harbour]}}",
         "services.line.rotation"),
    ],
)  # fmt: skip
def test_a_deletion_a_law_and_a_list_may_differ_too(tmp_path, first, second, path):
    overlay(tmp_path, "a.yaml", first)
    overlay(tmp_path, "b.yaml", second)
    assert problems(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]"))[0].path == path


def test_tables_of_overlays_differ_cell_by_cell(tmp_path):
    write(tmp_path, "id,annual_teu,growth_share\nout,100,\n", "a.csv")
    write(tmp_path, "id,annual_teu,growth_share\nout,,0.1\nback,5,\n", "b.csv")
    write(tmp_path, "id,annual_teu\nout,200\n", "c.csv")
    for name in "abc":
        overlay(tmp_path, f"{name}.yaml", f"demand: {{flows: {{table: {name}.csv}}}}")
    assert (
        load_scenario(child(tmp_path, "overlays: [./a.yaml, ./b.yaml]")).scenario.demand.flows["out"].growth_share
        == 0.1
    )
    problem = only_problem(child(tmp_path, "overlays: [./a.yaml, ./b.yaml, ./c.yaml]"))
    assert problem.place.endswith("c.csv:2:annual_teu")


def test_an_override_without_a_source_has_none(tmp_path):
    first = child(tmp_path, "demand: {flows: {out: {annual_teu: {value: 20000, source: yearbook}}}}", "first.yaml")
    second = write(
        tmp_path,
        f"format: 1\nname: y\nextends: {first.as_posix()}\ndemand: {{flows: {{out: {{annual_teu: 21000}}}}}}\n",
    )
    row = next(row for row in load_scenario(first).inputs if row.path == "demand.flows.out.annual_teu")
    assert row.source == "yearbook"
    row = next(row for row in load_scenario(second).inputs if row.path == "demand.flows.out.annual_teu")
    assert (row.value, row.source, row.assumed, row.line) == (21000.0, "", "", 4)
    assert row.file.endswith("x.yaml")


@pytest.mark.parametrize(("value", "times"), [("200", "10"), ("2", "0.1"), ("500", "25")])
def test_a_value_ten_times_or_a_tenth_of_the_parents_is_a_warning(tmp_path, value, times):
    assert warnings(child(tmp_path, f"services: {{train: {{running_h: {value}}}}}")) == [
        f"4:31: services.train.running_h: {value} is {times} times the parent's 20: check the unit, h"
    ]


def test_a_value_nine_times_the_parents_is_no_warning(tmp_path):
    assert warnings(child(tmp_path, "services: {train: {running_h: 179}}")) == []


def test_deleting_what_is_not_there_is_a_warning(tmp_path):
    assert warnings(child(tmp_path, "demand: {flows: {bakc: null}}")) == [
        "4:18: demand.flows.bakc: deletes nothing: there is no such thing in the parent"
    ]


def test_a_scenario_that_extends_itself_is_said(tmp_path):
    write(tmp_path, "format: 1\nname: a\nextends: b.yaml\n", "a.yaml")
    b = write(tmp_path, "format: 1\nname: b\nextends: a.yaml\n", "b.yaml")
    problem = only_problem(b)
    assert "a scenario cannot extend itself" in problem.message
    assert problem.path == "extends"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("overlays: a.yaml", "4:11: overlays: a list of names of shipped overlays or paths of files is expected: "
         "`[no_canal, my.yaml]`"),
        ("overlays: [./a.yaml]", "2:1: extends: an overlay has no `extends`; "
         "name the files where the overlay is named"),
        ("overrides: [demand]", "4:1: overrides: stands in an overlay, for what it overrides of overlays before it; "
         "own values win anyway"),
    ],
)  # fmt: skip
def test_words_about_files_in_the_wrong_place_are_said(tmp_path, text, message):
    overlay(tmp_path, "a.yaml", "extends: tutorial")
    assert message in [said(problem) for problem in problems(child(tmp_path, text))]


def test_what_an_unread_parent_would_give_is_not_said_to_be_missing(tmp_path):
    text = "format: 1\nname: x\nextends: nowhere.yaml\nclock: {warmup_day: 2}\n"
    found = [said(problem) for problem in problems(write(tmp_path, text))]
    assert found[1:] == ["4:9: clock.warmup_day: unknown field, did you mean warmup_days? (in d)"]
    assert found[0].startswith("3:10: extends: ")
