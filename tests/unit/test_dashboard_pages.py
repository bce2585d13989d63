"""What the pages of the dashboard show, as tables and figures, before any HTML."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from dashboard_folders import FORMULA, IMAGE, run_folder, study_folder

from portsim.dashboard import shelf as shelves
from portsim.dashboard.pages import MAKERS, page_at
from portsim.dashboard.parts import Page
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import PAGES
from portsim.errors import InputError
from portsim.report.csv_files import csv_text


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(study_folder(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(run_folder(tmp_path_factory.mktemp("alone")))


def keys(page: Page) -> list[str]:
    return [one.key for section in page.sections for one in (*section.figures, *section.sheets)]


def control(page: Page, name: str):
    return next(one for one in page.controls if one.name == name)


def test_every_page_has_a_maker():
    assert tuple(MAKERS) == PAGES


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_study_and_of_one_scenario_can_be_made(study, alone, page, lang):
    for shelf in (study, alone):
        view, made = page_at(shelf, f"/{page}", f"?lang={lang}")
        assert (view.page, view.lang) == (page, lang)
        assert made.title
        assert len(keys(made)) == len(set(keys(made)))  # a key names one table
        for section in made.sections:
            for figure in section.figures:
                assert len(figure.table), figure.key
                assert "unit" in figure.table.columns or figure.key in ("tornado", "inputs", "reach"), figure.key


def test_the_overview_says_the_answer_and_how_far_an_option_is_from_the_base(study):
    _, page = page_at(study, "/", "?option=longer&base=today&lang=en")
    assert any("KN" in point for section in page.sections for point in section.points)
    waits = next(card for section in page.sections for card in section.cards if card.label == "Waiting time")
    line = next(line for line in waits.lines if line.startswith("against As today: -"))
    yearly = study.yearly()
    mine = yearly[(yearly["measure"] == "wait_h") & (yearly["entity"] == "cluster")]
    means = mine.groupby(mine["option"].astype(str))["value"].mean()
    assert f"{100 * (means['longer'] / means['today'] - 1):+.1f} %" in line
    _, same = page_at(study, "/", "?option=today&base=today")
    assert not any("against" in line for section in same.sections for card in section.cards for line in card.lines)


def test_comparing_swaps_its_signs_with_the_base_and_keeps_to_what_was_picked(study):
    search = "?measures=wait_h,n_calls&places=north_port"
    _, one = page_at(study, "/compare", f"{search}&base=today")
    _, other = page_at(study, "/compare", f"{search}&base=longer")
    there, back = (page.table_of("table_differences") for page in (one, other))
    assert list(there["measure"]) == ["wait_h", "n_calls"]
    assert set(there["entity"]) == {"north_port"}
    assert list(there["option"]) == ["longer", "longer"]
    assert list(back["option"]) == ["today", "today"]
    assert there["difference"].tolist() == pytest.approx((-back["difference"]).tolist())
    assert (there["n"] == 2).all()
    assert control(one, "measures").value == ("wait_h", "n_calls")


def test_comparing_one_scenario_says_how_to_get_another(alone):
    _, page = page_at(alone, "/compare", "?lang=en")
    assert "portsim compare" in page.lead
    assert not page.sections


def test_a_port_that_is_picked_is_the_only_one_in_figures_and_tables(study):
    _, page = page_at(study, "/ports", "?port=south_port")
    assert set(page.table_of("wait")["entity"]) == {"south_port"}
    assert set(page.table_of("berth_plan")["port"]) == {"south_port"}
    assert set(page.table_of("occupancy_months")["entity"]) == {"south_port/t1"}
    assert len(page.table_of("table_ports")) == 1
    _, whole = page_at(study, "/ports", "")
    assert set(whole.table_of("wait")["entity"]) == {"north_port", "south_port"}


def test_corridors_of_an_option_show_what_changes_against_the_base(study):
    _, page = page_at(study, "/corridors", "?option=longer&base=today")
    change = page.table_of("corridor_change")
    flows = {label: study.data(label).records["journeys"]["value"].sum() for label in ("today", "longer")}
    assert change["value"].sum() == pytest.approx(flows["longer"] - flows["today"], abs=1.0)
    _, same = page_at(study, "/corridors", "?option=today&base=today")
    assert same.table_of("corridor_change") is None


def test_corridors_through_one_port_leave_the_others_out(study):
    _, page = page_at(study, "/corridors", "?port=south_port")
    assert set(page.table_of("corridors")["gateway"]) == {"south_port"}


def test_a_series_has_the_months_of_the_measures_and_places_picked(study):
    _, page = page_at(study, "/series", "?measures=wait_h&places=north_port")
    table = page.table_of("series_wait_h")
    assert list(table["period"]) == [f"2025-{month:02}" for month in range(1, 13)]
    assert set(table["entity"]) == {"north_port"}
    assert "series_n_calls" not in keys(page)


def test_the_tornado_has_the_settings_of_its_inputs_at_their_ends(study):
    _, page = page_at(study, "/sensitivity", "?option=today&measures=wait_h@cluster")
    bars = page.table_of("tornado").set_index("input")
    cranes = bars.loc["ports.north_port.terminals.t1.cranes.moves_per_h"]
    assert (cranes["low_setting"], cranes["high_setting"]) == (17.0, 23.0)
    assert cranes["low"] > cranes["high"]  # slower cranes, longer waits


def test_regret_is_the_distance_from_the_best_option_of_the_same_draw(study):
    _, page = page_at(study, "/sensitivity", "?measures=wait_h@cluster&direction=min")
    draws = study.results.draw_measures({"wait_h"})
    mine = draws[(draws["entity"] == "cluster") & (draws["period"] == "2025")]
    wide = mine.pivot_table("value", "draw", "option", observed=True)
    lost = wide["today"] - wide.min(axis=1)
    table = page.table_of("table_regret").set_index("option")
    assert table.loc["today", "mean_regret"] == pytest.approx(lost.mean(), rel=1e-5)
    _, other = page_at(study, "/sensitivity", "?measures=wait_h@cluster&direction=max")
    best = other.table_of("table_regret").set_index("option")["best_share"]
    assert best["today"] == pytest.approx(1.0 - table["best_share"]["today"])


def test_results_without_draws_say_what_is_missing_for_a_sensitivity(alone):
    _, page = page_at(alone, "/sensitivity", "?lang=en")
    assert "not varied" in page.lead


def test_inputs_are_found_by_all_words_wherever_they_stand(study):
    _, page = page_at(study, "/data", "?find=NORTH_PORT+crane")
    found = page.table_of("table_inputs")
    assert len(found)
    assert all("north_port" in path and "crane" in path for path in found["path"])
    _, whole = page_at(study, "/data", "")
    assert len(whole.table_of("table_inputs")) == len(study.data("today").inputs)


def test_inputs_that_differ_from_the_base_are_listed(study):
    _, page = page_at(study, "/data", "?option=longer&base=today")
    changed = page.table_of("table_changed")
    assert changed.set_index("path").to_dict("index") == {
        "ports.north_port.terminals.t1.quays.main.length_m": {"base": "300.0", "option": "450.0"},
        "demand.flows.hill_country_home_coast.annual_teu": {"base": "20000.0", "option": "30000.0"},
    }


def test_hostile_names_are_text_in_figures_and_no_formulas_in_files(study):
    for page in PAGES:
        _, made = page_at(study, f"/{page}", "?lang=en&option=longer")
        for section in made.sections:
            for figure in section.figures:
                text = figure.figure.to_json()
                assert "<img" not in json.dumps(json.loads(text), ensure_ascii=False), figure.key
                assert "<script" not in text, figure.key
    _, made = page_at(study, "/ports", "?lang=en")
    lines = csv_text(made.table_of("wait")).splitlines()
    assert any(f",'{FORMULA}," in line for line in lines)
    assert IMAGE in study.data("longer").title("en")  # the names were there to do harm


def test_the_animation_says_that_an_invented_cluster_is_not_on_the_map(study):
    _, page = page_at(study, "/animation", "?lang=en")
    assert "do not lie on the map" in page.sections[0].notes[0]


def test_runs_that_arrive_are_counted_in_and_runs_that_are_lost_are_told(study, tmp_path, monkeypatch):
    monkeypatch.setattr(shelves, "LOOK_EVERY_S", 0.0)
    folder = tmp_path / "growing"
    shutil.copytree(study.path, folder)
    runs = sorted(path for path in (folder / "runs").glob("*/*") if path.is_dir())
    aside = tmp_path / "aside"
    aside.mkdir()
    for number, run in enumerate(runs):
        run.rename(aside / str(number))
    growing = Shelf(folder)
    assert growing.n_runs == (0, len(runs))
    _, page = page_at(growing, "/compare", "?lang=en")
    assert "No run is whole yet" in page.lead
    for number, run in enumerate(runs[:-1]):
        (aside / str(number)).rename(run)
    _, page = page_at(growing, "/", "?lang=en")
    assert growing.n_runs == (len(runs) - 1, len(runs))
    assert any("1 runs were not carried out" in warning for warning in page.warnings)
    (aside / str(len(runs) - 1)).rename(runs[-1])
    page_at(growing, "/", "")
    assert growing.n_runs == (len(runs), len(runs))


def test_a_damaged_table_is_told_on_the_page(study, tmp_path):
    folder = tmp_path / "damaged"
    shutil.copytree(study.path, folder)
    shelf = Shelf(folder)
    for table in folder.glob("runs/*/*/measures.parquet"):
        table.write_bytes(b"\0" * table.stat().st_size)  # of the size that the manifest says
    _, page = page_at(shelf, "/", "?lang=en")
    assert page.lead.startswith("The results cannot be read")


def test_only_a_few_scenarios_stay_in_memory(study, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_AT_HAND", 1)
    shelf = Shelf(study.path)
    first = shelf.data("today")
    assert shelf.data("today") is first
    shelf.data("longer")
    assert shelf.data("today") is not first


def test_a_folder_without_results_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no results of portsim"):
        Shelf(tmp_path)


def test_a_page_is_made_once_until_runs_arrive_or_the_view_is_another(study, monkeypatch):
    first = page_at(study, "/ports", "?lang=zh")[1]
    assert page_at(study, "/ports", "?lang=zh")[1] is first
    assert page_at(study, "/ports", "?lang=en")[1] is not first
    monkeypatch.setattr(shelves, "MOST_PAGES", 2)
    for lang in ("en", "zh", "en"):
        for page in ("overview", "compare", "ports"):
            page_at(study, f"/{page}", f"?lang={lang}")
    assert page_at(study, "/ports", "?lang=zh")[1] is not first  # no more pages are kept than that
    kept = page_at(study, "/ports", "?lang=en")[1]
    study._put(study.results)  # as when runs have arrived
    assert page_at(study, "/ports", "?lang=en")[1] is not kept
