"""Figures of the baseline that the tables of `portsim run` do not print, and what moves direct berthing.

    portsim run baseline --no-images --output FOLDER
    python benchmarks/baseline_figures.py FOLDER
    python benchmarks/baseline_figures.py --what-if [--replications 2]

The first prints means over the replications in FOLDER: container ships apart, by port and terminal; why ships do not
berth directly; calls at the three terminals of Qinzhou by class; months beside statistics. The second runs the baseline
with one thing changed at a time. Figures of docs/explanation/baseline.md come from here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import portsim
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario
from portsim.scenario.scenario import Scenario

PORTS = ("qinzhou", "fangchenggang", "beihai", "yangpu", "haikou", "zhanjiang", "maoming", "yangjiang")
CAUSES = ("weather", "berth", "tide", "channel", "pilot")
TEU = ["discharged_laden_teu", "discharged_empty_teu", "loaded_laden_teu", "loaded_empty_teu"]
DIRECT_H = 0.5
CLOSE_SHARE = 0.1
WIDER_DWT = 60_000
NARROW = ("qinzhou.channels.west", "fangchenggang.channels.main", "beihai.channels.tieshan")
YEAR, YEAR_H = "2025", 8760.0


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--what-if", action="store_true")
    parser.add_argument("--replications", type=int, default=2)
    asked = parser.parse_args()
    pd.set_option("display.width", 200, "display.max_columns", 30, "display.max_rows", 200)
    if asked.folder:
        figures(asked.folder)
    if asked.what_if:
        what_if(asked.replications)


def figures(folder: Path) -> None:
    """Means over the replications of a folder."""
    results = portsim.open_results(folder)
    measures = results.measures()
    year = measures[measures["period"] == YEAR].groupby(["measure", "entity"])["value"].agg(["mean", "min", "max"])
    container_ships(year)
    for measure in ("rolled_share", "load_share", "gate_use_share", "track_use_share", "plug_use_share"):
        rows = year.loc[measure, "mean"]
        print(f"{measure}: {rows.loc[of_ports(rows.index)].min():.3f} to {rows.loc[of_ports(rows.index)].max():.3f}")
    calls = calls_of_year(results)
    not_direct(calls)
    classes_at_qinzhou(calls[calls["kind"] == "container"])
    months(measures)


def of_ports(entities: pd.Index) -> list[str]:
    """Entities that are ports, or relations and terminals of ports."""
    return [entity for entity in entities if entity.replace("/", ":").split(":")[0] in PORTS]


def calls_of_year(results: portsim.Results) -> pd.DataFrame:
    """Calls that ended in the year, with their kind, boxes, wait before the way in and its main cause."""
    scenario = load_scenario("baseline").scenario
    calls = results.table("calls")
    hours = calls["unberthed_h"] - 24.0 * scenario.clock.warmup_days
    calls = calls[~calls["turned_away"] & (hours >= 0.0) & (hours < YEAR_H)]
    waits = calls[[f"wait_{cause}_h" for cause in CAUSES]].to_numpy()
    way_in_h = calls["inbound_h"] - calls["arrived_h"]
    return calls.assign(
        kind=np.where(calls["service"].astype(str).isin(set(scenario.bulk)), "bulk", "container"),
        teu=calls[TEU].sum(axis=1),
        way_in_h=way_in_h,
        cause=np.where(way_in_h <= DIRECT_H, "direct", np.array(CAUSES)[waits.argmax(axis=1)]),
    )


def container_ships(year: pd.DataFrame) -> None:
    """Boxes, calls and waits of container ships by port; occupancy of the terminals for boxes."""
    rows = {}
    for port in (*PORTS, "cluster"):
        of_boxes = f"{port}:container"
        rows[port] = {
            "10k TEU": year.loc[("throughput_teu", port), "mean"] / 1e4,
            "from": year.loc[("throughput_teu", port), "min"] / 1e4,
            "to": year.loc[("throughput_teu", port), "max"] / 1e4,
            "calls a week": year.loc[("n_calls", of_boxes), "mean"] / (365 / 7),
            "empty": year.loc[("empty_share", port), "mean"],
            "foreign": year.loc[("foreign_share", port), "mean"],
            "wait h": year.loc[("wait_h", of_boxes), "mean"],
            "direct": year.loc[("direct_berthing_share", of_boxes), "mean"],
            "berth h": year.loc[("service_h", of_boxes), "mean"],
            "in port h": year.loc[("turnaround_h", of_boxes), "mean"],
        }
    print("Container ships\n", pd.DataFrame(rows).T.round(3))
    boxes = year.loc["throughput_teu"]["mean"]
    terminals = [entity for entity in boxes.index if entity.count("/") == 1 and boxes[entity] > 0]
    shown = ("berth_occupancy_share", "wait_h", "direct_berthing_share", "service_h", "turnaround_h")
    print("\nTerminals\n", pd.DataFrame({m: year.loc[m]["mean"].reindex(terminals) for m in shown}).round(3))


def not_direct(calls: pd.DataFrame) -> None:
    """Share of calls that do not start inbound within half an hour, by the cause of most of their wait."""
    boxes = calls[calls["kind"] == "container"]
    for of, by in ((calls, ["kind"]), (calls, ["kind", "port"]), (boxes, ["terminal"])):
        shares = pd.crosstab([of[key].astype(str) for key in by], of["cause"], normalize="index")
        print(f"\nDirect, or why not, by {by[-1]}\n", shares.round(3))
    of_bulk = calls[calls["kind"] == "bulk"]
    waits = of_bulk.groupby(of_bulk["port"].astype(str))["wait_h"].agg(["mean", "size"])
    print("\nBulk: wait h, calls\n", waits.assign(size=waits["size"] / calls["run"].nunique()).round(2))
    for kind, of in [*calls.groupby("kind"), ("all", calls)]:
        direct = of["way_in_h"] <= DIRECT_H
        no_channel = of["way_in_h"] - of["wait_channel_h"] <= DIRECT_H
        berth = of["wait_berth_h"] <= DIRECT_H
        print(
            f"{kind}: direct {direct.mean():.3f}, leaving out the channel {no_channel.mean():.3f}, berth only"
            f" {berth.mean():.3f}; within 3 h {(of['way_in_h'] <= 3.0).mean():.3f};"
            f" wait of those not direct {of.loc[~direct, 'way_in_h'].mean():.1f} h"
        )


def classes_at_qinzhou(boxes: pd.DataFrame) -> None:
    """Mean call of each class at the terminals for boxes."""
    of = boxes[boxes["port"] == "qinzhou"]
    by = of.assign(terminal=of["terminal"].astype(str), ship_class=of["ship_class"].astype(str))
    groups = by.groupby(["terminal", "ship_class"])
    means = groups[["teu", "moves", "service_h", "wait_h", "crane_h"]].mean()
    means["cranes"] = means.pop("crane_h") / means["service_h"]
    means["direct"] = (by["cause"] == "direct").groupby([by["terminal"], by["ship_class"]]).mean()
    means["calls"] = groups.size() / of["run"].nunique()
    print("\nCalls at Qinzhou\n", means.round(2))


def months(measures: pd.DataFrame) -> None:
    """Boxes by month over the statistics, less one, and how many days they come after the season of the demand."""
    observed = pd.read_csv(Path(__file__).parents[1] / "scenarios" / "data" / "observed.csv")
    observed = observed[(observed["measure"] == "throughput_teu") & observed["period"].str.contains("-")]
    means = measures[measures["measure"] == "throughput_teu"].groupby(["entity", "period"])["value"].mean()
    both = observed.join(means.rename("simulated"), on=["entity", "period"])
    both["difference"] = both["simulated"] / both["value"] - 1
    print("\nMonths\n", both.pivot_table("difference", "period", "entity").round(2))
    outside = both["difference"].abs() > CLOSE_SHARE
    print("months off by more than a tenth:", outside.groupby(both["entity"]).sum().to_dict())
    days = np.array([pd.Period(f"{YEAR}-{month:02d}").days_in_month for month in range(1, 13)])
    (season,) = load_scenario("baseline").scenario.demand.seasons.values()
    of_day, first = np.repeat(season.monthly, days), np.cumsum(days) - days
    for port, rows in both.groupby("entity"):
        seen = rows.sort_values("period")["simulated"].to_numpy() / days
        lagged = [np.add.reduceat(np.roll(of_day, lag), first) / days for lag in range(40)]
        misfit = [float(np.square(months / months.mean() - seen / seen.mean()).sum()) for months in lagged]
        print(f"{port}: most like the season {np.argmin(misfit)} days later")


def what_if(n: int) -> None:
    """Direct berthing and wait, container ships and all, with one thing changed."""
    baseline = load_scenario("baseline").scenario
    liners = [name for name, service in baseline.services.items() if service.kind == "liner"]
    on_time = [f"services.{name}.lateness_h=0" for name in liners]
    fair = [f"ports.{port}.weather=null" for port in PORTS]
    wide = [f"ports.{channel}.two_way_up_to_dwt_t={WIDER_DWT}" for channel in NARROW]
    changes = {
        "as shipped": [], "liners on time": on_time, "no weather at ports": fair, "two-way up to 60 000 t": wide,
        "no bulk": ["bulk=null"], "all four": [*on_time, *fair, *wide, "bulk=null"],
    }  # fmt: skip
    print("direct berthing and wait      direct: containers  Qinzhou's    all    wait h: containers  Qinzhou's    all")
    for name, sets in changes.items():
        scenario = load_scenario("baseline", sets=sets).scenario
        direct, wait = np.mean([_measured(scenario, r) for r in range(n)], axis=0)
        shares, hours = (" ".join(f"{value:10.{d}f}" for value in row) for row, d in ((direct, 3), (wait, 2)))
        print(f"{name:33}{shares}   {hours}", flush=True)


def _measured(scenario: Scenario, replication: int) -> list[list[float]]:
    table = compute_measures(simulate(scenario, 1, replication))
    boxes = ":container" if scenario.bulk else ""  # without bulk all ships are container ships
    entities = (f"cluster{boxes}", f"qinzhou{boxes}", "cluster")
    return [[table.value(m, entity, YEAR) for entity in entities] for m in ("direct_berthing_share", "wait_h")]


if __name__ == "__main__":
    main()
