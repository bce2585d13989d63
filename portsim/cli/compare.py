"""The command that puts two scenarios, or the results of two, beside each other."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portsim.analysis.plain import plain_rows
from portsim.cli.carrying import failure_of, summary_of
from portsim.cli.compare_sides import OneSide, Wanted, run_sides, sides_of
from portsim.cli.compare_words import COMPARE_WORDS
from portsim.cli.console import Language, say
from portsim.errors import InputError, SomeRunsFailed
from portsim.results.opening import Results, open_results
from portsim.study.key import run_key

if TYPE_CHECKING:
    import pandas as pd

    from portsim.report.summary import Names

OVERVIEW = (
    "throughput_teu", "gateway_throughput_teu", "transhipment_share", "throughput_t", "n_calls", "wait_h", "wait_h_p90",
    "service_h", "direct_berthing_share", "yard_occupancy_share", "gateway_share", "past_cluster_teu", "mode_share",
    "sea_rail_teu", "rail_share", "barge_teu", "rolled_teu", "unserved_teu", "door_to_door_h", "door_to_door_cny",
    "logistics_cost_cny", "user_benefit_cny", "user_benefit_at_base_shares_cny", "user_benefit_of_switchers_cny",
    "user_benefit_of_variety_cny", "user_benefit_half_rule_cny", "canal_t", "canal_teu", "canal_transit_h", "lock_t",
    "lock_wait_h", "fuel_t", "co2_t", "co2_door_to_door_t", "co2_kg_per_teu", "co2_cap_use_share",
)  # fmt: skip
"""What is compared where no measures are named."""
PARTS_SHOWN = ("gateway_share", "mode_share", "co2_t")
"""Measures of which the parts of the cluster (`cluster>rail`) are compared too."""
FEW_PAIRS = 5


@dataclass(frozen=True)
class _Compared:
    table: pd.DataFrame
    names: Names
    in_one_only: pd.DataFrame
    notes: tuple[str, ...] = ()


def compare(first: str, second: str | None, wanted: Wanted) -> None:
    """Print and write the differences of the second to the first, or of all options of a folder to one of them.

    Raises
    ------
    InputError
        Something is neither a scenario nor results, or there is nothing to compare.
    SomeRunsFailed
        Runs failed; those that are whole in both are compared.
    """
    failure = ""
    if second is None:
        if not Path(first).is_dir():
            raise InputError(f"{first} is no results folder: name two scenarios, two results folders, or one of each")
        wanted.refuse_runs()
        compared, folder = _options_of(first, wanted), wanted.output
    else:
        if wanted.to is not None:
            raise InputError("--to names an option of one results folder, not of two things that are compared")
        sides = sides_of(first, second, wanted)
        begun, folder = time.perf_counter(), wanted.output
        outcome = None
        if any(side.loaded for side in sides):
            folder = wanted.output or Path("results", f"{sides[0].folder_name}-vs-{sides[1].folder_name}")
            sides, outcome = run_sides(sides, folder, wanted)
        else:
            wanted.refuse_runs()
        compared = _two(sides, wanted)
        if outcome is not None:
            name = f"{sides[0].name}, {sides[1].name}"
            if not wanted.quiet:
                say(summary_of(outcome, name, time.perf_counter() - begun, wanted.lang))
            failure = failure_of(outcome, name, wanted.lang) if outcome.n_failed else ""
    _print(compared, wanted)
    if folder is not None:
        _write(compared, folder, wanted)
    if failure:
        raise SomeRunsFailed(failure)


def _options_of(text: str, wanted: Wanted) -> _Compared:
    from portsim.analysis.comparison import compare_results, in_one_only, measures_with_benefits, select

    results = open_results(text)
    names, places = _names([results])
    measures = measures_with_benefits(results, wanted.to, wanted.measures)
    patterns = _patterns(wanted.measures, measures, places)
    table = _years(compare_results(results, wanted.to, patterns, entities=places, there=measures))
    bases = dict.fromkeys(table["to"])
    lacking = in_one_only(select(measures, patterns, places), next(iter(bases)))
    return _Compared(table, names, lacking if len(bases) == 1 else lacking.head(0))


def _two(sides: Sequence[OneSide], wanted: Wanted) -> _Compared:
    import pandas as pd

    from portsim.analysis.benefit_rows import Side
    from portsim.analysis.comparison import compare_options, in_one_only, measures_of, select, with_benefits

    opened = [(side, side.results) for side in sides if side.results is not None]
    both = pd.concat([measures_of(results, side.option, side.name) for side, results in opened], ignore_index=True)
    base, other = (Side(results, side.option, side.name) for side, results in opened)
    both = with_benefits(both, [(base, [other])], wanted.measures)
    names, places = _names([results for _, results in opened])
    patterns = _patterns(wanted.measures, both, places)
    rows = select(both, patterns, places)
    table = compare_options(rows, sides[0].name).assign(to=sides[0].name)
    table.insert(1, "to", table.pop("to"))
    return _Compared(_years(table), names, in_one_only(rows, sides[0].name), tuple(_notes(sides, wanted.lang)))


def _names(opened: Sequence[Results]) -> tuple[Names, list[str]]:
    """Names of things, and which of them an overview shows."""
    import pandas as pd

    from portsim.analysis.comparison import OVERVIEW_KINDS
    from portsim.report.summary import Names

    things = pd.concat([results.table("entities") for results in opened]).drop_duplicates("id", ignore_index=True)
    return Names(things), list(things.loc[things["kind"].isin(OVERVIEW_KINDS), "id"].astype(str))


def _patterns(measures: Sequence[str], there: pd.DataFrame, places: Sequence[str]) -> list[str]:
    """What was asked for, or the overview as far as there are values of it."""
    if measures:
        return list(measures)
    shown = set(there.loc[there["entity"].isin(places), "measure"].astype(str))
    parts = set(there.loc[there["entity"].astype(str).str.startswith("cluster>"), "measure"].astype(str))
    parts &= set(PARTS_SHOWN)
    return [
        pattern
        for name in OVERVIEW
        for pattern in ([name] if name in shown else []) + ([f"{name}@cluster>*"] if name in parts else [])
    ]


def _notes(sides: Sequence[OneSide], lang: Language) -> Iterator[str]:
    about = [side.results.scenarios[side.option] for side in sides if side.results is not None]
    if about[0]["identity"] == about[1]["identity"]:
        yield COMPARE_WORDS.text("same", lang)
    if len({run_key(one["identity"]) == one["key"] for one in about}) > 1:
        yield COMPARE_WORDS.text("other_program", lang, first=sides[0].name, second=sides[1].name)


def _years(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of whole years."""
    from portsim.analysis.comparison import ARROW

    return table[table["period"].str.split(ARROW).str[0].str.len() == 4]


