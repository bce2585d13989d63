"""The command that fits the constants of the choice to two years, and predicts each year by the other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portsim.cli.calibrate_files import write_constants
from portsim.cli.calibrate_words import CALIBRATE_WORDS
from portsim.cli.console import Language, say
from portsim.cli.layout import console_width, table_lines
from portsim.errors import InputError
from portsim.report.printed import PrintedTable
from portsim.results.disk import make_folder
from portsim.scenario.scenario import Scenario
from portsim.study.calibration import Fitted, calibrate
from portsim.study.held_out import Forecasts, forecast
from portsim.study.loading import load_scenario

_WAYS = ("model", "old_services", "same_shares", "trend")


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    other: str
    output: Path | None
    seed: int
    rounds: int
    sets: Sequence[str]
    languages: tuple[Language, ...]
    as_json: bool
    quiet: bool
    allow_outside: bool


def calibrate_both(file: str, options: Options) -> None:
    """Fit both years, print both fits and what each says of the other.

    Raises
    ------
    InputError
        A scenario is wrong, or says nothing of a calibration.
    OutputError
        The tables of constants cannot be written.
    """
    scenarios = _both(file, options)
    if options.output is not None:
        make_folder(options.output)
    fits = [calibrate(one, options.seed, options.rounds, None if options.quiet else say) for one in scenarios]
    found: dict[str, tuple[Fitted, Forecasts | None]] = {}
    for number, fitted in enumerate(fits):
        other = scenarios[1 - number] if len(scenarios) == 2 else None
        held = forecast(scenarios[number], other, fitted, options.seed) if other else None
        found[f"fit_{fitted.year}"] = (fitted, held)
        if options.output is not None:
            write_constants(options.output, fitted)
    if options.as_json:
        print(json.dumps({key: _data(*both) for key, both in sorted(found.items())}, ensure_ascii=False))
        return
    for lang in options.languages:
        for _, both in sorted(found.items()):
            for table in _tables(*both, lang):
                print("\n".join(table_lines(table, console_width())))


def _both(file: str, options: Options) -> list[Scenario]:
    """The scenario, and that of the year held out: named, or FILE_YEAR beside it."""
    scenario = _loaded(file, options)
    rules = scenario.calibration
    if rules is None or scenario.choice is None or scenario.demand is None:
        raise InputError(f"{file}: a calibration needs the keys choice, demand and calibration")
    other = options.other
    if not other and rules.held_out is not None:
        path = Path(file)
        other = str(path.with_name(f"{path.stem}_{rules.held_out}{path.suffix}"))
    found = [scenario, _loaded(other, options)] if other else [scenario]
    for one in found:
        if one.calibration is None or one.calibration.year != one.clock.year:
            raise InputError(f"{one.name}: calibration.year is not the year that is simulated, clock.year")
    if len({one.clock.year for one in found}) < len(found):
        raise InputError(f"{found[0].name} and {found[1].name} are of the same year")
    return found


def _loaded(file: str, options: Options) -> Scenario:
    loaded = load_scenario(file, sets=list(options.sets), allow_outside=options.allow_outside)
    if not options.quiet:
        for warning in loaded.warnings:
            say(str(warning))
    return loaded.scenario


def _data(fitted: Fitted, held: Forecasts | None) -> dict[str, object]:
    seen = [one for one in fitted.observations if one.measure == "throughput_teu"]
    modelled = {one.entity: one.modelled for one in seen}
    rows = [
        {"measure": one.measure, "entity": one.entity, "constant": one.constant, "observed": one.observed,
         "modelled": one.modelled, "error": one.error}
        for one in fitted.observations
    ]  # fmt: skip
    whole: dict[str, object] = {
        "fit": _year(fitted.year, {one.entity: one.observed for one in seen}, modelled), "observations": rows,
        "n_rounds": fitted.n_rounds,
    }  # fmt: skip
    if held is not None:
        whole["held_out"] = _year(held.year, held.observed, held.model)
        for way in _WAYS[1:]:
            whole[f"held_out_{way}"] = _year(held.year, held.observed, getattr(held, way))
    return whole


def _year(year: int, observed: Mapping[str, float], modelled: Mapping[str, float]) -> dict[str, object]:
    ports = {
        port: {"observed": observed[port], "modelled": teu, "error": teu / observed[port] - 1.0}
        for port, teu in modelled.items()
    }
    return {"year": year, "ports": ports}


def _tables(fitted: Fitted, held: Forecasts | None, lang: Language) -> list[PrintedTable]:
    heads = tuple(
        CALIBRATE_WORDS.text(head, lang) for head in ("measure", "entity", "constant", "observed", "modelled", "error")
    )
    cells: tuple[tuple[str, ...], ...] = tuple(
        (one.measure, one.entity, one.constant, _number(one.observed), _number(one.modelled), f"{one.error:+.1%}"[:-1])
        for one in fitted.observations
    )
    title = CALIBRATE_WORDS.text("fit", lang, year=fitted.year)
    tables = [PrintedTable("calibrate.fit", title, heads, cells, frozenset({0, 1, 2}))]
    if held is not None:
        heads = tuple(CALIBRATE_WORDS.text(head, lang) for head in ("entity", "observed", *_WAYS))
        cells = tuple(
            (port, _number(teu), *(_error(getattr(held, way), port, teu) for way in _WAYS))
            for port, teu in held.observed.items()
        )
        title = CALIBRATE_WORDS.text("held", lang, year=fitted.year, other=held.year)
        tables.append(PrintedTable("calibrate.held", title, heads, cells, frozenset({0})))
    return tables


def _number(value: float) -> str:
    return f"{value:,.0f}" if value > 10.0 else f"{value:.3f}"


def _error(modelled: Mapping[str, float], port: str, observed: float) -> str:
    return f"{100.0 * (modelled[port] / observed - 1.0):+.1f}" if port in modelled else "-"
