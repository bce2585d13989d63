"""The chart of a study whose cases differ in the toll of a waterway: what the waterway carries at each toll."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from portsim.report.chart_toll import share_against_toll
from portsim.report.charts import Chart
from portsim.report.study_tables import StudyTables, file_name
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language

LEAST_TOLLS = 3
"""Two tolls are a difference, no curve."""
_SHARES = {
    "boxes": (("canal_teu", ""), ("throughput_teu", CLUSTER)),
    "barge": (("mode_share", f"{CLUSTER}>barge"), None),
}
"""What is drawn: a measure and entity (the waterway where none), over another where there is one."""


def toll_charts(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """One chart for each waterway that has at least `LEAST_TOLLS` tolls among the cases."""
    for link in dict.fromkeys(link for tolls in study.tolls.values() for link in tolls):
        toll_of = {label: tolls.get(link, 0.0) for label, tolls in study.tolls.items()}
        if len(set(toll_of.values())) < LEAST_TOLLS or len(toll_of) != len(set(toll_of.values())):
            continue
        year = study.first.years[-1]
        points = pd.DataFrame(
            [
                row
                for group in _SHARES
                for label, toll in toll_of.items()
                for row in _row(study, group, link, label, toll)
            ],
            columns=["group", "toll", "p5", "p50", "p95"],
        )
        if points["group"].nunique() == 0 or points["toll"].nunique() < LEAST_TOLLS:
            continue
        name = study.names.own(link, lang)
        groups = {group: TEXTS.text(f"toll.{group}", lang, link=name) for group in dict.fromkeys(points["group"])}
        unit = TEXTS.text("toll.unit", lang)
        n_draws = study.draws("canal_teu")["draw"].nunique()
        n_runs = min(one.replications for one in study.options.values())
        caption = study.caption(n_draws or n_runs, of_draws=n_draws > 0)
        figure = share_against_toll(points, groups, unit, caption, lang)
        title = TEXTS.text("sep.title", lang).join((TEXTS.text("chart.toll.title", lang), name))
        yield Chart(file_name("toll", link), "hinterland", title, figure, points.assign(period=year, unit="share"))


def _row(
    study: StudyTables, group: str, link: str, label: str, toll: float
) -> Iterator[tuple[str, float, float, float, float]]:
    """Percentiles over the draws, or the mean of the central case three times."""
    over, under = _SHARES[group]
    year = study.options[label].years[-1]
    values = _drawn(study, label, year, (over[0], over[1] or link))
    if under is not None:
        values = values / _drawn(study, label, year, under)
    values = values.dropna()
    if len(values) > 1:
        low, middle, high = (float(values.quantile(share)) for share in (0.05, 0.5, 0.95))
        yield group, toll, low, middle, high
        return
    summary = study.options[label].summary
    top = summary.get(over[0], over[1] or link, year)
    bottom = summary.get(*under, year) if under is not None else None
    if top is not None and (under is None or (bottom is not None and bottom.mean > 0.0)):
        share = top.mean / bottom.mean if bottom is not None else top.mean
        yield group, toll, share, share, share


def _drawn(study: StudyTables, label: str, year: str, what: tuple[str, str]) -> pd.Series:
    """A measure of one case and entity by draw."""
    table = study.draws(what[0])
    mine = table[(table["option"] == label) & (table["entity"] == what[1]) & (table["period"] == year)]
    return mine.set_index("draw")["value"].astype(float)
