"""The records of one option of a results folder, and the whole explanation made from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portsim.analysis.explain import Where, by_cause, by_place, chosen, measured_calls
from portsim.analysis.explain_cargo import lock_waits, rolled_exports
from portsim.analysis.explain_late import (
    by_train,
    import_trains,
    late_calls,
    missed_trains,
    rail_imports,
    with_lateness,
    with_their_ship,
)
from portsim.clock import Clock
from portsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from portsim.results.opening import Results


@dataclass(frozen=True)
class Logs:
    """Record tables of all replications of one option that kept them, and what they speak of.

    Attributes
    ----------
    clock
        Reported years.
    n_runs
        Replications that kept their records.
    zones
        Zone and port by id of the train service.
    ready_h
        Hours from landing to ready for a train, by terminal.
    locks
        Ids of the locks.
    """

    calls: pd.DataFrame
    voyages: pd.DataFrame
    consignments: pd.DataFrame
    trains: pd.DataFrame
    passages: pd.DataFrame
    clock: Clock
    n_runs: int
    zones: dict[str, tuple[str, str]]
    ready_h: dict[str, float]
    locks: set[str]


@dataclass(frozen=True)
class Explanation:
    """Tables, all of a mean replication; see the functions of `portsim.analysis.explain` and its neighbours.

    Attributes
    ----------
    n_calls
        Calls looked at.
    causes, ports, months, ship_classes, services
        Waiting and lost time.
    late
        Calls by how they came.
    trains
        Boxes landed for trains, by how their ship came.
    unknown_rail_teu
        Boxes that left by train in the reported years and whose ship ended before them, or could not be told.
    rolled, locks
        Rolled exports by gateway and waits at locks; empty where a choice of ships or months was made.
    """

    n_calls: float
    causes: pd.DataFrame
    ports: pd.DataFrame
    months: pd.DataFrame
    ship_classes: pd.DataFrame
    services: pd.DataFrame
    late: pd.DataFrame
    trains: pd.DataFrame
    unknown_rail_teu: float
    rolled: pd.DataFrame
    locks: pd.DataFrame


def logs_of(results: Results, option: str) -> Logs:
    """Read the records of an option.

    Raises
    ------
    InputError
        None of its runs kept them, or a file is damaged.
    """
    runs = [run for run in results.runs if run.option == option and "calls.parquet" in run.manifest["files"]]
    if not runs:
        raise InputError(
            f"{results.path}: no run of {option} kept its records, and only they tell why ships waited; run it again "
            "with outputs.records all or first"
        )
    manifest = runs[0].manifest

    def mine(name: str) -> pd.DataFrame:
        table = results.table(name)
        return table[table["option"] == option]

    inputs, entities = mine("inputs"), mine("entities")
    values = dict(zip(inputs["path"], inputs["value"], strict=True))
    trains = entities.loc[(entities["kind"] == "service") & (entities["group"] == "train"), "id"]
    paths = [path.split(".") for path in values if path.endswith(".yard.rail_ready_h")]
    return Logs(
        calls=mine("calls"),
        voyages=mine("voyages"),
        consignments=mine("consignments"),
        trains=mine("trains"),
        passages=mine("passages"),
        clock=Clock(manifest["year"], manifest["n_years"], manifest["warmup_days"]),
        n_runs=len(runs),
        zones={id: (values[f"services.{id}.zone"], values[f"services.{id}.port"]) for id in trains},
        ready_h={f"{path[1]}/{path[3]}": float(values[".".join(path)]) for path in paths},
        locks=set(entities.loc[entities["kind"] == "lock", "id"]),
    )


def explain(logs: Logs, where: Where, late_h: float) -> Explanation:
    """Waiting and lost time by cause, and what late ships led to.

    Parameters
    ----------
    logs
        As `logs_of` reads them.
    where
        Calls to look at.
    late_h
        Hours from the pro forma time beyond which a call is early or late.
    """
    calls = measured_calls(logs.calls, logs.clock)
    looked_at = chosen(calls, where)
    places = {name: by_place(looked_at, logs.n_runs, name) for name in ("port", "period", "ship_class", "service")}
    boxes, unknown_teu = _boxes_for_trains(logs, looked_at, late_h)
    everything = where.month is None and where.ship_class is None
    consignments = logs.consignments
    if where.port is not None:
        consignments = consignments[consignments["gateway"] == where.port]
    return Explanation(
        n_calls=len(looked_at) / logs.n_runs,
        causes=by_cause(looked_at, logs.n_runs),
        ports=places["port"],
        months=places["period"],
        ship_classes=places["ship_class"],
        services=places["service"],
        late=late_calls(looked_at, logs.voyages, late_h, logs.n_runs),
        trains=by_train(boxes, logs.n_runs),
        unknown_rail_teu=unknown_teu if everything and where.port is None else 0.0,
        rolled=rolled_exports(consignments if everything else consignments[:0], logs.clock, logs.n_runs),
        locks=lock_waits(logs.passages if where == Where() else logs.passages[:0], logs.locks, logs.clock, logs.n_runs),
    )


def _boxes_for_trains(logs: Logs, calls: pd.DataFrame, late_h: float) -> tuple[pd.DataFrame, float]:
    """Boxes landed for trains by the calls given, and TEU of a replication that left in the reported years besides."""
    all_boxes = rail_imports(logs.consignments, logs.trains, logs.zones)
    boxes = with_their_ship(all_boxes, with_lateness(calls, late_h))
    missed = missed_trains(boxes, import_trains(logs.trains, logs.zones), logs.ready_h)
    left = all_boxes[(all_boxes["train_h"] >= logs.clock.warmup_h) & (all_boxes["train_h"] < logs.clock.end_h)]
    known = missed[(missed["train_h"] >= logs.clock.warmup_h) & (missed["train_h"] < logs.clock.end_h)]
    return missed, float(left["teu"].sum() - known["teu"].sum()) / logs.n_runs
