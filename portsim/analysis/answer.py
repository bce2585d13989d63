"""What the runs of a study say: means with intervals by option, differences, draws, and which option is best.

All arithmetic is that of `portsim.analysis`; here the right rows are handed to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from portsim.analysis.benefits import USER_BENEFIT
from portsim.analysis.differences import paired_differences
from portsim.analysis.inputs import Inputs, inputs
from portsim.analysis.intervals import summarise
from portsim.analysis.plain import plain_rows
from portsim.analysis.plan import targets_met
from portsim.analysis.regret import regret
from portsim.analysis.selection import select_best
from portsim.analysis.wide import wide
from portsim.analysis.worth import Worth, worth
from portsim.results.definition import split_measure
from portsim.results.opening import Results

DEFAULT_MEASURES = ("throughput_teu", "wait_h")
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Best:
    """Which option is best in one cell of the factors.

    Parameters
    ----------
    cell
        Values of the factors, by path.
    measure, entity, period
        What decides.
    direction
        ``min`` or ``max``.
    selected
        The choice of KN at the central case; None where the runs do not suffice.
    leading
        The option with the best mean so far.
    n_runs, n_at_most
        Runs KN has looked at, and by which it decides for certain; 0 where it could not begin.
    shares
        By option: the columns of `portsim.analysis.regret.regret` but its name; empty without draws.
    not_beaten
        Options that KN has not dropped at the central case; all where it could not begin.
    """

    cell: dict[str, Any]
    measure: str
    entity: str
    period: str
    direction: str
    selected: str | None
    leading: str
    n_runs: int
    n_at_most: int
    shares: dict[str, dict[str, float]]
    not_beaten: tuple[str, ...] = ()

    @property
    def most_often(self) -> str:
        """The option that is best in most draws; empty without draws."""
        return max(self.shares, key=lambda option: self.shares[option]["best_share"]) if self.shares else ""


@dataclass(frozen=True)
class Answer:
    """What a study says.

    Parameters
    ----------
    results
        The opened results folder.
    measures
        Measure and entity of each table.
    summary
        Means with intervals of the central case: option (label of the case), measure, unit, entity, period, ...
    differences
        Of each case to the one with the same factors in the option of `compare_to`; None without one.
    draws
        Mean, 5 % and 95 % quantile over draws: option, measure, unit, entity, period, n, mean, low, high; None without.
    best
        By cell of the factors; empty without `select_best`.
    inputs
        Which uncertain input moves the measure that decides (else the first one), in the first cell; None without draws
        that tell.
    worth
        What the options are worth to those who send cargo; None without `compare_to` and where cargo does not choose.
    targets
        Figures of a plan against the draws, see `portsim.analysis.plan.targets_met`; None without any.
    """

    results: Results
    measures: tuple[tuple[str, str], ...]
    summary: pd.DataFrame
    differences: pd.DataFrame | None
    draws: pd.DataFrame | None
    best: tuple[Best, ...]
    inputs: Inputs | None
    worth: Worth | None = None
    targets: pd.DataFrame | None = None

    @property
    def study(self) -> dict[str, Any]:
        """As in ``study.json``."""
        return self.results.study

    @property
    def lacking(self) -> list[tuple[str, str]]:
        """Measures and entities of which no run has a value."""
        there = set(zip(self.summary["measure"], self.summary["entity"], strict=True))
        return [one for one in self.measures if one not in there]

    def as_json(self) -> str:
        """One line, with null where there is no number."""
        told: dict[str, Any] = {"study": self.study.get("study", self.study["name"]), "quick": self.study.get("quick")}
        told["options"] = {
            label: {"option": words.get("option", label), "factors": words.get("factors", {})}
            for label, words in self.study["options"].items()
        }
        told["measures"] = _rows(self.summary.drop(columns="sd"))
        told["differences"] = _rows(self.differences)
        told["draws"] = _rows(self.draws)
        told["lacking"] = [f"{measure}@{entity}" for measure, entity in self.lacking]
        told["inputs"] = (
            [{"option": label} | row for label, table in self.inputs.tables.items() for row in _rows(table)]
            if self.inputs
            else []
        )
        told["benefits"] = _rows(self.worth.benefit.drop(columns="sd")) if self.worth else []
        told["benefits_over_draws"] = _rows(self.worth.over_draws) if self.worth else []
        told["works"] = _rows(self.worth.works) if self.worth else []
        told["targets"] = _rows(self.targets)
        told["best"] = [vars(one) for one in self.best]
        return json.dumps(told, ensure_ascii=False, default=str, allow_nan=False)


def _rows(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [] if table is None else plain_rows(table)


def answer(results: Results, *, with_worth: bool = True) -> Answer:
    """Gather what the tables of a study say.

    Parameters
    ----------
    results
        The opened results folder of a study.
    with_worth
        Whether the benefit to those who send cargo is worked out even where it does not decide: it reads the choices of
        every run, which takes longer than all the rest.
    """
    study = results.study
    decides = (study.get("select_best") or {}).get("measure") == USER_BENEFIT
    wanted = tuple(split_measure(text) for text in _texts(study))
    central = _only(results.measures(only={measure for measure, _ in wanted}), wanted)
    draws = _only(results.draw_measures({measure for measure, _ in wanted}), wanted) if results.draws else None
    cells = list(cells_of(study))
    compare_to = study.get("compare_to")
    found = worth(results, cells, (LOW, HIGH)) if with_worth or decides else None
    return Answer(
        results,
        wanted,
        summarise(central.drop(columns="run")),
        differences(central, cells, compare_to) if compare_to else None,
        _over_draws(draws) if draws is not None else None,
        tuple(_best(*_judged(central, draws, found, study["select_best"]), cells, study["select_best"]))
        if study.get("select_best")
        else (),
        inputs(results, *_deciding(study, wanted), list(cells[0][1])),
        found,
        targets_met(results),
    )


def _deciding(study: dict[str, Any], wanted: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    rule = study.get("select_best")
    return split_measure(rule["measure"]) if rule and rule["measure"] != USER_BENEFIT else wanted[0]


def _judged(
    central: pd.DataFrame, draws: pd.DataFrame | None, found: Worth | None, rule: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The values by which options are judged: a measure, or what they are worth to those who send cargo."""
    if rule["measure"] != USER_BENEFIT:
        return central, draws
    if found is None:
        return central.head(0), None
    return found.as_measures(), found.as_measures(of_draws=True) if draws is not None else None


