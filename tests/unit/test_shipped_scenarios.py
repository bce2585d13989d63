"""The shipped scenarios: each says what it changes and what to expect, is listed, and can be run where it belongs."""

import re
from pathlib import Path

import pytest

from portsim.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SCENARIOS.glob("*.yaml"))}
OVERLAYS = [name for name, text in FILES.items() if f"\nname: {name}\n" in text and "\nextends:" not in text]
OVERLAYS = [name for name in OVERLAYS if "\nclock:" not in FILES[name]]
OF_AN_OUTLOOK_YEAR = {"no_canal", "canal_toll", "canal_toll_high", "lock_maintenance", "huangtong_baise",
                      "no_second_track"}  # fmt: skip
OLDER = {"baseline", "canal_2027", "pinglu_canal", "tutorial", "two_ports", "typhoon_yagi", "yagi_2025"}


def head_of(name):
    return " ".join(line.lstrip("# ") for line in FILES[name].split("\nformat:")[0].splitlines()[1:])


def loaded(tmp_path, base, *overlays):
    path = tmp_path / "x.yaml"
    lay = [str(SCENARIOS / f"{overlay}.yaml") for overlay in overlays]
    path.write_text(f"format: 1\nname: x\nextends: {SCENARIOS / base}.yaml\noverlays: {lay}\n", encoding="utf-8")
    return load_scenario(path)


def test_what_the_plan_names_is_there():
    years = {"baseline", "baseline_2023", "baseline_2024", "outlook_2027", "outlook_2030", "outlook_2035"}
    assert years <= set(FILES)
    assert sum(name.startswith("division_") for name in OVERLAYS) >= 6
    assert {"growth_low", "growth_central", "growth_plan"} <= set(OVERLAYS)


@pytest.mark.parametrize("name", sorted(set(FILES) - OLDER))
def test_each_file_says_what_it_changes_and_what_to_expect(name):
    words = head_of(name)
    assert len(words) > 150
    assert "Expect" in words
    assert "ssumed" in words or "ource" in words or "press" in words


def test_every_file_is_listed_in_the_reference_and_nothing_else():
    page = (ROOT / "docs/reference/shipped-scenarios.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z0-9_]+)`", page.split("## Scenarios")[1]))
    assert listed == set(FILES)


@pytest.mark.parametrize("name", [name for name in OVERLAYS if name not in OLDER])
def test_an_overlay_lies_on_the_scenario_it_is_for_without_a_warning(tmp_path, name):
    base = "outlook_2030" if name in OF_AN_OUTLOOK_YEAR else "baseline"
    assert [str(warning) for warning in loaded(tmp_path, base, name).warnings] == []


@pytest.mark.parametrize("year", [2023, 2024, 2027, 2030, 2035])
def test_each_year_loads_with_no_warning_but_of_full_rail_lines_and_every_number_has_a_reason(year):
    # Guiyang - Liuzhou was full until the high-speed line freed paths in 2023, Nanning - Mahuang will be by 2035.
    name = f"baseline_{year}" if year < 2025 else f"outlook_{year}"
    found = load_scenario(SCENARIOS / f"{name}.yaml")
    full = {2023: ["links.rail_guiyang_liuzhou"], 2035: ["links.rail_nanning_qinzhou"]}
    assert [warning.path for warning in found.warnings] == full.get(year, [])
    assert found.scenario.clock.year == year
    assert {row.source for row in found.inputs if row.source} <= set(found.sources)
    bare = [
        row.path
        for row in found.inputs
        if row.status == "given"
        and isinstance(row.value, int | float)
        and not isinstance(row.value, bool)
        and not row.source
        and not row.assumed
        and not row.path.startswith(("clock.", "demand.year", "calibration."))
    ]
    assert bare == []


def test_without_the_canal_nothing_of_it_is_left(tmp_path):
    scenario = loaded(tmp_path, "outlook_2030", "no_canal").scenario
    plain = load_scenario(SCENARIOS / "baseline.yaml").scenario
    assert set(scenario.locks) == set(plain.locks)
    assert set(scenario.services) == set(plain.services)
    assert set(scenario.ports) == set(plain.ports)
    # Baise - Nanning belongs to the railway of 2028.
    assert set(scenario.links) == {*plain.links, "rail_baise_nanning"}


def test_growth_paths_and_the_demand_of_a_year(tmp_path):
    central = load_scenario(SCENARIOS / "outlook_2035.yaml").scenario.demand
    plan = loaded(tmp_path, "outlook_2035", "growth_plan").scenario.demand
    assert (central.growth_path, plan.growth_path) == ("central", "plan")
    assert (central.year, load_scenario(SCENARIOS / "baseline_2024.yaml").scenario.demand.year) == (2025, 2024)


def test_ships_of_an_outlook_year_have_room_for_the_fastest_path():
    # 1.096^10 = 2.5010: the 4 600 TEU coastal ship offers 11 505 slots; her length and weight follow the central path,
    # 1.05^10 = 1.6289: 235 m x 1.6289^(1/3) = 276 m, 65 000 t x 1.6289; the 366 m ship would be 431 m, held at 400 m.
    fleets = load_scenario(SCENARIOS / "outlook_2035.yaml").scenario.fleets
    assert fleets["coastal_4600"].capacity_teu == pytest.approx(11_505, abs=1)
    assert fleets["coastal_4600"].loa_m == pytest.approx(276, abs=1)
    assert fleets["coastal_4600"].dwt_t == pytest.approx(105_900, abs=100)
    assert fleets["trunk_366m"].loa_m == 400


@pytest.mark.parametrize(("path", "growth"), [("low", 0.01), ("central", 0.03), ("plan", 0.07)])
def test_bulk_grows_on_the_path_of_an_outlook_year(tmp_path, path, growth):
    """Ore at Fangchenggang by the rates of ore: 50.76 Mt in 2025 x (1 + growth)^10 in 2035, nothing changed in 2025."""
    stream = loaded(tmp_path, "outlook_2035", f"growth_{path}").scenario.bulk["fcg_ore"]
    assert stream.volume_in(2025) == 50_760_000
    assert stream.volume_in(2035) == pytest.approx(50_760_000 * (1.0 + growth) ** 10, abs=10_000)


def test_streams_at_the_capacity_of_their_berth_do_not_grow_past_it(tmp_path):
    """Crude at Sandun has 9.86 Mt of capacity, LNG at Beihai and Yangpu 3 Mt each, Chisha 19.6 Mt."""
    bulk = loaded(tmp_path, "outlook_2035", "growth_plan").scenario.bulk
    assert bulk["qz_crude"].volume_in(2035) == bulk["qz_crude"].volume_in(2025)
    assert max(bulk["bh_lng"].volume_in(2035), bulk["yp_lng"].volume_in(2035)) <= 3.0e6
    assert bulk["fcg_chisha"].volume_in(2035) == pytest.approx(19.6e6, rel=0.01)