def _print(compared: _Compared, wanted: Wanted) -> None:
    from portsim.cli.compare_tables import differs, narrowed, only_lines, tables_of
    from portsim.cli.layout import console_width, fold, table_lines

    table, width = compared.table, console_width()
    factor, n_narrower = narrowed(table)
    if wanted.as_json:
        data = {"confidence": 0.95, "narrower_factor": factor if math.isfinite(factor) else None}
        print(json.dumps(data | {"differences": plain_rows(table)}, ensure_ascii=False, allow_nan=False))
    else:
        for lang in wanted.languages:
            for one in tables_of(table, compared.names, lang):
                for line in [one] if isinstance(one, str) else table_lines(one, width):
                    print(line)
            below = [*only_lines(compared.in_one_only, compared.names, lang)]
            below += _below(table, int((~differs(table)).sum()), factor, n_narrower, lang)
            for text in below:
                for line in fold(text, width) if width else [text]:
                    print(line)
    for note in compared.notes if not wanted.quiet else ():
        say(note)


def _below(table: pd.DataFrame, n_same: int, factor: float, n_narrower: int, lang: Language) -> Iterator[str]:
    """What stands below the tables."""
    from portsim.analysis.comparison import ARROW

    n_pairs = int(table["n"].max())
    if n_same:
        yield COMPARE_WORDS.text("unchanged", lang, n=n_same)
    if n_same == len(table):
        return
    if (table["unit"] == "share").any():
        yield COMPARE_WORDS.text("points", lang)
    if n_pairs > 1:
        yield COMPARE_WORDS.text("sure", lang)
        if n_pairs >= FEW_PAIRS and not table["is_sure"].any():
            yield COMPARE_WORDS.text("none_sure", lang)
    if math.isfinite(factor):
        yield COMPARE_WORDS.text("narrower", lang, factor=f"{factor:.1f}", n=n_narrower)
    if table["period"].str.contains(ARROW).any():
        yield COMPARE_WORDS.text("calendar", lang)
    if n_pairs < FEW_PAIRS:
        yield COMPARE_WORDS.text("few", lang, n=n_pairs) if n_pairs > 1 else COMPARE_WORDS.text("one", lang)


def _write(compared: _Compared, folder: Path, wanted: Wanted) -> None:
    """Write ``comparison.csv`` (for Excel: with the mark of UTF-8) and ``comparison.parquet``."""
    from portsim.cli.compare_tables import label
    from portsim.report.csv_files import BOM, csv_text
    from portsim.results.disk import make_folder, write_whole
    from portsim.results.parquet import plain_table, write_table

    make_folder(folder)
    named = compared.table.assign(
        measure_name=[label(name, wanted.lang) for name in compared.table["measure"]],
        place_name=[compared.names.full(name, wanted.lang) for name in compared.table["entity"]],
    )
    write_whole(folder / "comparison.csv", BOM + csv_text(named))
    numbers = dict.fromkeys(named.select_dtypes("float"), "number") | {"n": "count", "is_sure": "flag"}
    types = {str(name): numbers.get(name, "word") for name in named}
    write_table(
        plain_table({str(name): named[name].tolist() for name in named}, types, {}), folder / "comparison.parquet"
    )
    if not wanted.quiet:
        files = ", ".join(str(folder / f"comparison.{kind}") for kind in ("csv", "parquet"))
        say(COMPARE_WORDS.text("written", wanted.lang, files=files))
