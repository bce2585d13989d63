"""The demand of the region: from totals of zones, markets and the cluster alone, each figure with a reason."""

import csv
import importlib
import math
import re
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DATA = SCENARIOS / "data"
PORTS = ("qinzhou", "fangchenggang", "beihai", "yangpu", "haikou", "zhanjiang")
DOMESTIC = ("north_china", "east_china", "south_china")
GUANGXI = (
    "beibu_coast", "nanning", "chongzuo_pingxiang", "liuzhou", "guilin", "yulin_guigang", "wuzhou_hezhou", "baise",
)  # fmt: skip


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def flows():
    return rows("demand_flows")


@pytest.fixture(scope="module")
def zones():
    return {row["id"] for row in rows("zones")}


@pytest.fixture(scope="module")
def module():
    before = list(sys.path)
    sys.path.insert(0, str(SCENARIOS))

    def load(name):
        return importlib.import_module(f"baseline_build.{name}")

    yield load
    sys.path[:] = before


def test_demand_reads_no_port_total_and_no_port_by_market(module):
    reads = {
        name
        for part in ("demand", "outside", "prices")
        for name in re.findall(r'read_input\("([^"]+)"\)', (SCENARIOS / f"baseline_build/{part}.py").read_text("utf-8"))
    }
    assert "demand_totals" in reads  # the search finds what is read
    assert not reads & {"port_totals", "port_markets", "earlier_totals", "monthly_teu", "ais_calls"}


def test_a_ports_throughput_changes_no_flow(module, monkeypatch):
    # Twice the boxes of every port in the statistics of the year: the demand is the same row by row.
    demand, files = module("demand"), module("files")
    before = demand.demand_rows()
    read = files.read_input

    def doubled(name):
        table = read(name)
        if name in ("port_totals", "port_markets"):
            return [{**row, "teu_10k": str(2.0 * float(row["teu_10k"] or 0.0))} for row in table]
        return table

    for part in ("demand", "cargo", "hinterland"):
        monkeypatch.setattr(module(part), "read_input", doubled)
    assert demand.demand_rows() == before


def test_cluster_totals_of_three_years_are_the_sums_of_the_published_and_assumed_ones():
    # 2024: 901.5 + 200.2 + 150 + 132; 2025: 1006.3 + 331.1 + 150 + 137; 2023: 802.2 + 183.35 + 150 + 127.44.
    total = next(row for row in rows("inputs/demand_totals") if row["item"] == "six_ports")
    assert float(total["teu_10k.2024"]) == pytest.approx(901.5 + 200.2 + 150 + 132, abs=0.1)
    assert float(total["teu_10k.2025"]) == pytest.approx(1006.3 + 331.1 + 150 + 137, abs=0.2)
    assert float(total["teu_10k.2023"]) == pytest.approx(802.2 + 183.35 + 150 + 127.44, abs=0.1)


def test_observed_totals_of_earlier_years_are_there_for_the_calibration():
    seen = {
        (row["entity"], row["period"]): float(row["value"]) / 1e4
        for row in rows("observed")
        if row["measure"] == "throughput_teu"
    }
    assert seen["qinzhou", "2024"] == pytest.approx(696.0, abs=0.05)
    assert seen["fangchenggang", "2023"] == pytest.approx(93.2, abs=0.05)
    assert seen["yangpu", "2024"] == 200.2
    assert seen["cluster", "2024"] == pytest.approx(1383.7 + 11.0, abs=0.1)  # with Maoming and Yangjiang
    assert {port for port, year in seen if year == "2023"} == {*PORTS, "maoming", "yangjiang", "cluster"}


def test_what_shall_pass_the_cluster_by_the_start_shares_is_its_laden_total(module):
    # 1206.0 domestic and 225.1 foreign quay TEU (10 000) of 2025, 70 % of it laden.
    demand = module("demand")
    domestic, foreign = demand.quay_parts(2025)
    # 1624.3 + 11 - 303.7 - 47.6 - 60 - 18 and 303.7 - 47.6 - 12 - 19
    assert (domestic, foreign) == pytest.approx((1206.0, 225.1))
    start = {row["zone"]: float(row["domestic_start_share"]) for row in demand.zones()}
    passing = sum(start[zone] * teu for (zone, _), teu in demand.domestic_pool(2025).items())
    assert passing == pytest.approx(0.7 * 1206.0)
    share, whole = demand.start_shares(2025), demand.boxed_zone_totals(2025)
    assert sum(share[zone] * whole[zone] for zone in share) == pytest.approx(0.7 * 225.1)


