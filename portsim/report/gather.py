"""From a results folder to the tables one report says: summary, observed values, names, inputs, provenance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from portsim.analysis.intervals import summarise_runs
from portsim.analysis.validation import validate
from portsim.report.data import ReportData
from portsim.report.recorded import Recorded
from portsim.report.rows import rows
from portsim.report.summary import Names, Observed, Summary
from portsim.results.measures import MEASURES
from portsim.results.opening import Results

VALIDATION_COLUMNS = (
    "id", "measure", "entity", "period", "low", "high", "role", "note", "source", "assumed", "unit", "observed",
    "simulated", "half_width", "difference", "verdict", "publisher",
)  # fmt: skip


def data_of(results: Results, option: str) -> ReportData:
    """The tables that a report of one scenario of a results folder says.

    Raises
    ------
    InputError
        No run of it is whole, or a file is damaged.
    """
    summary = summarise_runs(results.one_by_one("measures", option))
    validation = validate(summary, results.table("observed", option).drop(columns="option"))
    return gather(results, option, summary, validation)


def gather(results: Results, option: str, summary: pd.DataFrame, validation: pd.DataFrame) -> ReportData:
    """Gather what a report of one option says.

    Parameters
    ----------
    results
        The opened results folder.
    option
        Label of the scenario.
    summary
        Means and intervals of this option (`portsim.analysis.intervals.summarise`).
    validation
        Observed beside simulated (`portsim.analysis.validation.validate`).
    """
    facts = results.scenarios[option]
    title = facts.get("title") or {}
    runs = [run for run in results.runs if run.option == option]
    first = runs[0].manifest
    tables = {name: results.table(name, option) for name in ("entities", "observed", "inputs", "sources")}
    publishers = dict(zip(tables["sources"]["id"], tables["sources"]["publisher"], strict=True))
    names = Names(tables["entities"])
    ports = {terminal: names.port_of(terminal) for terminal in names.of_kind("terminal")}
    known = {"capacities": results.table("capacities", option)}
    records = Recorded(results, option, ports, first["year"], first["n_years"], known, _places(tables["entities"]))
    checked = validation.reindex(columns=list(VALIDATION_COLUMNS))
    checked["publisher"] = [publishers.get(source, source) for source in checked["source"].fillna("")]
    checked["assumed"] = checked["id"].map(_reasons(tables["inputs"])).fillna("")
    checked["note"] = checked["note"].fillna("")
    return ReportData(
        name=facts["name"],
        title_en=title.get("en", ""),
        title_zh=title.get("zh", ""),
        identity=facts["identity"],
        version=first["versions"]["portsim"],
        years=tuple(str(first["year"] + number) for number in range(first["n_years"])),
        replications=len(runs),
        warmup_days=first["warmup_days"],
        summary=Summary(summary),
        observed=Observed(tables["observed"]),
        names=names,
        validation=checked,
        inputs=tables["inputs"],
        sources=tables["sources"],
        measures=MEASURES,
        failures=tuple(f"{one.run.label}: {one.error}" for one in results.failures if one.option == option),
        check_warnings=tuple(facts.get("warnings", ())),
        provenance=_provenance(results, facts, [run.manifest for run in runs]),
        records=records,
    )


def _places(entities: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the ports that have them, those elsewhere too."""
    known = entities[entities["kind"].isin(["port", "external_port"]) & entities["lon"].notna()]
    return {str(name): (float(lon), float(lat)) for name, lon, lat in rows(known, "id", "lon", "lat")}


def _reasons(inputs: pd.DataFrame) -> dict[str, str]:
    """What was assumed of each observed value, by its id: it stands with the inputs."""
    told = inputs[inputs["path"].str.fullmatch(r"observed\..+\.value") & inputs["assumed"].notna()]
    ids = told["path"].str.removeprefix("observed.").str.removesuffix(".value")
    return dict(zip(ids, told["assumed"], strict=True))


def _provenance(results: Results, facts: dict[str, Any], manifests: list[dict[str, Any]]) -> dict[str, str]:
    first = manifests[0]
    versions = ", ".join(f"{name} {number}" for name, number in first["versions"].items() if number)
    return {
        "scenario": str(facts["name"]),
        "identity": str(facts["identity"]),
        "seed": ", ".join(str(seed) for seed in results.study.get("seeds", ())),
        "replications": str(len(manifests)),
        "warmup": f"{first['warmup_days']:g}",
        "years": str(first["year"]) if first["n_years"] == 1 else f"{first['year']} + {first['n_years'] - 1}",
        "versions": versions,
        "format": str(first["format"]),
        "cpu": f"{sum(manifest['cpu_s'] for manifest in manifests):.1f}",
        "events": f"{sum(manifest['n_events'] for manifest in manifests):,}",
    }
