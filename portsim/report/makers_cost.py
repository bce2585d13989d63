"""The charts of cost and CO2 of a report, with the numbers beside them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from portsim.report.chart_co2 import SOURCES, co2_by_mode
from portsim.report.chart_cost import cost_waterfall
from portsim.report.data import ReportData
from portsim.report.made import Made
from portsim.report.recorded import COST_PARTS
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language
from portsim.report.units import measure_unit

_CO2_COLUMNS = ("measure", "entity", "mode", "period", "unit", "mean", "low", "high", "n")
_PAST = "past"


def make_cost(data: ReportData, year: str, lang: Language) -> list[Made]:
    """What a TEU costs from door to door, part by part."""
    costs = data.records.get("costs")
    if costs is None or year != data.years[0]:
        return []
    table = costs[["part", "value"]].assign(option=data.name)
    caption = replace(data.caption(lang), replications=int(costs["n"].iloc[0]))
    figure = cost_waterfall(table, cost_parts(lang), {data.name: data.title(lang)}, caption, lang)
    return [Made(figure, costs.assign(unit="CNY/TEU", period=year).round(1))]


def cost_parts(lang: Language) -> dict[str, str]:
    """Name of each part of what a TEU costs from door to door, in the order of the journey."""
    return {part: TEXTS.text(f"cost.{part}", lang) for part in COST_PARTS}


def co2_rows(data: ReportData, year: str) -> pd.DataFrame:
    """CO2 of the cluster and of its ports by source, and that of the cargo past the cluster; source empty for the sum.

    Returns
    -------
    Columns measure, entity (``past`` for the cargo past the cluster), mode, period, unit, mean, low, high, n.
    """
    found = []
    for place in (CLUSTER, *data.names.ports):
        for source in ("", *SOURCES):
            value = data.summary.get("co2_t", f"{place}>{source}" if source else place, year)
            if value and value.mean > 0.0:
                found.append(("co2_t", place, source, year, "t", value.mean, value.low, value.high, value.n))
    past = data.summary.get("co2_past_t", CLUSTER, year)
    if found and past and past.mean > 0.0:
        for source in ("", _PAST):
            found.append(("co2_past_t", _PAST, source, year, "t", past.mean, past.low, past.high, past.n))
    return pd.DataFrame(found, columns=list(_CO2_COLUMNS))


def make_co2(data: ReportData, year: str, lang: Language) -> list[Made]:
    """CO2 of the cluster, of its ports and of what passes it by."""
    table = co2_rows(data, year)
    if not len(table):
        return []
    options = {
        place: data.names.own(place, lang) for place in dict.fromkeys(table["entity"].tolist()) if place != _PAST
    }
    if (table["entity"] == _PAST).any():
        options[_PAST] = TEXTS.text("mode.past", lang)
    named = table.rename(columns={"entity": "option", "mean": "value"})
    sums = named[named["mode"] == ""]
    totals = sums.assign(half_width=(sums["high"] - sums["low"]) / 2.0)
    one = measure_unit("co2_t", "t", float(sums["value"].max()), lang)
    figure = co2_by_mode(named[named["mode"] != ""], totals, options, one, data.caption(lang), lang)
    table.insert(2, "name", [options[place] for place in table["entity"]])
    return [Made(figure, table.round(1))]