def test_the_coast_has_at_least_35_percent_of_guangxis_domestic_boxes_in_the_cluster(module):
    weights = module("demand").domestic_weights(2025)
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights["beibu_coast"] >= 0.35 * sum(weights[zone] for zone in GUANGXI)


def test_far_zones_send_no_more_boxes_than_trains_and_some_trucks_carry(module):
    # Chongqing 2025: its trains carry 0.30 of 51.1 (10k TEU), laden 0.84 of it, 51 % foreign; a tenth more by road.
    demand = module("demand")
    relations = [row for row in rows("inputs/rail_relations") if row["zone"] == "chongqing"]
    trains = sum(float(r["share"]) * (4.0 if r["port"] == "zhanjiang" else 51.1) for r in relations)
    boxes = demand.boxed_zone_totals(2025)["chongqing"] * demand.start_shares(2025)["chongqing"]
    assert boxes == pytest.approx(trains * 1.2 * 0.7 * 0.51 / 0.9)
    assert boxes < 0.2 * 62.3


def test_goods_boxed_at_the_ports_are_moved_to_the_coast_not_lost(module):
    demand = module("demand")
    whole, boxed, loose = demand.foreign_zone_totals(2025), demand.boxed_zone_totals(2025), demand.boxed_at_port(2025)
    start = {row["zone"]: float(row["foreign_start_share"]) for row in demand.zones()}
    moved = sum(loose[zone] * start[zone] * whole[zone] for zone in loose)
    assert 0.95 * (boxed["beibu_coast"] - whole["beibu_coast"]) == pytest.approx(moved)


def test_published_guesses_of_foreign_boxes_are_the_zones_totals(module):
    # 10 000 TEU: Chongqing 62.3, Sichuan 52.8, Guangxi 78.0, Hainan 29.0 in all its zones.
    whole = module("demand").foreign_zone_totals(2025)
    assert (whole["chongqing"], whole["sichuan"]) == (62.3, 52.8)
    assert sum(whole[zone] for zone in GUANGXI) == pytest.approx(78.0)
    assert whole["north_hainan"] + whole["west_hainan"] == pytest.approx(29.0)


def test_flows_join_zones_and_markets_once_per_class(flows, zones):
    markets = {row["id"] for row in rows("markets")}
    assert {flow["origin"] for flow in flows} | {flow["destination"] for flow in flows} == zones | markets
    assert not [flow["id"] for flow in flows if {flow["origin"], flow["destination"]} <= zones]
    keys = [(flow["origin"], flow["destination"], flow["cargo_class"]) for flow in flows]
    assert len(set(keys)) == len(keys) == len({flow["id"] for flow in flows})
    assert {flow["cargo_class"] for flow in flows} == {"bulk_box", "general", "manufactured", "high_value"}
    assert 800 < len(flows) < 1_050


def test_domestic_boxes_come_in_and_foreign_ones_go_out_so_that_empties_are_30_percent(flows, zones):
    # One direction has 0.4 of the other's laden boxes: 1.4 of 2 moves are laden, 70 %.
    for foreign in (False, True):
        mine = [f for f in flows if zones & {f["origin"], f["destination"]} and f["season"]]
        mine = [f for f in mine if ({f["origin"], f["destination"]} <= zones | set(DOMESTIC)) != foreign]
        mine = [f for f in mine if "west_hainan" not in (f["origin"], f["destination"])]
        out = sum(float(f["annual_teu"]) for f in mine if f["origin"] in zones)
        inward = sum(float(f["annual_teu"]) for f in mine if f["origin"] not in zones)
        lighter, heavier = (inward, out) if foreign else (out, inward)
        assert lighter / heavier == pytest.approx(0.4, abs=0.001)


def test_boxes_that_change_ship_are_between_markets_with_the_hub_left_open(flows, zones):
    hub = [flow for flow in flows if not zones & {flow["origin"], flow["destination"]}]
    assert sum(float(flow["annual_teu"]) for flow in hub) == pytest.approx(1_315_000, rel=1e-4)
    assert "hub" not in flows[0]


