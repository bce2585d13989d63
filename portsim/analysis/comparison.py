"""Results beside results: which rows to compare, options of one folder or two folders, and years that differ."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from portsim.analysis.benefit_rows import Side, are_wanted, benefit_rows
from portsim.analysis.differences import FAMILY, paired_differences
from portsim.errors import InputError
from portsim.results.measures import COMPARED
from portsim.results.opening import Results

if TYPE_CHECKING:
    import pandas as pd

OVERVIEW_KINDS = ("cluster", "port", "lock", "waterway")
"""Kinds of things that an overview shows."""
ARROW = "->"


def select(measures: pd.DataFrame, patterns: Sequence[str], entities: Iterable[str] | None = None) -> pd.DataFrame:
    """The rows of some measures.

    Parameters
    ----------
    measures
        Columns measure and entity; more are kept.
    patterns
        ``measure`` or ``measure@entity``; ``*`` and ``?`` stand for any letters. Empty: all.
    entities
        What a pattern without ``@`` means; None: all.

    Raises
    ------
    InputError
        A pattern that matches no row.
    """
    import pandas as pd

    if not patterns:
        return measures
    known = measures[["measure", "entity"]].astype(str).drop_duplicates()
    wanted = None if entities is None else set(entities)
    chosen: set[tuple[str, str]] = set()
    for pattern in patterns:
        name, at, place = pattern.partition("@")
        pairs = [pair for pair in known.itertuples(index=False, name=None) if fnmatchcase(pair[0], name)]
        if not pairs:
            raise InputError(f"no measure {name}{_near(name, dict.fromkeys(known['measure']))}")
        found = [pair for pair in pairs if (fnmatchcase(pair[1], place) if at else wanted is None or pair[1] in wanted)]
        if not found and at:
            raise InputError(f"no {name} of {place}{_near(place, dict.fromkeys(pair[1] for pair in pairs))}")
        chosen.update(found)
    keys = pd.MultiIndex.from_frame(measures[["measure", "entity"]].astype(str))
    return measures[keys.isin(sorted(chosen))]


def _near(name: str, known: Iterable[str]) -> str:
    options = list(known)
    close = difflib.get_close_matches(name, options, n=1)
    return f", did you mean {close[0]}?" if close else f"; there are {', '.join(options[:20])}"


def compare_options(
    measures: pd.DataFrame, to: str, confidence: float = 0.95, family: Sequence[str] = FAMILY
) -> pd.DataFrame:
    """Paired differences; an option of other years than the base is compared year by year in order.

    Parameters
    ----------
    measures, to, confidence, family
        As in `portsim.analysis.differences.paired_differences`.

    Returns
    -------
    As `paired_differences`; where years were matched the period is written ``2025->2027``, base first.

    Raises
    ------
    InputError
        No such option, nothing to compare, or no run that two options share.
    """
    import pandas as pd

    plain = measures.astype({"option": object, "run": object, "period": object})
    options = list(dict.fromkeys(plain["option"]))
    if to not in options:
        raise InputError(f"no runs of an option {to}{_near(to, options)}")
    if len(options) < 2:
        raise InputError(f"there is nothing beside {to} to compare it with")
    base = plain[plain["option"] == to]
    parts, renamed = [base], {}
    for option in options:
        if option == to:
            continue
        mine = plain[plain["option"] == option]
        if not set(mine["run"]) & set(base["run"]):
            raise InputError(_no_pairs(option, mine["run"], to, base["run"]))
        renamed[option] = matched_years(mine["period"], base["period"])
        back = {theirs: ours for ours, theirs in renamed[option].items()}
        parts.append(mine.assign(period=_with_years(mine["period"], back)))
    table = paired_differences(pd.concat(parts, ignore_index=True), to, confidence, family)
    if table.empty:
        raise InputError(f"{to} and the others have no measure of one place and period in common")
    periods = [
        f"{period}{ARROW}{renamed[option][period[:4]]}{period[4:]}" if renamed[option] else period
        for option, period in zip(table["option"], table["period"], strict=True)
    ]
    unpaired = table["unpaired_half_width"].where(~table["measure"].isin(list(COMPARED)))  # a benefit is of a pair
    return table.assign(period=periods, unpaired_half_width=unpaired)


def in_one_only(measures: pd.DataFrame, to: str) -> pd.DataFrame:
    """What has no counterpart: a canal or a lock that one option does not have, a wait where nobody called.

    Parameters
    ----------
    measures, to
        As in `compare_options`.

    Returns
    -------
    Columns option (which has it), measure, entity, unit, mean (over its runs and years; months left out): those of
    `to` that another lacks, and those that `to` lacks.
    """
    import pandas as pd

    yearly = measures[measures["period"].astype(str).str.len() == len("2025")]
    words = yearly.astype(dict.fromkeys(("option", "measure", "entity", "unit"), str))
    groups = words.groupby(["option", "measure", "entity", "unit"], sort=False)["value"]
    known = groups.mean().rename("mean").reset_index()
    keys = pd.MultiIndex.from_frame(known[["measure", "entity"]])
    is_base = (known["option"] == to).to_numpy()
    n_others = known["option"].nunique() - 1
    n_with = known[~is_base].groupby(["measure", "entity"]).size().reindex(keys, fill_value=0).to_numpy()
    lacks = ~keys.isin(keys[is_base]) | (is_base & (n_with < n_others))
    return known.loc[lacks, ["option", "measure", "entity", "unit", "mean"]].reset_index(drop=True)


def _no_pairs(option: str, runs: pd.Series, to: str, base_runs: pd.Series) -> str:
    these, those = (", ".join(dict.fromkeys(map(str, one))) for one in (runs, base_runs))
    return (
        f"{option} and {to} have no run of one seed and replication in common ({these}; {those}): "
        "run both with the same seed"
    )


def matched_years(periods: Iterable[str], base_periods: Iterable[str]) -> dict[str, str]:
    """For each year of the base the year it is compared with; empty where one is in both, or their numbers differ.

    Parameters
    ----------
    periods, base_periods
        Years and months, ``2025`` and ``2025-03``.
    """
    years, base_years = (sorted({str(period)[:4] for period in one}) for one in (periods, base_periods))
    if set(years) & set(base_years) or len(years) != len(base_years):
        return {}
    return dict(zip(base_years, years, strict=True))


def _with_years(periods: pd.Series, names: Mapping[str, str]) -> list[str]:
    return [f"{names.get(period[:4], period[:4])}{period[4:]}" for period in map(str, periods)]


def measures_of(results: Results, option: str, label: str | None = None) -> pd.DataFrame:
    """The measures of the runs of one option of a results folder.

    Parameters
    ----------
    results
        The folder.
    option
        One of its options.
    label
        What to call it; its own label if None.

    Raises
    ------
    InputError
        There is no such option, or none of its runs is whole.
    """
    if option not in results.options:
        raise InputError(f"{results.path}: no option {option}{_near(option, results.options)}")
    measures = results.measures()
    mine = measures[measures["option"] == option]
    if mine.empty:
        raise InputError(f"{results.path}: none of the runs of {option} is whole; run the same command again")
    return mine.assign(option=label or option)


def compare_results(
    results: Results,
    to: str | Results | None = None,
    measures: Sequence[str] = (),
    confidence: float = 0.95,
    entities: Iterable[str] | None = None,
    there: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Paired differences of the options of a results folder, or of two folders.

    Parameters
    ----------
    results
        The folder; its options are compared.
    to
        What they are compared with: one of them, or a folder with one option. None: what the study says, else the first
        option. In a study with factors the id of an option stands for that option at the same values of the factors.
    measures, entities
        As in `select`; all if empty.
    confidence
        Of the intervals.
    there
        What `measures_with_benefits` gave, where it is at hand.

    Returns
    -------
    Columns option, to, measure, unit, entity, period, n, base, mean, difference, relative, half_width, low, high,
    unpaired_half_width, p, p_holm, is_sure, as `portsim.analysis.differences.paired_differences` explains them.

    Raises
    ------
    InputError
        There is nothing to compare, or no such option or measure.
    """
    import pandas as pd

    if isinstance(to, Results):
        if len(to.options) != 1:
            raise InputError(f"{to.path}: several options ({', '.join(to.options)}); compare with one of them")
        label = _other_label(to, results)
        side = Side(to, to.options[0], label)
        both = pd.concat([measures_of(to, to.options[0], label), results.measures()], ignore_index=True)
        both = with_benefits(both, [(side, _sides(results, results.options))], measures)
        return _compared(select(both, measures, entities), label, confidence)
    base, groups = _bases(results, to)
    there = measures_with_benefits(results, to, measures) if there is None else there
    rows = select(there, measures, entities)
    if base in results.options:
        return _compared(rows, base, confidence)
    parts = [
        _compared(rows[rows["option"].isin(labels)], label, confidence)
        for label, labels in groups.items()
        if len(labels) > 1
    ]
    if not parts:
        raise InputError(f"there is nothing beside {base} to compare it with")
    return pd.concat(parts, ignore_index=True)


