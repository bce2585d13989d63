"""CO2 of single boxes by hand, and of ships at berth, from the factors and distances of small clusters."""

from __future__ import annotations

import pytest
from barge_clusters import canal, river_sea
from cargo_clusters import lane, run, way
from scenario_files import DATA
from small_clusters import Raw, named_rows

from portsim.errors import InputError
from portsim.model.world import simulate
from portsim.results.log_cargo import WAY_EMISSIONS
from portsim.results.measures import compute_measures
from portsim.results.record_columns import MODES
from portsim.results.records import Records
from portsim.scenario.emissions import Emissions, PortEmissions
from portsim.scenario.load import load_scenario

NM = 1.852
SEA_KG = 480.0 * NM * 80.4 / 1_000.0
"""The lane of 480 nm at 80.4 g per TEU-km."""
LADEN_T = 11.0


def ways(records: Records) -> dict[str, dict[str, float]]:
    """Rows of `way_emissions` by mode."""
    rows = [dict(zip(WAY_EMISSIONS.names, row, strict=True)) for row in named_rows(records, "way_emissions")]
    return {MODES[int(row["mode"])]: row for row in rows}


def weighing(raw: Raw) -> Raw:
    raw["cargo"]["laden_t_per_teu"] = LADEN_T
    return raw


def test_a_box_by_truck_and_ship_emits_this_by_hand() -> None:
    found = ways(run(weighing(lane(exports=5.0))))["road"]
    # 300 km x 11 t x 78 g; 480 nm of sea at 80.4 g
    assert (found["inland_km"], found["inland_co2_kg"]) == (300.0, pytest.approx(257.4))
    assert (found["sea_km"], found["sea_co2_kg"]) == (pytest.approx(888.96), pytest.approx(SEA_KG))


def test_the_canal_saves_the_factor_of_the_road_over_its_distance_less_its_own() -> None:
    """300 km by road against 120 km of canal, the same ship from the port on."""
    raw = weighing(canal(exports=20.0))
    raw["demand"]["routes"] = {"road": way(0.5), "canal": way(0.5, mode="barge")}
    found = ways(run(raw))
    saved = found["road"]["inland_co2_kg"] - found["barge"]["inland_co2_kg"]
    assert saved == pytest.approx(LADEN_T * (300.0 * 78.0 - 120.0 * 12.0) / 1_000.0)
    assert found["road"]["sea_co2_kg"] == found["barge"]["sea_co2_kg"]


def test_the_tonnes_of_a_run_are_its_boxes_times_the_kilos_of_their_way() -> None:
    raw = weighing(canal(exports=20.0))
    raw["demand"]["routes"] = {"road": way(0.5), "canal": way(0.5, mode="barge")}
    records = run(raw)
    table, found = compute_measures(records), ways(records)
    columns = records.tables["consignments"].columns()
    arrived = columns["delivered_h"] < 8_760.0
    for mode in ("road", "barge"):
        teu = int(columns["teu"][arrived & (columns["mode"] == MODES.index(mode))].sum())
        assert teu > 100
        expected = teu * found[mode]["inland_co2_kg"] / 1_000.0
        assert table.value("co2_t", f"harbour>{mode}", "2025") == pytest.approx(expected)


def test_a_ship_from_an_inland_port_emits_by_its_own_factor_all_the_way() -> None:
    found = ways(run(weighing(river_sea(exports=20.0))))["river_sea"]
    # 120 km of canal and 240 nm of sea x 11 t x 12 g
    assert found["inland_km"] == pytest.approx(120.0 + 240.0 * NM)
    assert found["inland_co2_kg"] == pytest.approx((120.0 + 240.0 * NM) * LADEN_T * 12.0 / 1_000.0)
    assert found["sea_km"] == 0.0


def test_beyond_a_hub_the_box_goes_by_the_factor_of_ships_at_sea() -> None:
    found = ways(run(weighing(river_sea(exports=20.0, hub="harbour"))))["river_sea"]
    assert (found["inland_km"], found["sea_km"]) == (pytest.approx(120.0 + 240.0 * NM), pytest.approx(480.0 * NM))


def test_past_the_cluster_a_box_emits_to_the_gateway_and_beyond_it() -> None:
    records = simulate(load_scenario(DATA / "choosing.yaml").scenario, 1, 0)
    rows = [dict(zip(WAY_EMISSIONS.names, row, strict=True)) for row in named_rows(records, "way_emissions")]
    past = {row["flow"]: row for row in rows if row["past_cluster"]}
    # 600 km by road; 2 100 km given, or 60 h at 14 kn
    assert past["out"]["inland_km"] == past["inland_to_coast"]["inland_km"] == 600.0
    assert past["out"]["sea_km"] == 2_100.0
    assert past["inland_to_coast"]["sea_km"] == pytest.approx(60.0 * 14.0 * NM)
    assert past["out"]["sea_co2_kg"] == pytest.approx(2_100.0 * 80.0 / 1_000.0)  # its own factor: 80 g
    assert {row["gateway"] for row in past.values()} == {"elsewhere"}


def test_power_from_the_shore_takes_its_share_of_a_berth_s_energy() -> None:
    """370 kW: 593 g of her own, of which the port takes a tenth and one terminal a half at 400 g."""
    ports = {"p": PortEmissions(grid_g_per_kwh=400.0, shore_power_share=0.1, terminal_shore_power_share={"t": 0.5})}
    emissions = Emissions(ports=ports)
    assert emissions.g_per_kwh_at("p", "other") == pytest.approx(0.9 * 593.0 + 0.1 * 400.0)
    assert emissions.g_per_kwh_at("p", "t") == pytest.approx(0.5 * 593.0 + 0.5 * 400.0)
    assert emissions.g_per_kwh_at("elsewhere", "t") == 593.0


def test_ships_at_berth_emit_their_power_times_their_hours() -> None:
    raw = lane(exports=5.0)
    raw["fleets"]["ship"]["berth_kw"] = 370.0
    records = run(raw)
    calls = records.tables["calls"].columns()
    hours = float(calls["service_h"][calls["unberthed_h"] < 8_760.0].sum())
    assert hours > 500.0
    found = compute_measures(records).value("co2_t", "harbour>berth", "2025")
    assert found == pytest.approx(hours * 370.0 * 593.0 / 1e6)


def test_a_way_by_land_beyond_a_gateway_must_say_how_long_it_is() -> None:
    with pytest.raises(InputError) as refused:
        load_scenario("baseline", sets=["links.land_border_vietnam.distance_km=null"])
    (problem,) = refused.value.problems
    assert problem.path == "links.land_border_vietnam"
    assert problem.message == "goes by road: give distance_km; a length from time is that of a ship"