def test_earlier_years_have_the_same_flows_and_grow_with_the_cluster(flows):
    sums = {}
    for year in (2023, 2024):
        table = rows(f"demand_flows_{year}")
        assert [row["id"] for row in table] == [flow["id"] for flow in flows]
        sums[year] = sum(float(row["annual_teu"]) for row in table)
    whole = sum(float(flow["annual_teu"]) for flow in flows)
    assert sums[2023] < sums[2024] < whole
    assert whole / sums[2024] == pytest.approx(
        1.095, abs=0.02
    )  # domestic + 10.5 %, foreign + 7.5 %, transhipment + 6 %


def test_consignments_of_a_year_are_few_enough_for_a_fast_run(flows):
    n = sum(float(flow["annual_teu"]) / float(flow["mean_consignment_teu"]) for flow in flows)
    # With the warm-up a run makes 1.23 times as many; it is laid out for 370 000 through the cluster and past it.
    assert 270_000 < n < 330_000


@pytest.mark.parametrize(
    "table",
    ["demand_flows", "demand_flows_2023", "demand_flows_2024", "gateways", "outside_links", "links", "trains",
     "inputs/demand_totals", "inputs/zone_demand", "inputs/demand_markets", "inputs/regions", "inputs/gateways",
     "inputs/outside_land", "inputs/inland_costs", "inputs/earlier_totals"],
)  # fmt: skip
def test_every_row_has_a_source_or_says_that_it_is_assumed(table):
    assert [row for row in rows(table) if not row.get("source") and not row.get("assumed")] == []


def test_sources_named_by_the_inputs_are_listed_in_the_baseline():
    listed = (SCENARIOS / "baseline.yaml").read_text(encoding="utf-8").split("\nsources:")[1]
    named = {
        row["source"]
        for table in ("demand_totals", "zone_demand", "earlier_totals", "gateways")
        for row in rows(f"inputs/{table}")
        if row["source"]
    }
    assert {source for source in named if f"\n  {source}:" not in listed} == set()


def test_the_coast_zone_pays_the_least_truck_to_its_own_port():
    # 30 km: 600 + 270 = 870, below the least of 1 300 CNY a truck; 1 300/1.6 = 812.5, rounded to 810.
    roads = {row["id"]: float(row["cost_cny_per_teu"]) for row in rows("links") if row["mode"] == "road"}
    assert [roads[f"road_beibu_coast_{port}"] for port in ("qinzhou", "fangchenggang", "beihai")] == [810.0] * 3
    # 200 km: (600 + 9 x 200)/1.6 = 1 500
    assert roads["road_chongzuo_pingxiang_fangchenggang"] == 1500.0
    # West Hainan to Zhanjiang: 305 km of road and the ferry, (600 + 9 x 305 + 1 200)/1.6 = 2 840.6
    assert roads["road_west_hainan_zhanjiang"] == 2840.0


def test_a_train_costs_its_tariff_of_which_the_railway_takes_off_30_percent():
    # Chongqing - Qinzhou, 1 406 km: 20 ft 440 + 3.185 x 1 406 = 4 918.1, 40 ft 532 + 3.357 x 1 406 = 5 251.9; a TEU
    # 0.55 x 4 918.1 + 0.45 x 5 251.9/2 = 3 886.6; with ends 4 790; less 30 %: 2 720.6 + 900 = 3 620.
    train = next(row for row in rows("trains") if row["id"] == "train_chongqing_qinzhou")
    assert float(train["cost_cny_per_teu"]) == 4790.0
    assert float(train["cost_cny_per_teu"]) - float(train["subsidy_cny_per_teu"]) == 3620.0
    assert float(train["distance_km"]) == 1406.0


def test_a_short_train_has_no_discount_and_a_middling_one_half_of_it():
    trains = {row["id"]: row for row in rows("trains")}
    assert float(trains["train_nanning_qinzhou"]["subsidy_cny_per_teu"]) == pytest.approx(0.0, abs=10)
    # Guilin - Qinzhou, 520 km: 0.55 x 2 096.2 + 0.225 x 2 277.6 = 1 665.4; 15 % of it 249.8.
    assert float(trains["train_guilin_qinzhou"]["subsidy_cny_per_teu"]) == pytest.approx(249.8, abs=10)


