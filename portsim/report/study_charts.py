"""The charts of a study: means, stacks, fan, differences, options, corridors, cost, toll, tornado, convergence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from portsim.analysis.benefits import HEADLINE, USER_BENEFIT
from portsim.report.chart_co2 import co2_by_mode
from portsim.report.chart_corridors import corridor_change
from portsim.report.chart_cost import cost_waterfall
from portsim.report.chart_difference import MOST_MEASURES, difference_to_base
from portsim.report.chart_options import means_by_option
from portsim.report.chart_specialization import options_table
from portsim.report.chart_throughput_stack import throughput_stack
from portsim.report.charts import Chart
from portsim.report.csv_files import seven_digits
from portsim.report.makers_cargo import market_groups
from portsim.report.makers_cost import co2_rows, cost_parts
from portsim.report.study_outlook import outlook_fans
from portsim.report.study_sensitivity import sensitivity_charts
from portsim.report.study_tables import StudyTables, file_name, label_of
from portsim.report.study_toll import toll_charts
from portsim.report.summary import CLUSTER
from portsim.report.texts import TEXTS, Language
from portsim.report.uncertain import input_label
from portsim.report.units import measure_unit

TEU = "throughput_teu"
MOST_CHARTS = 8
"""Charts of measures by option."""
MOST_PAIRS = 6
"""Cases whose difference to the base has charts of its own."""
MOST_CHANGES = 3
"""Cases whose corridors and costs are drawn against those of the base: each is large."""
MOST_COLUMNS = 14


def study_charts(study: StudyTables, differences: pd.DataFrame | None, lang: Language) -> list[Chart]:
    """All charts the results of a study hold values for, in the order of the page.

    Parameters
    ----------
    study
        What they are drawn from.
    differences
        Of the yearly measures of the cluster and its ports to the base, by case; None without a base.
    lang
        Language.
    """
    charts = [
        *_options(study, lang),
        *_benefit(study, lang),
        *list(_means(study, lang))[:MOST_CHARTS],
        *_stack(study, lang),
        *outlook_fans(study, lang),
        *_differences(study, differences, lang),
        *_corridors(study, lang),
        *toll_charts(study, lang),
        *_costs(study, lang),
        *_co2(study, lang),
        *sensitivity_charts(study, lang),
    ]
    return [replace(chart, table=seven_digits(chart.table)) for chart in charts]


def _options(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """Options in the order of their regret, one table for each combination of the factors."""
    rule = study.found.study.get("select_best") or {}
    for number, best in enumerate(study.found.best):
        if not best.shares or not all(one.get("n", 0) > 1 for one in best.shares.values()):
            continue  # one draw says nothing of how sure the best is
        table = pd.DataFrame([{"option": option, **shares} for option, shares in best.shares.items()])
        names = {option: study.option(option, lang) for option in table["option"].tolist()}
        key = "CNY" if best.measure.endswith("_cny") else _unit_key(study, best.measure)
        unit = measure_unit(best.measure, key, float(table[["mean", "regret_p95"]].abs().max().max()), lang)
        told = {"measure": label_of(study, best.measure, lang), "entity": study.names.full(best.entity, lang)}
        cell = [
            f"{_cell_label(study, path, lang)} {value}" for path, value in best.cell.items() if path != "clock.year"
        ]
        result = TEXTS.text("sep.list", lang).join((TEXTS.text("study.place", lang, **told, period=best.period), *cell))
        caption = study.caption(int(table["n"].max()), of_draws=True)
        figure = options_table(
            table, best.not_beaten, float(rule.get("confidence", 0.95)), names, result, unit, caption, lang
        )
        title = TEXTS.text("chart.options_table.titled", lang, result=result)
        numbered = "" if len(study.found.best) == 1 else str(number + 1)
        yield Chart(file_name("options", numbered), "answer", title, figure, table.assign(unit=key))


def _cell_label(study: StudyTables, path: str, lang: Language) -> str:
    named = path in (study.found.study.get("names") or {})
    return input_label(study.found.study, path, lang) if named else path.rsplit(".", 1)[-1]


def _benefit(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """What the options are worth to those who send cargo, where cargo chooses."""
    worth = study.found.worth
    if worth is None:
        return
    rows = worth.benefit[worth.benefit["measure"] == HEADLINE]
    table = rows[["option", "n", "mean", "half_width"]].reset_index(drop=True)
    table = table.assign(name=[study.case(str(one), lang) for one in table["option"]])
    for end in ("low", "high"):
        several = worth.over_draws[worth.over_draws["n"] > 1] if len(worth.over_draws) else worth.over_draws
        ends = several.set_index("option")[end].to_dict() if len(several) else {}
        table[f"draw_{end}"] = [ends.get(option, math.nan) for option in table["option"]]
    unit = measure_unit(USER_BENEFIT, "CNY", float(table[["mean", "draw_high"]].abs().max().max()), lang)
    label, place = label_of(study, USER_BENEFIT, lang), study.names.full(CLUSTER, lang)
    base = study.option(study.base_option, lang)
    caption = study.caption(int(table["n"].min()), TEXTS.text("study.over", lang, base=base))
    figure = means_by_option(table, label, place, worth.period, unit, caption, lang)
    title = TEXTS.text("study.place", lang, measure=label, entity=place, period=worth.period)
    yield Chart("benefit", "answer", title, figure, table.assign(unit="CNY", period=worth.period))


def _unit_key(study: StudyTables, measure: str) -> str:
    rows = study.found.summary[study.found.summary["measure"] == measure]
    return str(rows["unit"].iloc[0]) if len(rows) else ""


def _means(study: StudyTables, lang: Language) -> Iterator[Chart]:
    for measure, entity in study.found.measures:
        rows = study.found.summary
        rows = rows[(rows["measure"] == measure) & (rows["entity"] == entity)]
        for period in dict.fromkeys(rows["period"]):
            yield _mean(study, rows[rows["period"] == period].reset_index(drop=True), str(period), lang)


def _mean(study: StudyTables, table: pd.DataFrame, period: str, lang: Language) -> Chart:
    measure, entity = str(table["measure"].iloc[0]), str(table["entity"].iloc[0])
    table = table.assign(name=[study.case(str(one), lang) for one in table["option"]],
                         draw_low=math.nan, draw_high=math.nan)  # fmt: skip
    draws = study.found.draws
    if draws is not None:
        is_it = (draws["measure"] == measure) & (draws["entity"] == entity) & (draws["period"] == period)
        is_it &= draws["n"] > 1  # one draw is no range
        mine = draws[is_it].set_index("option")
        for end in ("low", "high"):
            table[f"draw_{end}"] = table["option"].map(mine[end].to_dict())
    sizes = table[["mean", "draw_high"]].abs().max().max()
    unit = measure_unit(measure, str(table["unit"].iloc[0]), float(sizes), lang)
    place, label = study.names.full(entity, lang), label_of(study, measure, lang)
    figure = means_by_option(table, label, place, period, unit, study.caption(int(table["n"].min())), lang)
    title = TEXTS.text("study.place", lang, measure=label, entity=place, period=period)
    return Chart(file_name(measure, entity, period), "results", title, figure, table.drop(columns="sd"))


def _stack(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """Throughput by port, a column for each case and year, observed years before them."""
    parts, totals, columns = [], [], {}
    for year, values in _observed(study).items():
        column = f"observed {year}"
        columns[column] = TEXTS.text("stack.observed", lang, year=year)
        parts += [(column, port, value, True) for port, value in values.items()]
        totals.append((column, sum(values.values()), math.nan, math.nan))
    draws = study.draws(TEU)
    draws = draws[draws["entity"] == CLUSTER]
    several = len({year for one in study.options.values() for year in one.years}) > 1
    for label, data in study.options.items():
        for year in data.years:
            whole = data.summary.get(TEU, CLUSTER, year)
            if whole is None:
                continue
            column = f"{label} {year}"
            name = study.case(label, lang)
            columns[column] = f"{year} {name}" if several and year not in name else name
            ports = [(port, data.summary.get(TEU, port, year)) for port in data.names.ports]
            parts += [(column, port, value.mean, False) for port, value in ports if value]
            low, high = _ends(draws[(draws["option"] == label) & (draws["period"] == year)])
            if not len(draws):
                low, high = whole.low, whole.high
            totals.append((column, whole.mean, low, high))
    n_ports = len({port for _, port, _, _ in parts})
    if n_ports < 2 or not 2 <= len(columns) <= MOST_COLUMNS:
        return
    told = pd.DataFrame(parts, columns=["column", "entity", "value", "is_observed"])
    whole_table = pd.DataFrame(totals, columns=["column", "value", "low", "high"])
    targets = pd.DataFrame(columns=["value", "label"])
    caption = study.caption(min(one.replications for one in study.options.values()))
    if told["is_observed"].any():
        observed = study.first.observed_caption(lang, TEU, list(_observed(study)))
        caption = replace(caption, observed_sources=observed.observed_sources)
    interval = "chart.draws" if len(draws) else "chart.interval.total"
    figure = throughput_stack(told, whole_table, columns, targets, study.names, caption, lang, interval)
    title = TEXTS.text("chart.throughput_stack.title", lang)
    numbers = pd.concat([told, whole_table.assign(entity=CLUSTER)], ignore_index=True).assign(unit="TEU")
    yield Chart("throughput_stack", "results", title, figure, numbers)


def _observed(study: StudyTables) -> dict[str, dict[str, float]]:
    """Published throughput by port of the years before the simulated ones, where most ports have one."""
    ports, found = study.names.ports, {}
    first = min(year for one in study.options.values() for year in one.years)
    for year in (str(int(first) - back) for back in range(30, -1, -1)):
        values = {port: study.first.observed.get(TEU, port, year) for port in ports}
        known = {port: value for port, value in values.items() if math.isfinite(value)}
        if len(known) > len(ports) / 2:
            found[year] = known
    return found


def _ends(draws: pd.DataFrame) -> tuple[float, float]:
    """5th and 95th percentile of the draws."""
    values = draws["value"]
    return (float(values.quantile(0.05)), float(values.quantile(0.95))) if len(values) > 1 else (math.nan, math.nan)


def _differences(study: StudyTables, table: pd.DataFrame | None, lang: Language) -> Iterator[Chart]:
    if table is None or min(one.replications for one in study.options.values()) < 2:
        return
    measures = list(dict.fromkeys(measure for measure, _ in study.found.measures))
    for label in list(dict.fromkeys(table["option"].tolist()))[:MOST_PAIRS]:
        mine = table[table["option"] == label]
        shown = [one for one in measures if (mine["measure"] == one).any()][:MOST_MEASURES]
        if not shown:
            continue
        title = _against_base(study, label, lang)
        period = str(mine["period"].max())
        labels = {one: label_of(study, one, lang) for one in shown}
        caption = study.caption(int(mine.loc[mine["measure"].isin(shown), "n"].min()), title)
        figure = difference_to_base(mine, shown, labels, study.names, period, caption, lang)
        numbers = mine[mine["measure"].isin(shown)]
        yield Chart(file_name("difference", label), "results", title, figure, numbers)


def _against_base(study: StudyTables, label: str, lang: Language) -> str:
    base = study.option(study.base_option, lang)
    return TEXTS.text("chart.options.difference", lang, option=study.case(label, lang), base=base)


def _pairs(study: StudyTables, record: str) -> Iterator[tuple[str, str]]:
    """The first cases with a base, where both have a table of records."""
    found = 0
    for label, data in study.options.items():
        base = study.base_of(label)
        if base and record in data.records and record in study.options[base].records and found < MOST_CHANGES:
            found += 1
            yield label, base


def _corridors(study: StudyTables, lang: Language) -> Iterator[Chart]:
    for label, base in _pairs(study, "journeys"):
        data, year = study.options[label], study.options[label].years[-1]
        markets = set(data.names.of_kind("market"))
        before, after = (
            table[(table["period"] == year) & ~table["zone"].isin(markets)]
            for table in (study.options[base].records["journeys"], data.records["journeys"])
        )
        if not len(before) or not len(after):
            continue
        title = _against_base(study, label, lang)
        caption = study.caption(int(after["n"].max()), title)
        figure = corridor_change(before, after, market_groups(data), data.names, year, caption, lang)
        if not len(figure.data[0].link.value):
            continue
        keys = ["period", "zone", "mode", "gateway", "market"]
        table = pd.concat([after, before.assign(value=-before["value"])]).groupby(keys)["value"].sum().reset_index()
        heading = TEXTS.text("sep.title", lang).join((TEXTS.text("chart.corridor_change.title", lang), title))
        yield Chart(file_name("corridor_change", label), "hinterland", heading, figure, table.assign(unit="TEU"))


def _costs(study: StudyTables, lang: Language) -> Iterator[Chart]:
    for label, base in _pairs(study, "costs"):
        tables = {one: study.options[one].records["costs"] for one in (base, label)}
        both = pd.concat([table[["part", "value"]].assign(option=one) for one, table in tables.items()])
        names = {one: study.case(one, lang) for one in tables}
        caption = study.caption(min(int(table["n"].min()) for table in tables.values()))
        figure = cost_waterfall(both, cost_parts(lang), names, caption, lang)
        parts = (TEXTS.text("chart.cost.title", lang), _against_base(study, label, lang))
        title = TEXTS.text("sep.title", lang).join(parts)
        yield Chart(file_name("cost", label), "cost", title, figure, both.assign(unit="CNY/TEU"))


def _co2(study: StudyTables, lang: Language) -> Iterator[Chart]:
    """CO2 of the cluster by source, case beside case; of the last year."""
    parts = [
        co2_rows(data, data.years[-1]).query("entity == @CLUSTER").assign(option=label)
        for label, data in list(study.options.items())[:MOST_COLUMNS]
    ]
    table = pd.concat(parts, ignore_index=True)
    if table["option"].nunique() < 2:
        return
    options = {label: study.case(label, lang) for label in dict.fromkeys(table["option"].tolist())}
    named = table.rename(columns={"mean": "value"})
    totals = named[named["mode"] == ""].assign(half_width=lambda one: (one["high"] - one["low"]) / 2.0)
    unit = measure_unit("co2_t", "t", float(totals["value"].max()), lang)
    caption = study.caption(int(table["n"].min()))
    figure = co2_by_mode(named[named["mode"] != ""], totals, options, unit, caption, lang)
    yield Chart("co2", "cost", TEXTS.text("chart.co2.title", lang), figure, table)
