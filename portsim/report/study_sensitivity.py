"""What moves the answer of a study, and how it settles: the tornado and the convergence of the base."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.analysis.tornado import bars_of_draws
from portsim.report.chart_convergence import convergence
from portsim.report.chart_tornado import tornado_bars
from portsim.report.charts import Chart
from portsim.report.makers_trust import LEAST_RUNS
from portsim.report.study_tables import StudyTables, head_of, label_of
from portsim.report.summary import NAME_JOINT
from portsim.report.texts import TEXTS, Language
from portsim.report.uncertain import input_label
from portsim.report.units import measure_unit


def sensitivity_charts(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """The tornado of a study that changes one input at a time, and the convergence of its base."""
    yield from _tornado(study, lang)
    yield from _convergence(study, lang)


def _tornado(study: StudyTables, lang: Language) -> Iterator[Chart]:
    results = study.found.results
    if (study.found.study.get("sampling") or {}).get("method") != "one_at_a_time" or not results.draws:
        return
    measure, entity = head_of(study)
    label = study.labels[0]
    table = study.draws(measure)
    mine = table[(table["entity"] == entity) & (table["option"] == label)]
    mine = mine[mine["period"] == mine["period"].max()]
    if not len(mine):
        return
    central = study.found.summary
    is_it = (central["measure"] == measure) & (central["entity"] == entity) & (central["option"] == label)
    runs = results.measures(label, {measure})
    is_run = (runs["entity"].astype(str) == entity) & (runs["period"].astype(str) == str(mine["period"].iloc[0]))
    base = float(runs[is_run]["value"].iloc[0])  # draws of this method share the chance of the first replication
    value_of = dict(zip(mine["draw"].tolist(), mine["value"].tolist(), strict=True))
    bars = bars_of_draws(study.found.study.get("draws", []), value_of, base)
    if not len(bars):
        return
    unit = measure_unit(measure, str(central[is_it]["unit"].iloc[0]), abs(base), lang)
    caption = study.caption(1, study.case(label, lang))
    result = NAME_JOINT[lang].join((label_of(study, measure, lang), study.names.full(entity, lang)))
    labels = {str(path): input_label(study.found.study, str(path), lang) for path in bars["input"]}
    figure = tornado_bars(bars, base, labels, result, unit, caption, lang)
    title = TEXTS.text("chart.tornado.titled", lang, result=result)
    yield Chart("tornado", "sensitivity", title, figure, bars)


def _convergence(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """Of the base, or of the first case."""
    label = next((one for one in study.labels if study.option_of(one) == study.base_option), study.labels[0])
    data = study.options[label]
    table = data.records.get("replications")
    if table is None:
        return
    mine = table[table["period"] == data.years[-1]]
    values = {one: mine.loc[mine["measure"] == one, "value"].tolist() for one in dict.fromkeys(mine["measure"])}
    values = {measure: ones for measure, ones in values.items() if len(ones) >= LEAST_RUNS}
    if not values:
        return
    units = dict(zip(mine["measure"].tolist(), mine["unit"].tolist(), strict=True))
    labels = {measure: label_of(study, measure, lang) for measure in values}
    figure = convergence(values, units, labels, study.caption(data.replications, study.case(label, lang)), lang)
    yield Chart("convergence", "sensitivity", TEXTS.text("chart.convergence.title", lang), figure, mine)