def _texts(study: dict[str, Any]) -> list[str]:
    """The measures to print: those asked for, those that decide, or a few that always matter."""
    texts = list(study.get("measures") or [])
    if study.get("select_best") and study["select_best"]["measure"] != USER_BENEFIT:
        texts.append(study["select_best"]["measure"])
    texts += list((study.get("precision") or {}).get("until", {}))
    return list(dict.fromkeys(texts)) or list(DEFAULT_MEASURES)


def _only(measures: pd.DataFrame, wanted: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """The rows of some measures and entities, of whole years."""
    names = measures["measure"].astype(str) + "@" + measures["entity"].astype(str)
    is_wanted = names.isin([f"{measure}@{entity}" for measure, entity in wanted])
    is_year = measures["period"].astype(str).str.len() == len("2025")
    rows = measures[is_wanted & is_year]
    return rows.astype(dict.fromkeys(("option", "run", "measure", "unit", "entity", "period"), object))


def cells_of(study: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Every combination of the factors, with the option of each label in it."""
    told: dict[str, tuple[dict[str, Any], dict[str, str]]] = {}
    for label, words in study["options"].items():
        factors = words.get("factors", {})
        cell = told.setdefault(json.dumps(factors, sort_keys=True), (factors, {}))
        cell[1][label] = words.get("option", label)
    yield from told.values()


def _in_cell(measures: pd.DataFrame, options: dict[str, str]) -> pd.DataFrame:
    rows = measures[measures["option"].isin(options)]
    return rows.assign(option=rows["option"].map(options))


def differences(
    central: pd.DataFrame, cells: list[tuple[dict[str, Any], dict[str, str]]], to: str
) -> pd.DataFrame | None:
    """Differences of each case to the one with the same factors in the option `to`; None where there is none."""
    parts = []
    for _, options in cells:
        rows = _in_cell(central, options)
        there = set(rows["option"])
        if to in there and len(there) > 1:
            label_of = {option: label for label, option in options.items()}
            part = paired_differences(rows, to)
            parts.append(part.assign(option=part["option"].map(label_of)))
    return pd.concat(parts, ignore_index=True) if parts else None


def _over_draws(draws: pd.DataFrame) -> pd.DataFrame:
    keys = ["option", "measure", "unit", "entity", "period"]
    groups = draws.groupby(keys, sort=False, observed=True)["value"]
    table = groups.agg(["count", "mean"]).reset_index().rename(columns={"count": "n"})
    for name, share in (("low", LOW), ("high", HIGH)):
        table[name] = groups.quantile(share).to_numpy()
    return table


def _best(
    central: pd.DataFrame,
    draws: pd.DataFrame | None,
    cells: list[tuple[dict[str, Any], dict[str, str]]],
    rule: dict[str, Any],
) -> Iterator[Best]:
    measure, entity = split_measure(rule["measure"])
    for factors, options in cells:
        rows = _in_cell(central, options)
        mine = rows[(rows["measure"] == measure) & (rows["entity"] == entity)]
        for period in dict.fromkeys(mine["period"]):
            now = mine[mine["period"] == period]
            if now["option"].nunique() < 2:
                continue
            yield _best_of(now, draws, factors, options, rule, (measure, entity, period))


def _best_of(
    rows: pd.DataFrame,
    draws: pd.DataFrame | None,
    factors: dict[str, Any],
    options: dict[str, str],
    rule: dict[str, Any],
    what: tuple[str, str, str],
) -> Best:
    measure, entity, period = what
    direction, indifference = rule["direction"], rule["indifference"]
    n = len(wide(rows, measure, entity, period).dropna())
    means = rows.groupby("option", sort=False)["value"].mean()
    leading = str(means.idxmin() if direction == "min" else means.idxmax())
    selected, n_runs, n_at_most, left = None, n, 0, tuple(map(str, means.index))
    if n >= 2:
        found = select_best(
            rows, measure, indifference, entity, period, rule["confidence"], direction, n_first=min(n, 10)
        )
        selected = None if found.best is None else str(found.best)
        leading, n_runs, n_at_most = str(found.leading), found.n_used, found.n_at_most
        left = tuple(map(str, found.left))
    shares: dict[str, dict[str, float]] = {}
    if draws is not None:
        drawn = _in_cell(draws, options)
        values = _whole_draws(drawn, measure, entity, period)
        table = regret(values, direction, indifference, rule["confidence"]) if len(values) else values
        for row in table.to_dict("records"):
            shares[str(row["option"])] = {str(name): float(value) for name, value in row.items() if name != "option"}
    return Best(factors, measure, entity, period, direction, selected, leading, n_runs, n_at_most, shares, left)


def _whole_draws(draws: pd.DataFrame, measure: str, entity: str, period: str) -> pd.DataFrame:
    """The values of draws that all options have; of no rows where there are none."""
    mine = (draws["measure"] == measure) & (draws["entity"] == entity) & (draws["period"] == period)
    return wide(draws[mine], measure, entity, period, by="draw").dropna() if mine.any() else draws[mine]