def test_barges_of_xijiang_and_canal_are_priced_by_one_formula(module):
    # Nanning - Qinzhou, 294 km: two lifts 400, 0.7 x 294 = 205.8, lorry 200; Nanning - Nansha 854 km: 1 197.8.
    assert module("prices").barge_cny(294.0) == 806.0
    leg = next(row for row in rows("outside_links") if row["id"] == "nanning_via_nansha_barge")
    assert float(leg["cost_cny_per_teu"]) == 1198.0


def test_a_slot_of_a_4600_teu_ship_costs_charter_and_fuel(module):
    # Between 2 400 (11 000 USD) and 4 800 TEU (21 000): grade ln(21/11)/ln 2 = 0.93289; 11 000 x
    # (4 600/2 400)^0.93289 = 20 182. Fuel 55.8 t x (13.5/16)^3 = 33.52 t x 520 = 17 430.
    # (20 182 + 17 430) x 7.1/4 600/0.7 = 82.93.
    ship = next(row for row in rows("ship_classes") if row["id"] == "coastal_4600")
    assert float(ship["slot_cost_cny_per_day"]) == 83.0
    assert module("prices").charter_usd(4600) == pytest.approx(20_182, abs=1)


def test_a_sea_leg_of_a_large_gateway_costs_charges_and_days(module):
    # Nansha - Europe, 8 400 TEU at 16 kn: fuel 82.2 x (16/16.5)^3 = 74.95 t, 38 974 USD; (35 000 + 38 974) x 7.1
    # / 8 400/0.7 = 89.32 a day; by Singapore 1 574.6 nm and 8 314 beyond (9 693 - 1 379).
    nm = module("outside").sea_nm("nansha", "europe")
    assert nm == pytest.approx(1_575 + 8_314, abs=60)
    days = nm / 16.0 / 24.0 * 1.1 + 1.5
    leg = next(row for row in rows("outside_links") if row["id"] == "via_nansha_europe")
    assert float(leg["cost_cny_per_teu"]) == pytest.approx(443.75 + 300 + days * 89.32, abs=2)
    assert float(leg["time_h"]) == round(24 * days)


def test_every_zone_can_leave_past_the_cluster_and_every_domestic_market_be_reached_overland(zones):
    legs = rows("outside_links")
    gateways = {row["id"] for row in rows("gateways")}
    assert {leg["origin"] for leg in legs if leg["mode"] == "outside_land"} == zones
    assert {leg["destination"] for leg in legs if leg["mode"] == "outside_land"} <= gateways
    served = {(leg["origin"], leg["destination"]) for leg in legs if leg["mode"] == "outside_sea"}
    assert {
        ("overland_north", "north_china"),
        ("overland_east", "east_china"),
        ("overland_south", "south_china"),
    } <= served
    # An overland way that led to two markets would let boxes between the two change trucks there.
    for gateway in ("overland_north", "overland_east", "overland_south"):
        assert sum(origin == gateway for origin, _ in served) == 1


def test_the_yangtze_is_cheap_and_slow_and_costs_what_is_published():
    leg = next(row for row in rows("outside_links") if row["id"] == "chongqing_via_shanghai_barge")
    assert (float(leg["cost_cny_per_teu"]), float(leg["time_h"])) == (3200.0, 312.0)


def test_the_festivals_dip_is_found_again_in_months_made_with_a_known_one(module, monkeypatch):
    # Months of 1 000 TEU a day, growing 10 % a year, with a fifth less on the 21 days around the feast.
    season = module("season")

    def made():
        found = {}
        for year in season.FITTED_YEARS:
            for month in range(1, 13):
                days = season.monthrange(year, month)[1]
                level = 1_000.0 * math.exp(0.1 * (year - 2021 + (month - 1) / 12.0))
                teu = level * days * (1.0 - 0.2 * season.quiet_share(year, month))
                found[f"{year}-{month:02d}"] = {"qinzhou": teu, "fangchenggang": 0.0, "beihai": 0.0}
        return found

    monkeypatch.setattr(season, "monthly_teu", made)
    months, dip = season.fitted_season()
    assert dip == pytest.approx(0.2, abs=0.002)
    assert months == pytest.approx((1.0,) * 12, abs=0.002)