def _bases(results: Results, to: str | None) -> tuple[str, dict[str, list[str]]]:
    """The option compared with, and for each case of it the cases at the same values of the factors."""
    base = to or _usual_base(results)
    groups = {base: list(results.options)} if base in results.options else same_factors(results, base)
    if not groups:
        raise InputError(f"{results.path}: no option {base}{_near(base, results.options)}")
    return base, groups


def measures_with_benefits(results: Results, to: str | None = None, patterns: Sequence[str] = ()) -> pd.DataFrame:
    """Measures of the runs of a folder, and what its options are worth against one of them.

    Parameters
    ----------
    results, to
        As in `compare_results`.
    patterns
        Benefits are left out where they speak of none; empty: all.

    Raises
    ------
    InputError
        There is no such option.
    """
    _, groups = _bases(results, to)
    pairs = [
        (Side(results, label, label), _sides(results, [other for other in labels if other != label]))
        for label, labels in groups.items()
    ]
    return with_benefits(results.measures(), pairs, patterns)


def _sides(results: Results, options: Iterable[str]) -> list[Side]:
    return [Side(results, option, option) for option in options]


def with_benefits(
    measures: pd.DataFrame, pairs: Iterable[tuple[Side, Sequence[Side]]], patterns: Sequence[str]
) -> pd.DataFrame:
    """Measures of runs, and what each change is worth to shippers where the patterns ask for it.

    Parameters
    ----------
    measures
        Columns option, run, measure, unit, entity, period, value.
    pairs
        Each base with those compared with it.
    patterns
        As in `select`.
    """
    import pandas as pd

    if not are_wanted(patterns):
        return measures
    found = [rows for base, others in pairs if len(rows := benefit_rows(base, others))]
    plain = measures.astype(dict.fromkeys(("option", "run", "measure", "unit", "entity", "period"), object))
    return pd.concat([plain, *found], ignore_index=True) if found else measures


def _usual_base(results: Results) -> str:
    """What the study compares to, else the first option."""
    first = results.options[0]
    return str(results.study.get("compare_to") or results.scenarios[first].get("option", first))


def _other_label(to: Results, results: Results) -> str:
    label = to.options[0]
    return label if label not in results.options else str(to.path)


def _compared(rows: pd.DataFrame, base: str, confidence: float) -> pd.DataFrame:
    table = compare_options(rows, base, confidence)
    table.insert(1, "to", base)
    return table


def same_factors(results: Results, option: str) -> dict[str, list[str]]:
    """The cases of a study that differ in their option only.

    Parameters
    ----------
    results
        A folder whose options say their ``option`` and ``factors``.
    option
        Id of the option the others are compared with.

    Returns
    -------
    For the label of each of its cases the labels of all cases at the same values of the factors.
    """
    about = {label: (one.get("option", label), one.get("factors") or {}) for label, one in results.scenarios.items()}
    return {
        label: [other for other, (_, theirs) in about.items() if theirs == factors]
        for label, (name, factors) in about.items()
        if name == option
    }
