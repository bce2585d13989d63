"""The charts that say how far a report can be trusted: observed beside simulated, and how the mean settles."""

from __future__ import annotations

from portsim.report.chart_calibration import observed_against_simulated
from portsim.report.chart_convergence import convergence
from portsim.report.data import ReportData
from portsim.report.made import Made, named
from portsim.report.rows import rows
from portsim.report.summary import CLUSTER
from portsim.report.texts import Language

_LEAST_POINTS = 4
LEAST_RUNS = 3


def make_calibration(data: ReportData, year: str, lang: Language) -> list[Made]:
    """Throughput simulated against observed."""
    checked = data.validation
    if not len(checked):
        return []
    mine = checked[(checked["measure"] == "throughput_teu") & checked["period"].str.startswith(year)]
    mine = mine[(mine["observed"] > 0) & (mine["simulated"] > 0)]
    mine = mine[mine["entity"].isin([*data.names.ports, CLUSTER])]
    if len(mine) < _LEAST_POINTS:
        return []
    caption = data.observed_caption(lang, "throughput_teu", sorted(set(mine["period"].tolist())))
    table = mine[["measure", "entity", "period", "role", "unit", "observed", "simulated", "half_width"]]
    figure = observed_against_simulated(table, data.names, caption, lang)
    return [Made(figure, named(table.round(1), data, lang))]


def make_convergence(data: ReportData, year: str, lang: Language) -> list[Made]:
    """How the means settle as replications are added."""
    replications = data.records.get("replications")
    if replications is None:
        return []
    mine = replications[replications["period"] == year]
    values = {m: mine.loc[mine["measure"] == m, "value"].tolist() for m in dict.fromkeys(mine["measure"].tolist())}
    values = {measure: ones for measure, ones in values.items() if len(ones) >= LEAST_RUNS}
    if not values:
        return []
    units = {measure: str(unit) for measure, unit in rows(mine, "measure", "unit")}
    labels = {measure: data.label(measure, lang) for measure in values}
    return [Made(convergence(values, units, labels, data.caption(lang), lang), mine)]
