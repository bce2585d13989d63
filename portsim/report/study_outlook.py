"""The fans of a study whose cases lie in several years: all ports, and each group of ports that has a target."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from portsim.report.chart_outlook import outlook
from portsim.report.charts import Chart
from portsim.report.study_tables import StudyTables, file_name
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language

TEU = "throughput_teu"
LEAST_DRAWS = 5
"""Fewer draws have no percentiles worth a band."""
_SHARES = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_ALL = "all"


def outlook_fans(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """A fan for the cluster, and one for each group of ports whose throughput has a target.

    Parameters
    ----------
    study
        Its cases lie in at least two years, and its draws are at least `LEAST_DRAWS`; else there is no fan.
    lang
        Language.
    """
    draws = study.draws(TEU)
    if draws["period"].nunique() < 2 or draws["draw"].nunique() < LEAST_DRAWS:
        return
    groups, names = _groups(study, draws, lang)
    for places in _places(study):
        values = _added_up(draws, places)
        bands = _bands(values.assign(group=values["option"].map(groups)))
        if bands["year"].nunique() < 2:
            continue
        observed, targets = _observed(study, places), _targets(study, places, lang)
        caption = study.caption(int(draws["draw"].nunique()), of_draws=True)
        seen = study.first.observed_caption(lang, TEU, [str(year) for year in observed["year"].tolist()])
        caption = replace(caption, observed_sources=seen.observed_sources)
        place = (", " if lang == "en" else "、").join(study.names.own(one, lang) for one in places)
        figure = outlook(bands, observed, targets, names, caption, lang, place)
        title = TEXTS.text("chart.outlook.of", lang, place=place)
        key = "" if places == (CLUSTER,) else "-".join(places)
        yield Chart(file_name("outlook", key), "results", title, figure, bands.assign(unit="TEU"))


def _groups(study: StudyTables, draws: pd.DataFrame, lang: Language) -> tuple[dict[str, str], dict[str, str]]:
    """The line of each case, and the names of the lines: options, cases, or one line where every option is a year."""
    labels = list(dict.fromkeys(draws["option"].tolist()))
    years = {label: set(draws.loc[draws["option"] == label, "period"]) for label in labels}
    cases: dict[str, list[str]] = {}
    for label in labels:
        cases.setdefault(study.option_of(label), []).append(label)
    overlapping = any(
        sum(len(years[label]) for label in mine) > len(set().union(*(years[label] for label in mine)))
        for mine in cases.values()
    )
    if overlapping:
        return {label: label for label in labels}, {label: study.case(label, lang) for label in labels}
    if any(len(set().union(*(years[label] for label in mine))) > 1 for mine in cases.values()):
        return {label: study.option_of(label) for label in labels}, {one: study.option(one, lang) for one in cases}
    return dict.fromkeys(labels, _ALL), {_ALL: TEXTS.text("chart.outlook.all", lang)}


def _told(study: StudyTables) -> Mapping[str, Mapping[str, Any]]:
    targets = study.found.study.get("targets") or {}
    return {id: target for id, target in targets.items() if target.get("measure") == TEU and target.get("entities")}


def _places(study: StudyTables) -> list[tuple[str, ...]]:
    groups = [tuple(map(str, target["entities"])) for target in _told(study).values()]
    return list(dict.fromkeys([(CLUSTER,), *groups]))


def _added_up(draws: pd.DataFrame, places: Sequence[str]) -> pd.DataFrame:
    """Throughput of the places together, of the runs that have all of them."""
    mine = draws[draws["entity"].isin(list(places))]
    sums = mine.groupby(["option", "draw", "period"], sort=False)["value"].agg(["sum", "count"]).reset_index()
    whole: pd.DataFrame = sums[sums["count"] == len(places)].rename(columns={"sum": "value"})
    return whole


def _bands(values: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (str(group), int(str(period)), *(float(mine.quantile(share)) for share in _SHARES.values()))
        for (group, period), mine in values.groupby(["group", "period"], sort=False)["value"]
    ]
    return pd.DataFrame(rows, columns=["option", "year", *_SHARES])


def _observed(study: StudyTables, places: Sequence[str]) -> pd.DataFrame:
    """Published years; of the cluster where all ports are known, it being never added up from some of them."""
    seen = study.first.observed
    asked = study.names.ports if tuple(places) == (CLUSTER,) else list(places)
    first = min(int(year) for one in study.options.values() for year in one.years)
    found = []
    for year in range(first - 30, first + 30):
        values = [seen.get(TEU, port, str(year)) for port in asked]
        if values and all(math.isfinite(value) for value in values):
            found.append((year, sum(values)))
    return pd.DataFrame(found, columns=["year", "value"])


def _targets(study: StudyTables, places: Sequence[str], lang: Language) -> pd.DataFrame:
    found = []
    for id, target in _told(study).items():
        if tuple(map(str, target["entities"])) == tuple(places):
            title = target.get("title") or {}
            found.append((int(target["year"]), float(target["value"]), str(title.get(lang) or id)))
    return pd.DataFrame(found, columns=["year", "value", "label"])
